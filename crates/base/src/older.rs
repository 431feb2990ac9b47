//! What older master keys wrote stays readable if it dates from their time (S104).

use crate::digest::same;
use crate::{Base, Keys};
use regain_domain::{Timestamp, policy};
use regain_storage::{CountedKey, FreezeLink, Result, Work};
use std::time::Duration;

/// Begin and longest lifetime of something sealed. An old key can't have sealed anything that began after its time,
/// or that must have expired by now, whatever the row says.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Begin, according to the row.
    pub began: Timestamp,
    /// Longest possible lifetime.
    pub lasts: Duration,
}

impl Span {
    /// Span of something that began then.
    #[must_use]
    pub const fn of(began: Timestamp, lasts: Duration) -> Self {
        Self { began, lasts }
    }

    /// Span of a freeze link.
    #[must_use]
    pub fn of_freeze_link(link: &FreezeLink) -> Self {
        let lasts = policy::FREEZE_LINK_LIFETIME;
        Self::of(link.expires_at.minus(lasts), lasts)
    }

    /// Span of a recovery and everything that belongs to it.
    #[must_use]
    pub fn of_recovery(began: Timestamp) -> Self {
        Self::of(
            began,
            policy::FLOW_LONGEST + policy::FLOW_LIFETIME_AFTER_GATE,
        )
    }
}

impl Base {
    /// The keys that may have sealed something: the newest, and older ones whose time hadn't ended when it began. So
    /// somebody with an old key and the database can't forge anything newer.
    pub fn keys_at(&self, span: Span) -> impl Iterator<Item = &Keys> {
        self.keys
            .all()
            .filter(move |(id, _)| self.may_be_of(*id, span))
            .map(|(_, keys)| keys)
    }

    /// Whether one of the keys that may have sealed something gives this digest.
    pub fn is_sealed<D: AsRef<[u8]>>(
        &self,
        span: Span,
        seal: &D,
        digest: impl Fn(&Keys) -> D,
    ) -> bool {
        self.keys_of(span, seal, digest).is_some()
    }

    /// The key set that gave this digest, if it may have.
    pub fn keys_of<D: AsRef<[u8]>>(
        &self,
        span: Span,
        seal: &D,
        digest: impl Fn(&Keys) -> D,
    ) -> Option<&Keys> {
        self.keys_at(span).find(|keys| same(seal, &digest(keys)))
    }

    /// Whether something of this span may be sealed by this key.
    #[must_use]
    pub fn may_be_of(&self, id: u32, span: Span) -> bool {
        id == self.keys.newest_id()
            || self.historian.may_be_of_older(
                id,
                (span.began, span.began.plus(span.lasts)),
                self.now(),
            )
    }

    /// The key of a counter or a budget, under the newest master key. Counts under older ones move there, so that a
    /// rotation resets nothing (S57, S60).
    pub async fn counted<K: Copy + Into<CountedKey> + Send>(
        &self,
        work: &mut dyn Work,
        under: impl Fn(&Keys) -> K + Send,
    ) -> Result<K> {
        let newest = under(&self.keys);
        let moved: Vec<_> = self
            .keys
            .older()
            .map(|(_, keys)| (under(keys).into(), newest.into()))
            .collect();
        if !moved.is_empty() {
            work.counters().go_over(&moved).await?;
        }

        Ok(newest)
    }
}
