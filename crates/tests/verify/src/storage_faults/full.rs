//! A disk that fills up amid people's acts, at random points.

use super::TEST;
use super::stage::{ACTS, Act, Stage};
use super::volume::Volume;
use crate::Report;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use regain_domain::Refusal;
use regain_testkit::Answer;
use std::collections::BTreeMap;

/// A log with this many pages has room for any of these acts.
const ENOUGH: u64 = 40;

/// The outcome of all rounds.
#[derive(Debug, Default)]
struct Tally {
    rounds: u32,
    done: u32,
    busy: u32,
    /// Acknowledged, but missing.
    lost: u32,
    /// Neither as before nor as after.
    half: u32,
    /// A wrong password that the server refused, but didn't count.
    uncounted: u32,
    /// Refused in another way than with 503 and `Retry-After`, or a page that says to come back.
    unclear: u32,
    /// Refused with "come back", although it was whole in the files already: only a later write had
    /// no room.
    happened: u32,
    /// Done at the next try, in the same process.
    again: u32,
}

/// Fills `volume` at `rounds` random points.
pub(super) async fn random_points(name: &str, volume: &Volume, rounds: u32) -> Vec<Report> {
    let stage = Stage::set().await;
    let mut rng = StdRng::seed_from_u64(12);
    let mut good = Vec::new();
    let before = stage.durable().await;
    for act in ACTS {
        let stage = stage.on(volume).await;
        stage.act(act, false).await;
        good.push(stage.durable().await);
    }
    let mut tally = Tally::default();
    for nth in 0..rounds {
        let which = nth as usize % ACTS.len();
        // Few pages more often than many, because most commits end there.
        let most = rng.random_range(0..ENOUGH);
        let pages = rng.random_range(0..=most);
        let there = stage.on(volume).await;
        let plainly = rng.random_bool(0.5);
        volume.leave(pages).expect("a limit");
        let answer = there.act(ACTS[which], plainly).await;
        let page = match (plainly, answer.location()) {
            (true, Some(location)) => Some(there.browser(ACTS[which]).get(location).await),
            _ => None,
        };
        volume.free().expect("no limit");
        let found = there.durable().await;
        tally.rounds += 1;
        let done = &good[which].0;
        let after = &good[which];
        if is_busy(&answer) {
            tally.busy += 1;
            tally.half += u32::from(found.0 != before.0 && found.0 != *done);
            tally.unclear += u32::from(!says_to_come_back(&answer, page.as_ref()));
            if found.0 == *done {
                tally.happened += 1;
            } else {
                let again = there.act(ACTS[which], plainly).await;
                tally.again += u32::from(!is_busy(&again) && there.durable().await.0 == *done);
            }
        } else {
            tally.done += 1;
            match ACTS[which] {
                Act::WrongPassword => tally.uncounted += u32::from(found.1 != after.1),
                _ => tally.lost += u32::from(found.0 != *done),
            }
        }
    }
    let what = |what: &str| format!("{name}: {what}");
    vec![
        Report::judged(
            TEST,
            what(&format!(
                "of {rounds} acts at random points, done and told to come back"
            )),
            format!("{}, {}", tally.done, tally.busy),
            "some of each",
            tally.done > 0 && tally.busy > 0,
        ),
        Report::exactly(
            TEST,
            what("done as was said, and not in the files"),
            tally.lost,
            0,
        ),
        Report::exactly(
            TEST,
            what("told to come back, and half done"),
            tally.half,
            0,
        ),
        Report::exactly(
            TEST,
            what("wrong passwords told without being counted"),
            tally.uncounted,
            0,
        ),
        Report::exactly(
            TEST,
            what("refusals without 503 and Retry-After, or a page that says it"),
            tally.unclear,
            0,
        ),
        Report::told(
            TEST,
            what("told to come back, although it was whole in the files"),
            tally.happened,
        ),
        Report::all(
            TEST,
            what("done at the next try, without a restart"),
            tally.again,
            tally.busy - tally.happened,
        ),
    ]
}

/// Whether the answer says that the server has a problem.
pub(super) fn is_busy(answer: &Answer) -> bool {
    answer.status.is_server_error() || answer.refusal().as_deref() == Some(Refusal::Busy.code())
}

/// By status and header: script's answer, or the page to which a plain form leads, which also says
/// it in words.
pub(super) fn says_to_come_back(answer: &Answer, page: Option<&Answer>) -> bool {
    let told = page.unwrap_or(answer);
    let in_words = page.is_none_or(|page| page.words().contains("Please try again"));
    told.status == 503 && told.header("retry-after").is_some() && in_words
}

/// What people can read, and which answers they get, while nothing can be written.
pub(super) async fn reading(volume: &Volume) -> Vec<Report> {
    let stage = Stage::set().await.on(volume).await;
    // A waiting mail, which the relay will take.
    stage.act(Act::StartRecovery, false).await;
    stage
        .stranger
        .call("choose_method", &[("method", "mail")])
        .await;
    let waiting = stage
        .world
        .database()
        .number("SELECT count(*) FROM outbox")
        .await;
    stage
        .world
        .database()
        .run("PRAGMA wal_checkpoint(TRUNCATE)")
        .await;
    volume.leave(0).expect("a limit");
    let mut answered = 0;
    let pages = [
        (&stage.stranger, "/sign-in"),
        (&stage.stranger, "/recover"),
        (&stage.stranger, "/recover/verify"),
        (&stage.stranger, "/invite"),
        (&stage.anna, "/account"),
        (&stage.anna, "/account/history"),
        (&stage.anna, "/account/methods"),
        (&stage.anna, "/account/devices"),
        (&stage.root, "/admin"),
        (&stage.root, "/admin/history"),
        (&stage.root, "/admin/policy"),
    ];
    for (browser, path) in pages {
        let page = browser.get(path).await;
        let good = page.status == 200 && page.body.contains("<h1");
        if !good {
            crate::say(format!("{path}: {} {:?}", page.status, page.location()));
        }
        answered += u32::from(good);
    }
    let ready = stage.stranger.get("/readyz").await;
    let alive = stage.stranger.get("/healthz").await;
    for _ in 0..5 {
        // It can't note the sent mail; that comes later.
        stage.world.worker().run_once().await.ok();
    }
    volume.free().expect("no limit");
    let mails = stage.world.mails().await;
    let mut copies = BTreeMap::<&str, u32>::new();
    for mail in &mails {
        *copies.entry(&mail.id).or_default() += 1;
    }
    let twice = copies.values().filter(|count| **count > 1).count();
    let left = stage
        .world
        .database()
        .number("SELECT count(*) FROM outbox")
        .await;
    let degraded = ready.status == 503 && ready.json()["ready"] == false && alive.status == 200;
    vec![
        Report::all(
            TEST,
            "nothing can be written: pages that answer",
            answered,
            pages.len() as u32,
        ),
        Report::judged(
            TEST,
            "nothing can be written: /readyz, /healthz",
            format!("{}, {}", ready.status.as_u16(), alive.status.as_u16()),
            "503, 200",
            degraded,
        ),
        Report::exactly(
            TEST,
            "the same once it can: /readyz",
            stage.stranger.get("/readyz").await.status.as_u16(),
            200,
        ),
        // Not every row is a mail.
        Report::judged(
            TEST,
            format!("nothing can be noted: mails sent, of these twice, rows left of {waiting}"),
            format!("{}, {twice}, {left}", copies.len()),
            ">= 1, 0, 0",
            !copies.is_empty() && twice == 0 && left == 0,
        ),
    ]
}
