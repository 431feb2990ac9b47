//! Browsers' reports of violations of a page's policy (S85): something tried to run or load that the page doesn't
//! allow. They are logged, so that an operator can find an injection, or an extension that interferes.
//!
//! A report comes from the browser, not from a page, so it has no origin to check (S87): anybody can send one.
//! Its only effect is a log line, a few per minute at most, with nothing that identifies a person: of the page only
//! the path, of the blocked resource only the origin.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::header::CONTENT_TYPE;
use http::{Method, StatusCode};
use serde::Deserialize;
use tokio::time::Instant;
use url::Url;

use super::body;
use super::settings::HttpSettings;
use crate::public_url::PublicUrl;

/// Where browsers send reports; named in the header `Reporting-Endpoints`.
pub const PATH: &str = "/csp-reports";

/// Most lines per minute.
const LINES: u32 = 20;
const MINUTE: Duration = Duration::from_secs(60);

/// Number of lines written in the current minute.
#[derive(Debug, Default)]
pub(super) struct LinesThisMinute(Mutex<Option<(Instant, u32)>>);

impl LinesThisMinute {
    /// Whether another line may be written.
    fn one_more(&self) -> bool {
        let now = Instant::now();
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (since, count) = counted
            .filter(|(since, _)| now.duration_since(*since) < MINUTE)
            .unwrap_or((now, 0));
        *counted = Some((since, count.saturating_add(1)));
        count < LINES
    }
}

/// Handles reports; passes on every other request.
pub(super) async fn layer(
    State((settings, lines)): State<(Arc<HttpSettings>, Arc<LinesThisMinute>)>,
    request: Request,
    next: Next,
) -> Response {
    if request.uri().path() != PATH || *request.method() != Method::POST {
        return next.run(request).await;
    }

    let kind = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    if kind.and_then(|kind| kind.split(';').next()).map(str::trim)
        != Some("application/reports+json")
    {
        return settings.refuse(StatusCode::BAD_REQUEST);
    }

    let bytes = match body::read_in_time(&settings, request.into_body()).await {
        Ok(bytes) => bytes,
        Err(status) => return settings.refuse(status),
    };

    let Some(violations) = violations(&bytes, &settings.public_url) else {
        return settings.refuse(StatusCode::BAD_REQUEST);
    };

    for Told {
        page,
        directive,
        blocked,
    } in violations
    {
        if lines.one_more() {
            tracing::warn!(
                event = "csp_violation",
                page,
                directive,
                blocked,
                "a page's policy stopped something"
            );
        }
    }

    StatusCode::NO_CONTENT.into_response()
}

/// The parts of a violation that are logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The path of the page, if it is one of ours; otherwise `elsewhere`.
    pub page: String,
    /// The directive that was violated.
    pub directive: String,
    /// The origin of the blocked resource, or a keyword if it has none.
    pub blocked: String,
}

/// Reads the violations from a report body; `None` if it isn't a list of reports.
#[must_use]
pub fn violations(body: &[u8], own: &PublicUrl) -> Option<Vec<Told>> {
    let reports = serde_json::from_slice::<Vec<Report>>(body).ok()?;
    let violations = reports
        .iter()
        .filter(|report| report.kind == "csp-violation")
        .map(|report| &report.body);
    let told = |violation: &Violation| Told {
        page: violation.page(own),
        directive: word(&violation.effective_directive),
        blocked: violation.blocked(),
    };

    Some(violations.map(told).collect())
}

/// A report of any type (W3C, Reporting API).
#[derive(Deserialize)]
struct Report {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    body: Violation,
}

/// The fields read from a violation (W3C, Content Security Policy Level 3, 5.3).
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Violation {
    #[serde(rename = "documentURL")]
    document_url: String,
    #[serde(rename = "blockedURL")]
    blocked_url: String,
    effective_directive: String,
}

impl Violation {
    fn page(&self, own: &PublicUrl) -> String {
        own.own_url(&self.document_url)
            .map_or_else(|| "elsewhere".to_owned(), |url| url.path().to_owned())
    }

    /// The origin of the blocked resource, or the browser's keyword for one without an address: `inline`, `eval`.
    fn blocked(&self) -> String {
        match Url::parse(&self.blocked_url) {
            Ok(url) if url.has_host() => url.origin().ascii_serialization(),
            Ok(url) => word(url.scheme()),
            Err(_) => word(&self.blocked_url),
        }
    }
}

/// Keeps a keyword of the standard; anything else that was sent isn't logged.
fn word(text: &str) -> String {
    let plain = text.len() <= 32
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if plain {
        text.to_owned()
    } else {
        "unclear".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, router, settings};
    use super::super::wrap;
    use super::*;
    use crate::config::LogFormat;
    use crate::log::tests::Captured;
    use axum::body::Body;
    use serde_json::{Value, json};
    use tower::ServiceExt as _;

    const KIND: &str = "application/reports+json";

    fn report(kind: &str, body: impl Into<String>) -> Request {
        let request = Request::builder()
            .method(Method::POST)
            .uri(PATH)
            .header("host", "id.example.org");
        request
            .header("content-type", kind)
            .body(Body::from(body.into()))
            .unwrap()
    }

    fn violation(page: &str, blocked: &str, directive: &str) -> Value {
        json!({
            "type": "csp-violation", "age": 10, "url": page, "user_agent": "canary",
            "body": {
                "documentURL": page, "blockedURL": blocked, "effectiveDirective": directive, "sample": "canary",
                "disposition": "enforce", "statusCode": 200,
            },
        })
    }

    fn lines(captured: &Captured) -> Vec<Value> {
        let lines = captured.text();
        let lines = lines
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines
            .filter(|line| line["event"] == "csp_violation")
            .collect()
    }

    #[tokio::test]
    async fn s85_a_violation_is_told_to_the_log_without_a_person_in_it() {
        let (captured, _guard) = Captured::start("info", LogFormat::Json);
        let reports = json!([
            violation(
                "https://id.example.org/recover/link?to=canary#canary",
                "https://evil.example/canary.js?canary",
                "script-src-elem"
            ),
            violation("https://id.example.org/", "inline", "script-src-elem"),
            violation("https://canary.example/canary", "data", "canary\r\n canary"),
            json!({ "type": "deprecation", "body": { "id": "canary" } }),
        ]);
        let response = wrap(router(), &settings())
            .oneshot(report(KIND, reports.to_string()))
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        assert_safe_headers(&response);
        let of = |line: &Value| {
            ["page", "blocked", "directive"]
                .map(|name| line[name].as_str().unwrap_or("none").to_owned())
        };
        let told: Vec<_> = lines(&captured).iter().map(of).collect();
        assert_eq!(
            told,
            [
                ["/recover/link", "https://evil.example", "script-src-elem"],
                ["/", "inline", "script-src-elem"],
                ["elsewhere", "data", "unclear"],
            ]
        );
        assert!(!captured.text().contains("canary"));
    }

    #[tokio::test]
    async fn s85_whoever_makes_reports_up_fills_no_log() {
        let (captured, _guard) = Captured::start("info", LogFormat::Json);
        let app = wrap(router(), &settings());
        let many = Value::from(vec![
            violation(
                "https://id.example.org/",
                "inline",
                "script-src"
            );
            15
        ])
        .to_string();
        for _ in 0..10 {
            assert_eq!(
                app.clone()
                    .oneshot(report(KIND, many.clone()))
                    .await
                    .unwrap()
                    .status(),
                StatusCode::NO_CONTENT
            );
        }

        assert_eq!(lines(&captured).len(), LINES as usize);
    }

    #[tokio::test]
    async fn s87_nothing_but_a_report_gets_in_by_this_door() {
        let app = wrap(router(), &settings());
        let reports = Value::from(vec![violation(
            "https://id.example.org/",
            "inline",
            "script-src",
        )])
        .to_string();
        for (kind, body, status) in [
            ("text/plain", reports.clone(), 400),
            ("application/x-www-form-urlencoded", "a=b".to_owned(), 400),
            (KIND, "{}".to_owned(), 400),
            (KIND, "[".repeat(10_000), 400),
            (KIND, " ".repeat(16 * 1024 + 1), 413),
            (KIND, "[]".to_owned(), 204),
        ] {
            let response = app.clone().oneshot(report(kind, body)).await.unwrap();
            assert_eq!(response.status(), status, "{kind}");
            assert_safe_headers(&response);
        }

        let mut elsewhere = report(KIND, reports);
        *elsewhere.uri_mut() = "/form".parse().unwrap();
        assert_eq!(
            app.oneshot(elsewhere).await.unwrap().status(),
            StatusCode::FORBIDDEN,
            "and by no other"
        );
    }
}
