//! A disk that fills up amid people's acts, at random points.

use super::TEST;
use super::volume::Volume;
use crate::Report;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use regain_domain::Refusal;
use regain_testkit::{ADDRESSES, Answer, Browser, World};
use std::collections::BTreeMap;
use std::time::Duration;

/// A log with this many pages has room for any of these acts.
const ENOUGH: u64 = 40;
const NEW: &str = "a sentence that nobody has said before";

/// The act under way when the room runs out.
#[derive(Debug, Clone, Copy)]
enum Act {
    SignIn,
    WrongPassword,
    StartRecovery,
    NewPassword,
    ChangePassword,
    Disable,
}

const ACTS: [Act; 6] = [
    Act::SignIn,
    Act::WrongPassword,
    Act::StartRecovery,
    Act::NewPassword,
    Act::ChangePassword,
    Act::Disable,
];

/// People amid their acts.
struct Stage {
    world: World,
    stranger: Browser,
    anna: Browser,
    /// Bert, who has passed his gates and chooses a new password.
    bert: Browser,
    root: Browser,
    annas_id: String,
}

impl Stage {
    async fn set() -> Self {
        let world = World::new().await;
        let anna = world.browser();
        let root = world.confirmed(world.root()).await;
        anna.sign_in(world.anna()).await;
        let bert = world.proven(world.bert(), "forgot_password", 1).await;
        world.deliver().await;
        let annas_id = world.id_of(ADDRESSES[0]).await.to_hex();
        // The server will note the session's use again.
        world.advance(Duration::from_secs(120));
        Self {
            stranger: world.browser(),
            world,
            anna,
            bert,
            root,
            annas_id,
        }
    }

    /// The same people in a process of their own, on a volume with an empty log.
    async fn on(&self, volume: &Volume) -> Self {
        let world = self.world.copy_on(&volume.path()).await;
        world
            .database()
            .run("PRAGMA wal_checkpoint(TRUNCATE)")
            .await;
        let found = |browser: &Browser| browser.in_world_of(world.browser());
        let stranger = found(&self.stranger);
        let anna = found(&self.anna);
        let bert = found(&self.bert);
        let root = found(&self.root);
        Self {
            stranger,
            anna,
            bert,
            root,
            annas_id: self.annas_id.clone(),
            world,
        }
    }

    /// The browser of this act.
    const fn browser(&self, act: Act) -> &Browser {
        match act {
            Act::SignIn | Act::WrongPassword | Act::StartRecovery => &self.stranger,
            Act::NewPassword => &self.bert,
            Act::ChangePassword => &self.anna,
            Act::Disable => &self.root,
        }
    }

    async fn act(&self, act: Act, plainly: bool) -> Answer {
        let anna = self.world.anna();
        let bert = self.world.bert();
        let (endpoint, fields) = match act {
            Act::SignIn => (
                "sign_in",
                vec![("identifier", &*anna.email), ("password", &anna.password)],
            ),
            Act::WrongPassword => (
                "sign_in",
                vec![
                    ("identifier", &*bert.email),
                    ("password", "not the password"),
                ],
            ),
            Act::StartRecovery => (
                "start_recovery",
                vec![("identifier", &*anna.email), ("trouble", "forgot_password")],
            ),
            Act::NewPassword => ("new_password", vec![("password", NEW)]),
            Act::ChangePassword => (
                "change_password",
                vec![("current", &*anna.password), ("new", NEW)],
            ),
            Act::Disable => (
                "disable_person",
                vec![
                    ("person", &*self.annas_id),
                    ("reason", "a test of the disk"),
                ],
            ),
        };
        if plainly {
            self.browser(act).post(endpoint, &fields).await
        } else {
            self.browser(act).call(endpoint, &fields).await
        }
    }

    /// The files' content as a newly started process finds it: the rows of each table and the
    /// values updated in place, without the counters; and the failures in these.
    async fn durable(&self) -> (BTreeMap<String, String>, i64) {
        let found = self.world.after_kill().await;
        let database = found.database();
        let counts = database
            .row_counts()
            .await
            .into_iter()
            .filter(|(table, _)| table != "sign_in_counters");
        let mut rows: BTreeMap<_, _> = counts
            .map(|(table, count)| (table, count.to_string()))
            .collect();
        for (what, order) in [
            ("version FROM manifests", "person_id"),
            ("state FROM recovery_flows", "1"),
        ] {
            let texts = database
                .texts(&format!("SELECT '' || {what} ORDER BY {order}"))
                .await;
            rows.insert(what.to_owned(), texts.join(" "));
        }
        rows.insert(
            "status".to_owned(),
            database
                .texts("SELECT status FROM people ORDER BY id")
                .await
                .join(" "),
        );
        (
            rows,
            database
                .number("SELECT coalesce(sum(failures), 0) FROM sign_in_counters")
                .await,
        )
    }
}

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
