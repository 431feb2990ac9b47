//! Under pressure, strangers do work first, and owners on their devices never have to (S62, S64).

use crate::support::log::Log;
use regain_domain::effort::Search;
use regain_domain::policy;
use regain_testkit::{Answer, Browser, World, comparable, done};
use std::time::Duration;

/// An office in which somebody tries many accounts.
const OFFICE: &str = "203.0.113.7";
const ELSEWHERE: &str = "203.0.113.8";

async fn press(world: &World) {
    let stranger = world.browser().from(OFFICE);
    for nth in 0..=policy::PRESSURE_IDENTIFIERS_OF_SOURCE {
        assert_eq!(
            stranger
                .try_sign_in(&format!("nobody-{nth}"), "Spring2026")
                .await
                .refusal()
                .as_deref(),
            Some("sign-in")
        );
    }
}

/// Finds the work that an answer asks for, as the script does.
fn found(answer: &Answer) -> String {
    assert_eq!(
        answer.refusal().as_deref(),
        Some("pow-needed"),
        "{answer:?}"
    );
    let ticket = answer
        .header("regain-asks-for-work")
        .expect("something to solve");
    Search::of(ticket)
        .and_then(|mut search| search.go_on(u32::MAX))
        .expect("there is a solution")
}

async fn sign_in(browser: &Browser, name: &str, password: &str, proof: &str) -> Answer {
    browser
        .call(
            "sign_in",
            &[
                ("identifier", name),
                ("password", password),
                ("proof", proof),
            ],
        )
        .await
}

async fn recover(browser: &Browser, name: &str, proof: &str) -> Answer {
    browser
        .call(
            "start_recovery",
            &[
                ("identifier", name),
                ("trouble", "forgot_user_name"),
                ("proof", proof),
            ],
        )
        .await
}

async fn rows(world: &World, table: &str) -> i64 {
    world
        .database()
        .number(&format!("SELECT count(*) FROM {table}"))
        .await
}

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
async fn s62_without_script_one_waits_once_and_keeps_what_was_typed() {
    let world = World::new().await;
    let anna = world.anna();
    press(&world).await;
    let browser = world.browser().from(OFFICE);
    let asked = browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert_eq!(asked.location(), Some("/sign-in?problem=pow-needed"));
    let page = browser.follow(&asked).await;
    assert!(
        page.words()
            .contains(&format!("wait {} seconds", policy::WAIT.as_secs())),
        "{}",
        page.words()
    );
    assert_eq!(
        page.field_value("identifier").as_deref(),
        Some(anna.user_name.as_str())
    );
    assert_eq!(page.field_value("password").unwrap_or_default(), "");
    let ticket = page.field_value("proof").expect("a ticket");
    let send = async |ticket: &str, browser: &Browser| {
        let fields = [
            ("identifier", anna.user_name.as_str()),
            ("password", &anna.password),
            ("proof", ticket),
        ];
        browser.post("sign_in", &fields).await
    };
    world.advance(policy::WAIT - Duration::from_secs(1));
    let early = send(&ticket, &browser).await;
    assert_eq!(early.location(), Some("/sign-in?problem=pow-early"));
    let page = browser.follow(&early).await;
    assert_eq!(
        page.field_value("proof"),
        Some(ticket.clone()),
        "the wait doesn't begin anew"
    );
    assert_eq!(
        page.field_value("identifier").as_deref(),
        Some(anna.user_name.as_str())
    );
    world.advance_seconds(1);
    assert_eq!(send(&ticket, &browser).await.location(), Some("/account"));
    let again = send(&ticket, &world.browser().from(OFFICE)).await;
    assert_eq!(again.refusal().as_deref(), Some("pow-needed"), "once");
    // It doesn't last for ever, either.
    let other = world.browser().from(OFFICE);
    let ticket = other
        .follow(&again)
        .await
        .field_value("proof")
        .expect("another ticket");
    world.advance(policy::WAIT + policy::EFFORT_WINDOW);
    assert_eq!(
        send(&ticket, &other).await.refusal().as_deref(),
        Some("pow-needed")
    );
}

#[tokio::test]
async fn s62_waits_are_fewer_than_a_flood_and_recoveries_wait_too() {
    let world = World::new().await;
    let anna = world.anna();
    press(&world).await;
    let browser = world.browser().from(OFFICE);
    let mut tickets = Vec::new();
    for _ in 0..=policy::WAITS_OF_SOURCE.hourly {
        let page = browser.get("/recover?problem=pow-needed").await;
        tickets.push(page.field_value("proof").expect("a ticket"));
    }
    world.advance(policy::WAIT);
    for (nth, ticket) in (0..).zip(&tickets) {
        let fields = [
            ("identifier", anna.email.as_str()),
            ("trouble", "forgot_password"),
            ("proof", ticket),
        ];
        let location = if nth < policy::WAITS_OF_SOURCE.hourly {
            "/recover/verify"
        } else {
            "/recover?problem=pow-waits"
        };
        assert_eq!(
            browser.post("start_recovery", &fields).await.location(),
            Some(location),
            "{nth}"
        );
    }
    assert_eq!(
        browser
            .get("/recover?problem=pow-waits")
            .await
            .field_value("proof")
            .unwrap_or_default(),
        ""
    );
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
