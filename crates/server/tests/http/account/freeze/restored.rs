//! The effects of restoring a backup: it makes nothing new old, no older password opens the
//! account, and earlier links end (S84, S111).

use super::{NEW_DEVICE, USED, code, freeze, frozen};
use regain_service::Restored;
use regain_service::heads::HeadFile;
use regain_testkit::{Browser, Person, SoftPasskey, World, done};
use std::path::Path;
use std::time::Duration;

const NEW: &str = "a sentence that Anna made up";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Changes the password, so that an earlier backup has an older one.
async fn change_password(browser: &Browser, current: &str) {
    done(
        &browser
            .call("change_password", &[("current", current), ("new", NEW)])
            .await,
    );
}

async fn restore(backup: &World, heads: &Path) -> Restored {
    let mut file = HeadFile::open(heads, backup.heads_key()).expect("a file");
    backup
        .regain()
        .upkeep
        .after_restore(&mut file)
        .await
        .expect("restored")
}

#[tokio::test]
async fn s111_what_was_new_in_a_backup_is_new_however_late_it_is_restored() {
    let directory = tempfile::tempdir().expect("a directory");
    let heads = directory.path().join("heads");
    let world = World::strict().await;
    world.advance(DAY * 10);
    let anna = world.anna();
    let thief = world.confirmed(anna).await;
    let mut passkey = SoftPasskey::new(7);
    done(&thief.make_passkey("add", "add_passkey", &mut passkey).await);
    let backup = world.copy_on(directory.path()).await;
    change_password(&thief, &anna.password).await;
    publish(&world, &heads).await;

    backup.advance(DAY * 4);
    assert_eq!(restore(&backup, &heads).await.frozen, 1);
    let recovering = backup.browser();
    recovering
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "passkey")])
            .await,
    );
    let answer = recovering
        .use_passkey("recover", "enter_passkey", &mut passkey)
        .await;
    assert_eq!(answer.refusal().as_deref(), Some("method-new"));
    // Old credentials open it.
    done(
        &backup
            .proven(anna, "forgot_password", 3)
            .await
            .call("new_password", &[("password", NEW)])
            .await,
    );
    assert_eq!(frozen(&backup).await, 0);
}

#[tokio::test]
async fn s84_what_was_frozen_in_a_backup_opens_by_no_older_password() {
    let directory = tempfile::tempdir().expect("a directory");
    let heads = directory.path().join("heads");
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    world.sign_in_fully(&browser, anna).await;
    done(&browser.call("freeze_own", &[]).await);
    let backup = world.copy_on(directory.path()).await;
    let frozen_at = "SELECT frozen_at FROM people WHERE frozen_at IS NOT NULL";
    let since = backup.database().number(frozen_at).await;
    change_password(&world.confirmed(anna).await, &anna.password).await;
    publish(&world, &heads).await;

    backup.advance(DAY);
    assert_eq!(restore(&backup, &heads).await.frozen, 1);
    assert_eq!(
        backup.database().number(frozen_at).await,
        since,
        "since when it was (S111)"
    );
    let refused = backup
        .browser()
        .try_sign_in(&anna.user_name, &anna.password)
        .await;
    assert_eq!(refused.refusal().as_deref(), Some("sign-in"), "{refused:?}");
    let told = backup.mails_to(&anna.email).await;
    assert!(
        told.iter()
            .any(|mail| mail.subject == "Please get back into your account"),
        "{told:?}"
    );
    done(
        &backup
            .proven(anna, "forgot_password", 3)
            .await
            .call("new_password", &[("password", NEW)])
            .await,
    );
    assert_eq!(frozen(&backup).await, 0);
}

async fn publish(world: &World, heads: &Path) {
    let file = HeadFile::open(heads, world.heads_key()).expect("a file");
    let mut keeper = world.regain().keeper(file, false);
    keeper
        .publish()
        .await
        .expect("the file takes it")
        .expect("nothing is wrong")
        .expect("a head");
}

#[tokio::test]
async fn s84_a_restore_ends_links_that_freeze_and_invitations_of_those_who_came() {
    let world = World::new().await;
    let anna = world.anna();
    world.browser().sign_in(anna).await;
    let notice = code(&world, anna, NEW_DEVICE).await;
    world.invite("carla@example.org").await;
    world.invite("dora@example.org").await;
    let carlas = world.mailed_code("carla@example.org").await;
    let doras = world.mailed_code("dora@example.org").await;
    let backup = world.after_kill().await;

    let mut carla = Person::at("carla@example.org");
    world
        .accept(&world.browser(), &carlas, &mut carla, false)
        .await;
    let directory = tempfile::tempdir().expect("a directory");
    let heads = directory.path().join("heads");
    publish(&world, &heads).await;

    let mut file = HeadFile::open(&heads, world.heads_key()).expect("a file");
    let restored = backup
        .regain()
        .upkeep
        .after_restore(&mut file)
        .await
        .expect("restored");
    assert_eq!(restored.invitations, 1);
    assert_eq!(freeze(&backup, &notice).await.as_deref(), USED);
    let again = backup
        .browser()
        .call("open_invitation", &[("code", &carlas)])
        .await;
    assert_eq!(
        again.refusal().as_deref(),
        Some("invitation-replaced"),
        "nobody comes a second time by an old mail"
    );
    // The invited person who hadn't enrolled still can; an administrator invites the other one
    // again.
    done(
        &backup
            .browser()
            .call("open_invitation", &[("code", &doras)])
            .await,
    );
    backup.invite("carla@example.org").await;
    let fresh = backup.mailed_code("carla@example.org").await;
    assert_ne!(fresh, carlas);
    done(
        &backup
            .browser()
            .call("open_invitation", &[("code", &fresh)])
            .await,
    );
}

/// The operator restores the same backup a second time, after the owner came back from the first
/// restore: the same loss happens again.
#[tokio::test]
async fn s84_a_second_restore_of_the_same_backup_closes_what_the_first_closed() {
    let world = World::new().await;
    let anna = world.anna();
    world.invite("carla@example.org").await;
    let carlas = world.mailed_code("carla@example.org").await;
    let backup = world.after_kill().await;
    let again = world.after_kill().await;
    let directory = tempfile::tempdir().expect("a directory");
    let heads = directory.path().join("heads");

    let browser = world.browser();
    browser.sign_in(anna).await;
    let newer = [
        ("current", anna.password.as_str()),
        ("new", "a newer sentence than before"),
    ];
    done(&browser.call("change_password", &newer).await);
    let mut carla = Person::at("carla@example.org");
    world
        .accept(&world.browser(), &carlas, &mut carla, false)
        .await;
    publish(&world, &heads).await;

    let mut file = HeadFile::open(&heads, world.heads_key()).expect("a file");
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
    backup.invite("carla@example.org").await;
    publish(&backup, &heads).await;
    let kept = backup.after_kill().await;

    let mut file = HeadFile::open(&heads, world.heads_key()).expect("a file");
    let restored = again
        .regain()
        .upkeep
        .after_restore(&mut file)
        .await
        .expect("restored");
    assert_eq!(
        (restored.frozen, restored.invitations),
        (1, 1),
        "as the first time"
    );
    assert!(
        again
            .browser()
            .try_sign_in(&anna.user_name, &anna.password)
            .await
            .refusal()
            .is_some()
    );
    let old = again
        .browser()
        .call("open_invitation", &[("code", &carlas)])
        .await;
    assert_eq!(old.refusal().as_deref(), Some("invitation-replaced"));

    // A backup taken after the first restore loses nothing of hers: she stays as closed as she was,
    // and nobody else is closed.
    let mut file = HeadFile::open(&heads, world.heads_key()).expect("a file");
    assert_eq!(
        kept.regain()
            .upkeep
            .after_restore(&mut file)
            .await
            .expect("restored")
            .frozen,
        0
    );
    assert_eq!(frozen(&kept).await, 1);
}
