//! S72, S74: a password changes once by its owner's own proofs, and by nobody and nothing else.

use super::{
    AT, Trial, all, challenge, change, change_by, finish, flow, id, pass, password,
    presented_invitation, presented_password, proof, recovered, told, told_by,
};

#[tokio::test]
async fn s74_the_owner_changes_a_password_by_two_proofs_of_different_classes_once() {
    let mut trial = Trial::begin().await;
    let two = [flow(20, 1)];
    let [one_class, other_class] = [
        pass(21, 20, 1, "mailed_code"),
        pass(22, 20, 1, "saved_code"),
    ];
    let same_class = pass(23, 20, 1, "mailed_code");
    let write = [told(1), change(120, 1, 20), password(1, 120)];
    let fin = [finish(20)];
    trial
        .refused(
            "one proof",
            &all(&[&two, &one_class, &fin, &write]),
            "finished without two proofs",
        )
        .await;
    trial
        .refused(
            "two of one class",
            &all(&[&two, &one_class, &same_class, &fin, &write]),
            "finished without two",
        )
        .await;
    trial
        .refused(
            "not finished",
            &all(&[&two, &one_class, &other_class, &write]),
            "the owner proved nothing",
        )
        .await;
    let forged = [
        flow(20, 1),
        challenge(21, 20, 1, "mailed_code", 1000),
        proof(21, 20, 1, "mailed_code"),
    ];
    trial
        .refused(
            "a proof without its challenge",
            &forged,
            "proofs: no challenge",
        )
        .await;
    let late = [
        flow(20, 1),
        challenge(21, 20, 1, "mailed_code", AT),
        format!(
            "UPDATE challenges SET consumed_at = {AT} WHERE id = {}",
            id(21)
        ),
    ];
    trial
        .refused("an expired challenge", &late, "before expiry")
        .await;
    let untold = [change(120, 1, 20), password(1, 120)];
    trial
        .refused(
            "nothing told",
            &all(&[&two, &one_class, &other_class, &fin, &untold]),
            "credential_changes.history_seq",
        )
        .await;
    let unapplied = [told(1), change(120, 1, 20)];
    trial
        .refused(
            "not applied",
            &all(&[&two, &one_class, &other_class, &fin, &unapplied]),
            "FOREIGN KEY",
        )
        .await;
    trial
        .allowed(
            "two gates",
            &all(&[&two, &one_class, &other_class, &fin, &write]),
        )
        .await;
    trial
        .refused(
            "the change once more",
            &[password(1, 120)],
            "no fresh change",
        )
        .await;
    let again = [told(1), change(121, 1, 20), password(1, 121)];
    trial
        .refused(
            "the recovery once more",
            &again,
            "UNIQUE constraint failed: credential_changes.ceremony",
        )
        .await;
    let consumed = format!(
        "UPDATE challenges SET consumed_at = {} WHERE id = {}",
        AT + 1,
        id(21)
    );
    trial
        .refused("a challenge met twice", &[consumed], "challenges: over")
        .await;
    let open_again = format!(
        "UPDATE challenges SET consumed_at = NULL WHERE id = {}",
        id(21)
    );
    trial
        .refused("a challenge open again", &[open_again], "challenges: over")
        .await;
}

#[tokio::test]
async fn s72_nobody_else_changes_a_credential() {
    let mut trial = Trial::begin().await;
    let hash = |what: &str| format!("{what} WHERE person_id = {}", id(1));
    trial
        .refused(
            "a hash",
            &[hash("UPDATE passwords SET phc = '$argon2id$evil'")],
            "no fresh change",
        )
        .await;
    let cited = format!(
        "UPDATE passwords SET phc = '$argon2id$evil', change_id = {0} WHERE person_id = {1}",
        id(101),
        id(1)
    );
    trial
        .refused("a hash with its old change", &[cited], "no fresh change")
        .await;
    trial
        .refused(
            "a deleted row",
            &[hash("DELETE FROM passwords")],
            "never deleted",
        )
        .await;
    let on_behalf = [
        told(1),
        change_by(120, 1, 9, "set_password", 30),
        password(1, 120),
    ];
    trial
        .refused(
            "on behalf",
            &all(&[&recovered(30, 1), &on_behalf]),
            "CHECK constraint failed: actor_id",
        )
        .await;
    let told_by_other = [told_by(1, 9), change(120, 1, 30), password(1, 120)];
    trial
        .refused(
            "told as another's act",
            &all(&[&recovered(30, 1), &told_by_other]),
            "the newest entry",
        )
        .await;
    let own_proofs = [told(1), change(120, 1, 30), password(1, 120)];
    trial
        .refused(
            "by one's own proofs",
            &all(&[&recovered(30, 9), &own_proofs]),
            "the owner proved nothing",
        )
        .await;
    let others_change = [told(9), change(120, 9, 30), password(1, 120)];
    trial
        .refused(
            "by one's own change",
            &all(&[&recovered(30, 9), &others_change]),
            "no fresh change",
        )
        .await;
    let old_entry = [told(1), told(2), change(120, 1, 30), password(1, 120)];
    trial
        .refused(
            "by an older entry",
            &all(&[&recovered(30, 1), &old_entry]),
            "the newest entry",
        )
        .await;
    let others_password = [presented_password(40, 9, 101)];
    trial
        .refused(
            "another's current password",
            &others_password,
            "not the current password",
        )
        .await;
    let others_invitation = [presented_invitation(40, 2, 503)];
    trial
        .refused(
            "another's invitation",
            &others_invitation,
            "no open invitation",
        )
        .await;
    let used_invitation = [presented_invitation(40, 1, 501)];
    trial
        .refused(
            "an invitation after activation",
            &used_invitation,
            "no open invitation",
        )
        .await;
    let codes_by_recovery = all(&[
        &recovered(30, 1),
        &[told(1), change_by(120, 1, 1, "replace_saved_codes", 30)],
    ]);
    trial
        .refused(
            "codes by a recovery of the password",
            &codes_by_recovery,
            "the owner proved nothing",
        )
        .await;
    trial
        .refused(
            "a forged application",
            &[format!(
                "INSERT INTO credential_applications VALUES ({})",
                id(77)
            )],
            "nothing",
        )
        .await;
}

#[tokio::test]
async fn s74_the_current_password_allows_its_change_and_a_rehash_keeps_its_date() {
    let mut trial = Trial::begin().await;
    let rehash = [
        presented_password(41, 1, 101),
        told(1),
        change_by(121, 1, 1, "rehash_password", 41),
    ];
    let kept = format!(
        "UPDATE passwords SET phc = '$argon2id$same', change_id = {0} WHERE person_id = {1}",
        id(121),
        id(1)
    );
    let redated = format!(
        "UPDATE passwords SET set_at = 99, change_id = {0} WHERE person_id = {1}",
        id(121),
        id(1)
    );
    trial
        .refused(
            "another date",
            &all(&[&rehash, &[redated]]),
            "no fresh change",
        )
        .await;
    trial.allowed("a rehash", &all(&[&rehash, &[kept]])).await;
    let change = [
        presented_password(42, 1, 121),
        told(1),
        change(122, 1, 42),
        password(1, 122),
    ];
    trial.allowed("a change", &change).await;
    let stale = [presented_password(43, 1, 121)];
    trial
        .refused(
            "a password that isn't current any more",
            &stale,
            "not the current password",
        )
        .await;
    let unpresent = format!("DELETE FROM presented_proofs WHERE id = {}", id(42));
    trial
        .refused("a proof deleted", &[unpresent], "append-only")
        .await;
}
