//! Checks S85, S86, S88, S91 on every route, as nobody, as a person and as an administrator, and by
//! every method.

use crate::support::expected_headers::Judge;
use crate::support::routes::{all_addresses, other_addresses, page_addresses};
use axum::body::Body;
use http::{Method, Request};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_testkit::{ADDRESSES, Answer, Browser, World};

/// The same public address without TLS, as in development.
pub(super) const PLAIN_HTTP: (&str, &str) = ("REGAIN_PUBLIC_URL", "http://id.example.org");

/// Methods that no form and no page answers.
const OTHER_METHODS: [&str; 12] = [
    "TRACE", "OPTIONS", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND", "QUERY", "BREW", "get",
    "Post", "GETX",
];

async fn ask(browser: &Browser, method: &str, address: &str) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let request = Request::builder()
        .method(method)
        .uri(address)
        .header("accept", "text/html");
    browser
        .send(request.body(Body::empty()).expect("an address"))
        .await
}

#[tokio::test]
async fn s86_every_route_tells_browsers_the_same_whoever_asks() {
    for https in [true, false] {
        let world = if https {
            World::new().await
        } else {
            World::configured(&[PLAIN_HTTP], None).await
        };
        let mut judge = Judge::over(https);
        let person = world.id_of(ADDRESSES[0]).await.to_hex();
        let signed_in = world.confirmed(world.anna()).await;
        let administrator = world.confirmed(world.root()).await;
        let mut pages = 0;
        for (who, browser) in [
            ("nobody", world.browser()),
            ("Anna", signed_in),
            ("an administrator", administrator),
        ] {
            for address in page_addresses(&person) {
                let what = format!("GET {address} by {who}");
                let answer = browser.get(&address).await;
                match answer.status.as_u16() {
                    200 | 403 | 404 => judge.page(&answer, &what),
                    302 | 303 => judge.answer(&answer, &what),
                    status => panic!("{what}: {status}"),
                }
                pages += u32::from(answer.status == 200);
                judge.answer(
                    &ask(&browser, "HEAD", &address).await,
                    &format!("HEAD {address} by {who}"),
                );
            }
            for address in other_addresses() {
                for method in ["GET", "HEAD"] {
                    let answer = ask(&browser, method, address).await;
                    judge.answer(&answer, &format!("{method} {address} by {who}"));
                }
            }
        }
        assert!(pages > 50, "pages were shown, and not only led to: {pages}");
    }
}

#[tokio::test]
async fn s85_no_answer_has_the_nonce_of_another_and_only_what_is_named_by_its_content_is_kept() {
    let world = World::new().await;
    let mut judge = Judge::over(true);
    let browser = world.browser();
    for round in 0..20 {
        judge.page(
            &browser.get("/sign-in").await,
            &format!("/sign-in, {round}"),
        );
    }
    let page = browser.get("/sign-in").await.body;
    let (_, words) = page
        .split_once("data-words=\"")
        .expect("every page names the file");
    let (words, _) = words.split_once('"').expect("an attribute ends");
    judge.hashed(&browser.get(words).await, "the words file");
    judge.hashed(
        &ask(&browser, "HEAD", words).await,
        "the words file, by HEAD",
    );
    // The file's name says nothing about its content.
    let style = browser.get("/pkg/regain.css").await;
    assert_eq!(style.status, 200);
    judge.answer(&style, "/pkg/regain.css");
}

#[tokio::test]
async fn s88_no_route_answers_to_another_method_and_none_of_them_changes_anything() {
    let world = World::new().await;
    let person = world.id_of(ADDRESSES[0]).await.to_hex();
    let browser = world.confirmed(world.root()).await;
    let before = world.database().contents().await;
    let mut judge = Judge::over(true);
    for address in all_addresses(&person) {
        for method in OTHER_METHODS {
            let what = format!("{method} {address}");
            let answer = ask(&browser, method, &address).await;
            assert_eq!(answer.status, 405, "{what}");
            assert_eq!(answer.header("allow"), Some("GET, HEAD, POST"), "{what}");
            judge.answer(&answer, &what);
            // A page's own form, by the wrong method.
            let mut form = browser.form(&address, "");
            *form.method_mut() = Method::from_bytes(method.as_bytes()).expect("a method");
            assert_eq!(browser.send(form).await.status, 405, "{what}, as a form");
        }
    }
    for (path, _) in FORMS.iter() {
        for method in ["GET", "HEAD"] {
            let answer = ask(&browser, method, path).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            judge.answer(&answer, &format!("{method} {path}"));
        }
    }
    let posted = page_addresses(&person)
        .into_iter()
        .chain(other_addresses().map(str::to_owned));
    for address in posted.filter(|address| PAGE_FORMS.iter().all(|(path, _)| path != address)) {
        let answer = browser.send(browser.form(&address, "")).await;
        assert!(
            matches!(answer.status.as_u16(), 404 | 405),
            "POST {address}: {}",
            answer.status
        );
        judge.answer(&answer, &format!("POST {address}"));
    }
    assert_eq!(world.database().contents().await, before);
}
