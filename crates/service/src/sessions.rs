//! Signed-in browsers (S49–S55).

use crate::{Outcome, Regain, SessionToken};
use regain_domain::session::SessionTimes;
use regain_domain::{EmailAddress, SessionId};
use regain_storage::{Person, PersonStatus, Session, Work};
use std::time::Duration;
use zeroize::Zeroizing;

/// A session's use is noted at most this often.
const SEEN_STEP: Duration = Duration::from_secs(60);

/// Who is signed in, read anew on every request (S55).
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub(crate) session: Session,
    /// The person.
    pub person: Person,
    /// Their verified addresses, the oldest first.
    pub addresses: Vec<EmailAddress>,
    /// Saved recovery codes that are left.
    pub saved_codes_left: u32,
}

impl Regain {
    /// Who is signed in with this token, if anybody; an expired session ends here.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn signed_in(&self, token: &SessionToken) -> Outcome<Option<SignedIn>> {
        let now = self.now();
        let mac = self.keys.session_mac(token.expose());
        let mut work = self.store.read().await?;
        let Some(session) = work.sessions().by_token(&mac).await? else { return Ok(None) };
        let person = work.people().by_id(session.person).await?;
        let times = SessionTimes { created_at: session.created_at, last_seen_at: session.last_seen_at };
        let Some(person) = person.filter(|person| person.status == PersonStatus::Active && !times.is_over(now)) else {
            drop(work);
            self.end(session.id).await?;
            return Ok(None);
        };
        let addresses = work.people().verified_addresses(person.id).await?;
        let saved_codes_left = work.credentials().saved_codes_left(person.id).await?;
        drop(work);
        if now >= session.last_seen_at.plus(SEEN_STEP) {
            let mut work = self.store.write().await?;
            work.sessions().touch(session.id, now).await?;
            work.commit().await?;
        }
        Ok(Some(SignedIn { session, person, addresses, saved_codes_left }))
    }

    /// Ends the session of this token, if there is one (S52).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn sign_out(&self, token: &SessionToken) -> Outcome<()> {
        let mac = self.keys.session_mac(token.expose());
        let session = self.store.read().await?.sessions().by_token(&mac).await?;
        match session {
            Some(session) => self.end(session.id).await,
            None => Ok(()),
        }
    }

    async fn end(&self, session: SessionId) -> Outcome<()> {
        let mut work = self.store.write().await?;
        work.sessions().end(session).await?;
        Ok(work.commit().await?)
    }

    /// A new session with a new token, in the unit of work of its cause (S50).
    pub(crate) async fn begin_session(
        &self,
        work: &mut dyn Work,
        person: &Person,
        kept: bool,
    ) -> Outcome<SessionToken> {
        let token = SessionToken::new(Zeroizing::new(self.bytes()));
        let now = self.now();
        let session = Session {
            id: SessionId::from_bytes(self.bytes()),
            token_mac: self.keys.session_mac(token.expose()),
            person: person.id,
            kept,
            created_at: now,
            last_seen_at: now,
        };
        work.sessions().insert(&session).await?;
        Ok(token)
    }
}
