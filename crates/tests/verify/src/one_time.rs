//! T8: one-time secrets work once, however many requests bring one at the same moment (S17).
//!
//! Fifty attempts with one secret, half of them in a second process over the same database; then
//! the next secret. Attempts that cost a slow hash are bounded in time, and the figure says how
//! many secrets there were.

mod addresses;
mod invitations;
mod passkeys;
mod recoveries;
mod tickets;

use crate::planted::{Planted, now};
use crate::{Form, Report};
use regain_testkit::{Tally, World, at_once, processes};
use std::time::{Duration, Instant};

const TEST: &str = "t8";
/// Attempts with each secret.
const AT_ONCE: usize = 50;
/// A day later, every budget is full again, and nothing about the last secret is open.
const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The result for one kind of secret.
struct Kind {
    what: &'static str,
    secrets: u32,
    /// Secrets with exactly one success.
    once: u32,
    /// Successes of the secret with the most.
    most: usize,
    /// Attempts that ended as none may.
    broken: usize,
    told_to_wait: usize,
    until: Instant,
    limit: u32,
}

impl Kind {
    fn new(what: &'static str, form: Form) -> Self {
        let until = now() + Duration::from_secs(form.of(90, 6));
        Self {
            what,
            secrets: 0,
            once: 0,
            most: 0,
            broken: 0,
            told_to_wait: 0,
            until,
            limit: form.of(1_000, 3),
        }
    }

    /// Whether to make another secret; there is at least one.
    fn goes_on(&self) -> bool {
        self.secrets < self.limit && (self.secrets == 0 || now() < self.until)
    }

    fn add(&mut self, tally: &Tally) {
        self.secrets += 1;
        self.once += u32::from(tally.won == 1);
        self.most = self.most.max(tally.won);
        self.broken += tally.broken;
        self.told_to_wait += tally.told_to_wait;
    }

    fn report(self, control: usize) -> Report {
        let Self {
            what,
            secrets,
            once,
            most,
            broken,
            told_to_wait,
            ..
        } = self;
        let figure = format!(
            "{once}/{secrets} once, at most {most}; {told_to_wait} told to wait, {broken} broken"
        );
        let good = once == secrets && most == 1 && broken == 0;
        let report = Report::judged(
            TEST,
            format!("{what}: successes of {AT_ONCE} at once"),
            figure,
            "1 each",
            good,
        );
        match control {
            0 | 1 => report.voided("two winners of a planted check-then-act weren't seen"),
            _ => report,
        }
    }
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let control = control(form).await;
    let mut kinds = Vec::new();
    for kind in [
        recoveries::mailed(form).await,
        recoveries::saved(form).await,
        invitations::last_step(form).await,
        addresses::confirmed(form).await,
        addresses::changed(form).await,
        recoveries::app(form).await,
        passkeys::answered(form).await,
        tickets::spent(form).await,
    ] {
        kinds.push(kind.report(control));
    }
    kinds.push(Report::judged(
        TEST,
        "control: winners of a planted check-then-act",
        control,
        ">= 2",
        control >= 2,
    ));
    kinds
}

/// The most winners when a program looks at a secret and then marks it as used.
async fn control(form: Form) -> usize {
    let world = World::new().await;
    let processes = processes(&world).await;
    let planted = Planted::in_world(&world).await;
    let mut most = 0;
    for _ in 0..form.of(20, 5) {
        planted.renew(&world).await;
        let tally = at_once(&processes, AT_ONCE, |_, _| {
            let database = world.database().clone();
            async move { Planted::redeem(&database).await }
        })
        .await;
        most = most.max(tally.won);
    }
    most
}
