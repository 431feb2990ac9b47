//! Only requests to the public address are answered (S24).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::header::HOST;
use http::{Method, StatusCode};

use super::stack::HttpSettings;

/// Asked by load balancers under the machine's own address; the answers depend on no host.
const ANY_HOST: [&str; 2] = ["/healthz", "/readyz"];

/// Refuses foreign hosts. In development the machine's own names lead to the public address.
pub async fn layer(State(settings): State<Arc<HttpSettings>>, request: Request, next: Next) -> Response {
    if ANY_HOST.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let Some(host) = requested_host(&request) else { return settings.refuse(StatusCode::BAD_REQUEST) };
    if settings.public_url.answers_to(host) {
        return next.run(request).await;
    }
    if !settings.mode.is_production() && is_loopback(host, settings.listen_port) && is_safe(request.method()) {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        return Redirect::temporary(&format!("{}{target}", settings.public_url.origin())).into_response();
    }
    settings.refuse(StatusCode::MISDIRECTED_REQUEST)
}

/// The one host that the request names: HTTP/2 says it in the address, HTTP/1 in the header, and if both do, they agree.
fn requested_host(request: &Request) -> Option<&str> {
    let mut headers = request.headers().get_all(HOST).iter();
    let header = headers.next().map(|value| value.to_str()).transpose().ok()?;
    if headers.next().is_some() {
        return None;
    }
    match (request.uri().authority().map(http::uri::Authority::as_str), header) {
        (Some(authority), Some(header)) if !authority.eq_ignore_ascii_case(header) => None,
        (authority, header) => authority.or(header),
    }
}

fn is_loopback(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| host.eq_ignore_ascii_case(&format!("{name}:{port}")))
}

fn is_safe(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, form, get, send, send_with, settings};
    use super::*;
    use crate::config::Mode;
    use http::HeaderValue;

    fn to_host(host: &'static str) -> Request {
        let mut request = get("/echo/x?a=b");
        request.headers_mut().insert(HOST, HeaderValue::from_static(host));
        request
    }

    #[tokio::test]
    async fn s24_foreign_hosts_are_misdirected() {
        for host in
            ["evil.example", "id.example.org.evil.example", "localhost:3000", "127.0.0.1:3000", "x@id.example.org", ""]
        {
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
    async fn s24_no_host_two_hosts_and_contradicting_hosts_are_bad_requests() {
        let mut none = get("/");
        none.headers_mut().remove(HOST);
        let mut two = get("/");
        two.headers_mut().append(HOST, HeaderValue::from_static("evil.example"));
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
            assert_eq!(response.headers()["location"], "https://id.example.org/echo/x?a=b");
            assert_safe_headers(&response);
        }
        let mut post = form("/form", "a=b");
        post.headers_mut().insert(HOST, HeaderValue::from_static("localhost:3000"));
        assert_eq!(send_with(&settings, post).await.status(), 421);
        assert_eq!(send_with(&settings, to_host("localhost:4000")).await.status(), 421);
    }

    #[tokio::test]
    async fn load_balancers_may_ask_for_health_under_any_host() {
        let mut request = get("/healthz");
        request.headers_mut().insert(HOST, HeaderValue::from_static("10.0.0.7:3000"));
        assert_eq!(send(request).await.status(), 200);
    }
}
