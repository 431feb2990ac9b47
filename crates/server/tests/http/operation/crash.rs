//! S29, S55: `kill -9` between any two statements leaves the old state or the new one, never a
//! mixture, and a chain that verifies.
//!
//! A request waits before each of its statements (the engine's feature `stops`). The test stops it
//! at its first wait, its second, and so on; each time it copies the database's files as they lie
//! there, as a killed process leaves them, and opens the copy.

use crate::support::closing::{DAY, asks, status, sweep};
use regain_testkit::{ADDRESSES, App, ROOT, World};
use std::future::Future;
use std::pin::pin;
use std::task::Poll;

/// The reason why the test doesn't read the last answer: a request that was ended during its commit
/// may have happened after all, and then the next one's answer says so.
const LAST: &str = "it happened, once";

/// Runs a request up to its wait with this number, and shows `stopped` the world before anything
/// goes on. Returns the answer if it came before that wait.
async fn stopped_at<T, S: Future<Output = ()>>(
    wait: usize,
    request: impl Future<Output = T>,
    stopped: impl FnOnce() -> S,
) -> Option<T> {
    let mut request = pin!(request);
    let mut waited = 0;
    let answer = std::future::poll_fn(|context| {
        if waited > wait {
            return Poll::Ready(None);
        }
        waited += 1;
        request.as_mut().poll(context).map(Some)
    });
    let answer = answer.await;
    if answer.is_none() {
        stopped().await;
    }
    answer
}

async fn assert_whole(world: &World) {
    let root = world.id_of(ROOT).await;
    let chain = world
        .admin()
        .verify_history(root)
        .await
        .expect("the database answers");
    assert_eq!(chain.fault, None);
    assert_eq!(
        world.database().texts("PRAGMA integrity_check").await,
        ["ok"]
    );
}

async fn signs_in(world: &World, password: &str) -> bool {
    let browser = world.browser();
    browser.try_sign_in(&world.anna().user_name, password).await;
    browser.is_signed_in().await
}

#[tokio::test]
async fn s29_a_killed_recovery_leaves_the_old_password_or_the_new_one_and_all_that_belongs_to_it() {
    let world = World::new().await;
    let elsewhere = world.browser();
    elsewhere.sign_in(world.anna()).await;
    let recovering = world.proven(world.anna(), "forgot_password", 1).await;
    let old = world.anna().password.clone();
    let new = "a sentence that nobody has said before";
    let created = "SELECT count(*) FROM history WHERE event = 'password.created'";
    let letters = "SELECT count(*) FROM outbox";
    let letters_before = world.database().number(letters).await;
    let fields = [("password", new)];
    let mut stops = 0;
    loop {
        let answer = stopped_at(
            stops,
            recovering.call("new_password", &fields),
            async || {
                let found = world.after_kill().await;
                assert_whole(&found).await;
                let is_new = found.database().number(created).await == 1;
                assert_eq!(
                    found.database().number(letters).await > letters_before,
                    is_new,
                    "stop {stops}: the notice"
                );
                assert_eq!(
                    signs_in(&found, new).await,
                    is_new,
                    "stop {stops}: the new password"
                );
                assert_eq!(
                    signs_in(&found, &old).await,
                    !is_new,
                    "stop {stops}: the old password"
                );
            },
        );
        if answer.await.is_some() {
            break;
        }
        stops += 1;
    }
    assert_eq!(world.database().number(created).await, 1, "{LAST}");
    assert!(
        stops > 20,
        "only {stops} stops: each statement should be one"
    );
    assert!(signs_in(&world, new).await && !elsewhere.is_signed_in().await);
}

#[tokio::test]
async fn s29_a_killed_replacement_of_a_lost_app_leaves_the_old_one_or_the_new_one() {
    let world = World::strict().await;
    let mut anna = world.anna().clone();
    let recovering = world.proven(&anna, "lost_authenticator", 1).await;
    let app = App::with_key(&recovering.shown_key("/recover/authenticator").await);
    let replaced = "SELECT count(*) FROM history WHERE event = 'authenticator.replaced'";
    let code = app.code_at(world.now());
    let fields = [("name", "New phone"), ("code", code.as_str())];
    let mut stops = 0;
    loop {
        let answer = stopped_at(
            stops,
            recovering.call("replace_authenticator", &fields),
            async || {
                let found = world.after_kill().await;
                found.advance_seconds(60);
                assert_whole(&found).await;
                let is_new = found.database().number(replaced).await == 1;
                for (of, works) in [
                    (&app, is_new),
                    (anna.app.as_ref().expect("an app"), !is_new),
                ] {
                    let browser = found.browser();
                    browser.asked_for_second_factor(&anna).await;
                    let code = of.code_at(found.now());
                    let answer = browser
                        .call("verify_authenticator", &[("code", &code)])
                        .await;
                    assert_eq!(
                        answer.refusal().is_none(),
                        works,
                        "stop {stops}: {answer:?}"
                    );
                }
            },
        );
        if answer.await.is_some() {
            break;
        }
        stops += 1;
    }
    assert_eq!(world.database().number(replaced).await, 1, "{LAST}");
    assert!(
        stops > 20,
        "only {stops} stops: each statement should be one"
    );
    anna.app = Some(app);
    world.sign_in_fully(&world.browser(), &anna).await;
}

#[tokio::test]
async fn s55_a_killed_disabling_leaves_the_account_as_it_was_or_disabled_and_told() {
    let world = World::new().await;
    let browser = world.confirmed(world.root()).await;
    world.browser().sign_in(world.anna()).await;
    let id = world.id_of(ADDRESSES[0]).await.to_hex();
    let fields = [
        ("person", id.as_str()),
        ("reason", "a test of the power supply"),
    ];
    let told = "SELECT count(*) FROM history WHERE event = 'account.disabled'";
    let mut stops = 0;
    loop {
        let answer = stopped_at(stops, browser.call("disable_person", &fields), async || {
            let found = world.after_kill().await;
            assert_whole(&found).await;
            let is_disabled = found.database().number(told).await == 1;
            assert_eq!(
                signs_in(&found, &world.anna().password).await,
                !is_disabled,
                "stop {stops}"
            );
        });
        if answer.await.is_some() {
            break;
        }
        stops += 1;
    }
    assert_eq!(world.database().number(told).await, 1, "{LAST}");
    assert!(
        stops > 10,
        "only {stops} stops: each statement should be one"
    );
}

#[tokio::test]
async fn s103_a_killed_erasure_leaves_all_of_somebody_or_nothing_and_the_next_sweep_ends_it() {
    let world = World::new().await;
    let anna = world.anna().clone();
    let id = world.id_of(&anna.email).await;
    asks(&world, &anna).await;
    world.advance(DAY * 11);
    sweep(&world).await;
    world.advance(DAY * 3);
    let left = format!(
        "SELECT (SELECT count(*) FROM passwords WHERE person_id = x'{0}')
              + (SELECT count(*) FROM saved_codes WHERE person_id = x'{0}')
              + (SELECT count(*) FROM identifiers WHERE person_id = x'{0}')
              + (SELECT count(*) FROM person_keys WHERE person_id = x'{0}')",
        id.to_hex()
    );
    let mut stops = 0;
    loop {
        let swept = stopped_at(stops, world.regain().upkeep.sweep(), async || {
            let found = world.after_kill().await;
            found.advance(DAY * 14);
            assert_whole(&found).await;
            let is_erased = status(&found, id).await == "erased";
            let expected = if is_erased { 0 } else { 1 + 10 + 2 + 1 };
            assert_eq!(
                found.database().number(&left).await,
                expected,
                "stop {stops}"
            );
            assert_eq!(
                signs_in(&found, &anna.password).await,
                !is_erased,
                "stop {stops}"
            );
            sweep(&found).await;
            assert_eq!(
                (
                    status(&found, id).await.as_str(),
                    found.database().number(&left).await
                ),
                ("erased", 0)
            );
            assert_whole(&found).await;
        });
        if swept.await.is_some() {
            break;
        }
        stops += 3;
    }
    assert_eq!(status(&world, id).await, "erased", "{LAST}");
    assert!(
        stops > 60,
        "only {stops} stops: each statement should be one"
    );
}
