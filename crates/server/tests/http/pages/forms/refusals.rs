//! The answers of forms that refuse something: pages with words, and never a fault of the server
//! (S89).

use super::filled;
use axum::body::Body;
use http::HeaderValue;
use regain_app::forms::FORMS;
use regain_testkit::World;

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
        for (path, fields) in FORMS.iter() {
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
async fn arbitrary_bytes_are_never_a_fault_of_the_server() {
    let world = World::new().await;
    let browser = world.browser();
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    for (path, fields) in FORMS.iter() {
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
