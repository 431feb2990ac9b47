//! A thief was inside for a minute: the owner's credentials go on counting, new ones must wait, and
//! older proofs win (S109–S113).

mod codes;
mod mailboxes;
mod new_and_removed;
mod older;
mod owner_returns;

use crate::support::saved_codes::new_codes;
use regain_domain::policy;
use regain_testkit::{Answer, App, Browser, Person, SoftPasskey, World, done};
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const THIEFS: &str = "thief@evil.example";
const ACCOMPLICE: &str = "accomplice@evil.example";
const QUICK: Duration = Duration::from_secs(60);
const SIGN_IN: (&str, &str) = ("sign-in", "sign_in_with_passkey");

/// The traces of a thief with Anna's session and one code of her app.
struct Loot {
    browser: Browser,
    passkey: SoftPasskey,
    app: App,
    codes: Vec<String>,
}

/// Adds a passkey and an app, makes new saved codes, and removes the owner's app, all in a minute.
async fn ransack(world: &World, anna: &Person) -> Loot {
    let browser = world.confirmed(anna).await;
    let mut passkey = SoftPasskey::new(7);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    let app = App::with_key(&browser.shown_key("/account/methods/authenticator").await);
    done(
        &browser
            .call(
                "add_authenticator",
                &[("name", "x"), ("code", &app.code_at(world.now()))],
            )
            .await,
    );
    let codes = new_codes(&browser).await;
    let owners = world.holdings(&anna.email).await.methods[0].id.to_hex();
    done(&browser.call("remove_method", &[("method", &owners)]).await);
    Loot {
        browser,
        passkey,
        app,
        codes,
    }
}

/// Takes the second step a minute later, so that every app code is new.
async fn second_step(
    world: &World,
    person: &Person,
    endpoint: &str,
    code: &str,
) -> (Browser, Answer) {
    let browser = world.browser();
    browser.asked_for_second_factor(person).await;
    let answer = browser.call(endpoint, &[("code", code)]).await;
    (browser, answer)
}

async fn app_code(world: &World, app: &App) -> String {
    world.advance_seconds(60);
    app.code_at(world.now())
}

async fn is_frozen(world: &World, person: &Person) -> bool {
    let mut work = world
        .second_process()
        .await
        .base()
        .store
        .read()
        .await
        .expect("the database answers");
    let person = work
        .people()
        .by_id(world.id_of(&person.email).await)
        .await
        .expect("the database answers");
    person.expect("somebody").frozen_at.is_some()
}

/// The owner's way back in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Password, and the removed app.
    App,
    /// Password, and a code of the replaced set.
    Code,
    /// A recovery: mail, and the removed app.
    RecoverByApp,
    /// A recovery: mail, and a code of the replaced set.
    RecoverByCode,
}

async fn comes_back(world: &World, anna: &Person, way: Way) -> Answer {
    let own = anna.app.as_ref().expect("an app");
    match way {
        Way::App => {
            second_step(
                world,
                anna,
                "verify_authenticator",
                &app_code(world, own).await,
            )
            .await
            .1
        }
        Way::Code => {
            second_step(world, anna, "verify_saved_code", &anna.codes[1])
                .await
                .1
        }
        Way::RecoverByApp | Way::RecoverByCode => {
            let browser = world.browser();
            browser
                .start_recovery(&anna.user_name, "forgot_password")
                .await;
            world.pass_mail(&browser, anna).await;
            let (method, endpoint, code) = match way {
                Way::RecoverByApp => (
                    "authenticator",
                    "enter_authenticator",
                    app_code(world, own).await,
                ),
                _ => ("saved_code", "enter_saved_code", anna.codes[1].clone()),
            };
            done(&browser.call("choose_method", &[("method", method)]).await);
            let passed = browser.call(endpoint, &[("code", &code)]).await;
            if passed.refusal().is_some() {
                return passed;
            }
            browser
                .call(
                    "new_password",
                    &[("password", "a sentence that nobody has said")],
                )
                .await
        }
    }
}

/// Asserts that nothing of the thief's opens anything, at any time.
async fn is_rid_of(world: &World, anna: &Person, loot: &mut Loot, what: &str) {
    for later in [Duration::ZERO, HOUR, policy::QUARANTINE, DAY * 5] {
        world.advance(later);
        let answer = world
            .browser()
            .use_passkey(SIGN_IN.0, SIGN_IN.1, &mut loot.passkey)
            .await;
        assert_eq!(
            answer.refusal().as_deref(),
            Some("passkey-unknown"),
            "{what}: {later:?}"
        );
        let code = app_code(world, &loot.app).await;
        let refusal = second_step(world, anna, "verify_authenticator", &code)
            .await
            .1
            .refusal();
        assert_eq!(
            refusal.as_deref(),
            Some("authenticator-wrong"),
            "{what}: {later:?}"
        );
        let refusal = second_step(world, anna, "verify_saved_code", &loot.codes[0])
            .await
            .1
            .refusal();
        assert_eq!(refusal.as_deref(), Some("code-wrong"), "{what}: {later:?}");
        assert!(!loot.browser.is_signed_in().await, "{what}");
        world.advance_seconds(60);
        world.sign_in_fully(&world.browser(), anna).await;
    }
}

async fn take_address(world: &World, browser: &Browser, position: &str) {
    done(
        &browser
            .call(
                "claim_address",
                &[("new_address", THIEFS), ("position", position)],
            )
            .await,
    );
    let code = world.mailed_code(THIEFS).await;
    done(&browser.call("enter_address_code", &[("code", &code)]).await);
}

/// Chooses somebody as a recovery contact, who agrees at once.
async fn choose_contact(world: &World, browser: &Browser, address: &str) {
    done(
        &browser
            .call("add_contact", &[("name", "Ida"), ("mailbox", address)])
            .await,
    );
    done(
        &world
            .contact_browser(address)
            .await
            .call("accept_contact", &[])
            .await,
    );
}

/// How many mails each of these has had after a recovery asked for a code by mail, and then for one
/// by contacts.
async fn asked(world: &World, anna: &Person, addresses: &[&str]) -> Vec<usize> {
    let mut before = Vec::new();
    for address in addresses {
        before.push(world.mails_to(address).await.len());
    }
    let browser = world.browser();
    browser
        .start_recovery(&anna.user_name, "forgot_password")
        .await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    done(&browser.call("choose_another_way", &[]).await);
    done(
        &browser
            .call("choose_method", &[("method", "contact")])
            .await,
    );
    let mut more = Vec::new();
    for (address, before) in addresses.iter().zip(before) {
        more.push(world.mails_to(address).await.len() - before);
    }
    more
}
