//! Everything that `regain serve` puts together, for one test.

mod acts;
mod files;
mod keys;
mod post;
mod stored;

use crate::database::Place;
use crate::template::{Template, TemplateDatabase, template};
use crate::{ADDRESSES, Browser, Database, Person, ROOT, SeededRandomness, SettableClock};
use axum::Router;
use data_encoding::BASE64;
pub(crate) use files::{config, database_in};
use files::{directory, write_site};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use regain_admin::Admin;
use regain_domain::{Clock as _, Policy, Timestamp};
use regain_server::compose::{self, Application, Dependencies, Outside, Stores, WAIT, site};
use regain_server::config::Config;
use regain_server::middleware::RequestIds;
use regain_service::heads::HeadFile;
use regain_service::{BreachSource, HeadsKey, MasterKeys, Regain, Worker};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// The limit on a request: no test fails because a machine is slow.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// The beginning of every world: noon of 22 November 2026, UTC.
pub const BEGINNING: Timestamp = Timestamp::from_millis(1_795_348_800_000);

const WHY: &str = "the database answers";

/// Differs from the template's seed, or ids would repeat.
const SEED: u64 = 2;
const TEMPLATE_SEED: u64 = 1;

/// The template with the people of every world.
fn template_of(policy: Policy) -> &'static Template {
    template(policy, move || async move {
        let world = World::begin(TEMPLATE_SEED, policy).await;
        // The administrator comes first and invites the others.
        let root = world.enrol(ROOT).await;
        let mut people = Vec::new();
        for address in ADDRESSES {
            people.push(world.enrol(address).await);
        }
        people.push(root);
        world.deliver().await;
        Template {
            database: world.into_template().await,
            people,
        }
    })
}

/// The app, its database, its mailbox and its clock.
pub struct World {
    application: Application,
    stores: Stores,
    database: Database,
    clock: Arc<SettableClock>,
    config: Config,
    policy: Policy,
    people: Vec<Person>,
    keys: MasterKeys,
    /// Stays last, so that it is dropped last.
    _directory: TempDir,
}

/// The parts with which a world begins.
struct Beginning<'a> {
    /// More configuration variables.
    more: &'a [(&'a str, &'a str)],
    seed: u64,
    policy: Policy,
    breaches: Option<BreachSource>,
    /// How long a unit of work waits for others.
    wait: Duration,
}

impl Default for Beginning<'_> {
    fn default() -> Self {
        Self {
            more: &[],
            seed: SEED,
            policy: Policy::password_alone(),
            breaches: None,
            wait: PATIENCE,
        }
    }
}

impl World {
    /// A world in which an administrator, Anna and Bert have enrolled, and the password alone signs
    /// in.
    pub async fn new() -> Self {
        Self::enrolled(Beginning::default()).await
    }

    /// The same under every organisation's initial policy: people have authenticator apps, and
    /// signing in takes a second factor.
    pub async fn strict() -> Self {
        Self::enrolled(Beginning {
            policy: Policy::default(),
            ..Beginning::default()
        })
        .await
    }

    /// A world in which the template's people have enrolled.
    async fn enrolled(beginning: Beginning<'_>) -> Self {
        let template = template_of(beginning.policy);
        let directory = directory();
        let database = match &template.database {
            TemplateDatabase::File(file) => {
                let database = database_in(directory.path());
                std::fs::write(database.path(), file).expect("the disk takes it");
                database
            }
            TemplateDatabase::Server(name) => {
                let copy = regain_cluster::Database::of(name).await;
                Database::of_server(copy.expect("the template is kept"))
            }
        };
        let people = (template.people.clone(), files::keys());
        Self::over((directory, database), people, beginning).await
    }

    /// The world after `kill -9` at this moment: the files as they are, opened again.
    ///
    /// # Panics
    /// If the disk is full.
    pub async fn after_kill(&self) -> Self {
        self.found_in(directory()).await
    }

    async fn found_in(&self, directory: TempDir) -> Self {
        self.found_with(
            directory,
            SEED + 2,
            (self.people.clone(), self.keys.clone()),
        )
        .await
    }

    async fn found_with(
        &self,
        directory: TempDir,
        seed: u64,
        found: (Vec<Person>, MasterKeys),
    ) -> Self {
        let copy = match &self.database.place {
            Place::File(from) => {
                let copy = database_in(directory.path());
                files::copy(from, copy.path());
                copy
            }
            Place::Server(database) => Database::of_server(database.copy().await),
        };
        // Different bytes from those handed out before.
        Self::over(
            (directory, copy),
            found,
            Beginning {
                seed,
                policy: self.policy,
                ..Beginning::default()
            },
        )
        .await
    }

    /// The world as it is now, in a process of its own and on a volume of its own: it changes
    /// nothing here.
    ///
    /// # Panics
    /// If the volume takes no files.
    pub async fn copy_on(&self, volume: &Path) -> Self {
        let copy = self
            .found_in(tempfile::tempdir_in(volume).expect("the volume takes files"))
            .await;
        copy.clock.advance(BEGINNING.until(self.now()));
        copy
    }

    /// The same in production mode, where mail leaves by SMTP (and so stays in the outbox here).
    pub async fn production() -> Self {
        let more = [
            ("REGAIN_MODE", "production"),
            ("REGAIN_TRUSTED_PROXIES", ""),
            ("REGAIN_SMTP_URL", "smtps://mail.example.org"),
            ("REGAIN_MAIL_FROM", "no-reply@example.org"),
            ("REGAIN_HEADS_FILE", "/var/lib/regain-heads/regain.heads"),
        ];
        Self::enrolled(Beginning {
            more: &more,
            ..Beginning::default()
        })
        .await
    }

    /// The same with more variables, and with a source of breached passwords.
    ///
    /// # Panics
    /// If the configuration can't be used.
    pub async fn configured(more: &[(&str, &str)], breaches: Option<BreachSource>) -> Self {
        Self::enrolled(Beginning {
            more,
            breaches,
            ..Beginning::default()
        })
        .await
    }

    /// The same as [`new`](Self::new), where units of work wait for others as long as in the product.
    ///
    /// # Panics
    /// If the disk is full.
    pub async fn impatient() -> Self {
        Self::enrolled(Beginning {
            wait: WAIT,
            ..Beginning::default()
        })
        .await
    }

    /// A world without enrolled people.
    pub async fn empty() -> Self {
        Self::begin(SEED, Policy::password_alone()).await
    }

    /// A world without enrolled people, under every organisation's initial policy, at another time:
    /// for a server that continues it by its own clock.
    pub async fn empty_at(now: Timestamp) -> Self {
        let world = Self::begin(SEED, Policy::default()).await;
        world.clock.set(now);
        world
    }

    pub(crate) async fn begin(seed: u64, policy: Policy) -> Self {
        let directory = directory();
        let database = if regain_cluster::is_chosen() {
            Database::of_server(regain_cluster::Database::fresh().await)
        } else {
            database_in(directory.path())
        };
        Self::over(
            (directory, database),
            (Vec::new(), files::keys()),
            Beginning {
                seed,
                policy,
                ..Beginning::default()
            },
        )
        .await
    }

    async fn over(
        (directory, database): (TempDir, Database),
        (people, keys): (Vec<Person>, MasterKeys),
        beginning: Beginning<'_>,
    ) -> Self {
        let Beginning {
            more,
            seed,
            policy,
            breaches,
            wait,
        } = beginning;
        let config = config(&database, more);
        let clock = Arc::new(SettableClock::at(BEGINNING));
        let stores = Stores::open_with_wait(&config, wait)
            .await
            .expect("the database opens");
        let surroundings = Dependencies {
            outside: Outside {
                clock: Arc::clone(&clock) as _,
                randomness: Arc::new(SeededRandomness::new(seed)),
                policy,
                breaches,
            },
            request_ids: Arc::new(RequestIds::new(&mut StdRng::seed_from_u64(seed))),
            site: site::options(|_| None, &directory.path().join("regain")),
            request_time: PATIENCE,
        };
        write_site(directory.path());
        let application = compose::application(&config, &stores, &keys, surroundings);
        let application = application.expect("the configuration can be used");
        Self {
            application,
            stores,
            database,
            clock,
            config,
            policy,
            people,
            keys,
            _directory: directory,
        }
    }

    /// A new browser.
    #[must_use]
    pub fn browser(&self) -> Browser {
        Browser::new(self.router(), Arc::clone(&self.clock))
    }

    /// Every route, with the middleware around it.
    pub fn router(&self) -> Router {
        self.application.router.clone()
    }

    /// Anna, who has enrolled.
    #[must_use]
    pub fn anna(&self) -> &Person {
        &self.people[0]
    }

    /// The organisation's policy.
    #[must_use]
    pub const fn policy(&self) -> Policy {
        self.policy
    }

    /// Bert, who has enrolled.
    #[must_use]
    pub fn bert(&self) -> &Person {
        &self.people[1]
    }

    /// The global administrator, who has enrolled.
    #[must_use]
    pub fn root(&self) -> &Person {
        &self.people[2]
    }

    /// The administrators' use cases.
    #[must_use]
    pub const fn admin(&self) -> &Arc<Admin> {
        &self.application.admin
    }

    /// The use cases.
    #[must_use]
    pub const fn regain(&self) -> &Arc<Regain> {
        &self.application.regain
    }

    /// The key that seals the lines of a file of heads.
    #[must_use]
    pub fn heads_key(&self) -> &HeadsKey {
        self.regain().heads_key()
    }

    /// The use cases of a second process over the same database and keys.
    pub async fn second_process(&self) -> Arc<Regain> {
        self.process_with(&self.keys).await
    }

    async fn process_with(&self, keys: &MasterKeys) -> Arc<Regain> {
        let stores = Stores::open_with_wait(&self.config, PATIENCE)
            .await
            .expect("the database opens");
        let clock = Arc::clone(&self.clock);
        let randomness = Arc::new(SeededRandomness::new(SEED + 1));
        let parts = compose::use_cases(
            &self.config,
            &stores,
            keys,
            Outside {
                clock,
                randomness,
                policy: self.policy,
                breaches: None,
            },
        );
        Arc::new(parts.expect("memory enough").0)
    }

    /// The worker that sends mail.
    #[must_use]
    pub const fn worker(&self) -> &Worker {
        &self.application.worker
    }

    /// The database, seen from outside.
    #[must_use]
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// The world's time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// From now on, no two readings of the clock are the same, as in production.
    pub fn let_time_run(&self) {
        self.clock.run();
    }

    /// Runs something while readings of the clock panic, which is a fault in the middle of
    /// handlers. Browsers read it too, so send requests to [`World::router`] directly.
    pub async fn with_broken_clock<T>(&self, act: impl Future<Output = T>) -> T {
        self.clock.set_broken(true);
        let done = act.await;
        self.clock.set_broken(false);
        done
    }

    /// Moves the time on.
    pub fn advance(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Sets the server's clock back.
    pub fn set_clock_back(&self, span: Duration) {
        self.clock.set_back(span);
    }

    /// Moves the time on by seconds.
    pub fn advance_seconds(&self, seconds: u64) {
        self.advance(Duration::from_secs(seconds));
    }

    /// Ends this world, and leaves its database, its key and the heads of its history where
    /// `regain serve` looks for them: `regain.sqlite3`, `regain.keys` and `regain.heads`.
    ///
    /// # Errors
    /// If the directory can't be written.
    ///
    /// # Panics
    /// If the history differs from the one published there.
    pub async fn leave_in(self, directory: &Path) -> std::io::Result<()> {
        use std::os::unix::fs::OpenOptionsExt as _;
        // Readable by nobody else: `regain doctor` checks it.
        let fresh = |name: &str| {
            std::fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(directory.join(name))
        };
        let heads = HeadFile::open(&directory.join("regain.heads"), self.heads_key())
            .map_err(std::io::Error::other)?;
        let published = self.regain().keeper(heads, false).publish().await;
        published
            .map_err(std::io::Error::other)?
            .expect("nothing is wrong");
        let keys = self.keys.clone();
        fresh("regain.sqlite3")?.write_all(&self.into_file().await)?;
        let lines = keys
            .keys()
            .all()
            .map(|(id, key)| format!("key {id} {}\n", BASE64.encode(key.secret.as_slice())));
        fresh("regain.keys")?
            .write_all(format!("regain-keys 1\n{}", lines.collect::<String>()).as_bytes())
    }

    /// Closes the database and returns its file.
    pub(crate) async fn into_file(self) -> Vec<u8> {
        self.stores.close().await;
        std::fs::read(self.database.path()).expect("there is a database file")
    }

    /// Closes the database and keeps it for copies.
    async fn into_template(self) -> TemplateDatabase {
        let Self {
            stores,
            database,
            application,
            ..
        } = self;
        stores.close().await;
        drop(application);
        match database.place {
            Place::File(path) => {
                TemplateDatabase::File(std::fs::read(path).expect("there is a database file"))
            }
            Place::Server(database) => {
                let database = Arc::into_inner(database).expect("nobody else has it");
                TemplateDatabase::Server(database.keep().await)
            }
        }
    }
}
