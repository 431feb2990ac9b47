//! Content and headers of pages and answers, and what they leave out (S24, S31, S39, S85, S100).
//! The headers of S86 are in `pages::headers`.

use axum::body::Body;
use http::{HeaderValue, Request};
use regain_testkit::{Answer, Browser, ORIGIN, World, done};
use std::collections::BTreeSet;

const PAGES: [&str; 8] = [
    "/sign-in",
    "/recover",
    "/recover/verify",
    "/recover/link",
    "/recover/password",
    "/recover/done",
    "/invite",
    "/nowhere",
];

fn raw(method: &str, path: &str) -> Request<Body> {
    Request::builder()
        .method(method)
        .uri(path)
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("a request")
}

/// The nonce in a page's policy.
fn nonce(page: &Answer) -> String {
    let policy = page.header("content-security-policy").expect("a policy");
    let (_, rest) = policy.split_once("script-src 'nonce-").expect("a nonce");
    let (nonce, rest) = rest.split_once('\'').expect("a nonce ends");
    assert!(
        rest.starts_with(" 'strict-dynamic' 'wasm-unsafe-eval'; "),
        "{policy}"
    );
    nonce.to_owned()
}

#[tokio::test]
async fn s85_each_page_has_a_nonce_of_its_own_and_every_script_carries_it() {
    let world = World::new().await;
    let signed_in = world.browser();
    signed_in.sign_in(world.anna()).await;
    let mut nonces = BTreeSet::new();
    let mut pages = 0;
    for _ in 0..3 {
        for path in PAGES {
            let page = world.browser().get(path).await;
            pages += 1;
            check_scripts(&page, path, &mut nonces);
        }
        check_scripts(&signed_in.get("/account").await, "/account", &mut nonces);
        pages += 1;
    }
    assert_eq!(nonces.len(), pages, "no nonce comes twice");
}

fn check_scripts(page: &Answer, path: &str, nonces: &mut BTreeSet<String>) {
    let nonce = nonce(page);
    assert!(nonce.len() >= 20, "{path}: {nonce}");
    let mut scripts = 0;
    for tag in page.body.split("<script").skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        assert!(
            tag.contains(&format!("nonce=\"{nonce}\"")),
            "{path}: <script{tag}>"
        );
        scripts += 1;
    }
    assert!(scripts > 0, "{path} hydrates");
    let lower = page.body.to_lowercase();
    for inline in [
        " style=\"",
        "<style",
        "javascript:",
        " onclick=",
        " onload=",
        " onsubmit=",
        " onerror=",
    ] {
        assert!(!lower.contains(inline), "{path}: {inline}");
    }
    nonces.insert(nonce);
}

#[tokio::test]
async fn s24_foreign_hosts_get_nothing_and_no_header_reaches_a_mail_or_a_redirect() {
    let world = World::new().await;
    let browser = world.browser();
    for host in [
        "evil.example",
        "id.example.org.evil.example",
        "evil.example:443",
        "id.example.org@evil.example",
        "",
        "127.0.0.1",
    ] {
        for mut request in [
            raw("GET", "/recover"),
            browser.form("/api/start_recovery", "identifier=anna"),
        ] {
            request
                .headers_mut()
                .insert("host", HeaderValue::from_str(host).expect("a header"));
            let answer = browser.send(request).await;
            assert!(
                matches!(answer.status.as_u16(), 400 | 421),
                "{host}: {}",
                answer.status
            );
            assert!(answer.location().is_none());
        }
    }
    let mut two = raw("GET", "/recover");
    two.headers_mut()
        .append("host", HeaderValue::from_static("id.example.org"));
    two.headers_mut()
        .append("host", HeaderValue::from_static("evil.example"));
    assert_eq!(browser.send(two).await.status, 400);

    for (name, value) in [
        ("x-forwarded-host", "evil.example"),
        ("x-forwarded-proto", "http"),
        ("x-forwarded-port", "8080"),
        ("x-forwarded-server", "evil.example"),
        ("x-forwarded-for", "203.0.113.7"),
        ("forwarded", "host=evil.example;proto=http"),
        ("x-host", "evil.example"),
        ("x-original-url", "https://evil.example/"),
        ("x-rewrite-url", "https://evil.example/"),
        ("referer", "https://evil.example/recover"),
        ("origin", ORIGIN),
        ("x-original-host", "evil.example"),
    ] {
        let header = HeaderValue::from_static(value);
        let browser = world.browser();
        let start = |endpoint: &str, body: &str, browser: &Browser| {
            let mut request = browser.form(endpoint, body);
            request.headers_mut().insert(name, header.clone());
            request
        };
        // Each header gets its own day, because together they need more than a day's budget of mail
        // (S66).
        world.deliver().await;
        world.advance_seconds(24 * 3600);
        for trouble in ["forgot_user_name", "forgot_password"] {
            let body = format!("identifier=anna%40example.org&trouble={trouble}");
            let answer = browser
                .send(start("/api/start_recovery", &body, &browser))
                .await;
            assert!(
                answer
                    .location()
                    .is_some_and(|location| location.starts_with("/recover/")),
                "{name}: {answer:?}"
            );
        }
        let answer = browser
            .send(start("/api/choose_method", "method=mail", &browser))
            .await;
        assert_eq!(answer.location(), Some("/recover/verify"), "{name}");
    }
    let mails = world.mails().await;
    assert_eq!(mails.len(), 24);
    for mail in mails {
        assert!(
            mail.link.starts_with("https://id.example.org/"),
            "{}",
            mail.link
        );
        assert!(!mail.text.contains("evil") && !mail.html.contains("evil"));
        for link in mail
            .html
            .split("href=\"")
            .skip(1)
            .chain(mail.text.split("http").skip(1))
        {
            let link = link
                .trim_start_matches("http")
                .trim_start_matches("s://")
                .trim_start_matches("://");
            assert!(link.starts_with("id.example.org/"), "{link}");
        }
    }
}

#[tokio::test]
async fn s39_unknown_addresses_are_404_and_say_so_in_words() {
    let world = World::new().await;
    let browser = world.browser();
    for path in [
        "/nowhere",
        "/sign-in/nowhere",
        "/recover/verify/x",
        "/index.html",
        "/.env",
        "/administrator",
    ] {
        let page = browser.get(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert_eq!(page.heading(), "There is nothing at this address", "{path}");
    }
    for path in [
        "/.well-known/",
        "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
    ] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    assert_eq!(
        browser.get("/.well-known/change-password").await.location(),
        Some("/account")
    );
}

#[tokio::test]
async fn s105_in_production_there_is_no_mailbox() {
    let world = World::production().await;
    let browser = world.browser();
    for path in ["/dev/mailbox", "/dev/mailbox/1", "/dev"] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
    browser.sign_in(world.anna()).await;
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s100_pages_rendered_beside_and_after_each_other_do_not_disturb_each_other() {
    let world = World::new().await;
    let signed_in = world.browser();
    signed_in.sign_in(world.anna()).await;
    // On one thread, one after the other, so anything that a page leaves behind is there when the
    // next one begins.
    for first in PAGES {
        for second in PAGES {
            let browser = world.browser();
            for path in [first, "/account", second] {
                let page = browser.get(path).await;
                assert!(
                    !page.status.is_server_error(),
                    "{path} after {first}: {}",
                    page.status
                );
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn s100_pages_of_many_people_at_once_are_their_own() {
    let world = World::new().await;
    let mut visits = tokio::task::JoinSet::new();
    for visitor in 0..24 {
        let browser = world.browser();
        let person = [world.anna(), world.bert()][visitor % 2].clone();
        browser.sign_in(&person).await;
        visits.spawn(async move {
            for step in 0..20 {
                let page = browser
                    .get(PAGES[(visitor * 7 + step * 3) % PAGES.len()])
                    .await;
                assert!(!page.status.is_server_error());
                let words = browser.get("/account").await.words();
                assert!(words.contains(&person.email), "{words}");
            }
        });
    }
    while let Some(visit) = visits.join_next().await {
        visit.expect("every page is its visitor's");
    }
}

#[tokio::test]
async fn s31_no_answer_to_script_has_a_hash_a_code_or_a_token() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    browser.start_recovery("anna", "forgot_password").await;
    done(&browser.call("choose_method", &[("method", "mail")]).await);
    let code = world.mailed_code(&anna.email).await;
    let token = world.mailed_token(&anna.email).await;
    let hash = world
        .stored_password(&anna.email)
        .await
        .expect("a password");
    browser.sign_in(anna).await;
    for (endpoint, fields) in [
        ("read_recovery", vec![("page", "/recover/verify")]),
        ("read_account", vec![]),
        ("read_invite", vec![]),
    ] {
        let answer = browser.call(endpoint, &fields).await;
        for secret in [
            &code,
            &code.replace('-', ""),
            &token,
            &hash,
            &anna.password,
            &anna.codes[0],
        ] {
            assert!(!answer.body.contains(secret.as_str()), "{endpoint}");
        }
        assert!(!answer.body.contains("argon2"), "{endpoint}");
    }
}
