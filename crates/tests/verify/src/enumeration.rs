//! T1: whether the time of an answer tells who exists.
//!
//! The test calls the app's router in this process, with the real cost of Argon2 and without a
//! network: anybody who can't tell people apart here can't do it from further away. Classes come in
//! random order, one request at a time. Two controls decide whether the figures mean anything: two
//! unknown names must look alike, and one of them with a planted delay must not.

#[cfg(test)]
mod tests;

use crate::stats::{Difference, compare, interleaved};
use crate::{Form, Report};
use regain_domain::policy;
use regain_testkit::{Browser, World, done};
use std::time::Duration;

const TEST: &str = "t1";
const SEED: u64 = 20_261_122;
const MILLI: f64 = 1_000_000.0;
/// Welch's t that distinguishes two classes (dudect).
const T: f64 = 4.5;
/// The allowed difference of medians, in nanoseconds.
const MEDIAN: f64 = MILLI;
/// The difference of medians that the short form calls gross.
const GROSS: f64 = 5.0 * MILLI;
/// How far the classifier may be from guessing.
const AUC: f64 = 0.05;

/// The classes of people. All names have the same length.
const KNOWN: usize = 0;
const UNKNOWN: usize = 1;
const OTHER_UNKNOWN: usize = 2;
const PLANTED: usize = 3;
const DISABLED: usize = 4;
const THROTTLED_KNOWN: usize = 5;
const THROTTLED_UNKNOWN: usize = 6;
const NAMES: [&str; 7] = ["anna", "zoey", "yuri", "wren", "bert", "cora", "xena"];
const CLASSES: usize = NAMES.len();

/// A stranger's act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Probe {
    /// Signs in with a wrong password.
    SignIn,
    /// Starts a recovery and asks for a mailed code.
    Start,
    /// Types a wrong code.
    Code,
    /// Types a wrong saved code.
    SavedCode,
}

impl Probe {
    const ALL: [Self; 4] = [Self::SignIn, Self::Start, Self::Code, Self::SavedCode];

    const fn name(self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::Start => "recovery start and choice of mail",
            Self::Code => "wrong mailed code",
            Self::SavedCode => "wrong saved code",
        }
    }
}

/// Durations in nanoseconds, by class.
pub type Samples = [Vec<f64>; CLASSES];

/// A world with somebody of every class, which keeps its throttled ones throttled.
struct Stage {
    world: World,
    kept: String,
    planted: Duration,
    nth: usize,
}

impl Stage {
    async fn set(planted: Duration) -> Self {
        let world = World::new().await;
        world.enrol("cora@example.org").await;
        world.set_disabled("bert@example.org", true).await;
        world.deliver().await;
        for name in [NAMES[THROTTLED_KNOWN], NAMES[THROTTLED_UNKNOWN]] {
            for nth in 0..=policy::FREE_FAILURES {
                world
                    .browser()
                    .try_sign_in(name, &format!("a guess, {nth}"))
                    .await;
            }
            for _ in 0..policy::MAILS.hourly {
                start(&world.browser(), name, "mail").await;
            }
        }
        let keys = "SELECT 'x''' || hex(key) || '''' FROM sign_in_counters UNION SELECT 'x''' || hex(key) || '''' FROM spendings";
        let kept = world.database().texts(keys).await.join(",");
        Self {
            world,
            kept,
            planted,
            nth: 0,
        }
    }

    /// The duration of one request, without its preparations, which are the same for every class.
    async fn sample(&mut self, probe: Probe, class: usize) -> f64 {
        self.nth += 1;
        // Fewer attempts in a minute than raise the pressure, under which the server would check
        // nothing; people who wait go on waiting.
        self.world.advance_seconds(1);
        let now = self.world.now().as_millis();
        let kept = &self.kept;
        let until = now + 600_000;
        let statements = [
            format!(
                "UPDATE sign_in_counters SET last_try_at = {now}, blocked_until = {until} WHERE key IN ({kept})"
            ),
            format!("UPDATE spendings SET at = {now} WHERE key IN ({kept})"),
            format!(
                "DELETE FROM sign_in_counters WHERE key NOT IN ({})",
                self.kept
            ),
            format!("DELETE FROM spendings WHERE key NOT IN ({})", self.kept),
            "DELETE FROM outbox".to_owned(),
        ];
        self.world.database().run_all(&statements).await;
        let browser = self.world.browser();
        let name = NAMES[class];
        let password = format!("not the password, {}", self.nth);
        match probe {
            Probe::Code => start(&browser, name, "mail").await,
            Probe::SavedCode => start(&browser, name, "saved_code").await,
            Probe::SignIn | Probe::Start => {}
        }
        let begun = stopwatch();
        let refused = match probe {
            Probe::SignIn => Some(
                browser
                    .call("sign_in", &[("identifier", name), ("password", &password)])
                    .await,
            ),
            Probe::Start => {
                start(&browser, name, "mail").await;
                None
            }
            Probe::Code => Some(
                browser
                    .call("enter_mailed_code", &[("code", "0000-0000")])
                    .await,
            ),
            Probe::SavedCode => Some(
                browser
                    .call("enter_saved_code", &[("code", "0000-0000-0000-0000-0000")])
                    .await,
            ),
        };
        if class == PLANTED {
            std::thread::sleep(self.planted);
        }
        let took = begun.elapsed_nanos();
        // Otherwise the server refused something other than the secret, and the time says nothing.
        let expected = if probe == Probe::SignIn {
            "sign-in"
        } else {
            "code-wrong"
        };
        assert!(
            refused.is_none_or(|answer| answer.refusal().as_deref() == Some(expected)),
            "{probe:?} of {name}"
        );
        took
    }
}

async fn start(browser: &Browser, name: &str, method: &str) {
    browser.start_recovery(name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", method)]).await);
}

/// The moment at which a measurement begins.
struct Begun(std::time::Instant);

#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
fn stopwatch() -> Begun {
    Begun(std::time::Instant::now())
}

impl Begun {
    #[expect(clippy::disallowed_methods, reason = "this is what is measured")]
    fn elapsed_nanos(&self) -> f64 {
        self.0.elapsed().as_nanos() as f64
    }
}

/// Measures one probe, `count` times for each class.
pub async fn measure(probe: Probe, count: usize, planted: Duration) -> Samples {
    let mut stage = Stage::set(planted).await;
    for class in 0..CLASSES {
        stage.sample(probe, class).await;
    }
    let mut samples = Samples::default();
    for class in interleaved(CLASSES, count, SEED) {
        let sample = stage.sample(probe, class).await;
        samples[class].push(sample);
    }
    samples
}

/// Whether two classes are indistinguishable.
fn alike(form: Form, difference: &Difference) -> bool {
    match form {
        Form::Full => {
            let reach = AUC.max(3.0 * difference.auc_error);
            difference.t.abs() < T
                && difference.median.abs() < MEDIAN
                && (difference.auc - 0.5).abs() <= reach
        }
        Form::Short => difference.median.abs() <= GROSS,
    }
}

fn bound(form: Form, difference: &Difference) -> String {
    match form {
        Form::Full => {
            let reach = AUC.max(3.0 * difference.auc_error);
            format!(
                "|t| < 4.5, Δ < 1 ms, AUC {:.2}–{:.2}",
                0.5 - reach,
                0.5 + reach
            )
        }
        Form::Short => "Δ <= 5 ms".to_owned(),
    }
}

fn shown(difference: &Difference) -> String {
    let Difference { t, median, auc, .. } = difference;
    format!("t {t:.1}, Δ {:.3} ms, AUC {auc:.2}", median / MILLI)
}

/// Judges the samples of a probe: its controls first, and nothing else if one of them fails.
#[must_use]
pub fn judge(form: Form, probe: &str, samples: &Samples) -> Vec<Report> {
    let between = |one: usize, other: usize| compare(&samples[one], &samples[other], SEED);
    let report = |what: &str, difference: &Difference, good: bool, bound: String| {
        Report::judged(
            TEST,
            format!("{probe}: {what}"),
            shown(difference),
            bound,
            good,
        )
    };
    let same = between(UNKNOWN, OTHER_UNKNOWN);
    let planted = between(PLANTED, OTHER_UNKNOWN);
    let same_passes = alike(form, &same);
    let leak_fails = !alike(form, &planted);
    let why = match (same_passes, leak_fails) {
        (true, true) => None,
        (false, _) => Some("two names of nobody could be told apart"),
        (_, false) => Some("a planted leak wasn't seen"),
    };
    let controls = [
        report(
            "control, two unknown names",
            &same,
            same_passes,
            bound(form, &same),
        ),
        report(
            "control, planted leak",
            &planted,
            leak_fails,
            "must be seen".to_owned(),
        ),
    ];
    let pairs = [
        ("known and unknown", KNOWN, UNKNOWN),
        ("disabled and unknown", DISABLED, UNKNOWN),
        (
            "throttled, known and unknown",
            THROTTLED_KNOWN,
            THROTTLED_UNKNOWN,
        ),
    ];
    let pairs = pairs.map(|(what, one, other)| {
        let difference = between(one, other);
        report(
            what,
            &difference,
            alike(form, &difference),
            bound(form, &difference),
        )
    });
    let all = controls.into_iter().chain(pairs);
    match why {
        Some(why) => all.map(|report| report.voided(why)).collect(),
        None => all.collect(),
    }
}

/// Runs the test.
pub async fn run(form: Form) -> Vec<Report> {
    let mut reports = Vec::new();
    // A smoke test of the machinery plants a delay that the short form calls gross.
    let (count, planted) = form.of(
        (2_000, Duration::from_millis(2)),
        (150, Duration::from_millis(15)),
    );
    for probe in Probe::ALL {
        let samples = measure(probe, count, planted).await;
        let middle = crate::stats::median(&samples[UNKNOWN]) / MILLI;
        reports.push(Report::told(
            TEST,
            format!("{}: median of an unknown name", probe.name()),
            format!("{middle:.2} ms"),
        ));
        reports.extend(judge(form, probe.name(), &samples));
    }
    reports
}
