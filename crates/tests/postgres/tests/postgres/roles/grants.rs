//! The rights of the two roles, as the database lists them, are those in `tests/postgres/grants.txt`.

use regain_cluster::Database;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HEAD: &str = "\
# What each role may do, as PostgreSQL lists it (S76). After a change of grants.sql, to write it anew:
# REGAIN_WRITE_GRANTS=1 cargo xtask test postgres
";

/// A line for each right of a role on a table, on columns, on a function, and on the schema.
const GRANTS: &str = "
    WITH roles (name) AS (VALUES ('PUBLIC'), ('regain_admin'), ('regain_self'))
    SELECT grantee || ' ' || table_name || ': ' || string_agg(privilege_type, ', ' ORDER BY privilege_type)
    FROM information_schema.table_privileges JOIN roles ON name = grantee
    WHERE table_schema = 'regain' GROUP BY grantee, table_name
    UNION ALL
    SELECT grantee || ' ' || table_name || ': ' || privilege_type || ' ('
           || string_agg(column_name, ', ' ORDER BY column_name) || ')'
    FROM information_schema.column_privileges AS columns JOIN roles ON name = grantee
    WHERE table_schema = 'regain'
      AND NOT EXISTS (SELECT 1 FROM information_schema.table_privileges AS tables
                      WHERE (tables.table_schema, tables.table_name, tables.grantee, tables.privilege_type)
                          = (columns.table_schema, columns.table_name, columns.grantee, columns.privilege_type))
    GROUP BY grantee, table_name, privilege_type
    UNION ALL
    SELECT grantee || ' ' || routine_name || '(): ' || privilege_type
    FROM information_schema.routine_privileges JOIN roles ON name = grantee WHERE routine_schema = 'regain'
    UNION ALL
    SELECT grantee || ' sequence ' || object_name || ': ' || privilege_type
    FROM information_schema.usage_privileges JOIN roles ON name = grantee WHERE object_schema = 'regain'
    UNION ALL
    SELECT role || ' schema ' || schema || ': ' || privilege
    FROM unnest(ARRAY['regain_admin', 'regain_self']) AS role, unnest(ARRAY['regain', 'public']) AS schema,
         unnest(ARRAY['CREATE', 'USAGE']) AS privilege
    WHERE has_schema_privilege(role, schema, privilege)
    UNION ALL
    SELECT role || ' database: ' || privilege
    FROM unnest(ARRAY['regain_admin', 'regain_self']) AS role, unnest(ARRAY['CREATE', 'CONNECT', 'TEMPORARY']) AS privilege
    WHERE has_database_privilege(role, current_database(), privilege)
    ORDER BY 1";

#[tokio::test]
#[expect(
    clippy::disallowed_methods,
    reason = "whoever changed it asks for the text"
)]
async fn s76_each_role_has_the_rights_that_are_written_down() {
    let database = Database::fresh().await;
    let mut connection = database.superuser().await;
    let found = sqlx::query_scalar::<_, String>(GRANTS)
        .fetch_all(&mut connection)
        .await
        .expect("the rights");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/postgres/grants.txt");
    if std::env::var_os("REGAIN_WRITE_GRANTS").is_some() {
        fs::write(&path, format!("{HEAD}{}\n", found.join("\n"))).expect("written");
        return;
    }

    let text = fs::read_to_string(&path).expect("grants.txt");
    let written: BTreeSet<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
    let gone = written.difference(&found).map(|line| format!("- {line}"));
    let new = found.difference(&written).map(|line| format!("+ {line}"));
    let difference: Vec<String> = gone.chain(new).collect();
    assert!(
        difference.is_empty(),
        "rights differ from tests/postgres/grants.txt:\n{}\n\n{HEAD}",
        difference.join("\n")
    );
}

/// What no line may say, whoever writes the file anew.
#[tokio::test]
async fn s76_nobody_empties_a_table_nor_hangs_triggers_on_it() {
    let database = Database::fresh().await;
    let mut connection = database.superuser().await;
    let found = sqlx::query_scalar::<_, String>(
        "SELECT role || ' ' || table_name || ' ' || privilege
         FROM information_schema.tables, unnest(ARRAY['regain_admin', 'regain_self']) AS role,
              unnest(ARRAY['TRUNCATE', 'TRIGGER', 'REFERENCES']) AS privilege
         WHERE table_schema = 'regain' AND has_table_privilege(role, 'regain.' || table_name, privilege)
         UNION ALL
         SELECT role || ' ' || secret || ' is read'
         FROM unnest(ARRAY['passwords.phc', 'methods.secret', 'saved_codes.phc', 'saved_codes.selector',
                           'challenges.code_mac', 'verifications.token_mac', 'address_claims.code_mac',
                           'former_addresses.code_mac', 'contact_requests.code_mac', 'contact_invitations.code_mac',
                           'freeze_links.code_mac', 'outbox.payload']) AS secret,
              unnest(ARRAY['regain_admin']) AS role
         WHERE has_column_privilege(role, 'regain.' || split_part(secret, '.', 1), split_part(secret, '.', 2), 'SELECT')
         UNION ALL
         SELECT role || ' writes ' || closed
         FROM unnest(ARRAY['regain_admin']) AS role,
              unnest(ARRAY['passwords', 'saved_codes', 'saved_code_uses', 'methods', 'method_uses', 'used_steps',
                           'verifications', 'manifests', 'credential_changes', 'credential_applications',
                           'presented_proofs', 'address_claims', 'former_addresses', 'challenges', 'proofs', 'check_ups',
                           'ways_counted', 'contacts', 'contact_invitations', 'contacts_needed', 'contact_requests',
                           'retired_user_names']) AS closed
         WHERE has_table_privilege(role, 'regain.' || closed, 'DELETE')
            OR has_any_column_privilege(role, 'regain.' || closed, 'INSERT, UPDATE')
         UNION ALL
         SELECT role || ' takes away from ' || kept
         FROM unnest(ARRAY['regain_admin', 'regain_self']) AS role,
              unnest(ARRAY['history', 'history_details', 'credential_changes', 'credential_applications',
                           'presented_proofs', 'proofs', 'policies', 'policy_requests', 'manifests', 'passwords', 'people',
                           'saved_code_uses', 'used_steps', 'retired_user_names']) AS kept
         WHERE has_table_privilege(role, 'regain.' || kept, 'DELETE')",
    )
    .fetch_all(&mut connection)
    .await
    .expect("the rights");
    assert!(found.is_empty(), "{found:#?}");
}
