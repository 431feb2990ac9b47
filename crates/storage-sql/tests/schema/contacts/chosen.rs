//! A contact is chosen by their owner, and agrees by themselves (S17, S28, S74).

use super::{DAY, accepted, agrees, contact, invitation};
use crate::cases::methods::after_confirming;
use crate::cases::{AT, Trial, all, id};

#[tokio::test]
async fn s74_a_contact_is_chosen_and_taken_away_by_fresh_proofs_of_their_owner_once_each() {
    let mut trial = Trial::begin().await;
    trial
        .refused(
            "no change",
            &[contact(31, 1, 101, "c@example.net")],
            "no fresh change",
        )
        .await;
    let one = all(&[
        &after_confirming(1, 130, "add_contact"),
        &[contact(31, 1, 130, "c@example.net")],
    ]);
    trial.allowed("chosen", &one).await;
    trial
        .refused(
            "a second by the same change",
            &[contact(32, 1, 130, "d@example.net")],
            "no fresh change",
        )
        .await;
    let theirs = all(&[
        &after_confirming(1, 131, "add_contact"),
        &[contact(33, 2, 131, "d@example.net")],
    ]);
    trial
        .refused("somebody else's", &theirs, "no fresh change")
        .await;
    trial
        .refused(
            "nobody chosen",
            &after_confirming(1, 132, "add_contact"),
            "FOREIGN KEY",
        )
        .await;
    let same = all(&[
        &after_confirming(1, 133, "add_contact"),
        &[contact(33, 1, 133, "c@example.net")],
    ]);
    trial
        .refused("the same address twice", &same, "UNIQUE")
        .await;
    let hasty = contact(33, 1, 133, "d@example.net").replace(&DAY.to_string(), "1000");
    trial
        .refused(
            "counted at once",
            &all(&[&after_confirming(1, 133, "add_contact"), &[hasty]]),
            "CHECK",
        )
        .await;
    let mut four = Vec::new();
    for number in 34..37 {
        four.extend(after_confirming(1, number + 100, "add_contact"));
        four.push(contact(
            number,
            1,
            number + 100,
            &format!("{number}@example.net"),
        ));
    }
    trial.refused("four", &four, "three at most").await;

    for swap in [
        "address = 'eve@example.net'",
        "name = 'Eve'",
        "person_id = randomblob(16)",
        "waits = 86400001",
    ] {
        let swapped = format!("UPDATE contacts SET {swap} WHERE id = {}", id(31));
        trial
            .refused(swap, &[swapped], "only their answer changes")
            .await;
    }
    let gone = format!("DELETE FROM contacts WHERE id = {}", id(31));
    trial
        .refused(
            "taken away without a change",
            std::slice::from_ref(&gone),
            "no fresh change",
        )
        .await;
    let by_other = all(&[
        &after_confirming(1, 138, "remove_method"),
        std::slice::from_ref(&gone),
    ]);
    trial
        .refused(
            "by a change of something else",
            &by_other,
            "no fresh change",
        )
        .await;
    trial
        .allowed(
            "taken away",
            &all(&[&after_confirming(1, 139, "remove_contact"), &[gone]]),
        )
        .await;
}

#[tokio::test]
async fn s17_s28_only_the_contact_agrees_once_and_never_counts_at_once() {
    let mut trial = Trial::begin().await;
    let chosen = all(&[
        &after_confirming(1, 140, "add_contact"),
        &[contact(40, 1, 140, "c@example.net"), invitation(240, 40)],
    ]);
    trial.allowed("chosen", &chosen).await;
    trial
        .refused(
            "without an answer",
            &[agrees(40, AT, AT + DAY)],
            "accepted by nobody",
        )
        .await;
    trial
        .refused("too late", &[accepted(240, 1000)], "in time")
        .await;
    let early = [accepted(240, AT), agrees(40, AT, AT)];
    trial.refused("counting at once", &early, "CHECK").await;
    let other = [accepted(240, AT), agrees(40, AT + 1, AT + 1 + DAY)];
    trial
        .refused("at another moment", &other, "accepted by nobody")
        .await;
    trial
        .allowed("agreed", &[accepted(240, AT), agrees(40, AT, AT + DAY)])
        .await;
    trial
        .refused("twice", &[accepted(240, AT + 1)], "accepted once")
        .await;
    let declined = |at: u32| {
        format!(
            "UPDATE contacts SET declined_at = {at} WHERE id = {}",
            id(40)
        )
    };
    trial
        .refused(
            "declined by nobody",
            &[declined(2000)],
            "declined by nobody",
        )
        .await;
    let back = format!(
        "UPDATE contact_invitations SET declined_at = 2000 WHERE id = {}",
        id(240)
    );
    trial
        .allowed(
            "stepped back, after its end too",
            &[back.clone(), declined(2000)],
        )
        .await;
    trial.refused("stepped back twice", &[back], "over").await;
    trial
        .refused(
            "a contact again",
            &[format!(
                "UPDATE contacts SET declined_at = NULL WHERE id = {}",
                id(40)
            )],
            "only",
        )
        .await;
    trial
        .refused(
            "an answer forgotten",
            &["DELETE FROM contact_invitations".to_owned()],
            "with their contact only",
        )
        .await;
}
