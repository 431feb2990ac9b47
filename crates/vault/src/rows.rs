//! Rows that an engine stores, and its interface.

mod addresses;
mod begun;
mod changes;
mod contacts;
mod engine;
mod former;
mod reckoned;

pub use addresses::{AddressRow, FormerAddress};
pub use begun::BegunBefore;
pub use changes::{Change, ChangeAction, PresentedKind, PresentedProof};
pub use contacts::ContactRow;
pub use engine::{CredentialRows, VaultStore, VaultWork};
pub use former::{Ended, Former, Remains};

use regain_domain::{
    ChangeId, ContactsNeeded, MethodId, MethodKind, SavedCodeId, Timestamp, policy,
};
use regain_storage::ManifestSeal;
use std::time::Duration;

/// A secret in its stored form: an Argon2id PHC string made with the pepper (S32, S33). Plain secrets never have this
/// type.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// Wraps a PHC string.
    #[must_use]
    pub const fn from_phc(phc: String) -> Self {
        Self(phc)
    }

    /// The PHC string.
    #[must_use]
    pub fn phc(&self) -> &str {
        &self.0
    }
}

/// Redacted: hashes must never be logged (S31, S102).
impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// A stored password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordRow {
    /// Its stored form.
    pub hash: PasswordHash,
    /// When it was set.
    pub set_at: Timestamp,
    /// The change that set it.
    pub change: ChangeId,
}

/// A saved code to store.
#[derive(Debug, Clone)]
pub struct NewSavedCode {
    /// Random.
    pub id: SavedCodeId,
    /// Selects it among the person's codes.
    pub selector: String,
    /// Hash of its verifier.
    pub hash: PasswordHash,
}

/// A set of saved codes to store.
#[derive(Debug, Clone)]
pub struct NewSavedCodes {
    /// Its codes.
    pub codes: [NewSavedCode; policy::SAVED_CODES],
    /// When it starts to count; at once if `None`.
    pub counts_from: Option<Timestamp>,
    /// The replaced set, if that counts, and for how long it continues to.
    pub earlier: Option<(ChangeId, Duration)>,
}

/// A stored saved code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedCodeRow {
    /// Random.
    pub id: SavedCodeId,
    /// Selects it among the person's codes.
    pub selector: String,
    /// Hash of its verifier.
    pub hash: PasswordHash,
    /// The change that made its set.
    pub change: ChangeId,
    /// When the set was made.
    pub made_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// When its set starts to count; `None` for the set of an enrolment, and for sets older than this rule.
    pub counts_from: Option<Timestamp>,
}

/// A stored named credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodRow {
    /// Random.
    pub id: MethodId,
    /// Its kind.
    pub kind: MethodKind,
    /// The owner's name for it.
    pub name: String,
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// When it was added.
    pub added_at: Timestamp,
    /// When it starts to count in a recovery (S28).
    pub counts_from: Timestamp,
    /// Whether two gates added it in place of a lost one: then it confirms at once, and is a gate once it counts
    /// (S110).
    pub by_two_gates: bool,
    /// The change that added or renamed it.
    pub change: ChangeId,
    /// The last used time step, or the passkey's counter, and when.
    pub last_use: Option<(u64, Timestamp)>,
}

/// Everything that decides how a person is authenticated; covered by the manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// When enrolment was finished; before that, no identifier counts.
    pub activated_at: Option<Timestamp>,
    /// The canonical user name.
    pub user_name: Option<String>,
    /// Verified addresses, by position.
    pub addresses: Vec<AddressRow>,
    /// Addresses that were changed or removed and are still reserved for the person.
    pub former_addresses: Vec<FormerAddress>,
    /// The password.
    pub password: Option<PasswordRow>,
    /// The saved codes, ordered by id.
    pub saved_codes: Vec<SavedCodeRow>,
    /// Codes of sets that were replaced or set aside.
    pub former_codes: Vec<Former<SavedCodeRow>>,
    /// Authenticator apps and passkeys, in the order of adding.
    pub methods: Vec<MethodRow>,
    /// Apps and passkeys that were removed or set aside.
    pub former_methods: Vec<Former<MethodRow>>,
    /// Recovery contacts, in the order of adding.
    pub contacts: Vec<ContactRow>,
    /// Contacts who were removed or set aside.
    pub former_contacts: Vec<Former<ContactRow>>,
    /// How many contacts have to help, and the change that set it; `None` if it was never set.
    pub contacts_needed: Option<(ContactsNeeded, ChangeId)>,
}

impl Holdings {
    /// Whether there is nothing to vouch for.
    #[must_use]
    pub const fn are_empty(&self) -> bool {
        self.activated_at.is_none()
            && self.password.is_none()
            && self.saved_codes.is_empty()
            && self.methods.is_empty()
    }

    /// The credentials of this kind.
    pub fn methods_of(&self, kind: MethodKind) -> impl Iterator<Item = &MethodRow> {
        self.methods
            .iter()
            .filter(move |method| method.kind == kind)
    }

    /// Number of unused saved codes.
    #[must_use]
    pub fn codes_left(&self) -> u32 {
        let left = self
            .saved_codes
            .iter()
            .filter(|code| code.used_at.is_none())
            .count();
        u32::try_from(left).unwrap_or(u32::MAX)
    }
}

/// A keyed digest over a person's [`Holdings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Manifest {
    /// Increases by one with each change; the history names the newest.
    pub version: u64,
    /// Made with a key outside the database.
    pub seal: ManifestSeal,
}

/// Why something that ended is restored.
#[derive(Debug, Clone, Copy)]
pub enum PutBack<'a> {
    /// It has just helped its owner back in.
    Settled,
    /// The owner wants it back; it counts as it did.
    ByOwner(&'a Change),
    /// The owner wants back what was set aside: it counts from then on, as if the change had added it (S110).
    AsNew(&'a Change, Timestamp),
}

/// The right to write a row. Only this crate can make one.
#[derive(Debug)]
pub struct Permit(());

impl Permit {
    pub(crate) const fn new() -> Self {
        Self(())
    }
}
