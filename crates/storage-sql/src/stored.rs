//! Conversions between values and their stored form, one per type.

use regain_domain::{
    ChangeId, Factor, FlowState, HistoryEvent, Language, Method, MethodKind, PersonStatus,
    ProofClass, Role, Timestamp, Trouble,
};
use regain_storage::{Result, StorageError};
use regain_vault::ChangeAction;

/// A value stored as one of a few texts.
pub(crate) trait Stored: Sized {
    /// The text for a value.
    fn text(self) -> &'static str;

    /// The value for a text.
    fn read(text: &str) -> Result<Self>;
}

macro_rules! stored {
    ($($type:ident, $what:literal: $($variant:ident = $text:literal),+;)+) => {$(
        impl Stored for $type {
            fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            fn read(text: &str) -> Result<Self> {
                match text {
                    $($text => Ok(Self::$variant),)+
                    _ => Err(StorageError::Corrupt($what)),
                }
            }
        }
    )+};
}

stored! {
    PersonStatus, "a status": Invited = "invited", Active = "active", Disabled = "disabled", Revoked = "revoked",
        Erased = "erased";
    Role, "a role": Member = "member", Auditor = "auditor", UserAdministrator = "user_administrator",
        GlobalAdministrator = "global_administrator";
    ChangeAction, "an action": SetPassword = "set_password", RehashPassword = "rehash_password",
        ReplaceSavedCodes = "replace_saved_codes", AddMethod = "add_method", RenameMethod = "rename_method",
        RemoveMethod = "remove_method", ReplaceAuthenticators = "replace_authenticators",
        AddContact = "add_contact", RemoveContact = "remove_contact", SetContactsNeeded = "set_contacts_needed",
        AddAddress = "add_address", ReplaceAddress = "replace_address", RemoveAddress = "remove_address",
        RestoreAddress = "restore_address";
    ProofClass, "a class of proof": MailedCode = "mailed_code", SavedCode = "saved_code", Passkey = "passkey",
        Authenticator = "authenticator", Contact = "contact";
    MethodKind, "a kind of credential": Authenticator = "authenticator", Passkey = "passkey";
    Factor, "a factor": Password = "password", Authenticator = "authenticator", SavedCode = "saved_code",
        Passkey = "passkey";
}

impl Stored for HistoryEvent {
    fn text(self) -> &'static str {
        self.code()
    }

    fn read(text: &str) -> Result<Self> {
        Self::from_code(text).ok_or(StorageError::Corrupt("an event"))
    }
}

impl Stored for Trouble {
    fn text(self) -> &'static str {
        self.code()
    }

    fn read(text: &str) -> Result<Self> {
        Self::from_code(text).ok_or(StorageError::Corrupt("a trouble"))
    }
}

impl Stored for Method {
    fn text(self) -> &'static str {
        self.code()
    }

    fn read(text: &str) -> Result<Self> {
        Self::from_code(text).ok_or(StorageError::Corrupt("a method"))
    }
}

impl Stored for Language {
    fn text(self) -> &'static str {
        self.tag()
    }

    fn read(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.tag() == text)
            .ok_or(StorageError::Corrupt("a language"))
    }
}

/// The two columns of a recovery's state: its name, and the class of the passed gate.
pub(crate) fn state_columns(state: FlowState) -> (&'static str, Option<&'static str>) {
    match state {
        FlowState::Started => ("started", None),
        FlowState::OneGate(class) => ("one_gate", Some(class.text())),
        FlowState::TwoGates => ("two_gates", None),
        FlowState::Finished => ("finished", None),
        FlowState::Cancelled => ("cancelled", None),
    }
}

/// The state from the two columns.
pub(crate) fn read_state(name: &str, gate_class: Option<&str>) -> Result<FlowState> {
    match (name, gate_class) {
        ("started", None) => Ok(FlowState::Started),
        ("one_gate", Some(class)) => ProofClass::read(class).map(FlowState::OneGate),
        ("two_gates", None) => Ok(FlowState::TwoGates),
        ("finished", None) => Ok(FlowState::Finished),
        ("cancelled", None) => Ok(FlowState::Cancelled),
        _ => Err(StorageError::Corrupt("a state")),
    }
}

/// An optional time.
pub(crate) fn moment(millis: Option<i64>) -> Option<Timestamp> {
    millis.map(Timestamp::from_millis)
}

/// A keyed digest, seal or key of a counter.
pub(crate) fn digest<D: From<[u8; 32]>>(stored: &[u8], what: &'static str) -> Result<D> {
    bytes(stored, what).map(D::from)
}

/// An optional digest.
pub(crate) fn optional_digest<D: From<[u8; 32]>>(
    stored: Option<&[u8]>,
    what: &'static str,
) -> Result<Option<D>> {
    stored.map(|stored| digest(stored, what)).transpose()
}

/// A seal; zeros, which no digest is, for rows older than seals.
pub(crate) fn seal<D: From<[u8; 32]>>(stored: Option<&[u8]>, what: &'static str) -> Result<D> {
    stored.map_or(Ok(D::from([0; 32])), |seal| digest(seal, what))
}

/// A key of a person, or a nonce.
pub(crate) fn bytes<const N: usize>(stored: &[u8], what: &'static str) -> Result<[u8; N]> {
    stored.try_into().map_err(|_| StorageError::Corrupt(what))
}

/// A non-negative number as SQL's integer type.
pub(crate) fn integer(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A count.
pub(crate) fn count<T: TryFrom<i64>>(stored: i64) -> Result<T> {
    T::try_from(stored).map_err(|_| StorageError::Corrupt("a count"))
}

/// A change's id.
pub(crate) fn change_id(stored: &[u8]) -> Result<ChangeId> {
    ChangeId::from_slice(stored).ok_or(StorageError::Corrupt("a change's id"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_read_back() {
        for state in [
            FlowState::Started,
            FlowState::OneGate(ProofClass::MailedCode),
            FlowState::OneGate(ProofClass::SavedCode),
            FlowState::OneGate(ProofClass::Contact),
            FlowState::TwoGates,
            FlowState::Finished,
            FlowState::Cancelled,
        ] {
            let (name, class) = state_columns(state);
            assert_eq!(read_state(name, class).expect("a state"), state);
        }

        assert!(read_state("one_gate", None).is_err());
        assert!(read_state("finished", Some("mailed_code")).is_err());
    }

    #[test]
    fn unknown_texts_are_corrupt() {
        assert!(matches!(
            Role::read("owner"),
            Err(StorageError::Corrupt("a role"))
        ));
        assert!(matches!(
            Trouble::read("forgot"),
            Err(StorageError::Corrupt("a trouble"))
        ));
        assert!(matches!(
            Method::read("post"),
            Err(StorageError::Corrupt("a method"))
        ));
        assert!(matches!(
            Language::read("zh"),
            Err(StorageError::Corrupt("a language"))
        ));
    }
}
