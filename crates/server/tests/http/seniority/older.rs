//! A credential that counts by now still gives way to older ones for seven days (S113); and one
//! that comes back waits like a new one.

use super::*;

const THIEFS: &str = "thief@evil.example";
const ACCOMPLICE: &str = "accomplice@evil.example";
const QUICK: Duration = Duration::from_secs(60);

async fn take_address(world: &World, browser: &Browser, position: &str) {
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", THIEFS), ("position", position)],
            )
            .await,
    );
    let code = world.mailed_code(THIEFS).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
}

/// Chooses somebody as a recovery contact, who agrees at once.
async fn choose_contact(world: &World, browser: &Browser, address: &str) {
    done(
        &browser
            .call("add_contact", &[("name", "Ida"), ("mailbox", address)])
            .await,
    );
    done(
        &world
            .contact_browser(address)
            .await
            .call("accept_contact", &[])
            .await,
    );
}

/// How many mails each of these has had after a recovery asked for a code by mail, and then for one
/// by contacts.
async fn asked(world: &World, anna: &Person, addresses: &[&str]) -> Vec<usize> {
    let mut before = Vec::new();
    for address in addresses {
        before.push(world.mails_to(address).await.len());
    }
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    done(&browser.call("choose_another_way", &[]).await);
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    let mut more = Vec::new();
    for (address, before) in addresses.iter().zip(before) {
        more.push(world.mails_to(address).await.len() - before);
    }
    more
}

#[tokio::test]
async fn s113_addresses_and_contacts_that_a_thief_added_open_nothing() {
    for (position, way, later) in [
        ("", Way::App, policy::QUARANTINE),
        ("1", Way::App, HOUR),
        ("1", Way::RecoverByApp, DAY * 4),
        ("1", Way::App, DAY * 9),
    ] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let loot = ransack(&world, &anna).await;
        world.advance(QUICK);
        take_address(&world, &loot.browser, position).await;
        choose_contact(&world, &loot.browser, ACCOMPLICE).await;
        done(&loot.browser.call("freeze_own", &[]).await);
        let told = world.last_mail_to(&anna.email).await.text;
        assert!(
            told.contains("a recovery contact, chosen ")
                && told.contains("an email address, added "),
            "S111, {told}"
        );
        world.advance(later);
        done(&comes_back(&world, &anna, way).await);
        let holdings = world.holdings(&anna.email).await;
        assert_eq!(
            holdings.addresses.len(),
            1,
            "{position}, {way:?}: {:?}",
            holdings.addresses
        );
        assert!(
            holdings.contacts.is_empty() && holdings.former_contacts[0].ended.is_aside(),
            "{position}, {way:?}"
        );
        world.advance(DAY * 8);
        let more = asked(&world, &anna, &[THIEFS, ACCOMPLICE]).await;
        assert_eq!(more, [0, 0], "{position}, {way:?}");
    }
}

#[tokio::test]
async fn s113_what_counts_by_now_ends_nothing_older_and_gives_way_to_it() {
    for way in [Way::App, Way::Code, Way::RecoverByApp, Way::RecoverByCode] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let mut anna = world.anna().clone();
        let mut loot = ransack(&world, &anna).await;
        world.advance(DAY * 4);
        loot.browser = world.browser();
        done(
            &loot
                .browser
                .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
                .await,
        );
        done(
            &loot
                .browser
                .use_passkey("confirm", "confirm_with_passkey", &mut loot.passkey)
                .await,
        );
        let removed = world.holdings(&anna.email).await.former_methods[0]
            .was
            .id
            .to_hex();
        let answer = loot
            .browser
            .call("end_method", &[("method", &removed)])
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("end-needs-two"),
            "{way:?}"
        );
        // In a recovery of their own, the thief replaces all apps by theirs: the earlier ones go on
        // for a while.
        let lost = world.browser();
        lost.start_recovery(&anna.user_name, "lost_authenticator")
            .await;
        done(&lost.call("choose_method", &[("method", "passkey")]).await);
        done(
            &lost
                .use_passkey("recover", "enter_passkey", &mut loot.passkey)
                .await,
        );
        loot.app = App::with_key(&lost.shown_key("/recover/authenticator").await);
        let code = loot.app.code_at(world.now());
        done(
            &lost
                .call("replace_authenticator", &[("name", "y"), ("code", &code)])
                .await,
        );
        world.advance(QUICK);
        loot.browser = world.browser();
        done(
            &loot
                .browser
                .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
                .await,
        );

        done(&loot.browser.call("freeze_own", &[]).await);
        world.advance(DAY * 9);
        done(&comes_back(&world, &anna, way).await);
        if matches!(way, Way::RecoverByApp | Way::RecoverByCode) {
            anna.password = "a sentence that nobody has said".to_owned();
        }
        let answer = world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("passkey-unknown"),
            "{way:?}"
        );
        if matches!(way, Way::App | Way::RecoverByApp) {
            is_rid_of(&world, &anna, &mut loot, &format!("{way:?}")).await;
        }
    }
}

#[tokio::test]
async fn s110_what_was_set_aside_and_is_put_back_waits_as_if_it_were_new() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let mut anna = world.anna().clone();
    let mut loot = ransack(&world, &anna).await;
    done(&comes_back(&world, &anna, Way::RecoverByApp).await);
    anna.password = "a sentence that nobody has said".to_owned();
    world.advance(DAY * 10);
    let browser = world.confirmed(&anna).await;
    let former = world.holdings(&anna.email).await.former_methods;
    for former in former.iter().filter(|former| former.ended.is_aside()) {
        done(
            &browser
                .call("put_back_method", &[("method", &former.was.id.to_hex())])
                .await,
        );
    }
    let thief = world.browser();
    done(
        &thief
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
            .await,
    );
    let answer = thief
        .use_passkey("confirm", "confirm_with_passkey", &mut loot.passkey)
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("method-new"));
    world.advance(policy::QUARANTINE);
    let thief = world.browser();
    done(
        &thief
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
            .await,
    );
    done(
        &thief
            .use_passkey("confirm", "confirm_with_passkey", &mut loot.passkey)
            .await,
    );
}

/// The answer of a recovery's second gate to a saved code.
async fn as_a_gate(world: &World, anna: &Person, code: &str) -> Option<String> {
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&recovering, anna).await;
    done(
        &recovering
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    recovering
        .call("enter_saved_code", &[("code", code)])
        .await
        .refusal()
}

#[tokio::test]
async fn s110_only_the_next_set_counts_at_once_and_only_for_who_signed_in_since() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let mut anna = world.anna().clone();
    done(&comes_back(&world, &anna, Way::RecoverByCode).await);
    anna.password = "a sentence that nobody has said".to_owned();
    world.advance(QUICK);
    let browser = world.confirmed(&anna).await;
    new_codes(&browser).await;
    let again = new_codes(&browser).await;
    assert_eq!(
        as_a_gate(&world, &anna, &again[0]).await.as_deref(),
        Some("method-new"),
        "the set after the next"
    );

    // A recovery that keeps the password ends no session: somebody with an earlier session may not
    // be the person who recovered.
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let before = world.browser();
    world.sign_in_fully(&before, &anna).await;
    let recovering = world.proven(&anna, "know_password", 1).await;
    done(
        &recovering
            .call("keep_password", &[("password", &anna.password)])
            .await,
    );
    world.advance(QUICK);
    world.confirm(&before, &anna).await;
    let codes = new_codes(&before).await;
    assert_eq!(
        as_a_gate(&world, &anna, &codes[0]).await.as_deref(),
        Some("method-new"),
        "an older session"
    );
}

#[tokio::test]
async fn s109_a_contact_who_was_removed_helps_for_seven_days() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    choose_contact(&world, &browser, "cleo@example.net").await;
    world.advance(DAY * 10);
    let remove = async |world: &World| {
        let browser = world.confirmed(&anna).await;
        let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
        done(&browser.call("remove_contact", &[("contact", &id)]).await);
        browser
    };
    let browser = remove(&world).await;
    assert!(
        browser
            .get("/account/methods/contacts")
            .await
            .words()
            .contains("they can still help you")
    );
    world.advance(DAY * 6);
    assert_eq!(asked(&world, &anna, &["cleo@example.net"]).await, [1]);
    // Chosen again, they go on as before.
    let browser = world.confirmed(&anna).await;
    done(
        &browser
            .call(
                "add_contact",
                &[("name", "Cleo"), ("mailbox", "cleo@example.net")],
            )
            .await,
    );
    assert!(world.holdings(&anna.email).await.contacts[0].counts(world.now()));
    drop(remove(&world).await);
    // Two gates, one of them the contact's: the contact has helped, and so is there again.
    let recovering = world.asking_contacts(&anna.user_name).await;
    let code = world.passed_code("cleo@example.net").await;
    done(
        &recovering
            .call("enter_contact_code", &[("code", &code)])
            .await,
    );
    done(
        &recovering
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    done(
        &recovering
            .call("enter_saved_code", &[("code", &anna.codes[4])])
            .await,
    );
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "a sentence that nobody has said")],
            )
            .await,
    );
    assert_eq!(world.holdings(&anna.email).await.contacts.len(), 1);
    let anna = Person {
        password: "a sentence that nobody has said".to_owned(),
        ..anna
    };
    world.advance(DAY * 2);
    let browser = world.confirmed(&anna).await;
    let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
    done(&browser.call("remove_contact", &[("contact", &id)]).await);
    world.advance(DAY * 7);
    assert_eq!(
        asked(&world, &anna, &["cleo@example.net"]).await,
        [0],
        "seven days are over"
    );
}

#[tokio::test]
async fn s109_what_ended_by_a_clock_that_was_ahead_opens_and_comes_back() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let mut own = SoftPasskey::new(3);
    let browser = world.confirmed(&anna).await;
    done(&browser.make_passkey("add", "add_passkey", &mut own).await);
    world.advance(DAY * 10);
    let ahead = DAY * 10;
    world.advance(ahead);
    let browser = world.confirmed(&anna).await;
    let app = world.holdings(&anna.email).await.methods[0].id.to_hex();
    done(&browser.call("remove_method", &[("method", &app)]).await);
    world.set_clock_back(ahead);
    world.sign_in_fully(&world.browser(), world.bert()).await;
    let browser = world.browser();
    done(&browser.use_passkey(SIGN_IN.0, SIGN_IN.1, &mut own).await);
    done(&browser.call("freeze_own", &[]).await);
    let code = app_code(&world, anna.app.as_ref().expect("an app")).await;
    done(
        &second_step(&world, &anna, "verify_authenticator", &code)
            .await
            .1,
    );
    assert_eq!(
        world.holdings(&anna.email).await.methods.len(),
        2,
        "it is there again"
    );
}

/// Recovers from a lost app, by a code mailed to `address` and by `second`, and ends with another
/// app.
async fn replace_app(
    world: &World,
    anna: &Person,
    address: &str,
    second: impl AsyncFnOnce(&Browser),
) -> App {
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "lost_authenticator")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(address).await;
    done(&browser.call("enter_mailed_code", &[("code", &code)]).await);
    second(&browser).await;
    let app = App::with_key(&browser.shown_key("/recover/authenticator").await);
    let code = app.code_at(world.now());
    done(
        &browser
            .call("replace_authenticator", &[("name", "y"), ("code", &code)])
            .await,
    );
    app
}

#[tokio::test]
async fn s113_a_young_address_and_a_young_contact_end_no_app_at_once_even_if_the_contact_steps_back()
 {
    for by_contact in [true, false] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let browser = world.confirmed(&anna).await;
        take_address(&world, &browser, "").await;
        choose_contact(&world, &browser, ACCOMPLICE).await;
        let invitation = world
            .mail_with_a_code(ACCOMPLICE)
            .await
            .code
            .expect("a code");
        world.advance(DAY * 4);
        let app = replace_app(&world, &anna, THIEFS, async |browser| {
            if by_contact {
                done(
                    &browser
                        .call("choose_method", &[("method", "contact")])
                        .await,
                );
                let code = world.passed_code(ACCOMPLICE).await;
                done(&browser.call("enter_contact_code", &[("code", &code)]).await);
                let contact = world.browser();
                done(&contact.call("open_contact", &[("code", &invitation)]).await);
                done(&contact.call("decline_contact", &[]).await);
            } else {
                browser.pass_saved_code(&anna.codes[5]).await;
            }
        })
        .await;
        let holdings = world.holdings(&anna.email).await;
        assert!(
            holdings
                .former_methods
                .iter()
                .any(|former| former.ended.counts(world.now())),
            "by contact: {by_contact}"
        );
        assert!(
            !holdings.methods[0].by_two_gates,
            "by contact: {by_contact}"
        );
        // An app added this way signs in, and does nothing else.
        let (browser, answer) = second_step(
            &world,
            &anna,
            "verify_authenticator",
            &app_code(&world, &app).await,
        )
        .await;
        done(&answer);
        let code = app_code(&world, &app).await;
        let answer = browser
            .call("confirm", &[("password", &anna.password), ("code", &code)])
            .await;
        assert!(answer.refusal().is_some(), "by contact: {by_contact}");
    }
}

#[tokio::test]
async fn s113_new_contacts_push_older_ones_out_of_no_recovery() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    choose_contact(&world, &browser, "cleo@example.net").await;
    world.advance(DAY * 10);
    let thief = world.confirmed(&anna).await;
    let id = world.holdings(&anna.email).await.contacts[0].id.to_hex();
    done(&thief.call("remove_contact", &[("contact", &id)]).await);
    let three = ["one@evil.example", "two@evil.example", "three@evil.example"];
    for address in three {
        choose_contact(&world, &thief, address).await;
    }
    world.advance(DAY * 4);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&recovering, &anna).await;
    done(
        &recovering
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    let code = world.passed_code("cleo@example.net").await;
    done(
        &recovering
            .call("enter_contact_code", &[("code", &code)])
            .await,
    );
    done(
        &recovering
            .call(
                "new_password",
                &[("password", "a sentence that nobody has said")],
            )
            .await,
    );
    let holdings = world.holdings(&anna.email).await;
    let theirs: Vec<_> = holdings
        .contacts
        .iter()
        .map(|contact| contact.address.as_str())
        .collect();
    assert_eq!(
        theirs,
        ["cleo@example.net"],
        "they helped, and what is young gave way"
    );
}

/// A thief's passkey, contact and address count by now; the thief removes them before the owner
/// comes, so that they go on counting.
#[tokio::test]
async fn s113_what_a_thief_removed_before_the_owner_came_gives_way_as_well() {
    for way in [Way::App, Way::RecoverByApp] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let browser = world.confirmed(&anna).await;
        let mut passkey = SoftPasskey::new(9);
        done(
            &browser
                .make_passkey("add", "add_passkey", &mut passkey)
                .await,
        );
        take_address(&world, &browser, "").await;
        choose_contact(&world, &browser, ACCOMPLICE).await;
        world.advance(DAY * 4);

        let thief = world.browser();
        done(&thief.use_passkey(SIGN_IN.0, SIGN_IN.1, &mut passkey).await);
        done(
            &thief
                .use_passkey("confirm", "confirm_with_passkey", &mut passkey)
                .await,
        );
        done(&thief.call("remove_address", &[]).await);
        let holdings = world.holdings(&anna.email).await;
        let contact = holdings.contacts[0].id.to_hex();
        done(&thief.call("remove_contact", &[("contact", &contact)]).await);
        let added = holdings.methods[1].id.to_hex();
        done(&thief.call("remove_method", &[("method", &added)]).await);
        let counting = world.holdings(&anna.email).await;
        assert!(
            counting.former_methods[0].ended.counts(world.now()),
            "{way:?}"
        );
        assert!(counting.former_addresses[0].counts(world.now()), "{way:?}");

        world.advance(QUICK);
        done(&thief.call("freeze_own", &[]).await);
        assert!(is_frozen(&world, &anna).await, "{way:?}");
        done(&comes_back(&world, &anna, way).await);
        let holdings = world.holdings(&anna.email).await;
        assert!(holdings.former_methods[0].ended.is_aside(), "{way:?}");
        assert!(holdings.former_contacts[0].ended.is_aside(), "{way:?}");
        assert!(!holdings.former_addresses[0].counts(world.now()), "{way:?}");
        assert_eq!(
            asked(&world, &anna, &[THIEFS, ACCOMPLICE]).await,
            [0, 0],
            "{way:?}"
        );
        let recovering = world.browser();
        recovering
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        done(
            &recovering
                .call("choose_method", &[("method", "passkey")])
                .await,
        );
        let answer = recovering
            .use_passkey("recover", "enter_passkey", &mut passkey)
            .await;
        assert!(answer.refusal().is_some(), "{way:?}: {answer:?}");
    }
}

/// A thief with the mailbox made codes, which count by now and let them in: the next codes wait,
/// and so give way to the owner's.
#[tokio::test]
async fn s113_young_codes_beget_none_that_count_at_once() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let mut anna = world.anna().clone();
    let codes = new_codes(&world.confirmed(&anna).await).await;
    world.advance(DAY * 4);
    let thief = world.browser();
    thief
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&thief, &anna).await;
    thief.pass_saved_code(&codes[0]).await;
    let password = "a sentence that a thief made up";
    done(&thief.call("new_password", &[("password", password)]).await);
    let owners = std::mem::replace(&mut anna.password, password.to_owned());
    let (thief, answer) = second_step(&world, &anna, "verify_saved_code", &codes[1]).await;
    done(&answer);
    let fields = [
        ("password", password),
        ("code", &codes[2]),
        ("with", "saved"),
    ];
    done(&thief.call("confirm", &fields).await);
    let later = new_codes(&thief).await;
    let holdings = world.holdings(&anna.email).await;
    let counts_from = holdings.saved_codes[0]
        .counts_from
        .expect("it says since when");
    assert_eq!(counts_from, world.now().plus(policy::QUARANTINE));

    // The owner's mail and old codes outrank them.
    world.advance(DAY);
    anna.password = owners;
    done(&comes_back(&world, &anna, Way::RecoverByCode).await);
    world.advance(DAY * 4);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&recovering, &anna).await;
    done(
        &recovering
            .call("choose_method", &[("method", "saved_code")])
            .await,
    );
    let answer = recovering
        .call("enter_saved_code", &[("code", &later[0])])
        .await;
    assert!(answer.refusal().is_some(), "{answer:?}");
}

/// The owner's paper and a gate that the thief added let the thief back in: the next codes wait all
/// the same.
#[tokio::test]
async fn s113_an_old_code_beside_a_young_gate_begets_none_that_count_at_once() {
    for (beside, hides) in [
        ("app", false),
        ("app", true),
        ("passkey", false),
        ("passkey", true),
        ("contact", false),
        ("address", false),
        ("address", true),
    ] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let mut anna = world.anna().clone();
        let browser = world.confirmed(&anna).await;
        let mut passkey = SoftPasskey::new(9);
        let mut theirs = None;
        match beside {
            "app" => {
                let shown = browser.shown_key("/account/methods/authenticator").await;
                let app = App::with_key(&shown);
                let code = app.code_at(world.now());
                let fields = [("name", "x"), ("code", code.as_str())];
                done(&browser.call("add_authenticator", &fields).await);
                theirs = Some(app);
            }
            "passkey" => {
                let made = browser.make_passkey("add", "add_passkey", &mut passkey);
                done(&made.await);
            }
            "contact" => choose_contact(&world, &browser, ACCOMPLICE).await,
            _ => take_address(&world, &browser, "").await,
        }
        world.advance(DAY * 4);

        let thief = world.browser();
        thief
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        thief.pass_saved_code(&anna.codes[0]).await;
        let choose = async |way: &'static str| {
            done(&thief.call("choose_method", &[("method", way)]).await);
        };
        match (beside, &theirs) {
            (_, Some(app)) => {
                choose("authenticator").await;
                let code = app_code(&world, app).await;
                done(&thief.call("enter_authenticator", &[("code", &code)]).await);
            }
            ("passkey", _) => {
                choose("passkey").await;
                let used = thief.use_passkey("recover", "enter_passkey", &mut passkey);
                done(&used.await);
            }
            ("contact", _) => {
                choose("contact").await;
                let code = world.passed_code(ACCOMPLICE).await;
                done(&thief.call("enter_contact_code", &[("code", &code)]).await);
            }
            _ => {}
        }
        if beside == "address" {
            world.pass_mail(&thief, &anna).await;
        }
        anna.password = "a sentence that a thief made up".to_owned();
        let fresh = [("password", anna.password.as_str())];
        done(&thief.call("new_password", &fresh).await);
        world.advance(QUICK);
        if hides {
            // By a freeze that old paper opens, what was young is set aside, and then it is gone.
            let (browser, answer) =
                second_step(&world, &anna, "verify_saved_code", &anna.codes[3]).await;
            done(&answer);
            done(&browser.call("freeze_own", &[]).await);
        }
        let (browser, answer) =
            second_step(&world, &anna, "verify_saved_code", &anna.codes[1]).await;
        done(&answer);
        let fields = [
            ("password", anna.password.as_str()),
            ("code", &anna.codes[2]),
            ("with", "saved"),
        ];
        done(&browser.call("confirm", &fields).await);
        if hides && beside != "address" {
            let holdings = world.holdings(&anna.email).await;
            let aside = holdings.former_methods[0].was.id.to_hex();
            done(&browser.call("end_method", &[("method", &aside)]).await);
        }
        new_codes(&browser).await;
        let holdings = world.holdings(&anna.email).await;
        let counts_from = holdings.saved_codes[0]
            .counts_from
            .expect("it says since when");
        assert_eq!(
            counts_from,
            world.now().plus(policy::QUARANTINE),
            "{beside}, {hides}"
        );
    }
}

/// An address that a thief added counts by now; removing it and claiming it again makes it no older.
#[tokio::test]
async fn s113_an_address_that_is_claimed_again_gives_way_all_the_same() {
    for way in [Way::App, Way::RecoverByApp] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let browser = world.confirmed(&anna).await;
        take_address(&world, &browser, "").await;
        world.advance(DAY * 4);
        let thief = world.confirmed(&anna).await;
        done(&thief.call("remove_address", &[]).await);
        let told = world.last_mail_to(THIEFS).await;
        assert!(told.code.is_some(), "that it may object");
        take_address(&world, &thief, "").await;
        let holdings = world.holdings(&anna.email).await;
        let again = &holdings.addresses[1];
        assert!(again.counts_from <= world.now() && again.is_young(world.now()));
        done(&thief.call("freeze_own", &[]).await);
        world.advance(QUICK);
        done(&comes_back(&world, &anna, way).await);
        let holdings = world.holdings(&anna.email).await;
        assert_eq!(holdings.addresses.len(), 1, "{way:?}");
        assert_eq!(asked(&world, &anna, &[THIEFS]).await, [0], "{way:?}");
    }
}

/// After a later sign-in with it, the rows no longer tell which app opened the gate: all candidates
/// are old.
#[tokio::test]
async fn s110_new_codes_count_at_once_after_a_recovery_by_app_and_code_too() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let mut anna = world.anna().clone();
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    browser.pass_saved_code(&anna.codes[0]).await;
    let way = [("method", "authenticator")];
    done(&browser.call("choose_method", &way).await);
    let code = app_code(&world, anna.app.as_ref().expect("an app")).await;
    done(
        &browser
            .call("enter_authenticator", &[("code", &code)])
            .await,
    );
    anna.password = "a sentence that nobody has said".to_owned();
    let fresh = [("password", anna.password.as_str())];
    done(&browser.call("new_password", &fresh).await);
    world.advance(QUICK);
    let browser = world.confirmed(&anna).await;
    let codes = new_codes(&browser).await;
    assert_eq!(as_a_gate(&world, &anna, &codes[0]).await, None);
}
