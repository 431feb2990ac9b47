//! Passkeys of somebody who is signed in.

use regain_testkit::{Browser, Person, SoftPasskey, World, done};

pub(crate) const SIGN_IN: (&str, &str) = ("sign-in", "sign_in_with_passkey");

/// Anna's browser, signed in and confirmed.
pub(crate) async fn confirmed(world: &World) -> (Browser, Person) {
    let browser = world.browser();
    let anna = world.anna().clone();
    world.sign_in_fully(&browser, &anna).await;
    world.confirm(&browser, &anna).await;
    (browser, anna)
}

/// Anna's browser, signed in, and a passkey of hers.
pub(crate) async fn with_passkey(world: &World) -> (Browser, Person, SoftPasskey) {
    let (browser, anna) = confirmed(world).await;
    let mut passkey = SoftPasskey::new(1);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    (browser, anna, passkey)
}

pub(crate) async fn refusal(
    browser: &Browser,
    (purpose, endpoint): (&str, &str),
    passkey: &mut SoftPasskey,
) -> Option<String> {
    browser
        .use_passkey(purpose, endpoint, passkey)
        .await
        .refusal()
}
