//! Request bodies: bounded, read whole, and parsed as text forms (S8, S94, S95). `compose/forms.rs` checks which
//! fields each form has.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::CONTENT_LENGTH;
use http::{Method, StatusCode};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use percent_encoding::percent_decode;
use url::form_urlencoded;

use super::settings::HttpSettings;

/// The longest body, in bytes.
const MAX: usize = 16 * 1024;

/// More fields than any of our forms has, including those of extensions.
const MAX_FIELDS: usize = 64;

/// Refuses bodies that announce too great a length, before any of the body is read.
pub async fn length_layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    match announced_length(&request) {
        Ok(length) if length <= MAX as u64 => next.run(request).await,
        Ok(_) => settings.refuse(StatusCode::PAYLOAD_TOO_LARGE),
        Err(()) => settings.refuse(StatusCode::BAD_REQUEST),
    }
}

fn announced_length(request: &Request) -> Result<u64, ()> {
    match request.headers().get(CONTENT_LENGTH) {
        Some(value) => value.to_str().map_err(drop)?.parse().map_err(drop),
        None => Ok(0),
    }
}

/// Reads a form whole, checks its fields, and passes it on. The body of a request that changes nothing is
/// dropped.
pub async fn read_layer(
    State(settings): State<Arc<HttpSettings>>,
    request: Request,
    next: Next,
) -> Response {
    let (parts, body) = request.into_parts();
    if parts.method != Method::POST {
        return next.run(Request::from_parts(parts, Body::empty())).await;
    }

    let bytes = match read_in_time(&settings, body).await {
        Ok(bytes) => bytes,
        Err(status) => return settings.refuse(status),
    };

    if !is_text(&bytes) || !is_form(&bytes) {
        return settings.refuse(StatusCode::BAD_REQUEST);
    }

    next.run(Request::from_parts(parts, Body::from(bytes)))
        .await
}

/// Reads the whole body, or returns the status with which it is refused.
pub(super) async fn read_in_time(settings: &HttpSettings, body: Body) -> Result<Bytes, StatusCode> {
    let read = tokio::time::timeout(settings.body_time, read(body)).await;
    read.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
}

async fn read(body: Body) -> Result<Bytes, StatusCode> {
    match Limited::new(body, MAX).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(StatusCode::PAYLOAD_TOO_LARGE),
        Err(_) => Err(StatusCode::BAD_REQUEST),
    }
}

/// Whether the body is UTF-8, before and after percent-decoding. Parsers treat the rest differently, and that of
/// server functions answers with a server error.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && percent_decode(bytes).decode_utf8().is_ok()
}

/// Whether the fields have names, and aren't too many. JSON labelled as a form doesn't pass.
fn is_form(bytes: &[u8]) -> bool {
    let named =
        |name: &str| !name.is_empty() && !name.starts_with(['{', '[', '"']) && name != "null";
    form_urlencoded::parse(bytes).all(|(name, _)| named(&name))
        && form_urlencoded::parse(bytes).count() <= MAX_FIELDS
}

#[cfg(test)]
mod tests {
    use super::super::testing::{assert_safe_headers, body_of, form, get, send};
    use super::*;

    /// A body without Content-Length, as sent in HTTP/1 chunks or HTTP/2 frames.
    fn chunked(body: Body) -> Request {
        let mut request = form("/form", "");
        request.headers_mut().remove(CONTENT_LENGTH);
        *request.body_mut() = body;
        request
    }

    /// A body that never ends.
    struct Stalled;

    impl hyper::body::Body for Stalled {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<hyper::body::Frame<Bytes>, Self::Error>>> {
            std::task::Poll::Pending
        }
    }

    #[tokio::test]
    async fn s94_a_form_reaches_the_handler_whole() {
        let text = format!("a={}", "x".repeat(MAX - 2));
        assert_eq!(body_of(send(form("/form", &text)).await).await, text);
        assert_eq!(
            body_of(send(chunked(Body::from(text.clone()))).await).await,
            text
        );
        assert_eq!(
            send(form("/form", "")).await.status(),
            200,
            "an empty form is a form"
        );
    }

    #[tokio::test]
    async fn s94_16385_bytes_are_too_many_announced_or_not() {
        let text = format!("a={}", "x".repeat(MAX - 1));
        for request in [form("/form", &text), chunked(Body::from(text.clone()))] {
            let response = send(request).await;
            assert_eq!(response.status(), 413);
            assert_safe_headers(&response);
        }
    }

    #[tokio::test]
    async fn s94_what_announces_too_much_is_refused_before_it_is_read() {
        let mut request = form("/form", "");
        *request.body_mut() = Body::new(Stalled);
        request
            .headers_mut()
            .insert(CONTENT_LENGTH, "16385".parse().unwrap());
        assert_eq!(send(request).await.status(), 413);

        for length in ["-1", "x", "99999999999999999999999"] {
            let mut request = get("/");
            request
                .headers_mut()
                .insert(CONTENT_LENGTH, length.parse().unwrap());
            assert_eq!(send(request).await.status(), 400, "{length}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn s94_a_body_that_does_not_come_is_given_up() {
        let response = send(chunked(Body::new(Stalled))).await;
        assert_eq!(response.status(), 408);
        assert_safe_headers(&response);
    }

    #[tokio::test]
    async fn s8_what_is_no_form_is_a_bad_request() {
        for text in [
            "em%FFail=a",
            "=a",
            "{\"email\":[\"a\",\"b\"]}",
            "[]",
            "null",
            "\"a\"",
        ] {
            assert_eq!(send(form("/form", text)).await.status(), 400, "{text}");
        }

        let many: Vec<_> = (0..=MAX_FIELDS)
            .map(|field| format!("f{field}=1"))
            .collect();
        assert_eq!(send(form("/form", &many.join("&"))).await.status(), 400);
    }

    #[tokio::test]
    async fn s95_what_is_no_text_is_a_bad_request() {
        for bytes in [
            &b"a=\xff"[..],
            b"a=%ff",
            b"a=%C0%AF",
            b"a=%e7%8e",
            b"a=%ed%a0%80",
            b"a=\xe7%8e%8b",
            b"%ff=a",
        ] {
            assert_eq!(
                send(chunked(Body::from(bytes))).await.status(),
                400,
                "{}",
                bytes.escape_ascii()
            );
        }

        for bytes in [
            &b"a=%e7%8e%8b"[..],
            "a=\u{738b}".as_bytes(),
            b"a=%zz%",
            b"a=%00",
            b"a=+%2B",
        ] {
            assert_eq!(
                send(chunked(Body::from(bytes))).await.status(),
                200,
                "{}",
                bytes.escape_ascii()
            );
        }
    }

    #[tokio::test]
    async fn bodies_of_requests_that_change_nothing_are_dropped() {
        let mut request = get("/body");
        *request.body_mut() = Body::from("a=b");
        assert_eq!(body_of(send(request).await).await, "");
    }
}
