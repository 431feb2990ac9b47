//! S79, S80: manifests go on by one, each with its entry, and the history only grows.

use super::{Trial, id, manifest, told};

#[tokio::test]
async fn s79_manifests_go_on_by_one_and_only_with_their_entry() {
    let mut trial = Trial::begin().await;
    trial
        .refused(
            "without an entry",
            &[manifest(1, 3)],
            "the next one, and told",
        )
        .await;
    trial
        .refused(
            "a jump",
            &[told(1), manifest(1, 4)],
            "the next one, and told",
        )
        .await;
    trial
        .refused("back", &[manifest(1, 1)], "the next one, and told")
        .await;
    let same = format!(
        "UPDATE manifests SET version = 3 WHERE person_id = {}",
        id(1)
    );
    trial
        .refused(
            "the same digest",
            &[told(1), same],
            "the next one, and told",
        )
        .await;
    trial
        .refused(
            "deleted",
            &["DELETE FROM manifests".to_owned()],
            "never deleted",
        )
        .await;
    let first = format!(
        "INSERT INTO manifests VALUES ({}, 2, randomblob(32))",
        id(2)
    );
    trial
        .refused(
            "a first one that isn't",
            &[told(2), first],
            "the first one is number 1",
        )
        .await;
    trial.allowed("the next", &[told(1), manifest(1, 3)]).await;
}

#[tokio::test]
async fn s80_the_history_only_grows() {
    let mut trial = Trial::begin().await;
    for (what, statement) in [
        ("changed", "UPDATE history SET facts = '{\"x\":1}' WHERE seq = 1"),
        ("shortened", "DELETE FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("a gap", "INSERT INTO history SELECT seq + 2, at, event, subject, nth + 2, actor, facts, NULL, NULL, NULL, NULL, mac,
                   randomblob(32) FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("a fork", "INSERT INTO history SELECT seq + 1, at, event, NULL, 0, actor, facts, NULL, NULL, NULL, NULL, zeroblob(32),
                    randomblob(32) FROM history WHERE seq = (SELECT max(seq) FROM history)"),
        ("details of an older entry", "INSERT INTO history_details VALUES (1, 0, NULL, NULL)"),
    ] {
        trial.refused(what, &[statement.to_owned()], "history").await;
    }
    let key = format!("INSERT INTO person_keys VALUES ({}, zeroblob(32))", id(1));
    trial.allowed("a key", &[key]).await;
    trial
        .refused(
            "a key changed",
            &["UPDATE person_keys SET key = randomblob(32)".to_owned()],
            "never changed",
        )
        .await;
    trial
        .refused(
            "a key in use",
            &["DELETE FROM person_keys".to_owned()],
            "with the account only",
        )
        .await;
}
