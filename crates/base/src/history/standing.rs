//! A person's sealed standing: SQL alone can't change status, role and its date, activation or freeze (S79).

use super::{Entry, Historian, HistoryKeys};
use crate::digest::{digest, same};
use regain_domain::{HistoryEvent, PersonStatus, Role, Timestamp};
use regain_storage::{Person, Result, StandingDigest, StandingSeal, Work};

impl Historian {
    /// Adds a person; `entry` vouches for their first standing.
    pub async fn add_person(
        &self,
        work: &mut dyn Work,
        person: &Person,
        entry: Entry,
        now: Timestamp,
    ) -> Result<()> {
        let mut person = person.clone();
        person.seal = StandingSeal {
            version: 1,
            digest: StandingDigest::NONE,
        };
        person.seal.digest = self.seal_standing(&person);
        work.people().insert(&person).await?;

        self.append(work, &entry.vouching_for_standing(1), now)
            .await
            .map(drop)
    }

    /// Changes a person's standing from `before`, and writes the entry that vouches for it. Returns the changed
    /// person, or `None` if somebody else was faster or the stored standing isn't genuine.
    ///
    /// # Errors
    /// If the database fails, or refuses the change (S77).
    pub async fn stand(
        &self,
        work: &mut dyn Work,
        before: &Person,
        change: impl FnOnce(&mut Person) + Send,
        entry: Entry,
        now: Timestamp,
    ) -> Result<Option<Person>> {
        if !self.stands(work, before).await? {
            return Ok(None);
        }

        let mut person = before.clone();
        change(&mut person);
        person.role_since = role_since(before, &person, now);
        person.seal.version += 1;
        person.seal.digest = self.seal_standing(&person);
        if !work.people().set_standing(&person).await? {
            return Ok(None);
        }

        self.append(work, &entry.vouching_for_standing(person.seal.version), now)
            .await?;

        Ok(Some(person))
    }

    /// Ends a person's standing for good. The entry is written first, because the engine deletes everything on its
    /// account (S103). Returns the person as they are then, or `None` as in [`stand`](Self::stand).
    ///
    /// # Errors
    /// If the database fails, or refuses because the history contains no announcement.
    pub async fn leave(
        &self,
        work: &mut dyn Work,
        before: &Person,
        entry: Entry,
        now: Timestamp,
    ) -> Result<Option<Person>> {
        if !self.stands(work, before).await? {
            return Ok(None);
        }

        let version = before.seal.version + 1;
        let mut person = Person {
            status: PersonStatus::Erased,
            role: Role::Member,
            name: None,
            user_name: None,
            activated_at: None,
            frozen_at: None,
            needs_recovery: false,
            role_since: None,
            seal: StandingSeal {
                version,
                digest: StandingDigest::NONE,
            },
            ..before.clone()
        };
        person.seal.digest = self.seal_standing(&person);
        self.append(work, &entry.vouching_for_standing(version), now)
            .await?;

        Ok(work.people().set_standing(&person).await?.then_some(person))
    }

    /// If an older key vouched for an erased person, writes an entry by the newest key, for a standing that no row
    /// has. So none of their rows is ever genuine again, even for somebody with the older key (S103, S104). Returns
    /// whether this was necessary.
    pub async fn leave_behind(
        &self,
        work: &mut dyn Work,
        person: &Person,
        now: Timestamp,
    ) -> Result<bool> {
        let newest = work.history().last_standing_of(person.id).await?;
        let Some(row) = newest.filter(|row| !self.is_by_newest(row)) else {
            return Ok(false);
        };

        let none_has = row
            .standing_version
            .unwrap_or_default()
            .max(person.seal.version)
            + 1;
        let entry =
            Entry::about(HistoryEvent::SealedAnew, person.id).vouching_for_standing(none_has);
        self.append(work, &entry, now).await?;

        Ok(true)
    }

    /// Whether a person's stored standing is the newest written, and not older than one that this process has seen.
    pub async fn stands(&self, work: &mut dyn Work, person: &Person) -> Result<bool> {
        if person.seal.version < self.newest.standing(person.id) {
            return Ok(false);
        }

        let newest = work.history().last_standing_of(person.id).await?;
        let Some(row) = newest.filter(|row| row.standing_version == Some(person.seal.version))
        else {
            return Ok(false);
        };

        // By the key of the entry that vouches for it: an older key can't seal what a newer entry names.
        let keys = self
            .sealed_by(work, &row)
            .await?
            .and_then(|id| self.keys.get(id));

        Ok(keys
            .and_then(|keys| keys.standing_digest(person))
            .is_some_and(|digest| same(&digest, &person.seal.digest)))
    }

    fn seal_standing(&self, person: &Person) -> StandingDigest {
        self.keys
            .standing_digest(person)
            .expect("a key that writes isn't retired")
    }
}

impl HistoryKeys {
    fn standing_digest(&self, person: &Person) -> Option<StandingDigest> {
        let moment = |at: Option<Timestamp>| at.map_or([0; 8], |at| at.as_millis().to_be_bytes());
        let status = match person.status {
            PersonStatus::Invited => 1,
            PersonStatus::Active => 2,
            PersonStatus::Disabled => 3,
            PersonStatus::Revoked => 4,
            PersonStatus::Erased => 5,
        };

        let role = match person.role {
            Role::Member => 1,
            Role::Auditor => 2,
            Role::UserAdministrator => 3,
            Role::GlobalAdministrator => 4,
        };

        let activated = moment(person.activated_at);
        let frozen = moment(person.frozen_at);
        let since = moment(person.role_since);
        let needs_recovery = [u8::from(person.needs_recovery)];
        let version = person.seal.version.to_be_bytes();
        let parts: [&[u8]; 7] = [
            person.id.as_bytes(),
            &[status, role],
            &activated,
            &frozen,
            &needs_recovery,
            &version,
            &since,
        ];

        // Without it, the seal keeps its original form.
        let parts = if person.role_since.is_some() {
            &parts[..]
        } else {
            &parts[..6]
        };

        self.standing
            .as_ref()
            .map(|key| digest(key, "standing", parts))
    }
}

/// The date from which somebody has a role. Another role, a freeze or a disabling doesn't restart it (S114); before
/// enrolment is finished, it hasn't begun.
fn role_since(before: &Person, after: &Person, now: Timestamp) -> Option<Timestamp> {
    let has = |person: &Person| person.role.is_privileged() && person.activated_at.is_some();
    match (has(before), has(after)) {
        (_, false) => None,
        (true, true) => before.role_since,
        (false, true) => Some(now),
    }
}
