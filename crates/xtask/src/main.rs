//! The project's commands: `cargo xtask run`, `test` and `fuzz`, which install what they need and say so, and
//! `cargo xtask verify`.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command-line tool speaks on its terminal")]
#![expect(clippy::disallowed_methods, reason = "development only: it looks at the machine and its clock")]

mod bundle;
mod counts;
mod fuzz;
mod report;
mod run;
mod sh;
mod site;
mod test;
mod tools;
mod verify;
mod versions;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::workspace::{Build, Workspace};

#[derive(Parser)]
#[command(
    name = "xtask",
    bin_name = "cargo xtask",
    about = "Builds, runs and tests Regain, and installs what is missing for it"
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build Regain and serve it on http://127.0.0.1:3000, with its data in data/
    Run {
        /// Build without optimisation: compiles faster, and the browser loads some ten times as much
        #[arg(long)]
        dev: bool,
    },
    /// Check everything: formatting, lints, dependencies, Rust tests, and the released build in a browser
    Test {
        /// Only these parts, in their usual order
        #[arg(value_enum)]
        parts: Vec<test::Part>,
        /// For Playwright: a test file, --grep, --debug, …
        #[arg(last = true)]
        playwright: Vec<String>,
    },
    /// Measure what attackers can tell, guess, flood and block: a table, and target/verify.json
    Verify {
        /// Only these: t1, t2, t3, t4, t5, t8, t9, t13
        tests: Vec<String>,
        /// For the program: --short, …
        #[arg(last = true)]
        arguments: Vec<String>,
    },
    /// Give every parser of outside input bytes that nobody thought of, one after the other, for some time each
    Fuzz {
        /// Only these targets
        targets: Vec<String>,
        /// How long each runs
        #[arg(long, default_value_t = 60)]
        seconds: u32,
        /// Also watch memory (AddressSanitizer): some three times slower, and everything is compiled once more
        #[arg(long)]
        address: bool,
    },
}

fn main() -> ExitCode {
    let task = Cli::parse().task;
    let done = Workspace::find().and_then(|workspace| match task {
        Task::Run { dev } => run::run(&workspace, if dev { Build::Dev } else { Build::Release }),
        Task::Test { parts, playwright } => test::run(&workspace, &parts, &playwright),
        Task::Verify { tests, arguments } => verify::run(&workspace, &tests, &arguments),
        Task::Fuzz { targets, seconds, address } => fuzz::run(&workspace, &targets, seconds, address),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            ExitCode::FAILURE
        }
    }
}
