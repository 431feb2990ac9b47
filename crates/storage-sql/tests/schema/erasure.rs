//! S103: the statement that ends an account removes everything of the person's, by an announced
//! entry; or it removes nothing.

use super::{Trial, all, id};

fn entry(person: u32, event: &str, standing: &str) -> String {
    format!(
        "INSERT INTO history (seq, at, event, subject, nth, facts, standing_version, prev, mac)
         SELECT max(seq) + 1, 10, '{event}', {0}, (SELECT coalesce(max(nth), 0) + 1 FROM history WHERE subject = {0}), '{{}}',
                {standing}, (SELECT mac FROM history ORDER BY seq DESC LIMIT 1), randomblob(32) FROM history",
        id(person)
    )
}

fn erased(person: u32) -> String {
    let next = format!(
        "(SELECT standing_version + 1 FROM people WHERE id = {})",
        id(person)
    );
    entry(person, "account.erased", &next)
}

fn erase(person: u32, rest: &str) -> String {
    format!(
        "UPDATE people SET status = 'revoked', activated_at = NULL, erased_at = 10, standing_version = standing_version + 1,
         standing_mac = randomblob(32) {rest} WHERE id = {}",
        id(person)
    )
}

fn announced(person: u32, begins: &str) -> Vec<String> {
    vec![
        entry(person, begins, "NULL"),
        entry(person, "account.erasure_announced", "NULL"),
    ]
}

const RULE: &str = "erased as the history says, and once it was announced";

#[tokio::test]
async fn s103_nobody_is_erased_but_by_the_newest_entry_and_after_an_announcement() {
    let mut trial = Trial::begin().await;
    let asked = announced(1, "account.closing_asked");
    trial.refused("without a word", &[erase(1, "")], RULE).await;
    trial
        .refused("unannounced", &[erased(1), erase(1, "")], RULE)
        .await;
    trial
        .refused("unsaid", &all(&[&asked, &[erase(1, "")]]), RULE)
        .await;
    trial
        .refused(
            "of somebody else",
            &all(&[&asked, &[erased(2), erase(1, "")]]),
            RULE,
        )
        .await;
    let disabled = announced(1, "account.disabled");
    trial
        .refused(
            "announced for another reason",
            &all(&[&disabled, &[erased(1), erase(1, "")]]),
            RULE,
        )
        .await;
    for stops in [
        "account.enabled",
        "account.closing_taken_back",
        "account.frozen",
    ] {
        let stopped = [entry(1, stops, "NULL")];
        trial
            .refused(
                stops,
                &all(&[&asked, &stopped, &[erased(1), erase(1, "")]]),
                RULE,
            )
            .await;
    }
    let said = all(&[&asked, &[erased(1)]]);
    trial
        .refused(
            "with a role",
            &all(&[&said, &[erase(1, ", role = 'auditor'")]]),
            RULE,
        )
        .await;
    let still = erase(1, "").replace("'revoked', activated_at = NULL", "'active'");
    trial
        .refused("still active", &all(&[&said, &[still]]), RULE)
        .await;
    trial
        .refused(
            "invited",
            &all(&[
                &announced(3, "account.closing_asked"),
                &[erased(3), erase(3, "")],
            ]),
            "one-way",
        )
        .await;
    trial
        .allowed("as the sweep does", &all(&[&said, &[erase(1, "")]]))
        .await;
}

#[tokio::test]
async fn s103_all_of_it_goes_at_once_and_nothing_comes_back() {
    let mut trial = Trial::begin().await;
    let refused = [
        ("a password", "DELETE FROM passwords", "never deleted"),
        ("saved codes", "DELETE FROM saved_codes", "no fresh change"),
        (
            "a count",
            "DELETE FROM ways_counted",
            "one for everybody who came",
        ),
    ];
    for (what, statement, rule) in refused {
        trial.refused(what, &[statement.to_owned()], rule).await;
    }
    let asked = announced(1, "account.closing_asked");
    trial
        .allowed("erased", &all(&[&asked, &[erased(1), erase(1, "")]]))
        .await;
    // Without a row, the database has nothing to refuse.
    for table in ["passwords", "saved_codes", "ways_counted", "check_ups"] {
        let left = format!(
            "UPDATE {table} SET person_id = NULL WHERE person_id = {}",
            id(1)
        );
        trial.allowed(table, &[left]).await;
    }
    for (what, set, rule) in [
        (
            "active",
            "status = 'active', activated_at = 1, erased_at = NULL",
            "one-way",
        ),
        (
            "revoked like an invitation",
            "erased_at = NULL",
            "who was erased stays so",
        ),
        ("with a role", "role = 'auditor'", "who was erased stays so"),
        ("by name", "name = 'Anna'", "who was erased stays so"),
    ] {
        let seal = if set.starts_with("name") {
            ""
        } else {
            ", standing_version = standing_version + 1, standing_mac = randomblob(32)"
        };
        let back = format!("UPDATE people SET {set}{seal} WHERE id = {}", id(1));
        trial.refused(what, &[back], rule).await;
    }
}

#[tokio::test]
async fn s103_retired_user_names_stay() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "one",
            &["INSERT INTO retired_user_names VALUES (zeroblob(32))".to_owned()],
        )
        .await;
    trial
        .refused(
            "gone",
            &["DELETE FROM retired_user_names".to_owned()],
            "append-only",
        )
        .await;
    let other = "UPDATE retired_user_names SET digest = randomblob(32)".to_owned();
    trial.refused("another", &[other], "append-only").await;
}
