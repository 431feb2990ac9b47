//! Enrolment costs a dozen slow hashes, so the administrator, Anna and Bert enrol once for all worlds of a test program, over HTTP like
//! everybody else. Each world begins with a copy of their database.
//!
//! A runner that starts a process for each test would have them enrol for each: what one process made is kept beside the program,
//! for just this build of it.

mod kept;

use crate::world::TEMPLATE_SEED;
use crate::{ADDRESSES, Person, ROOT, World};
use regain_domain::Policy;
use std::sync::OnceLock;

pub(crate) struct Template {
    pub(crate) file: Vec<u8>,
    pub(crate) people: Vec<Person>,
}

/// The template of a policy; the first caller of a build makes it.
pub(crate) fn template(policy: Policy) -> &'static Template {
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
            let made = std::thread::spawn(move || make(policy))
                .join()
                .expect("Anna and Bert can enrol");
            kept::write(name, &made);
            made
        })
    })
}

fn make(policy: Policy) -> Template {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("threads");
    runtime.block_on(async {
        let world = World::begin(TEMPLATE_SEED, policy).await;
        // The administrator first: the others are invited by them.
        let root = world.enrol(ROOT).await;
        let mut people = Vec::new();
        for address in ADDRESSES {
            people.push(world.enrol(address).await);
        }
        people.push(root);
        world.deliver().await;
        Template {
            file: world.into_file().await,
            people,
        }
    })
}
