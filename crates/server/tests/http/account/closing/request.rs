//! Closing an account, from the request to the end.

use super::{ASKED, CLOSED, PAGE, SOON, leads, nearly, subjects};
use crate::support::closing::{DAY, asks, closes, status, sweep};
use regain_domain::Role;
use regain_testkit::{ADDRESSES, ROOT, SoftPasskey, World, done};

#[tokio::test]
async fn s103_an_account_is_closed_fourteen_days_after_its_owner_asked_and_not_before() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    let page = world.confirmed(&anna).await.get(PAGE).await;
    assert!(
        page.body.contains("/api/ask_to_close") && page.words().contains("For 14 days"),
        "{}",
        page.words()
    );
    let browser = asks(&world, &anna).await;
    let told = world.last_mail_to(&anna.email).await;
    assert_eq!(told.subject, ASKED);
    assert!(
        told.freeze_code.is_some() && told.link.ends_with(PAGE),
        "{}",
        told.text
    );
    assert!(
        told.text.contains("6 December 2026, 12:00 UTC"),
        "{}",
        told.text
    );
    let account = browser.get("/account").await.words();
    assert!(
        account.contains("Your account is closed on 6 December 2026, 12:00"),
        "{account}"
    );
    // Asking again moves nothing and sends no mail.
    world.advance(DAY / 4);
    done(&world.confirmed(&anna).await.call("ask_to_close", &[]).await);
    assert_eq!(
        subjects(&world, &anna.email)
            .await
            .iter()
            .filter(|subject| *subject == ASKED)
            .count(),
        1
    );

    world.advance(nearly(11) - DAY / 4);
    sweep(&world).await;
    assert!(
        !subjects(&world, &anna.email)
            .await
            .iter()
            .any(|subject| subject == SOON)
    );
    world.advance(DAY * 11 - nearly(11));
    sweep(&world).await;
    let told = world.last_mail_to(&anna.email).await;
    assert!(
        told.subject == SOON && told.freeze_code.is_some(),
        "{told:?}"
    );
    world.advance(nearly(3));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active", "day 13.99");
    assert_eq!(
        leads(&world.browser(), &anna).await,
        "/account/close?return_to=/account"
    );

    world.advance(DAY * 3 - nearly(3));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased");
    for identifier in [&anna.user_name, &anna.email] {
        let refused = world
            .browser()
            .try_sign_in(identifier, &anna.password)
            .await;
        assert_eq!(
            refused.refusal().as_deref(),
            Some("sign-in"),
            "{identifier}"
        );
    }
    assert_eq!(world.last_mail_to(&anna.email).await.subject, CLOSED);
    // It is over, and stays so.
    let mails = world.mails_to(&anna.email).await.len();
    world.advance(DAY * 30);
    sweep(&world).await;
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.email, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    assert_eq!(world.mails_to(&anna.email).await.len(), mails);
}

#[tokio::test]
async fn s103_whoever_hasnt_proved_it_anew_by_what_counts_doesnt_ask() {
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    let browser = world.confirmed(&anna).await;
    let mut passkey = SoftPasskey::new(7);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    // A session that a thief found open.
    let thief = world.browser();
    done(
        &thief
            .use_passkey("sign-in", "sign_in_with_passkey", &mut passkey)
            .await,
    );
    let plain = thief.post("ask_to_close", &[]).await;
    assert_eq!(
        plain.location(),
        Some("/account/confirm?return_to=/account/close&problem=confirm-needed")
    );
    let page = thief.get(PAGE).await;
    assert!(
        !page.body.contains("/api/ask_to_close")
            && page
                .body
                .contains("/account/confirm?return_to=/account/close")
    );
    // The thief's new passkey doesn't count yet (S110, S113).
    let young = thief
        .use_passkey("confirm", "confirm_with_passkey", &mut passkey)
        .await;
    assert_eq!(young.refusal().as_deref(), Some("method-new"));
    assert_eq!(
        thief.call("ask_to_close", &[]).await.refusal().as_deref(),
        Some("confirm-needed")
    );
    let stranger = world.browser().post("ask_to_close", &[]).await;
    assert_eq!(
        stranger.location(),
        Some("/sign-in?notice=needed&return_to=/account/close")
    );
    closes(&world).await;
    assert_eq!(status(&world, id).await, "active");
    // Nor does an earlier confirmation count: a frozen account can't ask for anything.
    let owner = world.confirmed(&anna).await;
    let other = owner.copy();
    done(&owner.call("freeze_own", &[]).await);
    assert!(
        other
            .call("ask_to_close", &[])
            .await
            .location()
            .is_some_and(|to| to.starts_with("/sign-in"))
    );
}

#[tokio::test]
async fn s103_the_last_global_administrator_stays() {
    let world = World::new().await;
    let root = world.root().clone();
    let id = world.id_of(ROOT).await;
    let browser = world.confirmed(&root).await;
    let page = browser.get(PAGE).await;
    assert!(
        page.words().contains("Name another one first") && !page.body.contains("/api/ask_to_close")
    );
    assert_eq!(
        browser.call("ask_to_close", &[]).await.refusal().as_deref(),
        Some("last-administrator")
    );
    // With another administrator the request works; it is taken back if that one is gone by the
    // end.
    world
        .set_role(ADDRESSES[0], Role::GlobalAdministrator)
        .await;
    asks(&world, &root).await;
    world.set_role(ADDRESSES[0], Role::Member).await;
    closes(&world).await;
    assert_eq!(status(&world, id).await, "active");
    assert_eq!(
        world.last_mail_to(ROOT).await.subject,
        "Your account couldn't be closed"
    );
    assert!(
        leads(&world.browser(), &root)
            .await
            .starts_with("/account/check-up")
            || leads(&world.browser(), &root).await == "/account"
    );

    world
        .set_role(ADDRESSES[0], Role::GlobalAdministrator)
        .await;
    asks(&world, &root).await;
    closes(&world).await;
    assert_eq!(status(&world, id).await, "erased");
    let roles = format!("SELECT role FROM people WHERE id = x'{}'", id.to_hex());
    assert_eq!(world.database().texts(&roles).await, ["member"]);
    assert!(
        world
            .admin()
            .people(id, "", None, None, None)
            .await
            .is_err()
    );
}

/// A server that was down, and a clock that jumps, shorten no notice.
#[tokio::test]
async fn s103_nobody_is_erased_who_wasnt_told_once_more_three_days_before() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    world.advance(DAY * 40);
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active");
    assert_eq!(world.last_mail_to(&anna.email).await.subject, SOON);
    world.advance(nearly(3));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "active");
    world.advance(DAY * 3 - nearly(3));
    sweep(&world).await;
    assert_eq!(status(&world, id).await, "erased");
}

#[tokio::test]
async fn s103_the_page_works_by_plain_forms_in_every_language() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    for (language, asks, waits) in [
        ("en", "Close my account in 14 days", "Keep my account"),
        ("zh-Hant", "14\u{2009}天後刪除我的帳戶", "保留我的帳戶"),
        ("zh-Hans", "14\u{2009}天后注销我的帐户", "保留我的帐户"),
    ] {
        let page = browser.get(&format!("{PAGE}?lang={language}")).await;
        assert!(page.body.contains(asks), "{}", page.words());
        let asked = browser.post("ask_to_close", &[]).await;
        assert_eq!(asked.location(), Some("/account/close?notice=closing"));
        let page = browser
            .get(&format!("{PAGE}?lang={language}&notice=closing"))
            .await;
        assert!(
            page.body.contains(waits) && !page.body.contains("/api/ask_to_close"),
            "{}",
            page.words()
        );
        let kept = browser
            .post("take_closing_back", &[("return_to", "/account/devices")])
            .await;
        assert_eq!(
            kept.location(),
            Some("/account/close?return_to=/account/devices&notice=kept")
        );
        assert!(
            browser
                .follow(&kept)
                .await
                .body
                .contains("href=\"/account/devices\"")
        );
    }
}
