//! The `regain` binary.

use clap::Parser;
use regain_server::commands::{Arguments, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(&Arguments::parse())
}
