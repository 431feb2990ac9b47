//! What an engine stores, and how it is asked to.

mod addresses;
mod begun;
mod changes;
mod contacts;
mod engine;
mod former;
mod reckoned;

pub use addresses::{AddressRow, FormerAddress};
pub use begun::BegunBefore;
pub use changes::{Change, ChangeAction, Presented, PresentedKind};
pub use contacts::ContactRow;
pub use engine::{CredentialRows, VaultStore, VaultWork};
pub use former::{Ended, Former, Remains};

use regain_domain::{
    ChangeId, ContactsNeeded, MethodId, MethodKind, SavedCodeId, Timestamp, policy,
};
use regain_storage::Mac;
use std::time::Duration;

/// A secret in its stored form: an Argon2id PHC string made with the pepper (S32, S33). No plain secret is of this type.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    /// From a PHC string.
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

/// Redacted: hashes are on the never-log list (S31, S102).
impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

/// A password as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordRow {
    /// Its stored form.
    pub hash: PasswordHash,
    /// When it was set.
    pub set_at: Timestamp,
    /// The change that set it.
    pub change: ChangeId,
}

/// A saved code to keep.
#[derive(Debug, Clone)]
pub struct NewSavedCode {
    /// Random.
    pub id: SavedCodeId,
    /// Finds it among the person's codes.
    pub selector: String,
    /// Of its verifier.
    pub hash: PasswordHash,
}

/// A set of saved codes to keep.
#[derive(Debug, Clone)]
pub struct NewSavedCodes {
    /// Its codes.
    pub codes: [NewSavedCode; policy::SAVED_CODES],
    /// From when it counts; at once, if it says nothing.
    pub counts_from: Option<Timestamp>,
    /// The set that it takes the place of, if that one counts, and how long it goes on doing so.
    pub earlier: Option<(ChangeId, Duration)>,
}

/// A saved code as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedCodeRow {
    /// Random.
    pub id: SavedCodeId,
    /// Finds it among the person's codes.
    pub selector: String,
    /// Of its verifier.
    pub hash: PasswordHash,
    /// The change that made its set.
    pub change: ChangeId,
    /// When that was.
    pub made_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    /// From when its set counts; not said by the set of an enrolment, and by those that are older than this rule.
    pub counts_from: Option<Timestamp>,
}

/// A named credential as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodRow {
    /// Random.
    pub id: MethodId,
    /// What it is.
    pub kind: MethodKind,
    /// What its owner calls it.
    pub name: String,
    /// Its secret, sealed.
    pub secret: Vec<u8>,
    /// When it was added.
    pub added_at: Timestamp,
    /// From when it counts in a recovery (S28).
    pub counts_from: Timestamp,
    /// Two gates added it in place of what was lost: it confirms at once, and is a gate when it counts (S110).
    pub by_two_gates: bool,
    /// The change that added or renamed it.
    pub change: ChangeId,
    /// The last time step of its codes that was used, or the counter of the passkey, and when.
    pub last_use: Option<(u64, Timestamp)>,
}

/// Everything that decides how a person is recognised: what a manifest vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holdings {
    /// When enrolment was finished; before that no identifier counts.
    pub activated_at: Option<Timestamp>,
    /// The canonical user name.
    pub user_name: Option<String>,
    /// Verified addresses, the first one first.
    pub addresses: Vec<AddressRow>,
    /// Those that were changed or removed, as long as they are kept for their person.
    pub former_addresses: Vec<FormerAddress>,
    /// The password.
    pub password: Option<PasswordRow>,
    /// The saved codes, in the order of their ids.
    pub saved_codes: Vec<SavedCodeRow>,
    /// Those of sets that were replaced or set aside.
    pub former_codes: Vec<Former<SavedCodeRow>>,
    /// Authenticator apps and passkeys, in the order in which they were added.
    pub methods: Vec<MethodRow>,
    /// Those that were removed or set aside.
    pub former_methods: Vec<Former<MethodRow>>,
    /// Recovery contacts, in the order in which they were chosen.
    pub contacts: Vec<ContactRow>,
    /// Those who were taken away or set aside.
    pub former_contacts: Vec<Former<ContactRow>>,
    /// How many of those have to help, and the change that says so; none where nobody ever said.
    pub contacts_needed: Option<(ContactsNeeded, ChangeId)>,
}

impl Holdings {
    /// Whether there is anything to vouch for.
    #[must_use]
    pub const fn are_empty(&self) -> bool {
        self.activated_at.is_none()
            && self.password.is_none()
            && self.saved_codes.is_empty()
            && self.methods.is_empty()
    }

    /// The credentials of a kind.
    pub fn methods_of(&self, kind: MethodKind) -> impl Iterator<Item = &MethodRow> {
        self.methods
            .iter()
            .filter(move |method| method.kind == kind)
    }

    /// Saved codes that weren't used yet.
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
    /// Grows by one with each change; the history names the newest.
    pub version: u64,
    /// The digest.
    pub mac: Mac,
}

/// By what something that ended is its owner's again.
#[derive(Debug, Clone, Copy)]
pub enum PutBack<'a> {
    /// It has just helped its owner back in.
    Settled,
    /// Its owner says so; it counts as it did.
    ByOwner(&'a Change),
    /// Its owner says so of what was set aside: it counts from then on, as if it had been added by the change (S110).
    AsNew(&'a Change, Timestamp),
}

/// The right to write a row. Only this crate has it.
#[derive(Debug)]
pub struct Permit(());

impl Permit {
    pub(crate) const fn new() -> Self {
        Self(())
    }
}
