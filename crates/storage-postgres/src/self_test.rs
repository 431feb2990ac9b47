//! Tests at start that the database refuses what it must refuse (S75), to the role that it is opened for (S76).

use crate::Db;
use crate::connections::RoleConnections;
use crate::failure::failure;
use crate::rows::access::Access;
use crate::rows::forbidden::Forbidden;
use crate::rules;
use regain_storage::{Result, StorageError};
use sqlx::FromRow;
use sqlx::postgres::PgConnection;

/// The oldest version with everything that the schema uses.
const OLDEST: i32 = 130_000;

/// Why the start is refused, and what to do.
#[derive(Debug, thiserror::Error)]
enum NotReady {
    #[error("PostgreSQL {0} is too old: use version 13 or newer")]
    TooOld(String),
    #[error("the address signs in as {found}, but this is for {wanted}: name {wanted} in it")]
    OtherRole { found: String, wanted: &'static str },
    #[error(
        "{0} has more rights than it needs: run ALTER ROLE {0} NOSUPERUSER NOCREATEROLE NOCREATEDB NOREPLICATION NOBYPASSRLS"
    )]
    Mighty(&'static str),
    #[error("{role} has the rights of {other}, too: run REVOKE {other} FROM {role}")]
    Member { role: &'static str, other: String },
    #[error(
        "keys aren't checked while session_replication_role is {0}: set it to origin for this role and database"
    )]
    Replica(String),
    #[error("there are no tables of Regain's that {0} may use: run regain migrate first")]
    NoSchema(&'static str),
    #[error(
        "{0} may make tables and functions of its own: run regain migrate again, which takes that away"
    )]
    Maker(&'static str),
    #[error(
        "the trigger {trigger} doesn't always fire: find out who changed that, then run ALTER TABLE regain.{table} ENABLE ALWAYS TRIGGER {trigger}"
    )]
    Disabled { table: String, trigger: String },
    #[error(
        "the key {key} isn't checked: find out who changed that, then run ALTER TABLE regain.{table} ENABLE TRIGGER \"{trigger}\""
    )]
    Unchecked {
        key: String,
        table: String,
        trigger: String,
    },
}

impl From<NotReady> for StorageError {
    fn from(error: NotReady) -> Self {
        Self::Failed(Box::new(error))
    }
}

/// What only PostgreSQL knows.
const OWN: [Forbidden; 3] = [
    (
        "a replaced password without a change by its owner",
        "INSERT INTO passwords (person_id, phc, set_at, change_id) VALUES (zeroblob(16), '$argon2id$', 0, randomblob(16))
         ON CONFLICT (person_id) DO UPDATE SET phc = excluded.phc",
    ),
    ("an emptied table", "TRUNCATE saved_codes CASCADE"),
    ("a trigger that is disabled", "ALTER TABLE passwords DISABLE TRIGGER ALL"),
];

/// Who signed in, where, and with which rights.
#[derive(FromRow)]
struct Session {
    version: i32,
    version_text: String,
    role: String,
    is_mighty: bool,
    member_of: Option<String>,
    replication: String,
    has_schema: bool,
    is_maker: bool,
}

const SESSION: &str = "
    SELECT current_setting('server_version_num')::integer AS version, current_setting('server_version') AS version_text,
           session_user::text AS role,
           rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls AS is_mighty,
           (SELECT min(pg_get_userbyid(roleid)::text) FROM pg_auth_members WHERE member = pg_roles.oid) AS member_of,
           current_setting('session_replication_role') AS replication,
           coalesce((SELECT has_schema_privilege(oid, 'USAGE') FROM pg_namespace WHERE nspname = 'regain'), FALSE) AS has_schema,
           has_database_privilege(current_database(), 'CREATE') OR has_database_privilege(current_database(), 'TEMPORARY')
           OR EXISTS (SELECT 1 FROM pg_namespace WHERE nspname IN ('regain', 'public') AND has_schema_privilege(oid, 'CREATE'))
           AS is_maker
    FROM pg_roles WHERE rolname = session_user";

/// A trigger of ours that doesn't always fire, or one of a key that doesn't fire as usual.
#[derive(FromRow)]
struct Silent {
    table_name: String,
    trigger: String,
    key: Option<String>,
}

const SILENT: &str = "
    SELECT tgrelid::regclass::text AS table_name, tgname::text AS trigger,
           CASE WHEN tgisinternal THEN conname::text END AS key
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid LEFT JOIN pg_constraint ON pg_constraint.oid = tgconstraint
    WHERE relnamespace = 'regain'::regnamespace AND tgenabled <> CASE WHEN tgisinternal THEN 'O' ELSE 'A' END::\"char\"
    ORDER BY tgisinternal, 1, 2 LIMIT 1";

/// Checks the role, compares the rules with those of this version, and tries every forbidden write.
pub(crate) async fn run(connections: &RoleConnections, role: &'static str) -> Result<()> {
    let mut connection = connections.pool.acquire().await.map_err(failure)?;
    let session = sqlx::query_as::<Db, Session>(SESSION)
        .fetch_one(&mut *connection)
        .await
        .map_err(failure)?;
    judge(session, role)?;
    hear(&mut connection).await?;
    rules::compare(&mut connection).await?;
    drop(connection);

    let mut trial = connections.begin(Access::Write).await?;
    trial.try_forbidden(&OWN).await
}

fn judge(session: Session, role: &'static str) -> std::result::Result<(), NotReady> {
    if session.version < OLDEST {
        return Err(NotReady::TooOld(session.version_text));
    }

    if session.role != role {
        return Err(NotReady::OtherRole {
            found: session.role,
            wanted: role,
        });
    }

    if session.is_mighty {
        return Err(NotReady::Mighty(role));
    }

    if let Some(other) = session.member_of {
        return Err(NotReady::Member { role, other });
    }

    if session.replication != "origin" {
        return Err(NotReady::Replica(session.replication));
    }

    if !session.has_schema {
        return Err(NotReady::NoSchema(role));
    }

    if session.is_maker {
        return Err(NotReady::Maker(role));
    }

    Ok(())
}

/// Checks that every trigger fires.
async fn hear(connection: &mut PgConnection) -> Result<()> {
    let silent = sqlx::query_as::<Db, Silent>(SILENT)
        .fetch_optional(connection)
        .await
        .map_err(failure)?;
    match silent {
        None => Ok(()),
        Some(Silent {
            table_name: table,
            trigger,
            key: None,
        }) => Err(NotReady::Disabled { table, trigger }.into()),
        Some(Silent {
            table_name: table,
            trigger,
            key: Some(key),
        }) => Err(NotReady::Unchecked {
            key,
            table,
            trigger,
        }
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session() -> Session {
        Session {
            version: 150_018,
            version_text: "15.18".to_owned(),
            role: "regain_self".to_owned(),
            is_mighty: false,
            member_of: None,
            replication: "origin".to_owned(),
            has_schema: true,
            is_maker: false,
        }
    }

    /// Rights of a role hold for the whole cluster, so no test with a server may change them.
    #[test]
    fn s75_s76_what_is_wrong_is_named_with_what_to_do() {
        assert!(judge(session(), "regain_self").is_ok());
        for (wrong, named) in [
            (
                Session {
                    version: 120_022,
                    version_text: "12.22".to_owned(),
                    ..session()
                },
                "PostgreSQL 12.22 is too old: use version 13 or newer",
            ),
            (
                Session {
                    role: "postgres".to_owned(),
                    is_mighty: true,
                    ..session()
                },
                "the address signs in as postgres, but this is for regain_self: name regain_self in it",
            ),
            (
                Session {
                    is_mighty: true,
                    ..session()
                },
                "ALTER ROLE regain_self NOSUPERUSER",
            ),
            (
                Session {
                    member_of: Some("regain_owner".to_owned()),
                    ..session()
                },
                "REVOKE regain_owner FROM regain_self",
            ),
            (
                Session {
                    replication: "replica".to_owned(),
                    ..session()
                },
                "set it to origin",
            ),
            (
                Session {
                    has_schema: false,
                    ..session()
                },
                "run regain migrate first",
            ),
            (
                Session {
                    is_maker: true,
                    ..session()
                },
                "run regain migrate again",
            ),
        ] {
            let refusal = judge(wrong, "regain_self").expect_err(named).to_string();
            assert!(refusal.contains(named), "{refusal}");
        }
    }
}
