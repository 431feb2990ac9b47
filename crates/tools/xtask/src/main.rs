//! The project's commands: `cargo xtask run`, `test`, `release`, `verify` and `fuzz`, which install
//! what they need and say so.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its terminal"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "development only: it looks at the machine and its clock"
)]

mod causes;
mod counts;
mod found;
mod fuzz;
mod holders;
mod product;
mod release;
mod report;
mod run;
mod sh;
mod steps;
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
    about = "Builds, runs and tests Regain, and installs what is missing for it",
    after_help = "Exit codes: 0 done, 1 something failed and was said, 2 the command line can't be read, 3 nothing failed, but \
                  browser tests didn't run, because no browser can be had."
)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build Regain and serve it on http://127.0.0.1:3000, with its data in data/
    Run {
        /// What is shipped: optimised, some minutes more to compile
        #[arg(long)]
        release: bool,
        /// Another port
        #[arg(long)]
        port: Option<u16>,
    },
    /// Check everything: formatting, lints, dependencies, Rust tests, and the product in a browser
    Test {
        /// Only these parts, in their usual order
        #[arg(value_enum)]
        parts: Vec<test::Part>,
        /// In the browser, what is shipped instead of what `run` builds
        #[arg(long)]
        release: bool,
        /// The database under the Rust tests that can run on either
        #[arg(long, value_enum, default_value_t)]
        engine: test::Engine,
        /// Let the tests share one processor with two busy loops (compiling isn't slowed); needs `taskset`
        #[arg(long)]
        slow_machine: bool,
        /// For Playwright: a test file, --grep, --debug, …
        #[arg(last = true)]
        playwright: Vec<String>,
    },
    /// Build what is shipped: a folder with the program, its site and hash.txt
    Release,
    /// Install cargo-leptos and wasm-bindgen for `cargo leptos watch`, the developers' loop
    Tools,
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
        Task::Run { release, port } => run::run(&workspace, Build::of(release), port),
        Task::Test {
            parts,
            release,
            engine,
            slow_machine,
            playwright,
        } => test::run(
            &workspace,
            &test::Wish {
                parts,
                build: Build::of(release),
                engine,
                slow_machine,
                playwright,
            },
        ),
        Task::Release => release::run(&workspace),
        Task::Tools => tools::for_watching(&workspace),
        Task::Verify { tests, arguments } => verify::run(&workspace, &tests, &arguments),
        Task::Fuzz {
            targets,
            seconds,
            address,
        } => fuzz::run(&workspace, &targets, seconds, address),
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nerror: {failure}");
            failure.exit_code()
        }
    }
}
