//! `/recover/password` and `/recover/done`: the two ends of a recovery.

mod kept_password;
mod limits;
mod new_password;

use regain_testkit::{Browser, World};

const NEW: &str = "the lark of tomorrow sings at noon";

async fn finish_new(browser: &Browser, password: &str) -> Option<String> {
    browser
        .call("new_password", &[("password", password)])
        .await
        .refusal()
}

async fn keep(browser: &Browser, password: &str) -> Option<String> {
    browser
        .call("keep_password", &[("password", password)])
        .await
        .refusal()
}

async fn can_sign_in(world: &World, password: &str) -> bool {
    world
        .browser()
        .try_sign_in("anna", password)
        .await
        .location()
        == Some("/account")
}

async fn subjects(world: &World) -> Vec<String> {
    world
        .mails_to("anna@example.org")
        .await
        .into_iter()
        .map(|mail| mail.subject)
        .collect()
}
