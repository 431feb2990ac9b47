//! Authenticator apps, and the steps of their codes (S13, S41, S45).

use super::{after_confirming, method, remove};
use crate::cases::{AT, Trial, all, change_by, finish, flow, id, pass, presented_invitation, told};

#[tokio::test]
async fn s45_an_app_is_added_renamed_and_removed_by_fresh_proofs_of_its_owner_once_each() {
    let mut trial = Trial::begin().await;
    trial
        .refused("no change", &[method(31, 1, 101)], "no fresh change")
        .await;
    trial
        .allowed(
            "added",
            &all(&[
                &after_confirming(1, 130, "add_method"),
                &[method(31, 1, 130)],
            ]),
        )
        .await;
    trial
        .refused(
            "a second one by the same change",
            &[method(32, 1, 130)],
            "no fresh change",
        )
        .await;
    let other = after_confirming(1, 131, "add_method");
    trial
        .refused(
            "somebody else's",
            &all(&[&other, &[method(33, 2, 131)]]),
            "no fresh change",
        )
        .await;
    trial
        .refused(
            "nothing added",
            &after_confirming(1, 132, "add_method"),
            "FOREIGN KEY",
        )
        .await;

    let rename = |change: u32| {
        format!(
            "UPDATE methods SET name = 'Tablet', change_id = {} WHERE id = {}",
            id(change),
            id(31)
        )
    };
    trial
        .refused(
            "renamed without a change",
            &[rename(130)],
            "no fresh change",
        )
        .await;
    let steal = format!(
        "UPDATE methods SET person_id = {} WHERE id = {}",
        id(2),
        id(31)
    );
    trial
        .refused("given to somebody else", &[steal], "only the name changes")
        .await;
    let earlier = format!("UPDATE methods SET counts_from = 0 WHERE id = {}", id(31));
    trial
        .refused("counted earlier", &[earlier], "only the name changes")
        .await;
    trial
        .allowed(
            "renamed",
            &all(&[&after_confirming(1, 133, "rename_method"), &[rename(133)]]),
        )
        .await;

    trial
        .refused("removed without a change", &[remove(31)], "no fresh change")
        .await;
    let two = all(&[
        &after_confirming(1, 134, "add_method"),
        &[method(34, 1, 134)],
        &after_confirming(1, 135, "remove_method"),
        &[remove(31), remove(34)],
    ]);
    trial
        .refused("two removed by one change", &two, "no fresh change")
        .await;
    trial
        .allowed(
            "removed",
            &all(&[&after_confirming(1, 136, "remove_method"), &[remove(31)]]),
        )
        .await;
}

#[tokio::test]
async fn s13_a_lost_app_is_replaced_by_two_proofs_none_of_which_is_the_app() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "an app",
            &all(&[
                &after_confirming(1, 150, "add_method"),
                &[method(50, 1, 150)],
            ]),
        )
        .await;
    let lost = flow(51, 1).replace("'forgot_password'", "'lost_authenticator'");
    let [mail, saved, app] = [
        pass(52, 51, 1, "mailed_code"),
        pass(53, 51, 1, "saved_code"),
        pass(54, 51, 1, "authenticator"),
    ];
    let fin = [finish(51)];
    let write = [
        told(1),
        change_by(151, 1, 1, "replace_authenticators", 51),
        remove(50),
        method(55, 1, 151),
    ];
    let started = [lost];
    let with_app = all(&[&started, &mail, &app, &fin]);
    trial
        .refused("by itself", &with_app, "finished without two proofs")
        .await;
    let as_password = [told(1), change_by(152, 1, 1, "set_password", 51)];
    trial
        .refused(
            "for a password",
            &all(&[&started, &mail, &saved, &fin, &as_password]),
            "the owner proved nothing",
        )
        .await;
    let beside = [
        told(1),
        change_by(151, 1, 1, "replace_authenticators", 51),
        method(55, 1, 151),
    ];
    trial
        .refused(
            "beside the lost one",
            &all(&[&started, &mail, &saved, &fin, &beside]),
            "the lost ones go first",
        )
        .await;
    let forgot = all(&[&[flow(51, 1)], &mail, &saved, &fin, &write]);
    trial
        .refused("by another recovery", &forgot, "the owner proved nothing")
        .await;
    trial
        .allowed("replaced", &all(&[&started, &mail, &saved, &fin, &write]))
        .await;
}

#[tokio::test]
async fn s41_time_steps_only_go_forward_and_an_invited_person_adds_an_app() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "an app",
            &all(&[
                &after_confirming(1, 160, "add_method"),
                &[method(60, 1, 160)],
            ]),
        )
        .await;
    let used = |step: u32| format!("INSERT INTO method_uses VALUES ({}, {step}, {AT})", id(60));
    trial.allowed("used", &[used(5)]).await;
    for step in [4, 5] {
        let back = format!("UPDATE method_uses SET step = {step}");
        trial.refused("not forward", &[back], "only forward").await;
    }
    trial
        .allowed(
            "used again",
            &["UPDATE method_uses SET step = 6".to_owned()],
        )
        .await;
    // By a clock that is right again; clocks differ by five seconds.
    let right = |step: u32, back: u32| {
        vec![format!(
            "UPDATE method_uses SET step = {step}, at = {AT} - {back}"
        )]
    };
    trial
        .refused("hardly ahead", &right(3, 5000), "only forward")
        .await;
    trial
        .allowed("after a clock was ahead", &right(3, 5001))
        .await;
    for step in [5, 6] {
        trial
            .refused(
                "used while it was ahead",
                &right(step, 5001),
                "this step was used",
            )
            .await;
    }
    trial.allowed("goes on", &right(4, 5001)).await;
    trial
        .refused(
            "used steps forgotten",
            &["DELETE FROM used_steps".to_owned()],
            "forgotten with their credential",
        )
        .await;
    trial
        .refused(
            "forgotten",
            &["DELETE FROM method_uses".to_owned()],
            "forgotten with their credential",
        )
        .await;
    let enrolling = [
        presented_invitation(661, 3, 503),
        told(3),
        change_by(161, 3, 3, "add_method", 661),
        method(61, 3, 161),
    ];
    trial.allowed("in enrolment", &enrolling).await;
}
