//! The inventory of every address that takes a POST, and what all of them refuse (S8, S47, S87,
//! S88, S94).

use axum::body::Body;
use http::{HeaderValue, Method, StatusCode};
use regain_app::ssr::forms::{ABOUT_OTHERS, FORMS, PAGE_FORMS};
use regain_testkit::{Browser, ORIGIN, World};
use std::collections::BTreeSet;

/// The fields of a form, each with a meaningless value.
fn filled(fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| format!("{field}=x"))
        .collect::<Vec<_>>()
        .join("&")
}

async fn status(browser: &Browser, path: &str, body: &str) -> StatusCode {
    browser.send(browser.form(path, body)).await.status
}

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
    for (path, fields) in FORMS {
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
    for (path, fields) in FORMS {
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
async fn no_refusal_of_a_form_is_an_empty_page() {
    let world = World::new().await;
    let browser = world.browser();
    for (path, body, status) in [
        ("/api/sign_in", "identifier=anna&identifier=bert", 400),
        ("/api/sign_in", "identifier=anna&email=bert", 400),
        ("/api/nothing", "", 404),
        ("/sign-in", "", 404),
        ("/healthz", "", 405),
    ] {
        let answer = browser.send(browser.form(path, body)).await;
        assert_eq!(answer.status, status, "{path} {body}");
        assert!(
            answer.body.contains("href=\"/sign-in\""),
            "{path} {body}: a way on"
        );
    }
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
async fn s8_another_content_type_than_a_forms_is_refused_by_every_form() {
    let world = World::new().await;
    let browser = world.browser();
    for (path, fields) in FORMS.iter().chain(PAGE_FORMS) {
        for (value, expected) in [
            ("application/json", 400),
            ("application/cbor", 400),
            ("application/octet-stream", 400),
            ("text/plain", 403),
            ("multipart/form-data; boundary=x", 403),
            ("application/x-www-form-urlencoded; charset=utf-7", 400),
        ] {
            let mut request = browser.form(path, &filled(fields));
            request
                .headers_mut()
                .insert("content-type", HeaderValue::from_static(value));
            assert_eq!(
                browser.send(request).await.status,
                expected,
                "{path} {value}"
            );
        }
        let mut request = browser.form(path, &filled(fields));
        request
            .headers_mut()
            .append("content-type", HeaderValue::from_static("application/json"));
        assert_eq!(
            browser.send(request).await.status,
            400,
            "{path}: a second content type"
        );
        let mut request = browser.form(path, &filled(fields));
        request.headers_mut().remove("content-type");
        assert_eq!(browser.send(request).await.status, 400, "{path}: none");
    }
}

#[tokio::test]
async fn s87_every_form_refuses_requests_from_elsewhere() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let before = world.database().row_counts().await;
    for (path, fields) in FORMS.iter().chain(PAGE_FORMS) {
        for (site, origin) in [
            (Some("cross-site"), Some("https://evil.example")),
            (Some("same-site"), Some("https://other.example.org")),
            (Some("none"), None),
            (Some("cross-site"), None),
            (Some("cross-site"), Some(ORIGIN)),
            (None, Some("https://evil.example")),
            (None, Some("null")),
            (None, Some("http://id.example.org")),
            (None, Some("https://id.example.org.evil.example")),
            (None, Some("https://id.example.org:444")),
            (None, Some("")),
            (None, None),
        ] {
            let mut request = browser.form(path, &filled(fields));
            for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                request.headers_mut().remove(name);
                if let Some(value) = value {
                    request
                        .headers_mut()
                        .insert(name, HeaderValue::from_static(value));
                }
            }
            let answer = browser.send(request).await;
            assert_eq!(answer.status, 403, "{path} {site:?} {origin:?}");
            assert!(answer.cookies().is_empty() && answer.location().is_none());
        }
    }
    assert_eq!(world.database().row_counts().await, before);
    assert!(
        browser.is_signed_in().await,
        "nobody was signed out from elsewhere"
    );
}

#[tokio::test]
async fn s87_a_browser_without_fetch_metadata_signs_in_by_its_origin() {
    let world = World::new().await;
    let browser = world.browser();
    let body = format!(
        "identifier=anna&password={}",
        world.anna().password.replace(' ', "+")
    );
    let mut request = browser.form("/api/sign_in", &body);
    request.headers_mut().remove("sec-fetch-site");
    assert_eq!(browser.send(request).await.location(), Some("/account"));
}

#[tokio::test]
async fn s88_no_form_answers_to_anything_but_post() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    for (path, fields) in FORMS {
        for method in [
            "GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW",
        ] {
            for path in [(*path).to_owned(), format!("{path}?{}", filled(fields))] {
                let mut request = browser.form(&path, "");
                *request.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
                assert_eq!(browser.send(request).await.status, 405, "{method} {path}");
            }
        }
        let mut request = browser.form(path, &filled(fields));
        request
            .headers_mut()
            .insert("x-http-method-override", HeaderValue::from_static("POST"));
        *request.method_mut() = Method::GET;
        assert_eq!(browser.send(request).await.status, 405, "{path}");
    }
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s88_pages_take_no_post() {
    let world = World::new().await;
    let browser = world.browser();
    for path in [
        "/",
        "/sign-in",
        "/recover",
        "/recover/verify",
        "/invite",
        "/account",
        "/recover/progress",
        "/healthz",
    ] {
        let status = status(&browser, path, "").await;
        assert!(matches!(status.as_u16(), 404 | 405), "{path}: {status}");
    }
    for path in ["/api/nothing", "/api/", "/api/sign_in/", "/api/Sign_in"] {
        assert_eq!(status(&browser, path, "").await, 404, "{path}");
    }
}

#[tokio::test]
async fn s94_sixteen_kibibytes_are_read_and_one_byte_more_is_not() {
    let world = World::new().await;
    let browser = world.browser();
    let of_length =
        |length: usize| format!("identifier={}", "x".repeat(length - "identifier=".len()));
    for (path, _) in FORMS
        .iter()
        .filter(|(_, fields)| fields.contains(&"identifier"))
    {
        let at_most = browser
            .send(browser.form(path, &of_length(16 * 1024)))
            .await;
        assert_eq!(
            at_most.refusal().as_deref(),
            Some("identifier-long"),
            "{path}"
        );
        assert_eq!(
            status(&browser, path, &of_length(16 * 1024 + 1)).await,
            413,
            "{path}"
        );
        let mut chunked = browser.form(path, &of_length(16 * 1024 + 1));
        chunked.headers_mut().remove("content-length");
        assert_eq!(
            browser.send(chunked).await.status,
            413,
            "{path}, unannounced"
        );
    }
    for (path, _) in FORMS {
        assert_eq!(
            status(&browser, path, &"x".repeat(64 * 1024)).await,
            413,
            "{path}"
        );
    }
}

#[tokio::test]
async fn s89_a_referer_leads_nowhere_but_to_our_own_pages_and_no_error_is_a_fault() {
    let world = World::new().await;
    for referer in [
        None,
        Some(""),
        Some("https://evil.example/"),
        Some("https://id.example.org.evil.example/sign-in"),
        Some("//evil.example"),
        Some("javascript:alert(1)"),
        Some("not an address"),
        Some("https://id.example.org/sign-in\u{e9}"),
        Some("https://id.example.org/sign-in?problem=sign-in"),
    ] {
        for (path, fields) in FORMS {
            let browser = world.browser();
            let mut request = browser.form(path, &filled(fields));
            request.headers_mut().remove("referer");
            if let Some(referer) = referer {
                let value = HeaderValue::from_bytes(referer.as_bytes()).expect("bytes of a header");
                request.headers_mut().insert("referer", value);
            }
            let answer = browser.send(request).await;
            assert!(
                !answer.status.is_server_error(),
                "{path} {referer:?}: {}",
                answer.status
            );
            if let Some(location) = answer.location() {
                let ours = location.starts_with('/')
                    && !location.starts_with("//")
                    && !location.starts_with("/\\");
                assert!(
                    ours || location.starts_with("https://id.example.org/"),
                    "{path} {referer:?}: {location}"
                );
            }
        }
    }
}

#[tokio::test]
async fn s10_no_form_has_a_field_that_could_name_another_person() {
    for (path, fields) in FORMS {
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

#[tokio::test]
async fn arbitrary_bytes_are_never_a_fault_of_the_server() {
    let world = World::new().await;
    let browser = world.browser();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for (path, fields) in FORMS {
        for round in 0..6 {
            let mut bytes: Vec<u8> = filled(fields).into_bytes();
            for _ in 0..40 {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                bytes.push(u8::try_from(seed % 256).expect("a byte"));
            }
            if round % 2 == 0 {
                bytes.extend(b"%ff%fe%c0%af&\xff=\xfe");
            }
            let mut request = browser.form(path, "");
            request
                .headers_mut()
                .insert("content-length", HeaderValue::from(bytes.len()));
            *request.body_mut() = Body::from(bytes);
            let answer = browser.send(request).await;
            assert!(
                !answer.status.is_server_error(),
                "{path}: {}",
                answer.status
            );
        }
    }
}
