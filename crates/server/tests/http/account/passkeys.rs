//! Passkeys of somebody who is signed in: adding, naming, removing and confirming by one (S42–S45).

use crate::support::passkeys::{SIGN_IN, confirmed, with_passkey};
use regain_domain::policy;
use regain_testkit::{SoftPasskey, World, done};

#[tokio::test]
async fn a_passkey_is_added_shown_renamed_and_removed_and_every_address_hears_of_it() {
    let world = World::strict().await;
    let (browser, anna, mut passkey) = with_passkey(&world).await;
    assert_eq!(
        world.last_mail_to(&anna.email).await.subject,
        "A passkey was added"
    );
    let page = browser
        .get("/account/methods?notice=passkey-added")
        .await
        .words();
    for words in [
        "The passkey is added.",
        "Laptop",
        "Syncs to your other devices",
        "Not used yet",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let id = world.holdings(&anna.email).await.methods[1].id.to_hex();
    done(
        &browser
            .call("rename_method", &[("method", &id), ("name", "Old laptop")])
            .await,
    );
    // With a passkey, the app may go, and then the passkey has to stay.
    let app = world.holdings(&anna.email).await.methods[0].id.to_hex();
    done(&browser.call("remove_method", &[("method", &app)]).await);
    let last = browser.call("remove_method", &[("method", &id)]).await;
    assert_eq!(last.refusal().as_deref(), Some("method-last"), "S46");
    let history = browser.get("/account/history").await.words();
    assert!(
        history.contains("A passkey was added") && history.contains("A passkey was renamed"),
        "{history}"
    );
    let other = world.browser();
    done(&other.use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
}

#[tokio::test]
async fn s45_a_stolen_session_neither_makes_nor_names_a_passkey() {
    let world = World::strict().await;
    let browser = world.browser();
    world.sign_in_fully(&browser, world.anna()).await;
    let before = world.credentials().await;
    let asked = browser.call("ask_for_passkey", &[("purpose", "add")]).await;
    assert_eq!(
        (asked.status.as_u16(), asked.body.contains("confirm-needed")),
        (403, true),
        "{asked:?}"
    );
    let page = browser.get("/account/methods/passkey").await;
    assert_eq!(
        page.location(),
        Some("/account/confirm?return_to=/account/methods/passkey&problem=confirm-needed")
    );
    let added = browser
        .call(
            "add_passkey",
            &[("name", "Mine"), ("credential", "{}"), ("state", "AAAA")],
        )
        .await;
    assert_eq!(added.status, 403);
    assert_eq!(world.credentials().await, before);
}

#[tokio::test]
async fn s45_a_passkey_confirms_without_the_password() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    // A new passkey confirms nothing (S110).
    world.advance(policy::QUARANTINE);
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    let page = browser
        .get("/account/confirm?return_to=/account/methods")
        .await
        .words();
    assert!(
        page.contains("With a passkey you need no password.")
            && page.contains("Or with your password"),
        "{page}"
    );
    let before = browser.cookie("session").expect("a session");
    let answer = browser
        .use_passkey("confirm", "confirm_with_passkey", &mut passkey)
        .await;
    assert_eq!(answer.location(), Some("/account?notice=confirmed"));
    assert_ne!(browser.cookie("session"), Some(before), "S50");
    done(&browser.call("renew_saved_codes", &[]).await);
}

#[tokio::test]
async fn bad_names_are_told_and_the_passkey_can_be_made_again() {
    let world = World::strict().await;
    let (browser, _) = confirmed(&world).await;
    let (options, state) = browser.passkey_question("add").await;
    let credential = SoftPasskey::new(4).make(&options);
    for (name, expected) in [
        ("", "name-empty"),
        (&*"x".repeat(300), "name-long"),
        ("a\u{202E}b", "name-character"),
    ] {
        let fields = [
            ("name", name),
            ("credential", credential.as_str()),
            ("state", state.as_str()),
        ];
        assert_eq!(
            browser
                .call("add_passkey", &fields)
                .await
                .refusal()
                .as_deref(),
            Some(expected)
        );
    }
    let fields = [
        ("name", "Key"),
        ("credential", credential.as_str()),
        ("state", state.as_str()),
    ];
    done(&browser.call("add_passkey", &fields).await);
    // The same device again.
    let (options, state) = browser.passkey_question("add").await;
    assert_eq!(
        options["publicKey"]["excludeCredentials"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
    let credential = SoftPasskey::new(4).make(&options);
    let again = browser
        .call(
            "add_passkey",
            &[
                ("name", "Key"),
                ("credential", &credential),
                ("state", &state),
            ],
        )
        .await;
    assert!(
        matches!(
            again.refusal().as_deref(),
            Some("passkey-known" | "passkey-refused")
        ),
        "{again:?}"
    );
}
