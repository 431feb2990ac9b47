//! Answers only requests for the public address (S24). Each refused host is logged once, so that an operator
//! whose proxy sends another host finds out.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::header::HOST;
use http::{Method, StatusCode};

use super::settings::HttpSettings;

/// Load balancers request these under the machine's own address; the responses don't depend on the host.
const ANY_HOST: [&str; 2] = ["/healthz", "/readyz"];

/// Number of hosts that are logged individually. Scanners try many; a misconfigured one comes first, and
/// constantly.
const MOST_TOLD: usize = 64;
/// Longer than any host name; longer values are logged truncated.
const LONGEST_TOLD: usize = 300;

/// The foreign hosts already logged.
#[derive(Debug, Default)]
pub struct ToldHosts(Mutex<HashSet<String>>);

impl ToldHosts {
    /// Logs a refused host, the first time.
    fn tell(&self, asked: &str, settings: &HttpSettings) {
        let asked: String = asked
            .chars()
            .take(LONGEST_TOLD)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if told.len() > MOST_TOLD || !told.insert(asked.clone()) {
            return;
        }

        let is_last = told.len() > MOST_TOLD;
        drop(told);
        let served = settings.public_url.authority();
        if is_last {
            tracing::warn!(
                served,
                "more hosts that aren't served are asked for; they aren't told one by one any longer"
            );
            return;
        }

        tracing::warn!(asked, served, "{HOW_TO_SERVE}");
    }
}

/// Advice to the operator about a refused host.
pub(crate) const HOW_TO_SERVE: &str = "a host was asked for that isn't served, and answered with 421: let the proxy hand on \
    the host that people asked for (nginx: `proxy_set_header Host $host;`, or `$http_host` where public_url has a port; Apache: \
    `ProxyPreserveHost On`; X-Forwarded-Host isn't read), or set public_url to what they ask for";

/// Refuses foreign hosts. Redirects to the public address: in development from the machine's own names, and in
/// every mode from the name with a final dot, which browsers treat as another origin whose forms would be refused.
pub async fn layer(
    State((settings, told)): State<(Arc<HttpSettings>, Arc<ToldHosts>)>,
    request: Request,
    next: Next,
) -> Response {
    if ANY_HOST.contains(&request.uri().path()) {
        return next.run(request).await;
    }

    let Some(host) = requested_host(&request) else {
        return settings.refuse(StatusCode::BAD_REQUEST);
    };

    if settings.public_url.answers_to(host) {
        if has_last_dot(host) && is_navigation(&request) {
            return to_public_address(&settings, &request);
        }

        return next.run(request).await;
    }

    if !settings.mode.is_production()
        && is_loopback(host, settings.listen_port)
        && is_safe(request.method())
    {
        return to_public_address(&settings, &request);
    }

    told.tell(host, &settings);
    settings.refuse(StatusCode::MISDIRECTED_REQUEST)
}

fn to_public_address(settings: &HttpSettings, request: &Request) -> Response {
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    Redirect::temporary(&format!("{}{target}", settings.public_url.origin())).into_response()
}

fn has_last_dot(host: &str) -> bool {
    host.split(':')
        .next()
        .is_some_and(|name| name.ends_with('.'))
}

/// Whether the browser is opening a page, not loading part of one (Fetch Metadata).
fn is_navigation(request: &Request) -> bool {
    let mode = request.headers().get("sec-fetch-mode");
    is_safe(request.method()) && mode.is_some_and(|mode| mode.as_bytes() == b"navigate")
}

/// The one host that the request names: HTTP/2 puts it in the URI, HTTP/1 in the header; if both are present,
/// they must agree.
fn requested_host(request: &Request) -> Option<&str> {
    let mut headers = request.headers().get_all(HOST).iter();
    let header = headers
        .next()
        .map(|value| value.to_str())
        .transpose()
        .ok()?;
    if headers.next().is_some() {
        return None;
    }

    match (
        request.uri().authority().map(http::uri::Authority::as_str),
        header,
    ) {
        (Some(authority), Some(header)) if !authority.eq_ignore_ascii_case(header) => None,
        (authority, header) => authority.or(header),
    }
}

fn is_loopback(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{
        assert_safe_headers, form, get, router, send, send_with, settings,
    };
    use super::*;
    use crate::config::{LogFormat, Mode};
    use crate::log::tests::Captured;
    use crate::middleware::wrap;
    use http::HeaderValue;
    use tower::ServiceExt as _;

    fn to_host(host: &'static str) -> Request {
        let mut request = get("/echo/x?a=b");
        request
            .headers_mut()
            .insert(HOST, HeaderValue::from_static(host));
        request
    }

    #[tokio::test]
    async fn s24_foreign_hosts_are_misdirected() {
        for host in [
            "evil.example",
            "id.example.org.evil.example",
            "localhost:3000",
            "127.0.0.1:3000",
            "x@id.example.org",
            "",
        ] {
            let response = send(to_host(host)).await;
            assert_eq!(response.status(), 421, "{host}");
            assert!(!response.headers().contains_key("location"));
            assert_safe_headers(&response);
        }

        for host in ["id.example.org", "ID.EXAMPLE.ORG", "id.example.org:443"] {
            assert_eq!(send(to_host(host)).await.status(), 200, "{host}");
        }
    }

    #[tokio::test]
    async fn an_operator_is_told_of_each_host_that_is_refused_once() {
        let (captured, _guard) = Captured::start("info", LogFormat::Text);
        let router = wrap(router(), &settings());
        for host in [
            "upstream",
            "127.0.0.1",
            "UPSTREAM",
            "upstream",
            "id.example.org:3000",
        ] {
            let response = router
                .clone()
                .oneshot(to_host(host))
                .await
                .expect("an answer");
            assert!(!response.status().is_success(), "{host}");
        }

        let log = captured.text();
        for (host, times) in [
            ("upstream", 1),
            ("127.0.0.1", 1),
            ("id.example.org:3000", 1),
        ] {
            assert_eq!(
                log.matches(&format!("asked=\"{host}\"")).count(),
                times,
                "{host}: {log}"
            );
        }

        let line = log
            .lines()
            .find(|line| line.contains("asked=\"upstream\""))
            .expect("a line");

        for word in [
            "WARN",
            "served=\"id.example.org\"",
            "421",
            "proxy_set_header Host",
            "public_url",
        ] {
            assert!(line.contains(word), "{word}: {line}");
        }
    }

    #[tokio::test]
    async fn s101_no_flood_of_hosts_fills_log_or_memory() {
        let (captured, _guard) = Captured::start("info", LogFormat::Text);
        let router = wrap(router(), &settings());
        for nth in 0..MOST_TOLD * 3 {
            let mut request = get("/");
            request.headers_mut().insert(
                HOST,
                format!("{nth}.{}.example", "x".repeat(1_000))
                    .parse()
                    .expect("a host"),
            );
            router.clone().oneshot(request).await.expect("an answer");
        }

        let log = captured.text();
        assert_eq!(log.matches("asked=").count(), MOST_TOLD);
        assert_eq!(log.matches("more hosts that aren't served").count(), 1);
        assert!(log.lines().all(|line| line.len() < 1_500));
    }

    #[tokio::test]
    async fn a_name_with_a_last_dot_is_the_same_and_a_browser_is_led_to_the_one_without() {
        for host in ["id.example.org.", "id.example.org.:443"] {
            assert_eq!(send(to_host(host)).await.status(), 200, "{host}");
            let mut page = to_host(host);
            page.headers_mut()
                .insert("sec-fetch-mode", HeaderValue::from_static("navigate"));
            let response = send(page).await;
            assert_eq!(response.status(), 307, "{host}");
            assert_eq!(
                response.headers()["location"],
                "https://id.example.org/echo/x?a=b"
            );
        }
    }

    #[tokio::test]
    async fn s24_no_host_two_hosts_and_contradicting_hosts_are_bad_requests() {
        let mut none = get("/");
        none.headers_mut().remove(HOST);
        let mut two = get("/");
        two.headers_mut()
            .append(HOST, HeaderValue::from_static("evil.example"));
        let mut contradicting = get("/");
        *contradicting.uri_mut() = "https://evil.example/".parse().unwrap();

        for request in [none, two, contradicting] {
            assert_eq!(send(request).await.status(), 400);
        }
    }

    #[tokio::test]
    async fn s24_http_2_names_the_host_in_the_address() {
        let mut request = get("/");
        request.headers_mut().remove(HOST);
        *request.uri_mut() = "https://id.example.org/".parse().unwrap();
        assert_eq!(send(request).await.status(), 200);
    }

    #[tokio::test]
    async fn in_development_loopback_names_lead_to_the_public_address() {
        let mut settings = settings();
        settings.mode = Mode::Development;

        for host in ["localhost:3000", "127.0.0.1:3000", "[::1]:3000"] {
            let response = send_with(&settings, to_host(host)).await;
            assert_eq!(response.status(), 307, "{host}");
            assert_eq!(
                response.headers()["location"],
                "https://id.example.org/echo/x?a=b"
            );
            assert_safe_headers(&response);
        }

        let mut post = form("/form", "a=b");
        post.headers_mut()
            .insert(HOST, HeaderValue::from_static("localhost:3000"));
        assert_eq!(send_with(&settings, post).await.status(), 421);
        assert_eq!(
            send_with(&settings, to_host("localhost:4000"))
                .await
                .status(),
            421
        );
    }

    #[tokio::test]
    async fn load_balancers_may_ask_for_health_under_any_host() {
        let mut request = get("/healthz");
        request
            .headers_mut()
            .insert(HOST, HeaderValue::from_static("10.0.0.7:3000"));
        assert_eq!(send(request).await.status(), 200);
    }
}
