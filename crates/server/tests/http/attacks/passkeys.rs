//! Refused passkeys: altered, too late, used twice, copied, or written by SQL (S17, S42, S79).

use crate::support::passkeys::{SIGN_IN, confirmed, refusal, with_passkey};
use regain_testkit::{SoftPasskey, World, done};

#[tokio::test]
async fn s42_every_fault_is_refused_and_changes_nothing() {
    type Bend = fn(&mut SoftPasskey);
    let world = World::strict().await;
    let (_, _, passkey) = with_passkey(&world).await;
    let before = world.credentials().await;
    let faults: [(&str, Bend, &str); 7] = [
        (
            "another origin",
            |passkey| passkey.origin = "https://id.example.net".to_owned(),
            "passkey-refused",
        ),
        (
            "another relying party",
            |passkey| passkey.rp_id = "example.net".to_owned(),
            "passkey-refused",
        ),
        (
            "no user verified",
            |passkey| passkey.verifies_user = false,
            "passkey-unverified",
        ),
        (
            "backed up without being able to",
            |passkey| {
                passkey.synced = false;
                passkey.claims_backup = true;
            },
            "passkey-refused",
        ),
        (
            "asked by a foreign page",
            |passkey| passkey.cross_origin = true,
            "passkey-refused",
        ),
        (
            "somebody else's name",
            |passkey| passkey.claim_to_be(&[9; 16]),
            "passkey-unknown",
        ),
        (
            "no name at all",
            |passkey| passkey.claim_to_be(&[]),
            "passkey-unknown",
        ),
    ];
    for (what, bend, expected) in faults {
        let mut bent = passkey.clone();
        bend(&mut bent);
        let browser = world.browser();
        assert_eq!(
            refusal(&browser, SIGN_IN, &mut bent).await.as_deref(),
            Some(expected),
            "{what}"
        );
        assert!(!browser.is_signed_in().await, "{what}");
    }
    assert_eq!(world.credentials().await, before);
}

#[tokio::test]
async fn s42_a_question_is_answered_once_in_time_and_for_its_own_purpose() {
    let world = World::strict().await;
    let (signed_in, _, mut passkey) = with_passkey(&world).await;
    let browser = world.browser();
    let send = async |credential: &str, state: &str| {
        let fields = [("credential", credential), ("state", state)];
        world
            .browser()
            .call("sign_in_with_passkey", &fields)
            .await
            .refusal()
    };
    let (options, state) = browser.passkey_question("sign-in").await;
    let credential = passkey.answer(&options);
    assert_eq!(send(&credential, &state).await, None);
    assert_eq!(
        send(&credential, &state).await.as_deref(),
        Some("passkey-expired"),
        "answered before"
    );

    let (options, state) = browser.passkey_question("sign-in").await;
    let credential = passkey.answer(&options);
    world.advance_seconds(300);
    assert_eq!(
        send(&credential, &state).await.as_deref(),
        Some("passkey-expired"),
        "too late"
    );

    // A page that was signed in before has another question.
    done(
        &signed_in
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
            .await,
    );
    let (options, state) = signed_in.passkey_question("confirm").await;
    let credential = passkey.answer(&options);
    assert_eq!(
        send(&credential, &state).await.as_deref(),
        Some("passkey-expired"),
        "for another purpose"
    );

    let (options, state) = browser.passkey_question("sign-in").await;
    let (other, _) = browser.passkey_question("sign-in").await;
    let credential = passkey.answer(&other);
    assert_eq!(
        send(&credential, &state).await.as_deref(),
        Some("passkey-refused"),
        "another challenge"
    );
    drop(options);
    for (credential, state, expected) in [
        ("", "", "passkey-missing"),
        ("{}", "", "passkey-expired"),
        ("{}", "AAAA", "passkey-expired"),
    ] {
        assert_eq!(send(credential, state).await.as_deref(), Some(expected));
    }
    let (_, state) = browser.passkey_question("sign-in").await;
    assert_eq!(
        send("not a credential", &state).await.as_deref(),
        Some("passkey-refused")
    );
}

#[tokio::test]
async fn s42_a_counter_that_goes_back_is_refused_and_its_owner_hears_of_it() {
    let world = World::strict().await;
    let (browser, anna) = confirmed(&world).await;
    let mut passkey = SoftPasskey::new(3);
    passkey.counter = 5;
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    let mut copy = passkey.clone();
    done(
        &world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
            .await,
    );
    done(
        &world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
            .await,
    );
    assert_eq!(
        refusal(&world.browser(), SIGN_IN, &mut copy)
            .await
            .as_deref(),
        Some("passkey-copied")
    );
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "A passkey was refused"
    );
    let history = browser.get("/account/history").await.words();
    assert!(
        history.contains("A passkey was refused: it may have been copied"),
        "{history}"
    );
    done(
        &world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey)
            .await,
    );
}

#[tokio::test]
async fn s17_one_answer_signs_in_once_however_often_it_is_sent_at_once() {
    let world = World::strict().await;
    let (_, _, mut passkey) = with_passkey(&world).await;
    let (options, state) = world.browser().passkey_question("sign-in").await;
    let credential = passkey.answer(&options);
    let tries = (0..20).map(|_| {
        let browser = world.browser();
        let credential = credential.clone();
        let state = state.clone();
        tokio::spawn(async move {
            let fields = [
                ("credential", credential.as_str()),
                ("state", state.as_str()),
            ];
            browser
                .call("sign_in_with_passkey", &fields)
                .await
                .refusal()
        })
    });
    let mut winners = 0;
    for attempt in tries.collect::<Vec<_>>() {
        match attempt.await.expect("it ends").as_deref() {
            None => winners += 1,
            Some(refusal) => assert_eq!(refusal, "passkey-expired"),
        }
    }
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn s79_a_passkey_that_sql_wrote_signs_nobody_in() {
    let world = World::strict().await;
    let (_, _, mut passkey) = with_passkey(&world).await;
    let bert = world.id_of(&world.bert().email).await;
    // Her own row, given to somebody else: triggers refuse it, and so does the manifest without
    // them.
    for trigger in ["methods_are_renamed", "methods_are_applied_again"] {
        world
            .database()
            .run(&format!("DROP TRIGGER {trigger}"))
            .await;
    }
    let stolen = format!(
        "UPDATE methods SET person_id = x'{}' WHERE kind = 'passkey'",
        bert.to_hex()
    );
    world.database().run(&stolen).await;
    passkey.claim_to_be(bert.as_bytes());
    assert_eq!(
        refusal(&world.browser(), SIGN_IN, &mut passkey)
            .await
            .as_deref(),
        Some("passkey-unknown")
    );
}
