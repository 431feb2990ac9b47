//! S75, S76: a database whose rules were changed isn't opened, nor is one by a role with other rights; each refusal names
//! what is wrong.

use regain_cluster::Database;
use regain_storage_postgres::PostgresStore;
use sqlx::{AssertSqlSafe, Executor as _};

/// Opens the database of people after a superuser changed something; returns the refusal.
async fn refusal_after(change: &str) -> String {
    let database = Database::fresh().await;
    run(&database, change).await;
    let refusal = open(&database, "regain_self").await;
    refusal.unwrap_or_else(|| panic!("opened after: {change}"))
}

async fn run(database: &Database, change: &str) {
    let mut superuser = database.superuser().await;
    superuser
        .execute("SET search_path = regain")
        .await
        .expect("the schema");
    superuser
        .execute(AssertSqlSafe(change))
        .await
        .expect(change);
}

async fn open(database: &Database, role: &'static str) -> Option<String> {
    let store = PostgresStore::open(&database.address(role)).await;
    store.err().map(|error| error.to_string())
}

#[tokio::test]
async fn s75_a_database_whose_rules_were_changed_is_not_opened() {
    for (change, named) in [
        (
            "DROP TRIGGER passwords_stay ON passwords",
            "trigger passwords.passwords_stay is missing",
        ),
        (
            "ALTER TABLE passwords DISABLE TRIGGER passwords_stay",
            "the trigger passwords_stay doesn't always fire",
        ),
        (
            "ALTER TABLE passwords ENABLE TRIGGER passwords_stay",
            "ALTER TABLE regain.passwords ENABLE ALWAYS TRIGGER passwords_stay",
        ),
        (
            "ALTER TABLE passwords ENABLE REPLICA TRIGGER passwords_stay",
            "the trigger passwords_stay doesn't always fire",
        ),
        (
            "CREATE OR REPLACE FUNCTION passwords_stay() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
             SET search_path = regain, pg_temp AS $$ BEGIN RETURN OLD; END $$",
            "function passwords_stay() isn't as this version makes it",
        ),
        (
            "ALTER FUNCTION passwords_stay() SECURITY INVOKER",
            "function passwords_stay() isn't",
        ),
        (
            "ALTER FUNCTION passwords_stay() RESET search_path",
            "function passwords_stay() isn't",
        ),
        (
            "CREATE FUNCTION passwords_stay(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            "function passwords_stay(n integer) was added",
        ),
        (
            "CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "function mine() was added",
        ),
        (
            "CREATE TRIGGER mine BEFORE INSERT ON history FOR EACH ROW EXECUTE FUNCTION history_goes_on();
             ALTER TABLE history ENABLE ALWAYS TRIGGER mine",
            "trigger history.mine was added",
        ),
        (
            "DROP TRIGGER credential_changes_applied_is_kept ON credential_changes",
            "trigger credential_changes.credential_changes_applied_is_kept is missing",
        ),
        (
            "DROP TRIGGER credential_changes_applied_is_kept ON credential_changes;
             CREATE TRIGGER credential_changes_applied_is_kept AFTER DELETE ON credential_changes
             FOR EACH ROW EXECUTE FUNCTION credential_changes_applied_is_kept();
             ALTER TABLE credential_changes ENABLE ALWAYS TRIGGER credential_changes_applied_is_kept",
            "trigger credential_changes.credential_changes_applied_is_kept isn't",
        ),
        (
            "ALTER TABLE credential_changes DROP CONSTRAINT credential_changes_applied_fkey",
            "constraint credential_changes.credential_changes_applied_fkey is missing",
        ),
        (
            "ALTER TABLE credential_changes DROP CONSTRAINT credential_changes_check",
            "constraint credential_changes.credential_changes_check is missing",
        ),
        (
            "DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE credential_changes DISABLE TRIGGER %I', tgname)
             FROM pg_trigger WHERE tgisinternal AND tgrelid = 'credential_changes'::regclass
             AND tgconstraint = (SELECT oid FROM pg_constraint WHERE conname = 'credential_changes_applied_fkey')
             ORDER BY tgname LIMIT 1); END $$",
            "the key credential_changes_applied_fkey isn't checked",
        ),
        (
            "DROP INDEX address_claims_one_open",
            "index address_claims_one_open is missing",
        ),
        (
            "CREATE RULE mine AS ON INSERT TO history DO INSTEAD NOTHING",
            "rewriting of history was added",
        ),
        (
            "ALTER TABLE passwords ENABLE ROW LEVEL SECURITY",
            "table passwords isn't",
        ),
        (
            "CREATE TABLE public.mine () INHERITS (passwords)",
            "table passwords isn't",
        ),
        ("ALTER TABLE outbox SET UNLOGGED", "table outbox isn't"),
        (
            "ALTER TABLE passwords OWNER TO regain_self",
            "table passwords isn't",
        ),
        (
            "CREATE VIEW mine AS SELECT * FROM passwords",
            "mine was added",
        ),
    ] {
        let refusal = refusal_after(change).await;
        assert!(refusal.contains(named), "{change}: {refusal}");
        assert_eq!(refusal.lines().count(), 1, "{refusal}");
    }
}

#[tokio::test]
async fn s76_a_database_is_opened_by_its_own_roles_only() {
    let database = Database::fresh().await;
    assert_eq!(open(&database, "regain_self").await, None);
    for role in ["postgres", "regain_admin"] {
        let refusal = open(&database, role).await.expect("another role");
        assert!(
            refusal.contains(&format!(
                "the address signs in as {role}, but this is for regain_self"
            )),
            "{refusal}"
        );
    }
    let store = PostgresStore::open(&database.address("regain_self"))
        .await
        .expect("a store");
    for role in ["postgres", "regain_self"] {
        let refusal = store.for_administrators(&database.address(role)).await;
        let refusal = refusal.expect_err("another role").to_string();
        assert!(
            refusal.contains(&format!(
                "the address signs in as {role}, but this is for regain_admin"
            )),
            "{refusal}"
        );
    }
}

#[tokio::test]
async fn s76_a_role_that_may_more_than_it_needs_opens_nothing() {
    for (change, named) in [
        (
            "GRANT CREATE ON SCHEMA public TO regain_self",
            "regain_self may make tables and functions of its own",
        ),
        (
            "DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO PUBLIC', current_database()); END $$",
            "regain_self may make tables and functions of its own",
        ),
        (
            "DO $$ BEGIN EXECUTE format('ALTER ROLE regain_self IN DATABASE %I SET session_replication_role = replica',
             current_database()); END $$",
            "session_replication_role is replica",
        ),
        (
            "REVOKE ALL ON SCHEMA regain FROM regain_self",
            "there are no tables of Regain's that regain_self may use",
        ),
    ] {
        let refusal = refusal_after(change).await;
        assert!(refusal.contains(named), "{change}: {refusal}");
    }
}
