//! Tests at start that the database refuses what it must refuse (S75): a dropped trigger, or a connection that
//! ignores triggers, stops the start.

use crate::Db;
use crate::failure::failure;
use crate::migrations::MIGRATIONS;
use crate::schema;
use regain_storage::{Result, StorageError};
use sqlx::pool::Pool;
use sqlx::{Acquire as _, AssertSqlSafe};

/// Why the start is refused.
#[derive(Debug, thiserror::Error)]
enum SelfTestError {
    #[error("the database allows what it must refuse: {0}")]
    Allowed(&'static str),
    #[error("the database is damaged: {0}")]
    Damaged(String),
}

/// Makes a person to test with, in a savepoint that is rolled back.
const SETTING: &str = "
    INSERT INTO people (id, status, role, language, created_at, standing_version, standing_mac, sort_key, search_text)
    VALUES (zeroblob(16), 'invited', 'member', 'en', 0, 1, zeroblob(32), '', '');
    INSERT INTO history (seq, at, event, subject, nth, actor, facts, standing_version, prev, mac)
    SELECT coalesce(max(seq), 0) + 1, 0, 'account.invited', zeroblob(16), 1, NULL, '{}', 1,
           coalesce((SELECT mac FROM history ORDER BY seq DESC LIMIT 1), zeroblob(32)), randomblob(32) FROM history;
";

/// Statements that must be refused, and their descriptions.
const FORBIDDEN: [(&str, &str); 14] = [
    (
        "a password without a change by its owner",
        "INSERT INTO passwords (person_id, phc, set_at, change_id) VALUES (zeroblob(16), '$argon2id$', 0, randomblob(16))",
    ),
    (
        "a replaced password without a change by its owner",
        "REPLACE INTO passwords (person_id, phc, set_at, change_id) VALUES (zeroblob(16), '$argon2id$', 0, randomblob(16))",
    ),
    (
        "a change by somebody else",
        "INSERT INTO credential_changes (id, person_id, actor_id, action, ceremony, history_seq, at, applied)
         SELECT zeroblob(16), zeroblob(16), randomblob(16), 'set_password', zeroblob(16), max(seq), 0, zeroblob(16)
         FROM history",
    ),
    (
        "a change without proofs",
        "INSERT INTO credential_changes (id, person_id, actor_id, action, ceremony, history_seq, at, applied)
         SELECT zeroblob(16), zeroblob(16), zeroblob(16), 'set_password', zeroblob(16), max(seq), 0, zeroblob(16)
         FROM history",
    ),
    (
        "an address without a change by its owner",
        "INSERT INTO identifiers (canonical, person_id, kind, shown, position, verified_at, counts_from, change_id)
         VALUES ('self@test.example', zeroblob(16), 'email', 'self@test.example', 2, 0, 0, zeroblob(16))",
    ),
    (
        "a former address that was nobody's",
        "INSERT INTO former_addresses (canonical, person_id, shown, position, verified_at, counts_from, ended_by, ended_at,
                                       counts_until, reserved_until, nonce, code_mac)
         VALUES ('self@test.example', zeroblob(16), 'self@test.example', 1, 0, 0, zeroblob(16), 0, 9, 9, zeroblob(16),
                 zeroblob(32))",
    ),
    ("a forged application", "INSERT INTO credential_applications (change_id) VALUES (zeroblob(16))"),
    (
        "a proof without its challenge",
        "INSERT INTO proofs (id, person_id, flow_id, class, challenge_id, at)
         VALUES (zeroblob(16), zeroblob(16), zeroblob(16), 'saved_code', zeroblob(16), 0)",
    ),
    (
        "a recovery contact whom nobody chose",
        "INSERT INTO contacts (id, person_id, name, address, canonical, added_at, waits, change_id)
         VALUES (zeroblob(16), zeroblob(16), 'x', 'x@x', 'x@x', 0, 86400000, randomblob(16))",
    ),
    (
        "a manifest out of turn",
        "INSERT INTO manifests (person_id, version, mac) VALUES (zeroblob(16), 7, zeroblob(32))",
    ),
    ("an activation without its seal", "UPDATE people SET status = 'active', activated_at = 1 WHERE id = zeroblob(16)"),
    (
        "a policy that one administrator loosened alone",
        "INSERT INTO policies (version, content, before, loosens, requested_by, decided_by, decided_at, effective_at, seal)
         SELECT coalesce(max(version), 0) + 1, 'second_factor=0', 'second_factor=1', 1, zeroblob(16), zeroblob(16), 0, 0, zeroblob(32)
         FROM policies",
    ),
    ("a changed history", "UPDATE history SET facts = '{}' WHERE subject = zeroblob(16)"),
    ("a shortened history", "DELETE FROM history WHERE subject = zeroblob(16)"),
];

/// Checks that every page is intact, and every index agrees with its table: a damaged file isn't served (S99).
pub(crate) async fn whole(writer: &Pool<Db>) -> Result<()> {
    let found = sqlx::query_scalar::<Db, String>("PRAGMA integrity_check(1)")
        .fetch_one(writer)
        .await;
    no_damage(found.map(|found| Some(found).filter(|found| found != "ok")))
}

/// Required rows of tables without an index to compare with: they would lose rows unnoticed if an empty page replaced
/// theirs. (The policies have no index either; the history tells how many there are.)
const MISSING: &str = "
    SELECT 'rows are missing in ways_counted' FROM people
    WHERE activated_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ways_counted WHERE person_id = people.id)
    UNION ALL
    SELECT 'the row is missing in write_checks' WHERE NOT EXISTS (SELECT 1 FROM write_checks)
    LIMIT 1";

/// Checks that no required row is missing in this version's tables (S99).
pub(crate) async fn complete(writer: &Pool<Db>) -> Result<()> {
    no_damage(
        sqlx::query_scalar::<Db, String>(MISSING)
            .fetch_optional(writer)
            .await,
    )
}

/// Whether the database has this version's tables already.
pub(crate) async fn is_current(writer: &Pool<Db>) -> Result<bool> {
    let is_there = "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'";
    let newest = "SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success";
    if sqlx::query_scalar::<Db, i64>(is_there)
        .fetch_one(writer)
        .await
        .map_err(failure)?
        == 0
    {
        return Ok(false);
    }

    let found = sqlx::query_scalar::<Db, i64>(newest)
        .fetch_one(writer)
        .await
        .map_err(failure)?;

    Ok(MIGRATIONS.iter().map(|migration| migration.version).max() == Some(found))
}

/// Checks every page and the required rows, as [`whole`] and [`complete`] do, while the server works: table by table,
/// so that the write-ahead log can be checkpointed in between.
pub(crate) async fn look_through(readers: &Pool<Db>) -> Result<()> {
    let select = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    for table in sqlx::query_scalar::<Db, String>(select)
        .fetch_all(readers)
        .await
        .map_err(failure)?
    {
        let check = AssertSqlSafe(format!(
            "PRAGMA integrity_check(\"{}\")",
            table.replace('"', "\"\"")
        ));
        let found = sqlx::query_scalar::<Db, String>(check)
            .fetch_one(readers)
            .await;
        no_damage(found.map(|found| Some(found).filter(|found| found != "ok")))?;
    }

    complete(readers).await
}

/// Whether an error means a damaged file, rather than a failure to read it.
pub(crate) fn is_damage(error: &StorageError) -> bool {
    let StorageError::Failed(error) = error else {
        return false;
    };

    matches!(error.downcast_ref(), Some(SelfTestError::Damaged(_)))
}

fn no_damage(found: std::result::Result<Option<String>, sqlx::Error>) -> Result<()> {
    match found.map_err(failure)? {
        None => Ok(()),
        Some(wrong) => Err(StorageError::Failed(Box::new(SelfTestError::Damaged(
            wrong,
        )))),
    }
}

/// Tries every forbidden write, and compares the rules with those of this version.
pub(crate) async fn run(writer: &Pool<Db>) -> Result<()> {
    let mut connection = writer.acquire().await.map_err(failure)?;
    schema::compare(&mut connection).await?;
    drop(connection);
    let mut trial = writer
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(failure)?;
    sqlx::raw_sql(SETTING)
        .execute(&mut *trial)
        .await
        .map_err(failure)?;

    for (what, statement) in FORBIDDEN {
        let mut attempt = trial.begin().await.map_err(failure)?;
        let allowed = sqlx::query::<Db>(statement)
            .execute(&mut *attempt)
            .await
            .is_ok();
        attempt.rollback().await.map_err(failure)?;

        if allowed {
            return Err(StorageError::Failed(Box::new(SelfTestError::Allowed(what))));
        }
    }

    trial.rollback().await.map_err(failure)
}
