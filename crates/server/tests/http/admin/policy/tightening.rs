//! One administrator tightens the policy, at once or from a day on.

use super::{DAY, rows};
use crate::support::people::root;
use crate::support::policy::{bert_as, preview, save, set, told};
use regain_domain::Role;
use regain_testkit::{ADDRESSES, ROOT, World};

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
