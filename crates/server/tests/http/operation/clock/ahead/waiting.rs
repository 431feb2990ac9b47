//! Credentials that were added while a clock was wrong wait their time, once (S28).

use super::{AHEAD, gates, something_happens, take_address};
use crate::operation::clock::DAY;
use regain_domain::policy;
use regain_testkit::{World, done};
use std::collections::BTreeSet;
use std::time::Duration;

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
