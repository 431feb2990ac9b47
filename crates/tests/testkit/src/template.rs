//! Enrolment costs a dozen slow hashes, so the administrator, Anna and Bert enrol once for all
//! worlds of a test program, over HTTP like everybody else. Each world begins with a copy of their
//! database.
//!
//! With a runner that starts a process for each test, they would enrol each time: so the first
//! process keeps the template beside the program, for this build only.

mod kept;

use crate::Person;
use regain_domain::Policy;
use std::sync::OnceLock;

pub(crate) struct Template {
    pub(crate) database: TemplateDatabase,
    pub(crate) people: Vec<Person>,
}

/// A template's database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TemplateDatabase {
    /// The bytes of a SQLite file.
    File(Vec<u8>),
    /// A database that the server for tests keeps, by name.
    Server(String),
}

/// The template of a policy; a build's first caller makes it.
pub(crate) fn template<M>(
    policy: Policy,
    make: impl FnOnce() -> M + Send + 'static,
) -> &'static Template
where
    M: Future<Output = Template>,
{
    static PASSWORD_ALONE: OnceLock<Template> = OnceLock::new();
    static STRICT: OnceLock<Template> = OnceLock::new();
    let (template, name) = match (policy.second_factor(), regain_cluster::is_chosen()) {
        (true, false) => (&STRICT, "strict"),
        (false, false) => (&PASSWORD_ALONE, "password-alone"),
        (true, true) => (&STRICT, "strict-on-server"),
        (false, true) => (&PASSWORD_ALONE, "password-alone-on-server"),
    };
    template.get_or_init(|| {
        // Callers are inside a runtime, which can't wait for another one on the same thread.
        std::thread::spawn(move || in_runtime(kept_or_made(name, make)))
            .join()
            .expect("Anna and Bert can enrol")
    })
}

async fn kept_or_made<M>(name: &str, make: impl FnOnce() -> M) -> Template
where
    M: Future<Output = Template>,
{
    if let Some(kept) = kept::read(name)
        && kept.database.is_there().await
    {
        return kept;
    }

    let made = make().await;
    kept::write(name, &made);
    made
}

impl TemplateDatabase {
    /// A server for tests may be another one than the server that keeps it.
    async fn is_there(&self) -> bool {
        match self {
            Self::File(_) => true,
            Self::Server(name) => regain_cluster::Database::is_kept(name).await,
        }
    }
}

fn in_runtime(make: impl Future<Output = Template>) -> Template {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads");
    runtime.block_on(make)
}
