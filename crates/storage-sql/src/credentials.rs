//! Passwords, manifests, and the basis of changes.

use super::binds::Binds as _;
use super::credential_columns::{ManifestColumns, PasswordColumns, Personal, PersonalRow};
use super::stored::{Stored, integer, moment};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{
    ChangeId, ContactId, ContactsNeeded, EmailAddress, MethodId, PersonId, ProofId, SavedCodeId,
    Timestamp,
};
use regain_storage::{ObjectionDigest, Result};
use regain_vault::{
    AddressRow, BegunBefore, Change, ContactRow, CredentialRows, Ended, Former, FormerAddress,
    Holdings, Manifest, MethodRow, NewSavedCode, PasswordHash, Permit, PresentedKind,
    PresentedProof, PutBack,
};
use sqlx::{query, query_as, query_scalar};

#[async_trait]
impl CredentialRows for Unit<'_> {
    async fn holdings(&mut self, person: PersonId) -> Result<Option<Holdings>> {
        let id = person.as_bytes().as_slice();
        let personal = query_as::<Db, PersonalRow>(
            "SELECT p.activated_at, u.canonical AS user_name
             FROM people p LEFT JOIN identifiers u ON u.person_id = p.id AND u.kind = 'user_name' WHERE p.id = $1",
        )
        .bind(id);
        let password = query_as::<Db, PasswordColumns>(
            "SELECT phc, set_at, change_id FROM passwords WHERE person_id = $1",
        )
        .bind(id);
        let Some(personal): Option<Personal> = self.find(personal).await? else {
            return Ok(None);
        };

        let (saved_codes, former_codes) = self.codes_of(person).await?;
        let (methods, former_methods) = self.methods_of(person).await?;
        let (contacts, former_contacts) = self.contacts_of(person).await?;

        Ok(Some(Holdings {
            activated_at: personal.activated_at,
            user_name: personal.user_name,
            addresses: self.addresses_of(person).await?,
            former_addresses: self.former_addresses_of(person).await?,
            password: self.find(password).await?,
            saved_codes,
            former_codes,
            methods,
            former_methods,
            contacts,
            former_contacts,
            contacts_needed: self.contacts_needed_of(person).await?,
        }))
    }

    async fn password_set_at(&mut self, person: PersonId) -> Result<Option<Timestamp>> {
        let select = query_scalar::<Db, i64>("SELECT set_at FROM passwords WHERE person_id = $1");
        Ok(moment(self.value(select.bytes(&person)).await?))
    }

    async fn manifest(&mut self, person: PersonId) -> Result<Option<Manifest>> {
        let select = query_as::<Db, ManifestColumns>(
            "SELECT version, mac FROM manifests WHERE person_id = $1",
        )
        .bytes(&person);
        self.find(select).await
    }

    async fn present(&mut self, _: &Permit, presented: &PresentedProof) -> Result<()> {
        let (kind, invitation, change, verification) = match &presented.kind {
            PresentedKind::Invitation(id) => {
                ("invitation", Some(id.as_bytes().as_slice()), None, None)
            }
            PresentedKind::CurrentPassword(id) => (
                "current_password",
                None,
                Some(id.as_bytes().as_slice()),
                None,
            ),
            PresentedKind::Confirmed(id) => {
                ("confirmed", None, None, Some(id.as_bytes().as_slice()))
            }
            PresentedKind::Objection(id) => {
                ("objection", None, Some(id.as_bytes().as_slice()), None)
            }
        };

        let insert = query::<Db>(
            "INSERT INTO presented_proofs (id, person_id, kind, invitation_id, change_id, verification_id, at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(presented.id.as_slice())
        .bytes(&presented.person)
        .bind(kind)
        .bind(invitation)
        .bind(change)
        .bind(verification)
        .moment(presented.at);
        self.execute(insert).await.map(drop)
    }

    async fn begin_change(&mut self, _: &Permit, change: &Change) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO credential_changes (id, person_id, actor_id, action, ceremony, history_seq, at, applied)
             VALUES ($1, $2, $2, $3, $4, $5, $6, $1)",
        )
        .bytes(&change.id)
        .bytes(&change.person)
        .bind(change.action.text())
        .bind(change.ceremony.as_slice())
        .bind(integer(change.history_seq))
        .moment(change.at);
        self.execute(insert).await.map(drop)
    }

    async fn set_password(
        &mut self,
        _: &Permit,
        change: &Change,
        hash: &PasswordHash,
    ) -> Result<()> {
        let upsert = query::<Db>(
            "INSERT INTO passwords (person_id, phc, set_at, change_id) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person_id) DO UPDATE SET phc = excluded.phc, change_id = excluded.change_id,
                 set_at = excluded.set_at",
        )
        .bytes(&change.person)
        .bind(hash.phc())
        .moment(change.at)
        .bytes(&change.id);
        self.execute(upsert).await.map(drop)
    }

    async fn rehash_password(
        &mut self,
        _: &Permit,
        change: &Change,
        hash: &PasswordHash,
    ) -> Result<bool> {
        let update =
            query::<Db>("UPDATE passwords SET phc = $2, change_id = $3 WHERE person_id = $1")
                .bytes(&change.person)
                .bind(hash.phc())
                .bytes(&change.id);
        self.changed(update).await
    }

    async fn add_saved_codes(
        &mut self,
        _: &Permit,
        change: &Change,
        codes: &[NewSavedCode],
        counts_from: Option<Timestamp>,
    ) -> Result<()> {
        self.insert_codes(change, codes, counts_from).await
    }

    async fn end_codes(&mut self, _: &Permit, set: ChangeId, ended: &Ended) -> Result<u64> {
        self.end_code_rows(set, ended).await
    }

    async fn put_back_codes(&mut self, _: &Permit, set: ChangeId) -> Result<u64> {
        self.put_back_code_rows(set).await
    }

    async fn forget_codes(
        &mut self,
        _: &Permit,
        person: PersonId,
        at: Timestamp,
        all: bool,
    ) -> Result<u64> {
        self.delete_codes(person, at, all).await
    }

    async fn use_saved_code(
        &mut self,
        _: &Permit,
        code: SavedCodeId,
        proof: ProofId,
        at: Timestamp,
    ) -> Result<bool> {
        self.insert_code_use(code, proof, at).await
    }

    async fn add_method(&mut self, _: &Permit, person: PersonId, method: &MethodRow) -> Result<()> {
        self.insert_method(person, method).await
    }

    async fn rename_method(
        &mut self,
        _: &Permit,
        change: &Change,
        method: MethodId,
        name: &str,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE methods SET name = $3, change_id = $4 WHERE id = $1 AND person_id = $2",
        )
        .bytes(&method)
        .bytes(&change.person)
        .bind(name)
        .bytes(&change.id);
        self.changed(update).await
    }

    async fn remove_method(
        &mut self,
        _: &Permit,
        change: &Change,
        method: MethodId,
    ) -> Result<bool> {
        let delete = query::<Db>("DELETE FROM methods WHERE id = $1 AND person_id = $2")
            .bytes(&method)
            .bytes(&change.person);
        self.changed(delete).await
    }

    async fn end_method(&mut self, _: &Permit, method: MethodId, ended: &Ended) -> Result<bool> {
        self.end_method_row(method, ended).await
    }

    async fn put_back_method(
        &mut self,
        _: &Permit,
        method: MethodId,
        by: PutBack<'_>,
    ) -> Result<bool> {
        self.put_back_method_row(method, by).await
    }

    async fn forget_methods(&mut self, _: &Permit, change: &Change) -> Result<u64> {
        self.forget_method_rows(change.person, change.at).await
    }

    async fn remove_authenticators(&mut self, _: &Permit, change: &Change) -> Result<u64> {
        let delete =
            query::<Db>("DELETE FROM methods WHERE person_id = $1 AND kind = 'authenticator'")
                .bytes(&change.person);
        self.execute(delete).await
    }

    async fn add_address(
        &mut self,
        _: &Permit,
        change: &Change,
        address: &AddressRow,
    ) -> Result<()> {
        self.insert_address(change, address).await
    }

    async fn end_address(
        &mut self,
        _: &Permit,
        change: &Change,
        former: &FormerAddress,
    ) -> Result<bool> {
        self.end_address_of(change, former).await
    }

    async fn prolong(
        &mut self,
        _: &Permit,
        change: &Change,
        position: u8,
        until: Timestamp,
    ) -> Result<u64> {
        self.prolong_former(change, position, until).await
    }

    async fn let_go(&mut self, _: &Permit, change: &Change, ended_by: ChangeId) -> Result<bool> {
        self.let_former_go(change, ended_by).await
    }

    async fn former_address_gives_way(
        &mut self,
        _: &Permit,
        person: PersonId,
        ended_by: ChangeId,
        at: Timestamp,
    ) -> Result<bool> {
        self.end_former_address(person, ended_by, at).await
    }

    async fn former_method_gives_way(&mut self, _: &Permit, method: MethodId) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE methods SET counts_until = ended_at WHERE id = $1 AND counts_until > ended_at",
        )
        .bytes(&method);
        self.changed(update).await
    }

    async fn former_codes_give_way(&mut self, _: &Permit, set: ChangeId) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE saved_codes SET counts_until = ended_at WHERE change_id = $1 AND counts_until > ended_at",
        )
        .bytes(&set);
        self.execute(update).await
    }

    async fn former_contact_gives_way(&mut self, _: &Permit, contact: ContactId) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE contacts SET counts_until = ended_at WHERE id = $1 AND counts_until > ended_at",
        )
        .bytes(&contact);
        self.changed(update).await
    }

    async fn silence(
        &mut self,
        _: &Permit,
        change: &Change,
        position: u8,
        since: Timestamp,
    ) -> Result<u64> {
        self.silence_former(change, position, since).await
    }

    async fn forget_former(
        &mut self,
        _: &Permit,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool> {
        self.forget_former_of(person, address).await
    }

    async fn object(&mut self, _: &Permit, ended_by: ChangeId, at: Timestamp) -> Result<bool> {
        self.note_objection(ended_by, at).await
    }

    async fn objecting(
        &mut self,
        code_digest: &ObjectionDigest,
    ) -> Result<Option<(PersonId, ChangeId)>> {
        self.find_objection(code_digest).await
    }

    async fn releasable(&mut self, now: Timestamp) -> Result<Vec<(PersonId, EmailAddress)>> {
        self.free_addresses(now).await
    }

    async fn reseal_method(
        &mut self,
        _: &Permit,
        person: PersonId,
        method: MethodId,
        secret: &[u8],
    ) -> Result<bool> {
        self.reseal_secret(person, method, secret).await
    }

    async fn sealed_before(
        &mut self,
        seq: u64,
        after: Option<PersonId>,
        most: u32,
    ) -> Result<Vec<PersonId>> {
        self.vouched_for_before(seq, after, most).await
    }

    async fn begun_before(&mut self, before: Timestamp, now: Timestamp) -> Result<BegunBefore> {
        self.all_begun_before(before, now).await
    }

    async fn passwords_with(&mut self, parameter: &str) -> Result<u64> {
        self.hashes_with(parameter).await
    }

    async fn use_step(
        &mut self,
        _: &Permit,
        method: MethodId,
        step: u64,
        at: Timestamp,
    ) -> Result<bool> {
        // An app's last step is ignored if it was recorded by a clock that was ahead (S41); a passkey's counter isn't
        // a time. Every used step stays used.
        let upsert = query::<Db>(
            "INSERT INTO method_uses (method_id, step, at) VALUES ($1, $2, $3)
             ON CONFLICT (method_id) DO UPDATE SET step = excluded.step, at = excluded.at
             WHERE (excluded.step > method_uses.step OR (excluded.step = 0 AND method_uses.step = 0)
                    OR excluded.step < method_uses.step AND method_uses.at > excluded.at + 5000
                       AND EXISTS (SELECT 1 FROM methods WHERE id = $1 AND kind = 'authenticator'))
               AND NOT EXISTS (SELECT 1 FROM used_steps WHERE method_id = $1 AND step = $2)",
        )
        .bytes(&method)
        .bind(integer(step))
        .moment(at);
        self.changed(upsert).await
    }

    async fn add_contact(
        &mut self,
        _: &Permit,
        person: PersonId,
        contact: &ContactRow,
    ) -> Result<()> {
        self.insert_contact(person, contact).await
    }

    async fn remove_contact(
        &mut self,
        _: &Permit,
        change: &Change,
        contact: ContactId,
    ) -> Result<bool> {
        self.delete_contact(change, contact).await
    }

    async fn end_contact(&mut self, _: &Permit, contact: ContactId, ended: &Ended) -> Result<bool> {
        self.end_contact_row(contact, ended).await
    }

    async fn put_back_contact(
        &mut self,
        _: &Permit,
        contact: ContactId,
        change: Option<&Change>,
    ) -> Result<bool> {
        self.put_back_contact_row(contact, change).await
    }

    async fn forget_contacts(&mut self, _: &Permit, change: &Change) -> Result<u64> {
        self.forget_contact_rows(change.person, change.at).await
    }

    async fn forget_second_address(
        &mut self,
        _: &Permit,
        person: PersonId,
        address: &EmailAddress,
    ) -> Result<bool> {
        self.delete_second_address(person, address).await
    }

    async fn answer_contact(&mut self, _: &Permit, contact: &ContactRow) -> Result<bool> {
        self.update_contact(contact).await
    }

    async fn set_contacts_needed(
        &mut self,
        _: &Permit,
        change: &Change,
        needed: ContactsNeeded,
    ) -> Result<()> {
        self.upsert_contacts_needed(change, needed).await
    }

    async fn contacts(
        &mut self,
        person: PersonId,
    ) -> Result<(Vec<ContactRow>, Vec<Former<ContactRow>>)> {
        self.contacts_of(person).await
    }

    async fn owner_of(&mut self, contact: ContactId) -> Result<Option<PersonId>> {
        self.owner_of_contact(contact).await
    }

    async fn relying_on(&mut self, address: &EmailAddress) -> Result<Vec<ContactId>> {
        self.contacts_at(address).await
    }

    async fn put_manifest(
        &mut self,
        _: &Permit,
        person: PersonId,
        manifest: &Manifest,
    ) -> Result<bool> {
        let person = person.as_bytes().as_slice();
        let version = integer(manifest.version);
        let put = match manifest.version {
            1 => query::<Db>(
                "INSERT INTO manifests (person_id, version, mac) VALUES ($1, $2, $3)
                 ON CONFLICT (person_id) DO NOTHING",
            ),
            _ => query::<Db>(
                "UPDATE manifests SET version = $2, mac = $3 WHERE person_id = $1 AND version = $2 - 1",
            ),
        };

        self.changed(put.bind(person).bind(version).bytes(&manifest.seal))
            .await
    }
}
