//! Everything that `regain serve` puts together, for one test.

use crate::template::template;
use crate::{Browser, Database, Person, ROOT, SeededRandomness, SettableClock};
use axum::Router;
use data_encoding::BASE64;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use regain_admin::{Admin, Invited};
use regain_domain::{Clock as _, EmailAddress, HistoryEvent, Language, PersonId, Policy, Role, Timestamp};
use regain_mail::{Mailbox, MailboxEntry};
use regain_server::compose::{self, Application, Stores, Surroundings, site};
use regain_server::config::Config;
use regain_server::key_file::MasterKey;
use regain_server::middleware::RequestIds;
use regain_service::{BreachSource, InvitationLink, Regain, Visitor, Worker};
use regain_vault::Holdings;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use zeroize::Zeroizing;

/// The origin of every world.
pub const ORIGIN: &str = "https://id.example.org";
/// Its host.
pub(crate) const HOST: &str = "id.example.org";
/// When every world begins: noon of 22 November 2026, UTC.
pub const BEGINNING: Timestamp = Timestamp::from_millis(1_795_348_800_000);

const WHY: &str = "the database answers";

/// Differs from the template's, or ids would repeat.
const SEED: u64 = 2;
pub(crate) const TEMPLATE_SEED: u64 = 1;

/// The app, its database, its mailbox and its clock.
pub struct World {
    application: Application,
    stores: Stores,
    database: Database,
    clock: Arc<SettableClock>,
    config: Config,
    policy: Policy,
    people: Vec<Person>,
    /// Goes last.
    _directory: TempDir,
}

impl World {
    /// A world in which an administrator, Anna and Bert have enrolled, and the password alone signs in.
    pub async fn new() -> Self {
        Self::with(Policy::password_alone()).await
    }

    /// The same under the policy that every organisation begins with: they have authenticator apps, and signing in takes
    /// a second factor.
    pub async fn strict() -> Self {
        Self::with(Policy::default()).await
    }

    async fn with(policy: Policy) -> Self {
        let template = template(policy);
        let directory = directory();
        std::fs::write(database_in(&directory).path, &template.file).expect("the disk takes it");
        Self::in_directory(directory, &[], SEED, policy, template.people.clone(), None).await
    }

    /// The world as somebody finds it after `kill -9` at this moment: the files as they are, opened anew.
    ///
    /// # Panics
    /// If the disk is full.
    pub async fn after_kill(&self) -> Self {
        self.found_in(directory()).await
    }

    async fn found_in(&self, directory: TempDir) -> Self {
        let (from, to) = (&self.database.path, database_in(&directory).path);
        for suffix in ["", "-wal"] {
            let of = |path: &std::path::Path| {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                std::path::PathBuf::from(name)
            };
            if of(from).exists() {
                std::fs::copy(of(from), of(&to)).expect("the disk takes it");
            }
        }
        // Other bytes than those that were given out before.
        Self::in_directory(directory, &[], SEED + 2, self.policy, self.people.clone(), None).await
    }

    /// The world as it is now, in a process of its own and on a volume of its own: what happens there changes nothing here.
    ///
    /// # Panics
    /// If the volume takes no files.
    pub async fn copy_on(&self, volume: &Path) -> Self {
        let copy = self.found_in(tempfile::tempdir_in(volume).expect("the volume takes files")).await;
        copy.clock.advance(BEGINNING.until(self.now()));
        copy
    }

    /// The same in production mode, where mail leaves by SMTP (and so stays in the outbox here).
    pub async fn production() -> Self {
        let template = template(Policy::password_alone());
        let directory = directory();
        std::fs::write(database_in(&directory).path, &template.file).expect("the disk takes it");
        let more = [
            ("REGAIN_MODE", "production"),
            ("REGAIN_TRUSTED_PROXIES", ""),
            ("REGAIN_SMTP_URL", "smtps://mail.example.org"),
            ("REGAIN_MAIL_FROM", "no-reply@example.org"),
        ];
        Self::in_directory(directory, &more, SEED, Policy::password_alone(), template.people.clone(), None).await
    }

    /// The same with more variables, and where breached passwords are asked for.
    ///
    /// # Panics
    /// If the configuration can't be used.
    pub async fn configured(more: &[(&str, &str)], breaches: Option<BreachSource>) -> Self {
        let template = template(Policy::password_alone());
        let directory = directory();
        std::fs::write(database_in(&directory).path, &template.file).expect("the disk takes it");
        Self::in_directory(directory, more, SEED, Policy::password_alone(), template.people.clone(), breaches).await
    }

    /// A world in which nobody has enrolled.
    pub async fn empty() -> Self {
        Self::begin(SEED, Policy::password_alone()).await
    }

    pub(crate) async fn begin(seed: u64, policy: Policy) -> Self {
        Self::in_directory(directory(), &[], seed, policy, Vec::new(), None).await
    }

    async fn in_directory(
        directory: TempDir,
        more: &[(&str, &str)],
        seed: u64,
        policy: Policy,
        people: Vec<Person>,
        breaches: Option<BreachSource>,
    ) -> Self {
        let database = database_in(&directory);
        let config = config(&database, more);
        let clock = Arc::new(SettableClock::at(BEGINNING));
        let stores = Stores::open(&config).await.expect("the database opens");
        let surroundings = Surroundings {
            clock: Arc::clone(&clock) as _,
            randomness: Arc::new(SeededRandomness::new(seed)),
            request_ids: Arc::new(RequestIds::new(&mut StdRng::seed_from_u64(seed))),
            site: site::options(|_| None, &directory.path().join("regain")),
            policy,
            breaches,
        };
        write_site(directory.path());
        let application = compose::application(&config, &stores, &key(), surroundings);
        let application = application.expect("the configuration can be used");
        Self { application, stores, database, clock, config, policy, people, _directory: directory }
    }

    /// A browser nobody has used yet.
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

    /// What the organisation decides.
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

    /// The use cases of a second process over the same database and keys.
    pub async fn second_process(&self) -> Arc<Regain> {
        let stores = Stores::open(&self.config).await.expect("the database opens");
        let (clock, randomness) = (Arc::clone(&self.clock), Arc::new(SeededRandomness::new(SEED + 1)));
        let parts = compose::use_cases(&self.config, &stores, &key(), clock, randomness, self.policy, None);
        Arc::new(parts.expect("memory enough").0)
    }

    /// Sends mail.
    #[must_use]
    pub const fn worker(&self) -> &Worker {
        &self.application.worker
    }

    /// The database, seen from outside.
    #[must_use]
    pub const fn database(&self) -> &Database {
        &self.database
    }

    /// What time it is.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// From now on no two looks at the clock tell the same, as in life.
    pub fn let_time_run(&self) {
        self.clock.run();
    }

    /// Runs something while whatever looks at the clock panics: a fault in the middle of handlers. Browsers look at it too,
    /// so requests go to [`World::router`] directly.
    pub async fn with_broken_clock<T>(&self, act: impl Future<Output = T>) -> T {
        self.clock.set_broken(true);
        let done = act.await;
        self.clock.set_broken(false);
        done
    }

    /// Lets time pass.
    pub fn advance(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// Sets the server's clock back.
    pub fn set_clock_back(&self, span: Duration) {
        self.clock.set_back(span);
    }

    /// Lets seconds pass.
    pub fn advance_seconds(&self, seconds: u64) {
        self.advance(Duration::from_secs(seconds));
    }

    /// Sends every mail that is due.
    pub async fn deliver(&self) {
        while self.worker().run_once().await.expect("the outbox can be read") > 0 {}
    }

    /// Every mail of this world, the newest first; those that are due are sent before.
    pub async fn mails(&self) -> Vec<MailboxEntry> {
        self.deliver().await;
        self.mailbox().list()
    }

    /// The mails to an address, the newest first.
    pub async fn mails_to(&self, address: &str) -> Vec<MailboxEntry> {
        self.mails().await.into_iter().filter(|mail| mail.to == address).collect()
    }

    /// The newest mail to an address.
    ///
    /// # Panics
    /// If there is none.
    pub async fn last_mail_to(&self, address: &str) -> MailboxEntry {
        self.mails_to(address).await.into_iter().next().unwrap_or_else(|| panic!("no mail to {address}"))
    }

    /// Invites somebody new: the administrator does, or, where there is none, the host's command.
    ///
    /// # Panics
    /// If the address belongs to somebody who has enrolled.
    pub async fn invite(&self, address: &str) -> InvitationLink {
        let address = EmailAddress::parse(address).expect("an address");
        let mut work = self.stores.vault.read().await.expect(WHY);
        let root = work.people().by_identifier(ROOT).await.expect(WHY).filter(|root| root.activated_at.is_some());
        drop(work);
        match root {
            Some(root) => {
                let invited = self.admin().invite(&Visitor::default(), root.id, &address, Language::English).await;
                invited.expect("an administrator may");
            }
            None => {
                let invited = self.admin().invite_administrator(&address, Language::English).await.expect(WHY);
                assert!(matches!(invited, Invited::Sent(_)), "an address that is free");
            }
        }
        let mut work = self.stores.vault.read().await.expect(WHY);
        let person = work.people().by_identifier(address.canonical()).await.expect(WHY).expect("an invited person");
        let invitation = work.invitations().open_of(person.id).await.expect(WHY).expect("an open invitation");
        self.regain().base().invitation_link(&invitation)
    }

    /// The id of somebody.
    ///
    /// # Panics
    /// If nobody has that address.
    pub async fn id_of(&self, address: &str) -> PersonId {
        let mut work = self.stores.vault.read().await.expect(WHY);
        let person = work.people().by_identifier(address).await.expect(WHY);
        person.unwrap_or_else(|| panic!("nobody has {address}")).id
    }

    /// Disables somebody, or enables them again, as the administrator does.
    ///
    /// # Panics
    /// If that changes nothing.
    pub async fn set_disabled(&self, address: &str, disabled: bool) {
        let (root, id) = (self.id_of(ROOT).await, self.id_of(address).await);
        let visitor = Visitor::default();
        let done = match disabled {
            true => self.admin().disable(&visitor, root, id, "on leave").await,
            false => self.admin().enable(&visitor, root, id).await,
        };
        done.expect("an administrator may");
    }

    /// Gives somebody a role, as two administrators do.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn set_role(&self, address: &str, role: Role) {
        let id = self.id_of(address).await;
        let base = self.regain().base();
        let mut work = self.stores.vault.write().await.expect(WHY);
        let person = work.people().by_id(id).await.expect(WHY).expect("a person");
        let entry = regain_history::Entry::about(HistoryEvent::RoleChanged, id);
        let change = |person: &mut regain_storage::Person| person.role = role;
        let changed = base.historian.stand(work.as_mut(), &person, change, entry, self.now()).await.expect(WHY);
        assert!(changed.is_some());
        work.commit().await.expect(WHY);
    }

    /// Everything that decides how somebody is recognised, as stored.
    pub async fn holdings(&self, address: &str) -> Holdings {
        let id = self.id_of(address).await;
        let mut work = self.stores.vault.read_vault().await.expect(WHY);
        work.rows().holdings(id).await.expect(WHY).expect("a person")
    }

    /// Every row of every table that decides how people are recognised, as text.
    pub async fn credentials(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for (table, columns) in [
            ("passwords", "hex(person_id) || phc || set_at || hex(change_id)"),
            ("saved_codes", "hex(id) || hex(person_id) || selector || phc || hex(change_id)"),
            ("saved_code_uses", "hex(code_id) || hex(person_id) || hex(proof_id) || at"),
            (
                "methods",
                "hex(id) || hex(person_id) || kind || name || hex(secret) || added_at || counts_from || hex(change_id)",
            ),
            (
                "contacts",
                "hex(id) || hex(person_id) || name || address || waits || coalesce(accepted_at, '') || hex(change_id)",
            ),
            ("contacts_needed", "hex(person_id) || needed || hex(change_id)"),
            ("manifests", "hex(person_id) || version || hex(mac)"),
            (
                "identifiers",
                "canonical || hex(person_id) || shown || position || coalesce(verified_at, '') || coalesce(counts_from, '')
                 || hex(coalesce(change_id, x''))",
            ),
            (
                "former_addresses",
                "canonical || hex(person_id) || shown || position || verified_at || counts_from || hex(ended_by)
                 || counts_until || coalesce(objectable_until, '') || coalesce(objected_at, '')",
            ),
            ("credential_changes", "hex(id) || hex(person_id) || action"),
        ] {
            rows.extend(self.database.texts(&format!("SELECT {columns} FROM {table} ORDER BY 1")).await);
        }
        rows
    }

    /// The stored password of somebody, in its stored form.
    pub async fn stored_password(&self, address: &str) -> Option<String> {
        self.holdings(address).await.password.map(|row| row.hash.phc().to_owned())
    }

    pub(crate) fn mailbox(&self) -> &Mailbox {
        self.application.mailbox.as_ref().expect("a mailbox, in development")
    }

    /// Closes the database and answers its file.
    /// Ends this world, and leaves its database and its key where `regain serve` looks for them: `regain.sqlite3` and
    /// `regain.keys`.
    ///
    /// # Errors
    /// If the directory can't be written.
    pub async fn leave_in(self, directory: &Path) -> std::io::Result<()> {
        use std::os::unix::fs::OpenOptionsExt as _;
        std::fs::write(directory.join("regain.sqlite3"), self.into_file().await)?;
        let MasterKey { id, secret } = key();
        let line = format!("regain-keys 1\nkey {id} {}\n", BASE64.encode(secret.as_slice()));
        let keys =
            std::fs::OpenOptions::new().create_new(true).write(true).mode(0o600).open(directory.join("regain.keys"));
        keys?.write_all(line.as_bytes())
    }

    pub(crate) async fn into_file(self) -> Vec<u8> {
        self.stores.close().await;
        std::fs::read(&self.database.path).expect("there is a database file")
    }
}

/// In memory where there is a file system for that: no world outlives its test, so nothing is gained by waiting for a disk.
fn directory() -> TempDir {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.or_else(|_| tempfile::tempdir()).expect("there is a place for temporary files")
}

fn database_in(directory: &TempDir) -> Database {
    Database { path: directory.path().join("regain.sqlite3") }
}

fn key() -> MasterKey {
    // Every byte another one: a server refuses keys that nobody drew.
    MasterKey { id: 1, secret: Zeroizing::new(std::array::from_fn(|at| u8::try_from(7 * at).expect("thirty-two"))) }
}

fn config(database: &Database, more: &[(&str, &str)]) -> Config {
    let fixed = [
        ("REGAIN_PUBLIC_URL", ORIGIN.to_owned()),
        ("REGAIN_DATABASE_URL", database.url()),
        ("REGAIN_ORGANISATION", "Example".to_owned()),
    ];
    let fixed = fixed.into_iter().map(|(name, value)| (name.to_owned(), value));
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Config::from_sources(None, fixed.chain(more)).expect("a configuration without mistakes")
}

/// Something at `/pkg` and beside it, as a build leaves it.
fn write_site(directory: &Path) {
    let site = directory.join("site");
    std::fs::create_dir_all(site.join("pkg")).expect("the disk takes it");
    for name in ["pkg/regain.css", "favicon.svg", "apple-touch-icon.png", "robots.txt"] {
        std::fs::write(site.join(name), "main {}").expect("the disk takes it");
    }
}
