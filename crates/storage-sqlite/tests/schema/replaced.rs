//! `REPLACE` takes a row away without a word, unless its triggers see that, too (S75).

use crate::cases::policy::policy;
use crate::cases::{AT, Trial, id};

#[tokio::test]
async fn s75_nothing_is_replaced() {
    let mut trial = Trial::begin().await;
    trial
        .allowed("a policy", &[policy(1, false, 9, 9, 10)])
        .await;
    for change in [101, 777] {
        let password = format!(
            "REPLACE INTO passwords VALUES ({0}, '$argon2id$evil', {AT}, {1})",
            id(1),
            id(change)
        );
        trial
            .refused("a password", &[password], "passwords: ")
            .await;
    }
    let manifest = format!(
        "REPLACE INTO manifests VALUES ({}, 1, randomblob(32))",
        id(1)
    );
    let policies = policy(1, false, 9, 9, 10).replace("INSERT", "REPLACE");
    let history =
        "REPLACE INTO history SELECT * FROM history WHERE seq = (SELECT max(seq) FROM history)";
    let codes = "REPLACE INTO saved_codes (id, person_id, change_id, selector, phc)
                 SELECT id, person_id, change_id, selector, '$argon2id$x' FROM saved_codes";
    for (what, statement, rule) in [
        ("a manifest", manifest.as_str(), "manifests: "),
        ("an entry", history, "history"),
        ("saved codes", codes, "saved_codes: "),
        ("a policy", &policies, "one follows the other"),
    ] {
        trial.refused(what, &[statement.to_owned()], rule).await;
    }
}
