//! A refused sign-in tells nobody who has an account: it looks the same and costs the same (S1, S3,
//! S5).

use regain_domain::policy;
use regain_testkit::counted;
use regain_testkit::{World, comparable};

/// A failed sign-in from outside: the answer to the form, the page it leads to, the answer to
/// script.
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
    browser
        .call("open_invitation", &[("code", &link.code.shown())])
        .await;
    browser.enrol_until_codes(&mut carla).await;
    carla
}

#[tokio::test]
async fn s1_unknown_wrong_invited_disabled_and_delayed_people_are_refused_identically() {
    let world = World::new().await;
    let carla = invite_carla(&world).await;
    let anna = world.anna().clone();
    let bert = world.bert().clone();
    world.set_disabled(&bert.email, true).await;
    for nth in 0..2 * policy::FREE_FAILURES {
        world
            .browser()
            .try_sign_in("delayed", &format!("some password, {nth}"))
            .await;
    }

    let wrong = seen(&world, &anna.user_name, "not the password of anna").await;
    assert!(wrong[0].contains("problem=sign-in"), "{}", wrong[0]);
    assert!(
        wrong[2].contains("{\"Refused\":\"sign-in\"}"),
        "{}",
        wrong[2]
    );
    for (who, identifier, password) in [
        (
            "wrong, by address",
            anna.email.as_str(),
            "not the password of anna",
        ),
        ("unknown", "nobody", "not the password of anna"),
        (
            "unknown, by address",
            "nobody@example.org",
            "not the password of anna",
        ),
        (
            "unknown, with somebody's password",
            "nobody",
            &anna.password,
        ),
        (
            "invited, with the right password",
            &carla.user_name,
            &carla.password,
        ),
        (
            "invited, with a wrong password",
            &carla.user_name,
            "not the password of carla",
        ),
        (
            "disabled, with the right password",
            &bert.user_name,
            &bert.password,
        ),
        (
            "disabled, with a wrong password",
            &bert.user_name,
            "not the password of bert",
        ),
        ("delayed", "delayed", "some password"),
        ("wrong, too short for any password", &anna.user_name, "x"),
        (
            "wrong, too long for any password",
            &anna.user_name,
            &"x".repeat(2000),
        ),
        (
            "unknown, too long for any password",
            "nobody",
            &"x".repeat(2000),
        ),
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
        world
            .browser()
            .try_sign_in(&anna.user_name, &format!("wrong, {nth}"))
            .await;
    }
    let delayed = seen(&world, &anna.user_name, &anna.password).await;
    assert_eq!(delayed, seen(&world, "nobody", &anna.password).await);
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sessions")
            .await,
        0
    );
}

#[tokio::test]
async fn s3_a_refused_sign_in_writes_the_same_rows_for_known_and_unknown_people() {
    let world = World::new().await;
    let before = world.database().row_counts().await;
    world
        .browser()
        .try_sign_in("anna", "not the password of anna")
        .await;
    let known = world.database().row_counts().await;
    world
        .browser()
        .try_sign_in("nobody", "not the password of anna")
        .await;
    let unknown = world.database().row_counts().await;
    for (table, count) in &unknown {
        assert_eq!(
            known[table] - before[table],
            count - known[table],
            "{table}"
        );
    }
    assert_eq!(
        unknown["sign_in_counters"],
        before["sign_in_counters"] + 2,
        "S5: unknown ones are counted too"
    );
}

#[tokio::test]
async fn s3_a_refused_sign_in_takes_as_many_statements_for_everybody() {
    let mut seen = Vec::new();
    for identifier in [
        "anna",
        "anna@example.org",
        "nobody",
        "bert",
        "carla@example.org",
    ] {
        let world = World::new().await;
        world.invite("carla@example.org").await;
        world.set_disabled("bert@example.org", true).await;
        let mut statements = Vec::new();
        // The last ones have to wait; one password repeats an earlier one.
        for nth in [0, 1, 1, 2, 3, 4, 5, 6, 7] {
            let wrong = format!("not the password, {nth}");
            let (answer, count) = counted(world.browser().try_sign_in(identifier, &wrong)).await;
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"), "{identifier}");
            statements.push(count);
        }
        seen.push(statements);
    }
    assert!(
        seen[0][8] < seen[0][0],
        "who has to wait costs less: {seen:?}"
    );
    assert!(
        seen.iter().all(|statements| *statements == seen[0]),
        "{seen:?}"
    );
}

#[tokio::test]
async fn s5_the_sequence_of_answers_is_the_same_for_known_and_unknown_people() {
    let world = World::new().await;
    let mut answers = [Vec::new(), Vec::new()];
    for (of, identifier) in answers.iter_mut().zip(["anna", "nobody"]) {
        for nth in 0..30 {
            let wrong = format!("wrong, {}", nth % 20);
            of.push(comparable(
                &world.browser().try_sign_in(identifier, &wrong).await,
                &[identifier],
            ));
        }
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test]
async fn a_refused_sign_in_offers_the_way_back_and_after_the_third_time_a_passkey_whoever_it_is_about()
 {
    let world = World::new().await;
    for identifier in ["anna", "nobody.at.all"] {
        let browser = world.browser();
        assert!(
            !browser
                .get("/sign-in")
                .await
                .body
                .contains("role=\"alert\"")
        );
        for nth in 1..=4 {
            let answer = browser
                .try_sign_in(identifier, &format!("not the password, {nth}"))
                .await;
            let page = browser.follow(&answer).await;
            let alert = page.body.split("role=\"alert\"").nth(1).expect("an alert");
            let alert = alert
                .split(" action=\"/api/sign_in\"")
                .next()
                .expect("the form comes after it");
            assert!(
                alert.contains("href=\"/recover\"") && alert.contains("Get back into your account"),
                "{nth}: {alert}"
            );
            assert_eq!(
                alert.contains("Sign in with a passkey"),
                nth >= 3,
                "{identifier}, {nth}"
            );
            assert_eq!(
                page.words().matches("Sign in with a passkey").count(),
                1,
                "in one place at a time"
            );
        }
        let chosen = browser.get("/recover").await;
        assert!(!chosen.body.contains("role=\"alert\""));
    }
}
