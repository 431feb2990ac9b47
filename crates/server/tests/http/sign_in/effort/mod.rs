//! Under pressure, strangers do work first, and owners on their devices never have to (S62, S64).

mod strangers;
mod without_script;
mod work;

use regain_domain::effort::Search;
use regain_domain::policy;
use regain_testkit::{Answer, Browser, World};

/// An office in which somebody tries many accounts.
const OFFICE: &str = "203.0.113.7";
const ELSEWHERE: &str = "203.0.113.8";

async fn press(world: &World) {
    let stranger = world.browser().from(OFFICE);
    for nth in 0..=policy::PRESSURE_IDENTIFIERS_OF_SOURCE {
        assert_eq!(
            stranger
                .try_sign_in(&format!("nobody-{nth}"), "Spring2026")
                .await
                .refusal()
                .as_deref(),
            Some("sign-in")
        );
    }
}

/// Finds the work that an answer asks for, as the script does.
fn found(answer: &Answer) -> String {
    assert_eq!(
        answer.refusal().as_deref(),
        Some("pow-needed"),
        "{answer:?}"
    );
    let ticket = answer
        .header("regain-asks-for-work")
        .expect("something to solve");
    Search::of(ticket)
        .and_then(|mut search| search.go_on(u32::MAX))
        .expect("there is a solution")
}

async fn sign_in(browser: &Browser, name: &str, password: &str, proof: &str) -> Answer {
    browser
        .call(
            "sign_in",
            &[
                ("identifier", name),
                ("password", password),
                ("proof", proof),
            ],
        )
        .await
}

async fn recover(browser: &Browser, name: &str, proof: &str) -> Answer {
    browser
        .call(
            "start_recovery",
            &[
                ("identifier", name),
                ("trouble", "forgot_user_name"),
                ("proof", proof),
            ],
        )
        .await
}

async fn rows(world: &World, table: &str) -> i64 {
    world
        .database()
        .number(&format!("SELECT count(*) FROM {table}"))
        .await
}
