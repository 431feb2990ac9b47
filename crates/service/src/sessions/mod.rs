//! Signed-in browsers (S49–S55).

mod own;
mod shown;

pub use own::SessionView;

use crate::accounts::Accounts;
use crate::readiness::ways_that_count;
use crate::roles::Roles;
use crate::{Failure, Outcome, SessionToken, SignedIn, Visitor};
use regain_base::{Base, BegunWith, Op, Span, Surroundings};
use regain_domain::session::{SessionBounds, SessionTimes};
use regain_domain::{HistoryEvent, PersonStatus, Refusal, SessionId, Timestamp, policy};
use regain_storage::{Person, Session, SessionSeal, StorageError, Work};
use regain_vault::{VaultOp, VaultStore, VaultWork};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// Shortest time between two updates of a session's last use.
const SEEN_STEP: Duration = Duration::from_secs(60);

/// Longest wait of a reading request for that update.
const PATIENCE: Duration = Duration::from_secs(1);

/// The longest possible span of a session.
fn span_of(session: &Session) -> Span {
    Span::of(session.created_at, policy::SESSION_ABSOLUTE)
}

/// The sessions of signed-in browsers.
pub struct Sessions {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) roles: Arc<Roles>,
}

impl Sessions {
    /// The person signed in with this token, if any; an expired session is ended.
    pub async fn signed_in(&self, token: &SessionToken) -> Outcome<Option<SignedIn>> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let Some((session, bound)) = self.session_of(&mut op, token).await? else {
            return Ok(None);
        };

        let person = op.people().by_id(session.person).await?;
        let times = SessionTimes {
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
        };
        let rules = op.policy().await?;
        let begun_with = BegunWith {
            password_set_at: op.rows().password_set_at(session.person).await?,
            standing: person.as_ref().map_or(0, |person| person.seal.version),
        };
        let sealed = bound && self.is_as_written(&session, &begun_with);

        if bound && !sealed {
            let person = session.person.to_hex();
            tracing::error!(
                person,
                "a stored session isn't what was written; it is over"
            );
        }

        let usable =
            |person: &Person| person.status == PersonStatus::Active && person.frozen_at.is_none();
        let lasts = |person: &Person| !times.is_over(now, SessionBounds::of(&rules, person.role));
        let Some(person) = person.filter(|person| sealed && usable(person) && lasts(person)) else {
            drop(op);
            self.note(session.id, None).await;
            return Ok(None);
        };

        let Some(holdings) = self.accounts.genuine(&mut op, &person).await? else {
            drop(op);
            self.accounts.close(person.id).await?;
            return Ok(None);
        };

        let saved_codes_left = holdings.codes_left();
        let ways = ways_that_count(&holdings, &rules, now);
        let aside = holdings
            .former_methods
            .iter()
            .filter(|former| former.ended.is_aside());
        let set_aside = aside.map(|former| former.was.name.clone()).collect();
        let passkey_duty = self.roles.passkey_duty(&mut op, &person, &holdings).await?;
        let addresses = holdings
            .addresses
            .into_iter()
            .map(|row| row.address)
            .collect();

        drop(op);

        if now >= session.last_seen_at.plus(SEEN_STEP) {
            let used = Session {
                last_seen_at: now,
                ..session.clone()
            };
            self.note(
                session.id,
                Some((now, self.base.keys.session_seal(&used, &begun_with))),
            )
            .await;
        }

        Ok(Some(SignedIn {
            session,
            begun_with,
            person,
            addresses,
            saved_codes_left,
            ways,
            set_aside,
            passkey_duty,
        }))
    }

    /// Ends this token's session, if any (S52).
    pub async fn sign_out(&self, visitor: &Visitor, token: &SessionToken) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let Some((session, bound)) = self.session_of(&mut op, token).await? else {
            return Ok(());
        };

        if op.sessions().end(session.id).await? && bound {
            let entry = visitor.entry(HistoryEvent::SignedOut, session.person);
            op.record(&entry).await?;
        }

        op.commit().await
    }

    /// The session of a token, usable or not, and whether its id binds it to both token and person.
    pub(crate) async fn session_of(
        &self,
        op: &mut dyn Op,
        token: &SessionToken,
    ) -> Outcome<Option<(Session, bool)>> {
        for (id, keys) in self.base.keys.all() {
            if let Some(session) = op
                .sessions()
                .by_token(&keys.session_digest(token.expose()))
                .await?
            {
                let bound = session.id == keys.session_id(token.expose(), session.person);
                let in_time = self.base.may_be_of(id, span_of(&session));
                return Ok(Some((session, bound && in_time)));
            }
        }

        Ok(None)
    }

    fn session_id(&self, token: &SessionToken, person: regain_domain::PersonId) -> SessionId {
        self.base.keys.session_id(token.expose(), person)
    }

    /// Whether a session is as this server wrote it, and the password and standing it began with are unchanged (S79).
    pub(crate) fn is_as_written(&self, session: &Session, begun_with: &BegunWith) -> bool {
        self.base
            .is_sealed(span_of(session), &session.seal, |keys| {
                keys.session_seal(session, begun_with)
            })
    }

    /// Records a session's use, or deletes an expired one. If the database can't be written now, reading continues:
    /// at worst the session ends earlier, and an expired one isn't accepted anyway (S99).
    async fn note(&self, session: SessionId, used: Option<(Timestamp, SessionSeal)>) {
        let noted = tokio::time::timeout(PATIENCE, async {
            let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
            match used {
                Some((now, seal)) => drop(op.sessions().touch(session, now, &seal).await?),
                None => drop(op.sessions().end(session).await?),
            }

            op.commit().await
        });
        let noted: Outcome<()> = noted
            .await
            .unwrap_or(Err(Failure::Storage(StorageError::Busy)));
        if let Err(error) = noted {
            tracing::warn!(%error, "that a session is used, or over, could not be noted");
        }
    }

    /// Begins a session with a new token, in the unit of work of its cause (S50).
    pub(crate) async fn begin_session(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        kept: bool,
    ) -> Outcome<SessionToken> {
        let token = SessionToken::new(Zeroizing::new(self.base.bytes()));
        let now = op.now();
        let id = self.session_id(&token, person.id);

        // Read anew: the steps before may just have changed it.
        let begun_with = BegunWith {
            password_set_at: op.rows().password_set_at(person.id).await?,
            standing: op
                .people()
                .by_id(person.id)
                .await?
                .map_or(0, |person| person.seal.version),
        };
        let mut session = Session {
            id,
            token_digest: self.base.keys.session_digest(token.expose()),
            person: person.id,
            kept,
            surroundings: self
                .base
                .seal_surroundings(id.as_bytes(), &Surroundings::of(op.visitor())),
            created_at: now,
            last_seen_at: now,
            seal: SessionSeal::NONE,
        };
        session.seal = self.base.keys.session_seal(&session, &begun_with);
        op.sessions().insert(&session).await?;

        Ok(token)
    }

    /// Continues the session under a new token (S50), with the same end.
    pub(crate) async fn renew_session(
        &self,
        op: &mut dyn Op,
        signed_in: &SignedIn,
    ) -> Outcome<(SessionId, SessionToken)> {
        let session = &signed_in.session;
        let token = SessionToken::new(Zeroizing::new(self.base.bytes()));
        let id = self.session_id(&token, session.person);
        let surroundings = self
            .base
            .open_surroundings(session.id.as_bytes(), &session.surroundings);
        let mut renewed = Session {
            id,
            surroundings: self.base.seal_surroundings(id.as_bytes(), &surroundings),
            token_digest: self.base.keys.session_digest(token.expose()),
            last_seen_at: op.now(),
            ..session.clone()
        };

        renewed.seal = self.base.keys.session_seal(&renewed, &signed_in.begun_with);
        if !op.sessions().end(session.id).await? {
            return Err(Refusal::SignedOut.into());
        }

        op.sessions().insert(&renewed).await?;
        Ok((renewed.id, token))
    }
}
