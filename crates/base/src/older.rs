//! What older master keys wrote goes on being read, up to when their time ended (S104).

use crate::{Base, Keys};
use regain_domain::{Timestamp, policy};
use regain_history::same;
use regain_storage::{FreezeLink, Mac, Result, Work};
use std::time::Duration;

/// Since when something is, and how long it can be of use: by an old key nothing is that is younger than its time, nor anything
/// that must be over by now, whatever its row says.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// When it began, as its row says.
    pub began: Timestamp,
    /// How long the likes of it last at most.
    pub lasts: Duration,
}

impl Span {
    /// Of something that began then.
    #[must_use]
    pub const fn of(began: Timestamp, lasts: Duration) -> Self {
        Self { began, lasts }
    }

    /// Of a link that freezes.
    #[must_use]
    pub fn of_freeze_link(link: &FreezeLink) -> Self {
        let lasts = policy::FREEZE_LINK_LIFETIME;
        Self::of(link.expires_at.minus(lasts), lasts)
    }

    /// Of a recovery, and of all that belongs to it.
    #[must_use]
    pub fn of_recovery(began: Timestamp) -> Self {
        Self::of(
            began,
            policy::FLOW_LONGEST + policy::FLOW_LIFETIME_AFTER_GATE,
        )
    }
}

impl Base {
    /// The keys that may have sealed something: the newest, and the older ones whose time hadn't ended when it began. So whoever
    /// has an old key, and the database, makes up nothing that is younger.
    pub fn keys_at(&self, span: Span) -> impl Iterator<Item = &Keys> {
        self.keys
            .all()
            .filter(move |(id, _)| self.may_be_of(*id, span))
            .map(|(_, keys)| keys)
    }

    /// Whether one of the keys that may have sealed something gives this digest.
    pub fn is_sealed(&self, span: Span, seal: &Mac, digest: impl Fn(&Keys) -> Mac) -> bool {
        self.keys_of(span, seal, digest).is_some()
    }

    /// The keys that gave a digest, if one of those did.
    pub fn keys_of(&self, span: Span, seal: &Mac, digest: impl Fn(&Keys) -> Mac) -> Option<&Keys> {
        self.keys_at(span).find(|keys| same(seal, &digest(keys)))
    }

    /// Whether something may be of the key of this id.
    #[must_use]
    pub fn may_be_of(&self, id: u32, span: Span) -> bool {
        id == self.keys.newest_id()
            || self.historian.may_be_of_older(
                id,
                (span.began, span.began.plus(span.lasts)),
                self.now(),
            )
    }

    /// The digest that something is counted under. What was counted there with an older key is counted here from now on: no
    /// rotation sets anything back (S57, S60).
    pub async fn counted(
        &self,
        work: &mut dyn Work,
        under: impl Fn(&Keys) -> Mac + Send,
    ) -> Result<Mac> {
        let newest = under(&self.keys);
        let moved: Vec<_> = self
            .keys
            .older()
            .map(|(_, keys)| (under(keys), newest))
            .collect();
        if !moved.is_empty() {
            work.counters().go_over(&moved).await?;
        }
        Ok(newest)
    }
}
