//! The people whom a policy would concern: the preview names them, and the policy locks nobody out
//! (F11, S82).

use super::{DAY, rows, use_up_codes};
use crate::support::people::root;
use crate::support::policy::{bert_as, decide, preview, save, set, told};
use regain_domain::{Policy, Role, Setting};
use regain_testkit::{ADDRESSES, ROOT, World, comparable, done};

#[tokio::test]
async fn f11_requiring_a_second_step_names_exactly_who_has_none_and_waits_a_week() {
    let world = World::new().await;
    world.enrol("carla@example.org").await;
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(
        &browser
            .call("confirm", &[("password", &anna.password)])
            .await,
    );
    let app =
        regain_testkit::App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    let fields = [("name", "Phone"), ("code", &app.code_at(world.now()))];
    done(&browser.call("add_authenticator", &fields).await);

    let root = root(&world).await;
    let page = preview(&world, &root, &[("second_factor", "1")]).await;
    let words = page.words();
    assert!(
        words.contains("people checked.") && words.contains("3 people would fall short."),
        "{words}"
    );
    let at = |part: &str| {
        words
            .find(part)
            .unwrap_or_else(|| panic!("no {part}: {words}"))
    };
    assert!(
        at("Whom it concerns") < at("What changes") && at("What changes") < at("Save"),
        "whom first, saving last: {words}"
    );
    assert!(
        words.contains("It takes effect 7 days after it is decided"),
        "{words}"
    );
    let listed: Vec<String> = page
        .body
        .split("href=\"/admin/people/")
        .skip(1)
        .map(|rest| rest[..32].to_owned())
        .collect();
    let mut without = Vec::new();
    for address in [ADDRESSES[1], "carla@example.org", ROOT] {
        without.push(world.id_of(address).await.to_hex());
    }
    assert_eq!(
        listed, without,
        "in the order of their names; Anna has an app, though it doesn't count as a gate yet"
    );
    assert!(!words.contains('@'), "no contact of anybody: {words}");
    assert_eq!(
        save(&root, &page).await.location(),
        Some("/admin/policy?notice=policy-later")
    );

    for address in [ADDRESSES[1], "carla@example.org"] {
        let mail = world.last_mail_to(address).await;
        assert_eq!(mail.subject, "Please set up a second step for signing in");
        assert!(mail.text.contains("29 November 2026"), "{}", mail.text);
    }
    assert!(
        world
            .mails_to(ADDRESSES[0])
            .await
            .iter()
            .all(|mail| !mail.subject.contains("second step"))
    );
    assert_eq!(told(&world).await["second_factor"], false, "not yet");
    world.advance_seconds(7 * DAY - 60);
    world.browser().sign_in(world.bert()).await;
    world.advance_seconds(61);
    assert_eq!(told(&world).await["second_factor"], true);
    // The policy locks nobody out: people without an app enter a saved code.
    let bert = world.browser();
    bert.asked_for_second_factor(world.bert()).await;
    done(
        &bert
            .call("verify_saved_code", &[("code", &world.bert().codes[1])])
            .await,
    );
    assert!(bert.is_signed_in().await);
    // A new account is only complete with an app.
    let dora = world.enrol_strictly("dora@example.org").await;
    world.sign_in_fully(&world.browser(), &dora).await;
}

#[tokio::test]
async fn s82_who_has_neither_an_app_nor_a_saved_code_still_signs_in() {
    let world = World::new().await;
    let root = root(&world).await;
    set(&world, &root, &[("second_factor", "1")]).await;
    world.advance_seconds(7 * DAY + 1);
    let bert = world.bert();
    for code in &bert.codes {
        let browser = world.browser();
        browser.asked_for_second_factor(bert).await;
        done(&browser.call("verify_saved_code", &[("code", code)]).await);
    }
    let browser = world.browser();
    browser.sign_in(bert).await;
    done(
        &browser
            .call("confirm", &[("password", &bert.password)])
            .await,
    );
    assert!(
        browser
            .get("/account/methods/authenticator")
            .await
            .body
            .contains("value__text"),
        "and can add an app"
    );
}

#[tokio::test]
async fn f11_switching_a_way_off_names_who_could_not_get_back_in() {
    let world = World::strict().await;
    let anna = world.anna();
    use_up_codes(&world, anna).await;
    let root_browser = root(&world).await;
    let page = preview(&world, &root_browser, &[("method_authenticator", "0")]).await;
    let words = page.words();
    assert!(words.contains("1 person would fall short."), "{words}");
    assert!(
        words.contains("Couldn't get back in: fewer than two ways back that count are left"),
        "{words}"
    );
    let anna_id = world.id_of(ADDRESSES[0]).await.to_hex();
    assert!(page.body.contains(&format!("/admin/people/{anna_id}")));
    assert_eq!(page.body.matches("href=\"/admin/people/").count(), 1);
    // Switching a way off takes two administrators, as loosening does (S114).
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let asked = save(&root_browser, &page).await;
    assert_eq!(asked.location(), Some("/admin/policy?notice=policy-asked"));
    assert_eq!(
        decide(&bert, "confirm").await.location(),
        Some("/admin/policy?notice=policy-later")
    );
    assert_eq!(
        world.last_mail_to(ADDRESSES[0]).await.subject,
        "Please add another way back into your account"
    );

    // Offered until then, and to nobody afterwards, known or not (S2).
    let offered = async |world: &World, identifier: &str| {
        let browser = world.browser();
        browser.start_recovery(identifier, "forgot_password").await;
        let page = browser.get("/recover/verify").await;
        let tried = browser
            .call("choose_method", &[("method", "authenticator")])
            .await;
        let challenges = "SELECT count(*) FROM challenges WHERE class = 'authenticator'";
        assert_eq!(world.database().number(challenges).await, 0);
        (
            comparable(&page, &[identifier]),
            comparable(&tried, &[identifier]),
            tried.refusal(),
        )
    };
    let (page, _, tried) = offered(&world, ADDRESSES[1]).await;
    assert!(page.contains("Enter a code from my authenticator app"));
    assert_eq!(tried.as_deref(), Some("method-later"));
    world.advance_seconds(7 * DAY + 1);
    let (known, answer, _) = offered(&world, ADDRESSES[1]).await;
    assert!(!known.contains("Enter a code from my authenticator app"));
    let (unknown, same, _) = offered(&world, "nobody@example.org").await;
    assert_eq!(answer, same);
    let without_cookie = |page: &str| {
        page.lines()
            .filter(|line| !line.starts_with("set-cookie"))
            .collect::<String>()
    };
    assert_eq!(without_cookie(&known), without_cookie(&unknown));
    // Signing in with the app goes on.
    world.sign_in_fully(&world.browser(), world.bert()).await;
}

#[tokio::test]
async fn s82_a_policy_that_leaves_no_global_administrator_a_way_back_is_refused() {
    let world = World::strict().await;
    use_up_codes(&world, world.root()).await;
    let browser = root(&world).await;
    let page = preview(&world, &browser, &[("method_authenticator", "0")]).await;
    assert!(
        page.words()
            .contains("No global administrator could get back in under this policy"),
        "{}",
        page.words()
    );
    assert_eq!(page.field_value("seen"), None);
    let off = [(
        Setting::from_code("method_authenticator").expect("a key"),
        0,
    )];
    let text = Policy::default().with(&off).expect("a policy").to_text();
    let refused = browser
        .post("save_policy", &[("policy", &text), ("seen", "")])
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("policy-strands"));
    assert_eq!(rows(&world).await, (0, 0));
    // With a second administrator who could get back in, it can be saved.
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    assert!(
        preview(&world, &browser, &[("method_authenticator", "0")])
            .await
            .field_value("seen")
            .is_some()
    );
}
