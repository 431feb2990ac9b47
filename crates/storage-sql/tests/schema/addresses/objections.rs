//! An objection puts an address back, once (S28).

use super::{address, begin, changed, former, gone};
use crate::cases::methods::after_confirming;
use crate::cases::{AT, all, change_by, id, told};

fn objected(change: u32) -> String {
    format!(
        "UPDATE former_addresses SET objected_at = {AT} WHERE ended_by = {}",
        id(change)
    )
}

fn presented_objection(number: u32, person: u32, change: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'objection', NULL, {2}, NULL, {AT})",
        id(number),
        id(person),
        id(change)
    )
}

/// An entry without an actor.
fn told_of_nobody(person: u32) -> String {
    format!(
        "INSERT INTO history (seq, at, event, subject, nth, actor, facts, manifest_version, prev, mac)
         SELECT coalesce(max(seq), 0) + 1, {AT}, 'x', {0},
                (SELECT coalesce(max(nth), 0) + 1 FROM history WHERE subject = {0}), NULL, '{{}}',
                (SELECT coalesce(max(manifest_version), 0) + 1 FROM history WHERE subject = {0}),
                coalesce((SELECT mac FROM history ORDER BY seq DESC LIMIT 1), zeroblob(32)), randomblob(32) FROM history",
        id(person)
    )
}

#[tokio::test]
async fn s28_an_objection_puts_back_exactly_what_its_change_took_away_once() {
    let mut trial = begin().await;
    trial.allowed("changed", &changed()).await;
    let rule = "no address of this person that objected";
    trial
        .refused("nobody objected", &[presented_objection(900, 7, 701)], rule)
        .await;
    trial
        .refused(
            "another's",
            &[objected(701), presented_objection(900, 5, 701)],
            rule,
        )
        .await;
    let late = "UPDATE former_addresses SET objected_at = 604800010".to_owned();
    trial
        .refused("too late", &[late], "CHECK constraint failed")
        .await;
    let right = |action: &str| {
        vec![
            objected(701),
            presented_objection(900, 7, 701),
            told_of_nobody(7),
            change_by(720, 7, 7, action, 900),
        ]
    };
    for action in [
        "set_password",
        "replace_saved_codes",
        "add_method",
        "add_address",
        "replace_address",
    ] {
        trial
            .refused(
                "told as nobody's act",
                &right(action),
                "credential_changes: ",
            )
            .await;
        let mut own = right(action);
        own[2] = told(7);
        trial
            .refused(action, &own, "the owner proved nothing")
            .await;
    }
    let by_confirmation = after_confirming(7, 721, "restore_address");
    trial
        .refused(
            "without an objection",
            &by_confirmation,
            "the owner proved nothing",
        )
        .await;
    let make_room = [former("new@x.org", 7, 720, 10, "NULL"), gone("new@x.org")];
    let back = |canonical: &str, counts_from: &str| {
        address(canonical, 7, 1, &format!("0, {counts_from}"), &id(720))
    };
    let only = "only somebody invited gets one";
    let another = all(&[
        &right("restore_address"),
        &make_room,
        &[back("evil@x.org", "0")],
    ]);
    trial.refused("another address", &another, only).await;
    let sooner = all(&[
        &right("restore_address"),
        &make_room,
        &[back("first@x.org", "-1")],
    ]);
    trial.refused("otherwise than it was", &sooner, only).await;
    let beside = all(&[&right("restore_address"), &[back("first@x.org", "0")]]);
    trial
        .refused("in a place that is taken", &beside, "UNIQUE")
        .await;
    trial
        .refused(
            "nothing put back",
            &all(&[&right("restore_address"), &make_room]),
            "FOREIGN KEY",
        )
        .await;
    trial
        .allowed(
            "put back",
            &all(&[
                &right("restore_address"),
                &make_room,
                &[back("first@x.org", "0")],
            ]),
        )
        .await;
    trial
        .refused(
            "objected again",
            &[objected(701).replace(" 10 ", " 11 ")],
            "one objection",
        )
        .await;
}
