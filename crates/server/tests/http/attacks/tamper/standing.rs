//! A person's standing by SQL: a status, a role or a session that SQL gave them (S77, S79).

use super::{ANNA, BERT, assert_closed, defenceless, signs_in};
use crate::support::database::drop_triggers;
use regain_admin::DecisionOutcome;
use regain_domain::{PersonId, Refusal, RequestId, Role};
use regain_service::{Failure, Visitor};
use regain_testkit::{ADDRESSES, ROOT, World};

#[tokio::test]
async fn s77_status_turned_back_to_invited_lets_nobody_enrol_anew() {
    let world = World::empty().await;
    let code = world.invite(ROOT).await.code.shown();
    let root = world.enrol(ROOT).await;
    drop_triggers(&world).await;
    world
        .database()
        .run("UPDATE people SET status = 'invited', activated_at = NULL")
        .await;
    world
        .database()
        .run("UPDATE invitations SET accepted_at = NULL, replaced_at = NULL")
        .await;
    let browser = world.browser();
    let _ = browser.call("open_invitation", &[("code", &code)]).await;
    let _ = browser
        .call(
            "enrol_password",
            &[("password", "a sentence that Mallory made up")],
        )
        .await;
    assert!(!signs_in(&world, &root.user_name, "a sentence that Mallory made up").await);
    world
        .database()
        .run("UPDATE people SET status = 'active', activated_at = created_at")
        .await;
    assert!(!signs_in(&world, &root.user_name, "a sentence that Mallory made up").await);
}

#[tokio::test]
async fn s79_a_role_given_by_sql_is_none() {
    let world = defenceless().await;
    world
        .database()
        .run(&format!(
            "UPDATE people SET role = 'global_administrator' WHERE id = {BERT}"
        ))
        .await;
    let bert = world.id_of(ADDRESSES[1]).await;
    assert!(
        world
            .admin()
            .people(bert, "", None, None, None)
            .await
            .is_err()
    );
    // Nor with the administrator's own seal.
    world
        .database()
        .run(&format!(
            "UPDATE people SET standing_mac = (SELECT standing_mac FROM people WHERE role = 'global_administrator' LIMIT 1),
             standing_version = 2 WHERE id = {BERT}"
        ))
        .await;
    assert!(
        world
            .admin()
            .people(bert, "", None, None, None)
            .await
            .is_err()
    );
    assert_closed(&world, world.bert()).await;
}

/// A later beginning would give a role more time (S114).
#[tokio::test]
async fn s79_s114_a_role_that_sql_makes_younger_closes_the_account() {
    for later in ["role_since + 86400000", "NULL", "role_since - 1"] {
        let world = World::new().await;
        world.set_role(ADDRESSES[1], Role::Auditor).await;
        let attack = format!("UPDATE people SET role_since = {later} WHERE id = {BERT}");
        assert!(!world.database().allows(&attack).await, "{later}");
        let sealed = attack.replace(
            "SET ",
            "SET standing_version = standing_version + 1, standing_mac = randomblob(32), ",
        );
        assert!(
            !world.database().allows(&sealed).await,
            "{later}: a role begins once"
        );
        let browser = world.browser();
        browser.sign_in(world.bert()).await;
        drop_triggers(&world).await;
        world.database().run(&attack).await;
        assert_ne!(browser.get("/admin").await.status, 200, "{later}");
        assert_closed(&world, world.bert()).await;
    }
}

#[tokio::test]
async fn s79_a_session_given_to_somebody_else_is_over() {
    let world = defenceless().await;
    let browser = world.browser();
    browser.sign_in(world.bert()).await;
    world
        .database()
        .run(&format!("UPDATE sessions SET person_id = {ANNA}"))
        .await;
    assert!(!browser.is_signed_in().await);
}

/// Asks as an administrator for somebody's role; returns the request.
async fn asked(world: &World, person: PersonId, role: Role) -> RequestId {
    let root = world.id_of(ROOT).await;
    world
        .admin()
        .request_role(&Visitor::default(), root, person, role)
        .await
        .expect("an administrator may");
    world
        .admin()
        .role_requests(root)
        .await
        .expect("an answer")
        .first()
        .expect("it waits")
        .id
}

/// The refusal of a confirmation, if any.
async fn refused(world: &World, by: PersonId, request: RequestId) -> Option<Refusal> {
    match world
        .admin()
        .decide_role(&Visitor::default(), by, request, DecisionOutcome::Confirmed)
        .await
    {
        Ok(()) => None,
        Err(Failure::Refused(refusal)) => Some(refusal),
        Err(failure) => panic!("{failure}"),
    }
}

/// REVIEW, 33: one administrator and SQL can't make another one.
#[tokio::test]
async fn s79_a_request_for_a_role_that_sql_changed_is_confirmed_by_nobody() {
    for (attack, by_first) in [
        (
            format!("UPDATE role_requests SET requested_by = {ANNA}"),
            true,
        ),
        (
            format!("UPDATE role_requests SET person_id = {ANNA}"),
            false,
        ),
        (
            "UPDATE role_requests SET role = 'global_administrator'".to_owned(),
            false,
        ),
        (
            "UPDATE role_requests SET requested_at = requested_at + 1".to_owned(),
            false,
        ),
        (
            "UPDATE role_requests SET expires_at = expires_at + 86400000".to_owned(),
            false,
        ),
        ("UPDATE role_requests SET seal = NULL".to_owned(), false),
    ] {
        let world = defenceless().await;
        world
            .set_role(ADDRESSES[0], Role::GlobalAdministrator)
            .await;
        let anna = world.id_of(ADDRESSES[0]).await;
        let bert = world.id_of(ADDRESSES[1]).await;
        let request = asked(&world, bert, Role::UserAdministrator).await;
        world.database().run(&attack).await;
        let by = if by_first {
            world.id_of(ROOT).await
        } else {
            anna
        };
        assert_eq!(
            refused(&world, by, request).await,
            Some(Refusal::RequestOver),
            "{attack}"
        );
        let roles = world
            .database()
            .texts(&format!("SELECT role FROM people WHERE id = {BERT}"))
            .await;
        assert_eq!(roles, ["member"], "{attack}");
        // An administrator can still turn it down.
        let visitor = Visitor::default();
        let turned_down = world
            .admin()
            .decide_role(&visitor, anna, request, DecisionOutcome::Refused)
            .await;
        assert!(turned_down.is_ok(), "{attack}");
    }
}

#[tokio::test]
async fn s82_what_somebody_asked_is_confirmed_only_while_they_could_ask_for_it() {
    for gone in ["disabled", "stripped"] {
        let world = World::new().await;
        world
            .set_role(ADDRESSES[0], Role::GlobalAdministrator)
            .await;
        let root = world.id_of(ROOT).await;
        let anna = world.id_of(ADDRESSES[0]).await;
        let bert = world.id_of(ADDRESSES[1]).await;
        let request = asked(&world, bert, Role::Auditor).await;
        match gone {
            "disabled" => world
                .admin()
                .disable(&Visitor::default(), anna, root, "left")
                .await
                .expect("allowed"),
            _ => world.set_role(ROOT, Role::Member).await,
        }
        assert_eq!(
            refused(&world, anna, request).await,
            Some(Refusal::AskerMayNot),
            "{gone}"
        );
        // With their right back, the request is as it was.
        match gone {
            "disabled" => world
                .admin()
                .enable(&Visitor::default(), anna, root)
                .await
                .expect("allowed"),
            _ => world.set_role(ROOT, Role::GlobalAdministrator).await,
        }
        assert_eq!(refused(&world, anna, request).await, None, "{gone}");
    }
}
