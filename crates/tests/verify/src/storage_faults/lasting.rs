//! A database that is gone, locked by another process, older than before, or damaged.

use super::TEST;
use super::full::{is_busy, says_to_come_back};
use super::volume::Volume;
use crate::{Form, Report};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};
use regain_service::heads::HeadFile;
use regain_storage::Store as _;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{Browser, Database, World};
use std::path::{Path, PathBuf};

/// The size of a database page.
const PAGE: usize = 4_096;

fn with(path: &Path, suffix: &str) -> PathBuf {
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
    let world = World::new().await;
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

/// How the test overwrites a page.
#[derive(Debug, Clone, Copy)]
enum Damage {
    Zeros,
    Noise,
    AnotherPage,
}

/// Overwrites every page in turn, and opens the file as a start does.
pub(super) async fn damaged(form: Form) -> Vec<Report> {
    let world = World::new().await;
    let directory = tempfile::tempdir().expect("a directory");
    let whole = directory.path().join("whole.sqlite3");
    world
        .database()
        .run(&format!("VACUUM INTO '{}'", whole.display()))
        .await;
    let bytes = std::fs::read(&whole).expect("a copy");
    let wanted = dump(&whole).await;
    let pages = bytes.len() / PAGE;
    let step = form.of(1, pages / 12);
    let mut rng = StdRng::seed_from_u64(12);
    let mut reports = Vec::new();
    for damage in [Damage::Zeros, Damage::Noise, Damage::AnotherPage] {
        let mut tried = 0;
        let mut refused = 0;
        let mut harmless = 0;
        let mut silent = Vec::new();
        for page in (0..pages).step_by(step.max(1)) {
            let mut bytes = bytes.clone();
            let from = page * PAGE;
            match damage {
                Damage::Zeros => bytes[from..from + PAGE].fill(0),
                Damage::Noise => rng.fill_bytes(&mut bytes[from..from + PAGE]),
                Damage::AnotherPage => {
                    let other = rng.random_range(0..pages) * PAGE;
                    bytes.copy_within(other..other + PAGE, from);
                }
            }
            let path = directory.path().join("damaged.sqlite3");
            for suffix in ["", "-wal", "-shm"] {
                std::fs::remove_file(with(&path, suffix)).ok();
            }
            std::fs::write(&path, &bytes).expect("the disk takes it");
            tried += 1;
            match SqliteStore::open(&format!("sqlite://{}", path.display())).await {
                Err(_) => refused += 1,
                Ok(store) => {
                    store.close().await;
                    // An unused page, or the same page again.
                    match other_rows(&wanted, &dump(&path).await) {
                        None => harmless += 1,
                        Some(table) => silent.push(format!("page {page}, {table}")),
                    }
                }
            }
        }
        let what = format!(
            "{tried} pages, each overwritten ({damage:?}): refused at the start, without effect"
        );
        reports.push(Report::judged(
            TEST,
            what,
            format!("{refused}, {harmless}"),
            "some refused",
            refused > 0,
        ));
        let what = format!("of these ({damage:?}) served with other rows");
        let figure = format!("{} {}", silent.len(), silent.join("; "));
        reports.push(Report::judged(
            TEST,
            what,
            figure.trim(),
            "= 0",
            silent.is_empty(),
        ));
    }
    reports.push(damaged_while_serving().await);
    reports
}

/// The first table whose rows differ.
fn other_rows(wanted: &[String], found: &[String]) -> Option<String> {
    let same = wanted
        .iter()
        .zip(found)
        .take_while(|(wanted, found)| wanted == found)
        .count();
    let is_there = same < wanted.len().max(found.len());
    is_there.then(|| {
        wanted[..=same.min(wanted.len() - 1)]
            .iter()
            .rev()
            .find(|row| row.starts_with(TABLE))
            .cloned()
    })?
}

/// The beginning of a table's line.
const TABLE: &str = "table ";

/// Every row of every table, as text.
async fn dump(path: &Path) -> Vec<String> {
    let database = Database::at(path.to_owned());
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut rows = Vec::new();
    for table in database.texts(tables).await {
        let columns = format!(
            "SELECT group_concat('quote(' || name || ')', ' || ') FROM pragma_table_info('{table}')"
        );
        let columns = database.texts(&columns).await.concat();
        rows.push(format!("{TABLE}{table}"));
        rows.extend(
            database
                .texts(&format!("SELECT {columns} FROM {table} ORDER BY 1"))
                .await,
        );
    }
    rows
}

/// Pages under a running server that nobody has read yet.
async fn damaged_while_serving() -> Report {
    let world = World::new().await;
    world
        .database()
        .run("PRAGMA wal_checkpoint(TRUNCATE)")
        .await;
    let path = world.database().path();
    let length = std::fs::metadata(path).map_or(0, |file| file.len()) as usize;
    let file = std::fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("a file");
    std::os::unix::fs::FileExt::write_all_at(&file, &vec![0; length - PAGE], PAGE as u64)
        .expect("the disk takes it");
    let browser = world.browser();
    let anna = world.anna();
    let fields = [
        ("identifier", anna.email.as_str()),
        ("password", anna.password.as_str()),
    ];
    let answer = browser.call("sign_in", &fields).await;
    let ready = browser.get("/readyz").await;
    let words = format!(
        "{}, /readyz {}",
        answer.status.as_u16(),
        ready.status.as_u16()
    );
    let good = says_to_come_back(&answer, None)
        && ready.status == 503
        && browser.cookie("session").is_none();
    Report::judged(
        TEST,
        "pages overwritten under the running server: a sign-in",
        words,
        "503, /readyz 503",
        good,
    )
}
