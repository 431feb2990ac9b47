//! Named credentials: added, renamed and removed by their owner, with sealed secrets (S41).

use crate::{
    Change, ChangeAction, Circumstances, Ended, Former, MethodRow, PutBack, Vault, VaultWork,
    VerifiedProofs,
};
use regain_base::sealing;
use regain_domain::{Facts, HistoryEvent, MethodId, MethodKind, MethodName, PersonId, policy};
use regain_storage::Result;
use std::time::Duration;
use zeroize::Zeroizing;

/// A credential to add, with its secret in clear.
#[derive(Debug)]
pub struct NewMethod<'a> {
    /// Random.
    pub id: MethodId,
    /// Its kind.
    pub kind: MethodKind,
    /// The owner's name for it.
    pub name: &'a MethodName,
    /// Its secret; for a passkey the public half, which is kept private too.
    pub secret: &'a [u8],
    /// The time step of the code that proved it, or the passkey's counter.
    pub step: u64,
    /// Time until it counts in a recovery (S28).
    pub waits: Duration,
}

impl Vault {
    /// Adds a credential.
    pub async fn add_method(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        method: &NewMethod<'_>,
        circumstances: &Circumstances,
    ) -> Result<()> {
        let event = match method.kind {
            MethodKind::Authenticator => HistoryEvent::AuthenticatorAdded,
            MethodKind::Passkey => HistoryEvent::PasskeyAdded,
        };

        let entry = circumstances.entry(event, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::AddMethod, entry)
            .await?;
        let row = self.row_of(&change, method);
        work.rows()
            .add_method(proofs.permit(), change.person, &row)
            .await?;

        self.end(work, &proofs).await
    }

    /// Replaces all authenticator apps with a new one. Old proofs end the others for good, and then the new app
    /// confirms at once (S110).
    pub async fn replace_authenticators(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        facts: Facts,
        method: &NewMethod<'_>,
        circumstances: &Circumstances,
    ) -> Result<()> {
        let entry = circumstances
            .entry(HistoryEvent::AuthenticatorReplaced, proofs.person())
            .with(facts);
        let change = self
            .begin(work, &proofs, ChangeAction::ReplaceAuthenticators, entry)
            .await?;
        let old = proofs.evidence().ends_older();
        if old {
            work.rows()
                .remove_authenticators(proofs.permit(), &change)
                .await?;
        } else {
            let lasts = policy::FORMER_COUNTS.max(method.waits);
            self.end_authenticators(work, &proofs, &change, lasts)
                .await?;
        }

        let row = MethodRow {
            by_two_gates: old,
            ..self.row_of(&change, method)
        };
        work.rows()
            .add_method(proofs.permit(), change.person, &row)
            .await?;

        self.end(work, &proofs).await
    }

    /// Ends the authenticator apps; those that counted continue to for a while, since young proofs end nothing older
    /// at once (S113).
    async fn end_authenticators(
        &self,
        work: &mut dyn VaultWork,
        proofs: &VerifiedProofs,
        change: &Change,
        lasts: Duration,
    ) -> Result<()> {
        let holdings = work.rows().holdings(change.person).await?;
        let counts_until = change.at.plus(lasts);
        for row in holdings
            .iter()
            .flat_map(|held| held.methods_of(MethodKind::Authenticator))
        {
            if row.counts(change.at) {
                let ended = Ended {
                    at: change.at,
                    counts_until,
                    by: Some(change.id),
                };
                work.rows()
                    .end_method(proofs.permit(), row.id, &ended)
                    .await?;
            } else {
                work.rows()
                    .remove_method(proofs.permit(), change, row.id)
                    .await?;
            }
        }

        Ok(())
    }

    /// Renames a credential; `false` if it isn't there, and then the unit of work must be dropped.
    pub async fn rename_method(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        (method, kind): (MethodId, MethodKind),
        name: &MethodName,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let event = match kind {
            MethodKind::Authenticator => HistoryEvent::AuthenticatorRenamed,
            MethodKind::Passkey => HistoryEvent::PasskeyRenamed,
        };

        let entry = circumstances.entry(event, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::RenameMethod, entry)
            .await?;
        if !work
            .rows()
            .rename_method(proofs.permit(), &change, method, name.as_str())
            .await?
        {
            return Ok(false);
        }

        self.end(work, &proofs).await.map(|()| true)
    }

    /// Removes a credential; `false` if it isn't there, and then the unit of work must be dropped. If it counted, it
    /// counts for `lasts` longer, in a recovery and for opening a frozen account; without `lasts`, it goes for good
    /// (S109).
    pub async fn remove_method(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        (row, lasts): (&MethodRow, Option<Duration>),
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let event = match row.kind {
            MethodKind::Authenticator => HistoryEvent::AuthenticatorRemoved,
            MethodKind::Passkey => HistoryEvent::PasskeyRemoved,
        };

        let entry = circumstances.entry(event, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::RemoveMethod, entry)
            .await?;
        work.rows().forget_methods(proofs.permit(), &change).await?;
        let removed = match lasts.filter(|_| row.counts(change.at)) {
            None => {
                work.rows()
                    .remove_method(proofs.permit(), &change, row.id)
                    .await?
            }
            Some(lasts) => {
                let ended = Ended {
                    at: change.at,
                    counts_until: change.at.plus(lasts),
                    by: Some(change.id),
                };
                work.rows()
                    .end_method(proofs.permit(), row.id, &ended)
                    .await?
            }
        };

        if !removed {
            return Ok(false);
        }

        self.end(work, &proofs).await.map(|()| true)
    }

    /// Restores a credential that was removed or set aside; `false` if it isn't there, and then the unit of work must
    /// be dropped. One that was set aside waits as if it were added now (S110).
    pub async fn put_back_method(
        &self,
        work: &mut dyn VaultWork,
        proofs: VerifiedProofs,
        (former, waits): (&Former<MethodRow>, Duration),
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let entry = circumstances.entry(HistoryEvent::MethodPutBack, proofs.person());
        let change = self
            .begin(work, &proofs, ChangeAction::RenameMethod, entry)
            .await?;
        let by = if former.ended.is_aside() {
            PutBack::AsNew(&change, change.at.plus(waits))
        } else {
            PutBack::ByOwner(&change)
        };

        if !work
            .rows()
            .put_back_method(proofs.permit(), former.was.id, by)
            .await?
        {
            return Ok(false);
        }

        self.end(work, &proofs).await.map(|()| true)
    }

    /// The secret of a credential; `None` if it isn't the one that its owner added.
    #[must_use]
    pub fn secret_of(&self, person: PersonId, method: &MethodRow) -> Option<Zeroizing<Vec<u8>>> {
        let place = bound_to(person, method.id);
        self.keys
            .all()
            .find_map(|(_, keys)| sealing::open(&keys.secrets, &place, &method.secret))
    }

    fn row_of(&self, change: &Change, method: &NewMethod<'_>) -> MethodRow {
        let place = bound_to(change.person, method.id);
        MethodRow {
            id: method.id,
            kind: method.kind,
            name: method.name.as_str().to_owned(),
            secret: sealing::seal(
                &self.keys.secrets,
                self.randomness.as_ref(),
                &place,
                method.secret,
            ),
            added_at: change.at,
            counts_from: change.at.plus(method.waits),
            by_two_gates: false,
            change: change.id,
            last_use: Some((method.step, change.at)),
        }
    }
}

/// Binds a secret to its person and credential.
pub(crate) fn bound_to(person: PersonId, method: MethodId) -> Vec<u8> {
    [b"method".as_slice(), person.as_bytes(), method.as_bytes()].concat()
}
