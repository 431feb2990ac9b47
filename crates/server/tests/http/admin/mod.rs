//! `/admin` and the pages below it: who sees and does what, whom the server tells, and what nobody
//! can do.

mod disabling;
mod history;
mod invitations;
mod people;
mod policy;
mod proof;
mod readiness_report;
mod role_passkey;
mod roles;
mod screens;

use regain_domain::Role;
use regain_testkit::{ADDRESSES, Answer, Browser, World};

async fn signed_in_as(world: &World, role: Role) -> Browser {
    world.set_role(ADDRESSES[1], role).await;
    world.confirmed(world.bert()).await
}

async fn page_of(world: &World, address: &str) -> String {
    format!("/admin/people/{}", world.id_of(address).await.to_hex())
}

async fn table(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    browser.send(browser.form(path, &body)).await
}
