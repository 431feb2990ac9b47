//! Connections that refuse to write credentials, whatever the code above them does (S76).

use sqlx::sqlite::SqliteConnection;

/// Tables that administrators' connections may not write.
const CLOSED: [&str; 22] = [
    "passwords",
    "saved_codes",
    "saved_code_uses",
    "methods",
    "method_uses",
    "used_steps",
    "verifications",
    "manifests",
    "credential_changes",
    "credential_applications",
    "presented_proofs",
    "address_claims",
    "former_addresses",
    "challenges",
    "proofs",
    "check_ups",
    "ways_counted",
    "contacts",
    "contact_invitations",
    "contacts_needed",
    "contact_requests",
    "retired_user_names",
];

/// An administrator can't erase anybody, nor record an erasure or a request for one (S103).
const NOBODY_LEAVES: [&str; 2] = [
    "CREATE TEMP TRIGGER people_closed_to_erasure BEFORE UPDATE OF erased_at ON main.people
     WHEN NEW.erased_at IS NOT OLD.erased_at
     BEGIN SELECT RAISE(ABORT, 'people: administrators have no business here'); END",
    "CREATE TEMP TRIGGER history_closed_to_erasure BEFORE INSERT ON main.history
     WHEN NEW.event IN ('account.closing_asked', 'account.closing_taken_back', 'account.erasure_announced', 'account.erased')
     BEGIN SELECT RAISE(ABORT, 'history: administrators have no business here'); END",
];

/// Triggers that exist only on this connection, and that no statement of the app drops.
pub(crate) async fn restrict(
    connection: &mut SqliteConnection,
) -> std::result::Result<(), sqlx::Error> {
    let mut triggers = NOBODY_LEAVES.map(str::to_owned).to_vec();
    for table in CLOSED {
        for verb in ["INSERT", "UPDATE", "DELETE"] {
            triggers.push(format!(
                "CREATE TEMP TRIGGER {table}_closed_to_{verb} BEFORE {verb} ON main.{table}
                 BEGIN SELECT RAISE(ABORT, '{table}: administrators have no business here'); END"
            ));
        }
    }

    // At once: statement by statement they are most of the time that a connection takes to open.
    sqlx::raw_sql(sqlx::AssertSqlSafe(triggers.join(";\n")))
        .execute(connection)
        .await
        .map(drop)
}
