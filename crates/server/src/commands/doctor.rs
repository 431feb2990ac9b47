//! `regain doctor`: checks everything that an operator can get wrong, changes nothing, and says how to fix each
//! problem.

mod breaches;
mod files;
mod hosts;
mod inside;
mod keys;
mod mail;
mod roles;
mod sender;

use super::{runtime, say};
use crate::config::Config;
use crate::memory;
use breaches::breaches;
use files::{file, folder};
use inside::{Inside, look_inside};
use rand::rngs::OsRng;
use rand::{RngCore as _, TryRngCore as _};
use regain_service::HashingCost;

/// The result of a check.
enum Finding {
    /// As it should be.
    Fine(String),
    /// Not wrong, but worth knowing.
    Note(String),
    /// Wrong, and how to mend it.
    Wrong(String, String),
}

pub(super) fn run(config: &Config) -> Result<(), String> {
    say("configuration  fine   every value can be used");
    let mut wrong = 0;
    let mut tell = |what: &str, finding: Finding| match finding {
        Finding::Fine(words) => say(&format!("{what:<14} fine   {words}")),
        Finding::Note(words) => say(&format!("{what:<14} note   {words}")),
        Finding::Wrong(words, mend) => {
            wrong += 1;
            say(&format!("{what:<14} WRONG  {words}"));
            say(&format!("{:<14} mend:  {mend}", ""));
        }
    };
    tell("public address", public_address(config));
    tell("host", runtime()?.block_on(hosts::served(config)));
    let database = &config.storage.database;
    let keys = keys::file(config);
    let keys_are_fine = matches!(keys, Finding::Fine(_));
    tell("keys", keys);

    if let Some(path) = database.file() {
        tell("database file", file(path));
    }

    tell("heads file", file(&config.storage.heads_file));
    if let Some(path) = database.file() {
        tell("folder", folder(path));
    }

    if database.may_be_opened() && keys_are_fine {
        match runtime()?.block_on(look_inside(config)) {
            Ok(Inside {
                history,
                clock,
                policy,
                roles,
                older,
            }) => {
                for finding in older {
                    tell("keys", finding);
                }

                tell(
                    "database",
                    Finding::Fine(
                        "opens, refuses what it must refuse, and can be written".to_owned(),
                    ),
                );
                tell("history", history);
                for finding in clock {
                    tell("clock", finding);
                }

                tell("policy", policy);
                tell("roles", roles);
            }
            Err(error) => tell(
                "database",
                Finding::Wrong(
                    error,
                    "stop the server, keep a copy, and restore a backup: regain restore FILE"
                        .to_owned(),
                ),
            ),
        }
    }

    tell("memory", memory());
    let mut queue = None;

    // If the database can't be opened, that was reported above.
    if database.may_be_opened()
        && keys_are_fine
        && let Ok(found) = runtime()?.block_on(mail::Queue::look(config))
    {
        tell("outbox", found.finding());
        queue = Some(found);
    }

    tell(
        "mail",
        runtime()?.block_on(mail::server(config, queue.as_ref())),
    );
    let mut ids = || OsRng.unwrap_err().next_u32() as u16;
    for (what, finding) in runtime()?.block_on(sender::domain(config, &mut ids)) {
        tell(what, finding);
    }

    tell("breaches", runtime()?.block_on(breaches(config)));

    match wrong {
        0 => Ok(()),
        1 => Err("one thing is wrong".to_owned()),
        some => Err(format!("{some} things are wrong")),
    }
}

/// Whether passwords can be hashed in the memory available (S97).
fn memory() -> Finding {
    let of = match memory::limit() {
        Some(bytes) => format!(" in {} MiB of memory", bytes / (1024 * 1024)),
        None => String::new(),
    };

    match memory::hashing_threads(HashingCost::FLOOR) {
        Ok(threads) => Finding::Fine(format!("{threads} passwords at once can be hashed{of}")),
        Err(error) => Finding::Wrong(
            error.to_string(),
            "at least 115 MiB; 512 MiB are ample".to_owned(),
        ),
    }
}

fn public_address(config: &Config) -> Finding {
    let origin = config.http.public_url.origin();
    if config.mode.is_production() || origin.starts_with("https://") {
        return Finding::Fine(origin.to_owned());
    }

    Finding::Note(format!(
        "{origin}: fine for development; production asks for https"
    ))
}
