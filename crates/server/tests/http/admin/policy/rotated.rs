//! The policy outlasts a rotation of the master keys (S82, S104).

use crate::support::people::root;
use crate::support::policy::set;
use regain_testkit::World;

#[tokio::test]
async fn s104_policy_and_requests_are_as_administrators_decided_after_a_rotation() {
    let world = World::new().await;
    let browser = root(&world).await;
    set(&world, &browser, &[("device_remembered", "30")]).await;
    // This waits for a second administrator.
    set(&world, &browser, &[("device_remembered", "60")]).await;
    let world = world.rotated().await;
    let base = world.regain().base();
    let state = async |world: &World| {
        let base = world.regain().base();
        let mut work = base.store.read().await.expect("the database answers");
        base.policy_state(work.as_mut()).await.expect("a policy")
    };
    assert!(state(&world).await.genuine && state(&world).await.version == 1);
    let mut work = base.store.read().await.expect("the database answers");
    let waiting = work
        .policies()
        .waiting(world.now())
        .await
        .expect("an answer")
        .expect("a request");
    assert!(base.is_genuine_request(&waiting));
    drop(work);
    // The history holds its seal, so the key that wrote it isn't needed.
    let alone = world.retired(1).await;
    assert!(state(&alone).await.genuine);
}
