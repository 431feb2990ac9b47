//! The policy, as administrators change it.

use regain_domain::{Policy, Role, Setting};
use regain_testkit::{ADDRESSES, Answer, Browser, World};

/// Bert's browser, with him in this role.
pub(crate) async fn bert_as(world: &World, role: Role) -> Browser {
    world.set_role(ADDRESSES[1], role).await;
    world.confirmed(world.bert()).await
}

/// The preview's address for a policy: this one with some values changed.
fn address(base: Policy, values: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for setting in Setting::all() {
        let code = setting.code();
        let own = base.get(setting).to_string();
        let value = values
            .iter()
            .find(|(name, _)| *name == code)
            .map_or(own.as_str(), |(_, value)| value);
        match setting.rule().unit == regain_domain::policy::ValueUnit::YesNo {
            true if value == "1" => drop(query.append_pair(&code, "on")),
            true => {}
            false => drop(query.append_pair(&code, value)),
        }
    }
    format!("/admin/policy/preview?{}", query.finish())
}

pub(crate) async fn preview(world: &World, browser: &Browser, values: &[(&str, &str)]) -> Answer {
    let in_force = world.regain().base().shown_policy().await;
    browser.get(&address(in_force, values)).await
}

pub(crate) async fn save(browser: &Browser, preview: &Answer) -> Answer {
    let policy = preview.field_value("policy");
    let seen = preview.field_value("seen");
    let policy = policy.unwrap_or_else(|| panic!("nothing to save: {}", preview.words()));
    browser
        .post(
            "save_policy",
            &[("policy", &policy), ("seen", &seen.unwrap_or_default())],
        )
        .await
}

/// Previews and saves as one administrator.
pub(crate) async fn set(world: &World, browser: &Browser, values: &[(&str, &str)]) -> Answer {
    let preview = preview(world, browser, values).await;
    let answer = save(browser, &preview).await;
    assert_eq!(answer.refusal(), None, "{answer:?}");
    answer
}

/// Decides the waiting request.
pub(crate) async fn decide(browser: &Browser, decision: &str) -> Answer {
    let page = browser.get("/admin/policy").await;
    let request = page.field_value("request");
    let seen = page.field_value("seen");
    let request = request.expect("a request");
    let seen = seen.expect("a fingerprint");
    browser
        .post(
            "decide_policy",
            &[
                ("request", &request),
                ("decision", decision),
                ("seen", &seen),
            ],
        )
        .await
}

pub(crate) async fn told(world: &World) -> serde_json::Value {
    world.browser().get("/api/policy").await.json()
}
