//! A backup from before an erasure.

use crate::support::closing::{DAY, asks, closes, status, sweep};
use regain_service::heads::HeadFile;
use regain_testkit::{ADDRESSES, World};

/// They come back closed: nothing that they knew lets them in, except a recovery of their own.
#[tokio::test]
async fn s103_whoever_was_erased_after_a_backup_cant_sign_in_once_it_is_restored() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("heads");
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    let backup = world.copy_on(directory.path()).await;
    asks(&world, &anna).await;
    closes(&world).await;
    assert_eq!(status(&world, id).await, "erased");
    let heads = HeadFile::open(&path, world.heads_key()).expect("a file");
    let mut keeper = world.regain().keeper(heads, false);
    keeper
        .publish()
        .await
        .expect("the file takes it")
        .expect("nothing is wrong");
    drop(keeper);

    backup.advance(DAY * 15);
    let mut file = HeadFile::open(&path, backup.heads_key()).expect("a file");
    assert_eq!(
        backup
            .regain()
            .upkeep
            .after_restore(&mut file)
            .await
            .expect("restored")
            .frozen,
        1
    );
    let refused = backup
        .browser()
        .try_sign_in(&anna.user_name, &anna.password)
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("sign-in"));
    backup.browser().sign_in(world.bert()).await;
}

/// The server doesn't believe a backup's entries about the time since then.
#[tokio::test]
async fn s103_a_restored_backup_closes_nobody_and_disabled_people_wait_anew() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("heads");
    let world = World::new().await;
    let anna = world.anna().clone();
    let bert = world.id_of(ADDRESSES[1]).await;
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    world.set_disabled(ADDRESSES[1], true).await;
    world.advance(DAY * 11);
    sweep(&world).await;
    let mut file = HeadFile::open(&path, world.heads_key()).expect("a file");
    world
        .regain()
        .upkeep
        .after_restore(&mut file)
        .await
        .expect("restored");
    for _ in 0..8 {
        world.advance(DAY * 22);
        sweep(&world).await;
    }
    assert_eq!(
        (
            status(&world, id).await.as_str(),
            status(&world, bert).await.as_str()
        ),
        ("active", "disabled")
    );
    world.advance(DAY * 8);
    sweep(&world).await;
    assert_eq!(
        status(&world, bert).await,
        "erased",
        "30 days after they were told once more"
    );
}
