//! Tests at start that the database refuses what it must refuse (S75): a dropped trigger, or a connection that
//! ignores triggers, stops the start.

use crate::Db;
use crate::failure::failure;
use crate::migrations::MIGRATIONS;
use crate::pools::Pools;
use crate::rows::access::Access;
use crate::rows::forbidden::Forbidden;
use crate::schema;
use regain_storage::{Result, StorageError};
use sqlx::AssertSqlSafe;
use sqlx::pool::Pool;

/// Why the start is refused.
#[derive(Debug, thiserror::Error)]
enum SelfTestError {
    #[error("the database is damaged: {0}")]
    Damaged(String),
}

/// What only SQLite knows: a row taken away without a word.
const OWN: [Forbidden; 1] = [(
    "a replaced password without a change by its owner",
    "REPLACE INTO passwords (person_id, phc, set_at, change_id) VALUES (zeroblob(16), '$argon2id$', 0, randomblob(16))",
)];

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

/// Compares the rules with those of this version, and tries every forbidden write.
pub(crate) async fn run(pools: &Pools) -> Result<()> {
    let mut connection = pools.writer.acquire().await.map_err(failure)?;
    schema::compare(&mut connection).await?;
    drop(connection);

    let mut trial = pools.begin(Access::Write).await?;
    trial.try_forbidden(&OWN).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SqliteStore;

    #[tokio::test]
    async fn s75_a_write_that_is_not_refused_is_named() {
        let store = SqliteStore::open("sqlite::memory:").await.expect("a store");
        for (statement, named) in [
            (
                "UPDATE write_checks SET parity = parity",
                "allows what it must refuse: a check",
            ),
            ("UPDATE write_checks SET parity = 2", ""),
        ] {
            let mut trial = store.unit(Access::Write).await.expect("a unit of work");
            let tried = trial.try_forbidden(&[("a check", statement)]).await;
            let said = tried.err().map(|error| error.to_string());
            assert_eq!(said.is_some(), !named.is_empty(), "{statement}: {said:?}");
            assert!(said.unwrap_or_default().contains(named), "{statement}");
        }
    }
}
