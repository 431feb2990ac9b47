//! A credential that counts by now still gives way to older ones for seven days (S113); and one
//! that comes back waits like a new one.

use super::{
    ACCOMPLICE, DAY, QUICK, SIGN_IN, THIEFS, Way, app_code, asked, choose_contact, comes_back,
    is_frozen, is_rid_of, ransack, second_step, take_address,
};
use regain_domain::policy;
use regain_testkit::{App, SoftPasskey, World, done};

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
