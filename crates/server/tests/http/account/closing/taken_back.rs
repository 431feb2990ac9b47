//! Any session of the owner's, a freeze (by a mail, too), the end of a recovery, and an objection
//! each take it back by themselves.

use super::{PAGE, nearly};
use crate::support::closing::{DAY, asks, closes, status, sweep};
use regain_domain::{PersonId, policy};
use regain_testkit::{World, done};

const SECOND: &str = "anna@home.example";

/// Asserts that three weeks later the account is still active.
async fn goes_on(world: &World, id: PersonId, what: &str) {
    closes(world).await;
    world.advance(DAY * 10);
    sweep(world).await;
    assert_eq!(status(world, id).await, "active", "{what}");
    let erased = "SELECT count(*) FROM history WHERE event IN ('account.erased', 'account.erasure_announced')";
    assert_eq!(world.database().number(erased).await, 0, "{what}");
}

#[tokio::test]
async fn s103_any_session_of_the_owner_takes_it_back_without_a_proof() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    world.advance(DAY * 5);
    let browser = world.browser();
    browser.sign_in(&anna).await;
    assert!(
        browser
            .get(PAGE)
            .await
            .body
            .contains("/api/take_closing_back")
    );
    done(&browser.call("take_closing_back", &[]).await);
    let told = world.last_mail_to(&anna.email).await;
    assert!(
        told.subject == "Your account won't be closed" && told.freeze_code.is_some(),
        "{told:?}"
    );
    let mails = world.mails_to(&anna.email).await.len();
    done(&browser.call("take_closing_back", &[]).await);
    assert_eq!(world.mails_to(&anna.email).await.len(), mails, "once");
    goes_on(&world, id, "a session").await;
    // A new request waits its whole time.
    asks(&world, &anna).await;
    world.advance(DAY * 11);
    sweep(&world).await;
    world.advance(nearly(3));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active");
    world.advance(DAY);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased");
}

#[tokio::test]
async fn s103_a_freeze_takes_it_back_also_when_it_is_opened_again() {
    for (by_mail, opened) in [(true, true), (false, true), (true, false)] {
        let world = World::strict().await;
        let anna = world.anna().clone();
        let id = world.id_of(&anna.email).await;
        let browser = asks(&world, &anna).await;
        let code = world
            .last_mail_to(&anna.email)
            .await
            .freeze_code
            .expect("a notice has a code");
        if by_mail {
            // On the day before the closing, by the very first mail.
            world.advance(DAY * 12);
            sweep(&world).await;
            world.advance(DAY);
            done(
                &world
                    .browser()
                    .call("freeze_by_code", &[("code", &code)])
                    .await,
            );
        } else {
            done(&browser.call("freeze_own", &[]).await);
        }
        if opened {
            let fresh = world.browser();
            fresh.asked_for_second_factor(&anna).await;
            done(
                &fresh
                    .call("verify_saved_code", &[("code", &anna.codes[1])])
                    .await,
            );
            let words = fresh.get("/account").await.words();
            assert!(
                !words.contains("going to be closed"),
                "by mail: {by_mail}: {words}"
            );
        }
        world.advance(DAY * 30);
        sweep(&world).await;
        world.advance(DAY * 5);
        sweep(&world).await;
        assert_eq!(
            status(&world, id).await,
            "active",
            "by mail: {by_mail}, opened: {opened}"
        );
    }
}

#[tokio::test]
async fn s103_the_end_of_a_recovery_takes_it_back() {
    for kept in [false, true] {
        let world = World::new().await;
        let anna = world.anna().clone();
        let id = world.id_of(&anna.email).await;
        asks(&world, &anna).await;
        world.advance(DAY);
        let trouble = if kept {
            "know_password"
        } else {
            "forgot_password"
        };
        let recovering = world.proven(&anna, trouble, 0).await;
        let (end, password) = if kept {
            ("keep_password", anna.password.as_str())
        } else {
            ("new_password", "a sentence that Anna made up")
        };
        done(&recovering.call(end, &[("password", password)]).await);
        goes_on(&world, id, end).await;
    }
}

/// A thief removes the owner's second address and asks at once: that address gets a mail about
/// both, and can stop both.
#[tokio::test]
async fn s103_an_address_that_was_removed_is_told_and_its_objection_takes_it_back() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    let browser = world.confirmed(&anna).await;
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", SECOND), ("position", "")],
            )
            .await,
    );
    let code = world.mailed_code(SECOND).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
    world.advance(policy::QUARANTINE + DAY);
    let thief = world.confirmed(&anna).await;
    done(&thief.call("remove_address", &[]).await);
    done(&thief.call("ask_to_close", &[]).await);
    let told = world.mails_to(SECOND).await;
    let closing = told
        .iter()
        .find(|mail| mail.subject == "Your account is going to be closed")
        .expect("told");
    assert!(
        closing.freeze_code.is_some(),
        "S109: it counts still, {closing:?}"
    );
    let objection = told
        .iter()
        .find(|mail| mail.link.contains("/object#"))
        .and_then(|mail| mail.code.clone());
    world.advance(DAY * 2);
    done(
        &world
            .browser()
            .call("object_by_code", &[("code", &objection.expect("a code"))])
            .await,
    );
    goes_on(&world, id, "an objection").await;
}

/// A thief asks; an administrator who disables the account meanwhile keeps the owner's way back,
/// and the owner gets a mail.
#[tokio::test]
async fn s103_being_disabled_takes_it_back_and_enabling_doesnt_bring_it_again() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    world.advance(DAY);
    world.set_disabled(&anna.email, true).await;
    closes(&world).await;
    assert_eq!(status(&world, id).await, "disabled");
    world.set_disabled(&anna.email, false).await;
    goes_on(&world, id, "disabled").await;
}
