//! `/admin/policy` and `/api/policy`: floors, preview, two administrators for loosening, notices
//! about tightening, and the policy in force everywhere (F11, F21, S82).

mod access;
mod concerned;
mod floors;
mod following;
mod loosening;
mod rotated;
mod tightening;

use crate::support::policy::{decide, set};
use regain_domain::Role;
use regain_testkit::{Answer, Browser, Person, World, done};

const DAY: u64 = 24 * 60 * 60;

/// Uses up somebody's saved codes.
async fn use_up_codes(world: &World, person: &Person) {
    for code in &person.codes {
        let browser = world.browser();
        browser.asked_for_second_factor(person).await;
        done(&browser.call("verify_saved_code", &[("code", code)]).await);
    }
}

/// Makes a change that needs two administrators: one asks, and `second`, who becomes one, confirms.
async fn set_by_two(
    world: &World,
    asking: &Browser,
    second: &Person,
    values: &[(&str, &str)],
) -> Answer {
    world
        .set_role(&second.email, Role::GlobalAdministrator)
        .await;
    let confirming = world.confirmed(second).await;
    let asked = set(world, asking, values).await;
    assert_eq!(
        asked.location(),
        Some("/admin/policy?notice=policy-asked"),
        "{asked:?}"
    );
    let answer = decide(&confirming, "confirm").await;
    assert_eq!(answer.refusal(), None, "{answer:?}");
    answer
}

async fn rows(world: &World) -> (i64, i64) {
    let count = async |table: &str| {
        world
            .database()
            .number(&format!("SELECT count(*) FROM {table}"))
            .await
    };
    (count("policies").await, count("policy_requests").await)
}
