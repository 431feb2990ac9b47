//! S75: the rules that a database is compared with are those that the migrations make.

use regain_cluster::Database;
use regain_storage_postgres::rules::{difference, rules};

const HEAD: &str = "\
# What the migrations make, as PostgreSQL lists it. After a change of the schema, to write it anew:
# REGAIN_WRITE_RULES=1 cargo xtask test postgres
";

async fn made() -> Vec<String> {
    let database = Database::fresh().await;
    let mut connection = database.superuser().await;
    let path = "SET search_path = regain, pg_temp";
    sqlx::query(path)
        .execute(&mut connection)
        .await
        .expect("the schema");
    rules(&mut connection).await.expect("rules")
}

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever changed it asks for the text"
)]
async fn s75_the_rules_are_what_the_migrations_make() {
    let made = made().await;
    if std::env::var_os("REGAIN_WRITE_RULES").is_some() {
        let text = format!("{HEAD}{}\n", made.join("\n"));
        std::fs::write(
            concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/../../storage-postgres/rules.txt"
            ),
            text,
        )
        .expect("written");
        return;
    }

    assert_eq!(difference(&made), None, "{HEAD}");
}

#[tokio::test]
async fn s75_a_rule_that_is_missing_changed_or_added_is_named() {
    let mut made = made().await;
    let name = |line: &str| line.split(": ").next().unwrap_or_default().to_owned();
    let mut removed = made.remove(7);
    let missing = format!("the {} is missing", name(&removed));
    assert_eq!(difference(&made), Some(missing));

    removed.push(' ');
    let changed = format!("the {} isn't as this version makes it", name(&removed));
    made.push(removed);
    assert_eq!(difference(&made), Some(changed));

    let last = made.last_mut().expect("it was added");
    last.pop();
    made.push("table extra: of somebody".to_owned());
    assert_eq!(
        difference(&made),
        Some("the table extra was added".to_owned())
    );
}
