//! Claims to addresses: others', free ones, invalid ones; codes and their ends (S6, S16, S60, S66,
//! S71).

use super::PAGE;
use crate::support::addresses::{SECOND, ask, confirmed, enter, own};
use regain_domain::policy;
use regain_testkit::{ADDRESSES, World, done, wrong_code};

#[tokio::test]
async fn s6_an_address_of_somebody_else_looks_like_success_and_its_owner_hears_of_it() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    world.invite("carla@example.org").await;
    world.set_disabled(ADDRESSES[1], true).await;
    world.deliver().await;
    let browser = confirmed(&world, &anna).await;
    let mut seen = Vec::new();
    for address in [SECOND, "BERT@example.org", "carla@example.org"] {
        let mut walk = Vec::new();
        let rows = world.database().number("SELECT count(*) FROM outbox").await;
        let asked = browser
            .post(
                "claim_address",
                &[("new_address", address), ("position", "")],
            )
            .await;
        walk.push(format!("{} {:?}", asked.status, asked.location()));
        assert_eq!(
            world.database().number("SELECT count(*) FROM outbox").await,
            rows + 1,
            "{address}"
        );
        walk.push(
            browser
                .follow(&asked)
                .await
                .words()
                .replace(address, "…")
                .replace(&address.to_lowercase(), "…"),
        );
        walk.push(format!(
            "{:?}",
            browser.call("resend_address_code", &[]).await.refusal()
        ));
        for _ in 0..6 {
            let wrong = browser
                .call("enter_address_code", &[("code", "0000-0000")])
                .await;
            walk.push(format!("{:?}", wrong.refusal()));
        }
        walk.push(
            browser
                .get(PAGE)
                .await
                .words()
                .replace(address, "…")
                .replace(&address.to_lowercase(), "…"),
        );
        seen.push(
            walk.into_iter()
                .map(|line| line.replace("BERT@example.org", "…"))
                .collect::<Vec<_>>(),
        );
        world.deliver().await;
    }
    assert_eq!(seen[0], seen[1], "somebody who is disabled");
    assert_eq!(seen[0], seen[2], "somebody invited");
    for address in ["bert@example.org", "carla@example.org"] {
        let notice = world.last_mail_to(address).await;
        assert_eq!(notice.subject, "Someone asked for your address");
        assert!(
            notice.code.is_none() && !notice.text.contains("anna"),
            "{}",
            notice.text
        );
    }
    assert!(
        world.mails_to("BERT@example.org").await.is_empty(),
        "S7: to the stored address"
    );
    assert_eq!(own(&world, &anna.email).await, [anna.email.as_str()]);
    // The page says plainly that the address is the person's own.
    for address in ["Anna@Example.org", " anna@example.org "] {
        assert_eq!(
            ask(&browser, address, "").await.refusal().as_deref(),
            Some("address-own")
        );
    }
}

#[tokio::test]
async fn an_address_that_is_none_says_what_is_wrong_with_it_and_stays() {
    let world = World::strict().await;
    let browser = confirmed(&world, world.anna()).await;
    let long = format!("{}@example.org", "x".repeat(300));
    for (typed, refusal) in [
        ("", "address-empty"),
        ("anna", "identifier-address"),
        ("anna@", "identifier-address"),
        ("anna@localhost", "identifier-address"),
        (long.as_str(), "identifier-long"),
        ("änna@example.net", "address-character"),
        ("mıke@example.org", "address-character"),
        ("a@b.example,c@d.example", "address-character"),
        (
            "anna@home.example\r\nBcc: eve@evil.example",
            "identifier-address",
        ),
    ] {
        let refused = ask(&browser, typed, "").await.refusal();
        assert!(refused.is_some(), "{typed:?}");
        if !typed.contains('\n') {
            assert_eq!(refused.as_deref(), Some(refusal), "{typed:?}");
        }
    }
    let refused = browser
        .post(
            "claim_address",
            &[("new_address", "anna@home"), ("position", "1")],
        )
        .await;
    assert_eq!(
        refused.location(),
        Some("/account/methods/address?change=1&problem=identifier-address")
    );
    let page = browser.follow(&refused).await;
    assert_eq!(
        page.field_value("new_address").as_deref(),
        Some("anna@home")
    );
    assert_eq!(page.field_value("position").as_deref(), Some("1"));
    for position in ["0", "2", "3", "x", "-1"] {
        assert_eq!(
            ask(&browser, SECOND, position).await.refusal().as_deref(),
            Some("address-none"),
            "{position}"
        );
    }
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM address_claims")
            .await,
        0
    );
    for endpoint in ["resend_address_code", "remove_address"] {
        assert_eq!(
            browser.call(endpoint, &[]).await.refusal().as_deref(),
            Some("address-none"),
            "{endpoint}"
        );
    }
    let nothing = browser
        .call("enter_address_code", &[("code", "ABCD-EFGH")])
        .await;
    assert_eq!(nothing.refusal().as_deref(), Some("address-none"));
}

#[tokio::test]
async fn s71_a_code_belongs_to_the_address_it_was_mailed_to_and_a_newer_request_ends_it() {
    let world = World::strict().await;
    let browser = confirmed(&world, world.anna()).await;
    done(&ask(&browser, "thief@evil.example", "").await);
    let first = world.mailed_code("thief@evil.example").await;
    done(&ask(&browser, SECOND, "").await);
    let replaced = browser
        .call("enter_address_code", &[("code", &first)])
        .await;
    assert_eq!(
        replaced.refusal().as_deref(),
        Some("code-replaced"),
        "Devise, CVE-2026-32700"
    );
    let code = world.mailed_code(SECOND).await;
    assert_eq!(
        browser
            .call("enter_address_code", &[("code", &wrong_code(&code))])
            .await
            .refusal()
            .as_deref(),
        Some("code-wrong")
    );
    for (typed, refusal) in [
        ("", "code-empty"),
        ("ABCD", "code-malformed"),
        (&*"x".repeat(300), "code-malformed"),
    ] {
        let refused = browser.call("enter_address_code", &[("code", typed)]).await;
        assert_eq!(refused.refusal().as_deref(), Some(refusal), "{typed}");
    }
    assert_eq!(
        browser
            .call("resend_address_code", &[])
            .await
            .refusal()
            .as_deref(),
        Some("resend-early")
    );
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_address_code", &[]).await);
    let newer = world.mailed_code(SECOND).await;
    let replaced = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(replaced.refusal().as_deref(), Some("code-replaced"));
    done(&browser.call("stop_address", &[]).await);
    let stopped = browser
        .call("enter_address_code", &[("code", &newer)])
        .await;
    assert_eq!(stopped.refusal().as_deref(), Some("address-none"));
    assert_eq!(own(&world, ADDRESSES[0]).await, [ADDRESSES[0]]);
}

#[tokio::test]
async fn s16_s60_a_code_ends_after_ten_minutes_and_after_five_tries() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "").await);
    let code = world.mailed_code(SECOND).await;
    for _ in 0..policy::CODE_TRIES {
        let wrong = browser
            .call("enter_address_code", &[("code", &wrong_code(&code))])
            .await;
        assert_eq!(wrong.refusal().as_deref(), Some("code-wrong"));
    }
    let closed = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(
        closed.refusal().as_deref(),
        Some("code-tries"),
        "the right one, too late"
    );
    assert!(
        browser
            .get(PAGE)
            .await
            .words()
            .contains("This code can't be used any more")
    );
    world.advance(policy::RESEND_WAIT);
    done(&browser.call("resend_address_code", &[]).await);
    let code = world.mailed_code(SECOND).await;
    world.advance(policy::CODE_LIFETIME);
    world.confirm(&browser, &anna).await;
    let late = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(late.refusal().as_deref(), Some("code-expired"));
    assert_eq!(own(&world, ADDRESSES[0]).await, [ADDRESSES[0]]);
}

#[tokio::test]
async fn s66_five_mails_a_day_go_to_new_addresses_and_no_more() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    for index in 0..policy::ADDRESS_MAILS {
        done(&ask(&browser, &format!("anna{index}@home.example"), "").await);
    }
    assert_eq!(
        ask(&browser, SECOND, "").await.refusal().as_deref(),
        Some("address-mails")
    );
    world.advance(policy::RESEND_WAIT);
    assert_eq!(
        browser
            .call("resend_address_code", &[])
            .await
            .refusal()
            .as_deref(),
        Some("address-mails")
    );
    assert!(
        browser
            .get(PAGE)
            .await
            .words()
            .contains("No more codes can be sent to new addresses today")
    );
    assert!(world.mails_to(SECOND).await.is_empty());
    done(&enter(&world, &browser, "anna4@home.example").await);
    world.advance(policy::ADDRESS_MAILS_WITHIN);
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "2").await);
}

#[tokio::test]
async fn s71_somebody_who_was_faster_keeps_the_address() {
    let world = World::strict().await;
    let anna = world.anna().clone();
    let browser = confirmed(&world, &anna).await;
    done(&ask(&browser, SECOND, "").await);
    let code = world.mailed_code(SECOND).await;
    world.invite(SECOND).await;
    let before = world.credentials().await;
    let refused = browser.call("enter_address_code", &[("code", &code)]).await;
    assert_eq!(refused.refusal().as_deref(), Some("address-taken"));
    assert_eq!(world.credentials().await, before);
}
