//! Who somebody is by SQL: a status, a role or a session that was given to them (S77, S79).

use super::{ANNA, BERT, assert_closed, defenceless, drop_triggers, signs_in};
use regain_testkit::{ADDRESSES, ROOT, World};

#[tokio::test]
async fn s77_status_turned_back_to_invited_lets_nobody_enrol_anew() {
    let world = World::empty().await;
    let code = world.invite(ROOT).await.code.shown();
    let root = world.enrol(ROOT).await;
    drop_triggers(&world).await;
    world.database().run("UPDATE people SET status = 'invited', activated_at = NULL").await;
    world.database().run("UPDATE invitations SET accepted_at = NULL, replaced_at = NULL").await;
    let browser = world.browser();
    let _ = browser.call("open_invitation", &[("code", &code)]).await;
    let _ = browser.call("enrol_password", &[("password", "a sentence that Mallory made up")]).await;
    assert!(!signs_in(&world, &root.user_name, "a sentence that Mallory made up").await);
    world.database().run("UPDATE people SET status = 'active', activated_at = created_at").await;
    assert!(!signs_in(&world, &root.user_name, "a sentence that Mallory made up").await);
}

#[tokio::test]
async fn s79_a_role_given_by_sql_is_none() {
    let world = defenceless().await;
    world.database().run(&format!("UPDATE people SET role = 'global_administrator' WHERE id = {BERT}")).await;
    let bert = world.id_of(ADDRESSES[1]).await;
    assert!(world.admin().people(bert, "", None, None, None).await.is_err());
    // Nor with the administrator's own seal.
    world
        .database()
        .run(&format!(
            "UPDATE people SET standing_mac = (SELECT standing_mac FROM people WHERE role = 'global_administrator' LIMIT 1),
             standing_version = 2 WHERE id = {BERT}"
        ))
        .await;
    assert!(world.admin().people(bert, "", None, None, None).await.is_err());
    assert_closed(&world, world.bert()).await;
}

#[tokio::test]
async fn s79_a_session_given_to_somebody_else_is_over() {
    let world = defenceless().await;
    let browser = world.browser();
    browser.sign_in(world.bert()).await;
    world.database().run(&format!("UPDATE sessions SET person_id = {ANNA}")).await;
    assert!(!browser.is_signed_in().await);
}
