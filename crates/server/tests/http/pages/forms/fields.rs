//! The fields of every form, and nothing that only looks like them (S8, S10, S47, S119).

use super::{filled, status};
use http::Method;
use regain_app::forms::{ABOUT_OTHERS, FORMS};
use regain_testkit::World;
use std::collections::BTreeSet;

#[tokio::test]
async fn s47_every_server_function_stands_in_the_inventory_and_nothing_else_does() {
    let _world = World::empty().await;
    let served: BTreeSet<(String, Method)> = server_fn::axum::server_fn_paths()
        .map(|(path, method)| (path.to_owned(), method))
        .collect();
    let listed = FORMS
        .iter()
        .map(|(path, _)| ((*path).to_owned(), Method::POST))
        .collect();
    assert_eq!(served, listed, "S88: all by POST");
    assert_eq!(FORMS.len(), served.len(), "each once");
}

#[tokio::test]
async fn s8_every_form_takes_its_own_fields_once_and_nothing_that_looks_like_them() {
    let world = World::new().await;
    let before = world.database().row_counts().await;
    let browser = world.browser();
    for (path, fields) in FORMS.iter() {
        let whole = filled(fields);
        assert!(
            status(&browser, path, "").await.is_redirection() || path.starts_with("/api/read_"),
            "{path} empty"
        );
        let join = if whole.is_empty() { "" } else { "&" };
        let mut wrong = vec![
            format!("{whole}{join}email[]=x"),
            "{\"identifier\":\"anna@example.org\"}".to_owned(),
            "[]".to_owned(),
            "null".to_owned(),
            "=x".to_owned(),
        ];
        for field in *fields {
            wrong.extend([
                format!("{whole}&{field}=y"),
                format!("{field}[]=x"),
                format!("{field}%5B%5D=x"),
                format!("{field}[0]=x&{field}[1]=y"),
                format!("{field}[a]=x"),
                format!("{field}.a=x"),
                format!("{}=x", field.to_uppercase()),
                format!("{field}%00=x"),
            ]);
        }
        for body in wrong {
            assert_eq!(status(&browser, path, &body).await, 400, "{path} {body}");
        }
    }
    let after = world.database().row_counts().await;
    assert_eq!(before["outbox"], after["outbox"], "no mail was written");
    assert_eq!(before["sessions"], after["sessions"]);
}

#[tokio::test]
async fn s119_what_others_put_into_a_form_is_as_if_it_were_not_there() {
    let world = World::new().await;
    let added = [
        "_lp_token=1",
        "__RequestVerificationToken=x&__RequestVerificationToken=y",
        "ext%5Btoken%5D=1",
        "com.example.x=",
    ];
    for (path, fields) in FORMS.iter() {
        let whole = filled(fields);
        let plain = world
            .browser()
            .send(world.browser().form(path, &whole))
            .await;
        for added in added {
            let browser = world.browser();
            let body = [added, &whole]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join("&");
            let answer = browser.send(browser.form(path, &body)).await;
            assert_eq!(
                (answer.status, answer.location()),
                (plain.status, plain.location()),
                "{path} {added}"
            );
        }
    }
    let browser = world.browser();
    let body = format!(
        "identifier=anna&password={}&_lp_token=1",
        world.anna().password.replace(' ', "+")
    );
    assert_eq!(
        browser
            .send(browser.form("/api/sign_in", &body))
            .await
            .location(),
        Some("/account")
    );
}

#[tokio::test]
async fn s8_the_shapes_that_took_over_accounts_elsewhere_are_bad_requests_and_write_no_mail() {
    let world = World::new().await;
    let browser = world.browser();
    for body in [
        "identifier=anna%40example.org&identifier=evil%40evil.example&trouble=forgot_password",
        "identifier[]=anna%40example.org&identifier[]=evil%40evil.example&trouble=forgot_password",
        "identifier%5B%5D=anna%40example.org&trouble=forgot_password",
        "identifier=anna%40example.org&email=evil%40evil.example&trouble=forgot_password",
        "identifier=anna%40example.org&%69dentifier=evil%40evil.example&trouble=forgot_password",
        "{\"identifier\":[\"anna@example.org\",\"evil@evil.example\"]}",
    ] {
        assert_eq!(
            status(&browser, "/api/start_recovery", body).await,
            400,
            "{body}"
        );
    }
    // Two addresses in one field aren't an address.
    for both in [
        "anna@example.org,evil@evil.example",
        "anna@example.org evil@evil.example",
        "anna@example.org\nevil@evil.example",
    ] {
        let fields = [("identifier", both), ("trouble", "forgot_user_name")];
        assert_eq!(
            browser
                .call("start_recovery", &fields)
                .await
                .refusal()
                .as_deref(),
            Some("identifier-address")
        );
    }
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM recovery_flows")
            .await,
        0
    );
    assert!(world.mails().await.is_empty());
}

#[tokio::test]
async fn s10_no_form_has_a_field_that_could_name_another_person() {
    for (path, fields) in FORMS.iter() {
        for field in *fields {
            let names_somebody = field.contains("id") && *field != "identifier"
                || ["person", "user", "email", "address", "flow", "challenge"].contains(field);
            // `read_screen` takes a page's address, and the page shows only what the reader's role
            // allows.
            let reads = *path == "/api/read_screen";
            assert!(
                !names_somebody || reads || ABOUT_OTHERS.contains(path),
                "{path}: {field}"
            );
        }
        if fields.contains(&"identifier") {
            assert!(
                matches!(*path, "/api/sign_in" | "/api/start_recovery"),
                "{path}"
            );
        }
    }
}
