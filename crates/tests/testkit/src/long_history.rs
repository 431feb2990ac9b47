//! A history as long as years make it, to measure how a server starts with it.

use crate::world::{config, database_in};
use crate::{BEGINNING, SeededRandomness, SettableClock};
use regain_base::history::Entry;
use regain_domain::{HistoryEvent, Language, PersonId, Role};
use regain_server::compose::{Outside, Stores, use_cases};
use regain_server::key_file;
use regain_service::heads::HeadFile;
use regain_storage::Person;
use std::path::Path;
use std::sync::Arc;

/// Entries in one unit of work.
const UNIT: u64 = 10_000;
/// One entry in this many brings a new person.
const A_PERSON: u64 = 100;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// Adds entries to the files that [`leave_in`](crate::World::leave_in) left in a directory, until
/// there are `entries`, one in a hundred about a new person; walks over all of them as a first
/// start does, and publishes the head.
///
/// # Errors
/// If the files can't be used, or the disk is full.
pub async fn lengthen_history(directory: &Path, entries: u64) -> Result<(), Error> {
    let database = database_in(directory);
    let config = config(
        &database,
        &[(
            "REGAIN_HEADS_FILE",
            &directory.join("regain.heads").display().to_string(),
        )],
    );
    let stores = Stores::open(&config).await?;
    let key = key_file::load(&directory.join("regain.keys"))?;
    let clock = Arc::new(SettableClock::at(BEGINNING));
    let randomness = Arc::new(SeededRandomness::new(entries));
    let (regain, _) = use_cases(
        &config,
        &stores,
        &key,
        Outside {
            clock,
            randomness,
            ..Outside::default()
        },
    )?;
    let regain = Arc::new(regain);
    let base = regain.base();
    let now = regain.now();
    let mut newest = base
        .store
        .read()
        .await?
        .history()
        .last()
        .await?
        .map_or(0, |row| row.seq);
    let mut about = None;
    while newest < entries {
        let mut work = base.store.write().await?;
        let until = entries.min(newest + UNIT);
        while newest < until {
            let person = match about.filter(|_| !newest.is_multiple_of(A_PERSON)) {
                Some(person) => {
                    let entry = Entry::own(HistoryEvent::SignedIn, person);
                    base.historian.append(work.as_mut(), &entry, now).await?;
                    person
                }
                None => {
                    let id = PersonId::from_bytes(base.bytes());
                    let person = Person::invited(id, Role::Member, Language::English, now);
                    let entry = Entry::about(HistoryEvent::Invited, person.id);
                    base.historian
                        .add_person(work.as_mut(), &person, entry, now)
                        .await?;
                    person.id
                }
            };
            about = Some(person);
            newest += 1;
        }
        work.commit().await?;
    }
    let heads = HeadFile::open(&directory.join("regain.heads"), regain.heads_key())?;
    let mut keeper = regain.keeper(heads, false);
    keeper.look().await??;
    keeper.publish().await??;
    stores.close().await;
    Ok(())
}
