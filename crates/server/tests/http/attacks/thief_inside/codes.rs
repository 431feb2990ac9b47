//! New saved codes: when they count at once, and when they wait (S110, S113).

use super::{
    ACCOMPLICE, DAY, QUICK, Way, app_code, choose_contact, comes_back, second_step, take_address,
};
use crate::support::saved_codes::new_codes;
use regain_domain::policy;
use regain_testkit::{App, Person, SoftPasskey, World, done};

#[tokio::test]
async fn s110_new_codes_count_at_once_where_an_earlier_one_has_just_let_their_owner_back_in() {
    for by_code in [false, true] {
        let world = World::strict().await;
        world.advance(DAY * 10);
        let mut anna = world.anna().clone();
        let way = if by_code {
            Way::RecoverByCode
        } else {
            Way::RecoverByApp
        };
        done(&comes_back(&world, &anna, way).await);
        anna.password = "a sentence that nobody has said".to_owned();
        world.advance_seconds(60);
        let browser = world.browser();
        world.sign_in_fully(&browser, &anna).await;
        world.advance_seconds(60);
        world.confirm(&browser, &anna).await;
        let codes = new_codes(&browser).await;
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
            .call("enter_saved_code", &[("code", &codes[0])])
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            if by_code { None } else { Some("method-new") }
        );
    }
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
