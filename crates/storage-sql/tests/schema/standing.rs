//! S77: a status moves in one direction, and a role waits for a second administrator.

use super::{Trial, id};

#[tokio::test]
async fn s77_a_status_back_to_invited_would_be_a_takeover_and_is_refused() {
    let mut trial = Trial::begin().await;
    let back = format!(
        "UPDATE people SET status = 'invited', activated_at = NULL, standing_version = standing_version + 1,
         standing_mac = randomblob(32) WHERE id = {}",
        id(1)
    );
    trial
        .refused("back to invited", &[back], "the status is one-way")
        .await;
    let again = format!(
        "INSERT INTO people SELECT * FROM people WHERE id = {}",
        id(1)
    );
    trial.refused("an id once more", &[again], "UNIQUE").await;
    trial
        .refused(
            "deleted",
            &[format!("DELETE FROM people WHERE id = {}", id(3))],
            "never given out again",
        )
        .await;
}

#[tokio::test]
async fn a_role_waits_for_a_second_administrator() {
    let mut trial = Trial::begin().await;
    let request = |number: u32| {
        format!(
            "INSERT INTO role_requests (id, person_id, role, requested_by, requested_at, expires_at)
             VALUES ({0}, {1}, 'auditor', {2}, 0, 100)",
            id(number),
            id(1),
            id(9)
        )
    };
    trial.allowed("asked for", &[request(1)]).await;
    trial
        .refused(
            "asked for twice",
            &[request(2)],
            "no other one of that person",
        )
        .await;
    let decided = |by: u32, at: u32| {
        format!(
            "UPDATE role_requests SET decided_at = {at}, decided_by = {0}, granted = TRUE",
            id(by)
        )
    };
    trial
        .refused(
            "by the same",
            &[decided(9, 5)],
            "CHECK constraint failed: granted",
        )
        .await;
    trial
        .refused("too late", &[decided(2, 100)], "decided once, in time")
        .await;
    trial.allowed("by a second", &[decided(2, 5)]).await;
    trial
        .refused("again", &[decided(2, 6)], "decided once, in time")
        .await;
}

#[tokio::test]
async fn s114_a_role_begins_once_and_with_the_seal() {
    let mut trial = Trial::begin().await;
    let unsealed = format!("UPDATE people SET role_since = 5 WHERE id = {}", id(1));
    trial
        .refused(
            "without a seal",
            &[unsealed],
            "standing changes with its seal",
        )
        .await;
    let stands = |change: &str| {
        [format!(
            "UPDATE people SET {change}, standing_version = standing_version + 1, standing_mac = randomblob(32) WHERE id = {}",
            id(1)
        )]
    };
    trial
        .allowed("given", &stands("role = 'auditor', role_since = 5"))
        .await;
    for (what, since) in [("later", "6"), ("earlier", "4"), ("not said", "NULL")] {
        trial
            .refused(
                what,
                &stands(&format!("role_since = {since}")),
                "a role begins once",
            )
            .await;
    }
    trial
        .allowed("another one", &stands("role = 'user_administrator'"))
        .await;
    trial
        .allowed("lost", &stands("role = 'member', role_since = NULL"))
        .await;
    trial
        .allowed("given anew", &stands("role = 'auditor', role_since = 9"))
        .await;
}
