//! The time from which a new address counts in a recovery, and until which an old one does (S28).

use super::gates;
use crate::support::addresses::{SECOND, confirmed, farewell, own, take};
use regain_domain::policy;
use regain_testkit::{World, done};
use std::time::Duration;

#[tokio::test]
async fn s28_a_second_address_signs_in_at_once_and_counts_in_a_recovery_after_72_hours() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    let page = browser.get("/account/methods").await.words();
    assert!(
        page.contains("Add a second address") && page.contains("Yours since"),
        "{page}"
    );
    let asked = browser
        .post(
            "claim_address",
            &[("new_address", SECOND), ("position", "")],
        )
        .await;
    assert_eq!(
        asked.location(),
        Some("/account/methods/address?notice=sent")
    );
    let page = browser.follow(&asked).await;
    assert_eq!(page.heading(), "Enter the code");
    assert!(
        page.words().contains("A code is on its way.") && page.words().contains(SECOND),
        "{}",
        page.words()
    );
    let mail = world.last_mail_to(SECOND).await;
    assert_eq!(mail.subject, "Confirm your new email address");
    assert!(
        mail.link.is_empty() && mail.text.contains("Without the code nothing happens"),
        "{}",
        mail.text
    );
    assert_eq!(
        own(&world, &anna.email).await,
        [anna.email.as_str()],
        "nothing yet"
    );
    let code = mail.code.expect("a code").to_lowercase().replace('-', " ");
    let entered = browser.post("enter_address_code", &[("code", &code)]).await;
    assert_eq!(
        entered.location(),
        Some("/account/methods?notice=address-added")
    );
    let page = browser.follow(&entered).await.words();
    assert!(
        page.contains(SECOND) && page.contains("For getting back in it counts from"),
        "{page}"
    );
    assert!(
        !page.contains("Add a second address"),
        "two are the most: {page}"
    );
    for address in [anna.email.as_str(), SECOND] {
        let notice = world.last_mail_to(address).await;
        assert_eq!(notice.subject, "An email address was added", "{address}");
        assert_eq!(
            notice.freeze_link.is_some(),
            address == anna.email,
            "S30: none where it doesn't count yet"
        );
    }
    assert_eq!(
        browser
            .call("enter_address_code", &[("code", &code)])
            .await
            .refusal()
            .as_deref(),
        Some("code-used")
    );
    let found = "SELECT count(*) FROM people WHERE search_text LIKE '%anna@home.example%'";
    assert_eq!(
        world.database().number(found).await,
        1,
        "administrators find her by it"
    );
    // It signs in, whatever the case of its letters.
    let other = world.browser();
    let answer = other.try_sign_in("Anna@HOME.example", &anna.password).await;
    assert!(
        answer
            .location()
            .is_some_and(|path| path.starts_with("/sign-in/verify")),
        "{answer:?}"
    );
    assert_eq!(gates(&world, SECOND).await, [anna.email.as_str()], "S28");
    world.advance_seconds(72 * 3600 - 60 - 30);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str()],
        "71:59"
    );
    world.advance_seconds(120);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str(), SECOND],
        "72:01"
    );
    // Both mails belong to one challenge: the code of either passes, once.
    let recovering = world.browser();
    recovering.start_recovery(SECOND, "forgot_password").await;
    done(
        &recovering
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    let codes = [
        world.mailed_code(&anna.email).await,
        world.mailed_code(SECOND).await,
    ];
    assert_eq!(codes[0], codes[1]);
    done(
        &recovering
            .call("enter_mailed_code", &[("code", &codes[1])])
            .await,
    );
    let hint = recovering
        .call("read_recovery", &[("page", "/recover/verify")])
        .await;
    assert!(
        hint.body.contains("a…@example.org · a…@home.example"),
        "{hint:?}"
    );
    for address in [anna.email.as_str(), SECOND] {
        assert!(
            world
                .last_mail_to(address)
                .await
                .subject
                .contains("step 1 of 2"),
            "S30: {address}"
        );
    }
    // Both addresses get the forgotten user name.
    world.advance_seconds(3600);
    world
        .browser()
        .start_recovery(SECOND, "forgot_user_name")
        .await;
    for address in [anna.email.as_str(), SECOND] {
        assert_eq!(
            world.last_mail_to(address).await.subject,
            "Your user name",
            "{address}"
        );
    }
}

#[tokio::test]
async fn s28_the_old_address_stays_the_gate_until_the_new_one_counts_and_seven_days_beside_it() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    let page = browser.get("/account/methods/address?change=1").await;
    assert_eq!(page.heading(), "Change your address");
    assert_eq!(page.field_value("position").as_deref(), Some("1"));
    take(&world, &browser, SECOND, "1").await;
    assert_eq!(own(&world, SECOND).await, [SECOND]);
    assert_eq!(
        world.last_mail_to(SECOND).await.subject,
        "An email address was changed"
    );
    let gone = farewell(&world, &anna.email).await;
    assert_eq!(gone.subject, "Another address took the place of this one");
    assert!(gone.freeze_link.is_none(), "one link, to put it back");
    assert!(
        browser
            .get("/account")
            .await
            .words()
            .contains("two other ways are left"),
        "S46: no gap"
    );
    // The old address no longer signs in, but it still starts a recovery and gets its code and its
    // notices.
    let refused = world
        .browser()
        .try_sign_in(&anna.email, &anna.password)
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("sign-in"));
    world.advance_seconds(72 * 3600 - 120);
    for identifier in [anna.email.as_str(), SECOND] {
        assert_eq!(
            gates(&world, identifier).await,
            [anna.email.as_str()],
            "71:58 by {identifier}"
        );
    }
    world.advance_seconds(180);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str(), SECOND],
        "72:01, S109"
    );
    world.advance(policy::FORMER_COUNTS - policy::QUARANTINE - Duration::from_secs(120));
    assert_eq!(
        gates(&world, &anna.email).await,
        [anna.email.as_str(), SECOND],
        "seven days less a minute, S109"
    );
    world.advance_seconds(120);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [SECOND],
        "seven days and a minute"
    );
    assert_eq!(
        gates(&world, &anna.email).await,
        [] as [&str; 0],
        "it isn't hers any longer"
    );
}

#[tokio::test]
async fn s28_a_code_that_waits_is_not_sent_to_an_address_that_no_longer_counts() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    world.deliver().await;
    world.advance(policy::FORMER_COUNTS - Duration::from_secs(60 + 60));
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    let before = world.database().number("SELECT count(*) FROM outbox").await;
    assert_eq!(
        usize::try_from(before),
        Ok(policy::ADDRESSES_MAILED),
        "S3: as many rows as there may be addresses"
    );
    world.advance_seconds(180);
    let mails = world.mails().await;
    let to: Vec<_> = mails
        .iter()
        .filter(|mail| mail.link.contains("/recover/link"))
        .map(|mail| &mail.to)
        .collect();
    assert_eq!(to, [SECOND], "looked up anew when it is sent");
}

#[tokio::test]
async fn s28_two_changes_within_three_days_leave_no_gap_either() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, SECOND, "1").await;
    world.advance_seconds(48 * 3600);
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "anna@third.example", "1").await;
    let told = world.mails_to(SECOND).await;
    assert!(
        !told.iter().any(|mail| mail.link.contains("/object#")),
        "what never counted has nothing to put back"
    );
    world.advance_seconds(71 * 3600);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str()],
        "71 hours after the second change"
    );
    world.advance_seconds(2 * 3600);
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str(), "anna@third.example"]
    );
    // Going back to an address that still counts needs no wait.
    let browser = confirmed(&world, &anna).await;
    take(&world, &browser, "anna@fourth.example", "1").await;
    take(&world, &browser, "anna@third.example", "1").await;
    assert_eq!(
        gates(&world, &anna.user_name).await,
        [anna.email.as_str(), "anna@third.example"]
    );
}

#[tokio::test]
async fn s28_changes_that_go_on_for_seven_days_leave_no_gap_either() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    for nth in 0..4 {
        take(
            &world,
            &confirmed(&world, &anna).await,
            &format!("anna@{nth}.example"),
            "1",
        )
        .await;
        assert_eq!(
            gates(&world, &anna.user_name).await,
            [anna.email.as_str()],
            "change {nth}"
        );
        world.advance(Duration::from_secs(47 * 3600));
    }
    // The first change was eight days ago, the last one two, so the address that it added doesn't
    // count yet.
    assert_eq!(gates(&world, &anna.user_name).await, [anna.email.as_str()]);
    world.advance(policy::QUARANTINE);
    assert_eq!(gates(&world, &anna.user_name).await, ["anna@3.example"]);
}
