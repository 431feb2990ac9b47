//! Sessions and known devices whose rows were true once, or that SQL made last longer (S51, S58,
//! S79).

use crate::support::database::drop_triggers;
use crate::support::people::change_password;
use regain_testkit::{Browser, Person, World, done};

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Keeps the rows of a table as they are now; returns the statement that puts them back.
async fn kept(world: &World, table: &str) -> String {
    world
        .database()
        .run(&format!("CREATE TABLE kept AS SELECT * FROM {table}"))
        .await;
    format!("INSERT OR REPLACE INTO {table} SELECT * FROM kept")
}

async fn rows(world: &World, table: &str) -> i64 {
    world
        .database()
        .number(&format!("SELECT count(*) FROM {table}"))
        .await
}

#[tokio::test]
async fn s79_a_session_that_a_new_password_ended_isnt_put_back() {
    let world = World::new().await;
    let thief = world.browser();
    thief.sign_in(world.anna()).await;
    let put_back = kept(&world, "sessions").await;
    world.database().run("DELETE FROM sessions").await;
    world.database().run(&put_back).await;
    assert!(
        thief.is_signed_in().await,
        "a control: put back in time, it is what it was"
    );
    world.advance_seconds(1);
    change_password(&world, "a newer sentence than before").await;
    world.database().run(&put_back).await;
    assert_eq!(rows(&world, "sessions").await, 2);
    assert!(!thief.is_signed_in().await);
    assert_eq!(rows(&world, "sessions").await, 1, "the other one is Anna's");
}

#[tokio::test]
async fn s79_a_session_of_before_somebody_was_disabled_isnt_put_back() {
    let world = World::new().await;
    let thief = world.browser();
    thief.sign_in(world.anna()).await;
    let put_back = kept(&world, "sessions").await;
    for disabled in [true, false] {
        world.set_disabled(&world.anna().email, disabled).await;
    }
    world.database().run(&put_back).await;
    assert!(!thief.is_signed_in().await);
    let owner = world.browser();
    owner.sign_in(world.anna()).await;
    assert!(owner.is_signed_in().await);
}

#[tokio::test]
async fn s51_no_session_is_prolonged_by_sql() {
    for (columns, after) in [
        (&["last_seen_at"][..], 2 * HOUR),
        (&["last_seen_at", "created_at"], 25 * HOUR),
    ] {
        let world = World::new().await;
        let browser = world.browser();
        browser.sign_in(world.anna()).await;
        drop_triggers(&world).await;
        world.advance_seconds(after);
        for column in columns {
            world
                .database()
                .run(&format!(
                    "UPDATE sessions SET {column} = {}",
                    world.now().as_millis()
                ))
                .await;
        }
        assert!(!browser.is_signed_in().await, "{columns:?}");
    }
    // A session in use lasts as long as any may.
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    for _ in 0..23 {
        world.advance_seconds(50 * MINUTE);
        assert!(browser.is_signed_in().await);
    }
}

/// Signs in with the second step, with or without remembering the device.
async fn enters(world: &World, browser: &Browser, person: &Person, remember: bool) {
    browser.asked_for_second_factor(person).await;
    let code = world.app_code(person);
    let fields = [("code", code.as_str()), ("remember", "on")];
    done(
        &browser
            .call("verify_authenticator", &fields[..1 + usize::from(remember)])
            .await,
    );
    done(&browser.call("sign_out", &[]).await);
}

/// Whether the password alone signs in there.
async fn is_remembered(browser: &Browser, user_name: &str, password: &str) -> bool {
    let _ = browser.try_sign_in(user_name, password).await;
    browser.is_signed_in().await
}

#[tokio::test]
async fn s58_no_device_is_remembered_because_sql_says_so() {
    for columns in [
        &["remembered_until"][..],
        &["remembered_until", "wanted_until"],
    ] {
        let world = World::strict().await;
        let anna = world.anna();
        let browser = world.browser();
        enters(&world, &browser, anna, false).await;
        drop_triggers(&world).await;
        let until = world.now().as_millis() + 30 * 1000 * i64::try_from(DAY).expect("a number");
        for column in columns {
            world
                .database()
                .run(&format!("UPDATE devices SET {column} = {until}"))
                .await;
        }
        assert!(
            !is_remembered(&browser, &anna.user_name, &anna.password).await,
            "{columns:?}"
        );
        // Nor does somebody else's sign-in there make it true, although the device gets another
        // token.
        enters(&world, &browser, world.bert(), false).await;
        assert!(
            !is_remembered(&browser, &anna.user_name, &anna.password).await,
            "{columns:?}"
        );
    }
}

#[tokio::test]
async fn s58_a_device_is_remembered_no_longer_because_sql_says_so() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    enters(&world, &browser, anna, true).await;
    assert!(is_remembered(&browser, &anna.user_name, &anna.password).await);
    done(&browser.call("sign_out", &[]).await);
    drop_triggers(&world).await;
    world.advance_seconds(80 * DAY);
    let later = "UPDATE devices SET remembered_until = remembered_until + 864000000";
    world.database().run(later).await;
    assert!(!is_remembered(&browser, &anna.user_name, &anna.password).await);
}

#[tokio::test]
async fn s79_a_device_that_a_new_password_forgot_isnt_remembered_again() {
    let world = World::strict().await;
    let anna = world.anna();
    let browser = world.browser();
    enters(&world, &browser, anna, true).await;
    let put_back = kept(&world, "devices").await;
    let owner = world.confirmed(anna).await;
    let new = "a newer sentence than before";
    done(
        &owner
            .call(
                "change_password",
                &[("current", anna.password.as_str()), ("new", new)],
            )
            .await,
    );
    world.database().run(&put_back).await;
    assert!(!is_remembered(&browser, &anna.user_name, new).await);
}
