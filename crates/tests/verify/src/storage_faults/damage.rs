//! Pages of the database that somebody overwrote (T12).

use super::TEST;
use super::full::says_to_come_back;
use super::lasting::with;
use crate::{Form, Report};
use rand::rngs::StdRng;
use rand::{Rng as _, RngCore as _, SeedableRng as _};
use regain_storage::Store as _;
use regain_storage_sqlite::SqliteStore;
use regain_testkit::{Database, World};
use std::path::Path;

/// The size of a database page.
const PAGE: usize = 4_096;

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
