//! A person's own sessions: listed, and ended (S54).

use crate::sessions::Sessions;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Op, Surroundings};
use regain_domain::session::{SessionBounds, SessionTimes};
use regain_domain::{Device, Facts, HistoryEvent, Place, Refusal, SessionId, Timestamp};
use regain_storage::{Session, Work};

/// A session, as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// Identifies it in forms.
    pub id: SessionId,
    /// Whether it is the requesting session.
    pub is_this: bool,
    /// Browser and system, as far as known.
    pub device: Option<Device>,
    /// Approximate location.
    pub place: Option<Place>,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used.
    pub last_used: Timestamp,
}

impl Sessions {
    /// This person's sessions.
    pub async fn list(&self, signed_in: &SignedIn) -> Outcome<Vec<SessionView>> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let policy = op.policy().await?;
        let sessions = op.sessions().of_person(signed_in.person.id).await?;
        let bounds = SessionBounds::of(&policy, signed_in.person.role);
        let alive = |session: &Session| {
            self.is_as_written(session, &signed_in.begun_with)
                && !SessionTimes {
                    created_at: session.created_at,
                    last_seen_at: session.last_seen_at,
                }
                .is_over(now, bounds)
        };
        let view = |session: Session| {
            let Surroundings { device, place, .. } = self
                .base
                .open_surroundings(session.id.as_bytes(), &session.surroundings);
            SessionView {
                id: session.id,
                is_this: session.id == signed_in.session.id,
                device,
                place,
                since: session.created_at,
                last_used: session.last_seen_at,
            }
        };

        Ok(sessions.into_iter().filter(alive).map(view).collect())
    }

    /// Ends one of the person's own sessions.
    ///
    /// # Errors
    /// [`Refusal::SessionUnknown`] if it has ended, or is somebody else's.
    pub async fn end(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        session: SessionId,
    ) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, visitor).await?;
        let own = op.sessions().of_person(signed_in.person.id).await?;
        if !own.iter().any(|known| known.id == session) || !op.sessions().end(session).await? {
            return Err(Refusal::SessionUnknown.into());
        }

        let entry = visitor.entry(HistoryEvent::SessionEnded, signed_in.person.id);
        op.record(&entry).await?;
        op.commit().await
    }

    /// Ends all of the person's sessions except this one.
    pub async fn end_others(&self, visitor: &Visitor, signed_in: &SignedIn) -> Outcome<()> {
        let person = signed_in.person.id;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let ended = op
            .sessions()
            .end_others_of(person, signed_in.session.id)
            .await?;
        if ended > 0 {
            let facts = Facts {
                sessions: Some(ended),
                ..Facts::default()
            };
            op.record(
                &visitor
                    .entry(HistoryEvent::SessionsEnded, person)
                    .with(facts),
            )
            .await?;
        }

        op.commit().await
    }
}
