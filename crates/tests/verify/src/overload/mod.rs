//! T13: more people sign in at once than the machine can hash for.
//!
//! The test starts the released server on a throw-away database and a free port, within 512 MiB,
//! and calls it from this process; both share the cores, so the rate of answers is a lower bound.
//! Every client is a known device of an existing person: each sign-in costs its hash and ends in a
//! session, and none raises the pressure, under which the server would answer without a hash.

mod load;
mod requests;
mod server;

use crate::started::seconds;
use crate::{Form, Report};
use load::{Seen, clients, idle_connection, percentile, throttled};
use server::{MEMORY, Server};
use std::path::Path;
use std::time::Duration;

const TEST: &str = "t13";
/// The memory that one hash needs (S32).
const HASH_KIB: u64 = 19_456;
/// The memory allowed on top of the hashes.
const SLACK_KIB: u64 = 64 * 1024;
/// The largest number of clients.
const MANY: usize = 500;

/// Hashes per second with nothing around them, and memory reused.
fn raw(threads: usize, span: Duration) -> f64 {
    use argon2::{Algorithm, Argon2, Block, Params, Version};
    let begun = seconds();
    let one = move || {
        let params = Params::new(19_456, 2, 1, Some(32)).expect("Argon2id takes them");
        let mut blocks = vec![Block::default(); params.block_count()];
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut tag = [0; 32];
        let mut count = 0_u64;
        while seconds() - begun < span.as_secs_f64() {
            argon
                .hash_password_into_with_memory(b"a password", &[7; 16], &mut tag, &mut blocks)
                .expect("it hashes");
            count += 1;
        }
        count
    };
    let threads: Vec<_> = (0..threads).map(|_| std::thread::spawn(one)).collect();
    let hashes: u64 = threads
        .into_iter()
        .filter_map(|thread| thread.join().ok())
        .sum();
    hashes as f64 / (seconds() - begun)
}

/// Runs the test with the released server at `program`.
pub async fn run(form: Form, program: &Path) -> Vec<Report> {
    let Ok(program) = program.canonicalize() else {
        let why = format!(
            "{} isn't there; `cargo xtask test build` makes it",
            program.display()
        );
        return vec![Report::not_run(TEST, "overload", why)];
    };
    let server = match Server::start(&program, MANY).await {
        Ok(server) => server,
        Err(why) => {
            return vec![Report::judged(
                TEST,
                "the server starts",
                why,
                "ready in 20 s",
                false,
            )];
        }
    };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let span = Duration::from_secs(form.of(15, 4));
    let base = server.started.memory("VmRSS");
    let one_hash = 1_000.0 / raw(1, span / 3);
    let throttled = throttled(&server).await;
    let each = idle_connection(&server, MANY).await;
    let before = raw(cores, span / 3);
    let alone = clients(&server, 1, span).await;
    let some = clients(&server, 32, span).await;
    let many = clients(&server, MANY, span).await;
    let after = raw(cores, span / 3);

    let mut reports = goodput([before, after], cores, [&alone, &some, &many]);
    reports.extend(memory(base, cores, each.ok(), &many));
    reports.extend(others(&many, &some));
    reports.push(match throttled {
        Ok(took) => Report::told(
            TEST,
            "one throttled attempt",
            format!(
                "{took:.1} ms, {:.2} of a hash ({one_hash:.1} ms)",
                took / one_hash
            ),
        ),
        Err(error) => Report::judged(TEST, "one throttled attempt", error, "an answer", false),
    });
    let broken = alone.broken + some.broken + many.broken;
    reports.push(Report::exactly(
        TEST,
        "answers that broke, or refused who was right",
        broken,
        0,
    ));
    reports
}

fn goodput(
    [before, after]: [f64; 2],
    cores: usize,
    [alone, some, many]: [&Seen; 3],
) -> Vec<Report> {
    let hashes = f64::midpoint(before, after);
    let rate = |seen: &Seen| {
        format!(
            "{:.1}/s, {:.2} of raw hashing",
            seen.rate(),
            seen.rate() / hashes
        )
    };
    let wanted = 15.0 * cores as f64;
    let goodput = Report::judged(
        TEST,
        format!("sign-ins, {MANY} clients"),
        rate(many),
        format!(">= {wanted:.0}/s"),
        many.rate() >= wanted,
    );
    let goodput = if hashes < wanted {
        goodput.voided("with nothing around it, this build hashes no faster on this busy machine")
    } else {
        goodput
    };
    vec![
        Report::told(
            TEST,
            format!("raw hashing on {cores} cores, before and after"),
            format!("{before:.1}/s, {after:.1}/s"),
        ),
        Report::told(TEST, "sign-ins, 1 client", rate(alone)),
        Report::told(TEST, "sign-ins, 32 clients", rate(some)),
        goodput,
        Report::judged(
            TEST,
            format!("told to come back (503), {MANY} clients"),
            many.refused,
            ">= 1",
            many.refused > 0,
        ),
        Report::exactly(TEST, "of these without Retry-After", many.without_retry, 0),
    ]
}

fn memory(base: u64, cores: usize, each: Option<f64>, many: &Seen) -> Vec<Report> {
    let mib = |kib: u64| kib / 1024;
    let most = base + cores as u64 * HASH_KIB + SLACK_KIB;
    let limit = MEMORY / (1024 * 1024);
    let good = many.most_kib > 0 && many.most_kib <= most;
    let mut reports = vec![Report::judged(
        TEST,
        format!(
            "memory, {MANY} clients, of {limit} MiB allowed ({} when idle)",
            mib(base)
        ),
        format!("{} MiB", mib(many.most_kib)),
        format!("<= {} MiB", mib(most)),
        good,
    )];
    reports.extend(each.map(|kib| {
        Report::told(
            TEST,
            "memory of an idle connection",
            format!("{kib:.1} KiB"),
        )
    }));
    reports
}

/// The effect on everybody else.
fn others(many: &Seen, some: &Seen) -> Vec<Report> {
    let of = |what: &str, clients: usize, times: &[f64]| {
        let middle = percentile(times, 0.5);
        let most = percentile(times, 0.99);
        let figure = format!("{middle:.0} ms, {most:.0} ms");
        Report::judged(
            TEST,
            format!("{what}, {clients} clients: p50, p99"),
            figure,
            "p99 < 100 ms",
            most < 100.0,
        )
    };
    vec![
        of("health", MANY, &many.health),
        of("other pages", 32, &some.pages),
        of("other pages", MANY, &many.pages),
    ]
}
