//! Checks S86 with every kind of status that this stack gives. If a request isn't HTTP at all (a
//! head that is too long: 431), hyper answers before any of our code; `listen/tests.rs` has those.

use super::every_route::PLAIN_HTTP;
use crate::support::expected_headers::Judge;
use crate::support::routes::{NOWHERE, page_addresses};
use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderValue, Request};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_testkit::{ADDRESSES, Answer, Browser, World};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower::ServiceExt as _;

/// A body that never comes.
struct Stalled;

impl hyper::body::Body for Stalled {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<hyper::body::Frame<Bytes>, Infallible>>> {
        Poll::Pending
    }
}

fn get(address: &str) -> Request<Body> {
    Request::builder()
        .uri(address)
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("an address")
}

/// A filled-in form with another header.
fn bent(browser: &Browser, name: &'static str, value: &str) -> Request<Body> {
    let mut request = browser.form("/api/sign_in", "identifier=anna&password=x");
    request
        .headers_mut()
        .insert(name, HeaderValue::from_str(value).expect("a header"));
    request
}

#[tokio::test]
async fn s86_every_refusal_before_a_handler_has_the_headers() {
    for https in [true, false] {
        let world = if https {
            World::new().await
        } else {
            World::configured(&[PLAIN_HTTP], None).await
        };
        let browser = world.browser();
        let mut judge = Judge::over(https);
        let mut two_hosts = get("/sign-in");
        two_hosts
            .headers_mut()
            .append("host", HeaderValue::from_static("id.example.org"));
        two_hosts
            .headers_mut()
            .append("host", HeaderValue::from_static("evil.example"));
        let cases = [
            (307, get_from("127.0.0.1:3000")),
            (400, two_hosts),
            (400, bent(&browser, "content-length", "x")),
            (400, bent(&browser, "content-type", "application/json")),
            (400, browser.form("/api/sign_in", "email=x")),
            (
                400,
                browser.form("/api/sign_in", "identifier=a&identifier=b"),
            ),
            (403, bent(&browser, "sec-fetch-site", "cross-site")),
            (403, bent(&browser, "content-type", "text/plain")),
            (404, browser.form("/api/nothing", "")),
            (
                413,
                browser.form("/api/sign_in", &"x".repeat(16 * 1024 + 1)),
            ),
            (413, bent(&browser, "content-length", "16385")),
            (414, get(&format!("/{}", "x".repeat(2048)))),
            (421, get_from("evil.example")),
        ];
        for (status, request) in cases {
            let what = format!(
                "{} {}",
                request.method(),
                request.uri().path().get(..20).unwrap_or("short")
            );
            let answer = browser.send(request).await;
            assert_eq!(answer.status, status, "{what}");
            judge.answer(&answer, &what);
            assert!(answer.cookies().is_empty(), "{what}");
        }
        for path in NOWHERE {
            let answer = browser.get(path).await;
            assert_eq!(answer.status, 404, "{path}");
            judge.answer(&answer, path);
        }
        let mut stalled = browser.form("/api/sign_in", "");
        stalled.headers_mut().remove("content-length");
        *stalled.body_mut() = Body::new(Stalled);
        tokio::time::pause();
        let answer = browser.send(stalled).await;
        tokio::time::resume();
        assert_eq!(answer.status, 408);
        judge.answer(&answer, "a body that doesn't come");
    }
}

fn get_from(host: &'static str) -> Request<Body> {
    let mut request = get("/sign-in");
    request
        .headers_mut()
        .insert("host", HeaderValue::from_static(host));
    request
}

#[tokio::test]
async fn s86_forms_and_files_have_the_headers_whether_they_do_something_or_not() {
    let world = World::new().await;
    let mut judge = Judge::over(true);
    let anna = world.anna();
    let browser = world.browser();
    for (what, answer) in [
        ("a refused form", browser.try_sign_in("anna", "wrong").await),
        (
            "a refused call",
            browser
                .call("sign_in", &[("identifier", "anna"), ("password", "wrong")])
                .await,
        ),
        ("a form", browser.try_sign_in("anna", &anna.password).await),
        ("a call", browser.call("read_account", &[]).await),
    ] {
        judge.answer(&answer, what);
    }
    for browser in [
        world.browser(),
        browser.copy(),
        world.confirmed(world.root()).await,
    ] {
        for (path, _) in FORMS
            .iter()
            .filter(|(path, _)| path.starts_with("/api/read_"))
        {
            judge.answer(
                &browser.call(path.trim_start_matches("/api/"), &[]).await,
                path,
            );
        }
        for (path, _) in PAGE_FORMS {
            let answer = browser.send(browser.form(path, "")).await;
            judge.answer(&answer, path);
        }
    }
    let administrator = world.confirmed(world.root()).await;
    for (path, fields, kind) in [
        (
            "/admin/history/export",
            "format=csv",
            "text/csv; charset=utf-8",
        ),
        (
            "/admin/history/export",
            "format=jsonl",
            "application/jsonl; charset=utf-8",
        ),
        ("/admin/readiness/export", "", "text/csv; charset=utf-8"),
    ] {
        let file = administrator.send(administrator.form(path, fields)).await;
        assert_eq!(
            (file.status.as_u16(), file.header("content-type")),
            (200, Some(kind)),
            "{path} {fields}"
        );
        assert!(
            file.header("content-disposition")
                .is_some_and(|value| value.starts_with("attachment;")),
            "{path}"
        );
        judge.answer(&file, path);
    }
    world.deliver().await;
    let mails = browser.get("/dev/mailbox").await;
    judge.answer(&mails, "/dev/mailbox");
    let (_, id) = mails
        .body
        .split_once("href=\"/dev/mailbox/")
        .expect("mails were sent");
    let mail = format!("/dev/mailbox/{}", id.split('"').next().unwrap_or_default());
    let shown = browser.get(&mail).await;
    assert_eq!(shown.status, 200);
    judge.answer(&shown, &mail);
}

/// Sends without a browser's cookies and clock.
async fn bare(world: &World, mut request: Request<Body>) -> Answer {
    request
        .headers_mut()
        .insert("host", HeaderValue::from_static("id.example.org"));
    let Ok(response) = world.router().oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("the body arrives");
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    }
}

#[tokio::test]
async fn s86_a_panic_in_a_page_or_a_form_has_the_headers_and_tells_nothing() {
    let world = World::new().await;
    let mut judge = Judge::over(true);
    let person = world.id_of(ADDRESSES[0]).await.to_hex();
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    let cookie = format!(
        "__Host-regain-recovery={}",
        browser.cookie("recovery").expect("a recovery").value
    );
    let pages = page_addresses(&person)
        .into_iter()
        .map(|address| get(&address));
    let forms = FORMS.iter().map(|(path, _)| browser.form(path, ""));
    let filled = [
        browser.form(
            "/api/sign_in",
            "identifier=anna&password=a+sentence+of+some+length",
        ),
        browser.form(
            "/api/start_recovery",
            "identifier=anna&trouble=forgot_password",
        ),
        browser.form("/api/choose_method", "method=mail"),
    ];
    let mut requests: Vec<Request<Body>> = pages.chain(forms).chain(filled).collect();
    for request in &mut requests {
        request
            .headers_mut()
            .insert("cookie", HeaderValue::from_str(&cookie).expect("a header"));
    }
    let mut faults = Vec::new();
    world
        .with_broken_clock(async {
            for request in requests {
                let what = format!(
                    "{} {} with a broken clock",
                    request.method(),
                    request.uri().path()
                );
                let answer = bare(&world, request).await;
                judge.answer(&answer, &what);
                if answer.status == 500 {
                    assert!(
                        !answer.body.contains("clock")
                            && answer.body.contains("Something went wrong"),
                        "{what}"
                    );
                    faults.push(what);
                }
            }
        })
        .await;
    for expected in [
        "GET /sign-in ",
        "GET /recover/verify ",
        "POST /api/sign_in ",
        "POST /api/choose_method ",
    ] {
        assert!(
            faults.iter().any(|what| what.starts_with(expected)),
            "{expected}: {faults:?}"
        );
    }
    // S100: none of it stays.
    world.browser().sign_in(world.anna()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s86_s97_when_too_many_wait_for_a_hash_the_answer_has_the_headers_and_says_when_to_come_back()
 {
    let world = World::new().await;
    // More than the places and threads together (S97).
    let crowd = 64 + 64 + std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut visits = tokio::task::JoinSet::new();
    for visitor in 0..crowd {
        let browser = world.browser();
        visits.spawn(async move {
            let name = format!("nobody-{visitor}");
            browser
                .call(
                    "sign_in",
                    &[
                        ("identifier", &name),
                        ("password", "a sentence of some length"),
                    ],
                )
                .await
        });
    }
    let mut judge = Judge::over(true);
    let mut too_many = 0;
    for answer in visits.join_all().await {
        judge.answer(&answer, "a sign-in in a crowd");
        if answer.status == 503 {
            too_many += 1;
            assert_eq!(answer.header("retry-after"), Some("2"));
        } else {
            assert_eq!(answer.refusal().as_deref(), Some("sign-in"));
        }
    }
    assert!(too_many > 0, "{crowd} at once are too many");
}
