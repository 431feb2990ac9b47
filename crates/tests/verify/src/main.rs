//! `regain-verify`: runs the measured suite, or parts of it by name.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks on its terminal"
)]

use clap::{Parser, ValueEnum};
use regain_verify::{Form, Report};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Parser)]
#[command(
    name = "regain-verify",
    about = "Measures what attackers can tell, guess, flood and block"
)]
struct Cli {
    /// Only these, in their usual order
    #[arg(value_enum)]
    tests: Vec<Test>,
    /// Seconds instead of minutes: shows that the machinery works, and gross differences
    #[arg(long)]
    short: bool,
    /// Where the figures are written as JSON
    #[arg(long, default_value = "target/verify.json")]
    json: PathBuf,
    /// The released server, for t6, t13 and t19
    #[arg(long, default_value = "target/regain/release/regain")]
    server: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Test {
    /// Enumeration by timing
    T1,
    /// Bytes that differ
    T2,
    /// Mail bomb
    T3,
    /// Brute force
    T4,
    /// Lock-out
    T5,
    /// kill -9
    T6,
    /// Mail outage
    T7,
    /// One-time race
    T8,
    /// Cross races
    T9,
    /// Disk full, gone, locked, damaged
    T12,
    /// Overload
    T13,
    /// A thief was inside
    T18,
    /// A start with a long history
    T19,
    /// What a sign-in costs beside its hash
    T20,
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let form = if cli.short { Form::Short } else { Form::Full };
    let chosen = |test: &Test| cli.tests.is_empty() || cli.tests.contains(test);
    let mut reports: Vec<Report> = Vec::new();
    let load = load();
    for test in Test::value_variants().iter().filter(|test| chosen(test)) {
        let name = test
            .to_possible_value()
            .map(|value| value.get_name().to_owned())
            .unwrap_or_default();
        eprintln!("» {name}");
        reports.extend(match test {
            Test::T1 => regain_verify::enumeration::run(form).await,
            Test::T2 => regain_verify::byte_differences::run(form).await,
            Test::T3 => regain_verify::mail_bomb::run(form).await,
            Test::T4 => regain_verify::brute_force::run(form).await,
            Test::T5 => regain_verify::lock_out::run(form).await,
            Test::T6 => regain_verify::kill::run(form, &cli.server).await,
            Test::T7 => regain_verify::mail_outage::run(form).await,
            Test::T8 => regain_verify::one_time::run(form).await,
            Test::T9 => regain_verify::cross_races::run(form).await,
            Test::T12 => regain_verify::storage_faults::run(form).await,
            Test::T13 => regain_verify::overload::run(form, &cli.server).await,
            Test::T20 => regain_verify::sign_in_cost::run(form).await,
            Test::T19 => regain_verify::start::run(form, &cli.server).await,
            Test::T18 => regain_verify::thief_inside::run(form).await,
        });
    }
    let load = format!("{load} before, {} after", self::load());
    println!("{}", regain_verify::table(&reports));
    println!(
        "load of the machine: {load}; t1, t13, t19 and t20 mean something only where nothing else runs"
    );
    let word = if cli.short { "short" } else { "full" };
    let text = regain_verify::json(&reports, word, &load);
    if let Err(error) = std::fs::write(&cli.json, text) {
        eprintln!("{} can't be written: {error}", cli.json.display());
        return ExitCode::FAILURE;
    }
    if regain_verify::failed(&reports) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}

/// The machine's load: processes that want to run, averaged over the last minute.
fn load() -> String {
    let text = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').next().unwrap_or("unknown").to_owned()
}
