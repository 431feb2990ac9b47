//! Compares a database's rules with those of this version (S75).

use crate::Db;
use crate::failure::failure;
use regain_storage::{Result, StorageError};
use sqlx::FromRow;
use sqlx::sqlite::SqliteConnection;

/// Every table with its indexes and triggers, as all migrations together make them.
const SCHEMA: &str = include_str!("../schema.sql");

const HEAD: &str = "-- What all migrations together make. To write it anew after a new migration:
-- REGAIN_WRITE_SCHEMA=1 cargo test -p regain-storage-sqlite --lib schema
";

/// Begins a rule in [`SCHEMA`], and its name follows.
const RULE: &str = "\n-- rule ";

#[derive(Debug, thiserror::Error)]
#[error("the database's rules were changed: {0} isn't as this version makes it")]
struct Changed(String);

#[derive(FromRow)]
struct Rule {
    name: String,
    sql: String,
}

impl Rule {
    fn text(&self) -> String {
        format!("{RULE}{}\n{};\n", self.name, self.sql)
    }
}

/// Checks that tables, indexes and triggers are exactly those of this version.
pub(crate) async fn compare(connection: &mut SqliteConnection) -> Result<()> {
    match difference(&rules(connection).await?) {
        None => Ok(()),
        Some(name) => Err(StorageError::Failed(Box::new(Changed(name)))),
    }
}

/// The name of a rule that was changed, added or removed.
fn difference(found: &[Rule]) -> Option<String> {
    let texts: Vec<String> = found.iter().map(Rule::text).collect();
    if HEAD.to_owned() + &texts.concat() == SCHEMA {
        return None;
    }

    let names = SCHEMA
        .split(RULE)
        .skip(1)
        .filter_map(|rule| rule.lines().next());
    let missing = names
        .map(str::to_owned)
        .find(|name| found.iter().all(|rule| rule.name != *name));
    let other = found
        .iter()
        .zip(&texts)
        .find(|(_, text)| !SCHEMA.contains(text.as_str()));

    missing
        .or_else(|| other.map(|(rule, _)| rule.name.clone()))
        .or_else(|| Some("their order".to_owned()))
}

async fn rules(connection: &mut SqliteConnection) -> Result<Vec<Rule>> {
    let select = "SELECT name, sql FROM sqlite_schema
        WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name <> '_sqlx_migrations'
        ORDER BY tbl_name, type <> 'table', type, name";
    sqlx::query_as::<Db, Rule>(select)
        .fetch_all(connection)
        .await
        .map_err(failure)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::migrations::MIGRATIONS;
    use sqlx::Connection as _;

    async fn fresh() -> SqliteConnection {
        let mut fresh = SqliteConnection::connect("sqlite::memory:")
            .await
            .expect("memory");
        MIGRATIONS
            .run_direct(None, &mut fresh, false)
            .await
            .expect("the migrations run");
        fresh
    }

    #[tokio::test]
    #[expect(
        clippy::disallowed_methods,
        reason = "whoever changed it asks for the text"
    )]
    async fn s75_the_schema_is_what_the_migrations_make() {
        let made = rules(&mut fresh().await).await.expect("rules");
        if std::env::var_os("REGAIN_WRITE_SCHEMA").is_some() {
            let text = HEAD.to_owned() + &made.iter().map(Rule::text).collect::<String>();
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/schema.sql"), text)
                .expect("written");
            return;
        }

        assert_eq!(difference(&made), None, "{HEAD}");
    }

    #[tokio::test]
    async fn s75_a_rule_that_is_missing_changed_or_added_is_named() {
        let mut made = rules(&mut fresh().await).await.expect("rules");
        let mut removed = made.remove(7);
        assert_eq!(difference(&made), Some(removed.name.clone()), "removed");

        removed.sql.push(' ');
        let name = removed.name.clone();
        made.insert(7, removed);
        assert_eq!(difference(&made), Some(name), "changed");

        made[7].sql.pop();
        made.push(Rule {
            name: "extra".to_owned(),
            sql: "CREATE TABLE extra (id)".to_owned(),
        });
        assert_eq!(difference(&made), Some("extra".to_owned()), "added");
    }
}
