//! Tests that `MOMENTS` names every column that may hold a time.

use crate::rows::access::Access;
use crate::rows::moments::MOMENTS;
use crate::{Db, SqliteStore};
use regain_domain::Timestamp;
use sqlx::{FromRow, query_as, query_scalar};
use std::collections::BTreeSet;

/// Integers that aren't times.
const NUMBERS: [&str; 52] = [
    "methods.by_two_gates",
    "people.needs_recovery",
    "people.standing_version",
    "identifiers.position",
    "invitations.seq",
    "role_requests.seq",
    "role_requests.granted",
    "history.seq",
    "history.nth",
    "history.manifest_version",
    "history.standing_version",
    "history_details.seq",
    "recovery_flows.seq",
    "recovery_flows.keep_tries",
    "recovery_flows.familiar",
    "challenges.seq",
    "challenges.tries",
    "proofs.seq",
    "verifications.seq",
    "verifications.keep",
    "verifications.tries",
    "credential_changes.history_seq",
    "manifests.version",
    "sessions.kept",
    "sign_in_counters.failures",
    "outbox.seq",
    "outbox.urgency",
    "outbox.attempts",
    "write_checks.id",
    "write_checks.parity",
    "address_claims.seq",
    "address_claims.position",
    "address_claims.tries",
    "former_addresses.position",
    "contacts.waits",
    "contact_invitations.seq",
    "contacts_needed.needed",
    "contact_requests.seq",
    "policies.version",
    "policies.loosens",
    "policy_requests.seq",
    "policy_requests.version",
    "policy_requests.granted",
    "check_ups.addresses",
    "check_ups.authenticators",
    "check_ups.passkeys",
    "check_ups.contacts",
    "check_ups.saved_codes",
    "ways_counted.addresses",
    "ways_counted.saved_codes",
    "ways_counted.authenticators",
    "ways_counted.passkeys",
];

#[derive(FromRow)]
struct Columns {
    name: String,
}

#[tokio::test]
async fn every_column_that_may_tell_a_time_is_listed() {
    let store = SqliteStore::open("sqlite::memory:")
        .await
        .expect("a database");
    let mut writer = store.writer().await.expect("a connection");
    let stored = query_as::<Db, Columns>(
        "SELECT t.name || '.' || c.name AS name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE '_sqlx%' AND c.type = 'INTEGER'",
    );
    let stored = stored.fetch_all(&mut *writer).await.expect("columns");
    let stored: BTreeSet<String> = stored.into_iter().map(|column| column.name).collect();
    let moments = MOMENTS
        .iter()
        .map(|moment| format!("{}.{}", moment.0, moment.1));
    let listed: BTreeSet<String> = moments.chain(NUMBERS.map(str::to_owned)).collect();

    assert_eq!(listed.len(), MOMENTS.len() + NUMBERS.len(), "each once");
    assert_eq!(
        stored, listed,
        "say in MOMENTS what a moment in the future means, or that it is a number"
    );
}

#[tokio::test]
async fn what_lies_ahead_is_found() {
    let store = SqliteStore::open("sqlite::memory:")
        .await
        .expect("a database");
    let mut unit = store.unit(Access::Write).await.expect("a unit of work");
    let now = Timestamp::from_millis(1_000_000_000);
    assert_eq!(unit.ahead(now).await.expect("nothing"), []);
    for at in [999_999_999_i64, 1_000_005_000, 1_000_005_001, 2_000_000_000] {
        let insert =
            sqlx::query::<Db>("INSERT INTO spendings (key, at) VALUES (randomblob(32), $1)")
                .bind(at);
        unit.execute(insert).await.expect("spent");
    }

    for ahead in [600_000_i64, 700_000] {
        let insert = "INSERT INTO outbox (id, payload, urgency, created_at, expires_at, attempts, next_attempt_at)
                      VALUES (randomblob(16), '', 1, 0, 0, 0, $1)";
        unit.execute(sqlx::query::<Db>(insert).bind(1_000_000_000 + ahead))
            .await
            .expect("queued");
    }

    let found = unit.ahead(now).await.expect("some").into_iter();
    let found: Vec<_> = found
        .map(|ahead| {
            (
                ahead.table,
                ahead.column,
                ahead.rows,
                ahead.furthest.as_millis(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("spendings", "at", 2, 2_000_000_000),
            ("outbox", "next_attempt_at", 1, 1_000_700_000)
        ]
    );
    let rows = query_scalar::<Db, i64>("SELECT count(*) FROM spendings");
    assert_eq!(
        unit.value(rows).await.expect("a number"),
        Some(4),
        "nothing is changed"
    );
}
