//! The ends of named credentials, and secrets that are sealed anew (S104, S109).

use super::{after_confirming, method};
use crate::cases::{AT, Trial, all, id, told};

/// S109, S112: a credential ends by its owner's change and counts for seven days at most, or is set
/// aside, and comes back by a change or because it was used.
#[tokio::test]
async fn s109_what_ends_ends_by_its_owner_or_counts_for_nothing() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "an app",
            &all(&[
                &after_confirming(1, 170, "add_method"),
                &[method(70, 1, 170)],
            ]),
        )
        .await;
    let end = |at: u32, until: u32, by: &str| {
        format!(
            "UPDATE methods SET ended_at = {at}, counts_until = {at} + {until}, ended_by = {by} WHERE id = {}",
            id(70)
        )
    };
    let back = format!(
        "UPDATE methods SET ended_at = NULL, counts_until = NULL, ended_by = NULL WHERE id = {}",
        id(70)
    );
    let ends = "by a fresh change of its owner, or is set aside";
    trial
        .refused(
            "by nobody, and it goes on counting",
            &[end(AT, 1, "NULL")],
            ends,
        )
        .await;
    trial
        .refused("by an earlier change", &[end(AT, 1, &id(170))], ends)
        .await;
    let removing = |until: u32| {
        all(&[
            &after_confirming(1, 171, "remove_method"),
            &[end(AT, until, &id(171))],
        ])
    };
    trial
        .refused(
            "for longer than any quarantine",
            &removing(14 * 86_400_000 + 1),
            ends,
        )
        .await;
    trial.allowed("removed", &removing(14 * 86_400_000)).await;
    trial
        .refused(
            "put back by nobody",
            std::slice::from_ref(&back),
            "stays so",
        )
        .await;
    let longer = format!(
        "UPDATE methods SET counts_until = counts_until + 1 WHERE id = {}",
        id(70)
    );
    trial
        .refused("for longer, later", &[longer], "stays so")
        .await;
    let settled = |person: u32| told(person).replace("'x'", "'ways.settled'");
    trial
        .refused(
            "by what was settled for somebody else",
            &[settled(9), back.clone()],
            "stays so",
        )
        .await;
    trial
        .refused(
            "by what was settled before",
            &[settled(1), told(1), back.clone()],
            "stays so",
        )
        .await;
    trial.allowed("it proved itself", &[settled(1), back]).await;
    trial
        .refused("set aside by nobody", &[told(1), end(AT, 0, "NULL")], ends)
        .await;
    trial
        .refused(
            "set aside at another time",
            &[settled(1), end(AT + 2, 0, "NULL")],
            ends,
        )
        .await;
    trial
        .refused(
            "set aside, and it goes on counting",
            &[settled(1), end(AT, 1, "NULL")],
            ends,
        )
        .await;
    trial
        .allowed("set aside", &[settled(1), end(AT, 0, "NULL")])
        .await;
}

#[tokio::test]
async fn s104_a_secret_is_sealed_anew_by_an_entry_that_says_so_and_nothing_changes_with_it() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "added",
            &all(&[
                &after_confirming(1, 130, "add_method"),
                &[method(31, 1, 130)],
            ]),
        )
        .await;
    let sealed = |more: &str| {
        format!(
            "UPDATE methods SET secret = zeroblob(49){more} WHERE id = {}",
            id(31)
        )
    };
    let told_anew = |person: u32| told(person).replace("'x'", "'account.sealed_anew'");
    assert!(
        told_anew(1).contains("account.sealed_anew"),
        "{}",
        told_anew(1)
    );
    trial
        .refused("not told", &[sealed("")], "only sealed anew")
        .await;
    trial
        .refused(
            "told of somebody else",
            &[told_anew(2), sealed("")],
            "only sealed anew",
        )
        .await;
    let change = format!(", change_id = {}", id(999));
    for more in [", name = 'Thief'", ", counts_from = 0", &change] {
        trial
            .refused("with more", &[told_anew(1), sealed(more)], "methods: ")
            .await;
    }
    trial.allowed("told", &[told_anew(1), sealed("")]).await;
    trial
        .refused(
            "told once, and something since",
            &[told_anew(1), told(1), sealed("").replace("49", "50")],
            "only sealed anew",
        )
        .await;
}
