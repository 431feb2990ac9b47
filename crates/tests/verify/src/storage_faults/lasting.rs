//! A database that is gone, locked by another process, older than before, or damaged.

use super::TEST;
use super::full::{is_busy, says_to_come_back};
use super::volume::Volume;
use crate::{Form, Report};
use regain_service::heads::HeadFile;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{Browser, World};
use std::path::{Path, PathBuf};

pub(super) fn with(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// A server that can't write doesn't begin to serve.
pub(super) async fn read_only_at_start(volume: &Volume) -> Vec<Report> {
    let world = World::new().await.copy_on(&volume.path()).await;
    let database = world.database().path().to_owned();
    let copy = with(&database, ".copy");
    world
        .database()
        .run(&format!("VACUUM INTO '{}'", copy.display()))
        .await;
    volume.leave(0).expect("a limit");
    let opened = SqliteStore::open(&format!("sqlite://{}", copy.display())).await;
    volume.free().expect("no limit");
    let words = opened.map_or_else(|error| error.to_string(), |_| "it opens".to_owned());
    let good = words.starts_with("the database failed: ");
    vec![Report::judged(
        TEST,
        "nothing can be written at the start",
        words,
        "says so, and doesn't start",
        good,
    )]
}

/// The answers to a stranger, with script and without, and to a signed-in person while the database
/// takes no writes.
async fn refused(world: &World, signed_in: &Browser) -> (u32, u32) {
    let anna = world.anna();
    let fields = [
        ("identifier", anna.email.as_str()),
        ("password", anna.password.as_str()),
    ];
    let browser = world.browser();
    let script = browser.call("sign_in", &fields).await;
    let plain = browser.post("sign_in", &fields).await;
    let page = match plain.location() {
        Some(location) => browser.get(location).await,
        None => plain.clone(),
    };
    let mut good = u32::from(is_busy(&script) && says_to_come_back(&script, None));
    good += u32::from(is_busy(&plain) && says_to_come_back(&plain, Some(&page)));
    good += u32::from(browser.cookie("session").is_none());
    good += u32::from(browser.get("/readyz").await.status == 503);
    for (browser, path) in [(&browser, "/sign-in"), (signed_in, "/account")] {
        good += u32::from(browser.get(path).await.status == 200);
    }
    (good, 6)
}

/// Moves the file, or its log, away under the running server, and back.
pub(super) async fn gone() -> Vec<Report> {
    let mut reports = Vec::new();
    for (what, suffix) in [("file", ""), ("log", "-wal")] {
        let world = World::new().await;
        let browser = world.browser();
        browser.sign_in(world.anna()).await;
        let path = with(world.database().path(), suffix);
        let aside = with(&path, ".aside");
        std::fs::rename(&path, &aside).expect("it can be moved");
        let (good, all) = refused(&world, &browser).await;
        std::fs::rename(&aside, &path).expect("it can be moved back");
        let again = world.browser();
        again
            .try_sign_in(&world.anna().email, &world.anna().password)
            .await;
        let works = u32::from(
            again.cookie("session").is_some() && again.get("/readyz").await.status == 200,
        );
        reports.push(Report::all(
            TEST,
            format!("{what} moved away: refused in words, pages answer"),
            good,
            all,
        ));
        reports.push(Report::all(
            TEST,
            format!("{what} moved back: works, without a restart"),
            works,
            1,
        ));
    }
    reports
}

/// Another process holds the lock (S98).
#[expect(clippy::disallowed_methods, reason = "this is what is measured")]
pub(super) async fn locked(form: Form) -> Vec<Report> {
    let world = World::impatient().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let lock = world.database().lock().await;
    let begun = std::time::Instant::now();
    let anna = world.anna();
    let fields = [
        ("identifier", anna.email.as_str()),
        ("password", anna.password.as_str()),
    ];
    let answer = world.browser().call("sign_in", &fields).await;
    let took = begun.elapsed().as_secs_f64();
    let good = u32::from(says_to_come_back(&answer, None));
    let (refused, all) = match form {
        Form::Full => refused(&world, &browser).await,
        Form::Short => (0, 0),
    };
    lock.give_back().await;
    let again = world.browser();
    again.try_sign_in(&anna.email, &anna.password).await;
    let works = u32::from(again.cookie("session").is_some());
    let time = "locked by another process: 503 after";
    let mut reports = vec![
        Report::all(
            TEST,
            "locked by another process: 503 with Retry-After",
            good,
            1,
        ),
        match form {
            Form::Full => Report::judged(TEST, time, format!("{took:.1} s"), "<= 6 s", took <= 6.0),
            Form::Short => Report::told(TEST, time, format!("{took:.1} s")),
        },
        Report::all(TEST, "lock given back: works, without a restart", works, 1),
    ];
    if form == Form::Full {
        reports.push(Report::all(
            TEST,
            "locked for longer: refused in words, pages answer",
            refused,
            all,
        ));
    }
    reports
}

/// An older database is restored (S84).
pub(super) async fn restored() -> Vec<Report> {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let signed_in = world.browser();
    signed_in.sign_in(anna).await;
    let recovering = world.browser();
    recovering
        .start_recovery(&bert.email, "forgot_password")
        .await;
    recovering
        .call("choose_method", &[("method", "mail")])
        .await;
    let code = world.mailed_code(&bert.email).await;
    // A day passes after the backup.
    let backup = world.after_kill().await;
    let restored = backup.after_kill().await;
    let directory = tempfile::tempdir().expect("a directory");
    let mut heads =
        HeadFile::open(&directory.path().join("heads"), world.heads_key()).expect("a file");
    let found = signed_in.in_world_of(backup.browser());
    let asks = recovering.in_world_of(backup.browser());
    // A control: in the backup by itself, both are as before.
    asks.call("enter_mailed_code", &[("code", &code)]).await;
    let control = found.is_signed_in().await && asks.recovery_step().await == Some(2);
    restored
        .regain()
        .upkeep
        .after_restore(&mut heads)
        .await
        .expect("restored");
    let found = signed_in.in_world_of(restored.browser());
    let asks = recovering.in_world_of(restored.browser());
    let sessions = u32::from(found.is_signed_in().await);
    asks.call("enter_mailed_code", &[("code", &code)]).await;
    let passed = u32::from(asks.recovery_step().await.is_some_and(|step| step > 1));
    let open =
        "SELECT count(*) FROM recovery_flows WHERE state IN ('started', 'one_gate', 'two_gates')";
    let open = restored.database().number(open).await;
    let rows = restored
        .database()
        .number("SELECT count(*) FROM sessions")
        .await;
    let reports = vec![
        Report::exactly(
            TEST,
            "backup restored: browsers still signed in",
            sessions,
            0,
        ),
        Report::exactly(
            TEST,
            "backup restored: codes of before that pass",
            passed,
            0,
        ),
        Report::exactly(
            TEST,
            "backup restored: rows of sessions, open recoveries",
            rows + open,
            0,
        ),
    ];
    if control {
        reports
    } else {
        reports
            .into_iter()
            .map(|report| report.voided("the backup itself had neither"))
            .collect()
    }
}
