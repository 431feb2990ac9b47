//! A world whose master keys change (S104).

use super::files::{directory, key};
use super::{BEGINNING, SEED, World};
use regain_domain::Clock as _;
use regain_service::MasterKeys;
use std::sync::Arc;

impl World {
    /// The master keys of this world.
    #[must_use]
    pub const fn keys(&self) -> &MasterKeys {
        &self.keys
    }

    /// The world after its server stopped, got another key, and started again: the same files at
    /// the same time.
    ///
    /// # Panics
    /// If there are too many keys.
    pub async fn rotated(&self) -> Self {
        let mut all: Vec<_> = self.keys.keys().all().map(|(_, key)| key.clone()).collect();
        all.push(key(self.keys.keys().newest_id() + 1));
        self.started_with(MasterKeys::of(all, self.keys.retired().to_vec()).expect("keys"))
            .await
    }

    /// The same after a key was retired, of which only the reading part remains.
    ///
    /// # Panics
    /// If it is the newest.
    pub async fn retired(&self, id: u32) -> Self {
        let kept = self
            .keys
            .keys()
            .all()
            .filter(|(other, _)| *other != id)
            .map(|(_, key)| key.clone())
            .collect();
        let mut retired = self.keys.retired().to_vec();
        retired.push(self.keys.keys().get(id).expect("the key").retire());
        self.started_with(MasterKeys::of(kept, retired).expect("a newer key"))
            .await
    }

    /// The world opened with these keys, whatever they are, before the server has looked at the
    /// history.
    pub async fn with_keys(&self, keys: MasterKeys) -> Self {
        let found = (self.people.clone(), keys);
        // Different bytes from those handed out before.
        let entries = self.database.number("SELECT count(*) FROM history").await;
        let there = self
            .found_with(directory(), SEED + 1000 + entries.cast_unsigned(), found)
            .await;
        there.clock.advance(BEGINNING.until(self.clock.now()));
        there
    }

    async fn started_with(&self, keys: MasterKeys) -> Self {
        let there = self.with_keys(keys).await;
        let walked = there
            .regain()
            .base()
            .historian
            .verify(there.stores.vault.as_ref(), None)
            .await;
        assert_eq!(
            walked.expect("the database answers").fault,
            None,
            "the history is whole"
        );
        there
            .regain()
            .older_keys
            .settle_keys()
            .await
            .expect("the newest key goes on");
        there
    }

    /// Opens the same database in a second process with one key alone, as somebody with an old key
    /// does.
    ///
    /// # Panics
    /// If there is no such key.
    pub async fn with_key_alone(&self, id: u32) -> Arc<regain_service::Regain> {
        let keys = MasterKeys::one(self.keys.keys().get(id).expect("the key").clone());
        self.process_with(&keys).await
    }
}
