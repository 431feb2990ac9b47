//! The states of a recovery, and the only transitions between them (S11, S12).

use serde::{Deserialize, Serialize};

/// The reason why a person can't sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trouble {
    /// "I forgot my password": ends with a new one.
    ForgotPassword,
    /// "I know my password, but still can't sign in": ends with the password confirmed and every delay cleared.
    KnowPassword,
    /// "I forgot my user name": it is mailed.
    ForgotUserName,
    /// "I lost my phone or authenticator": ends with a new authenticator app in place of the others (S13).
    LostAuthenticator,
}

impl Trouble {
    /// Every trouble, in the order of the screen.
    pub const ALL: [Self; 4] = [
        Self::ForgotPassword,
        Self::KnowPassword,
        Self::ForgotUserName,
        Self::LostAuthenticator,
    ];

    /// The value in forms and in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ForgotPassword => "forgot_password",
            Self::KnowPassword => "know_password",
            Self::ForgotUserName => "forgot_user_name",
            Self::LostAuthenticator => "lost_authenticator",
        }
    }

    /// The trouble with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|trouble| trouble.code() == code)
    }

    /// What a recovery for it ends with.
    #[must_use]
    pub const fn ends_with(self) -> RecoveryEnd {
        match self {
            Self::ForgotPassword => RecoveryEnd::NewPassword,
            Self::KnowPassword => RecoveryEnd::KeptPassword,
            Self::ForgotUserName => RecoveryEnd::UserNameMailed,
            Self::LostAuthenticator => RecoveryEnd::NewAuthenticator,
        }
    }

    /// Whether it takes an address to begin: a user name can't be recovered by entering it.
    #[must_use]
    pub const fn needs_address(self) -> bool {
        matches!(self.ends_with(), RecoveryEnd::UserNameMailed)
    }

    /// Whether a proof of this class counts for it: one of a way that is offered.
    #[must_use]
    pub fn accepts(self, class: ProofClass) -> bool {
        self.methods().iter().any(|method| method.class() == class)
    }

    /// The ways offered for it, in the order of the screen: the same for everybody (S2). The lost method can't help
    /// to replace itself.
    #[must_use]
    pub const fn methods(self) -> &'static [Method] {
        match self {
            Self::LostAuthenticator => &[
                Method::Mail,
                Method::SavedCode,
                Method::Passkey,
                Method::Contact,
            ],
            _ => &Method::ALL,
        }
    }
}

/// What a recovery ends with. Whatever depends on the trouble after the start asks for this, so that another trouble
/// with a known end is a matter of [`Trouble`] and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RecoveryEnd {
    /// A new password.
    NewPassword,
    /// The current password, entered once more.
    KeptPassword,
    /// An authenticator app in place of the others (S13).
    NewAuthenticator,
    /// A mail with the user name, sent at the start: it asks for no proof.
    UserNameMailed,
}

/// Class of a proof; two gates take two different classes (S12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProofClass {
    /// A code mailed to a verified address.
    MailedCode,
    /// A saved recovery code.
    SavedCode,
    /// A passkey that verified its user: possession plus knowledge or biometrics, so it is both gates (S12, S43).
    Passkey,
    /// A code of an authenticator app: short enough for strangers to guess, so it is accepted only as the second gate
    /// (S15).
    Authenticator,
    /// Codes passed on by recovery contacts: one gate, however many there are (S27).
    Contact,
}

/// A way to prove who one is, as offered on the screen: the same fixed list for everybody (S2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// "Email me a code".
    Mail,
    /// "Use a saved recovery code".
    SavedCode,
    /// "Use a passkey".
    Passkey,
    /// "Enter a code from my authenticator app", as the second step only.
    Authenticator,
    /// "Ask my recovery contact".
    Contact,
}

impl ProofClass {
    /// Number of gates that a proof of this class opens.
    #[must_use]
    pub const fn gates(self) -> usize {
        match self {
            Self::Passkey => 2,
            Self::MailedCode | Self::SavedCode | Self::Authenticator | Self::Contact => 1,
        }
    }
}

impl Method {
    /// Every method, in the order of the screen.
    pub const ALL: [Self; 5] = [
        Self::Mail,
        Self::SavedCode,
        Self::Passkey,
        Self::Authenticator,
        Self::Contact,
    ];

    /// The value in forms and in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::SavedCode => "saved_code",
            Self::Passkey => "passkey",
            Self::Authenticator => "authenticator",
            Self::Contact => "contact",
        }
    }

    /// The method with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }

    /// The class of this method's proof.
    #[must_use]
    pub const fn class(self) -> ProofClass {
        match self {
            Self::Mail => ProofClass::MailedCode,
            Self::SavedCode => ProofClass::SavedCode,
            Self::Passkey => ProofClass::Passkey,
            Self::Authenticator => ProofClass::Authenticator,
            Self::Contact => ProofClass::Contact,
        }
    }
}

/// State of a recovery; each step is one guarded update of its row (S11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FlowState {
    /// Nothing proven yet.
    Started,
    /// One gate has passed, with a proof of this class.
    OneGate(ProofClass),
    /// Two gates of different classes have passed.
    TwoGates,
    /// It was completed.
    Finished,
    /// It was ended by something else: another recovery, a sign-in, a password change, the owner.
    Cancelled,
}

/// Why a proof doesn't advance a recovery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TransitionError {
    /// Something stronger must pass first (S15).
    #[error("a stronger proof comes first")]
    TooEarly,
    /// The same class has passed already (S12).
    #[error("a proof of this class has passed already")]
    SameClass,
    /// The recovery is over, or has all its proofs.
    #[error("no proof is asked for")]
    NotAsked,
}

impl FlowState {
    /// The state after a proof of `class`.
    ///
    /// # Errors
    /// Why the proof isn't accepted.
    pub fn pass(self, class: ProofClass) -> Result<Self, TransitionError> {
        match self {
            Self::Started if class == ProofClass::Authenticator => Err(TransitionError::TooEarly),
            Self::Started | Self::OneGate(_) if class == ProofClass::Passkey => Ok(Self::TwoGates),
            Self::Started => Ok(Self::OneGate(class)),
            Self::OneGate(passed) if passed == class => Err(TransitionError::SameClass),
            Self::OneGate(_) => Ok(Self::TwoGates),
            Self::TwoGates | Self::Finished | Self::Cancelled => Err(TransitionError::NotAsked),
        }
    }

    /// Whether it still asks for a proof.
    #[must_use]
    pub const fn asks_for_proof(self) -> bool {
        matches!(self, Self::Started | Self::OneGate(_))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ProofClass::{Authenticator, Contact, MailedCode, Passkey, SavedCode};

    /// Every class.
    const CLASSES: [ProofClass; 5] = [MailedCode, SavedCode, Passkey, Authenticator, Contact];

    /// The state after two proofs.
    fn after(first: ProofClass, second: ProofClass) -> Result<FlowState, TransitionError> {
        FlowState::Started
            .pass(first)
            .and_then(|state| state.pass(second))
    }

    #[test]
    fn s12_only_two_different_classes_open_the_end() {
        let pairs = [
            (MailedCode, SavedCode),
            (SavedCode, MailedCode),
            (MailedCode, Authenticator),
            (SavedCode, Authenticator),
            (MailedCode, Contact),
            (SavedCode, Contact),
            (Contact, MailedCode),
            (Contact, SavedCode),
            (Contact, Authenticator),
            // A passkey needs no other proof, and may come after one.
            (MailedCode, Passkey),
            (SavedCode, Passkey),
            (Contact, Passkey),
        ];
        for first in CLASSES {
            for second in CLASSES {
                let opens = after(first, second) == Ok(FlowState::TwoGates);
                assert_eq!(
                    opens,
                    pairs.contains(&(first, second)),
                    "{first:?} then {second:?}"
                );
            }
        }
    }

    #[test]
    fn s13_only_the_lost_method_is_no_proof_for_its_replacement() {
        for trouble in Trouble::ALL {
            for class in CLASSES {
                let lost = trouble == Trouble::LostAuthenticator && class == Authenticator;
                assert_eq!(trouble.accepts(class), !lost, "{trouble:?}, {class:?}");
            }
        }
    }

    #[test]
    fn s43_a_passkey_is_both_gates_and_nothing_else_is() {
        for class in CLASSES {
            let opens = FlowState::Started.pass(class) == Ok(FlowState::TwoGates);
            assert_eq!(
                (opens, class.gates()),
                (class == Passkey, if class == Passkey { 2 } else { 1 }),
                "{class:?}"
            );
        }

        assert_eq!(after(Passkey, MailedCode), Err(TransitionError::NotAsked));
    }

    #[test]
    fn s11_nothing_moves_a_recovery_that_is_over() {
        for state in [
            FlowState::TwoGates,
            FlowState::Finished,
            FlowState::Cancelled,
        ] {
            assert_eq!(state.pass(MailedCode), Err(TransitionError::NotAsked));
        }
    }
}
