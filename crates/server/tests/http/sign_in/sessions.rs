//! The session that a sign-in opens: its cookie, its freshness, and its end (S49–S52, S55).

use axum::body::Body;
use http::header::COOKIE;
use http::{HeaderValue, Request};
use regain_testkit::{Answer, World};

/// The parameters of the session's cookie.
fn session_cookie(answer: &Answer) -> Vec<String> {
    let cookies = answer.cookies();
    let cookie = cookies
        .iter()
        .find(|cookie| cookie.starts_with("__Host-regain-session="))
        .expect("a session");
    let mut parts: Vec<String> = cookie.split("; ").skip(1).map(str::to_owned).collect();
    parts.sort_unstable();
    parts
}

#[tokio::test]
async fn s49_the_session_cookie_is_host_secure_http_only_strict_and_opaque() {
    let world = World::new().await;
    let anna = world.anna();
    let browser = world.browser();
    let answer = browser.try_sign_in(&anna.user_name, &anna.password).await;
    assert_eq!(
        session_cookie(&answer),
        ["HttpOnly", "Path=/", "SameSite=Strict", "Secure"]
    );
    let value = browser.cookie("session").expect("a session").value;
    assert_eq!(value.len(), 43, "256 bits in base64url: {value}");
    assert_eq!(answer.header("cache-control"), Some("no-store"));

    // The digest in the database can't be sent in the token's place.
    let digest = world
        .database()
        .texts("SELECT lower(hex(token_mac)) FROM sessions")
        .await
        .remove(0);
    let thief = world.browser();
    for value in [digest.as_str(), &digest[..43], &value[..42]] {
        thief.plant_cookie("session", value);
        assert!(!thief.is_signed_in().await);
    }
}

#[tokio::test]
async fn s49_keep_me_signed_in_survives_the_browsers_end_and_nothing_else_does() {
    let world = World::new().await;
    let anna = world.anna();
    for keep in [false, true] {
        let browser = world.browser();
        let mut fields = vec![
            ("identifier", anna.user_name.as_str()),
            ("password", &anna.password),
        ];
        if keep {
            fields.push(("keep", "on"));
        }
        let answer = browser.post("sign_in", &fields).await;
        assert_eq!(
            session_cookie(&answer).contains(&"Max-Age=86400".to_owned()),
            keep
        );
        browser.reopen();
        assert_eq!(browser.is_signed_in().await, keep);
    }
}

#[tokio::test]
async fn s49_a_cookie_of_somebody_else_that_cannot_be_read_takes_no_other_along() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let session = browser.cookie("session").expect("a session").value;
    let ours = format!("__Host-regain-session={session}; __Host-regain-language=zh-Hant");
    let strange: [&[u8]; 7] = [
        b"banner=caf\xe9",
        b"banner=\xff\xfe",
        "banner=\u{4f8b}".as_bytes(),
        b"banner=%ff",
        b"banner",
        b"=",
        b"\xe9\xe9=x",
    ];
    for strange in strange {
        let nothing: &[u8] = b"";
        for (before, after) in [(strange, nothing), (nothing, strange), (strange, strange)] {
            let cookies = [before, ours.as_bytes(), after].join(&b"; "[..]);
            let mut request = Request::builder()
                .uri("/account")
                .header("accept", "text/html")
                .body(Body::empty());
            let headers = request.as_mut().expect("a request").headers_mut();
            headers.insert(COOKIE, HeaderValue::from_bytes(&cookies).expect("a header"));
            // This browser keeps no cookies of its own: it sends exactly those given here.
            let answer = world.browser().send(request.expect("a request")).await;
            let cookies = String::from_utf8_lossy(&cookies).into_owned();
            assert_eq!(
                (answer.status.as_u16(), answer.location()),
                (200, None),
                "{cookies}"
            );
            assert!(answer.body.contains("<html lang=\"zh-Hant\""), "{cookies}");
        }
    }
}

#[tokio::test]
async fn s51_a_session_ends_after_an_idle_hour() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    for _ in 0..3 {
        world.advance_seconds(3599);
        assert!(browser.is_signed_in().await, "used within the hour");
    }
    world.advance_seconds(3600);
    let answer = browser.get("/account").await;
    assert_eq!(
        answer.location(),
        Some("/sign-in?notice=ended&return_to=/account")
    );
    assert!(browser.cookie("session").is_none(), "the cookie goes too");
    assert_eq!(
        world
            .database()
            .number("SELECT count(*) FROM sessions")
            .await,
        0
    );
}

#[tokio::test]
async fn s51_a_session_ends_after_a_day_however_much_it_is_used() {
    let world = World::new().await;
    let browser = world.browser();
    let anna = world.anna();
    let fields = [
        ("identifier", anna.user_name.as_str()),
        ("password", &anna.password),
        ("keep", "on"),
    ];
    browser.post("sign_in", &fields).await;
    let thief = browser.copy();
    for _ in 0..47 {
        world.advance_seconds(1800);
        assert!(browser.is_signed_in().await);
    }
    world.advance_seconds(1800);
    thief.plant_cookie(
        "session",
        &browser
            .copy()
            .cookie("session")
            .map_or_else(String::new, |kept| kept.value),
    );
    assert!(!browser.is_signed_in().await);
    assert!(!thief.is_signed_in().await);
}

#[tokio::test]
async fn s52_signing_out_kills_the_session_on_the_server_and_clears_the_browser() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let thief = browser.copy();
    assert!(thief.is_signed_in().await);

    let answer = browser.post("sign_out", &[]).await;
    assert_eq!(answer.location(), Some("/sign-in?notice=signed-out"));
    assert_eq!(
        answer.header("clear-site-data"),
        Some("\"cache\", \"storage\"")
    );
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert!(browser.cookie("session").is_none());
    assert!(
        browser
            .follow(&answer)
            .await
            .words()
            .contains("You are signed out.")
    );
    assert!(!browser.is_signed_in().await);
    assert!(
        !thief.is_signed_in().await,
        "a copy of the cookie is worth nothing"
    );
}

#[tokio::test]
async fn signing_out_without_a_session_is_no_error() {
    let world = World::new().await;
    let answer = world.browser().post("sign_out", &[]).await;
    assert_eq!(answer.location(), Some("/sign-in?notice=signed-out"));
}

#[tokio::test]
async fn s50_a_session_id_that_was_planted_is_not_taken_over() {
    let world = World::new().await;
    let victim = world.browser();
    let attacker = world.browser();
    // WSTG-SESS-03: the attacker's own session, and a value nobody ever had.
    attacker.sign_in(world.bert()).await;
    let planted = attacker.cookie("session").expect("a session").value;
    for value in [planted.as_str(), &"A".repeat(43)] {
        victim.plant_cookie("session", value);
        victim.sign_in(world.anna()).await;
        assert_ne!(victim.cookie("session").expect("a session").value, value);
        assert!(
            victim
                .get("/account")
                .await
                .words()
                .contains("anna@example.org")
        );
        let forced = world.browser();
        forced.plant_cookie("session", value);
        assert!(
            !forced.is_signed_in().await,
            "the planted session leads to nobody's account"
        );
    }
}

#[tokio::test]
async fn s50_each_sign_in_has_a_new_session_and_ends_the_one_before_in_the_same_browser() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    let first = browser.copy();
    browser.sign_in(world.anna()).await;
    assert_ne!(browser.cookie("session"), first.cookie("session"));
    assert!(!first.is_signed_in().await);
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn s55_disabling_a_person_ends_their_sessions_at_once() {
    let world = World::new().await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    world.set_disabled("anna@example.org", true).await;
    assert!(!browser.is_signed_in().await);
    world.set_disabled("anna@example.org", false).await;
    assert!(
        !browser.is_signed_in().await,
        "enabling brings no session back"
    );
    browser.sign_in(world.anna()).await;
}
