//! The fresh proof before a change, whole and of its owner (S37, S45).

use super::{after_confirming, asked, confirmed, finished, method};
use crate::cases::{AT, Trial, all, change, change_by, id, password, presented_password, told};

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
         SELECT {0}, randomblob(32), 'sign_in', {1}, change_id, FALSE, 0, 1000, 0 FROM passwords WHERE person_id = {1}",
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
