//! T20: the cost of a sign-in on a known device beside its one hash: statements, and microseconds.
//!
//! The test calls the app's router in this process. It counts statements as the database's driver
//! logs them, without those that begin and end units of work. The time is the median of whole
//! sign-ins less the median of bare hashes made in between, so that both saw the same machine.

use crate::started::seconds;
use crate::{Form, Report};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use regain_testkit::{Browser, Person, World};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tracing::Subscriber;
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

const TEST: &str = "t20";
/// The target under which the driver logs its statements.
const STATEMENTS: &str = "sqlx::query";
/// This many are fast enough; somebody should look at a change that needs more.
const MOST: u64 = 70;

/// Counts statements.
#[derive(Clone, Default)]
struct Counter(Arc<AtomicU64>);

impl<S: Subscriber> Layer<S> for Counter {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == STATEMENTS {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let world = World::strict().await;
    let browser = world.browser();
    let anna = world.anna().clone();
    world.sign_in_remembered(&browser, &anna).await;
    sign_in(&world, &browser, &anna).await;

    // The driver works on threads of its own, so the test can only listen to the whole process.
    let counter = Counter::default();
    if tracing::subscriber::set_global_default(tracing_subscriber::registry().with(counter.clone()))
        .is_err()
    {
        return vec![Report::not_run(
            TEST,
            "statements",
            "somebody else listens to this process",
        )];
    }
    sign_in(&world, &browser, &anna).await;
    let statements = counter.0.load(Ordering::Relaxed);

    let mut whole = Vec::new();
    let mut hashes = Vec::new();
    let mut blocks = Vec::new();
    for _ in 0..form.of(400, 10) {
        let begun = seconds();
        sign_in(&world, &browser, &anna).await;
        whole.push(seconds() - begun);
        let begun = seconds();
        hash(&mut blocks);
        hashes.push(seconds() - begun);
    }
    let whole = median(whole);
    let hash = median(hashes);
    let counted = Report::at_most(
        TEST,
        "statements of a sign-in on a known device",
        statements,
        MOST,
    );
    vec![
        if statements == 0 {
            counted.voided("the driver told none")
        } else {
            counted
        },
        Report::told(
            TEST,
            "a sign-in, and its hash alone",
            format!(
                "{:.1} ms, {:.1} ms: {:.0} µs are not the hash",
                whole * 1e3,
                hash * 1e3,
                (whole - hash) * 1e6
            ),
        ),
    ]
}

async fn sign_in(world: &World, browser: &Browser, person: &Person) {
    // A right password every minute isn't throttled.
    world.advance_seconds(60);
    browser.sign_in(person).await;
}

/// One hash at the cost of passwords here (S32), with its memory reused.
fn hash(blocks: &mut Vec<Block>) {
    let params = Params::new(19_456, 2, 1, Some(32)).expect("Argon2id takes them");
    blocks.resize(params.block_count(), Block::default());
    let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let mut tag = [0; 32];
    argon
        .hash_password_into_with_memory(b"a password", &[7; 16], &mut tag, blocks)
        .expect("it hashes");
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}
