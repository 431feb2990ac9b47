//! Checks new passwords against breached ones (S36), with a range service on this machine.

use regain_domain::passwords::breach::Digits;
use regain_server::breaches::HttpBreaches;
use regain_service::{BreachSource, PATIENCE};
use regain_testkit::{Browser, Person, World};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

const BREACHED: &str = "the lark was heard by everybody";
const FRESH: &str = "the lark of tomorrow sings at noon";

/// The service's behaviour.
#[derive(Clone)]
enum Does {
    Answers(u16, String),
    Nothing,
}

/// Records each request and answers it.
async fn service(does: Does) -> (BreachSource, Arc<Mutex<Vec<String>>>) {
    let patience = Duration::from_millis(if matches!(does, Does::Nothing) {
        50
    } else {
        3_600_000
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!(
        "http://{}/range/",
        listener.local_addr().expect("an address")
    )
    .parse()
    .expect("a URL");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut open = Vec::new();
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            while !request.ends_with(b"\r\n\r\n")
                && stream
                    .read_buf(&mut request)
                    .await
                    .is_ok_and(|read| read > 0)
            {}
            heard
                .lock()
                .expect("no test panicked")
                .push(String::from_utf8(request).expect("text"));
            if let Does::Answers(status, body) = &does {
                let head = format!(
                    "HTTP/1.1 {status} X\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    body.len()
                );
                let _ = stream
                    .write_all(&[head.as_bytes(), body.as_bytes()].concat())
                    .await;
            }
            open.push(stream);
        }
    });
    let breaches = Arc::new(HttpBreaches::new(url).expect("a client"));
    (BreachSource { breaches, patience }, asked)
}

/// A padded answer: the breached password, and one seen 0 times.
fn padded() -> String {
    format!("{}:7\r\n{}:0\r\n", rest_of(BREACHED), rest_of(FRESH))
}

/// The 35 digits that never leave the server.
fn rest_of(password: &str) -> String {
    use std::fmt::Write as _;
    let mut digits = String::new();
    for byte in <sha1::Sha1 as sha1::Digest>::digest(password) {
        write!(digits, "{byte:02X}").expect("a string takes it");
    }
    assert!(digits.starts_with(Digits::of(password.as_bytes()).prefix()));
    digits.split_off(5)
}

async fn missed(world: &World) -> Option<u64> {
    world.browser().get("/readyz").await.json()["breach_checks_missed"].as_u64()
}

async fn change(browser: &Browser, anna: &Person, new: &str) -> Option<String> {
    browser
        .call(
            "change_password",
            &[("current", &anna.password), ("new", new)],
        )
        .await
        .refusal()
}

#[tokio::test]
async fn s36_a_breached_password_is_refused_in_every_flow_and_five_digits_leave() {
    let (source, asked) = service(Does::Answers(200, padded())).await;
    let world = World::configured(&[], Some(source)).await;
    let anna = world.anna();
    let [invited, signed_in, recovering] = world.choosing(anna).await;
    let before = world.stored_password(&anna.email).await;

    let refusal = Some("password-breached");
    assert_eq!(
        invited
            .call("enrol_password", &[("password", BREACHED)])
            .await
            .refusal()
            .as_deref(),
        refusal
    );
    assert_eq!(
        recovering
            .call("new_password", &[("password", BREACHED)])
            .await
            .refusal()
            .as_deref(),
        refusal
    );
    assert_eq!(change(&signed_in, anna, BREACHED).await.as_deref(), refusal);
    let plain = recovering
        .post("new_password", &[("password", BREACHED)])
        .await;
    let page = recovering.follow(&plain).await;
    assert!(
        page.words().contains("known from a data breach elsewhere")
            && !page.body.contains(BREACHED)
    );
    assert_eq!(world.stored_password(&anna.email).await, before);
    assert_eq!(
        recovering.recovery_step().await,
        Some(3),
        "nothing was used up"
    );

    {
        let asked = asked.lock().expect("no test panicked");
        let [request] = &asked[..] else {
            panic!("asked once, then remembered: {asked:?}")
        };
        let request = request.to_lowercase();
        let prefix = Digits::of(BREACHED.as_bytes()).prefix().to_lowercase();
        assert!(
            request.starts_with(&format!("get /range/{prefix} http/1.1\r\n")),
            "{request}"
        );
        assert!(request.contains("\r\nadd-padding: true\r\n"), "{request}");
        let mut headers: Vec<&str> = request
            .lines()
            .skip(1)
            .filter_map(|line| Some(line.split_once(':')?.0))
            .collect();
        headers.sort_unstable();
        assert_eq!(
            headers,
            ["add-padding", "host", "user-agent"],
            "nothing else leaves"
        );
    }
    // The password's line is padding.
    assert_eq!(
        recovering
            .call("new_password", &[("password", FRESH)])
            .await
            .refusal(),
        None
    );
    assert_eq!(missed(&world).await, Some(0));
}

#[tokio::test]
async fn s36_rules_come_first_so_that_what_they_refuse_is_never_asked_for() {
    let (source, asked) = service(Does::Answers(200, padded())).await;
    let world = World::configured(&[], Some(source)).await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    assert_eq!(
        change(&browser, world.anna(), "Sunshine-Princess")
            .await
            .as_deref(),
        Some("password-weak")
    );
    assert!(asked.lock().expect("no test panicked").is_empty());
}

#[tokio::test]
async fn s36_a_service_that_is_silent_broken_or_gone_refuses_nobody_and_is_counted() {
    let html = "<html>a captive portal</html>".to_owned();
    for does in [
        Does::Nothing,
        Does::Answers(200, html),
        Does::Answers(503, padded()),
        Does::Answers(302, String::new()),
    ] {
        let (source, asked) = service(does).await;
        let world = World::configured(&[], Some(source)).await;
        let browser = world.browser();
        browser.sign_in(world.anna()).await;
        // Without the time limit, the silent service would hold this up for ever.
        assert_eq!(change(&browser, world.anna(), FRESH).await, None);
        assert_eq!(
            (
                missed(&world).await,
                asked.lock().expect("no test panicked").len()
            ),
            (Some(1), 1)
        );
    }
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/", gone.local_addr().expect("an address"))
        .parse()
        .expect("a URL");
    drop(gone);
    let source = HttpBreaches::source(&url).expect("a client");
    assert_eq!(source.patience, PATIENCE);
    let world = World::configured(&[], Some(source)).await;
    let browser = world.browser();
    browser.sign_in(world.anna()).await;
    assert_eq!(change(&browser, world.anna(), FRESH).await, None);
    assert_eq!(missed(&world).await, Some(1));
}

#[tokio::test]
async fn s36_without_a_service_nothing_is_asked_or_counted() {
    let world = World::new().await;
    assert_eq!(missed(&world).await, None);
}
