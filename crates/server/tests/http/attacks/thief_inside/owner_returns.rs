//! The owner comes back: what is set aside, and what they put back (S112, S113).

use super::{
    DAY, HOUR, SIGN_IN, Way, app_code, comes_back, is_frozen, is_rid_of, ransack, second_step,
};
use regain_domain::policy;
use regain_testkit::{App, SoftPasskey, World, done};
use std::time::Duration;

#[tokio::test]
async fn s113_whoever_froze_the_account_gets_it_back_whatever_a_thief_did_to_it() {
    for way in [Way::App, Way::Code, Way::RecoverByApp, Way::RecoverByCode] {
        for (froze_after, comes_after) in [
            (Duration::ZERO, Duration::ZERO),
            (HOUR, Duration::ZERO),
            (HOUR, DAY * 4),
            (DAY * 2, DAY * 8),
            (DAY * 2, DAY * 40),
        ] {
            let world = World::strict().await;
            world.advance(DAY * 10);
            let mut anna = world.anna().clone();
            let mut loot = ransack(&world, &anna).await;
            let what = format!("{way:?}, frozen after {froze_after:?}, back {comes_after:?} later");
            world.advance(froze_after);
            if !loot.browser.is_signed_in().await {
                world.advance_seconds(60);
                let code = loot.app.code_at(world.now());
                let (browser, answer) =
                    second_step(&world, &anna, "verify_authenticator", &code).await;
                done(&answer);
                loot.browser = browser;
            }
            // The owner freezes by a notice's link; here by the quickest way.
            done(&loot.browser.call("freeze_own", &[]).await);
            let told = world.last_mail_to(&anna.email).await;
            assert!(
                told.subject == "Your account is frozen" && told.text.contains("a passkey, added "),
                "S111, {}",
                told.text
            );
            world.advance(comes_after);
            let answer = world
                .browser()
                .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
                .await;
            assert_eq!(
                answer.refusal().as_deref(),
                Some("method-new"),
                "S111, {what}"
            );
            done(&comes_back(&world, &anna, way).await);
            assert!(!is_frozen(&world, &anna).await, "{what}");
            if matches!(way, Way::RecoverByApp | Way::RecoverByCode) {
                anna.password = "a sentence that nobody has said".to_owned();
            }
            // The owner's proofs are theirs again; new credentials are set aside.
            let holdings = world.holdings(&anna.email).await;
            let by_app = matches!(way, Way::App | Way::RecoverByApp);
            assert_eq!(holdings.methods.len(), usize::from(by_app), "{what}");
            // The replaced set is the owner's again if they used one of its codes, and helps for a
            // while otherwise.
            let by_code = matches!(way, Way::Code | Way::RecoverByCode);
            assert_eq!(
                holdings.saved_codes.len(),
                if by_code { policy::SAVED_CODES } else { 0 },
                "{what}"
            );
            assert!(
                by_code
                    || holdings
                        .former_codes
                        .iter()
                        .any(|former| !former.ended.is_aside()),
                "{what}"
            );
            if by_app {
                is_rid_of(&world, &anna, &mut loot, &what).await;
            }
        }
    }
}

#[tokio::test]
async fn s112_a_recovery_alone_sets_aside_what_is_new() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let mut anna = world.anna().clone();
    let mut loot = ransack(&world, &anna).await;
    done(&comes_back(&world, &anna, Way::RecoverByApp).await);
    anna.password = "a sentence that nobody has said".to_owned();
    let subjects: Vec<String> = world
        .mails_to(&anna.email)
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert!(
        subjects
            .iter()
            .any(|subject| subject == "New ways in were set aside"),
        "{subjects:?}"
    );
    is_rid_of(&world, &anna, &mut loot, "not frozen").await;
}

/// S30: the freeze voids the older links, but not that of the mail that it causes.
#[tokio::test]
async fn s112_the_mail_about_what_was_set_aside_freezes() {
    for way in [Way::App, Way::RecoverByApp] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let anna = world.anna().clone();
        let loot = ransack(&world, &anna).await;
        done(&loot.browser.call("freeze_own", &[]).await);
        done(&comes_back(&world, &anna, way).await);
        let mails = world.mails_to(&anna.email).await;
        let told = mails
            .iter()
            .find(|mail| mail.subject == "New ways in were set aside")
            .expect("a notice");
        let link = told.freeze_link.as_deref().expect("a link that freezes");
        let code = link.rsplit('#').next().expect("a code");
        done(
            &world
                .browser()
                .call("freeze_by_code", &[("code", code)])
                .await,
        );
        assert!(is_frozen(&world, &anna).await, "{way:?}");
    }
}

#[tokio::test]
async fn s112_the_owner_says_what_is_theirs_and_removes_the_rest() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let mut anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    let mut own = SoftPasskey::new(3);
    done(&browser.make_passkey("add", "add_passkey", &mut own).await);
    world.advance_seconds(1);
    let thief = App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(
        &browser
            .call(
                "add_authenticator",
                &[("name", "x"), ("code", &thief.code_at(world.now()))],
            )
            .await,
    );
    world.advance_seconds(60);
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.pass_mail(&recovering, &anna).await;
    done(
        &recovering
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    let code = app_code(&world, anna.app.as_ref().expect("an app")).await;
    done(
        &recovering
            .call("enter_authenticator", &[("code", &code)])
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
    anna.password = "a sentence that nobody has said".to_owned();
    let page = recovering.get("/recover/done").await.words();
    assert!(
        page.contains("Added shortly before, and set aside: Laptop · x."),
        "{page}"
    );

    let answer = world
        .browser()
        .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut own)
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("passkey-unknown"));
    world.advance_seconds(60);
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    let aside = world.holdings(&anna.email).await.former_methods;
    let id = |name: &str| {
        aside
            .iter()
            .find(|former| former.was.name == name)
            .expect("set aside")
            .was
            .id
            .to_hex()
    };
    let laptop = id("Laptop");
    let x = id("x");
    let words = browser.get("/account").await.words();
    assert!(
        words.contains("Set aside when your account was opened") && words.contains("Laptop · x"),
        "{words}"
    );
    let page = browser.get("/account/methods").await;
    let words = page.words();
    assert!(
        words.contains("Removed or set aside") && words.contains("Set aside: it doesn't work"),
        "{words}"
    );
    assert!(
        !page.body.contains("put_back_method"),
        "not before it is confirmed"
    );
    let early = browser
        .call("put_back_method", &[("method", &laptop)])
        .await;
    assert_eq!(early.status, 403, "{early:?}");
    world.advance_seconds(60);
    world.confirm(&browser, &anna).await;
    let page = browser.get("/account/methods").await;
    assert!(
        page.words().contains("That's mine") || page.words().contains("That&#x27;s mine"),
        "{}",
        page.words()
    );
    let kept = browser
        .post("put_back_method", &[("method", &laptop)])
        .await;
    assert_eq!(kept.location(), Some("/account/methods?notice=put-back"));
    done(
        &world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut own)
            .await,
    );
    let gone = browser.post("end_method", &[("method", &x)]).await;
    assert_eq!(
        gone.location(),
        Some("/account/methods?notice=gone"),
        "{gone:?}"
    );
    let again = browser.call("put_back_method", &[("method", &x)]).await;
    assert_eq!(again.refusal().as_deref(), Some("method-unknown"));
    assert!(
        !browser
            .get("/account/methods")
            .await
            .words()
            .contains("Removed or set aside")
    );
}
