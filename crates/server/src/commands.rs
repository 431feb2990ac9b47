//! The commands of the `regain` binary.

mod all_keys;
mod audit;
mod backup;
mod create_keys;
mod doctor;
mod heads;
mod in_use;
mod invite_admin;
mod migrate;
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
    long_about = "An organisation's sign-in screen and its self-service way back in.\n\nNo command sets, clears, \
                  mails or shows a password or a recovery method.",
    after_help = "Configuration: regain.toml, or the file that REGAIN_CONFIG names. Each key can be overridden by its \
                  REGAIN_… variable.\nExit codes: 0 done, 1 failed (one line says why), 2 the command line can't be read."
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
    /// Creates the key file at `key_file`; never touches an existing one.
    CreateKeys {
        /// Adds a newer key to the existing file. From the next start on it writes; older keys only read what they wrote.
        #[arg(long)]
        rotate: bool,
        /// Removes the key with this id from the file, once nothing needs it. What reads its part of the history stays.
        #[arg(long, value_name = "ID", conflicts_with = "rotate")]
        retire: Option<u32>,
    },
    /// Invites a new global administrator by mail.
    ///
    /// This only creates a new account; it changes nobody's password. It tells every administrator and leaves an entry in
    /// the history. Use it for the first administrator, for a second one (changing roles takes two), and when all
    /// administrators have lost every way back.
    InviteAdmin {
        /// The address to invite; nobody may have an account with it yet.
        email: String,
    },
    /// Checks the history.
    #[command(subcommand)]
    Audit(Audit),
    /// Manages the heads of the history, which are kept outside the database.
    #[command(subcommand)]
    Heads(Heads),
    /// Checks configuration, keys, database, mail, clock and file permissions; says what is wrong and how to fix it.
    ///
    /// Changes nothing. Exit code 1 if something is wrong.
    Doctor,
    /// Copies the database into a new file, as of one moment, while the server keeps serving.
    ///
    /// The backup doesn't contain the keys; keep a copy of the key file elsewhere.
    Backup {
        /// The file to create; an existing one is never overwritten.
        file: PathBuf,
    },
    /// Makes Regain's roles and tables in a PostgreSQL database, or brings them up to date.
    ///
    /// The owner of the tables is a role without a password. Afterwards give regain_self and regain_admin the passwords that
    /// database_url and database_url_admin say. A SQLite database needs none of this: serve brings it up to date.
    Migrate {
        /// A file with one line: the URL of somebody who may create roles and owns the database, postgres://USER:PASSWORD@HOST/NAME.
        #[arg(long, value_name = "FILE")]
        owner_url_file: PathBuf,
    },
    /// Puts a backup in place of the database, which is kept beside it under another name. Stop the server first.
    ///
    /// The backup must be genuine: its history is verified with the keys. The restore ends every session and every
    /// recovery in progress; accounts whose password has changed since the backup stay closed until their owners recover
    /// them. It tells the administrators and leaves an entry in the history.
    Restore {
        /// The backup.
        file: PathBuf,
    },
}

/// Commands about the history.
#[derive(Debug, Subcommand)]
enum Audit {
    /// Walks the whole history and names the first altered entry; compares it with the heads that are kept outside the
    /// database.
    Verify,
}

/// Commands about the heads of the history.
#[derive(Debug, Subcommand)]
enum Heads {
    /// Accepts the database as it is, if `heads_file` is lost or disagrees. Stop the server first.
    ///
    /// Without ENTRY, it says what it would accept, and accepts nothing. Such a database can't be told from an older one,
    /// so it is treated like a restored backup: every session and every recovery in progress ends, and accounts whose
    /// newest password isn't in it stay closed until their owners recover them. The command tells the administrators and
    /// leaves an entry in the history.
    Accept {
        /// The number of the newest entry in the history; you have to know that there was no newer one.
        entry: Option<u64>,
    },
}

impl Arguments {
    /// Those of this process. `cargo leptos watch` starts its program without any; then it serves.
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
                    create_keys::KeyFileChange::Rotated
                } else {
                    create_keys::KeyFileChange::Made
                };

                create_keys::run(
                    &config,
                    retire.map_or(made, create_keys::KeyFileChange::Retired),
                )
            }
            Command::InviteAdmin { email } => invite_admin::run(&config, email),
            Command::Audit(Audit::Verify) => audit::verify(&config),
            Command::Heads(Heads::Accept { entry }) => heads::accept(&config, *entry),
            Command::Doctor => doctor::run(&config),
            Command::Backup { file } => backup::backup(&config, file),
            Command::Restore { file } => backup::restore(&config, file),
            Command::Migrate { owner_url_file } => migrate::run(&config, owner_url_file),
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
