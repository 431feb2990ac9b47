//! Passkeys: made, used in every place, and refused for every fault (S42–S44).

use regain_domain::policy;
use regain_testkit::{Browser, Person, SoftPasskey, World, done};

const SIGN_IN: (&str, &str) = ("sign-in", "sign_in_with_passkey");

/// Anna, signed in, who has confirmed that it's her.
async fn confirmed(world: &World) -> (Browser, Person) {
    let (browser, anna) = (world.browser(), world.anna().clone());
    world.sign_in_fully(&browser, &anna).await;
    world.confirm(&browser, &anna).await;
    (browser, anna)
}

/// Anna's browser, in which she is signed in, and a passkey of hers.
async fn with_passkey(world: &World) -> (Browser, Person, SoftPasskey) {
    let (browser, anna) = confirmed(world).await;
    let mut passkey = SoftPasskey::new(1);
    done(&browser.make_passkey("add", "add_passkey", &mut passkey).await);
    (browser, anna, passkey)
}

async fn refusal(browser: &Browser, (purpose, endpoint): (&str, &str), passkey: &mut SoftPasskey) -> Option<String> {
    browser.use_passkey(purpose, endpoint, passkey).await.refusal()
}

#[tokio::test]
async fn s20_an_enrolment_ends_with_a_passkey_and_it_signs_in_without_name_or_password() {
    let world = World::strict().await;
    world.invite("carol@example.org").await;
    let code = world.mailed_code("carol@example.org").await;
    let browser = world.browser();
    done(&browser.call("open_invitation", &[("code", &code)]).await);
    let mut carol = Person::at("carol@example.org");
    browser.enrol_until_codes(&mut carol).await;
    let early = browser.call("ask_for_passkey", &[("purpose", "enrol")]).await;
    assert!(early.body.contains("invitation-step"), "before a code was typed back: {early:?}");
    done(&browser.call("confirm_saved_code", &[("code", &carol.codes[0])]).await);
    let page = browser.get("/invite").await.words();
    assert!(page.contains("Or use a passkey instead") && page.contains("Make a passkey"), "{page}");
    let mut passkey = SoftPasskey::new(9);
    done(&browser.make_passkey("enrol", "enrol_passkey", &mut passkey).await);

    let elsewhere = world.browser();
    let answer = elsewhere.use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await;
    assert_eq!(answer.location(), Some("/account"));
    assert!(elsewhere.is_signed_in().await);
    // The password still takes a second step.
    let other = world.browser();
    other.asked_for_second_factor(&carol).await;
    let page = other.get("/sign-in/verify").await.words();
    assert!(page.contains("Use a passkey") && page.contains("Or with a code"), "{page}");
    done(&other.use_passkey("verify", "verify_with_passkey", &mut passkey).await);
    assert!(other.is_signed_in().await);
}

#[tokio::test]
async fn s28_what_ends_an_enrolment_counts_at_once_while_time_goes_on() {
    let world = World::strict().await;
    // No two looks at the clock tell the same.
    world.let_time_run();
    let dora = world.enrol("dora@example.org").await;
    let holdings = world.holdings(&dora.email).await;
    assert_eq!(holdings.methods[0].counts_from, holdings.methods[0].added_at);
}

#[tokio::test]
async fn a_passkey_is_added_shown_renamed_and_removed_and_every_address_hears_of_it() {
    let world = World::strict().await;
    let (browser, anna, mut passkey) = with_passkey(&world).await;
    assert_eq!(world.last_mail_to(&anna.email).await.subject, "A passkey was added");
    let page = browser.get("/account/methods?notice=passkey-added").await.words();
    for words in ["The passkey is added.", "Laptop", "Syncs to your other devices", "Not used yet"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let id = world.holdings(&anna.email).await.methods[1].id.to_hex();
    done(&browser.call("rename_method", &[("method", &id), ("name", "Old laptop")]).await);
    // With a passkey the app may go, and then the passkey stays.
    let app = world.holdings(&anna.email).await.methods[0].id.to_hex();
    done(&browser.call("remove_method", &[("method", &app)]).await);
    let last = browser.call("remove_method", &[("method", &id)]).await;
    assert_eq!(last.refusal().as_deref(), Some("method-last"), "S46");
    let history = browser.get("/account/history").await.words();
    assert!(history.contains("A passkey was added") && history.contains("A passkey was renamed"), "{history}");
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
    assert_eq!((asked.status.as_u16(), asked.body.contains("confirm-needed")), (403, true), "{asked:?}");
    let page = browser.get("/account/methods/passkey").await;
    assert_eq!(page.location(), Some("/account/confirm?return_to=/account/methods/passkey&problem=confirm-needed"));
    let added = browser.call("add_passkey", &[("name", "Mine"), ("credential", "{}"), ("state", "AAAA")]).await;
    assert_eq!(added.status, 403);
    assert_eq!(world.credentials().await, before);
}

#[tokio::test]
async fn s45_a_passkey_confirms_without_the_password() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    let page = browser.get("/account/confirm?return_to=/account/methods").await.words();
    assert!(page.contains("With a passkey you need no password.") && page.contains("Or with your password"), "{page}");
    let before = browser.cookie("session").expect("a session");
    let answer = browser.use_passkey("confirm", "confirm_with_passkey", &mut passkey).await;
    assert_eq!(answer.location(), Some("/account?notice=confirmed"));
    assert_ne!(browser.cookie("session"), Some(before), "S50");
    done(&browser.call("renew_saved_codes", &[]).await);
}

#[tokio::test]
async fn s43_a_passkey_opens_both_gates_and_the_password_is_chosen_anew() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    world.advance_seconds(72 * 3600);
    let recovering = world.browser();
    recovering.start_recovery(&anna.user_name, "forgot_password").await;
    done(&recovering.call("choose_method", &[("method", "passkey")]).await);
    done(&recovering.use_passkey("recover", "enter_passkey", &mut passkey).await);
    assert_eq!(recovering.recovery_step().await, Some(3));
    assert_eq!(world.last_mail_to(&anna.email).await.subject, "Getting back into your account: step 1 of 2 is done");
    done(&recovering.call("new_password", &[("password", "a bicycle made of northern light")]).await);
    assert!(world.last_mail_to(&anna.email).await.subject.contains("password"));
    // Recovery took nothing away (S13): signing in still asks for the second step.
    let other = world.browser();
    let anna = Person { password: "a bicycle made of northern light".to_owned(), ..anna };
    other.asked_for_second_factor(&anna).await;
}

#[tokio::test]
async fn s43_a_passkey_comes_after_a_first_gate_too_and_replaces_a_lost_app() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    world.advance_seconds(72 * 3600);
    let recovering = world.browser();
    recovering.start_recovery(&anna.user_name, "lost_authenticator").await;
    world.pass_mail(&recovering, &anna).await;
    done(&recovering.call("choose_method", &[("method", "passkey")]).await);
    done(&recovering.use_passkey("recover", "enter_passkey", &mut passkey).await);
    assert_eq!(recovering.get("/recover/authenticator").await.status, 200);
}

#[tokio::test]
async fn s28_a_new_passkey_counts_in_a_recovery_after_72_hours_or_24_if_a_passkey_confirmed() {
    let world = World::strict().await;
    let (browser, anna, mut first) = with_passkey(&world).await;
    for (hours, minutes, expected) in [(71, 59, Some("method-new")), (0, 2, None)] {
        world.advance_seconds(hours * 3600 + minutes * 60);
        assert_eq!(in_recovery(&world, &anna, &mut first).await.as_deref(), expected);
    }
    done(&world_signed_in(&world, &browser, &mut first).await);
    done(&browser.use_passkey("confirm", "confirm_with_passkey", &mut first).await);
    let mut second = SoftPasskey::new(2);
    done(&browser.make_passkey("add", "add_passkey", &mut second).await);
    for (hours, minutes, expected) in [(23, 59, Some("method-new")), (0, 2, None)] {
        world.advance_seconds(hours * 3600 + minutes * 60);
        assert_eq!(in_recovery(&world, &anna, &mut second).await.as_deref(), expected);
    }
}

async fn world_signed_in(_: &World, browser: &Browser, passkey: &mut SoftPasskey) -> regain_testkit::Answer {
    browser.use_passkey(SIGN_IN.0, SIGN_IN.1, passkey).await
}

/// What a passkey is refused for in a fresh recovery.
async fn in_recovery(world: &World, person: &Person, passkey: &mut SoftPasskey) -> Option<String> {
    let recovering = world.browser();
    recovering.start_recovery(&person.user_name, "forgot_password").await;
    done(&recovering.call("choose_method", &[("method", "passkey")]).await);
    refusal(&recovering, ("recover", "enter_passkey"), passkey).await
}

#[tokio::test]
async fn s2_s44_nobody_learns_who_has_a_passkey() {
    let world = World::strict().await;
    let (_, anna, mut passkey) = with_passkey(&world).await;
    let mut asked = Vec::new();
    for identifier in [anna.user_name.as_str(), &world.bert().user_name, "nobody.at.all"] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "passkey")]).await);
        let (mut options, _) = browser.passkey_question("recover").await;
        assert_eq!(options["publicKey"]["allowCredentials"], serde_json::json!([]));
        options["publicKey"]["challenge"] = serde_json::Value::Null;
        let page = browser.get("/recover/verify").await.words();
        // Somebody else's passkey is refused alike.
        let mut foreign = SoftPasskey::new(77);
        foreign.claim_to_be(&[7; 16]);
        let refused = refusal(&browser, ("recover", "enter_passkey"), &mut foreign).await;
        asked.push((options, page, refused));
    }
    assert_eq!(asked[0], asked[1]);
    assert_eq!(asked[0], asked[2]);
    assert_eq!(asked[0].2.as_deref(), Some("passkey-unknown"));
    // Nor by one's own that isn't answered as it should be: it is somebody else's before it is wrong.
    for identifier in [world.bert().user_name.as_str(), "nobody.at.all"] {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        done(&browser.call("choose_method", &[("method", "passkey")]).await);
        let mut bent = passkey.clone();
        bent.verifies_user = false;
        let refused = refusal(&browser, ("recover", "enter_passkey"), &mut bent).await;
        assert_eq!(refused.as_deref(), Some("passkey-unknown"), "{identifier}");
        let refused = refusal(&browser, ("recover", "enter_passkey"), &mut passkey).await;
        assert_eq!(refused.as_deref(), Some("passkey-unknown"), "{identifier}");
    }
    // And one's own opens nobody else's account.
    let browser = world.browser();
    browser.start_recovery(&world.bert().user_name, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "passkey")]).await);
    let refused = refusal(&browser, ("recover", "enter_passkey"), &mut passkey).await;
    assert_eq!(refused.as_deref(), Some("passkey-unknown"));
    assert_eq!(browser.recovery_step().await, Some(1));
}

#[tokio::test]
async fn s42_every_fault_is_refused_and_changes_nothing() {
    type Bend = fn(&mut SoftPasskey);
    let world = World::strict().await;
    let (_, _, passkey) = with_passkey(&world).await;
    let before = world.credentials().await;
    let faults: [(&str, Bend, &str); 7] = [
        ("another origin", |passkey| passkey.origin = "https://id.example.net".to_owned(), "passkey-refused"),
        ("another relying party", |passkey| passkey.rp_id = "example.net".to_owned(), "passkey-refused"),
        ("no user verified", |passkey| passkey.verifies_user = false, "passkey-unverified"),
        (
            "backed up without being able to",
            |passkey| {
                passkey.synced = false;
                passkey.claims_backup = true;
            },
            "passkey-refused",
        ),
        ("asked by a foreign page", |passkey| passkey.cross_origin = true, "passkey-refused"),
        ("somebody else's name", |passkey| passkey.claim_to_be(&[9; 16]), "passkey-unknown"),
        ("no name at all", |passkey| passkey.claim_to_be(&[]), "passkey-unknown"),
    ];
    for (what, bend, expected) in faults {
        let mut bent = passkey.clone();
        bend(&mut bent);
        let browser = world.browser();
        assert_eq!(refusal(&browser, SIGN_IN, &mut bent).await.as_deref(), Some(expected), "{what}");
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
        world.browser().call("sign_in_with_passkey", &fields).await.refusal()
    };
    let (options, state) = browser.passkey_question("sign-in").await;
    let credential = passkey.answer(&options);
    assert_eq!(send(&credential, &state).await, None);
    assert_eq!(send(&credential, &state).await.as_deref(), Some("passkey-expired"), "answered before");

    let (options, state) = browser.passkey_question("sign-in").await;
    let credential = passkey.answer(&options);
    world.advance_seconds(300);
    assert_eq!(send(&credential, &state).await.as_deref(), Some("passkey-expired"), "too late");

    // A page that was signed in before knows another question.
    done(&signed_in.use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
    let (options, state) = signed_in.passkey_question("confirm").await;
    let credential = passkey.answer(&options);
    assert_eq!(send(&credential, &state).await.as_deref(), Some("passkey-expired"), "for another purpose");

    let (options, state) = browser.passkey_question("sign-in").await;
    let (other, _) = browser.passkey_question("sign-in").await;
    let credential = passkey.answer(&other);
    assert_eq!(send(&credential, &state).await.as_deref(), Some("passkey-refused"), "another challenge");
    drop(options);
    for (credential, state, expected) in
        [("", "", "passkey-missing"), ("{}", "", "passkey-expired"), ("{}", "AAAA", "passkey-expired")]
    {
        assert_eq!(send(credential, state).await.as_deref(), Some(expected));
    }
    let (_, state) = browser.passkey_question("sign-in").await;
    assert_eq!(send("not a credential", &state).await.as_deref(), Some("passkey-refused"));
}

#[tokio::test]
async fn s42_a_counter_that_goes_back_is_refused_and_its_owner_hears_of_it() {
    let world = World::strict().await;
    let (browser, anna) = confirmed(&world).await;
    let mut passkey = SoftPasskey::new(3);
    passkey.counter = 5;
    done(&browser.make_passkey("add", "add_passkey", &mut passkey).await);
    let mut copy = passkey.clone();
    done(&world.browser().use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
    done(&world.browser().use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
    assert_eq!(refusal(&world.browser(), SIGN_IN, &mut copy).await.as_deref(), Some("passkey-copied"));
    assert_eq!(world.last_mail_to(&anna.email).await.subject, "A passkey was refused");
    let history = browser.get("/account/history").await.words();
    assert!(history.contains("A passkey was refused: it may have been copied"), "{history}");
    done(&world.browser().use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
}

#[tokio::test]
async fn a_removed_passkey_is_of_no_use() {
    let world = World::strict().await;
    let (browser, anna, mut passkey) = with_passkey(&world).await;
    let id = world.holdings(&anna.email).await.methods[1].id.to_hex();
    done(&browser.call("remove_method", &[("method", &id)]).await);
    assert_eq!(refusal(&world.browser(), SIGN_IN, &mut passkey).await.as_deref(), Some("passkey-unknown"));
}

#[tokio::test]
async fn s17_one_answer_signs_in_once_however_often_it_is_sent_at_once() {
    let world = World::strict().await;
    let (_, _, mut passkey) = with_passkey(&world).await;
    let (options, state) = world.browser().passkey_question("sign-in").await;
    let credential = passkey.answer(&options);
    let tries = (0..20).map(|_| {
        let (browser, credential, state) = (world.browser(), credential.clone(), state.clone());
        tokio::spawn(async move {
            let fields = [("credential", credential.as_str()), ("state", state.as_str())];
            browser.call("sign_in_with_passkey", &fields).await.refusal()
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
async fn s30_a_passkey_opens_a_frozen_account_and_never_a_disabled_one() {
    let world = World::strict().await;
    let (browser, anna, mut passkey) = with_passkey(&world).await;
    done(&browser.call("freeze_own", &[]).await);
    // Whoever got in may have added it just before.
    assert_eq!(refusal(&world.browser(), SIGN_IN, &mut passkey).await.as_deref(), Some("method-new"), "S28");
    let second = world.browser();
    second.asked_for_second_factor(&anna).await;
    let verify = ("verify", "verify_with_passkey");
    assert_eq!(refusal(&second, verify, &mut passkey).await.as_deref(), Some("method-new"));
    world.advance(policy::QUARANTINE);
    done(&world.browser().use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
    let root = world.browser();
    world.sign_in_fully(&root, world.root()).await;
    let id = world.id_of(&anna.email).await.to_hex();
    done(&root.call("disable_person", &[("person", &id), ("reason", "left")]).await);
    assert_eq!(refusal(&world.browser(), SIGN_IN, &mut passkey).await.as_deref(), Some("sign-in"));
}

#[tokio::test]
async fn s79_a_passkey_that_sql_wrote_signs_nobody_in() {
    let world = World::strict().await;
    let (_, _, mut passkey) = with_passkey(&world).await;
    let bert = world.id_of(&world.bert().email).await;
    // Her own row, given to somebody else: triggers refuse it, and so does the manifest where they are gone.
    for trigger in ["methods_are_renamed", "methods_are_applied_again"] {
        world.database().run(&format!("DROP TRIGGER {trigger}")).await;
    }
    let stolen = format!("UPDATE methods SET person_id = x'{}' WHERE kind = 'passkey'", bert.to_hex());
    world.database().run(&stolen).await;
    passkey.claim_to_be(bert.as_bytes());
    assert_eq!(refusal(&world.browser(), SIGN_IN, &mut passkey).await.as_deref(), Some("passkey-unknown"));
}

#[tokio::test]
async fn without_script_a_passkey_says_what_it_takes() {
    let world = World::strict().await;
    let browser = world.browser();
    let answer = browser.post("sign_in_with_passkey", &[("return_to", "/account/methods")]).await;
    assert_eq!(answer.location(), Some("/sign-in?return_to=/account/methods&problem=passkey-missing"));
    let page = browser.follow(&answer).await.words();
    assert!(page.contains("A passkey needs JavaScript, which didn't run here"), "{page}");
}

#[tokio::test]
async fn bad_names_are_told_and_the_passkey_can_be_made_again() {
    let world = World::strict().await;
    let (browser, _) = confirmed(&world).await;
    let (options, state) = browser.passkey_question("add").await;
    let credential = SoftPasskey::new(4).make(&options);
    for (name, expected) in [("", "name-empty"), (&*"x".repeat(300), "name-long"), ("a\u{202E}b", "name-character")] {
        let fields = [("name", name), ("credential", credential.as_str()), ("state", state.as_str())];
        assert_eq!(browser.call("add_passkey", &fields).await.refusal().as_deref(), Some(expected));
    }
    let fields = [("name", "Key"), ("credential", credential.as_str()), ("state", state.as_str())];
    done(&browser.call("add_passkey", &fields).await);
    // The same device once more.
    let (options, state) = browser.passkey_question("add").await;
    assert_eq!(options["publicKey"]["excludeCredentials"].as_array().map(Vec::len), Some(1));
    let credential = SoftPasskey::new(4).make(&options);
    let again = browser.call("add_passkey", &[("name", "Key"), ("credential", &credential), ("state", &state)]).await;
    assert!(matches!(again.refusal().as_deref(), Some("passkey-known" | "passkey-refused")), "{again:?}");
}
