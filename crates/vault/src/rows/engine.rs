//! What an engine is asked for: units of work that reach credentials, and the rows themselves.

use super::{
    AddressRow, BegunBefore, Change, Ended, Former, FormerAddress, Holdings, Manifest, MethodRow,
    NewSavedCode, PasswordHash, Permit, Presented, PutBack,
};
use crate::ContactRow;
use async_trait::async_trait;
use regain_domain::{
    ChangeId, ContactId, ContactsNeeded, EmailAddress, MethodId, PersonId, ProofId, SavedCodeId,
    Timestamp,
};
use regain_storage::{Contacts, Mac, Result, Store, Work};

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
    async fn set_password(
        &mut self,
        permit: &Permit,
        change: &Change,
        hash: &PasswordHash,
    ) -> Result<()>;

    /// Stores the same password with other parameters; `false` if there is none.
    async fn rehash_password(
        &mut self,
        permit: &Permit,
        change: &Change,
        hash: &PasswordHash,
    ) -> Result<bool>;

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
    async fn forget_codes(
        &mut self,
        permit: &Permit,
        person: PersonId,
        at: Timestamp,
        all: bool,
    ) -> Result<u64>;

    /// Stores a named credential, and the time step of the code that proved it.
    async fn add_method(
        &mut self,
        permit: &Permit,
        person: PersonId,
        method: &MethodRow,
    ) -> Result<()>;

    /// Gives one another name; `false` if it isn't the person's (any longer).
    async fn rename_method(
        &mut self,
        permit: &Permit,
        change: &Change,
        method: MethodId,
        name: &str,
    ) -> Result<bool>;

    /// Takes one away for good; `false` if it isn't the person's (any longer).
    async fn remove_method(
        &mut self,
        permit: &Permit,
        change: &Change,
        method: MethodId,
    ) -> Result<bool>;

    /// Ends one, or sets it aside; `false` if it had ended before.
    async fn end_method(
        &mut self,
        permit: &Permit,
        method: MethodId,
        ended: &Ended,
    ) -> Result<bool>;

    /// Makes one that ended its owner's again; `false` if it hadn't.
    async fn put_back_method(
        &mut self,
        permit: &Permit,
        method: MethodId,
        by: PutBack<'_>,
    ) -> Result<bool>;

    /// Forgets those of a person that were removed and count no longer; how many there were.
    async fn forget_methods(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// Takes all authenticator apps of a person away, to make room for another.
    async fn remove_authenticators(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// When a person's password was set, as it was written: whatever clocks were ahead, it is that of one password.
    async fn password_set_at(&mut self, person: PersonId) -> Result<Option<Timestamp>>;

    /// Makes an address the person's.
    async fn add_address(
        &mut self,
        permit: &Permit,
        change: &Change,
        address: &AddressRow,
    ) -> Result<()>;

    /// Takes an address away and keeps what it was; `false` if it isn't the person's (any longer).
    async fn end_address(
        &mut self,
        permit: &Permit,
        change: &Change,
        former: &FormerAddress,
    ) -> Result<bool>;

    /// Has former addresses of a place that still count do so at least until `until`; how many there were.
    async fn prolong(
        &mut self,
        permit: &Permit,
        change: &Change,
        position: u8,
        until: Timestamp,
    ) -> Result<u64>;

    /// Ends at once what is left of the former address that a change took away: it neither counts nor objects any longer;
    /// `false` if it had ended so before.
    async fn let_go(
        &mut self,
        permit: &Permit,
        change: &Change,
        ended_by: ChangeId,
    ) -> Result<bool>;

    /// The same for all of a place that ended at `since` or later and didn't object; how many there were.
    async fn silence(
        &mut self,
        permit: &Permit,
        change: &Change,
        position: u8,
        since: Timestamp,
    ) -> Result<u64>;

    /// Forgets that an address was a person's: it is theirs again, or has been free for long enough.
    async fn forget_former(
        &mut self,
        permit: &Permit,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool>;

    /// Notes the objection of the address that a change took away; `true` for the one call that did it, in time (S17).
    async fn object(&mut self, permit: &Permit, ended_by: ChangeId, at: Timestamp) -> Result<bool>;

    /// Whose address a code lets object, and the change that took it away; used, expired or not.
    async fn objecting(&mut self, code_mac: &Mac) -> Result<Option<(PersonId, ChangeId)>>;

    /// Former addresses that are free for others from now on.
    async fn releasable(&mut self, now: Timestamp) -> Result<Vec<(PersonId, EmailAddress)>>;

    /// Stores the secret of a person's credential sealed anew, unchanged (S104); `false` if it isn't there (any longer).
    async fn reseal_method(
        &mut self,
        permit: &Permit,
        person: PersonId,
        method: MethodId,
        secret: &[u8],
    ) -> Result<bool>;

    /// Whose manifest or standing an entry before `seq` vouches for last, and nobody else's, by their ids from `after` on and at
    /// most `most`: what was sealed by a key that the chain has left (S104).
    async fn sealed_before(
        &mut self,
        seq: u64,
        after: Option<PersonId>,
        most: u32,
    ) -> Result<Vec<PersonId>>;

    /// What began until `before`, lasts still at `now`, and was sealed by whichever key did then.
    async fn begun_before(&mut self, before: Timestamp, now: Timestamp) -> Result<BegunBefore>;

    /// How many passwords have a form with this text in it: the parameter that names their key (S33).
    async fn passwords_with(&mut self, parameter: &str) -> Result<u64>;

    /// Uses up a time step, or moves a passkey's counter on; `true` for the one call that did it, and only forward: but the
    /// counter of a passkey that has none stays at zero (S41, S42).
    async fn use_step(
        &mut self,
        permit: &Permit,
        method: MethodId,
        step: u64,
        at: Timestamp,
    ) -> Result<bool>;

    /// Uses up a code, which the proof of the same moment stands for; `true` for the one call that did it (S17).
    async fn use_saved_code(
        &mut self,
        permit: &Permit,
        code: SavedCodeId,
        proof: ProofId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Stores a recovery contact that was chosen.
    async fn add_contact(
        &mut self,
        permit: &Permit,
        person: PersonId,
        contact: &ContactRow,
    ) -> Result<()>;

    /// Takes one away for good, with all that they were asked; `false` if it isn't the person's (any longer).
    async fn remove_contact(
        &mut self,
        permit: &Permit,
        change: &Change,
        contact: ContactId,
    ) -> Result<bool>;

    /// Ends one, or sets them aside; `false` if they had ended before.
    async fn end_contact(
        &mut self,
        permit: &Permit,
        contact: ContactId,
        ended: &Ended,
    ) -> Result<bool>;

    /// Makes one who ended their owner's again, by a change of the owner's or because they have just helped; `false` if they
    /// hadn't.
    async fn put_back_contact(
        &mut self,
        permit: &Permit,
        contact: ContactId,
        change: Option<&Change>,
    ) -> Result<bool>;

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
    async fn set_contacts_needed(
        &mut self,
        permit: &Permit,
        change: &Change,
        needed: ContactsNeeded,
    ) -> Result<()>;

    /// The contacts of a person, in the order in which they were chosen, and those who ended; none of somebody who doesn't
    /// exist.
    async fn contacts(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<ContactRow>, Vec<Former<ContactRow>>)>;

    /// Whose contact it is.
    async fn owner_of(&mut self, contact: ContactId) -> Result<Option<PersonId>>;

    /// The contacts of other people who have this address, agreed, and were neither taken away nor stepped back.
    async fn relying_on(&mut self, address: &EmailAddress) -> Result<Vec<ContactId>>;

    /// Stores the next manifest; `true` if the stored one is still the one before (`version` − 1).
    async fn put_manifest(
        &mut self,
        permit: &Permit,
        person: PersonId,
        manifest: &Manifest,
    ) -> Result<bool>;
}
