//! Saves that are refused: values below a floor, and a policy that has changed since its preview
//! (S82).

use super::rows;
use crate::support::people::root;
use crate::support::policy::{bert_as, decide, preview, save, set, told};
use regain_domain::{Policy, Role, Setting};
use regain_testkit::World;

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
