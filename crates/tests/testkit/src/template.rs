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
    pub(crate) file: Vec<u8>,
    pub(crate) people: Vec<Person>,
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
    let (template, name) = if policy.second_factor() {
        (&STRICT, "strict")
    } else {
        (&PASSWORD_ALONE, "password-alone")
    };
    template.get_or_init(|| {
        kept::read(name).unwrap_or_else(|| {
            // Callers are inside a runtime, which can't wait for another one on the same thread.
            let made = std::thread::spawn(move || in_runtime(make()))
                .join()
                .expect("Anna and Bert can enrol");
            kept::write(name, &made);
            made
        })
    })
}

fn in_runtime(make: impl Future<Output = Template>) -> Template {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads");
    runtime.block_on(make)
}
