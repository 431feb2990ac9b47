//! Assembles the parts: database, keys, use cases, mail, pages, middleware.

mod forms;
mod marks;
mod pages;
pub mod site;
mod whole;

use crate::assets::AssetSettings;
use crate::breaches::HttpBreaches;
use crate::config::{Config, DatabaseAddress, MailSection, SmtpUrl};
use crate::memory::{MemoryError, hashing_threads};
use crate::middleware::{HttpSettings, RequestIds};
use crate::words::WordsFile;
use crate::{assets, health, key_file, mailbox, middleware};
use axum::Router;
use leptos::config::LeptosOptions;
use regain_admin::Admin;
use regain_domain::Policy;
use regain_mail::{Mailbox, SmtpTransport, SmtpUrlError, Transport};
use regain_service::heads::HeadFileError;
use regain_service::{
    BreachSource, BreachesError, Clock, HashingCost, MasterKeys, Means, OsRandomness, Randomness,
    Regain, Settings, SystemClock, Worker,
};
pub use regain_storage::WAIT;
use regain_storage::{StorageError, Store};
use regain_storage_postgres::PostgresStore;
use regain_storage_sqlite::SqliteStore;
use regain_vault::VaultStore;
use std::sync::Arc;
use std::time::Duration;

/// The application, ready to serve.
pub struct Application {
    /// Every route, with the middleware around it.
    pub router: Router,
    /// The owners' use cases.
    pub regain: Arc<Regain>,
    /// The administrators' use cases.
    pub admin: Arc<Admin>,
    /// Sends waiting mail.
    pub worker: Worker,
    /// Receives mail in development without a mail server.
    pub mailbox: Option<Arc<Mailbox>>,
}

/// Why the application can't be assembled.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// The key file.
    #[error(transparent)]
    KeyFile(#[from] key_file::KeyFileError),
    /// The database.
    #[error("the database can't be opened: {0}")]
    Storage(#[from] StorageError),
    /// The file of heads.
    #[error(transparent)]
    Heads(#[from] HeadFileError),
    /// Breached passwords.
    #[error("breach_url: {0}")]
    Breaches(#[from] BreachesError),
    /// The memory.
    #[error(transparent)]
    Memory(#[from] MemoryError),
    /// The mail server's address.
    #[error("smtp_url: {0}")]
    Smtp(#[from] SmtpUrlError),
}

/// What the use cases get that doesn't come from the configuration.
pub struct Outside {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Unpredictable bytes.
    pub randomness: Arc<dyn Randomness>,
    /// The policy until administrators change it.
    pub policy: Policy,
    /// Source of breached passwords, if not the one configured.
    pub breaches: Option<BreachSource>,
}

impl Default for Outside {
    /// The system's.
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            randomness: Arc::new(OsRandomness),
            policy: Policy::default(),
            breaches: None,
        }
    }
}

/// Dependencies that don't come from the configuration, so that tests can replace them.
pub struct Dependencies {
    /// What the use cases get.
    pub outside: Outside,
    /// Request ids.
    pub request_ids: Arc<RequestIds>,
    /// The built site.
    pub site: LeptosOptions,
    /// Time limit for a request (S94).
    pub request_time: Duration,
}

/// The paths of the app's pages, as listed by its own router; a segment that begins with `{` matches any.
pub fn page_paths() -> impl Iterator<Item = &'static str> {
    pages::ROUTES
        .iter()
        .map(leptos_axum::AxumRouteListing::path)
}

/// Two connections to one database.
#[derive(Clone)]
pub struct Stores {
    /// With access to all of it.
    pub vault: Arc<dyn VaultStore>,
    /// Without permission to write credentials (S76).
    pub administrators: Arc<dyn Store>,
}

impl Stores {
    /// Opens the configured database both ways.
    ///
    /// # Errors
    /// If it can't be opened or migrated, or doesn't refuse what it must (S75).
    pub async fn open(config: &Config) -> Result<Self, ComposeError> {
        Self::open_with_wait(config, WAIT).await
    }

    /// The same with a wait for other writers and for connections other than five seconds, for tests that aren't about it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub async fn open_with_wait(config: &Config, wait: Duration) -> Result<Self, ComposeError> {
        match &config.storage.database {
            DatabaseAddress::File(path) => {
                let url = format!("sqlite://{}", path.display());
                let vault = Arc::new(SqliteStore::open_with_wait(&url, wait).await?);
                let administrators = Arc::new(vault.for_administrators().await?);
                Ok(Self {
                    vault,
                    administrators,
                })
            }
            DatabaseAddress::Postgres {
                own,
                administrators,
            } => {
                let vault = PostgresStore::open_with_wait(own, wait).await?;
                let administrators = vault.for_administrators(administrators).await?;
                Ok(Self {
                    vault: Arc::new(vault),
                    administrators: Arc::new(administrators),
                })
            }
        }
    }

    /// Waits for the units of work under way, and closes the database.
    pub async fn close(&self) {
        self.administrators.close().await;
        self.vault.close().await;
    }
}

/// Builds the use cases over a database: the owners' and the administrators'.
///
/// # Errors
/// If there is too little memory to hash passwords (S97).
pub fn use_cases(
    config: &Config,
    stores: &Stores,
    keys: &MasterKeys,
    outside: Outside,
) -> Result<(Regain, Admin), MemoryError> {
    let Outside {
        clock,
        randomness,
        policy,
        breaches,
    } = outside;
    let settings = Settings {
        organisation: config.organisation.name.clone(),
        public_url: config.http.public_url.origin().to_owned(),
        banned_terms: config.passwords.banned_terms.clone(),
        initial_policy: policy,
    };
    let means = Means {
        store: Arc::clone(&stores.vault),
        hashing: (HashingCost::FLOOR, hashing_threads(HashingCost::FLOOR)?),
        clock,
        randomness,
        breaches,
    };
    let regain = Regain::new(keys, settings, means).expect("the floor is not below itself");
    let admin = Admin::new(regain.base(), Arc::clone(&stores.administrators));

    Ok((regain, admin))
}

/// Assembles the application.
///
/// # Errors
/// If the mail server's address can't be used, there is too little memory, or no certificates for verifying the
/// service of breached passwords.
pub fn application(
    config: &Config,
    stores: &Stores,
    keys: &MasterKeys,
    dependencies: Dependencies,
) -> Result<Application, ComposeError> {
    let Dependencies {
        mut outside,
        request_ids,
        site,
        request_time,
    } = dependencies;
    if let (None, Some(url)) = (&outside.breaches, &config.passwords.breach_url) {
        outside.breaches = Some(HttpBreaches::source(url)?);
    }

    let (regain, admin) = use_cases(config, stores, keys, outside)?;
    let regain = Arc::new(regain);
    let admin = Arc::new(admin);
    let (transport, mailbox) = transport(config)?;
    let worker = regain.worker(transport, config.mail.from.clone());

    let stylesheet: Option<Arc<str>> = Some(site::stylesheet(&site).into());
    let asset_settings = AssetSettings {
        site_root: site.site_root.as_ref().into(),
        hashed_names: site.hash_files,
    };
    let words = WordsFile::new(&config.passwords.banned_terms);
    let mut routes = pages::routes(site, &regain, &admin, words.path.as_str().into())
        .merge(words.routes())
        .merge(health::routes(
            health::store_check(Arc::clone(&stores.vault) as Arc<dyn Store>),
            config.http.public_url.origin(),
            Some(Arc::clone(&regain)),
            Some(worker.relay()),
        ))
        .merge(assets::routes(&asset_settings));

    if let Some(mailbox) = &mailbox {
        routes = routes.merge(mailbox::routes(mailbox::MailboxPage {
            mailbox: Arc::clone(mailbox),
            organisation: config.organisation.name.as_str().into(),
            stylesheet: stylesheet.clone(),
        }));
    }

    let settings = HttpSettings {
        request_time,
        ..HttpSettings::new(config, stylesheet, request_ids)
    };

    Ok(Application {
        router: middleware::wrap(routes, &settings),
        regain,
        admin,
        worker,
        mailbox,
    })
}

type Transports = (Arc<dyn Transport>, Option<Arc<Mailbox>>);

/// The mail server; in development without one, the mailbox for developers.
fn transport(config: &Config) -> Result<Transports, ComposeError> {
    match &config.mail.smtp_url {
        Some(url) => Ok((Arc::new(relay(url, &config.mail)?), None)),
        None => {
            let mailbox = Arc::new(Mailbox::new());
            Ok((Arc::clone(&mailbox) as Arc<dyn Transport>, Some(mailbox)))
        }
    }
}

/// The transport to the mail server.
///
/// # Errors
/// The problem with its address.
pub fn relay(url: &SmtpUrl, mail: &MailSection) -> Result<SmtpTransport, SmtpUrlError> {
    // Only a relay on this machine may be used without TLS (S68).
    let relay = SmtpTransport::from_url(url.expose(), url.is_on_this_machine())?;
    Ok(relay.greeting_as(mail.hello_name.clone()))
}
