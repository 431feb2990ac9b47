//! Sign-ins, recoveries and codes from a time when the clock was ahead (S16, S17).

use super::{AHEAD, gates, something_happens, with_code};
use crate::operation::clock::DAY;
use regain_domain::policy;
use regain_testkit::{World, done};
use std::collections::BTreeSet;
use std::time::Duration;

#[tokio::test]
async fn s16_who_did_everything_while_a_clock_was_ahead_goes_on_when_it_is_right() {
    for ahead in AHEAD {
        let world = World::strict().await;
        world.advance(3 * DAY);
        let anna = world.anna().clone();
        world.advance(ahead);

        let carla = world.enrol("carla@example.org").await;
        world.sign_in_fully(&world.browser(), &carla).await;
        let browser = world.confirmed(&anna).await;
        done(
            &browser
                .call(
                    "add_contact",
                    &[("name", "Cleo"), ("mailbox", "cleo@example.net")],
                )
                .await,
        );
        for nth in 0..=policy::FREE_FAILURES {
            world
                .browser()
                .try_sign_in(&carla.user_name, &format!("not the password, {nth}"))
                .await;
        }
        for _ in 0..policy::MAILS.hourly {
            gates(&world, &carla.user_name).await;
        }
        let half_way = world.browser();
        half_way
            .start_recovery(&anna.user_name, "forgot_password")
            .await;
        world.pass_mail(&half_way, &anna).await;
        world.invite("dora@example.org").await;
        let invited = world.mailed_code("dora@example.org").await;
        world.set_clock_back(ahead);

        let what = format!("{ahead:?}");
        let store = world.second_process().await;
        let found = store
            .base()
            .store
            .ahead(world.now())
            .await
            .expect("the database answers");
        let tables: BTreeSet<&str> = found.iter().map(|ahead| ahead.table).collect();
        for table in [
            "people",
            "identifiers",
            "invitations",
            "history",
            "recovery_flows",
            "challenges",
            "proofs",
            "verifications",
            "passwords",
            "methods",
            "method_uses",
            "contacts",
            "contact_invitations",
            "sessions",
            "devices",
            "sign_in_counters",
            "spendings",
            "credential_changes",
        ] {
            assert!(
                tables.contains(table),
                "{what}: {table} isn't named: {tables:?}"
            );
        }

        // Sessions and recoveries from the future are over; everything else goes on.
        assert!(!browser.is_signed_in().await, "{what}");
        assert_eq!(
            half_way.get("/recover/verify").await.heading(),
            "The time is up",
            "{what}"
        );
        let opened = world
            .browser()
            .call("open_invitation", &[("code", &invited)])
            .await;
        assert_eq!(
            opened.refusal().as_deref(),
            Some("invitation-expired"),
            "{what}"
        );
        assert_eq!(
            gates(&world, &carla.user_name).await,
            BTreeSet::from([carla.email.clone()]),
            "{what}"
        );
        for person in [&carla, &anna] {
            let code = world.app_code(person);
            done(&with_code(&world, person, &code).await);
            let again = with_code(&world, person, &code).await;
            assert_eq!(
                again.refusal().as_deref(),
                Some("authenticator-used"),
                "{what}"
            );
        }
        let own = world.browser();
        world.sign_in_fully(&own, &carla).await;
        let page = own.get("/account").await.words();
        assert!(!page.contains("couldn't get back in"), "{what}: {page}");
        let browser = world.confirmed(&anna).await;
        let contact = world.holdings(&anna.email).await.contacts[0].id.to_hex();
        done(
            &browser
                .call("resend_contact", &[("contact", &contact)])
                .await,
        );
        let contact = world.contact_browser("cleo@example.net").await;
        done(&contact.call("accept_contact", &[]).await);
        let recovering = world.proven(&carla, "forgot_password", 1).await;
        done(
            &recovering
                .call(
                    "new_password",
                    &[("password", "a sentence that nobody has said")],
                )
                .await,
        );
        world.enrol("dora@example.org").await;
    }
}

/// S41: neither when the code's own moment comes, nor when somebody wrongly sets a clock back.
#[tokio::test]
async fn s17_no_code_of_an_app_works_twice_wherever_the_clock_was() {
    let world = World::strict().await;
    world.advance(3 * DAY);
    let anna = world.anna().clone();
    let app = anna.app.clone().expect("an app");
    world.advance(DAY);
    let mut used = Vec::new();
    for _ in 0..2 {
        world.advance_seconds(30);
        used.push((world.now(), app.code_at(world.now())));
        done(&with_code(&world, &anna, &used.last().expect("one").1).await);
    }
    world.set_clock_back(DAY);
    for _ in 0..2 {
        world.advance_seconds(30);
        used.push((world.now(), app.code_at(world.now())));
        done(&with_code(&world, &anna, &used.last().expect("one").1).await);
    }
    world.advance(Duration::from_secs(60 * 60));
    world.sign_in_fully(&world.browser(), &anna).await;
    for (at, code) in used {
        let now = world.now();
        let wanted = at;
        world.set_clock_back(wanted.until(now));
        world.advance(now.until(wanted));
        let refused = with_code(&world, &anna, &code).await;
        assert_eq!(
            refused.refusal().as_deref(),
            Some("authenticator-used"),
            "{at:?}"
        );
    }
}

/// S16: what was over stays over when the noted moment comes; what was there before the clock was
/// ahead goes on.
#[tokio::test]
async fn s16_what_was_over_stays_over_when_its_moment_comes() {
    let world = World::strict().await;
    world.advance(3 * DAY);
    let anna = world.anna().clone();
    world.advance(10 * DAY);
    let signed_in = world.browser();
    world.sign_in_fully(&signed_in, &anna).await;
    let recovering = world.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    world.invite("dora@example.org").await;
    let invited = world.mailed_code("dora@example.org").await;
    world.set_clock_back(10 * DAY);
    something_happens(&world).await;
    for _ in 0..10 {
        world
            .regain()
            .upkeep
            .sweep()
            .await
            .expect("the database answers");
        world.advance(DAY);
    }
    world.advance_seconds(60);
    assert!(!signed_in.is_signed_in().await);
    assert_ne!(
        recovering.get("/recover/verify").await.heading(),
        "Prove that it's you"
    );
    let opened = world
        .browser()
        .call("open_invitation", &[("code", &invited)])
        .await;
    assert!(opened.refusal().is_some(), "{opened:?}");
}
