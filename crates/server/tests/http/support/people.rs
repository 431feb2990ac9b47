//! People and their browsers.

use regain_testkit::{Browser, Person, World, done};

/// The first administrator's browser, with a fresh proof.
pub(crate) async fn root(world: &World) -> Browser {
    world.confirmed(world.root()).await
}

/// Changes Anna's password, from a browser of its own.
pub(crate) async fn change_password(world: &World, new: &str) {
    let anna = world.anna();
    let browser = world.browser();
    browser.sign_in(anna).await;
    done(
        &browser
            .call(
                "change_password",
                &[("current", anna.password.as_str()), ("new", new)],
            )
            .await,
    );
}

/// Anna and her browser, signed in with both steps.
pub(crate) async fn signed_in(world: &World) -> (Browser, Person) {
    let browser = world.browser();
    let anna = world.anna().clone();
    world.sign_in_fully(&browser, &anna).await;
    (browser, anna)
}

/// Whether somebody's password signs in there; signs out again.
pub(crate) async fn can_enter(browser: &Browser, person: &Person) -> bool {
    browser
        .try_sign_in(&person.user_name, &person.password)
        .await;
    let entered = browser.is_signed_in().await;
    if entered {
        done(&browser.call("sign_out", &[]).await);
    }
    entered
}
