//! The policy as sent by forms and to programs.

use crate::paths;
use axum::Json;
use regain_domain::policy::{PASSWORD_MAX, ValueUnit};
use regain_domain::{Method, Policy, Setting};
use regain_service::Regain;
use serde_json::{Map, Value, json};

/// Two, of different classes, for everybody; not configurable (S12).
const GATES: u32 = 2;

/// Parses the values of a form's hidden field: `password_min=12 …`. Unknown keys are dropped; a missing key doesn't
/// parse as a number, and so is refused.
#[must_use]
pub fn read_policy(text: &str) -> Vec<(Setting, &str)> {
    let value = |setting: Setting| {
        let code = setting.code();
        let mut pairs = text.split(' ').filter_map(|pair| pair.split_once('='));
        pairs
            .find(|(known, _)| *known == code)
            .map_or("", |(_, value)| value)
    };
    Setting::all()
        .map(|setting| (setting, value(setting)))
        .collect()
}

/// The URL of a preview.
#[must_use]
pub fn preview_address(typed: &[(Setting, &str)]) -> String {
    with_values(paths::ADMIN_POLICY_PREVIEW, typed)
}

/// A URL with values as sent by the policy form: a tick is `on`, or absent.
pub(crate) fn with_values(path: &str, typed: &[(Setting, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (setting, value) in typed {
        match (setting.rule().unit, *value) {
            (ValueUnit::YesNo, "1") => drop(query.append_pair(&setting.code(), "on")),
            (ValueUnit::YesNo, _) => {}
            (_, value) => drop(
                query.append_pair(&setting.code(), &value.chars().take(20).collect::<String>()),
            ),
        }
    }

    [path, "?", &query.finish()].concat()
}

/// `/api/policy`: what a page or a program needs to state the rules. Public, and the same for everybody.
pub async fn api_policy(regain: &Regain) -> Json<Value> {
    let policy = regain.base().shown_policy().await;
    Json(Value::Object(as_json(&policy)))
}

fn as_json(policy: &Policy) -> Map<String, Value> {
    let mut all = Map::new();
    all.insert("gates".to_owned(), json!(GATES));
    let methods: Vec<&str> = policy.methods().into_iter().map(Method::code).collect();
    all.insert("methods".to_owned(), json!(methods));
    all.insert("password_max".to_owned(), json!(PASSWORD_MAX));

    for setting in Setting::all() {
        let code = setting.code();
        let value = policy.get(setting);
        let (code, value) = match setting.rule().unit {
            // They are in the list of methods.
            _ if matches!(setting, Setting::Offers(_)) => continue,
            ValueUnit::YesNo => (code, json!(value == 1)),
            ValueUnit::Characters => (code, json!(value)),
            ValueUnit::Minutes => (code + "_minutes", json!(value)),
            ValueUnit::Hours => (code + "_hours", json!(value)),
            ValueUnit::Days => (code + "_days", json!(value)),
        };

        all.insert(code, value);
    }

    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f21_programs_read_the_same_struct() {
        let all = as_json(&Policy::default());
        assert_eq!(all["gates"], 2);
        assert_eq!(all["second_factor"], true);
        assert_eq!(all["password_min"], 12);
        assert_eq!(all["code_lifetime_minutes"], 10);
        assert_eq!(all["device_remembered_days"], 90);
        assert_eq!(all["methods"], json!(Method::ALL.map(Method::code)));
    }

    #[test]
    fn what_a_form_carries_leads_back_to_the_policy() {
        for policy in [
            Policy::default(),
            Policy::password_alone(),
            Policy::when_in_doubt(),
        ] {
            let text = policy.to_text();
            assert_eq!(Policy::parse(&read_policy(&text)), Ok(policy));
        }

        assert!(
            Policy::parse(&read_policy("password_min=12")).is_err(),
            "half a policy is none"
        );
        assert!(Policy::parse(&read_policy("")).is_err());
    }
}
