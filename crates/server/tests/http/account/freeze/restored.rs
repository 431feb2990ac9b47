//! The effects of restoring a backup: it makes nothing new old, and no older password opens the
//! account (S84, S111).

use super::{frozen, publish};
use regain_service::Restored;
use regain_service::heads::HeadFile;
use regain_testkit::{Browser, SoftPasskey, World, done};
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
