//! S75: what the triggers refuse to SQL of any origin, and what they allow.

use super::{place, stranger, url};
use regain_domain::{FlowState, ProofClass};
use regain_storage::contract::samples::{
    address, at, challenge, invitation, name, person_id, user_name,
};
use regain_storage::contract::support::{
    OK, Tested, activate, add_flows, add_people, pass_gate, step, writing,
};
use regain_storage_sqlite::SqliteStore;
use sqlx::{Connection, Row};
use std::sync::Arc;

/// One row of everything: two people, of whom the first has a recovery that passed its first gate.
async fn furnish(store: &Tested) {
    add_flows(store, &[1]).await;
    add_people(store, &[2, 3]).await;
    let mut work = writing(store).await;
    let people = work.people();
    assert!(
        people
            .set_names(person_id(1), &name("Anna"), &user_name("anna"))
            .await
            .expect(OK)
    );
    assert!(
        people
            .add_address(person_id(1), &address("anna@example.org"), None)
            .await
            .expect(OK)
    );
    for number in [1, 2] {
        assert!(activate(&mut *work, number, at(0)).await);
    }
    work.invitations()
        .insert(&invitation(1, 1))
        .await
        .expect(OK);
    assert!(
        work.invitations()
            .accept(invitation(1, 1).id, at(1))
            .await
            .expect(OK)
    );
    pass_gate(&mut *work, 1, 1, ProofClass::MailedCode).await;
    let open = challenge(2, 1, Some(1), ProofClass::SavedCode);
    work.recovery().insert_challenge(&open).await.expect(OK);
    let started = FlowState::Started;
    assert!(
        step(
            &mut *work,
            1,
            started,
            FlowState::OneGate(ProofClass::MailedCode)
        )
        .await
    );
    work.commit().await.expect(OK);
}

/// Statements that no code here makes, and the schema's own refusals.
const FORBIDDEN: [(&str, &str, &str); 32] = [
    (
        "S77 back to invited",
        "UPDATE people SET status = 'invited', activated_at = NULL WHERE status = 'active'",
        "people: the status is one-way",
    ),
    (
        "S77 active to revoked",
        "UPDATE people SET status = 'revoked', activated_at = NULL WHERE status = 'active'",
        "people: the status is one-way",
    ),
    (
        "S77 invited to disabled",
        "UPDATE people SET status = 'disabled', activated_at = 1 WHERE status = 'invited'",
        "people: the status is one-way",
    ),
    ("S77 another id", "UPDATE people SET id = zeroblob(16) WHERE status = 'active'", "people: an id never changes"),
    ("S77 a person deleted", "DELETE FROM people WHERE status = 'invited'", "people: an id is never given out again"),
    (
        "S75 a person replaced",
        "REPLACE INTO people SELECT id, 'invited', role, name, language, created_at, NULL, NULL, 0, 1, standing_mac, '', '', NULL, NULL
         FROM people",
        "people: an id is never given out again",
    ),
    ("a status of no meaning", "UPDATE people SET status = 'owner'", "people: the status is one-way"),
    (
        "a short id",
        "INSERT INTO people SELECT x'01', 'invited', role, name, language, created_at, NULL, NULL, 0, 1, standing_mac, '', '', NULL, NULL
         FROM people",
        "CHECK constraint failed: length(id) = 16",
    ),
    (
        "S79 a standing without its seal",
        "UPDATE people SET role = 'global_administrator' WHERE status = 'active'",
        "people: standing changes with its seal",
    ),
    (
        "S79 a standing with an old seal",
        "UPDATE people SET frozen_at = 1, standing_version = standing_version + 1 WHERE status = 'active'",
        "people: standing changes with its seal",
    ),
    (
        "S9 a user name with @",
        "INSERT INTO identifiers SELECT 'a@b', id, 'user_name', 'a', 0, NULL, NULL, NULL FROM people WHERE status = 'invited'",
        "CHECK constraint failed: CASE kind",
    ),
    (
        "S9 an address without @",
        "INSERT INTO identifiers SELECT 'ab', id, 'email', 'ab', 9, NULL, NULL, NULL FROM people WHERE status = 'invited'",
        "CHECK constraint failed: CASE kind",
    ),
    (
        "S72 another address for somebody active",
        "INSERT INTO identifiers SELECT 'x@y', id, 'email', 'x@y', 9, 1, 1, NULL FROM people WHERE status = 'active'",
        "identifiers: only somebody invited gets one",
    ),
    (
        "S72 an address exchanged",
        "UPDATE identifiers SET shown = 'x@y', canonical = 'x@y' WHERE kind = 'email'",
        "identifiers: only verified, once, before activation",
    ),
    ("S72 an address taken away", "DELETE FROM identifiers", "identifiers: those of somebody who came stay"),
    (
        "S17 an invitation open again",
        "UPDATE invitations SET accepted_at = NULL",
        "invitations: accepted or replaced once",
    ),
    (
        "S10 a recovery of another person",
        "UPDATE recovery_flows SET person_id = (SELECT id FROM people LIMIT 1 OFFSET 1)",
        "recovery_flows: person, identifier, browser and start never change",
    ),
    (
        "S21 a recovery of another identifier",
        "UPDATE recovery_flows SET identifier_mac = randomblob(32)",
        "recovery_flows: person, identifier, browser and start never change",
    ),
    (
        "S23 a recovery of another browser",
        "UPDATE recovery_flows SET browser_mac = randomblob(32)",
        "recovery_flows: person, identifier, browser and start never change",
    ),
    (
        "S79 a recovery with another seal",
        "UPDATE recovery_flows SET seal = randomblob(32)",
        "recovery_flows: person, identifier, browser and start never change",
    ),
    (
        "S11 a recovery that begins beyond its gates",
        "INSERT INTO recovery_flows SELECT NULL, randomblob(16), person_id, identifier_mac, source_mac, randomblob(32), seal,
         trouble, 'two_gates', NULL, NULL, language, created_at, expires_at, 0, 0, NULL FROM recovery_flows",
        "recovery_flows: a new one has only begun",
    ),
    (
        "S12 finished with one proof",
        "UPDATE recovery_flows SET state = 'finished', gate_class = NULL",
        "recovery_flows: finished without two proofs",
    ),
    (
        "a state without its class",
        "UPDATE recovery_flows SET gate_class = NULL",
        "CHECK constraint failed: (state = 'one_gate')",
    ),
    (
        "S17 a challenge open again",
        "UPDATE challenges SET consumed_at = NULL WHERE consumed_at IS NOT NULL",
        "challenges: over",
    ),
    (
        "S16 a challenge met late",
        "UPDATE challenges SET consumed_at = expires_at WHERE consumed_at IS NULL",
        "challenges: consumed by its person, before expiry",
    ),
    (
        "S16 a challenge extended",
        "UPDATE challenges SET expires_at = expires_at + 1 WHERE consumed_at IS NULL",
        "challenges: only its tries and its end change",
    ),
    (
        "S15 tries forgotten",
        "UPDATE challenges SET tries = tries - 1 WHERE consumed_at IS NULL",
        "challenges: only its tries and its end change",
    ),
    (
        "S18 another code",
        "UPDATE challenges SET code_mac = zeroblob(32) WHERE consumed_at IS NULL",
        "challenges: only its tries and its end change",
    ),
    ("a challenge deleted", "DELETE FROM challenges", "challenges: forgotten with their recovery only"),
    ("S11 a proof changed", "UPDATE proofs SET class = 'saved_code'", "proofs: append-only"),
    ("S11 a proof deleted", "DELETE FROM proofs", "proofs: forgotten with their recovery only"),
    ("S75 a proof replaced", "REPLACE INTO proofs SELECT * FROM proofs", "proofs: forgotten with their recovery only"),
];

#[tokio::test]
async fn s75_the_schema_refuses_what_no_code_may_do() {
    let (_directory, path) = place();
    let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
    furnish(&store).await;
    let mut other = stranger(&path).await;
    for (what, statement, answer) in FORBIDDEN {
        let mut attempt = other.begin().await.expect("a transaction");
        let error = sqlx::query(statement)
            .execute(&mut *attempt)
            .await
            .expect_err(what);
        let refusal = error
            .as_database_error()
            .map(|error| error.message().to_owned())
            .unwrap_or_default();
        assert!(refusal.contains(answer), "{what}: {refusal}");
    }
}

#[tokio::test]
async fn what_the_triggers_leave_open_still_works() {
    let (_directory, path) = place();
    let store: Tested = Arc::new(SqliteStore::open(&url(&path)).await.expect("a store"));
    furnish(&store).await;
    let mut other = stranger(&path).await;
    for statement in [
        "UPDATE people SET status = 'revoked', standing_version = standing_version + 1, standing_mac = randomblob(32)
         WHERE status = 'invited'",
        "UPDATE people SET status = 'disabled', standing_version = standing_version + 1, standing_mac = randomblob(32)
         WHERE status = 'active'",
        "UPDATE people SET status = 'active', standing_version = standing_version + 1, standing_mac = randomblob(32)
         WHERE status = 'disabled'",
        "UPDATE challenges SET tries = tries + 1 WHERE consumed_at IS NULL",
        "UPDATE challenges SET consumed_at = created_at WHERE consumed_at IS NULL",
        "DELETE FROM recovery_flows",
    ] {
        let done = sqlx::query(statement).execute(&mut other).await.expect(statement);
        assert!(done.rows_affected() > 0, "{statement}");
    }
    let left =
        sqlx::query("SELECT (SELECT count(*) FROM challenges) + (SELECT count(*) FROM proofs)");
    assert_eq!(
        left.fetch_one(&mut other)
            .await
            .expect("a row")
            .get::<i64, _>(0),
        0
    );
}
