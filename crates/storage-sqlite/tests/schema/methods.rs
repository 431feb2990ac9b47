//! S13, S28, S41, S45: named credentials, and the question for a second factor.

use super::{
    AT, Trial, all, change, change_by, finish, flow, id, pass, password, presented_invitation,
    presented_password, told,
};

fn method(number: u32, person: u32, change: u32) -> String {
    format!(
        "INSERT INTO methods (id, person_id, kind, name, secret, added_at, counts_from, change_id) VALUES ({0}, {1}, 'authenticator', 'Phone', zeroblob(48), {AT}, {AT}, {2})",
        id(number),
        id(person),
        id(change)
    )
}

/// A question for a second factor, with the person's password.
fn asked(number: u32, person: u32, session: u32) -> String {
    format!(
        "INSERT INTO verifications (id, token_mac, purpose, person_id, session_id, password, keep, created_at, expires_at,
                                    tries)
         SELECT {0}, randomblob(32), 'confirm', {1}, {2}, change_id, 0, 0, 1000, 0 FROM passwords WHERE person_id = {1}",
        id(number),
        id(person),
        id(session)
    )
}

fn finished(number: u32, at: u32, factor: &str) -> String {
    format!(
        "UPDATE verifications SET finished_at = {at}, factor = '{factor}', seal = randomblob(32) WHERE id = {}",
        id(number)
    )
}

fn confirmed(number: u32, person: u32, verification: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'confirmed', NULL, NULL, {2}, {AT})",
        id(number),
        id(person),
        id(verification)
    )
}

/// The changes open to a confirmed person: the change `change` by the proof `change` + 1000.
pub(crate) fn after_confirming(person: u32, change: u32, action: &str) -> Vec<String> {
    let verification = change + 2000;
    vec![
        asked(verification, person, 7),
        finished(verification, AT, "saved_code"),
        confirmed(change + 1000, person, verification),
        told(person),
        change_by(change, person, person, action, change + 1000),
    ]
}

fn remove(number: u32) -> String {
    format!("DELETE FROM methods WHERE id = {}", id(number))
}

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
async fn s45_a_confirmation_is_fresh_whole_and_its_owners() {
    let mut trial = Trial::begin().await;
    let write = |verification: u32| {
        vec![
            confirmed(1140, 1, verification),
            told(1),
            change_by(140, 1, 1, "add_method", 1140),
            method(40, 1, 140),
        ]
    };
    let fresh = "nothing that somebody active confirmed";
    trial
        .refused(
            "not finished",
            &all(&[&[asked(41, 1, 7)], &write(41)]),
            fresh,
        )
        .await;
    trial
        .refused(
            "in the future",
            &all(&[
                &[asked(41, 1, 7), finished(41, AT + 1, "saved_code")],
                &write(41),
            ]),
            fresh,
        )
        .await;
    trial
        .refused(
            "after its end",
            &[asked(41, 1, 7), finished(41, 1000, "saved_code")],
            "before expiry",
        )
        .await;
    trial
        .refused(
            "twice",
            &[
                asked(41, 1, 7),
                finished(41, AT, "saved_code"),
                finished(41, AT, "saved_code"),
            ],
            "once",
        )
        .await;
    let sign_in = format!(
        "INSERT INTO verifications (id, token_mac, purpose, person_id, password, keep, created_at, expires_at, tries)
         SELECT {0}, randomblob(32), 'sign_in', {1}, change_id, 0, 0, 1000, 0 FROM passwords WHERE person_id = {1}",
        id(41),
        id(1)
    );
    trial
        .refused(
            "a sign-in",
            &all(&[&[sign_in, finished(41, AT, "saved_code")], &write(41)]),
            fresh,
        )
        .await;
    let password = after_confirming(1, 141, "set_password");
    trial
        .refused("for a password", &password, "the owner proved nothing")
        .await;
    let alone = all(&[
        &after_confirming(1, 142, "add_method"),
        &[
            method(42, 1, 142),
            asked(43, 1, 7),
            finished(43, AT, "password"),
        ],
    ]);
    trial
        .refused(
            "the password alone where there is an app",
            &alone,
            "only where there is nothing else",
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
async fn s37_beside_an_app_the_password_alone_changes_no_password() {
    let mut trial = Trial::begin().await;
    let add = all(&[
        &after_confirming(1, 120, "add_method"),
        &[method(50, 1, 120)],
    ]);
    trial.allowed("an app", &add).await;
    let forget = "DELETE FROM verifications".to_owned();
    let alone = [
        presented_password(42, 1, 101),
        told(1),
        change(121, 1, 42),
        password(1, 121),
    ];
    let said = "the password alone, and nothing confirmed";
    trial
        .refused(
            "the password alone",
            &all(&[std::slice::from_ref(&forget), &alone]),
            said,
        )
        .await;
    let weak = all(&[&[forget.clone(), asked(60, 1, 7)], &alone]);
    trial.refused("asked for, and not given", &weak, said).await;
    let others = [
        forget.clone(),
        asked(60, 9, 7),
        finished(60, AT, "saved_code"),
    ];
    trial
        .refused("another's", &all(&[&others, &alone]), said)
        .await;
    let long_ago = finished(60, AT, "authenticator")
        .replace(&format!("= {AT},"), &format!("= {AT} - 300000,"));
    let old = [forget.clone(), asked(60, 1, 7), long_ago];
    trial
        .refused("too long ago", &all(&[&old, &alone]), said)
        .await;
    let fresh = [forget, asked(60, 1, 7), finished(60, AT, "authenticator")];
    trial.allowed("both", &all(&[&fresh, &alone])).await;
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
