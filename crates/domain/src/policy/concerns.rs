//! Whom a policy concerns, and what administrators hear of it.

use super::Policy;
use crate::Ways;
use serde::{Deserialize, Serialize};

/// What somebody would lack under a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shortfall {
    /// Two ways back that count: without them a recovery doesn't open the account (S12).
    Gates,
    /// A second factor for signing in, beside saved codes.
    SecondFactor,
}

impl Shortfall {
    /// Everything that can be lacking, the worst first.
    pub const ALL: [Self; 2] = [Self::Gates, Self::SecondFactor];

    /// What somebody lacks under a policy, who has these ways back, and perhaps a second factor.
    #[must_use]
    pub fn under(policy: &Policy, ways: Ways, has_second_factor: bool) -> Vec<Self> {
        let lacks = |shortfall: &Self| match shortfall {
            Self::Gates => ways.offered(policy).gates().is_none(),
            Self::SecondFactor => policy.second_factor() && !has_second_factor,
        };
        Self::ALL.into_iter().filter(lacks).collect()
    }
}

/// What global administrators hear of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PolicyNews {
    /// A change waits for a second administrator.
    Requested,
    /// It was changed, at once or from a later day.
    Changed,
    /// A change was turned down, taken back or called off.
    Refused,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Method, Setting};

    #[test]
    fn s82_who_would_fall_short_and_of_what() {
        let strict = Policy::default();
        let alone = Policy::password_alone();
        let off = strict.with(&[(Setting::Offers(Method::Authenticator), 0)]).expect("between the floors");
        let all = Ways { mail: true, saved_code: true, authenticator: true, authenticator_waits: false };
        let no_codes = Ways { saved_code: false, ..all };
        let no_app = Ways { authenticator: false, ..all };
        for (policy, ways, app, lacks) in [
            (strict, all, true, vec![]),
            (strict, no_app, false, vec![Shortfall::SecondFactor]),
            (alone, no_app, false, vec![]),
            (strict, no_codes, true, vec![]),
            (off, no_codes, true, vec![Shortfall::Gates]),
            (off, all, true, vec![]),
            (strict, Ways { mail: true, ..Ways::default() }, false, vec![Shortfall::Gates, Shortfall::SecondFactor]),
        ] {
            assert_eq!(Shortfall::under(&policy, ways, app), lacks);
        }
    }
}
