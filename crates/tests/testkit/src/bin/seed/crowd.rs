//! Invites and enrols people.

use regain_domain::Timestamp;
use regain_testkit::{Person, ROOT, World};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::task::JoinSet;

/// The languages of screens and mails.
pub(crate) const LANGUAGES: [&str; 3] = ["en", "zh-Hant", "zh-Hans"];

/// This many enrol at the same time: enough for every core, and few enough to get one soon.
const AT_ONCE: usize = 4;

/// Somebody who was invited, and hasn't enrolled.
pub(crate) struct Invited {
    pub(crate) email: String,
    pub(crate) code: String,
}

/// Somebody's role in the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Administrator,
    Member,
}

pub(crate) struct Enrolled {
    pub(crate) language: &'static str,
    pub(crate) role: Role,
    pub(crate) person: Person,
}

/// This many people who read one language.
pub(crate) struct Group {
    language: &'static str,
    administrators: usize,
    people: usize,
}

impl Group {
    /// Parses `LANGUAGE:ADMINISTRATORS:PEOPLE`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let language = parts.next()?;
        let administrators = parts.next()?;
        let people = parts.next()?;
        let language = LANGUAGES.into_iter().find(|known| *known == language)?;
        Some(Self {
            language,
            administrators: administrators.parse().ok()?,
            people: people.parse().ok()?,
        })
    }

    const fn count(&self, role: Role) -> usize {
        match role {
            Role::Administrator => self.administrators,
            Role::Member => self.people,
        }
    }
}

/// Everybody.
pub(crate) struct Crowd {
    pub(crate) invited: Vec<Invited>,
    pub(crate) enrolled: Vec<Enrolled>,
}

/// Somebody about to enrol, with the code of their invitation.
struct Waiting {
    code: String,
    enrols: Enrolled,
}

/// Invites everybody at one moment; enrols administrators and other people.
pub(crate) async fn gather(now: Timestamp, invited: usize, groups: &[Group]) -> (World, Crowd) {
    let world = World::empty_at(now).await;
    // All of them will be administrators. As yet there is none, who would get a mail about each of
    // them.
    let mut only_invited = Vec::new();
    for nth in 0..invited {
        let email = format!("person-{nth:03}@example.org");
        only_invited.push(Invited {
            code: invite(&world, &email).await,
            email,
        });
    }
    let mut waiting = invite_all(&world, Role::Administrator, groups).await;
    let world = Arc::new(world);
    world.enrol(ROOT).await;
    waiting.extend(invite_all(&world, Role::Member, groups).await);
    let enrolled = enrol_all(&world, waiting).await;
    let world = Arc::into_inner(world).expect("everybody has enrolled");
    (
        world,
        Crowd {
            invited: only_invited,
            enrolled,
        },
    )
}

async fn invite(world: &World, email: &str) -> String {
    world.invite(email).await.code.shown().to_string()
}

async fn invite_all(world: &World, role: Role, groups: &[Group]) -> Vec<Waiting> {
    let mut waiting = Vec::new();
    for group in groups {
        for nth in 0..group.count(role) {
            let person = somebody(group.language, role, nth);
            let code = invite(world, &person.email).await;
            waiting.push(Waiting {
                code,
                enrols: Enrolled {
                    language: group.language,
                    role,
                    person,
                },
            });
        }
    }
    waiting
}

/// They share a name, as people do; their other names all begin differently.
fn somebody(language: &str, role: Role, nth: usize) -> Person {
    let initial = if role == Role::Administrator {
        'a'
    } else {
        'm'
    };
    let number = format!(
        "{}{initial}{nth:03}",
        language.to_lowercase().replace('-', "")
    );
    Person {
        name: "Anna Smith".to_owned(),
        user_name: format!("anna.{number}"),
        password: format!("the kettle sings at {number} past noon"),
        ..Person::at(&format!("{number}@example.org"))
    }
}

async fn enrol_all(world: &Arc<World>, waiting: Vec<Waiting>) -> Vec<Enrolled> {
    let waiting = Arc::new(Mutex::new(VecDeque::from(waiting)));
    let mut doors = JoinSet::new();
    for _ in 0..AT_ONCE {
        let world = Arc::clone(world);
        let waiting = Arc::clone(&waiting);
        doors.spawn(async move {
            let mut enrolled = Vec::new();
            while let Some(next) = take(&waiting) {
                enrolled.push(enrol(&world, next).await);
            }
            enrolled
        });
    }
    let mut enrolled: Vec<Enrolled> = doors.join_all().await.into_iter().flatten().collect();
    enrolled.sort_by(|one, other| one.person.user_name.cmp(&other.person.user_name));
    enrolled
}

fn take(waiting: &Mutex<VecDeque<Waiting>>) -> Option<Waiting> {
    waiting
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .pop_front()
}

async fn enrol(world: &World, Waiting { code, mut enrols }: Waiting) -> Enrolled {
    let browser = world.browser().with("accept-language", enrols.language);
    world
        .accept(&browser, &code, &mut enrols.person, true)
        .await;
    enrols
}
