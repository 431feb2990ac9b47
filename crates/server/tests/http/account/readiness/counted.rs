//! The counts of everybody's ways back match the rows.

use super::leads_fully;
use crate::support::apps::add_app;
use regain_testkit::{App, World, done};

/// Asserts that the triggers' counts match the rows, after whatever changed them.
async fn assert_counted(world: &World) {
    let wrong = "SELECT count(*) FROM ways_counted w JOIN people p ON p.id = w.person_id
                 WHERE w.addresses <> (SELECT count(*) FROM identifiers i
                                       WHERE i.person_id = p.id AND i.kind = 'email' AND i.verified_at IS NOT NULL)
                    OR w.saved_codes <> (SELECT count(*) FROM saved_codes s WHERE s.person_id = p.id AND s.ended_at IS NULL
                                           AND s.id NOT IN (SELECT code_id FROM saved_code_uses))
                    OR w.authenticators <> (SELECT count(*) FROM methods m WHERE m.person_id = p.id AND m.ended_at IS NULL)
                    OR w.settles_at <> (SELECT coalesce(max(counts_from), 0) FROM methods m WHERE m.person_id = p.id)";
    assert_eq!(world.database().number(wrong).await, 0);
    let missing = "SELECT count(*) FROM people WHERE activated_at IS NOT NULL
                   AND (id NOT IN (SELECT person_id FROM ways_counted) OR id NOT IN (SELECT person_id FROM check_ups))";
    assert_eq!(world.database().number(missing).await, 0);
}

#[tokio::test]
async fn what_is_counted_is_what_there_is_after_every_change() {
    let world = World::strict().await;
    assert_counted(&world).await;
    world.enrol("carla@example.org").await;
    assert_counted(&world).await;
    let anna = world.anna();
    let (browser, _) = leads_fully(&world, anna).await;
    world.confirm(&browser, anna).await;
    add_app(&world, &browser, "Tablet").await;
    assert_counted(&world).await;
    let page = browser.get("/account/methods").await;
    let id = page
        .body
        .split("name=\"method\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next());
    done(
        &browser
            .call("remove_method", &[("method", id.expect("an app"))])
            .await,
    );
    assert_counted(&world).await;
    let bert = world.bert();
    let recovering = world.proven(bert, "lost_authenticator", 2).await;
    assert_counted(&world).await;
    let app = App::with_key(&recovering.shown_key("/recover/authenticator").await);
    let fields = [("name", "New"), ("code", &app.code_at(world.now()))];
    done(&recovering.call("replace_authenticator", &fields).await);
    assert_counted(&world).await;
    let (browser, _) = leads_fully(&world, world.root()).await;
    world.confirm(&browser, world.root()).await;
    done(&browser.call("renew_saved_codes", &[]).await);
    assert_counted(&world).await;
}
