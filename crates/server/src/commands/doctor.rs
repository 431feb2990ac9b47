//! `regain doctor`: checks everything that an operator can get wrong, changes nothing, and says how to fix each
//! problem.

mod hosts;
mod keys;
mod mail;
mod roles;
mod sender;

use super::{Opened, runtime, say};
use crate::breaches::HttpBreaches;
use crate::config::Config;
use crate::memory;
use crate::private::exposure;
use rand::rngs::OsRng;
use rand::{RngCore as _, TryRngCore as _};
use regain_domain::passwords::breach::{Digits, Range};
use regain_service::HashingCost;
use regain_service::heads::{HeadFile, RolledBack};
use regain_storage::{Ahead, AheadEffect};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

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
    let database = PathBuf::from(config.storage.database_url.trim_start_matches("sqlite://"));
    let keys = keys::file(config, &database);
    let keys_are_fine = matches!(keys, Finding::Fine(_));
    tell("keys", keys);

    for (what, path) in [
        ("database file", database.as_path()),
        ("heads file", config.storage.heads_file.as_path()),
    ] {
        tell(what, file(path));
    }

    tell("folder", folder(&database));

    if database.is_file() && keys_are_fine {
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
    if database.is_file()
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

fn file(path: &Path) -> Finding {
    match exposure(path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Finding::Note(format!(
            "{} isn't there yet; the first start makes it",
            path.display()
        )),
        Err(error) => Finding::Wrong(
            format!("{}: {error}", path.display()),
            "give the account that Regain runs under the right to it".to_owned(),
        ),
        Ok(None) => Finding::Fine(format!("{}, readable by its owner alone", path.display())),
        Ok(Some(mode)) => Finding::Wrong(
            format!(
                "{} has mode {mode:04o}, so others than its owner can reach it",
                path.display()
            ),
            format!("chmod 600 {}", path.display()),
        ),
    }
}

fn folder(database: &Path) -> Finding {
    let folder = database
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    match folder.metadata() {
        Ok(metadata) if metadata.permissions().mode() & 0o022 != 0 => Finding::Wrong(
            format!(
                "others than its owner can put files into {}",
                folder.display()
            ),
            format!("chmod go-w {}", folder.display()),
        ),
        Ok(_) => Finding::Fine(format!(
            "only its owner can put files into {}",
            folder.display()
        )),
        Err(_) => Finding::Note(format!(
            "{} isn't there yet; the first start makes it",
            folder.display()
        )),
    }
}

/// Findings about the database's content.
struct Inside {
    history: Finding,
    clock: Vec<Finding>,
    policy: Finding,
    roles: Finding,
    /// Uses of the older keys.
    older: Vec<Finding>,
}

/// Checks history, clock, policy and roles, and what still needs the older keys.
async fn look_inside(config: &Config) -> Result<Inside, String> {
    let opened = Opened::open(config).await?;
    let base = opened.regain.base().clone();
    base.store
        .check()
        .await
        .map_err(|error| error.to_string())?;
    let mut work = base.store.read().await.map_err(|error| error.to_string())?;
    let state = base
        .policy_state(work.as_mut())
        .await
        .map_err(|error| error.to_string())?;
    let roles = roles::finding(
        work.as_mut(),
        &opened.regain,
        config.http.public_url.origin(),
    )
    .await?;
    drop(work);
    let policy = match (state.genuine, state.version) {
        (true, 0) => Finding::Fine("as at first: administrators haven't changed it".to_owned()),
        (true, version) => Finding::Fine(format!("number {version}, as administrators decided it")),
        (false, _) => Finding::Wrong(
            "the stored policy isn't what administrators decided; the strictest values hold".to_owned(),
            "find out who changed the database; then let two administrators save the policy again at /admin/policy"
                .to_owned(),
        ),
    };

    let behind = opened
        .regain
        .clock_is_behind()
        .await
        .map_err(|error| error.to_string())?;
    let ahead = base
        .store
        .ahead(base.now())
        .await
        .map_err(|error| error.to_string())?;
    let clock = clock(behind, &ahead);
    let older = keys::older(config, &opened.regain).await?;
    let file = match HeadFile::read(&config.storage.heads_file, opened.regain.heads_key()) {
        Ok(file) => file,
        Err(error) => {
            let mend =
                "bring the file back as it was; where it is lost for good: regain heads accept"
                    .to_owned();
            return Ok(Inside {
                history: Finding::Wrong(error.to_string(), mend),
                clock,
                policy,
                roles,
                older,
            });
        }
    };

    let keeper = opened.regain.keeper(file, false);
    let history = match keeper.check().await.map_err(|error| error.to_string())? {
        Ok(0) => Finding::Note("nothing has happened yet".to_owned()),
        Ok(entries) => Finding::Fine(format!("whole: {entries} entries, and agrees with the heads outside")),
        Err(wrong @ RolledBack::Unwitnessed { .. }) => Finding::Wrong(
            wrong.to_string(),
            "bring the file back; where it is lost for good, and this is the newest database: regain heads accept"
                .to_owned(),
        ),
        Err(wrong) => Finding::Wrong(
            wrong.to_string(),
            "keep a copy of the database for whoever investigates, then restore a backup: regain restore FILE"
                .to_owned(),
        ),
    };

    Ok(Inside {
        history,
        clock,
        policy,
        roles,
        older,
    })
}

/// Compares the clock with the newest entry of the history, and with every stored time that must lie in the past.
fn clock(behind: bool, ahead: &[Ahead]) -> Vec<Finding> {
    let newest = match (behind, ahead) {
        (true, _) => Finding::Wrong(
            "this machine's clock is behind the newest entry of the history".to_owned(),
            "set the clock, and keep it set (NTP): codes, sessions and delays depend on it".to_owned(),
        ),
        (false, []) => Finding::Fine("not behind the newest entry of the history, nor behind anything stored".to_owned()),
        (false, _) => Finding::Note(
            "it was ahead, or is behind: compare it with another one, and keep it set (NTP); then nothing is to be mended"
                .to_owned(),
        ),
    };

    let rows = ahead.iter().map(|ahead| {
        let (year, month, day, hour, minute) = ahead.furthest.in_utc();
        let number = if ahead.rows == 1 { "1 row lies".to_owned() } else { format!("{} rows lie", ahead.rows) };
        let effect = match ahead.effect {
            AheadEffect::Over => "they are over; what they were for is begun anew",
            AheadEffect::Reckoned => "they count from the first entry of the history with the right time on",
            AheadEffect::PassedOver => "they are passed over, and hold nobody up",
            AheadEffect::Told => "they only tell when something was",
        };

        Finding::Note(format!(
            "{}.{}: {number} in the future, up to {year:04}-{month:02}-{day:02} {hour:02}:{minute:02} UTC; {effect}",
            ahead.table, ahead.column
        ))
    });
    std::iter::once(newest).chain(rows).collect()
}

/// Requests the range of a word that is nobody's password.
async fn breaches(config: &Config) -> Finding {
    let Some(url) = &config.passwords.breach_url else {
        return Finding::Note(
            "no breach_url: new passwords aren't compared with breached ones".to_owned(),
        );
    };

    let mend = "look at breach_url, and whether this machine may reach it; until then the list of common passwords decides";
    let asked = async {
        let source = HttpBreaches::source(url).map_err(|error| error.to_string())?;
        let answer = tokio::time::timeout(
            source.patience,
            source.breaches.range(Digits::of(b"regain").prefix()),
        )
        .await;
        let answer = answer
            .map_err(|_| "no answer within a second".to_owned())?
            .map_err(|error| error.to_string())?;

        Range::read(&answer)
            .map(drop)
            .map_err(|_| "the answer is no range".to_owned())
    };

    match asked.await {
        Ok(()) => Finding::Fine("ranges of breached passwords are answered".to_owned()),
        Err(error) => Finding::Wrong(
            format!("breached passwords can't be asked for: {error}"),
            mend.to_owned(),
        ),
    }
}
