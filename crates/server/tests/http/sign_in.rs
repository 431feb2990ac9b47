//! `/sign-in`: signing in, and every way it can go wrong.

use regain_domain::policy;
use regain_storage_sqlite::counted;
use regain_testkit::{Answer, Browser, World, comparable};
use std::time::Duration;

/// What somebody outside can tell of a failed sign-in: the answer to the form, the page it leads to, the answer to script.
async fn seen(world: &World, identifier: &str, password: &str) -> [String; 3] {
    let browser = world.browser();
    browser.get("/sign-in").await;
    let answer = browser.try_sign_in(identifier, password).await;
    let page = browser.follow(&answer).await;
    let fields = [("identifier", identifier), ("password", password)];
    let value = world.browser().call("sign_in", &fields).await;
    [answer, page, value].map(|answer| comparable(&answer, &[identifier]))
}

/// Carla, who was invited and has chosen everything, but hasn't typed a code back.
async fn invite_carla(world: &World) -> regain_testkit::Person {
    let link = world.invite("carla@example.org").await;
    let mut carla = regain_testkit::Person::at("carla@example.org");
    let browser = world.browser();
    browser.call("open_invitation", &[("code", &link.code.shown())]).await;
    browser.enrol_until_codes(&mut carla).await;
    carla
}

#[tokio::test]
async fn a_person_signs_in_with_user_name_or_email_in_any_case_and_sees_the_account() {
    let world = World::new().await;
    let anna = world.anna();
    for identifier in [anna.user_name.as_str(), &anna.email, "ANNA", "Anna@Example.ORG", " ａｎｎａ@example.org "] {
        let browser = world.browser();
        let answer = browser.try_sign_in(identifier, &anna.password).await;
        assert_eq!(answer.location(), Some("/account"), "{identifier}");
        let page = browser.follow(&answer).await;
        assert_eq!(page.status, 200);
        assert!(page.words().contains("Anna") && page.words().contains("anna@example.org"), "{identifier}");
    }
}

#[tokio::test]
async fn s1_unknown_wrong_invited_disabled_and_delayed_people_are_refused_identically() {
    let world = World::new().await;
    let carla = invite_carla(&world).await;
    let (anna, bert) = (world.anna().clone(), world.bert().clone());
    world.set_disabled(&bert.email, true).await;
    for nth in 0..2 * policy::FREE_FAILURES {
        world.browser().try_sign_in("delayed", &format!("some password, {nth}")).await;
    }

    let wrong = seen(&world, &anna.user_name, "not the password of anna").await;
    assert!(wrong[0].contains("problem=sign-in"), "{}", wrong[0]);
    assert!(wrong[2].contains("{\"Refused\":\"sign-in\"}"), "{}", wrong[2]);
    for (who, identifier, password) in [
        ("wrong, by address", anna.email.as_str(), "not the password of anna"),
        ("unknown", "nobody", "not the password of anna"),
        ("unknown, by address", "nobody@example.org", "not the password of anna"),
        ("unknown, with somebody's password", "nobody", &anna.password),
        ("invited, with the right password", &carla.user_name, &carla.password),
        ("invited, with a wrong password", &carla.user_name, "not the password of carla"),
        ("disabled, with the right password", &bert.user_name, &bert.password),
        ("disabled, with a wrong password", &bert.user_name, "not the password of bert"),
        ("delayed", "delayed", "some password"),
        ("wrong, too short for any password", &anna.user_name, "x"),
        ("wrong, too long for any password", &anna.user_name, &"x".repeat(2000)),
        ("unknown, too long for any password", "nobody", &"x".repeat(2000)),
    ] {
        let other = seen(&world, identifier, password).await;
        for (index, (wrong, other)) in wrong.iter().zip(&other).enumerate() {
            assert_eq!(wrong, other, "{who}, answer {index}");
        }
    }
}

#[tokio::test]
async fn s1_a_delayed_person_with_the_right_password_is_refused_as_everybody_else() {
    let world = World::new().await;
    let anna = world.anna();
    for nth in 0..=policy::FREE_FAILURES {
        world.browser().try_sign_in(&anna.user_name, &format!("wrong, {nth}")).await;
    }
    let delayed = seen(&world, &anna.user_name, &anna.password).await;
    assert_eq!(delayed, seen(&world, "nobody", &anna.password).await);
    assert_eq!(world.database().number("SELECT count(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn s3_a_refused_sign_in_writes_the_same_rows_for_known_and_unknown_people() {
    let world = World::new().await;
    let before = world.database().row_counts().await;
    world.browser().try_sign_in("anna", "not the password of anna").await;
    let known = world.database().row_counts().await;
    world.browser().try_sign_in("nobody", "not the password of anna").await;
    let unknown = world.database().row_counts().await;
    for (table, count) in &unknown {
        assert_eq!(known[table] - before[table], count - known[table], "{table}");
    }
    assert_eq!(unknown["sign_in_counters"], before["sign_in_counters"] + 2, "S5: unknown ones are counted too");
}

#[tokio::test]
async fn s3_a_refused_sign_in_takes_as_many_statements_for_everybody() {
    let mut seen = Vec::new();
    for identifier in ["anna", "anna@example.org", "nobody", "bert", "carla@example.org"] {
        let world = World::new().await;
        world.invite("carla@example.org").await;
        world.set_disabled("bert@example.org", true).await;
        let mut statements = Vec::new();
        // The last ones have to wait; one was given before.
        for nth in [0, 1, 1, 2, 3, 4, 5, 6, 7] {
            let wrong = format!("not the password, {nth}");
            let (answer, count) = counted(world.browser().try_sign_in(identifier, &wrong)).await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "{identifier}");
            statements.push(count);
        }
        seen.push(statements);
    }
    assert!(seen[0][8] < seen[0][0], "who has to wait costs less: {seen:?}");
    assert!(seen.iter().all(|statements| *statements == seen[0]), "{seen:?}");
}

#[tokio::test]
async fn s57_the_first_five_failures_cost_nothing_and_each_further_one_doubles_the_wait() {
    let world = World::new().await;
    let anna = world.anna();
    let nth = std::cell::Cell::new(0);
    let fails = async |wanted: &str| {
        nth.set(nth.get() + 1);
        let wrong = format!("not the password of anna, {}", nth.get());
        let answer = world.browser().try_sign_in(&anna.user_name, &wrong).await;
        assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "{wanted}");
    };
    let tries = async || world.database().number("SELECT failures FROM sign_in_counters").await;
    for failure in 1..=5 {
        fails("free").await;
        assert_eq!(tries().await, failure);
    }
    for (failure, wait) in [(6, 2), (7, 4), (8, 8), (9, 16), (10, 32)] {
        fails("counted").await;
        assert_eq!(tries().await, failure);
        world.advance(Duration::from_millis(wait * 1000 - 1));
        fails("too early: not counted, and not checked").await;
        assert_eq!(tries().await, failure, "within the wait");
        world.advance(Duration::from_millis(1));
    }
    assert_eq!(world.browser().try_sign_in(&anna.user_name, &anna.password).await.location(), Some("/account"));
    assert_eq!(world.database().number("SELECT count(*) FROM sign_in_counters").await, 0, "a success clears them");
}

#[tokio::test]
async fn s57_no_wait_is_longer_than_fifteen_minutes_and_none_is_for_ever() {
    let world = World::new().await;
    let anna = world.anna();
    for nth in 1..policy::FAILURES_MAX {
        world.browser().try_sign_in(&anna.user_name, &format!("wrong, {nth}")).await;
        world.advance(policy::LONGEST_DELAY);
    }
    assert_eq!(world.database().number("SELECT failures FROM sign_in_counters").await, 99);
    assert_eq!(world.browser().try_sign_in(&anna.user_name, &anna.password).await.location(), Some("/account"));
}

#[tokio::test]
async fn s57_whatever_a_person_is_called_the_tries_count_together() {
    let world = World::new().await;
    let anna = world.anna();
    for (nth, identifier) in [&anna.user_name, &anna.email, &anna.user_name].into_iter().enumerate() {
        world.browser().try_sign_in(identifier, &format!("wrong, {nth}")).await;
    }
    assert_eq!(world.database().number("SELECT failures FROM sign_in_counters").await, 3);
    world.browser().sign_in(anna).await;
    assert_eq!(world.database().number("SELECT count(*) FROM sign_in_counters").await, 0);
}

#[tokio::test]
async fn s5_the_sequence_of_answers_is_the_same_for_known_and_unknown_people() {
    let world = World::new().await;
    let mut answers = [Vec::new(), Vec::new()];
    for (of, identifier) in answers.iter_mut().zip(["anna", "nobody"]) {
        for nth in 0..30 {
            let wrong = format!("wrong, {}", nth % 20);
            of.push(comparable(&world.browser().try_sign_in(identifier, &wrong).await, &[identifier]));
        }
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn empty_and_malformed_fields_are_refused_by_name() {
    let world = World::new().await;
    for (identifier, password, refusal) in [
        ("", "x", "identifier-empty"),
        ("  ", "x", "identifier-empty"),
        ("anna@", "x", "identifier-address"),
        ("an na", "x", "identifier-user-name"),
        (&"x".repeat(2000), "x", "identifier-long"),
        ("anna", "", "password-empty"),
    ] {
        let plain = world.browser().try_sign_in(identifier, password).await;
        assert_eq!(plain.refusal().as_deref(), Some(refusal));
        let fields = [("identifier", identifier), ("password", password)];
        assert_eq!(world.browser().call("sign_in", &fields).await.refusal().as_deref(), Some(refusal));
    }
    assert_eq!(world.browser().post("sign_in", &[]).await.refusal().as_deref(), Some("identifier-empty"));
}

#[tokio::test]
async fn s89_without_script_a_refused_form_comes_back_with_what_was_typed_once_and_never_the_password() {
    let world = World::new().await;
    let browser = world.browser();
    let fields = [("identifier", "anna \"<b>&amp;\"@example.org"), ("password", "canary-password"), ("keep", "on")];
    let answer = browser.post("sign_in", &fields).await;
    assert_eq!(answer.location(), Some("/sign-in?problem=identifier-address"));
    assert!(answer.cookies().iter().any(|cookie| cookie.contains("Max-Age=300")), "for five minutes");

    let page = browser.follow(&answer).await;
    assert_eq!(page.field_value("identifier").as_deref(), Some("anna \"<b>&amp;\"@example.org"));
    assert!(page.is_ticked("keep", "on"));
    assert_eq!(page.field_value("password"), None);
    for answer in [&answer, &page] {
        assert!(!format!("{answer:?}").contains("canary-password"));
    }

    browser.sign_in(world.anna()).await;
    let page = browser.get("/sign-in").await;
    assert_eq!(page.field_value("identifier"), None, "after a success there is no draft any more");
    assert!(!page.is_ticked("keep", "on"));
}

/// The parameters of the session's cookie.
fn session_cookie(answer: &Answer) -> Vec<String> {
    let cookies = answer.cookies();
    let cookie = cookies.iter().find(|cookie| cookie.starts_with("__Host-regain-session=")).expect("a session");
    let mut parts: Vec<String> = cookie.split("; ").skip(1).map(str::to_owned).collect();
    parts.sort_unstable();
    parts
}

#[tokio::test]
async fn s49_the_session_cookie_is_host_secure_http_only_strict_and_opaque() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    let answer = browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert_eq!(session_cookie(&answer), ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]);
    let value = browser.cookie("session").expect("a session").value;
    assert_eq!(value.len(), 43, "256 bits in base64url: {value}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    // What the database has of it can't be sent in its place.
    let digest = world.database().texts("SELECT lower(hex(token_mac)) FROM sessions").await.remove(0);
    let thief = world.browser();
    for value in [digest.as_str(), &digest[..43], &value[..42]] {
        thief.plant_cookie("session", value);
        assert!(!thief.is_signed_in().await);
    }
}

#[tokio::test]
async fn s49_keep_me_signed_in_survives_the_browsers_end_and_nothing_else_does() {
    let world = World::new().await;
    let anna = world.anna();
    for keep in [false, true] {
        let browser = world.browser();
        let mut fields = vec![("identifier", anna.user_name.as_str()), ("password", &anna.password)];
        if keep {
            fields.push(("keep", "on"));
        }
        let answer = browser.post("sign_in", &fields).await;
        assert_eq!(session_cookie(&answer).contains(&"Max-Age=86400".to_owned()), keep);
        browser.reopen();
        assert_eq!(browser.is_signed_in().await, keep);
    }
}

#[tokio::test]
async fn s51_a_session_ends_after_an_idle_hour() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    for _ in 0..3 {
        world.advance_seconds(3599);
        assert!(browser.is_signed_in().await, "used within the hour");
    }
    world.advance_seconds(3600);
    let answer = browser.get("/account").await;
    assert_eq!(answer.location(), Some("/sign-in?notice=ended&return_to=/account"));
    assert!(browser.cookie("session").is_none(), "the cookie goes too");
    assert_eq!(world.database().number("SELECT count(*) FROM sessions").await, 0);
}

#[tokio::test]
async fn s51_a_session_ends_after_a_day_however_much_it_is_used() {
    let world = World::new().await;
    let browser = world.browser();
    let anna = world.anna();
    let fields = [("identifier", anna.user_name.as_str()), ("password", &anna.password), ("keep", "on")];
    browser.post("sign_in", &fields).await;
    let thief = browser.copy();
    for _ in 0..47 {
        world.advance_seconds(1800);
        assert!(browser.is_signed_in().await);
    }
    world.advance_seconds(1800);
    thief.plant_cookie("session", &browser.copy().cookie("session").map_or_else(String::new, |kept| kept.value));
    assert!(!browser.is_signed_in().await);
    assert!(!thief.is_signed_in().await);
}

#[tokio::test]
async fn s52_signing_out_kills_the_session_on_the_server_and_clears_the_browser() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let thief = browser.copy();
    assert!(thief.is_signed_in().await);

    let answer = browser.post("sign_out", &[]).await;
    assert_eq!(answer.location(), Some("/sign-in?notice=signed-out"));
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(browser.cookie("session").is_none());
    assert!(browser.follow(&answer).await.words().contains("You are signed out."));
    assert!(!browser.is_signed_in().await);
    assert!(!thief.is_signed_in().await, "a copy of the cookie is worth nothing");
}

#[tokio::test]
async fn signing_out_without_a_session_is_no_error() {
    let world = World::new().await;
    let answer = world.browser().post("sign_out", &[]).await;
    assert_eq!(answer.location(), Some("/sign-in?notice=signed-out"));
}

#[tokio::test]
async fn s50_a_session_id_that_was_planted_is_not_taken_over() {
    let world = World::new().await;
    let (victim, attacker) = (world.browser(), world.browser());
    // WSTG-SESS-03: the attacker's own session, and a value nobody ever had.
    attacker.sign_in(world.bert()).await;
    let planted = attacker.cookie("session").expect("a session").value;
    for value in [planted.as_str(), &"A".repeat(43)] {
        victim.plant_cookie("session", value);
        victim.sign_in(world.anna()).await;
        assert_ne!(victim.cookie("session").expect("a session").value, value);
        assert!(victim.get("/account").await.words().contains("anna@example.org"));
        let forced = world.browser();
        forced.plant_cookie("session", value);
        assert!(!forced.is_signed_in().await, "the planted session leads to nobody's account");
    }
}

#[tokio::test]
async fn s50_each_sign_in_has_a_new_session_and_ends_the_one_before_in_the_same_browser() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let first = browser.copy();
    browser.sign_in(world.anna()).await;
    assert_ne!(browser.cookie("session"), first.cookie("session"));
    assert!(!first.is_signed_in().await);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s55_disabling_a_person_ends_their_sessions_at_once() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    world.set_disabled("anna@example.org", true).await;
    assert!(!browser.is_signed_in().await);
    world.set_disabled("anna@example.org", false).await;
    assert!(!browser.is_signed_in().await, "enabling brings no session back");
    browser.sign_in(world.anna()).await;
}

#[tokio::test]
async fn s90_return_to_leads_to_pages_of_ours_only() {
    let world = World::new().await;
    let anna = world.anna();
    for target in [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example",
        "https:evil.example",
        "https://id.example.org/account",
        "https://id.example.org@evil.example/",
        "/account@evil.example",
        "/account\r\nLocation: https://evil.example",
        "/account%0d%0aLocation:%20https://evil.example",
        "/account?next=//evil.example",
        "/account/../..//evil.example",
        "/%2f/evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "account",
        "/dev/mailbox",
        "/api/sign_out",
        " /account",
        "",
    ] {
        let fields = [("identifier", anna.user_name.as_str()), ("password", &anna.password), ("return_to", target)];
        let answer = world.browser().post("sign_in", &fields).await;
        assert_eq!(answer.location(), Some("/account"), "{target:?}");
        let fields = [("identifier", "anna"), ("password", "wrong"), ("return_to", target)];
        let browser = world.browser();
        let answer = browser.post("sign_in", &fields).await;
        assert_eq!(answer.location(), Some("/sign-in?problem=sign-in"), "{target:?}");
        world.browser().sign_in(anna).await;
    }
}

#[tokio::test]
async fn s90_a_page_that_asked_for_a_sign_in_is_returned_to_even_after_a_mistake() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    let asked = browser.get("/account").await;
    assert_eq!(asked.location(), Some("/sign-in?notice=needed&return_to=/account"));
    let page = browser.follow(&asked).await;
    assert!(page.words().contains("Sign in to continue."), "{page:?}");
    assert_eq!(page.field_value("return_to").as_deref(), Some("/account"));
    let fields = |password| [("identifier", "anna"), ("password", password), ("return_to", "/account")];
    let refused = browser.post("sign_in", &fields("wrong")).await;
    assert_eq!(refused.location(), Some("/sign-in?return_to=/account&problem=sign-in"));
    let page = browser.follow(&refused).await;
    assert_eq!(page.field_value("return_to").as_deref(), Some("/account"));
    assert_eq!(browser.post("sign_in", &fields(&anna.password)).await.location(), Some("/account"));
}

#[tokio::test]
async fn s21_a_sign_in_cancels_the_recoveries_that_are_open() {
    let world = World::new().await;
    let recovering = world.browser();
    recovering.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&recovering, world.anna()).await;
    world.browser().sign_in(world.anna()).await;
    assert_eq!(recovering.recovery_step().await, None);
    let page = recovering.get("/recover/verify").await;
    assert_eq!(page.heading(), "This was stopped");
}

#[tokio::test]
async fn s59_a_delayed_person_can_still_start_a_recovery() {
    let world = World::new().await;
    for nth in 0..12 {
        world.browser().try_sign_in("anna", &format!("wrong, {nth}")).await;
    }
    let browser: Browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    world.pass_mail(&browser, world.anna()).await;
    assert_eq!(browser.recovery_step().await, Some(2));
}
