//! The base of all use cases: time, randomness, keys, failures, letters and the history.
//!
//! Shared by owners' use cases (`regain-service`) and administrators' (`regain-admin`), which share nothing else.
//! Credentials can't be reached from here (S73).
//!
//! It knows no web framework, no engine and no mail text. Read first: `keys.rs` (a key for each purpose),
//! `history/chain.rs` (how an entry is sealed), `outbox.rs` (how a letter is written in the unit of work of its cause).
//!
//! Everything that reads or writes fails if the database does; documentation doesn't repeat that where it is the only
//! error.

mod clock;
mod digest;
mod failure;
pub mod history;
mod keys;
mod links;
mod older;
mod operation;
mod outbox;
mod policy;
mod random;
mod ring;
mod roles;
pub mod sealing;
mod spending;
mod surroundings;

pub use clock::SystemClock;
pub use digest::{Key, digest, same};
pub use failure::{Failure, Outcome};
pub use keys::{
    BegunWith, CodeOf, CookieKey, DeviceKey, HeadsKey, Keys, MasterKey, MasterKeys, RETIRED_LENGTH,
    RetiredKey,
};
pub use links::InvitationLink;
pub use older::Span;
pub use operation::{Op, Operation};
pub use outbox::{Letter, OutboxPayload};
pub use policy::PolicyState;
pub use random::OsRandomness;
pub use regain_domain::{Clock, Randomness};
pub use ring::KeyRing;
pub use surroundings::Surroundings;

use history::{Entry, Historian};
use regain_domain::{
    Device, HistoryEvent, Language, PersonId, Place, Policy, Source, Timestamp, ZoneName,
};
use regain_storage::{Store, Work};
use std::sync::Arc;
use tokio::sync::Notify;

/// Settings of an organisation.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The organisation's name, as shown in pages and mails.
    pub organisation: String,
    /// The origin of every link (S24): `https://id.example.org`, without a trailing slash.
    pub public_url: String,
    /// Terms that count as known words in passwords, besides the names (S35).
    pub banned_terms: Vec<String>,
    /// The policy until administrators decide otherwise; [`Base::policy`] returns the one in force.
    pub initial_policy: Policy,
}

/// The requester, as far as it matters for mails and the history.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The language of the page.
    pub language: Language,
    /// Browser and system, as far as known.
    pub device: Option<Device>,
    /// Approximate location.
    pub place: Option<Place>,
    /// Time zone reported by their browser.
    pub zone: Option<ZoneName>,
    /// The source they are counted under; `None` for this machine, or if there is no requester.
    pub source: Option<Source>,
}

impl Visitor {
    /// The visitor where the server does something by itself.
    #[must_use]
    pub fn nobody() -> &'static Self {
        static NOBODY: Visitor = Visitor {
            language: Language::English,
            device: None,
            place: None,
            zone: None,
            source: None,
        };

        &NOBODY
    }

    /// An entry about something that a person did to their own account.
    #[must_use]
    pub fn entry(&self, event: HistoryEvent, person: PersonId) -> Entry {
        Entry::own(event, person).on(self.device, self.place.clone())
    }
}

/// The base of all use cases.
#[derive(Clone)]
pub struct Base {
    /// The database, without credentials.
    pub store: Arc<dyn Store>,
    /// One key per purpose, for each master key.
    pub keys: Arc<KeyRing<Keys>>,
    policy_keys: Arc<KeyRing<Key>>,
    /// Writes and verifies the history.
    pub historian: Arc<Historian>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub randomness: Arc<dyn Randomness>,
    /// The organisation's settings.
    pub settings: Arc<Settings>,
    shown_policy: Arc<policy::ShownPolicy>,
    mail_waits: Arc<Notify>,
}

impl Base {
    /// Assembles the base.
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

    /// The same base on another connection to the same database.
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

    /// Unpredictable bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        self.randomness.bytes()
    }

    /// An absolute link, always on the configured origin (S24).
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }

    /// Adds an entry to the history, in the unit of work of its cause. An operation does it by [`Op::record`].
    pub async fn tell(&self, work: &mut dyn Work, entry: &Entry) -> Outcome<()> {
        self.historian.append(work, entry, self.now()).await?;
        Ok(())
    }

    /// Wakes the outbox worker, once a mail is committed.
    pub(crate) fn wake_mail(&self) {
        self.mail_waits.notify_one();
    }

    /// Waits until a mail may have been committed.
    pub async fn mail_waits(&self) {
        self.mail_waits.notified().await;
    }
}
