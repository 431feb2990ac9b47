//! Moves everything written under an older master key to the newest (S104): at a person's next sign-in, and in the
//! background after a start with a newer key.

use crate::sessions::Sessions;
use crate::{Hasher, Outcome, Visitor};
use regain_base::{Base, BegunWith, Op};
use regain_domain::{PersonId, PersonStatus};
use regain_vault::{BegunBefore, Vault, VaultOp, VaultStore, VaultWork};
use std::sync::Arc;

/// People searched for at once. Each gets a unit of work, so that others can write in between.
const AT_ONCE: u32 = 100;

/// What still depends on an older master key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hanging {
    /// People whose manifest or standing was sealed by this key or an earlier one; the server reseals them by itself.
    pub people: u64,
    /// Passwords hashed with it: each moves to the newest key when its owner next signs in with it.
    pub passwords: u64,
    /// Unfinished processes that began under it.
    pub begun: BegunBefore,
}

impl Hanging {
    /// Whether the key can be retired: what is left of a retired key still checks passwords.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        (self.people, self.begun) == (0, BegunBefore::default())
    }
}

/// Moves rows from older master keys to the newest.
pub struct OlderKeys {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) sessions: Arc<Sessions>,
}

impl OlderKeys {
    /// Records in the history that a newer master key seals from here on, if there is one. Returns whether it was
    /// recorded now. The server does this before it lets anybody in.
    pub async fn settle_keys(&self) -> Outcome<bool> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let rotated = self.base.historian.settle_keys(&mut op, now).await?;
        op.commit().await?;
        self.base
            .historian
            .newest_range(&mut self.store.reading(&self.base).await?)
            .await?;

        Ok(rotated)
    }

    /// Reseals everything sealed by an older key. Returns the number of people. Anything that isn't genuine stays as
    /// it is.
    ///
    /// # Errors
    /// If the database fails; what was done so far stays.
    pub async fn seal_all_anew(&self) -> Outcome<u64> {
        let newest = self
            .base
            .historian
            .newest_range(&mut self.store.reading(&self.base).await?)
            .await?;
        let Some((from, _)) = newest.filter(|_| self.has_older_keys()) else {
            return Ok(0);
        };

        let mut sealed = 0;
        let mut after = None;

        loop {
            let people = self
                .store
                .reading(&self.base)
                .await?
                .rows()
                .sealed_before(from, after, AT_ONCE)
                .await?;
            let Some(last) = people.last() else {
                return Ok(sealed);
            };

            after = Some(*last);

            for person in people {
                match self.seal_one_anew(person).await {
                    Ok(anew) => sealed += u64::from(anew),
                    // Somebody who can't be read doesn't stop the others.
                    Err(error) => {
                        tracing::error!(%error, person = person.to_hex(), "somebody can't be sealed anew");
                    }
                }
            }
        }
    }

    async fn seal_one_anew(&self, person: PersonId) -> Outcome<bool> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let anew = self.seal_anew(&mut op, person).await?;
        op.commit().await?;
        Ok(anew)
    }

    /// Reseals what an older key had sealed of this person, their counters included; returns whether there was
    /// anything. Their sessions continue.
    pub(crate) async fn seal_anew(&self, op: &mut dyn VaultOp, person: PersonId) -> Outcome<bool> {
        let now = op.now();
        if !self.has_older_keys() {
            return Ok(false);
        }

        let Some(person) = op.people().by_id(person).await? else {
            return Ok(false);
        };

        if person.status == PersonStatus::Erased {
            return Ok(self.base.historian.leave_behind(op, &person, now).await?);
        }

        let password_set_at = op.rows().password_set_at(person.id).await?;
        let before = BegunWith {
            password_set_at,
            standing: person.seal.version,
        };
        let mut sessions = op.sessions().of_person(person.id).await?;
        sessions.retain(|session| self.sessions.is_as_written(session, &before));
        if !self.vault.seal_anew(op, &person, now).await? {
            return Ok(false);
        }

        let standing = op
            .people()
            .by_id(person.id)
            .await?
            .map_or(0, |person| person.seal.version);
        for session in sessions {
            let seal = self.base.keys.session_seal(
                &session,
                &BegunWith {
                    password_set_at,
                    standing,
                },
            );
            op.sessions().reseal(session.id, &seal).await?;
        }

        let counted = self.base.keys.counted_of_person(person.id);
        let older = self.base.keys.older();
        let older =
            older.flat_map(|(_, keys)| keys.counted_of_person(person.id).into_iter().zip(counted));
        op.counters().go_over(&older.collect::<Vec<_>>()).await?;

        Ok(true)
    }

    /// What still depends on this master key; `None` for the newest, which everything will need.
    pub async fn hanging_on(&self, key: u32) -> Outcome<Option<Hanging>> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let Some((next, since)) = self.base.historian.range_after(&mut op, key).await? else {
            return Ok(None);
        };

        let mut people = 0;
        let mut after = None;
        loop {
            let some = op.rows().sealed_before(next, after, AT_ONCE).await?;
            let Some(last) = some.last() else { break };
            after = Some(*last);
            people += some.len() as u64;
        }

        let passwords = op.rows().passwords_with(&Hasher::parameter_of(key)).await?;
        let begun = op.rows().begun_before(since, now).await?;

        Ok(Some(Hanging {
            people,
            passwords,
            begun,
        }))
    }

    /// A master key that the history needs to continue, or to read older entries, but that the key file lacks, as far
    /// as the history tells.
    pub async fn missing_key(&self) -> Outcome<Option<u32>> {
        Ok(self
            .base
            .historian
            .missing_key(&mut self.store.reading(&self.base).await?)
            .await?)
    }

    /// The retired key without which an account can't be told from a tampered one: a database from before the
    /// retirement must be opened with the key file of that time.
    pub async fn needs_retired_key(&self) -> Outcome<Option<u32>> {
        let mut op = self.store.reading(&self.base).await?;
        let Some((from, key)) = self.base.historian.retired_until(&mut op).await? else {
            return Ok(None);
        };

        let needed = !op.rows().sealed_before(from, None, 1).await?.is_empty();
        Ok(needed.then_some(key))
    }

    fn has_older_keys(&self) -> bool {
        self.base.keys.older().next().is_some()
    }
}
