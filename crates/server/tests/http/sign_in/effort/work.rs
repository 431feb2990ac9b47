//! The work that a browser does: its use, once, and its amount (S62, S99).

use super::{ELSEWHERE, OFFICE, found, press, recover, rows, sign_in};
use regain_domain::policy;
use regain_testkit::{World, done};
use std::time::Duration;

#[tokio::test]
async fn s62_what_was_found_signs_in_once_in_its_form_in_its_network_and_within_thirty_seconds() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    press(&world).await;
    let browser = world.browser().from(OFFICE);
    let asked = sign_in(&browser, &anna.user_name, &anna.password, "").await;
    assert!(!browser.is_signed_in().await);
    let proof = found(&asked);
    world.advance(policy::EFFORT_WINDOW - Duration::from_millis(1));
    assert_eq!(
        recover(&browser, &anna.email, &proof)
            .await
            .refusal()
            .as_deref(),
        Some("pow-needed"),
        "another form"
    );
    let ticket = asked
        .header("regain-asks-for-work")
        .expect("something to solve");
    for forged in [
        ticket.replace("17.", "1."),
        proof.replace("17.", "1."),
        format!("{ticket}.0"),
        "x".to_owned(),
    ] {
        assert_eq!(
            sign_in(&browser, &anna.user_name, &anna.password, &forged)
                .await
                .refusal()
                .as_deref(),
            Some("pow-needed")
        );
    }
    done(&sign_in(&browser, &anna.user_name, &anna.password, &proof).await);
    assert!(browser.is_signed_in().await);
    let other = world.browser().from(OFFICE);
    let again = sign_in(&other, &bert.user_name, &bert.password, &proof).await;
    let proof = found(&again);
    world.advance(policy::EFFORT_WINDOW);
    assert_eq!(
        sign_in(&other, &bert.user_name, &bert.password, &proof)
            .await
            .refusal()
            .as_deref(),
        Some("pow-needed"),
        "too old"
    );
    assert!(!other.is_signed_in().await);
}

#[tokio::test]
async fn s62_a_wrong_password_uses_up_what_was_found() {
    let world = World::new().await;
    let anna = world.anna();
    press(&world).await;
    let browser = world.browser().from(OFFICE);
    let proof = found(&sign_in(&browser, &anna.user_name, "a guess", "").await);
    assert_eq!(
        sign_in(&browser, &anna.user_name, "a guess", &proof)
            .await
            .refusal()
            .as_deref(),
        Some("sign-in")
    );
    let again = sign_in(&browser, &anna.user_name, &anna.password, &proof).await;
    assert_eq!(again.refusal().as_deref(), Some("pow-needed"));
}

#[tokio::test]
async fn s62_without_effort_no_recovery_starts_and_nothing_is_mailed() {
    let world = World::new().await;
    let anna = world.anna();
    press(&world).await;
    let before = (
        rows(&world, "outbox").await,
        rows(&world, "recovery_flows").await,
    );
    let browser = world.browser().from(OFFICE);
    let asked = recover(&browser, &anna.email, "").await;
    assert_eq!(asked.refusal().as_deref(), Some("pow-needed"));
    assert_eq!(
        (
            rows(&world, "outbox").await,
            rows(&world, "recovery_flows").await
        ),
        before
    );
    assert!(world.mails_to(&anna.email).await.is_empty());
    done(&recover(&browser, &anna.email, &found(&asked)).await);
    assert_eq!(world.mails_to(&anna.email).await.len(), 1);
}

/// The bits of work that the server asks of this address.
async fn bits(world: &World, address: &str) -> Option<u8> {
    let asked = recover(&world.browser().from(address), "nobody@example.org", "").await;
    asked
        .header("regain-asks-for-work")
        .and_then(|ticket| ticket.split_once('.')?.0.parse().ok())
}

#[tokio::test]
async fn s62_s99_who_goes_on_pressing_works_more_and_nobody_else_does() {
    let world = World::new().await;
    press(&world).await;
    assert_eq!(bits(&world, OFFICE).await, Some(policy::WORK_BITS));
    let stranger = world.browser().from(OFFICE);
    for nth in 0..policy::PRESSURE_FAILURES_OF_SOURCE {
        let name = format!("somebody-{nth}");
        let proof = found(&sign_in(&stranger, &name, "Spring2026", "").await);
        assert_eq!(
            sign_in(&stranger, &name, "Spring2026", &proof)
                .await
                .refusal()
                .as_deref(),
            Some("sign-in")
        );
    }
    assert_eq!(bits(&world, OFFICE).await, Some(policy::WORK_BITS + 1));
    assert_eq!(bits(&world, ELSEWHERE).await, None);
    // Work from an earlier ticket still counts, even though it had fewer bits.
    let browser = world.browser().from(OFFICE);
    let proof = found(&sign_in(&browser, &world.anna().user_name, "a guess", "").await);
    done(
        &sign_in(
            &browser,
            &world.anna().user_name,
            &world.anna().password,
            &proof,
        )
        .await,
    );
    // Once a passkey's answer can't be sent again, its row is gone.
    assert!(rows(&world, "answered_passkeys").await > 10);
    world.advance(policy::WAIT + policy::EFFORT_WINDOW + Duration::from_secs(1));
    for nth in 0..6 {
        let name = format!("late-{nth}");
        let proof = found(&sign_in(&stranger, &name, "Spring2026", "").await);
        assert_eq!(
            sign_in(&stranger, &name, "Spring2026", &proof)
                .await
                .refusal()
                .as_deref(),
            Some("sign-in")
        );
    }
    assert!(
        rows(&world, "answered_passkeys").await <= 6,
        "each forgets some that are too old"
    );
    world.advance(policy::PRESSURE_LASTS);
    assert_eq!(bits(&world, OFFICE).await, None, "calm");
}
