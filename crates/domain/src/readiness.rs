//! Whether a person could get back in if they lost something today (S20, S46).

use crate::Method;
use serde::{Deserialize, Serialize};

/// The ways back that a person has, as far as they count already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Ways {
    /// A verified address.
    pub mail: bool,
    /// A saved code that wasn't used.
    pub saved_code: bool,
    /// An authenticator app.
    pub authenticator: bool,
    /// One that was added too recently to count (S28).
    pub authenticator_waits: bool,
}

/// What somebody may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The phone, with the authenticator app on it.
    Phone,
    /// The mailbox.
    Mail,
    /// The saved codes.
    SavedCodes,
}

impl Loss {
    /// Everything that may be lost, in the order in which it is told.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Mail, Self::SavedCodes];
}

impl Ways {
    /// What is left after a loss.
    #[must_use]
    pub const fn after(self, loss: Loss) -> Self {
        match loss {
            Loss::Phone => Self { authenticator: false, ..self },
            Loss::Mail => Self { mail: false, ..self },
            Loss::SavedCodes => Self { saved_code: false, ..self },
        }
    }

    /// The two gates that open the account; the first is one that may come first (S12, S15).
    #[must_use]
    pub fn gates(self) -> Option<[Method; 2]> {
        let all = [
            (self.mail, Method::Mail),
            (self.saved_code, Method::SavedCode),
            (self.authenticator, Method::Authenticator),
        ];
        let mut ways = all.into_iter().filter(|(there, _)| *there).map(|(_, method)| method);
        let gates = [ways.next()?, ways.next()?];
        (gates[0] != Method::Authenticator).then_some(gates)
    }

    /// Whether no single loss keeps the person out.
    #[must_use]
    pub fn is_ready(self) -> bool {
        Loss::ALL.into_iter().all(|loss| self.after(loss).gates().is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Method::{Authenticator, Mail, SavedCode};

    const ALL: Ways = Ways { mail: true, saved_code: true, authenticator: true, authenticator_waits: false };

    #[test]
    fn with_all_three_no_single_loss_keeps_anybody_out() {
        assert!(ALL.is_ready());
        assert_eq!(ALL.after(Loss::Phone).gates(), Some([Mail, SavedCode]));
        assert_eq!(ALL.after(Loss::Mail).gates(), Some([SavedCode, Authenticator]));
        assert_eq!(ALL.after(Loss::SavedCodes).gates(), Some([Mail, Authenticator]));
    }

    #[test]
    fn with_two_each_loss_but_that_of_a_third_does() {
        let two = Ways { authenticator: false, ..ALL };
        assert!(!two.is_ready());
        assert_eq!(two.after(Loss::Phone).gates(), Some([Mail, SavedCode]));
        assert_eq!(two.after(Loss::Mail).gates(), None);
        assert_eq!(Ways { authenticator: true, ..Ways::default() }.gates(), None);
    }
}
