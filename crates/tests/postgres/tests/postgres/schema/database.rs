//! A PostgreSQL database, and a connection with more rights than anybody's.

use regain_cluster::Database as Cluster;
use sqlx::postgres::{PgConnection, PgDatabaseError};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _};

pub(crate) struct Database {
    connection: PgConnection,
    cluster: Cluster,
}

impl Database {
    /// One without rows, and a superuser.
    pub(crate) async fn fresh() -> Self {
        let cluster = Cluster::fresh().await;
        let mut connection = cluster.superuser().await;
        connection
            .execute("SET search_path = regain, pg_temp")
            .await
            .expect("the schema");
        Self {
            connection,
            cluster,
        }
    }

    /// Runs one transaction, or says why not.
    pub(crate) async fn run(&mut self, statements: &[String]) -> Result<(), String> {
        let done = attempt(&mut self.connection, statements).await;
        match done {
            Ok(()) => Ok(()),
            Err(error) => Err(words(&error, &mut self.connection).await),
        }
    }

    /// Why a transaction was refused, whatever the reason.
    pub(crate) async fn words_of(&mut self, statements: &[String]) -> Option<String> {
        let done = attempt(&mut self.connection, statements).await;
        done.err().map(|error| error.to_string())
    }

    /// Copies a row in; returns why that was refused.
    pub(crate) async fn copied(&mut self, table: &str, row: &str) -> Option<String> {
        let copy = format!("COPY {table} FROM STDIN");
        let mut into = self.connection.copy_in_raw(&copy).await.expect("a copy");
        into.send(row.as_bytes()).await.expect("a row");
        into.finish().await.err().map(|error| error.to_string())
    }

    /// A column of texts.
    pub(crate) async fn texts(&mut self, select: &str) -> Vec<String> {
        sqlx::query_scalar(AssertSqlSafe(select))
            .fetch_all(&mut self.connection)
            .await
            .expect(select)
    }
}

/// Every table of the schema.
pub(crate) async fn table_names(database: &mut Database) -> Vec<String> {
    let select = "SELECT tablename::text FROM pg_tables
                  WHERE schemaname = 'regain' AND tablename <> '_sqlx_migrations' ORDER BY 1";
    let names = database.texts(select).await;
    assert!(names.len() > 30, "they are found: {names:?}");
    names
}

/// Runs a transaction as a role that signed in; returns the SQLSTATE of the refusal.
pub(crate) async fn as_role(
    database: &Database,
    role: &str,
    statements: &[String],
) -> Option<String> {
    let mut connection = PgConnection::connect(&database.cluster.url(role))
        .await
        .expect("the role signs in");
    connection
        .execute("SET search_path = regain, pg_temp")
        .await
        .expect("the schema");
    let done = attempt(&mut connection, statements).await;
    done.err().map(|error| {
        let refusal = error.as_database_error().and_then(|error| error.code());
        refusal.map_or_else(|| error.to_string(), |code| code.into_owned())
    })
}

async fn attempt(connection: &mut PgConnection, statements: &[String]) -> sqlx::Result<()> {
    let mut transaction = connection.begin().await?;
    for statement in statements {
        transaction
            .execute(AssertSqlSafe(statement.as_str()))
            .await?;
    }
    transaction.commit().await
}

/// What refused it: a trigger by its own words, a constraint by those that SQLite has for it.
async fn words(error: &sqlx::Error, connection: &mut PgConnection) -> String {
    let Some(refusal) = error
        .as_database_error()
        .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
    else {
        return error.to_string();
    };
    let table = refusal.table().unwrap_or_default();
    match refusal.code() {
        "23502" => format!(
            "NOT NULL constraint failed: {table}.{}",
            refusal.column().unwrap_or_default()
        ),
        "23503" => "FOREIGN KEY constraint failed".to_owned(),
        "23505" => {
            // "Key (a, b)=(1, 2) already exists."
            let columns = refusal.detail().and_then(|detail| {
                let (columns, _) = detail.strip_prefix("Key (")?.split_once(")=")?;
                Some(columns.replace(", ", &format!(", {table}.")))
            });
            format!(
                "UNIQUE constraint failed: {table}.{}",
                columns.unwrap_or_default()
            )
        }
        "23514" => {
            let rule = sqlx::query_scalar::<_, String>(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint
                 WHERE conrelid = to_regclass($1) AND conname = $2",
            )
            .bind(table)
            .bind(refusal.constraint())
            .fetch_one(connection)
            .await
            .expect("the constraint that refused it");
            let rule = rule
                .trim_start_matches("CHECK")
                .trim_start_matches([' ', '(']);
            format!("CHECK constraint failed: {rule}")
        }
        code => {
            // Anything else is a slip in the case, not a rule.
            assert!(code.starts_with("23"), "{refusal}");
            refusal.message().to_owned()
        }
    }
}

/// Bytes, as PostgreSQL writes them.
pub(crate) fn bytes(hex: &str) -> String {
    format!(r"'\x{hex}'::bytea")
}
