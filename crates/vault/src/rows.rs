//! What an engine stores, and how it is asked to.

mod addresses;
mod changes;
mod former;
mod reckoned;

pub use addresses::{AddressRow, FormerAddress};
pub use changes::{Change, ChangeAction, Presented, PresentedKind};
pub use former::{Ended, Former};

use crate::ContactRow;
use async_trait::async_trait;
use regain_domain::{
    ChangeId, ContactId, ContactsNeeded, EmailAddress, MethodId, MethodKind, PersonId, ProofId, SavedCodeId, Timestamp,
    policy,
};
use regain_storage::{Contacts, Mac, Result, Store, Work};
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
        self.activated_at.is_none() && self.password.is_none() && self.saved_codes.is_empty() && self.methods.is_empty()
    }

    /// The credentials of a kind.
    pub fn methods_of(&self, kind: MethodKind) -> impl Iterator<Item = &MethodRow> {
        self.methods.iter().filter(move |method| method.kind == kind)
    }

    /// Saved codes that weren't used yet.
    #[must_use]
    pub fn codes_left(&self) -> u32 {
        let left = self.saved_codes.iter().filter(|code| code.used_at.is_none()).count();
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

/// A database with credentials in it.
#[async_trait]
pub trait VaultStore: Store {
    /// Begins a unit of work that reads one consistent state.
    async fn read_vault(&self) -> Result<Box<dyn VaultWork>>;

    /// Begins a unit of work that may write.
    async fn write_vault(&self) -> Result<Box<dyn VaultWork>>;
}

/// A unit of work that reaches credentials too.
#[async_trait]
pub trait VaultWork: Work {
    /// The credentials.
    fn rows(&mut self) -> &mut dyn CredentialRows;

    /// What recovery contacts are asked.
    fn contacts(&mut self) -> &mut dyn Contacts;
}

/// Credentials, as rows.
#[async_trait]
pub trait CredentialRows: Send {
    /// Everything that decides how a person is recognised.
    async fn holdings(&mut self, person: PersonId) -> Result<Option<Holdings>>;

    /// What vouches for it.
    async fn manifest(&mut self, person: PersonId) -> Result<Option<Manifest>>;

    /// Notes a proof outside of a recovery, if it is one: the engine looks whether the invitation is open, or the password
    /// still the one that was checked.
    async fn present(&mut self, permit: &Permit, presented: &Presented) -> Result<()>;

    /// Notes a change that the following call applies; the engine refuses to commit it unapplied.
    async fn begin_change(&mut self, permit: &Permit, change: &Change) -> Result<()>;

    /// Stores a password, replacing the earlier one.
    async fn set_password(&mut self, permit: &Permit, change: &Change, hash: &PasswordHash) -> Result<()>;

    /// Stores the same password with other parameters; `false` if there is none.
    async fn rehash_password(&mut self, permit: &Permit, change: &Change, hash: &PasswordHash) -> Result<bool>;

    /// Stores a set of saved codes that counts from a moment on; where none is said, as by an enrolment, at once. There is no
    /// other set by then.
    async fn add_saved_codes(
        &mut self,
        permit: &Permit,
        change: &Change,
        codes: &[NewSavedCode],
        counts_from: Option<Timestamp>,
    ) -> Result<()>;

    /// Ends the set of saved codes that a change made; how many there were.
    async fn end_codes(&mut self, permit: &Permit, set: ChangeId, ended: &Ended) -> Result<u64>;

    /// Makes a set that ended its owner's again.
    async fn put_back_codes(&mut self, permit: &Permit, set: ChangeId) -> Result<u64>;

    /// Forgets the sets of saved codes that count for nothing at a moment, that of the owner too if it is `all`.
    async fn forget_codes(&mut self, permit: &Permit, person: PersonId, at: Timestamp, all: bool) -> Result<u64>;

    /// Stores a named credential, and the time step of the code that proved it.
    async fn add_method(&mut self, permit: &Permit, person: PersonId, method: &MethodRow) -> Result<()>;

    /// Gives one another name; `false` if it isn't the person's (any longer).
    async fn rename_method(&mut self, permit: &Permit, change: &Change, method: MethodId, name: &str) -> Result<bool>;

    /// Takes one away for good; `false` if it isn't the person's (any longer).
    async fn remove_method(&mut self, permit: &Permit, change: &Change, method: MethodId) -> Result<bool>;

    /// Ends one, or sets it aside; `false` if it had ended before.
    async fn end_method(&mut self, permit: &Permit, method: MethodId, ended: &Ended) -> Result<bool>;

    /// Makes one that ended its owner's again; `false` if it hadn't.
    async fn put_back_method(&mut self, permit: &Permit, method: MethodId, by: PutBack<'_>) -> Result<bool>;

    /// Forgets those of a person that were removed and count no longer; how many there were.
    async fn forget_methods(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// Takes all authenticator apps of a person away, to make room for another.
    async fn remove_authenticators(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// When a person's password was set, as it was written: whatever clocks were ahead, it is that of one password.
    async fn password_set_at(&mut self, person: PersonId) -> Result<Option<Timestamp>>;

    /// Makes an address the person's.
    async fn add_address(&mut self, permit: &Permit, change: &Change, address: &AddressRow) -> Result<()>;

    /// Takes an address away and keeps what it was; `false` if it isn't the person's (any longer).
    async fn end_address(&mut self, permit: &Permit, change: &Change, former: &FormerAddress) -> Result<bool>;

    /// Has former addresses of a place that still count do so until `until`, all but one; how many there were.
    async fn prolong(
        &mut self,
        permit: &Permit,
        change: &Change,
        position: u8,
        but: Option<&EmailAddress>,
        until: Timestamp,
    ) -> Result<u64>;

    /// Former addresses of a place that ended at `since` or later can't object any longer; how many there were.
    async fn silence(&mut self, permit: &Permit, change: &Change, position: u8, since: Timestamp) -> Result<u64>;

    /// Forgets that an address was a person's: it is theirs again, or has been free for long enough.
    async fn forget_former(&mut self, permit: &Permit, person: PersonId, address: &EmailAddress) -> Result<bool>;

    /// Notes the objection of the address that a change took away; `true` for the one call that did it, in time (S17).
    async fn object(&mut self, permit: &Permit, ended_by: ChangeId, at: Timestamp) -> Result<bool>;

    /// Whose address a code lets object, and the change that took it away; used, expired or not.
    async fn objecting(&mut self, code_mac: &Mac) -> Result<Option<(PersonId, ChangeId)>>;

    /// Former addresses that are free for others from now on.
    async fn releasable(&mut self, now: Timestamp) -> Result<Vec<(PersonId, EmailAddress)>>;

    /// Uses up a time step, or moves a passkey's counter on; `true` for the one call that did it, and only forward: but the
    /// counter of a passkey that has none stays at zero (S41, S42).
    async fn use_step(&mut self, permit: &Permit, method: MethodId, step: u64, at: Timestamp) -> Result<bool>;

    /// Uses up a code, which the proof of the same moment stands for; `true` for the one call that did it (S17).
    async fn use_saved_code(
        &mut self,
        permit: &Permit,
        code: SavedCodeId,
        proof: ProofId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Stores a recovery contact that was chosen.
    async fn add_contact(&mut self, permit: &Permit, person: PersonId, contact: &ContactRow) -> Result<()>;

    /// Takes one away for good, with all that they were asked; `false` if it isn't the person's (any longer).
    async fn remove_contact(&mut self, permit: &Permit, change: &Change, contact: ContactId) -> Result<bool>;

    /// Ends one, or sets them aside; `false` if they had ended before.
    async fn end_contact(&mut self, permit: &Permit, contact: ContactId, ended: &Ended) -> Result<bool>;

    /// Makes one who ended their owner's again, by a change of the owner's or because they have just helped; `false` if they
    /// hadn't.
    async fn put_back_contact(&mut self, permit: &Permit, contact: ContactId, change: Option<&Change>) -> Result<bool>;

    /// Forgets those of a person who ended and count for nothing; how many there were.
    async fn forget_contacts(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// Takes a second address away that gives way to older proofs; `false` if there is none.
    async fn forget_second_address(
        &mut self,
        permit: &Permit,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool>;

    /// Notes what a contact answered to the invitation that was answered at the same moment, which the engine looks at;
    /// `false` if they aren't one (any longer).
    async fn answer_contact(&mut self, permit: &Permit, contact: &ContactRow) -> Result<bool>;

    /// Stores how many contacts have to help.
    async fn set_contacts_needed(&mut self, permit: &Permit, change: &Change, needed: ContactsNeeded) -> Result<()>;

    /// The contacts of a person, in the order in which they were chosen, and those who ended; none of somebody who doesn't
    /// exist.
    async fn contacts(&mut self, person: PersonId) -> Result<(Vec<ContactRow>, Vec<Former<ContactRow>>)>;

    /// Whose contact it is.
    async fn owner_of(&mut self, contact: ContactId) -> Result<Option<PersonId>>;

    /// Stores the next manifest; `true` if the stored one is still the one before (`version` − 1).
    async fn put_manifest(&mut self, permit: &Permit, person: PersonId, manifest: &Manifest) -> Result<bool>;
}
