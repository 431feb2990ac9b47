//! Forgets what is over: each kind by itself, in units of work that hold nobody up for long (S98).

use regain_domain::FlowId;
use regain_storage::Flow;
use regain_testkit::World;
use std::time::Duration;

/// After this long, everything that a test writes is over.
const LONG: u64 = 4 * 24 * 60 * 60;
const FLOWS: &str = "SELECT count(*) FROM recovery_flows";
const ANSWERS: &str = "the database answers";

#[tokio::test]
async fn s98_what_cant_be_forgotten_keeps_nothing_else() {
    let world = World::new().await;
    world.browser().sign_in(world.anna()).await;
    world
        .browser()
        .start_recovery(&world.bert().email, "forgot_password")
        .await;
    world
        .browser()
        .try_sign_in(&world.bert().user_name, "not the sentence")
        .await;
    let counters = "SELECT count(*) FROM sign_in_counters";
    let places = "SELECT count(*) FROM history_details WHERE place IS NOT NULL";
    for query in [FLOWS, counters, places] {
        assert!(world.database().number(query).await > 0, "{query}");
    }
    let stay = "CREATE TRIGGER sessions_stay BEFORE DELETE ON sessions BEGIN SELECT RAISE(ABORT, 'of this test'); END";
    world.database().run(stay).await;
    world.advance_seconds(LONG * 10);
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect_err("sessions can't be forgotten");
    let sessions = "SELECT count(*) FROM sessions";
    assert!(world.database().number(sessions).await > 0);
    for query in [FLOWS, counters, places] {
        assert_eq!(world.database().number(query).await, 0, "{query}");
    }
    world.database().run("DROP TRIGGER sessions_stay").await;
    world.regain().upkeep.sweep().await.expect(ANSWERS);
    assert_eq!(world.database().number(sessions).await, 0);
}

#[tokio::test]
async fn s98_a_flood_of_recoveries_is_forgotten_a_thousand_at_a_time() {
    let world = World::new().await;
    world
        .browser()
        .start_recovery(&world.bert().email, "forgot_password")
        .await;
    let id = world
        .database()
        .texts("SELECT lower(hex(id)) FROM recovery_flows")
        .await;
    let id = FlowId::from_hex(&id[0]).expect("an id");
    let mut work = world.regain().base().store.write().await.expect(ANSWERS);
    let flow = work
        .recovery()
        .flow(id)
        .await
        .expect(ANSWERS)
        .expect("a recovery");
    let mut number = [0; 32];
    for nth in 1..2500_u32 {
        number[..4].copy_from_slice(&nth.to_be_bytes());
        let id = FlowId::from_bytes(number[..16].try_into().expect("sixteen"));
        let expires_at = flow.expires_at.plus(Duration::from_millis(nth.into()));
        let one_more = Flow {
            id,
            browser_digest: number.into(),
            expires_at,
            ..flow.clone()
        };
        work.recovery().insert_flow(&one_more).await.expect(ANSWERS);
    }
    work.commit().await.expect(ANSWERS);
    // The unit of work that reaches the youngest row fails, so only that unit's rows remain.
    let youngest = "CREATE TRIGGER youngest_stays BEFORE DELETE ON recovery_flows
                    WHEN OLD.expires_at = (SELECT max(expires_at) FROM recovery_flows)
                    BEGIN SELECT RAISE(ABORT, 'of this test'); END";
    world.database().run(youngest).await;
    world.advance_seconds(LONG);
    world
        .regain()
        .upkeep
        .sweep()
        .await
        .expect_err("one recovery can't be forgotten");
    assert_eq!(world.database().number(FLOWS).await, 500);
    world.database().run("DROP TRIGGER youngest_stays").await;
    assert!(world.regain().upkeep.sweep().await.expect(ANSWERS) >= 500);
    assert_eq!(world.database().number(FLOWS).await, 0);
}
