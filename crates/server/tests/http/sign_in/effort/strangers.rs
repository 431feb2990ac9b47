//! Strangers in the network that presses are asked for work, and nobody else is (S5, S58, S62, S64,
//! S94).

use super::{ELSEWHERE, OFFICE, press, recover, sign_in};
use crate::support::log::Log;
use regain_domain::policy;
use regain_testkit::{World, comparable, done};
use std::time::Duration;

#[tokio::test]
async fn s5_effort_is_asked_of_everybody_alike() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    world.set_disabled(&bert.email, true).await;
    press(&world).await;
    let mut answers = Vec::new();
    for (name, password) in [
        (anna.user_name.as_str(), anna.password.as_str()),
        (&anna.user_name, "wrong"),
        (&bert.user_name, &bert.password),
        ("nobody", "wrong"),
    ] {
        // The tickets differ only by their ids.
        let mut answer = sign_in(&world.browser().from(OFFICE), name, password, "").await;
        answer
            .headers
            .remove("regain-asks-for-work")
            .expect("something to solve");
        answers.push(comparable(&answer, &[]));
        let plain = world
            .browser()
            .from(OFFICE)
            .try_sign_in(name, password)
            .await;
        assert_eq!(plain.location(), Some("/sign-in?problem=pow-needed"));
    }
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
}

#[tokio::test]
async fn s58_a_known_device_shows_no_effort_and_other_networks_do_not_either() {
    let world = World::new().await;
    let anna = world.anna();
    let bert = world.bert();
    let known = world.browser().from(OFFICE);
    known.sign_in(anna).await;
    done(&known.call("sign_out", &[]).await);
    press(&world).await;
    done(&recover(&known, &anna.email, "").await);
    let for_somebody_else = sign_in(&known, &bert.user_name, &bert.password, "").await;
    assert_eq!(for_somebody_else.refusal().as_deref(), Some("pow-needed"));
    known.sign_in(anna).await;
    world.browser().from(ELSEWHERE).sign_in(bert).await;
    world.browser().sign_in(bert).await;
    // The pressure ends by itself.
    world.advance(policy::PRESSURE_LASTS);
    world.browser().from(OFFICE).sign_in(bert).await;
}

#[tokio::test]
async fn s62_a_device_that_somebody_made_up_shows_effort_before_anybody_waits_for_the_database() {
    let world = World::new().await;
    let anna = world.anna();
    let known = world.browser().from(OFFICE);
    known.sign_in(anna).await;
    let genuine = known.cookie("device").expect("the browser is known").value;
    let changed = format!(
        "{}{}",
        if genuine.starts_with('A') { "B" } else { "A" },
        &genuine[1..]
    );
    press(&world).await;
    let stranger = world.browser().from(OFFICE);
    // From here on, nobody else can write.
    let lock = world.database().lock().await;
    for made_up in ["A".repeat(43), changed] {
        stranger.plant_cookie("device", &made_up);
        for answer in [
            sign_in(&stranger, &anna.user_name, "a guess", "").await,
            recover(&stranger, &anna.email, "").await,
        ] {
            assert_eq!(
                answer.refusal().as_deref(),
                Some("pow-needed"),
                "{made_up}: {answer:?}"
            );
        }
    }
    lock.give_back().await;
    known.sign_in(anna).await;
}

#[tokio::test]
async fn s64_one_password_for_500_people_is_told_within_a_minute() {
    // Once from one source, once from one source each.
    for spread in [false, true] {
        let world = World::new().await;
        let (log, _guard) = Log::begin(tracing::Level::WARN);
        let alarms = || {
            log.events()
                .into_iter()
                .filter(|fields| fields["event"] == "pressure")
                .collect::<Vec<_>>()
        };
        let began = world.now();
        let mut told = None;
        for nth in 0..500u16 {
            let [high, low] = nth.to_be_bytes();
            let source = if spread {
                format!("198.51.{high}.{low}")
            } else {
                OFFICE.to_owned()
            };
            world
                .browser()
                .from(&source)
                .try_sign_in(&format!("person-{nth}"), "Spring2026")
                .await;
            if told.is_none() && !alarms().is_empty() {
                told = Some(world.now());
            }
            world.advance(Duration::from_millis(110));
        }
        assert!(began.until(told.expect("it is told")) <= Duration::from_secs(60));
        let alarms = alarms();
        assert_eq!(alarms.len(), 1, "once: {alarms:?}");
        assert_eq!(alarms[0]["of"], if spread { "everybody" } else { "source" });
        let stranger = world
            .browser()
            .from(ELSEWHERE)
            .try_sign_in("anna", "a guess")
            .await;
        assert_eq!(
            stranger.refusal().as_deref(),
            Some(if spread { "pow-needed" } else { "sign-in" })
        );
    }
}

#[tokio::test]
async fn s94_a_customer_who_tries_names_from_many_networks_of_theirs_shows_effort() {
    let world = World::new().await;
    let refused = async |source: &str, name: &str| {
        world
            .browser()
            .from(source)
            .try_sign_in(name, "Spring2026")
            .await
            .refusal()
            .unwrap_or_default()
    };
    // One name from each /56 of a /48: four times as many as one /64 may try.
    for nth in 0..=4 * policy::PRESSURE_IDENTIFIERS_OF_SOURCE {
        assert_eq!(
            refused(
                &format!("2001:db8:1:{nth:x}00::1"),
                &format!("nobody-{nth}")
            )
            .await,
            "sign-in",
            "{nth}"
        );
    }
    assert_eq!(
        refused("2001:db8:1:ff00::1", "anna").await,
        "pow-needed",
        "from a network of theirs that did nothing"
    );
    assert_eq!(
        refused("2001:db8:2::1", "anna").await,
        "sign-in",
        "another customer"
    );
}
