//! What the two roles try beyond their rights (S75, S76).

use crate::cases::{AT, Trial, id};
use crate::database::as_role;

const ROLES: [&str; 2] = ["regain_self", "regain_admin"];

/// SQLSTATE for want of a right.
const NO_RIGHT: &str = "42501";

/// Each of them refused, to each role, for want of a right.
async fn forbidden(trial: &Trial, roles: &[&str], statements: &[String]) {
    for role in roles {
        for statement in statements {
            let code = as_role(&trial.database, role, std::slice::from_ref(statement)).await;
            assert_eq!(code.as_deref(), Some(NO_RIGHT), "{role}: {statement}");
        }
    }
}

#[tokio::test]
async fn s75_no_role_touches_a_trigger() {
    let trial = Trial::begin().await;
    let statements = [
        "ALTER TABLE passwords DISABLE TRIGGER ALL",
        "ALTER TABLE passwords DISABLE TRIGGER passwords_stay",
        "ALTER TABLE history ENABLE REPLICA TRIGGER history_goes_on",
        "DROP TRIGGER passwords_stay ON passwords",
        "CREATE OR REPLACE FUNCTION passwords_stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "DROP FUNCTION passwords_stay() CASCADE",
        "ALTER FUNCTION passwords_stay() SECURITY INVOKER",
        "ALTER TABLE credential_changes DROP CONSTRAINT credential_changes_applied_fkey",
        "ALTER TABLE passwords RENAME TO other",
        "DROP TABLE passwords CASCADE",
        "CREATE RULE mine AS ON UPDATE TO passwords DO INSTEAD NOTHING",
        "ALTER TABLE passwords ENABLE ROW LEVEL SECURITY",
        "ALTER SCHEMA regain RENAME TO other",
        "SET session_replication_role = replica",
        "SET ROLE regain_owner",
        "SET SESSION AUTHORIZATION postgres",
        "ALTER ROLE regain_admin SUPERUSER",
        "GRANT regain_owner TO regain_self",
    ];
    forbidden(&trial, &ROLES, &statements.map(str::to_owned)).await;
    let truncated = ["TRUNCATE passwords CASCADE".to_owned()];
    forbidden(&trial, &ROLES, &truncated).await;

    // To whom has some right, but none to pass on, PostgreSQL says a warning only, and gives nothing.
    let mut trial = trial;
    for role in ROLES {
        let grant = "GRANT ALL ON people, history TO PUBLIC".to_owned();
        assert_eq!(as_role(&trial.database, role, &[grant]).await, None);
    }
    let given = trial
        .database
        .texts(
            "SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS privilege
             WHERE has_table_privilege('public', 'people', privilege)
                OR has_table_privilege('public', 'history', privilege)",
        )
        .await;
    assert!(given.is_empty(), "{given:?}");
}

#[tokio::test]
async fn s76_a_role_is_not_the_other() {
    let trial = Trial::begin().await;
    for (role, other) in [ROLES, ["regain_admin", "regain_self"]].map(|[one, two]| (one, two)) {
        forbidden(&trial, &[role], &[format!("SET ROLE {other}")]).await;
        forbidden(&trial, &[role], &["SET ROLE postgres".to_owned()]).await;
    }
}

/// The functions of triggers act with the rights of the tables' owner, so nobody else may call them or hang them on a
/// table of their own.
#[tokio::test]
async fn s76_no_role_hangs_a_function_of_a_rule_on_its_own_table() {
    let trial = Trial::begin().await;
    let own_tables = [
        "CREATE TEMP TABLE mine (change_id bytea)",
        "CREATE TABLE mine (change_id bytea)",
        "CREATE TABLE public.mine (change_id bytea)",
        "CREATE SCHEMA mine",
        "CREATE FUNCTION regain.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "CREATE VIEW mine AS SELECT 1 AS one",
        "CREATE TABLE public.mine () INHERITS (passwords)",
    ];
    forbidden(&trial, &ROLES, &own_tables.map(str::to_owned)).await;
    let mut trial = trial;
    let functions = trial
        .database
        .texts("SELECT DISTINCT tgfoid::regproc::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1")
        .await;
    assert!(functions.len() > 100, "they are found: {functions:?}");
    let callable = trial
        .database
        .texts(
            "SELECT DISTINCT role || ' ' || tgfoid::regproc
             FROM pg_trigger, unnest(ARRAY['public', 'regain_self', 'regain_admin']) AS role
             WHERE NOT tgisinternal AND has_function_privilege(role, tgfoid, 'EXECUTE')",
        )
        .await;
    assert!(callable.is_empty(), "{callable:?}");

    // Even with a table of one's own, which only a mistake of the operator gives.
    for role in ROLES {
        let schema = format!("CREATE SCHEMA {role} AUTHORIZATION {role}");
        trial.allowed("a schema of its own", &[schema]).await;
        for function in functions
            .iter()
            .filter(|function| function.contains("applied"))
        {
            let hang = [
                format!("CREATE TABLE {role}.mine (change_id bytea)"),
                format!(
                    "CREATE TRIGGER mine BEFORE INSERT ON {role}.mine FOR EACH ROW EXECUTE FUNCTION {function}()"
                ),
            ];
            let code = as_role(&trial.database, role, &hang).await;
            assert_eq!(code.as_deref(), Some(NO_RIGHT), "{role}: {function}");
        }
    }
}

#[tokio::test]
async fn s80_the_product_itself_changes_no_history() {
    let trial = Trial::begin().await;
    let statements = [
        "UPDATE history SET facts = '{}'",
        "DELETE FROM history",
        "DELETE FROM history_details",
        "UPDATE credential_changes SET applied = applied",
        "DELETE FROM credential_changes",
        "DELETE FROM credential_applications",
        "INSERT INTO credential_applications SELECT id FROM credential_changes",
        "UPDATE proofs SET class = 'passkey'",
        "DELETE FROM proofs",
        "DELETE FROM passwords",
        "DELETE FROM manifests",
        "DELETE FROM people",
        "UPDATE policies SET content = ''",
        "DELETE FROM policies",
        "DELETE FROM used_steps",
        "UPDATE ways_counted SET passkeys = 9",
    ];
    forbidden(&trial, &ROLES, &statements.map(str::to_owned)).await;
}

#[tokio::test]
async fn s76_administrators_write_no_credential_and_read_no_secret() {
    let trial = Trial::begin().await;
    let statements = [
        format!(
            "UPDATE passwords SET phc = '$argon2id$evil' WHERE person_id = {}",
            id(1)
        ),
        format!(
            "INSERT INTO passwords VALUES ({}, '$argon2id$evil', {AT}, {})",
            id(2),
            id(101)
        ),
        "SELECT phc FROM passwords".to_owned(),
        "SELECT * FROM passwords".to_owned(),
        "SELECT count(*) FROM passwords".to_owned(),
        "COPY passwords TO STDOUT".to_owned(),
        "SELECT secret FROM methods".to_owned(),
        "SELECT * FROM methods".to_owned(),
        "SELECT phc FROM saved_codes".to_owned(),
        "SELECT nonce FROM former_addresses".to_owned(),
        "SELECT token_mac FROM verifications".to_owned(),
        "SELECT code_mac FROM address_claims".to_owned(),
        "SELECT address FROM contacts".to_owned(),
        "SELECT payload FROM outbox".to_owned(),
        "SELECT token_mac FROM devices".to_owned(),
        "SELECT browser_mac FROM recovery_flows".to_owned(),
        "UPDATE recovery_flows SET person_id = NULL".to_owned(),
        "UPDATE people SET name = 'Eve'".to_owned(),
        "UPDATE identifiers SET shown = 'eve@example.net'".to_owned(),
        format!("UPDATE challenges SET consumed_at = {AT}"),
        "DELETE FROM outbox".to_owned(),
        "UPDATE check_ups SET asked_at = 1".to_owned(),
        "SELECT digest FROM retired_user_names".to_owned(),
    ];
    forbidden(&trial, &["regain_admin"], &statements).await;
}
