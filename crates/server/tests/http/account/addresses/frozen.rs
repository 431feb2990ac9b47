//! A freeze stops the clock for the mailbox, too: codes keep going to the same addresses, however
//! late (S28, S111).

use super::gates;
use crate::support::addresses::{confirmed, farewell, take};
use regain_testkit::{World, done};
use std::time::Duration;

const THIEF: &str = "thief@evil.example";
const NEW: &str = "a sentence that nobody has said";

#[tokio::test]
async fn s111_the_address_that_counted_when_the_account_was_frozen_gets_its_mail_however_late() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    take(&world, &confirmed(&world, &anna).await, THIEF, "1").await;
    world.advance(Duration::from_secs(60 * 60));
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    done(&browser.call("freeze_own", &[]).await);
    world.advance(Duration::from_secs(4 * 24 * 60 * 60));
    for identifier in [&anna.user_name, &anna.email] {
        assert_eq!(
            gates(&world, identifier).await,
            [anna.email.as_str()],
            "by {identifier}"
        );
    }
    let owner = world.browser();
    owner.start_recovery(&anna.email, "forgot_password").await;
    world.pass_mail(&owner, &anna).await;
    let told = world.last_mail_to(&anna.email).await;
    assert!(
        told.subject.contains("step 1 of 2"),
        "S30: {}",
        told.subject
    );
    let hint = owner
        .call("read_recovery", &[("page", "/recover/verify")])
        .await;
    assert!(
        hint.body.contains("a…@example.org") && !hint.body.contains("evil"),
        "{hint:?}"
    );
    done(
        &owner
            .call("choose_method", &[("method", "authenticator")])
            .await,
    );
    done(
        &owner
            .call("enter_authenticator", &[("code", &world.app_code(&anna))])
            .await,
    );
    done(&owner.call("new_password", &[("password", NEW)]).await);
    let told = world.last_mail_to(&anna.email).await;
    assert!(told.freeze_link.is_some(), "S30: {}", told.subject);
    assert!(
        world
            .mails_to(THIEF)
            .await
            .iter()
            .all(|mail| !mail.link.contains("/recover/link")),
        "no code"
    );
}

/// Putting an address back takes another one away; that one didn't count at the freeze, and doesn't
/// count now because it ended later.
#[tokio::test]
async fn s111_an_address_that_goes_while_the_account_is_frozen_gets_no_code() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    take(&world, &confirmed(&world, &anna).await, THIEF, "1").await;
    let objection = farewell(&world, &anna.email).await.code.expect("a code");
    world.advance(Duration::from_secs(60 * 60));
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    done(&browser.call("freeze_own", &[]).await);
    world.advance(Duration::from_secs(4 * 24 * 60 * 60));
    done(
        &world
            .browser()
            .call("object_by_code", &[("code", &objection)])
            .await,
    );
    for identifier in [anna.user_name.as_str(), THIEF] {
        let expected: &[&str] = if identifier == THIEF {
            &[]
        } else {
            &[anna.email.as_str()]
        };
        assert_eq!(gates(&world, identifier).await, expected, "by {identifier}");
    }
}
