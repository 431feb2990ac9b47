//! S79, S82: policies follow each other and never change, and loosening takes two administrators.

use super::{Trial, id};

pub(crate) fn policy(version: u32, loosens: bool, asked: u32, decided: u32, from: u32) -> String {
    format!(
        "INSERT INTO policies (version, content, before, loosens, requested_by, decided_by, decided_at, effective_at, seal)
         VALUES ({version}, 'password_min=20', 'password_min=12', {loosens}, {}, {}, 10, {from}, zeroblob(32))",
        id(asked),
        id(decided)
    )
}

#[tokio::test]
async fn s82_policies_are_added_in_turn_and_stay_as_they_are() {
    let mut trial = Trial::begin().await;
    trial
        .refused(
            "out of turn",
            &[policy(2, false, 9, 9, 10)],
            "one follows the other",
        )
        .await;
    trial
        .refused(
            "loosened alone",
            &[policy(1, true, 9, 9, 10)],
            "CHECK constraint failed: loosens",
        )
        .await;
    trial
        .refused(
            "before it was decided",
            &[policy(1, false, 9, 9, 9)],
            "CHECK constraint failed: effective_at",
        )
        .await;
    trial
        .refused("by nobody", &[policy(1, false, 77, 77, 10)], "FOREIGN KEY")
        .await;
    trial
        .allowed("tightened by one", &[policy(1, false, 9, 9, 10)])
        .await;
    trial
        .refused(
            "twice the same",
            &[policy(1, false, 9, 9, 10)],
            "one follows the other",
        )
        .await;
    trial
        .allowed("loosened by two", &[policy(2, true, 9, 1, 99)])
        .await;
    for (column, value) in [
        ("content", "'password_min=8'"),
        ("effective_at", "0"),
        ("seal", "randomblob(32)"),
    ] {
        let update = format!("UPDATE policies SET {column} = {value} WHERE version = 1");
        trial.refused(column, &[update], "append-only").await;
    }
    trial
        .refused(
            "taken away",
            &["DELETE FROM policies WHERE version = 2".to_owned()],
            "append-only",
        )
        .await;
}

#[tokio::test]
async fn s82_one_request_waits_and_is_decided_once_in_time_by_two() {
    let mut trial = Trial::begin().await;
    let request = |number: u32, at: u32| {
        format!(
            "INSERT INTO policy_requests (id, content, version, requested_by, requested_at, expires_at, seal)
             VALUES ({}, 'password_min=8', 0, {}, {at}, {}, zeroblob(32))",
            id(number),
            id(9),
            at + 100
        )
    };
    let decided = |by: u32, at: u32, granted: bool| {
        format!(
            "UPDATE policy_requests SET decided_at = {at}, decided_by = {}, granted = {granted} WHERE decided_at IS NULL",
            id(by)
        )
    };
    trial.allowed("asked for", &[request(1, 0)]).await;
    trial
        .refused("asked for beside it", &[request(2, 50)], "no other one")
        .await;
    trial
        .refused(
            "by the same",
            &[decided(9, 5, true)],
            "CHECK constraint failed: granted",
        )
        .await;
    trial
        .refused(
            "too late",
            &[decided(1, 100, true)],
            "decided once, in time",
        )
        .await;
    let other = "UPDATE policy_requests SET content = 'second_factor=0'".to_owned();
    trial
        .refused("changed", &[other], "nothing else changes")
        .await;
    trial
        .refused(
            "taken away",
            &["DELETE FROM policy_requests".to_owned()],
            "append-only",
        )
        .await;
    trial.allowed("by a second", &[decided(1, 5, true)]).await;
    let again = "UPDATE policy_requests SET granted = FALSE".to_owned();
    trial
        .refused("again", &[again], "decided once, in time")
        .await;
    trial
        .allowed(
            "another one, taken back",
            &[request(2, 50), decided(9, 60, false)],
        )
        .await;
    trial
        .allowed(
            "one that ends by itself makes room",
            &[request(3, 70), request(4, 170)],
        )
        .await;
}
