//! The commands of the `regain` binary.

mod all_keys;
mod audit;
mod backup;
mod create_keys;
mod doctor;
mod heads;
mod invite_admin;
mod opened;
mod serve;

use crate::compose::site;
use crate::config::Config;
use clap::{Parser, Subcommand};
use opened::Opened;
use std::path::PathBuf;
use std::process::ExitCode;

/// The arguments.
#[derive(Debug, Parser)]
#[command(
    name = "regain",
    version,
    about = "An organisation's sign-in screen and its self-service way back in.",
    long_about = "An organisation's sign-in screen and its self-service way back in.\n\nNone of these commands sets, clears, \
                  mails or shows a password or a recovery method: there is none that does.",
    after_help = "Configuration: regain.toml (or the file that REGAIN_CONFIG names), every key overridden by its REGAIN_… \
                  variable.\nExit codes: 0 done, 1 something is wrong and was said in one line, 2 the command line can't be \
                  read."
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the sign-in screen until Ctrl-C or SIGTERM.
    Serve,
    /// Makes the key file that `key_file` names; never touches one that is there.
    CreateKeys {
        /// Adds a newer key to the file that is there: it writes from the next start on, and the others read what they wrote.
        #[arg(long)]
        rotate: bool,
        /// Takes the key of this id out of the file, once nothing needs it; what reads its part of the history stays.
        #[arg(long, value_name = "ID", conflicts_with = "rotate")]
        retire: Option<u32>,
    },
    /// Invites a new global administrator by mail.
    ///
    /// Only ever a new account: nobody's password changes by it. Every administrator is told, and the history says so. Use
    /// it for the first administrator, for a second one (roles need two to change), and when all have lost every way back.
    InviteAdmin {
        /// The address to invite, which nobody has an account with.
        email: String,
    },
    /// Looks after the history.
    #[command(subcommand)]
    Audit(Audit),
    /// Looks after the heads of the history that are kept outside of the database.
    #[command(subcommand)]
    Heads(Heads),
    /// Looks at configuration, keys, database, mail, clock and file permissions; says what is wrong and how to mend it.
    ///
    /// Changes nothing. Exit code 1 if something is wrong.
    Doctor,
    /// Copies the database into a new file, as it is at one moment, while a server goes on serving.
    ///
    /// The keys aren't in it; keep a copy of the key file elsewhere.
    Backup {
        /// The file to make; one that is there is never overwritten.
        file: PathBuf,
    },
    /// Puts a backup in the place of the database, which stays beside it under another name. Stop the server first.
    ///
    /// The backup must be genuine: its history is verified with the keys. Every session and every recovery under way is
    /// over then, accounts whose password was changed since stay closed until their owners recover them, the
    /// administrators are told, and the history says so.
    Restore {
        /// The backup.
        file: PathBuf,
    },
}

/// What can be done with the history.
#[derive(Debug, Subcommand)]
enum Audit {
    /// Walks the whole history and names the first entry that isn't as it was written; holds it against the heads that were
    /// kept outside of the database.
    Verify,
}

/// What can be done with the heads of the history.
#[derive(Debug, Subcommand)]
enum Heads {
    /// Accepts the database as it is, where `heads_file` is lost or tells otherwise. Stop the server first.
    ///
    /// Without ENTRY it says what it would accept, and accepts nothing. Nobody can tell such a database from an older one, so it
    /// is treated like a backup that is restored: every session and every recovery under way is over then, accounts with a
    /// newer password than is stored stay closed until their owners recover them, the administrators are told, and the
    /// history says so.
    Accept {
        /// The number of the newest entry of the history, which you know to be the newest there was.
        entry: Option<u64>,
    },
}

impl Arguments {
    /// Those of this process. `cargo leptos watch` starts its program without any, and means that it serves.
    #[must_use]
    pub fn from_process() -> Self {
        if std::env::args_os().len() < 2 && site::is_started_by_cargo_leptos() {
            return Self {
                command: Command::Serve,
            };
        }
        Self::parse()
    }
}

/// Runs a command; reports an error in one line.
#[must_use]
pub fn run(arguments: &Arguments) -> ExitCode {
    let done = Config::from_process()
        .map_err(|error| error.to_string())
        .and_then(|config| match &arguments.command {
            Command::Serve => serve::run(&config),
            Command::CreateKeys { rotate, retire } => {
                let made = if *rotate {
                    create_keys::Keys::Rotated
                } else {
                    create_keys::Keys::Made
                };
                create_keys::run(&config, retire.map_or(made, create_keys::Keys::Retired))
            }
            Command::InviteAdmin { email } => invite_admin::run(&config, email),
            Command::Audit(Audit::Verify) => audit::verify(&config),
            Command::Heads(Heads::Accept { entry }) => heads::accept(&config, *entry),
            Command::Doctor => doctor::run(&config),
            Command::Backup { file } => backup::backup(&config, file),
            Command::Restore { file } => backup::restore(&config, file),
        });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            say_error(&line);
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "commands speak to the terminal")]
fn say_error(line: &str) {
    eprintln!("regain: {line}");
}

#[expect(clippy::print_stdout, reason = "commands speak to the terminal")]
fn say(line: &str) {
    println!("{line}");
}

/// A runtime with one thread per core.
fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the async runtime can't start: {error}"))
}
