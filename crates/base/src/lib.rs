//! What every use case stands on: time and chance, keys, failures, letters, the history.
//!
//! Owners' use cases (`regain-service`) and administrators' (`regain-admin`) share this, and nothing else: credentials are
//! out of reach from here (S73).
//!
//! Whatever reads or writes fails if the database does; where that is all, its documentation doesn't say so again.

mod clock;
mod failure;
mod keys;
mod links;
mod older;
mod outbox;
mod policy;
mod random;
mod roles;
mod spending;
mod surroundings;

pub use clock::SystemClock;
pub use failure::{Failure, Outcome};
pub use keys::{
    BegunWith, CodeOf, CookieKey, DeviceKey, HeadsKey, Keys, MasterKey, MasterKeys, RETIRED_LENGTH,
    RetiredKey,
};
pub use links::InvitationLink;
pub use older::Span;
pub use outbox::{Envelope, Letter};
pub use policy::PolicyState;
pub use random::OsRandomness;
pub use regain_domain::{Clock, Randomness};
pub use surroundings::Surroundings;

use regain_domain::{
    Device, HistoryEvent, Language, PersonId, Place, Policy, Source, Timestamp, ZoneName,
};
pub use regain_history::KeyRing;
use regain_history::{Entry, Historian, Key};
use regain_storage::{Store, Work};
use std::sync::Arc;
use tokio::sync::Notify;

/// What an organisation sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The organisation's name, as shown in pages and mails.
    pub organisation: String,
    /// The origin of every link (S24): `https://id.example.org`, without a slash at the end.
    pub public_url: String,
    /// Terms that count as known words in passwords, beside the names (S35).
    pub banned_terms: Vec<String>,
    /// What holds until administrators decide something else: see [`Base::policy`], which tells what is in force.
    pub initial_policy: Policy,
}

/// Who is asking, as far as it matters for mails and the history.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The language of the page.
    pub language: Language,
    /// Browser and system, as far as they are known.
    pub device: Option<Device>,
    /// Roughly where.
    pub place: Option<Place>,
    /// By which clock they live, as their browser says.
    pub zone: Option<ZoneName>,
    /// What they are counted with; none for this machine itself, and where nobody asks.
    pub source: Option<Source>,
}

impl Visitor {
    /// An entry about what a person did to themselves.
    #[must_use]
    pub fn entry(&self, event: HistoryEvent, person: PersonId) -> Entry {
        Entry::own(event, person).on(self.device, self.place.clone())
    }
}

/// What every use case stands on.
#[derive(Clone)]
pub struct Base {
    /// The database, without credentials.
    pub store: Arc<dyn Store>,
    /// One key per purpose, of each master key.
    pub keys: Arc<KeyRing<Keys>>,
    policy_keys: Arc<KeyRing<Key>>,
    /// Writes and verifies the history.
    pub historian: Arc<Historian>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub randomness: Arc<dyn Randomness>,
    /// What the organisation set.
    pub settings: Arc<Settings>,
    shown_policy: Arc<policy::ShownPolicy>,
    mail_waits: Arc<Notify>,
}

impl Base {
    /// Puts the parts together.
    #[must_use]
    pub fn new(
        store: Arc<dyn Store>,
        masters: &MasterKeys,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
        settings: Settings,
    ) -> Self {
        let historian = Historian::new(masters.history(), Arc::clone(&randomness));
        Self {
            store,
            keys: Arc::new(Keys::ring(masters)),
            policy_keys: Arc::new(masters.policy()),
            historian: Arc::new(historian),
            clock,
            randomness,
            settings: Arc::new(settings),
            shown_policy: Arc::default(),
            mail_waits: Arc::new(Notify::new()),
        }
    }

    /// The same over another way into the same database.
    #[must_use]
    pub fn over(&self, store: Arc<dyn Store>) -> Self {
        Self {
            store,
            ..self.clone()
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// So many unpredictable bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        self.randomness.bytes()
    }

    /// An absolute link, from the configured origin only (S24).
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }

    /// Writes an entry into the history, in the unit of work of its cause.
    pub async fn tell(&self, work: &mut dyn Work, entry: &Entry) -> Outcome<()> {
        self.historian.append(work, entry, self.now()).await?;
        Ok(())
    }

    /// Commits, and wakes the worker.
    pub async fn commit(&self, work: Box<dyn Work>) -> Outcome<()> {
        work.commit().await?;
        self.mail_waits.notify_one();
        Ok(())
    }

    /// Waits until somebody has committed a mail.
    pub async fn mail_waits(&self) {
        self.mail_waits.notified().await;
    }
}
