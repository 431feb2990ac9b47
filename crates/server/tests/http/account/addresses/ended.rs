//! An address that was changed or removed goes on counting, until two other gates end it at once
//! (S109).

use super::gates;
use crate::support::addresses::{SECOND, confirmed, farewell, own, take};
use regain_domain::policy;
use regain_testkit::{Answer, Browser, Person, SoftPasskey, World, done};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Confirms the same session by a saved code, too.
async fn confirmed_twice(browser: &Browser, person: &Person, code: &str) {
    let fields = [
        ("password", person.password.as_str()),
        ("code", code),
        ("with", "saved"),
    ];
    done(&browser.call("confirm", &fields).await);
}

/// Ends the former address that the page of ways back shows.
async fn end(browser: &Browser) -> Answer {
    let page = browser.get("/account/methods").await;
    let form = page
        .body
        .split("/api/end_address")
        .nth(1)
        .expect("an address to end");
    let (_, value) = form
        .split_once("name=\"former\" value=\"")
        .expect("which one");
    browser
        .call(
            "end_address",
            &[("former", value.split('"').next().unwrap_or_default())],
        )
        .await
}

#[tokio::test]
async fn s109_a_thief_removes_and_changes_every_address_and_the_owner_comes_back_by_each() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    take(&world, &confirmed(&world, &anna).await, SECOND, "").await;
    world.advance(DAY * 10);
    let thief = confirmed(&world, &anna).await;
    done(&thief.call("remove_address", &[]).await);
    take(&world, &thief, "thief@evil.example", "1").await;
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    done(&browser.call("freeze_own", &[]).await);
    // The freeze stops every clock, however late the owner comes.
    world.advance(DAY * 20);
    assert_eq!(gates(&world, SECOND).await, [anna.email.as_str(), SECOND]);
    let owner = world.browser();
    owner.start_recovery(SECOND, "forgot_password").await;
    done(&owner.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(SECOND).await;
    done(&owner.call("enter_mailed_code", &[("code", &code)]).await);
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
    done(
        &owner
            .call(
                "new_password",
                &[("password", "a sentence that nobody has said")],
            )
            .await,
    );
    assert_eq!(
        own(&world, &anna.email).await,
        [anna.email.as_str()],
        "S112"
    );
}

#[tokio::test]
async fn s109_an_address_is_ended_at_once_by_two_other_gates_and_by_nothing_less() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    let objection = farewell(&world, &anna.email).await.code.expect("a code");
    let page = browser.get("/account/methods").await;
    assert!(
        page.words().contains("Removed or set aside") && page.words().contains(&anna.email),
        "{}",
        page.words()
    );
    assert!(
        page.words().contains("For getting back in it counts until"),
        "{}",
        page.words()
    );
    // Mail would no longer be a way back (S46).
    assert!(
        page.words()
            .contains("It can be ended at once when another of your addresses counts.")
    );
    confirmed_twice(&browser, &anna, &anna.codes[3]).await;
    let ended_by = world.holdings(SECOND).await.former_addresses[0]
        .ended_by
        .to_hex();
    let early = browser.call("end_address", &[("former", &ended_by)]).await;
    assert_eq!(early.refusal().as_deref(), Some("address-first"));

    world.advance(policy::QUARANTINE);
    let browser = confirmed(&world, &anna).await;
    assert_eq!(
        end(&browser).await.refusal().as_deref(),
        Some("end-needs-two")
    );
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str(), SECOND]
    );
    confirmed_twice(&browser, &anna, &anna.codes[4]).await;
    done(&end(&browser).await);
    let page = browser.get("/account/methods").await;
    assert!(
        !page.body.contains("/api/end_address") && !page.words().contains(&anna.email),
        "{}",
        page.words()
    );
    assert_eq!(
        world.last_mail_to(SECOND).await.subject,
        "An earlier email address no longer counts"
    );
    let told = world.last_mail_to(&anna.email).await;
    assert_eq!(
        told.subject,
        "This address no longer counts for your account"
    );
    assert!(
        told.link.is_empty() && told.freeze_link.is_none(),
        "nothing to put back: {}",
        told.text
    );
    assert_eq!(gates(&world, &anna.user_name).await, [SECOND]);
    let late = world
        .browser()
        .call("object_by_code", &[("code", &objection)])
        .await;
    assert_eq!(late.refusal().as_deref(), Some("objection-expired"));
    // It works once, and neither on anybody else's address nor on one that isn't there.
    for address in ["", "x", &"0".repeat(32)] {
        let refused = browser.call("end_address", &[("former", address)]).await;
        assert_eq!(
            refused.refusal().as_deref(),
            Some("address-none"),
            "{address}"
        );
    }
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM history WHERE event = 'address.removed'")
            .await,
        1
    );
}

#[tokio::test]
async fn s113_young_proofs_end_no_address_at_once() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    let mut passkey = SoftPasskey::new(5);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    take(&world, &confirmed(&world, &anna).await, SECOND, "1").await;
    world.advance(DAY * 4);
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    done(
        &browser
            .use_passkey("confirm", "confirm_with_passkey", &mut passkey)
            .await,
    );
    assert_eq!(
        end(&browser).await.refusal().as_deref(),
        Some("end-needs-two"),
        "young"
    );
    // An old enough passkey is two gates by itself.
    world.advance(DAY * 4);
    take(
        &world,
        &confirmed(&world, &anna).await,
        "anna@third.example",
        "1",
    )
    .await;
    world.advance(DAY * 4);
    let browser = world.browser();
    world.sign_in_fully(&browser, &anna).await;
    done(
        &browser
            .use_passkey("confirm", "confirm_with_passkey", &mut passkey)
            .await,
    );
    done(&end(&browser).await);
}
