//! Every form and page of the app, over its router, with all middleware.

use crate::stage::{Place, on_stage};
use crate::{lines, text};
use http::header::{CONTENT_TYPE, COOKIE, HOST, REFERER};
use http::{HeaderName, HeaderValue, Request, StatusCode, Uri};
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_testkit::{Answer, Browser, World, done};
use std::cell::RefCell;

/// The senders of forms.
struct Cast {
    /// An unknown browser.
    guest: Browser,
    /// Anna, signed in, with changes open.
    anna: Browser,
    /// The administrator, likewise.
    root: Browser,
    /// Somebody at the first step of a recovery.
    recovering: Browser,
    /// Somebody with an invitation open.
    invited: Browser,
}

thread_local! {
    static STAGE: Place<Cast> = const { RefCell::new(None) };
}

async fn set() -> (World, Cast) {
    let world = World::new().await;
    let anna = world.confirmed(world.anna()).await;
    let root = world.confirmed(world.root()).await;
    let recovering = world.browser();
    recovering
        .start_recovery(&world.bert().email, "forgot_password")
        .await;
    done(
        &recovering
            .call("choose_method", &[("method", "mail")])
            .await,
    );
    let invited = world.browser();
    let code = world.invite("carla@example.org").await.code.shown();
    done(&invited.call("open_invitation", &[("code", &code)]).await);
    let guest = world.browser();
    (
        world,
        Cast {
            guest,
            anna,
            root,
            recovering,
            invited,
        },
    )
}

impl Cast {
    fn browser(&self, who: &str) -> Browser {
        match who.trim() {
            "anna" => self.anna.copy(),
            "root" => self.root.copy(),
            "recovering" => self.recovering.copy(),
            "invited" => self.invited.copy(),
            _ => self.guest.copy(),
        }
    }
}

/// The form at a path; for anything else, one chosen by its length, so that no case is lost.
fn form(path: &str) -> (&'static str, &'static [&'static str]) {
    let all = || FORMS.iter().chain(PAGE_FORMS);
    let named = all()
        .find(|(known, _)| *known == path)
        .or_else(|| all().nth(path.len() % all().count()));
    *named.expect("there are forms")
}

/// A line with the form's path, one with its sender and content type (`json`: that one; `script`:
/// the bundle's), and the body: the server refuses it or does it, never fails, and lets nobody in
/// (S8, S95).
pub fn bodies(data: &[u8]) {
    let input = text(data);
    let ([path, how], body) = lines::<2>(&input);
    let (path, fields) = form(path);
    on_stage(&STAGE, set, async |_, cast| {
        let (who, manner) = how.split_once(' ').unwrap_or((how, ""));
        let who = who.trim();
        let browser = cast.browser(who);
        let mut request = browser.form(path, body);
        match manner.trim() {
            "json" => drop(
                request
                    .headers_mut()
                    .insert(CONTENT_TYPE, HeaderValue::from_static("application/json")),
            ),
            "script" => drop(
                request
                    .headers_mut()
                    .insert("accept", HeaderValue::from_static("application/json")),
            ),
            _ => {}
        }
        let answer = browser.send(request).await;
        check(&answer, path);
        if manner.trim() == "json" {
            assert_eq!(
                answer.status,
                StatusCode::BAD_REQUEST,
                "S8: one content type: {path}"
            );
        }
        let names: Vec<_> = url::form_urlencoded::parse(body.as_bytes())
            .map(|(name, _)| name)
            .collect();
        // A form ignores other people's fields; each of our own comes once, in its own spelling.
        let twice = names
            .iter()
            .enumerate()
            .any(|(at, name)| fields.contains(&&**name) && names[..at].contains(name));
        let bent = |name: &str| {
            let head = name.split(['[', '.']).next().unwrap_or_default();
            !fields.contains(&name) && fields.iter().any(|field| field.eq_ignore_ascii_case(head))
        };
        if twice || names.iter().any(|name| bent(name)) {
            assert_eq!(
                answer.status,
                StatusCode::BAD_REQUEST,
                "S8: {path} {names:?}"
            );
        }
        if who != "anna" && who != "root" {
            let session = browser
                .cookie("session")
                .map(|kept| kept.value)
                .filter(|value| !value.is_empty());
            assert!(session.is_none(), "nobody gets in by {path}: {body}");
        }
    });
}

/// The target in a first line: a path, or instead a whole address, a host alone, an asterisk.
fn target(line: &str) -> String {
    let line: String = line
        .chars()
        .filter(|c| c.is_ascii_graphic() && *c != '#')
        .collect();
    let other = line == "*"
        || line
            .parse::<Uri>()
            .is_ok_and(|uri| uri.authority().is_some());
    if other {
        line
    } else {
        ["/", line.trim_start_matches('/')].concat()
    }
}

/// A line with the target of a request's first line (usually a path), one with the requester, then
/// lines of headers: the server answers without failing, and nothing from the request is mark-up in
/// the page.
pub fn pages(data: &[u8]) {
    let input = text(data);
    let ([path, who], headers) = lines::<2>(&input);
    on_stage(&STAGE, set, async |_, cast| {
        let path = target(path);
        let Ok(mut request) = Request::builder()
            .uri(&path)
            .body(axum::body::Body::empty())
        else {
            return;
        };
        // As a client with a host in its target does; otherwise the case would get no further than
        // the comparison of hosts.
        if let Some(host) = request
            .uri()
            .authority()
            .and_then(|host| HeaderValue::from_str(host.as_str()).ok())
        {
            request.headers_mut().insert(HOST, host);
        }
        for (name, value) in headers
            .lines()
            .take(8)
            .filter_map(|line| line.split_once(": "))
        {
            let name = HeaderName::from_bytes(name.to_ascii_lowercase().as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                request.headers_mut().append(name, value);
            }
        }
        let browser =
            if request.headers().contains_key(COOKIE) || request.headers().contains_key(REFERER) {
                cast.guest.copy()
            } else {
                cast.browser(who)
            };
        let answer = browser.send(request).await;
        check(&answer, &path);
        assert!(
            !answer.body.contains("<zz"),
            "S85: the request is mark-up in the page of {path}"
        );
    });
}

/// Asserts what holds for every answer.
fn check(answer: &Answer, path: &str) {
    assert!(!answer.status.is_server_error(), "{path}: {answer:?}");
    if let Some(location) = answer.location() {
        let ours = location.starts_with('/')
            && !location.starts_with("//")
            && !location.starts_with("/\\");
        assert!(
            ours || location.starts_with("https://id.example.org/"),
            "S90: {path} leads to {location}"
        );
    }
    for cookie in answer.cookies() {
        assert!(cookie.starts_with("__Host-regain-"), "S49: {cookie}");
        assert!(
            cookie.contains("; Secure") && cookie.contains("; HttpOnly"),
            "S49: {cookie}"
        );
    }
    assert!(
        answer.headers.contains_key("content-security-policy"),
        "S85: {path}"
    );
}
