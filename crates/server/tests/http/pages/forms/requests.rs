//! The requests that no form takes: another type, origin, method or size (S8, S87, S88, S94).

use super::{filled, status};
use http::{HeaderValue, Method};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_testkit::{ORIGIN, World};

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
    for (path, fields) in FORMS.iter() {
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
    for (path, _) in FORMS.iter() {
        assert_eq!(
            status(&browser, path, &"x".repeat(64 * 1024)).await,
            413,
            "{path}"
        );
    }
}
