//! The ways back that a policy offers, and what a person would lack under it.

use super::{Count, Ways};
use crate::{Method, Policy};
use serde::{Deserialize, Serialize};

/// Something that a person would lack under a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// Two ways back that count, without which a recovery can't open the account (S12).
    Gates,
    /// A second factor for signing in, besides saved codes.
    SecondFactor,
}

impl Lack {
    /// Everything that can be lacking, worst first.
    pub const ALL: [Self; 2] = [Self::Gates, Self::SecondFactor];

    /// What somebody with these ways back lacks under a policy.
    #[must_use]
    pub fn under(policy: &Policy, ways: Ways) -> Vec<Self> {
        // For signing in, new ones count at once.
        let has_second_factor = ways.authenticators.all() + ways.passkeys.all() > 0;
        let lacks = |lack: &Self| match lack {
            Self::Gates => ways.offered(policy).opens().is_none(),
            Self::SecondFactor => policy.second_factor() && !has_second_factor,
        };
        Self::ALL.into_iter().filter(lacks).collect()
    }
}

impl Ways {
    /// The ways that the policy offers in a recovery.
    #[must_use]
    pub fn offered(self, policy: &Policy) -> Self {
        let count = |method: Method, count: Count| {
            if policy.offers(method) {
                count
            } else {
                Count::default()
            }
        };
        Self {
            authenticators: count(Method::Authenticator, self.authenticators),
            passkeys: count(Method::Passkey, self.passkeys),
            contacts: count(Method::Contact, self.contacts),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Setting;

    #[test]
    fn s82_who_would_fall_short_and_of_what() {
        let strict = Policy::default();
        let alone = Policy::password_alone();
        let off = strict
            .with(&[(Setting::Offers(Method::Authenticator), 0)])
            .expect("between the floors");
        let all = Ways {
            mail_addresses: Count::of(1),
            saved_codes: 4,
            authenticators: Count::of(1),
            ..Ways::default()
        };
        let no_codes = Ways {
            saved_codes: 0,
            ..all
        };
        let no_app = Ways {
            authenticators: Count::of(0),
            ..all
        };
        let fresh_app = Ways {
            authenticators: Count {
                counting: 0,
                waiting: 1,
            },
            ..all
        };
        let passkey = Ways {
            passkeys: Count::of(1),
            ..no_app
        };
        let mail_alone = Ways {
            mail_addresses: Count::of(1),
            ..Ways::default()
        };

        for (policy, ways, lacks) in [
            (strict, all, vec![]),
            (strict, no_app, vec![Lack::SecondFactor]),
            (strict, fresh_app, vec![]),
            (strict, passkey, vec![]),
            (alone, no_app, vec![]),
            (strict, no_codes, vec![]),
            (off, no_codes, vec![Lack::Gates]),
            (off, all, vec![]),
            (strict, mail_alone, vec![Lack::Gates, Lack::SecondFactor]),
        ] {
            assert_eq!(Lack::under(&policy, ways), lacks);
        }
    }
}
