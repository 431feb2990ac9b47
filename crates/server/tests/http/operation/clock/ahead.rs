//! A clock was ahead and was set right: rows stored meanwhile count against nobody, and let nobody
//! in sooner.

use super::DAY;
use regain_domain::policy;
use regain_testkit::{Answer, Browser, Person, World, done};
use std::collections::BTreeSet;
use std::time::Duration;

/// How far the clock was ahead.
const AHEAD: [Duration; 2] = [DAY, Duration::from_secs(400 * 24 * 60 * 60)];

/// Signs in with the password, and sends this code of the app.
async fn with_code(world: &World, person: &Person, code: &str) -> Answer {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    browser
        .call("verify_authenticator", &[("code", code)])
        .await
}

/// Records an event by the right clock: from here on the server knows that the clock is right.
async fn something_happens(world: &World) {
    world.sign_in_fully(&world.browser(), world.bert()).await;
}

/// The addresses to which somebody's recovery mails codes now.
async fn gates(world: &World, identifier: &str) -> BTreeSet<String> {
    let before = world.mails().await.len();
    let browser = world.browser();
    browser.start_recovery(identifier, "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let mails = world.mails().await;
    let new = mails.len() - before;
    mails
        .into_iter()
        .take(new)
        .filter(|mail| mail.link.contains("/recover/link"))
        .map(|mail| mail.to)
        .collect()
}

async fn take_address(world: &World, browser: &Browser, address: &str, position: &str) {
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", address), ("position", position)],
            )
            .await,
    );
    let code = world.mailed_code(address).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
    world.deliver().await;
}

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

/// S28: nobody knows who added it. The wait is as long as ever, from the first moment at which it
/// certainly existed.
#[tokio::test]
async fn s28_what_was_added_while_a_clock_was_ahead_waits_once_and_no_less() {
    for ahead in AHEAD {
        let world = World::strict().await;
        world.advance(3 * DAY);
        let anna = world.anna().clone();
        let what = format!("{ahead:?}");
        world.advance(ahead);
        let browser = world.confirmed(&anna).await;
        let noted = world.now();
        take_address(&world, &browser, "anna@example.net", "1").await;
        world.agreed_contacts(&anna, 1).await;
        world.set_clock_back(ahead);

        let old = BTreeSet::from([anna.email.clone()]);
        let both = BTreeSet::from([anna.email.clone(), "anna@example.net".to_owned()]);
        world.advance(2 * DAY);
        assert_eq!(
            gates(&world, &anna.user_name).await,
            old,
            "{what}: nothing tells since when it was there"
        );
        something_happens(&world).await;
        // A day, the tries in between, and the time that signing in takes.
        let wait = world.policy().quarantine();
        // A noted moment that has come by now stays as noted.
        let begins = noted.min(world.now());
        world.advance(world.now().until(begins.plus(wait)) - Duration::from_secs(60));
        assert_eq!(gates(&world, &anna.user_name).await, old, "{what}");
        world.advance(Duration::from_secs(120));
        assert_eq!(gates(&world, &anna.user_name).await, both, "{what}");
        // The budget allows few mails in an hour.
        world.advance(Duration::from_secs(2 * 60 * 60));
        let browser = world.asking_contacts(&anna.user_name).await;
        assert!(
            world
                .mails_to("cleo@example.net")
                .await
                .iter()
                .any(|mail| mail.link.contains("/pass-on")),
            "{what}"
        );
        drop(browser);
    }
}

/// S28, S77: an enrolment's address goes on counting for its owner when they change it, even if its
/// moment lies in the future.
#[tokio::test]
async fn s28_an_address_of_the_future_is_changed_as_any_other() {
    let world = World::strict().await;
    world.advance(DAY);
    let carla = world.enrol("carla@example.org").await;
    world.set_clock_back(DAY);
    let browser = world.confirmed(&carla).await;
    take_address(&world, &browser, "second@example.net", "").await;
    take_address(&world, &browser, "carla@example.net", "1").await;
    let old = BTreeSet::from(["carla@example.org".to_owned()]);
    assert_eq!(gates(&world, &carla.user_name).await, old);
    let mails = world.mails_to("carla@example.org").await;
    assert!(
        mails.iter().any(|mail| mail.link.contains("/object#")),
        "it can object"
    );
}

/// S28: when the noted day comes, an ended address doesn't begin again, and one that waited doesn't
/// wait again.
#[tokio::test]
async fn s28_nothing_turns_back_when_the_day_comes_that_was_noted() {
    let world = World::strict().await;
    world.advance(3 * DAY);
    let anna = world.anna().clone();
    world.advance(10 * DAY);
    let browser = world.confirmed(&anna).await;
    take_address(&world, &browser, "anna@example.net", "1").await;
    world.agreed_contacts(&anna, 1).await;
    world.set_clock_back(10 * DAY);
    let objection = world
        .mails_to(&anna.email)
        .await
        .into_iter()
        .find(|mail| mail.link.contains("/object#"));
    let objection = objection.and_then(|mail| mail.code).expect("it can object");
    something_happens(&world).await;

    let wait = world.policy().quarantine();
    let [old, new] =
        [&anna.email, "anna@example.net"].map(|address| BTreeSet::from([address.to_owned()]));
    let both = old.union(&new).cloned().collect();
    let mut days = 0;
    for day in [0, 4, 9, 10, 11, 14] {
        while days < day {
            world.advance(DAY);
            world
                .regain()
                .upkeep
                .sweep()
                .await
                .expect("the database answers");
            days += 1;
        }
        let expected = match DAY * day {
            waits if waits < wait => &old,
            still if still < policy::FORMER_COUNTS => &both,
            _ => &new,
        };
        assert_eq!(&gates(&world, &anna.user_name).await, expected, "day {day}");
        if DAY * day >= wait {
            world.advance(Duration::from_secs(2 * 60 * 60));
            drop(world.asking_contacts(&anna.user_name).await);
            let asked = world.mails_to("cleo@example.net").await;
            let asked = asked
                .iter()
                .filter(|mail| mail.link.contains("/pass-on"))
                .count();
            assert!(asked > 0, "day {day}");
        }
    }
    let late = world
        .browser()
        .call("object_by_code", &[("code", &objection)])
        .await;
    assert_eq!(late.refusal().as_deref(), Some("objection-expired"));
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

/// S28: a clock that was set back by mistake, and put right, shortens nobody's wait.
#[tokio::test]
async fn s28_a_clock_that_was_behind_for_a_while_changes_nothing() {
    let world = World::strict().await;
    world.advance(30 * DAY);
    let anna = world.anna().clone();
    let browser = world.confirmed(&anna).await;
    take_address(&world, &browser, "anna@example.net", "1").await;
    world.invite("dora@example.org").await;
    let invited = world.mailed_code("dora@example.org").await;
    world.set_clock_back(20 * DAY);
    for _ in 0..20 {
        something_happens(&world).await;
        world
            .regain()
            .upkeep
            .sweep()
            .await
            .expect("the database answers");
        world.advance(Duration::from_secs(60 * 60));
    }
    world.advance(20 * DAY);
    let old = BTreeSet::from([anna.email.clone()]);
    assert_eq!(gates(&world, &anna.user_name).await, old);
    done(
        &world
            .browser()
            .call("open_invitation", &[("code", &invited)])
            .await,
    );
}
