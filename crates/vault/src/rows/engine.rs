//! The interface of an engine: units of work that reach credentials, and the rows themselves.

use super::{
    AddressRow, BegunBefore, Change, Ended, Former, FormerAddress, Holdings, Manifest, MethodRow,
    NewSavedCode, PasswordHash, Permit, PresentedProof, PutBack,
};
use crate::ContactRow;
use async_trait::async_trait;
use regain_domain::{
    ChangeId, ContactId, ContactsNeeded, EmailAddress, MethodId, PersonId, ProofId, SavedCodeId,
    Timestamp,
};
use regain_storage::{ContactRows, ObjectionDigest, Result, Store, Work};

/// A database with credentials.
#[async_trait]
pub trait VaultStore: Store {
    /// Begins a unit of work that reads one consistent state.
    async fn read_vault(&self) -> Result<Box<dyn VaultWork>>;

    /// Begins a unit of work that may write.
    async fn write_vault(&self) -> Result<Box<dyn VaultWork>>;
}

/// A unit of work that can reach credentials.
#[async_trait]
pub trait VaultWork: Work {
    /// The credentials.
    fn rows(&mut self) -> &mut dyn CredentialRows;

    /// Invitations and requests of recovery contacts.
    fn contacts(&mut self) -> &mut dyn ContactRows;
}

/// Rows of credentials.
#[async_trait]
pub trait CredentialRows: Send {
    /// Everything that decides how a person is authenticated.
    async fn holdings(&mut self, person: PersonId) -> Result<Option<Holdings>>;

    /// The manifest that vouches for it.
    async fn manifest(&mut self, person: PersonId) -> Result<Option<Manifest>>;

    /// Records a proof outside a recovery. The engine checks it: the invitation must be open, or the password still
    /// the one that was checked.
    async fn present(&mut self, permit: &Permit, presented: &PresentedProof) -> Result<()>;

    /// Records a change that the following call applies; the engine refuses to commit it unapplied.
    async fn begin_change(&mut self, permit: &Permit, change: &Change) -> Result<()>;

    /// Stores a password in place of the earlier one.
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

    /// Stores a set of saved codes that counts from a given time; at once if `None`, as in an enrolment. No other set
    /// may exist.
    async fn add_saved_codes(
        &mut self,
        permit: &Permit,
        change: &Change,
        codes: &[NewSavedCode],
        counts_from: Option<Timestamp>,
    ) -> Result<()>;

    /// Ends the set of saved codes that a change made. Returns the number of codes.
    async fn end_codes(&mut self, permit: &Permit, set: ChangeId, ended: &Ended) -> Result<u64>;

    /// Restores a set that ended. Returns the number of its codes, whether or not it had ended.
    async fn put_back_codes(&mut self, permit: &Permit, set: ChangeId) -> Result<u64>;

    /// Deletes ended sets of saved codes that no longer count at this time; with `all`, the current set too.
    async fn forget_codes(
        &mut self,
        permit: &Permit,
        person: PersonId,
        at: Timestamp,
        all: bool,
    ) -> Result<u64>;

    /// Stores a named credential, with the time step of the code that proved it.
    async fn add_method(
        &mut self,
        permit: &Permit,
        person: PersonId,
        method: &MethodRow,
    ) -> Result<()>;

    /// Renames one; `false` if the person doesn't have it.
    async fn rename_method(
        &mut self,
        permit: &Permit,
        change: &Change,
        method: MethodId,
        name: &str,
    ) -> Result<bool>;

    /// Deletes one for good; `false` if the person doesn't have it.
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

    /// Restores one that ended; `false` if it hadn't.
    async fn put_back_method(
        &mut self,
        permit: &Permit,
        method: MethodId,
        by: PutBack<'_>,
    ) -> Result<bool>;

    /// Deletes the person's removed credentials that no longer count. Returns their number.
    async fn forget_methods(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// Deletes all of a person's authenticator apps, to make room for another.
    async fn remove_authenticators(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// When a person's password was set, as written, without correcting for clocks that were ahead: the time
    /// identifies one password.
    async fn password_set_at(&mut self, person: PersonId) -> Result<Option<Timestamp>>;

    /// Adds an address to the person.
    async fn add_address(
        &mut self,
        permit: &Permit,
        change: &Change,
        address: &AddressRow,
    ) -> Result<()>;

    /// Ends an address and keeps its record; `false` if the person doesn't have it.
    async fn end_address(
        &mut self,
        permit: &Permit,
        change: &Change,
        former: &FormerAddress,
    ) -> Result<bool>;

    /// Lets former addresses of a position that still count do so at least until `until`. Returns their number.
    async fn prolong(
        &mut self,
        permit: &Permit,
        change: &Change,
        position: u8,
        until: Timestamp,
    ) -> Result<u64>;

    /// Ends the former address that a change removed at once: it no longer counts and can't object. `false` if it had
    /// ended so before.
    async fn let_go(
        &mut self,
        permit: &Permit,
        change: &Change,
        ended_by: ChangeId,
    ) -> Result<bool>;

    /// Ends a former address at once because it gives way to older proofs (S113); `false` if there is none.
    async fn former_address_gives_way(
        &mut self,
        permit: &Permit,
        person: PersonId,
        ended_by: ChangeId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Sets aside a credential that was removed and counts still.
    async fn former_method_gives_way(&mut self, permit: &Permit, method: MethodId) -> Result<bool>;

    /// Sets aside a set of saved codes that was replaced and counts still; how many there were.
    async fn former_codes_give_way(&mut self, permit: &Permit, set: ChangeId) -> Result<u64>;

    /// Sets aside a recovery contact who was removed and helps still.
    async fn former_contact_gives_way(
        &mut self,
        permit: &Permit,
        contact: ContactId,
    ) -> Result<bool>;

    /// Ends what is left of all former addresses of a position that ended at `since` or later and didn't object.
    /// Returns their number, including those of which nothing was left.
    async fn silence(
        &mut self,
        permit: &Permit,
        change: &Change,
        position: u8,
        since: Timestamp,
    ) -> Result<u64>;

    /// Deletes the record of a former address: it is the person's again, or has been reserved long enough.
    async fn forget_former(
        &mut self,
        permit: &Permit,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool>;

    /// Records the objection of the address that a change removed; `true` only for the one call that did it, in time
    /// (S17).
    async fn object(&mut self, permit: &Permit, ended_by: ChangeId, at: Timestamp) -> Result<bool>;

    /// The person and change that an objection code belongs to; used, expired or not.
    async fn objecting(
        &mut self,
        code_digest: &ObjectionDigest,
    ) -> Result<Option<(PersonId, ChangeId)>>;

    /// Former addresses whose reservation has ended.
    async fn releasable(&mut self, now: Timestamp) -> Result<Vec<(PersonId, EmailAddress)>>;

    /// Stores the resealed, unchanged secret of a person's credential (S104); `false` if the person doesn't have it.
    async fn reseal_method(
        &mut self,
        permit: &Permit,
        person: PersonId,
        method: MethodId,
        secret: &[u8],
    ) -> Result<bool>;

    /// People whose manifest or standing is last vouched for by an entry before `seq`, so that a key sealed it whose
    /// range has ended (S104); ordered by id, after `after`, at most `most`.
    async fn sealed_before(
        &mut self,
        seq: u64,
        after: Option<PersonId>,
        most: u32,
    ) -> Result<Vec<PersonId>>;

    /// What began until `before` and is still unfinished at `now`, whichever key sealed it.
    async fn begun_before(&mut self, before: Timestamp, now: Timestamp) -> Result<BegunBefore>;

    /// Number of passwords whose hash contains this parameter, which names their key (S33).
    async fn passwords_with(&mut self, parameter: &str) -> Result<u64>;

    /// Uses up a time step, or advances a passkey's counter; `true` only for the one call that did it. It only moves
    /// forward, except that a passkey without a counter stays at zero (S41, S42).
    async fn use_step(
        &mut self,
        permit: &Permit,
        method: MethodId,
        step: u64,
        at: Timestamp,
    ) -> Result<bool>;

    /// Uses up a code, on the strength of a proof of the same time; `true` only for the one call that did it (S17).
    async fn use_saved_code(
        &mut self,
        permit: &Permit,
        code: SavedCodeId,
        proof: ProofId,
        at: Timestamp,
    ) -> Result<bool>;

    /// Stores a new recovery contact.
    async fn add_contact(
        &mut self,
        permit: &Permit,
        person: PersonId,
        contact: &ContactRow,
    ) -> Result<()>;

    /// Deletes one for good, with all their requests; `false` if the person doesn't have them.
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

    /// Restores one who ended, by a change of the owner's or because they have just helped; `false` if they hadn't
    /// ended.
    async fn put_back_contact(
        &mut self,
        permit: &Permit,
        contact: ContactId,
        change: Option<&Change>,
    ) -> Result<bool>;

    /// Deletes the person's ended contacts who no longer count. Returns their number.
    async fn forget_contacts(&mut self, permit: &Permit, change: &Change) -> Result<u64>;

    /// Deletes a second address that yields to older proofs; `false` if there is none.
    async fn forget_second_address(
        &mut self,
        permit: &Permit,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool>;

    /// Stores a contact's answer to the invitation answered at the same time, which the engine checks; `false` if
    /// they aren't a contact.
    async fn answer_contact(&mut self, permit: &Permit, contact: &ContactRow) -> Result<bool>;

    /// Stores how many contacts have to help.
    async fn set_contacts_needed(
        &mut self,
        permit: &Permit,
        change: &Change,
        needed: ContactsNeeded,
    ) -> Result<()>;

    /// The contacts of a person in the order of adding, and the ended ones; empty for somebody who doesn't exist.
    async fn contacts(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<ContactRow>, Vec<Former<ContactRow>>)>;

    /// The owner of a contact.
    async fn owner_of(&mut self, contact: ContactId) -> Result<Option<PersonId>>;

    /// Contacts of other people who have this address, have agreed, and were neither removed nor withdrew.
    async fn relying_on(&mut self, address: &EmailAddress) -> Result<Vec<ContactId>>;

    /// Stores the next manifest; `true` if the stored one is still its predecessor (`version` − 1).
    async fn put_manifest(
        &mut self,
        permit: &Permit,
        person: PersonId,
        manifest: &Manifest,
    ) -> Result<bool>;
}
