//! What the `regain` binary does.

mod create_keys;
mod invite_admin;
mod serve;

use crate::config::Config;
use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// The arguments.
#[derive(Debug, Parser)]
#[command(name = "regain", version, about = "An organisation's sign-in screen and its self-service way back in.")]
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
    CreateKeys,
    /// Invites a new global administrator by mail. Only ever a new account: nobody's password changes by it.
    InviteAdmin {
        /// The address to invite.
        email: String,
    },
}

/// Runs a command; what goes wrong is said in one line.
#[must_use]
pub fn run(arguments: &Arguments) -> ExitCode {
    let done = Config::from_process().map_err(|error| error.to_string()).and_then(|config| match &arguments.command {
        Command::Serve => serve::run(&config),
        Command::CreateKeys => create_keys::run(&config),
        Command::InviteAdmin { email } => invite_admin::run(&config, email),
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

/// A runtime with a thread for each core.
fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("the async runtime can't start: {error}"))
}
