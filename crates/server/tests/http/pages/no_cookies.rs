//! Any page that notices that a browser keeps no cookies says so, and says it to no other browser.

use axum::body::Body;
use http::{HeaderValue, Request};
use regain_testkit::{Answer, Browser, CONTACTS, World};

const ORIGIN: &str = "https://id.example.org";
const SAYS: &str = "This browser keeps no cookies";

/// Opens a page as a browser does when the page `from` led it there.
async fn open(browser: &Browser, path: &str, headers: &[(&'static str, &str)]) -> Answer {
    let mut request = Request::builder()
        .uri(path)
        .header("accept", "text/html")
        .body(Body::empty())
        .expect("a path");
    for (name, value) in headers {
        request
            .headers_mut()
            .insert(*name, HeaderValue::from_str(value).expect("a header"));
    }
    browser.send(request).await
}

/// Sends a form from a page, and follows to the end without ever sending a cookie.
async fn without_cookies(
    world: &World,
    from: &str,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let sends = world.browser();
    sends.get(from).await;
    let mut answer = sends.post(endpoint, fields).await;
    assert!(
        answer.refusal().is_none() && !answer.cookies().is_empty(),
        "{endpoint}: {answer:?}"
    );
    for _ in 0..4 {
        let Some(to) = answer.location().map(str::to_owned) else {
            break;
        };
        answer = open(
            &world.browser(),
            &to,
            &[("referer", &format!("{ORIGIN}{from}"))],
        )
        .await;
    }
    answer
}

#[tokio::test]
async fn every_flow_that_begins_with_a_cookie_says_that_there_is_none() {
    let world = World::new().await;
    let anna = world.anna();
    let invitation = world.invite("carla@example.org").await.code.shown();
    let owner = world.confirmed(anna).await;
    for (name, address) in &CONTACTS[..1] {
        owner
            .call("add_contact", &[("name", name), ("mailbox", address)])
            .await;
    }
    let contact = world.mailed_code(CONTACTS[0].1).await;
    let password = [
        ("identifier", anna.user_name.as_str()),
        ("password", &anna.password),
    ];
    let returning = [&password[..], &[("return_to", "/account/history")]].concat();
    let recovery = |trouble| [("identifier", anna.email.as_str()), ("trouble", trouble)];
    for (from, endpoint, fields) in [
        ("/sign-in", "sign_in", &password[..]),
        (
            "/sign-in?notice=needed&return_to=/account/history",
            "sign_in",
            &returning,
        ),
        ("/recover", "start_recovery", &recovery("forgot_password")),
        ("/recover", "start_recovery", &recovery("forgot_user_name")),
        (
            "/recover?problem=trouble-missing",
            "start_recovery",
            &recovery("lost_authenticator"),
        ),
        (
            "/invite",
            "open_invitation",
            &[("code", invitation.as_str())],
        ),
        ("/contact", "open_contact", &[("code", contact.as_str())]),
    ] {
        let page = without_cookies(&world, from, endpoint, fields).await;
        assert!(
            page.words().contains(SAYS),
            "{from} {endpoint}: {}",
            page.words()
        );
        for wrong in [
            "Nothing has been started",
            "No sign-in is waiting",
            "Sign in to see",
        ] {
            assert!(!page.words().contains(wrong), "{endpoint}: {wrong}");
        }
    }
}

#[tokio::test]
async fn the_second_factor_says_so_too_in_the_language_of_the_page() {
    let world = World::strict().await;
    let anna = world.anna();
    let fields = [
        ("identifier", anna.user_name.as_str()),
        ("password", &anna.password),
    ];
    let page = without_cookies(&world, "/sign-in", "sign_in", &fields).await;
    assert!(page.words().contains(SAYS), "{}", page.words());
    let page = without_cookies(&world, "/sign-in?lang=zh-Hant", "sign_in", &fields).await;
    assert!(
        page.words().contains("不保存"),
        "the language is kept by no cookie either: {}",
        page.words()
    );
}

#[tokio::test]
async fn script_says_that_it_was_given_a_cookie_and_is_told_the_same() {
    let world = World::new().await;
    let browser = world.browser().with("regain-cookie-given", "1");
    let read = browser
        .call("read_recovery", &[("page", "/recover/verify")])
        .await;
    assert_eq!(read.json()["Gone"], "cookies-refused");
    assert_eq!(
        browser.call("read_invite", &[]).await.json()["Gone"],
        "cookies-refused"
    );
    for (endpoint, fields) in [
        ("read_account", &[][..]),
        (
            "read_screen",
            &[("address", "/sign-in/verify"), ("language", "en")],
        ),
    ] {
        let read = browser.call(endpoint, fields).await;
        assert_eq!(
            read.location(),
            Some("/sign-in?problem=cookies-refused"),
            "{endpoint}"
        );
    }
    // The same check for a browser that keeps its cookies.
    browser.start_recovery("anna", "forgot_password").await;
    let read = browser
        .call("read_recovery", &[("page", "/recover/verify")])
        .await;
    assert!(read.json()["Proof"].is_object(), "{read:?}");
}

#[tokio::test]
async fn an_address_that_was_kept_or_a_cookie_that_ended_is_no_refusal_of_cookies() {
    let world = World::new().await;
    let own = format!("{ORIGIN}/recover");
    for headers in [
        &[][..],
        &[("sec-fetch-site", "none")],
        &[
            ("sec-fetch-site", "cross-site"),
            ("referer", "https://evil.example/recover"),
        ],
        &[
            ("referer", &own),
            ("sec-fetch-site", "same-origin"),
            ("cache-control", "max-age=0"),
        ],
        &[
            ("referer", "https://id.example.org/recover/verify"),
            ("sec-fetch-site", "same-origin"),
        ],
    ] {
        let page = open(&world.browser(), "/recover/verify", headers).await;
        assert_eq!(
            page.heading(),
            "Nothing has been started in this browser",
            "{headers:?}"
        );
        let page = open(&world.browser(), "/account", headers).await;
        assert_eq!(
            page.location(),
            Some("/sign-in?notice=needed&return_to=/account"),
            "{headers:?}"
        );
    }
    // A browser that kept any cookie keeps cookies.
    let signed_out = world.browser();
    signed_out.sign_in(world.anna()).await;
    signed_out.call("sign_out", &[]).await;
    let page = open(&signed_out, "/recover/verify", &[("referer", &own)]).await;
    assert_eq!(page.heading(), "Nothing has been started in this browser");
    // Leaving an invitation on purpose removes the cookie, too.
    let left = world.browser();
    let code = world.invite("dan@example.org").await.code.shown();
    left.get("/invite").await;
    left.post("open_invitation", &[("code", &code)]).await;
    let answer = left.post("leave_invitation", &[]).await;
    let to = answer.location().expect("the page").to_owned();
    let page = open(&left, &to, &[("referer", &format!("{ORIGIN}/invite"))]).await;
    assert_eq!(page.heading(), "Accept your invitation");
    // So does losing it halfway: the page that the browser came from had it.
    left.post("open_invitation", &[("code", &code)]).await;
    let shown = left
        .get("/invite")
        .await
        .field_value("shown")
        .expect("a mark");
    left.lose_cookie("invitation");
    let answer = left
        .post(
            "enrol_names",
            &[("name", "Dan"), ("user_name", "dan"), ("shown", &shown)],
        )
        .await;
    let page = open(
        &left,
        answer.location().expect("the page"),
        &[("referer", &format!("{ORIGIN}/invite"))],
    )
    .await;
    assert_eq!(page.heading(), "Accept your invitation");
}

#[tokio::test]
async fn s87_a_hidden_origin_is_told_as_one_in_the_persons_language() {
    let world = World::new().await;
    for (site, origin, hidden) in [
        (None, None, true),
        (None, Some("null"), true),
        (Some("none"), None, true),
        (Some(""), Some("null"), true),
        (Some("cross-site"), None, false),
        (Some("same-site"), Some("null"), false),
        (None, Some("https://evil.example"), false),
    ] {
        for (language, heading) in [
            ("en", "We can't tell where this came from"),
            ("zh-TW", "無法得知這項要求來自哪裡"),
        ] {
            let browser = world.browser().with("accept-language", language);
            let send = async |accept: &'static str| {
                let mut request = browser.form("/api/sign_in", "identifier=anna&password=x");
                for (name, value) in [("sec-fetch-site", site), ("origin", origin)] {
                    request.headers_mut().remove(name);
                    if let Some(value) = value {
                        request
                            .headers_mut()
                            .insert(name, HeaderValue::from_static(value));
                    }
                }
                request
                    .headers_mut()
                    .insert("accept", HeaderValue::from_static(accept));
                browser.send(request).await
            };
            let page = send("text/html").await;
            assert_eq!(page.status, 403);
            assert_eq!(
                page.words().contains(heading),
                hidden,
                "{site:?} {origin:?}: {}",
                page.words()
            );
            assert!(page.body.contains("href=\"/sign-in\""), "a way on");
            let script = send("application/json").await;
            assert_eq!(script.status, 403);
            assert_eq!(
                script.body.contains("origin-hidden"),
                hidden,
                "{site:?} {origin:?}"
            );
        }
    }
}
