//! S47, S72: whatever somebody sends to any address, in any role, another's credentials don't
//! change.

use http::StatusCode;
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_domain::Role;
use regain_testkit::{ADDRESSES, World};

/// Malicious values for a field.
fn filled(field: &str, world: &World, anna_id: &str) -> String {
    let anna = world.anna();
    match field {
        "identifier" | "user_name" => anna.user_name.clone(),
        "current" => world.bert().password.clone(),
        "password" | "new" => "a sentence that Mallory made up".to_owned(),
        "code" => world.bert().codes[0].clone(),
        "token" => "0".repeat(28),
        "trouble" => "forgot_password".to_owned(),
        "method" => "saved_code".to_owned(),
        "language" => "zh-Hant".to_owned(),
        "return_to" => "/account".to_owned(),
        "person" => anna_id.to_owned(),
        "address" => ADDRESSES[0].to_owned(),
        "table" => format!("{}\nmallory@example.org\n", ADDRESSES[0]),
        "reason" => "because I can".to_owned(),
        "role" => "global-administrator".to_owned(),
        "decision" => "confirm".to_owned(),
        "format" => "csv".to_owned(),
        "name" => "Mallory".to_owned(),
        _ => String::new(),
    }
}

/// The rows about a person, and those that name nobody.
fn about(rows: &[String], person: &str) -> Vec<String> {
    rows.iter()
        .filter(|row| row.contains(person))
        .cloned()
        .collect()
}

#[tokio::test]
async fn s72_no_form_in_no_role_changes_a_credential_of_somebody_else() {
    for role in Role::ALL {
        let world = World::new().await;
        world.set_role(ADDRESSES[1], role).await;
        let id = world.id_of(ADDRESSES[0]).await.to_hex();
        let anna = id.to_uppercase();
        let before = about(&world.credentials().await, &anna);
        assert!(
            before.len() > 12,
            "password, codes, identifiers, changes, manifest"
        );
        let browser = world.confirmed(world.bert()).await;
        for (path, fields) in FORMS.iter() {
            let values: Vec<(&str, String)> = fields
                .iter()
                .map(|field| (*field, filled(field, &world, &id)))
                .collect();
            let pairs: Vec<(&str, &str)> = values
                .iter()
                .map(|(field, value)| (*field, value.as_str()))
                .collect();
            let endpoint = path.trim_start_matches("/api/");
            for answer in [
                browser.post(endpoint, &pairs).await,
                browser.call(endpoint, &pairs).await,
            ] {
                assert!(
                    answer.status.as_u16() < 500
                        || answer.status == StatusCode::SERVICE_UNAVAILABLE,
                    "{path}"
                );
            }
            assert_eq!(
                about(&world.credentials().await, &anna),
                before,
                "{path} as {role:?}"
            );
            // Their own password is among the things that change; what administrators have to prove
            // stays open throughout (S114).
            for password in [&*world.bert().password, "a sentence that Mallory made up"] {
                if !browser.is_signed_in().await {
                    let _ = browser.try_sign_in(&world.bert().user_name, password).await;
                }
                let _ = browser.call("confirm", &[("password", password)]).await;
            }
        }
        for (path, fields) in PAGE_FORMS {
            let values = fields
                .iter()
                .map(|field| (*field, filled(field, &world, &id)));
            let body = url::form_urlencoded::Serializer::new(String::new())
                .extend_pairs(values)
                .finish();
            assert!(
                !browser
                    .send(browser.form(path, &body))
                    .await
                    .status
                    .is_server_error(),
                "{path}"
            );
            assert_eq!(
                about(&world.credentials().await, &anna),
                before,
                "{path} as {role:?}"
            );
        }
        let administers = matches!(role, Role::UserAdministrator | Role::GlobalAdministrator);
        assert_eq!(
            world.database().number(IS_OR_WAS_DISABLED).await > 0,
            administers,
            "only they could, as {role:?}"
        );
        // The forms leave the account enabled.
        world.browser().sign_in(world.anna()).await;
    }
}

const IS_OR_WAS_DISABLED: &str = "SELECT count(*) FROM history WHERE event = 'account.disabled'";
