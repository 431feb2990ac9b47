//! The `regain` binary.

use regain_server::commands::{Arguments, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(&Arguments::from_process())
}
