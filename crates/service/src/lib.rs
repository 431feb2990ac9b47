//! Use cases of people with their own accounts (signing in, recovering, enrolling, freezing), with hashing,
//! throttling and the outbox worker. Uses neither Axum nor Leptos.
//!
//! [`Regain`] offers all of them: pages and commands call its methods, and tests give it a fixed clock and
//! randomness. Every use case fails if the database does ([`Failure`]); its documentation names only the refusals.

mod account;
mod addresses;
mod administering;
mod alarm;
mod authenticator;
mod breaches;
mod browser;
mod check_up;
mod closing;
mod confirm;
mod contact_answers;
mod contacts;
mod devices;
mod enrolment;
mod erasure;
mod former_ways;
mod freeze;
mod hashing;
pub mod heads;
mod history;
mod methods;
mod nobody;
mod objections;
mod older_keys;
mod pass_on;
mod passkey_duty;
mod passkeys;
mod password_known;
mod passwords;
mod readiness;
mod recovery;
mod restored;
mod second_factor;
mod sessions;
mod shown;
mod sign_in;
mod signing;
mod sweep;
mod throttle;
mod token;
mod told;
mod worker;

pub use addresses::{AddressView, ClaimView};
pub use administering::Administrator;
pub use authenticator::Seed;
pub use breaches::{BreachCounts, BreachSource, Breaches, BreachesError, PATIENCE};
pub use browser::{BrowserTokens, NewSession};
pub use check_up::{CheckUpView, StillThere};
pub use closing::ClosingView;
pub use confirm::{ConfirmView, ConfirmWith, Confirming};
pub use contact_answers::ContactAsked;
pub use contacts::{ContactState, ContactView, ContactsView};
pub use devices::{DeviceView, SessionView};
pub use enrolment::{EnrolmentView, SavedCodeSet};
pub use former_ways::{FormerAddressView, FormerView};
pub use hashing::{CostError, Hasher, HashingCost, Place};
pub use history::{HistoryLine, HistoryPage};
pub use methods::{MethodView, MethodsView};
pub use older_keys::Hanging;
pub use passkey_duty::PasskeyDuty;
pub use passkeys::{PasskeyAnswer, PasskeyKeeping, PasskeyQuestion};
pub use recovery::ending::Ending;
pub use recovery::view::{CodeEntry, FlowView, Stage};
pub use regain_base::{
    Base, Clock, Failure, HeadsKey, InvitationLink, KeyRing, Keys, MasterKey, MasterKeys,
    OsRandomness, Outcome, RETIRED_LENGTH, Randomness, RetiredKey, Settings, SystemClock, Visitor,
};
pub use regain_pow::Purpose;
pub use restored::Restored;
pub use second_factor::VerificationView;
pub use sessions::SignedIn;
pub use sign_in::SignedInOrAsked;
pub use token::{DeviceToken, FlowToken, SessionToken, VerifyToken};
pub use worker::{RelayState, Worker};

use breaches::BreachCheck;
use heads::Heads;
use regain_domain::passwords::Common;
use regain_domain::{PasswordContext, Timestamp};
use regain_storage::Store;
use regain_vault::{Circumstances, Vault, VaultKeys, VaultStore};
use std::num::NonZeroUsize;
use std::sync::Arc;

/// The use cases.
pub struct Regain {
    base: Base,
    store: Arc<dyn VaultStore>,
    vault: Vault,
    hasher: Hasher,
    relying_party: passkeys::RelyingParty,
    heads: Heads,
    wrong_passwords: throttle::WrongPasswords,
    names: throttle::Names,
    app_codes: throttle::AppCodes,
    gates_seen: recovery::GatesSeen,
    words: PasswordContext,
    breaches: BreachCheck,
    pressure: throttle::Pressure,
}

impl Regain {
    /// Assembles the service, with the hashing cost and the number of hashing threads (S97), and makes the dummy hash
    /// that is compared for unknown people (S3).
    ///
    /// # Errors
    /// If the hashing cost is below the floor (S32).
    pub fn new(
        store: Arc<dyn VaultStore>,
        masters: &MasterKeys,
        (cost, threads): (HashingCost, NonZeroUsize),
        clock: Arc<dyn Clock>,
        randomness: Arc<dyn Randomness>,
        settings: Settings,
        breaches: Option<BreachSource>,
    ) -> Result<Self, CostError> {
        let plain: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
        let base = Base::new(plain, masters, clock, randomness, settings);
        let hasher = Hasher::new(masters.peppers(), cost, threads, base.randomness.as_ref())?;
        let keys = |master: &MasterKey| VaultKeys {
            manifest: master.derive("manifest"),
            secrets: master.derive("methods"),
        };
        let keys = masters.keys().map(keys);
        let vault = Vault::new(
            keys,
            Arc::clone(&base.historian),
            Arc::clone(&base.randomness),
        );
        let relying_party = passkeys::RelyingParty::new(&base.settings, masters.derive("passkeys"));
        let wrong_passwords = throttle::WrongPasswords::new(base.bytes().into());
        let banned = base.settings.banned_terms.iter().map(String::as_str);
        let words = PasswordContext::organisation(&base.settings.organisation)
            .with_banned(banned)
            .with_common(Common::embedded());
        let breaches = BreachCheck::new(breaches, Arc::clone(&base.clock));
        let (heads, pressure, names) = (
            Heads::default(),
            throttle::Pressure::new(),
            throttle::Names::new(),
        );
        let (app_codes, gates_seen) = (throttle::AppCodes::new(), recovery::GatesSeen::new());
        Ok(Self {
            base,
            store,
            vault,
            hasher,
            relying_party,
            heads,
            wrong_passwords,
            names,
            app_codes,
            gates_seen,
            words,
            breaches,
            pressure,
        })
    }

    /// Reserves a place among the requests that hash a secret or wait for it, as every check does; dropping it
    /// releases it.
    ///
    /// # Errors
    /// [`Refusal::Busy`](regain_domain::Refusal::Busy) if all places are taken (S97).
    pub fn place_to_hash(&self) -> Outcome<Place> {
        self.hasher.place()
    }

    /// The base, which administrators' use cases share.
    #[must_use]
    pub const fn base(&self) -> &Base {
        &self.base
    }

    /// The organisation's settings.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.base.settings
    }

    /// The keys that seal what a browser keeps for us, and that recognise our device tokens.
    #[must_use]
    pub fn keys(&self) -> &KeyRing<Keys> {
        &self.base.keys
    }

    /// The key that seals lines of the file of heads.
    #[must_use]
    pub fn heads_key(&self) -> &HeadsKey {
        self.base.keys.heads()
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.base.now()
    }

    /// The published heads.
    #[must_use]
    pub const fn heads(&self) -> &Heads {
        &self.heads
    }

    /// Whether this machine's clock is behind the newest history entry. Then it was set back, and entries written
    /// since don't count until it has caught up.
    pub async fn clock_is_behind(&self) -> Outcome<bool> {
        let newest = self.store.read_vault().await?.history().last().await?;
        Ok(newest.is_some_and(|row| row.at.is_ahead_of(self.now())))
    }

    /// Counts of comparisons with breached passwords since the start; `None` if that is switched off.
    #[must_use]
    pub fn breach_counts(&self) -> Option<BreachCounts> {
        self.breaches.counts()
    }
}

/// Device and approximate location.
fn circumstances(visitor: &Visitor) -> Circumstances {
    Circumstances {
        device: visitor.device,
        place: visitor.place.clone(),
    }
}
