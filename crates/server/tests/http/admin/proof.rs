//! Limits on what one phished administrator can do (S114): every act needs a fresh proof, sessions
//! are short, and acts that take something from others are counted.

use regain_domain::{Role, policy};
use regain_testkit::{ADDRESSES, Answer, Browser, World, done};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

/// Every administrators' form, with plausible values.
fn acts(person: &str) -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let of = |pairs: &[(&'static str, &str)]| {
        pairs
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect()
    };
    let table = "mei@example.org\nbo@example.org\n";
    let policy = regain_domain::Policy::password_alone();
    let policy = policy
        .with(&[(regain_domain::Setting::CodeLifetime, 5)])
        .expect("tighter")
        .to_text();
    vec![
        (
            "invite_person",
            of(&[("address", "carla@example.org"), ("language", "en")]),
        ),
        ("invite_many", of(&[("table", table), ("language", "en")])),
        ("cancel_invitation", of(&[("person", person)])),
        (
            "disable_person",
            of(&[("person", person), ("reason", "on leave")]),
        ),
        ("enable_person", of(&[("person", person)])),
        ("end_sessions", of(&[("person", person)])),
        (
            "request_role",
            of(&[("person", person), ("role", "auditor")]),
        ),
        (
            "decide_role",
            of(&[("request", "00"), ("decision", "confirm")]),
        ),
        ("save_policy", of(&[("policy", &policy), ("seen", "")])),
        (
            "decide_policy",
            of(&[("request", "00"), ("decision", "confirm"), ("seen", "")]),
        ),
        ("call_off_policy", Vec::new()),
    ]
}

async fn assert_asked_to_confirm(world: &World, browser: &Browser, when: &str) {
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let told = "SELECT count(*) FROM history";
    let before = (
        world.database().number(told).await,
        world.credentials().await,
    );
    for (endpoint, fields) in acts(&id) {
        let fields: Vec<_> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let refused = browser.call(endpoint, &fields).await;
        let refused = (refused.status.as_u16(), refused.refusal());
        assert_eq!(
            refused,
            (403, Some("confirm-needed".to_owned())),
            "{endpoint} {when}"
        );
        let plain = browser.post(endpoint, &fields).await;
        let to = plain.location().unwrap_or_default();
        assert!(
            to.starts_with("/account/confirm?return_to=/admin"),
            "{endpoint} {when}: {to}"
        );
    }
    assert_eq!(
        (
            world.database().number(told).await,
            world.credentials().await
        ),
        before,
        "{when}"
    );
}

#[tokio::test]
async fn s114_every_act_of_administrators_needs_a_proof_of_the_last_five_minutes() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.root()).await;
    assert_asked_to_confirm(&world, &browser, "just signed in").await;
    for page in ["/admin", "/admin/invite", "/admin/policy", "/admin/history"] {
        assert_eq!(
            browser.get(page).await.status,
            200,
            "reading needs none: {page}"
        );
    }
    done(
        &browser
            .call("confirm", &[("password", &world.root().password)])
            .await,
    );
    let stolen = world.browser();
    stolen.sign_in(world.root()).await;
    assert_asked_to_confirm(&world, &stolen, "confirmed in another session").await;
    world.advance(policy::CONFIRMED_FOR - Duration::from_secs(1));
    done(
        &browser
            .call(
                "invite_person",
                &[("address", "dora@example.org"), ("language", "en")],
            )
            .await,
    );
    world.advance(MINUTE);
    assert_asked_to_confirm(&world, &browser, "six minutes later").await;
}

/// Confirms on the page that an act led to; returns the answer.
async fn confirm(world: &World, browser: &Browser, asked: &Answer) -> Answer {
    let page = browser.follow(asked).await;
    assert!(
        page.words().contains("Changes need a fresh proof"),
        "{}",
        page.words()
    );
    let return_to = page.field_value("return_to").expect("where it came from");
    let fields = [
        ("password", world.root().password.as_str()),
        ("return_to", &return_to),
    ];
    let wrong = browser
        .post("confirm", &[("password", "no"), ("return_to", &return_to)])
        .await;
    assert_eq!(
        browser
            .follow(&wrong)
            .await
            .field_value("return_to")
            .as_deref(),
        Some(return_to.as_str())
    );
    let confirmed = browser.post("confirm", &fields).await;
    assert_eq!(confirmed.refusal(), None, "{confirmed:?}");
    let back = browser.follow(&confirmed).await;
    assert!(
        back.words()
            .contains("Confirmed. You can make changes for five minutes."),
        "{}",
        back.words()
    );
    back
}

#[tokio::test]
async fn s114_after_the_proof_it_goes_on_where_it_was_with_what_was_typed() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.root()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let asked = browser
        .post(
            "disable_person",
            &[("person", &id), ("reason", "left her laptop")],
        )
        .await;
    let back = confirm(&world, &browser, &asked).await;
    assert!(
        back.heading().starts_with("Disable the account of"),
        "{}",
        back.heading()
    );
    assert_eq!(
        back.field_value("reason").as_deref(),
        Some("left her laptop")
    );
    world.advance(policy::CONFIRMED_FOR);

    let asked = browser
        .post(
            "invite_person",
            &[("address", "carla@example.org"), ("language", "en")],
        )
        .await;
    let back = confirm(&world, &browser, &asked).await;
    assert_eq!(
        back.field_value("address").as_deref(),
        Some("carla@example.org")
    );
    world.advance(policy::CONFIRMED_FOR);

    let [.., save, _, _] = &acts(&id)[..] else {
        panic!("the policy is one of them")
    };
    let fields: Vec<_> = save
        .1
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let asked = browser.post("save_policy", &fields).await;
    let back = confirm(&world, &browser, &asked).await;
    let policy = back.field_value("policy").expect("to save");
    let seen = back.field_value("seen").expect("to save");
    let saved = browser
        .post("save_policy", &[("policy", &policy), ("seen", &seen)])
        .await;
    assert_eq!(saved.location(), Some("/admin/policy?notice=policy-saved"));
}

#[tokio::test]
async fn s51_s114_sessions_of_whoever_has_a_role_last_fifteen_minutes_unused_and_twelve_hours() {
    for (role, long) in [
        (Role::Member, true),
        (Role::Auditor, false),
        (Role::UserAdministrator, false),
    ] {
        let world = World::new().await;
        world.set_role(ADDRESSES[1], role).await;
        let browser = world.browser();
        browser.sign_in(world.bert()).await;
        world.advance(MINUTE * 15 - Duration::from_secs(1));
        assert!(browser.is_signed_in().await, "{role:?}");
        world.advance(MINUTE * 15);
        assert_eq!(browser.is_signed_in().await, long, "{role:?}: unused");
        browser.sign_in(world.bert()).await;
        for _ in 0..71 {
            world.advance(MINUTE * 10);
            assert!(browser.is_signed_in().await, "{role:?}");
        }
        world.advance(MINUTE * 10);
        assert_eq!(browser.is_signed_in().await, long, "{role:?}: twelve hours");
    }
}

async fn administrators(world: &World) -> (Browser, Browser) {
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    (
        world.confirmed(world.root()).await,
        world.confirmed(world.bert()).await,
    )
}

#[tokio::test]
async fn s114_twenty_destructive_acts_an_hour_and_a_second_administrator_has_their_own() {
    let world = World::new().await;
    let (root, bert) = administrators(&world).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let disable = [("person", id.as_str()), ("reason", "on leave")];
    for _ in 0..17 {
        done(&root.call("disable_person", &disable).await);
        done(&root.call("enable_person", &[("person", &id)]).await);
    }
    // Taking an invitation back and asking for a role count too; refused acts don't.
    done(
        &root
            .call(
                "invite_person",
                &[("address", "carla@example.org"), ("language", "en")],
            )
            .await,
    );
    let carla = world.id_of("carla@example.org").await.to_hex();
    done(&root.call("cancel_invitation", &[("person", &carla)]).await);
    for _ in 0..2 {
        let refused = root.call("cancel_invitation", &[("person", &carla)]).await;
        assert_eq!(refused.refusal().as_deref(), Some("not-invited"));
    }
    let member = world.id_of(ADDRESSES[1]).await.to_hex();
    done(
        &root
            .call("request_role", &[("person", &member), ("role", "member")])
            .await,
    );
    let request = root
        .get("/admin/requests")
        .await
        .field_value("request")
        .expect("a request");
    done(
        &root
            .call(
                "decide_role",
                &[("request", &request), ("decision", "refuse")],
            )
            .await,
    );
    done(&root.call("disable_person", &disable).await);
    done(&root.call("enable_person", &[("person", &id)]).await);

    let spent = root.post("disable_person", &disable).await;
    assert_eq!(spent.refusal().as_deref(), Some("acts-spent"));
    let page = root.follow(&spent).await;
    assert!(
        page.words()
            .contains("Go on in an hour, or let another administrator do it now."),
        "{}",
        page.words()
    );
    let lower = root
        .call("request_role", &[("person", &member), ("role", "member")])
        .await;
    assert_eq!(lower.refusal().as_deref(), Some("acts-spent"));
    // Acts that take nothing from anybody go on, and so does a second administrator.
    done(
        &root
            .call(
                "invite_person",
                &[("address", "dora@example.org"), ("language", "en")],
            )
            .await,
    );
    let dora = world.id_of("dora@example.org").await.to_hex();
    assert_eq!(
        root.call("cancel_invitation", &[("person", &dora)])
            .await
            .refusal()
            .as_deref(),
        Some("acts-spent")
    );
    done(&bert.call("cancel_invitation", &[("person", &dora)]).await);
    done(&bert.call("disable_person", &disable).await);
    done(&bert.call("enable_person", &[("person", &id)]).await);
    world.advance(MINUTE * 60);
    let root = world.confirmed(world.root()).await;
    done(&root.call("disable_person", &disable).await);
}

#[tokio::test]
async fn s114_a_table_of_twenty_one_people_is_shut_out_by_two_administrators_only() {
    let world = World::new().await;
    let (root, bert) = administrators(&world).await;
    let mut disabled = Vec::new();
    let table: String = (0..21)
        .map(|number| format!("guest{number:02}@example.org\n"))
        .collect();
    done(
        &root
            .call("invite_many", &[("table", &table), ("language", "en")])
            .await,
    );
    for number in 0..21 {
        let person = world
            .id_of(&format!("guest{number:02}@example.org"))
            .await
            .to_hex();
        let cancelled = root.call("cancel_invitation", &[("person", &person)]).await;
        disabled.push(cancelled.refusal());
        if number == 20 {
            done(&bert.call("cancel_invitation", &[("person", &person)]).await);
        }
    }
    assert!(disabled[..20].iter().all(Option::is_none), "{disabled:?}");
    assert_eq!(
        disabled[20].as_deref(),
        Some("acts-spent"),
        "the twenty-first"
    );
}
