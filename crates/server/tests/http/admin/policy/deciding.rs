//! Saving a policy: floors, one administrator for tightening and two for loosening (S82).

use super::{DAY, rows};
use crate::support::people::root;
use crate::support::policy::{bert_as, decide, preview, save, set, told};
use regain_domain::{Policy, Role, Setting};
use regain_testkit::{ADDRESSES, ROOT, World};

#[tokio::test]
async fn s82_below_a_floor_nothing_is_saved_and_each_key_says_what_is_allowed() {
    let world = World::strict().await;
    let browser = root(&world).await;
    for (key, value, sentence) in [
        ("password_min", "7", "from 8 to 64"),
        ("password_min", "65", "from 8 to 64"),
        (
            "code_lifetime",
            "11",
            "A mailed code works for 3 to 10 minutes",
        ),
        (
            "flow_after_gate",
            "16",
            "After its first step a recovery takes 5 to 15 minutes",
        ),
        (
            "session_idle",
            "61",
            "An unused session ends after 5 to 60 minutes",
        ),
        (
            "session_absolute",
            "25",
            "Every session ends after 2 to 24 hours",
        ),
        (
            "invitation_lifetime",
            "73",
            "An invitation works for 4 to 72 hours",
        ),
        (
            "quarantine",
            "2",
            "A new way back counts after 3 to 14 days",
        ),
        (
            "quarantine",
            "three",
            "A new way back counts after 3 to 14 days",
        ),
        (
            "device_remembered",
            "91",
            "A device is remembered for at most 90 days",
        ),
        (
            "code_lifetime",
            "",
            "A mailed code works for 3 to 10 minutes",
        ),
    ] {
        let page = preview(&world, &browser, &[(key, value)]).await;
        assert!(page.words().contains(sentence), "{key}: {}", page.words());
        assert_eq!(page.field_value("seen"), None, "{key}: nothing to save");
        assert_eq!(
            page.field_value(key).as_deref(),
            Some(value),
            "what was typed stays"
        );
        assert_eq!(
            page.body.matches("aria-invalid=\"true\"").count(),
            1,
            "{key}"
        );
        // Sent past the form.
        let forged = Setting::all().map(|setting| {
            let own = Policy::default().get(setting).to_string();
            format!(
                "{}={}",
                setting.code(),
                if setting.code() == key { value } else { &own }
            )
        });
        let forged = forged.collect::<Vec<_>>().join(" ");
        let answer = browser
            .post("save_policy", &[("policy", &forged), ("seen", "")])
            .await;
        let led = browser.follow(&answer).await;
        assert!(led.words().contains(sentence), "{key}: {}", led.words());
    }
    // Without a second step, passwords have to be longer (S34).
    let page = preview(
        &world,
        &browser,
        &[("second_factor", "0"), ("password_min", "14")],
    )
    .await;
    assert!(
        page.words()
            .contains("from 15 to 64 where no second step is required"),
        "{}",
        page.words()
    );
    // Nonsense, half a policy, and the ways that nobody can switch off.
    for forged in [
        "",
        "password_min=20",
        "<script>",
        "method_mail=0 method_saved_code=0",
    ] {
        let answer = browser
            .call("save_policy", &[("policy", forged), ("seen", "")])
            .await;
        assert_eq!(answer.body, "{\"Refused\":\"form\"}", "{forged}");
        assert!(
            answer
                .location()
                .is_some_and(|to| to.starts_with("/admin/policy/preview?")),
            "{forged}"
        );
    }
    let all = format!(
        "{} method_mail=0 method_saved_code=0",
        Policy::default().to_text()
    );
    let answer = browser
        .call("save_policy", &[("policy", &all), ("seen", "")])
        .await;
    assert_eq!(
        answer.refusal().as_deref(),
        Some("policy-unchanged"),
        "no such keys"
    );
    assert_eq!(rows(&world).await, (0, 0));
}

#[tokio::test]
async fn a_tightening_that_touches_nobody_holds_at_once_and_everybody_who_decides_is_told() {
    let world = World::strict().await;
    // As in production, each look at the clock tells a different time, and still the policy applies
    // at once.
    world.let_time_run();
    world
        .set_role(ADDRESSES[1], Role::GlobalAdministrator)
        .await;
    let browser = root(&world).await;
    let page = preview(
        &world,
        &browser,
        &[("code_lifetime", "5"), ("password_min", "20")],
    )
    .await;
    let words = page.words();
    assert!(
        words.contains("10 minutes becomes 5 minutes")
            && words.contains("12 characters becomes 20 characters")
    );
    assert!(
        words.contains("It takes effect at once.")
            && words.contains("people checked, nobody falls short.")
    );
    assert_eq!(rows(&world).await, (0, 0), "a preview writes nothing");
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-saved"));
    assert!(
        browser
            .follow(&answer)
            .await
            .words()
            .contains("The policy is saved, and holds at once.")
    );
    assert_eq!(rows(&world).await, (1, 0));
    assert_eq!(told(&world).await["code_lifetime_minutes"], 5);
    let mail = world.last_mail_to(ADDRESSES[1]).await;
    assert_eq!(mail.subject, "The policy was changed");
    assert!(
        world
            .mails_to(ROOT)
            .await
            .iter()
            .all(|mail| mail.subject != "The policy was changed"),
        "not who did it"
    );

    let history = browser
        .get("/admin/history?event=policy.changed")
        .await
        .words();
    assert!(
        history
            .contains("Shortest new password, in characters: 12 characters becomes 20 characters"),
        "{history}"
    );
    assert!(
        history.contains("How long a mailed code works, in minutes: 10 minutes becomes 5 minutes"),
        "{history}"
    );
    let facts = world
        .database()
        .texts("SELECT facts FROM history WHERE event = 'policy.changed'")
        .await;
    assert!(
        facts[0].contains("password_min=12>20 code_lifetime=10>5"),
        "no names: {}",
        facts[0]
    );

    let again = preview(&world, &browser, &[]).await;
    assert!(
        again
            .words()
            .contains("Nothing changes: the policy has these values already.")
    );
    assert_eq!(again.field_value("seen"), None);
}

#[tokio::test]
async fn s82_loosening_takes_two_administrators_and_never_the_one_who_asks() {
    let world = World::strict().await;
    // As in production, each look at the clock tells a different time, and still the policy applies
    // at once.
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let page = preview(&world, &browser, &[("password_min", "10")]).await;
    assert!(
        page.words()
            .contains("It only takes effect if a second administrator confirms it."),
        "{}",
        page.words()
    );
    assert!(page.words().contains("Ask a second administrator"));
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-asked"));
    assert_eq!(told(&world).await["password_min"], 12, "it waits");
    assert_eq!(
        world.last_mail_to(ADDRESSES[1]).await.subject,
        "A change to the policy is waiting for a second administrator"
    );

    let own = browser.get("/admin/policy").await;
    assert!(!own.body.contains("value=\"confirm\""), "no such button");
    assert_eq!(
        decide(&browser, "confirm").await.refusal().as_deref(),
        Some("second-administrator")
    );
    assert_eq!(told(&world).await["password_min"], 12);
    // One request at a time.
    let other = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    assert_eq!(other.field_value("seen"), None);
    let text = Policy::default()
        .with(&[(Setting::CodeLifetime, 5)])
        .expect("a policy")
        .to_text();
    let refused = browser
        .post("save_policy", &[("policy", &text), ("seen", "")])
        .await;
    assert_eq!(
        refused.location(),
        Some("/admin/policy?problem=policy-waiting")
    );

    let page = bert.get("/admin/policy").await;
    assert!(
        page.words().contains("Asked for by Root")
            && page.words().contains("12 characters becomes 10 characters")
    );
    let confirmed = decide(&bert, "confirm").await;
    assert_eq!(
        confirmed.location(),
        Some("/admin/policy?notice=policy-saved")
    );
    assert_eq!(told(&world).await["password_min"], 10);
    assert_eq!(rows(&world).await, (1, 1));
    let late = bert
        .post(
            "decide_policy",
            &[("request", "00"), ("decision", "confirm"), ("seen", "")],
        )
        .await;
    assert_eq!(late.refusal().as_deref(), Some("request-over"));

    // Turned down, and taken back.
    for (decider, mail_to) in [(&bert, ROOT), (&browser, ADDRESSES[1])] {
        set(&world, &browser, &[("password_min", "9")]).await;
        assert_eq!(
            decide(decider, "refuse").await.location(),
            Some("/admin/policy?notice=policy-refused")
        );
        assert_eq!(told(&world).await["password_min"], 10);
        assert_eq!(
            world.last_mail_to(mail_to).await.subject,
            "A change to the policy was turned down"
        );
    }
    // A request ends by itself.
    set(&world, &browser, &[("password_min", "9")]).await;
    world.advance_seconds(3 * DAY);
    let browser = root(&world).await;
    assert!(
        !browser
            .get("/admin/policy")
            .await
            .body
            .contains("name=\"request\"")
    );
    set(&world, &browser, &[("code_lifetime", "9")]).await;
}

#[tokio::test]
async fn what_was_seen_before_is_shown_again_rather_than_saved() {
    let world = World::new().await;
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let stale = preview(&world, &browser, &[("second_factor", "1")]).await;
    // Somebody more falls short.
    world.enrol("carla@example.org").await;
    let answer = save(&browser, &stale).await;
    assert_eq!(answer.refusal().as_deref(), Some("policy-stale"));
    let again = browser.follow(&answer).await;
    assert!(
        again
            .words()
            .contains("Something has changed since you saw this"),
        "{}",
        again.words()
    );
    assert!(
        again.words().contains("4 people would fall short."),
        "{}",
        again.words()
    );
    assert_eq!(rows(&world).await, (0, 0));
    // Somebody else saved meanwhile.
    let stale = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    set(&world, &bert, &[("session_idle", "30")]).await;
    let answer = save(&browser, &stale).await;
    assert_eq!(answer.refusal().as_deref(), Some("policy-stale"));
    let again = browser.follow(&answer).await;
    assert!(
        again.words().contains("60 minutes")
            || again.words().contains("30 minutes becomes 60 minutes")
    );
    assert_eq!(rows(&world).await, (1, 0));
    assert_eq!(told(&world).await["session_idle_minutes"], 30);
    // The second administrator's page is stale as well.
    set(
        &world,
        &browser,
        &[("session_idle", "60"), ("second_factor", "1")],
    )
    .await;
    let page = bert.get("/admin/policy").await;
    world.enrol("dora@example.org").await;
    let request = page.field_value("request").expect("one");
    let seen = page.field_value("seen").expect("one");
    let fields = [
        ("request", request.as_str()),
        ("decision", "confirm"),
        ("seen", &seen),
    ];
    assert_eq!(
        bert.post("decide_policy", &fields).await.location(),
        Some("/admin/policy?problem=policy-stale")
    );
    assert_eq!(
        decide(&bert, "confirm").await.location(),
        Some("/admin/policy?notice=policy-later")
    );
}

#[tokio::test]
async fn what_is_to_take_effect_later_can_be_called_off() {
    let world = World::new().await;
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &browser, &[("second_factor", "1")]).await;
    let page = bert.get("/admin/policy").await.words();
    assert!(
        page.contains("To take effect later") && page.contains("Holds from 29 November 2026"),
        "{page}"
    );
    world.deliver().await;
    let answer = bert.post("call_off_policy", &[]).await;
    assert_eq!(
        answer.location(),
        Some("/admin/policy?notice=policy-called-off")
    );
    assert_eq!(
        bert.post("call_off_policy", &[]).await.refusal().as_deref(),
        Some("request-over"),
        "a second tab"
    );
    assert_eq!(
        world.last_mail_to(ROOT).await.subject,
        "A change to the policy was turned down"
    );
    world.advance_seconds(8 * DAY);
    assert_eq!(told(&world).await["second_factor"], false);
    world.browser().sign_in(world.bert()).await;
}

#[tokio::test]
async fn one_of_two_decisions_at_once_counts() {
    let world = World::strict().await;
    let asking = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    set(&world, &asking, &[("password_min", "10")]).await;
    let page = bert.get("/admin/policy").await;
    let request = page.field_value("request").expect("one");
    let seen = page.field_value("seen").expect("one");
    let confirm = [
        ("request", request.as_str()),
        ("decision", "confirm"),
        ("seen", &seen),
    ];
    let refuse = [
        ("request", request.as_str()),
        ("decision", "refuse"),
        ("seen", &seen),
    ];
    let (one, other) = tokio::join!(
        bert.call("decide_policy", &confirm),
        asking.call("decide_policy", &refuse)
    );
    let over = [&one, &other]
        .into_iter()
        .filter(|answer| answer.refusal().is_some())
        .count();
    assert_eq!(over, 1, "{one:?} {other:?}");
    assert_eq!(rows(&world).await.0, i64::from(one.refusal().is_none()));
}

#[tokio::test]
async fn s114_switching_a_way_off_takes_two_administrators_though_it_loosens_nothing() {
    let world = World::strict().await;
    world.let_time_run();
    let browser = root(&world).await;
    let bert = bert_as(&world, Role::GlobalAdministrator).await;
    let page = preview(&world, &browser, &[("method_contact", "0")]).await;
    let words = page.words();
    assert!(
        words.contains(
            "This switches a way back off. It only takes effect if a second administrator"
        ),
        "{words}"
    );
    assert!(
        words.contains("Ask a second administrator") && !words.contains("makes something easier"),
        "{words}"
    );
    let answer = save(&browser, &page).await;
    assert_eq!(answer.location(), Some("/admin/policy?notice=policy-asked"));
    let offers = async || {
        told(&world).await["methods"]
            .as_array()
            .expect("a list")
            .contains(&"contact".into())
    };
    assert!(offers().await, "it waits");
    assert_eq!(
        decide(&browser, "confirm").await.refusal().as_deref(),
        Some("second-administrator")
    );
    let confirmed = decide(&bert, "confirm").await;
    assert_eq!(
        confirmed.location(),
        Some("/admin/policy?notice=policy-saved")
    );
    assert!(!offers().await);
    // The database itself refuses a decision by one administrator alone.
    let alone = world
        .database()
        .texts("SELECT loosens || (requested_by <> decided_by) FROM policies")
        .await;
    assert_eq!(alone, ["11"]);
    // One administrator decides on any other tightening.
    let page = preview(&world, &browser, &[("code_lifetime", "5")]).await;
    assert_eq!(
        save(&browser, &page).await.location(),
        Some("/admin/policy?notice=policy-saved")
    );
}
