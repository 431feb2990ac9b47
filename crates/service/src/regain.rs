//! Puts the wings together.

use crate::app_codes::AppCodes;
use crate::factors::passkeys::RelyingParty;
use crate::heads::{Chain, HeadFile, Heads, Keeper, Walk};
use crate::passwords::breaches::BreachCheck;
use crate::recovery::GatesSeen;
use crate::throttle::{NameWaits, Pressure, WrongPasswords};
use crate::worker::message::Messages;
use crate::{
    Accounts, Addresses, BreachCounts, BreachSource, CheckUps, Clock, Confirmation, Contacts,
    CostError, Devices, Enrolment, Factors, Freeze, Hasher, HashingCost, HashingPlace, HeadsKey,
    KeyRing, Keys, MasterKey, MasterKeys, Objections, OlderKeys, Outcome, OwnAccount, Passwords,
    Randomness, Recovery, Roles, Sessions, Settings, SignIn, Throttle, Upkeep, WaysBack, Worker,
};
use regain_base::Base;
use regain_domain::passwords::Common;
use regain_domain::{PasswordContext, Timestamp};
use regain_mail::{Sender, Transport};
use regain_storage::{Store, Work};
use regain_vault::{Vault, VaultKeys, VaultStore};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

/// What the use cases get from outside.
pub struct Means {
    /// The database.
    pub store: Arc<dyn VaultStore>,
    /// The cost of a hash, and the number of threads that hash (S97).
    pub hashing: (HashingCost, NonZeroUsize),
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub randomness: Arc<dyn Randomness>,
    /// Where breached passwords are looked up; `None` if nowhere.
    pub breaches: Option<BreachSource>,
}

/// The use cases, by wing. A wing holds what it needs and nothing more; no two need each other.
pub struct Regain {
    base: Base,
    store: Arc<dyn VaultStore>,
    /// Asking people whether they can still use their ways back.
    pub check_ups: Arc<CheckUps>,
    /// The fresh proof before changes.
    pub confirmation: Arc<Confirmation>,
    /// Recovery contacts.
    pub contacts: Arc<Contacts>,
    /// Known browsers.
    pub devices: Arc<Devices>,
    /// From an invitation to an account.
    pub enrolment: Enrolment,
    /// Freezing an account.
    pub freeze: Freeze,
    /// A person's own addresses.
    pub addresses: Arc<Addresses>,
    /// Objections by addresses that were changed or removed.
    pub objections: Arc<Objections>,
    /// Rows under older master keys.
    pub older_keys: Arc<OlderKeys>,
    /// Password, language, history and closing of a person's own account.
    pub own_account: OwnAccount,
    /// Rules for new passwords, and hashing.
    pub passwords: Arc<Passwords>,
    /// Recoveries.
    pub recovery: Recovery,
    /// The rule that a role takes a passkey.
    pub roles: Arc<Roles>,
    /// Signed-in browsers.
    pub sessions: Arc<Sessions>,
    /// Signing in.
    pub sign_in: SignIn,
    /// Counts of what was tried.
    pub throttle: Arc<Throttle>,
    /// What the server does by itself.
    pub upkeep: Upkeep,
    /// A person's own apps, passkeys and saved codes.
    pub ways_back: WaysBack,
    chain: Arc<Chain>,
    messages: Arc<Messages>,
}

impl Regain {
    /// Puts the wings together, and makes the dummy hash that is compared for unknown people (S3).
    ///
    /// # Errors
    /// If the hashing cost is below the floor (S32).
    pub fn new(masters: &MasterKeys, settings: Settings, means: Means) -> Result<Self, CostError> {
        let Means {
            store,
            hashing: (cost, threads),
            clock,
            randomness,
            breaches,
        } = means;
        let plain: Arc<dyn Store> = Arc::clone(&store) as Arc<dyn Store>;
        let base = Base::new(plain, masters, clock, randomness, settings);
        let hasher = Hasher::new(masters.peppers(), cost, threads, base.randomness.as_ref())?;
        let hasher = Arc::new(hasher);
        let keys = |master: &MasterKey| VaultKeys {
            manifest: master.derive("manifest"),
            secrets: master.derive("methods"),
        };
        let keys = masters.keys().map(keys);
        let vault = Arc::new(Vault::new(
            keys,
            Arc::clone(&base.historian),
            Arc::clone(&base.randomness),
        ));
        let relying_party = RelyingParty::new(&base.settings, masters.derive("passkeys"));
        let relying_party = Arc::new(relying_party);
        let banned = base.settings.banned_terms.iter().map(String::as_str);
        let words = PasswordContext::organisation(&base.settings.organisation)
            .with_banned(banned)
            .with_common(Common::embedded());
        let breaches = BreachCheck::new(breaches, Arc::clone(&base.clock));
        let heads = Arc::new(Heads::default());
        let app_codes = Arc::new(AppCodes::new());

        let accounts = Arc::new(Accounts {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            heads: Arc::clone(&heads),
        });
        let devices = Arc::new(Devices {
            base: base.clone(),
            store: Arc::clone(&store),
            app_codes: Arc::clone(&app_codes),
        });
        let throttle = Arc::new(Throttle {
            base: base.clone(),
            devices: Arc::clone(&devices),
            wrong_passwords: WrongPasswords::new(base.bytes().into()),
            names: NameWaits::new(),
            app_codes: Arc::clone(&app_codes),
            pressure: Pressure::new(),
        });
        let passwords = Arc::new(Passwords {
            base: base.clone(),
            hasher: Arc::clone(&hasher),
            breaches,
            words,
        });
        let roles = Arc::new(Roles {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            relying_party: Arc::clone(&relying_party),
        });
        let sessions = Arc::new(Sessions {
            base: base.clone(),
            store: Arc::clone(&store),
            accounts: Arc::clone(&accounts),
            roles: Arc::clone(&roles),
        });
        let factors = Arc::new(Factors {
            base: base.clone(),
            vault: Arc::clone(&vault),
            hasher: Arc::clone(&hasher),
            relying_party: Arc::clone(&relying_party),
            accounts: Arc::clone(&accounts),
            throttle: Arc::clone(&throttle),
        });
        let check_ups = Arc::new(CheckUps {
            base: base.clone(),
            store: Arc::clone(&store),
            accounts: Arc::clone(&accounts),
        });
        let older_keys = Arc::new(OlderKeys {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            sessions: Arc::clone(&sessions),
        });
        let sign_in = SignIn {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            hasher: Arc::clone(&hasher),
            accounts: Arc::clone(&accounts),
            throttle: Arc::clone(&throttle),
            devices: Arc::clone(&devices),
            sessions: Arc::clone(&sessions),
            factors: Arc::clone(&factors),
            check_ups: Arc::clone(&check_ups),
            older_keys: Arc::clone(&older_keys),
        };
        let confirmation = Arc::new(Confirmation {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            hasher: Arc::clone(&hasher),
            accounts: Arc::clone(&accounts),
            factors: Arc::clone(&factors),
            sessions: Arc::clone(&sessions),
            throttle: Arc::clone(&throttle),
        });
        let addresses = Arc::new(Addresses {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            accounts: Arc::clone(&accounts),
            confirmation: Arc::clone(&confirmation),
        });
        let contacts = Arc::new(Contacts {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            accounts: Arc::clone(&accounts),
            confirmation: Arc::clone(&confirmation),
        });
        let ways_back = WaysBack {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            accounts: Arc::clone(&accounts),
            confirmation: Arc::clone(&confirmation),
            factors: Arc::clone(&factors),
            passwords: Arc::clone(&passwords),
            addresses: Arc::clone(&addresses),
        };
        let freeze = Freeze {
            base: base.clone(),
            store: Arc::clone(&store),
            accounts: Arc::clone(&accounts),
        };
        let objections = Arc::new(Objections {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            accounts: Arc::clone(&accounts),
            addresses: Arc::clone(&addresses),
        });
        let recovery = Recovery {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            hasher: Arc::clone(&hasher),
            passwords: Arc::clone(&passwords),
            accounts: Arc::clone(&accounts),
            throttle: Arc::clone(&throttle),
            devices: Arc::clone(&devices),
            factors: Arc::clone(&factors),
            gates_seen: GatesSeen::new(),
        };
        let enrolment = Enrolment {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            hasher: Arc::clone(&hasher),
            passwords: Arc::clone(&passwords),
            devices: Arc::clone(&devices),
            factors: Arc::clone(&factors),
        };
        let own_account = OwnAccount {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            hasher: Arc::clone(&hasher),
            accounts: Arc::clone(&accounts),
            passwords: Arc::clone(&passwords),
            sessions: Arc::clone(&sessions),
            confirmation: Arc::clone(&confirmation),
            throttle: Arc::clone(&throttle),
        };
        let chain = Arc::new(Chain {
            base: base.clone(),
            store: Arc::clone(&store),
            heads: Arc::clone(&heads),
        });
        let upkeep = Upkeep {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            heads: Arc::clone(&heads),
            accounts: Arc::clone(&accounts),
            check_ups: Arc::clone(&check_ups),
            objections: Arc::clone(&objections),
            chain: Arc::clone(&chain),
        };
        let messages = Arc::new(Messages {
            base: base.clone(),
            store: Arc::clone(&store),
            vault: Arc::clone(&vault),
            accounts: Arc::clone(&accounts),
            contacts: Arc::clone(&contacts),
        });

        Ok(Self {
            base,
            store,
            check_ups,
            confirmation,
            contacts,
            devices,
            enrolment,
            freeze,
            addresses,
            objections,
            older_keys,
            own_account,
            passwords,
            recovery,
            roles,
            sessions,
            sign_in,
            throttle,
            upkeep,
            ways_back,
            chain,
            messages,
        })
    }

    /// The outbox worker, which sends by `transport`, from `sender`.
    #[must_use]
    pub fn worker(&self, transport: Arc<dyn Transport>, sender: Sender) -> Worker {
        Worker::new(Arc::clone(&self.messages), transport, sender)
    }

    /// The keeper of the published heads, for a file, and for the system's log if wanted.
    #[must_use]
    pub fn keeper(&self, file: HeadFile, syslog: bool) -> Keeper {
        Keeper::new(Arc::clone(&self.chain), file, syslog)
    }

    /// A walk over `of` entries of the history, whose heads are in `file`.
    #[must_use]
    pub fn walk(&self, file: PathBuf, of: u64) -> Walk {
        Walk::new(Arc::clone(&self.chain), file, of)
    }

    /// Reserves a place among the requests that hash a secret or wait for it, as every check does; dropping it
    /// releases it.
    ///
    /// # Errors
    /// [`Refusal::Busy`](regain_domain::Refusal::Busy) if all places are taken (S97).
    pub fn place_to_hash(&self) -> Outcome<HashingPlace> {
        self.passwords.hasher.place()
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
    pub fn heads(&self) -> &Heads {
        &self.chain.heads
    }

    /// Whether this machine's clock is behind the newest history entry. Then it was set back, and entries written
    /// since don't count until it has caught up.
    pub async fn clock_is_behind(&self) -> Outcome<bool> {
        let newest = self
            .store
            .reading(&self.base)
            .await?
            .history()
            .last()
            .await?;
        Ok(newest.is_some_and(|row| row.at.is_ahead_of(self.now())))
    }

    /// Counts of comparisons with breached passwords since the start; `None` if that is switched off.
    #[must_use]
    pub fn breach_counts(&self) -> Option<BreachCounts> {
        self.passwords.breaches.counts()
    }
}
