//! The use cases: sign in, recover, enrol, invite; hashing, proofs, throttling, outbox worker. No axum, no Leptos.
//!
//! [`Regain`] is the whole of it: pages and commands call its methods, tests give it a fixed clock and randomness.

mod account;
mod clock;
mod credentials;
mod enrolment;
mod failure;
mod hashing;
mod invitations;
mod keys;
mod outbox;
mod proofs;
mod random;
mod recovery;
mod sessions;
mod sign_in;
mod sweep;
mod token;
mod worker;

pub use clock::{Clock, SystemClock};
pub use enrolment::{EnrolmentView, SavedCodeSet};
pub use failure::{Failure, Outcome};
pub use hashing::{Hasher, HashingCost};
pub use invitations::InvitationLink;
pub use keys::{CookieKey, Keys, MasterKey};
pub use random::{OsRandomness, Randomness};
pub use recovery::view::{CodeEntry, FlowView, Stage};
pub use sessions::SignedIn;
pub use token::{FlowToken, SessionToken};
pub use worker::Worker;

use regain_domain::{Language, PasswordContext, Timestamp};
use regain_mail::Device;
use regain_storage::Store;
use std::sync::Arc;
use tokio::sync::Notify;

/// What an organisation sets.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The organisation's name, as shown in pages and mails.
    pub organisation: String,
    /// The origin of every link (S24): `https://id.example.org`, without a slash at the end.
    pub public_url: String,
}

/// Who is asking, as far as it matters for mails.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// The language of the page.
    pub language: Language,
    /// Browser and system, as far as they are known.
    pub device: Option<Device>,
}

/// The use cases.
pub struct Regain {
    store: Arc<dyn Store>,
    keys: Keys,
    hasher: Hasher,
    clock: Arc<dyn Clock>,
    randomness: Arc<dyn Randomness>,
    settings: Settings,
    mail_waits: Arc<Notify>,
}

impl Regain {
    /// Puts the parts together; makes the dummy hash that unknown people cost (S3).
    ///
    /// # Errors
    /// If the hashing cost is below the floor (S32).
    pub fn new(
        store: Arc<dyn Store>,
        master: &MasterKey,
        cost: HashingCost,
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
        settings: Settings,
    ) -> Result<Self, hashing::CostError> {
        let keys = Keys::derive(master);
        let hasher = Hasher::new(&keys, cost, randomness.as_ref())?;
        Ok(Self { store, keys, hasher, clock, randomness, settings, mail_waits: Arc::new(Notify::new()) })
    }

    /// The database, for health checks.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    /// What the organisation set.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The key that seals what a browser keeps for us.
    #[must_use]
    pub fn cookie_key(&self) -> &CookieKey {
        self.keys.cookie()
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.randomness.fill(&mut bytes);
        bytes
    }

    fn organisation_context(&self) -> PasswordContext {
        PasswordContext::organisation(&self.settings.organisation)
    }

    fn link(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url)
    }
}
