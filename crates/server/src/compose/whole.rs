//! Counts the nodes of a page, so that scripts take over only what was sent (S119): extensions and proxies change
//! pages on the way.

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http_body_util::{BodyExt as _, Full};

/// Placeholder for the counts, in the script at the end of the page (`regain_app::shell`).
const COUNTS: &str = "data-page=\"\"";

/// Writes the number of nodes into a page.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }

    let (mut parts, body) = response.into_parts();

    // Pages are rendered whole before any of it is sent.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };

    let counted = std::str::from_utf8(&bytes).ok().and_then(counted);
    parts.headers.remove(CONTENT_LENGTH);
    let page = counted.map_or(bytes, Bytes::from);

    // As before, without a Content-Length: it would reveal the length of what was typed and is shown again.
    Response::from_parts(parts, Body::new(Full::new(page).map_frame(|frame| frame)))
}

/// The page with its counts; `None` if it isn't one of the app's.
fn counted(page: &str) -> Option<String> {
    let start = page.find("<body>")? + "<body>".len();
    let end = start + page[start..].find("<script")?;
    let [elements, texts, comments] = count(&page[start..end])?;
    let (head, tail) = page.split_at(end);

    Some(
        [
            head,
            &tail.replacen(
                COUNTS,
                &format!("data-page=\"{elements},{texts},{comments}\""),
                1,
            ),
        ]
        .concat(),
    )
}

/// Counts elements, texts and comments in markup as Leptos writes it.
fn count(mut rest: &str) -> Option<[u32; 3]> {
    let [mut elements, mut texts, mut comments] = [0, 0, 0];
    while let Some(at) = rest.find('<') {
        texts += u32::from(at > 0);
        rest = &rest[at..];
        let length = if rest.starts_with("<!") {
            comments += 1;
            length_of_comment(rest)
        } else {
            elements += u32::from(!rest.starts_with("</"));
            length_of_tag(rest)
        }?;
        rest = &rest[length..];
    }

    texts += u32::from(!rest.is_empty());
    Some([elements, texts, comments])
}

/// Leptos marks positions with `<!>` and `<!-- … -->`.
fn length_of_comment(text: &str) -> Option<usize> {
    match text.strip_prefix("<!--") {
        Some(_) => text.find("-->").map(|at| at + "-->".len()),
        None => text.find('>').map(|at| at + 1),
    }
}

/// Values are in double quotes, and may contain a `>`.
fn length_of_tag(text: &str) -> Option<usize> {
    let mut quoted = false;
    let end = text.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    })?;
    Some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s119_every_node_is_counted() {
        let page = |counts: &str| {
            format!(
                "<html><head><title>x</title></head><body><main class=\"a > b\">Hi<!><br/><p>a<!-- x > y -->b</p></main>\
                 <script data-page=\"{counts}\">1<2</script></body></html>"
            )
        };
        assert_eq!(counted(&page("")), Some(page("3,3,2")));
    }

    #[test]
    fn what_is_no_page_of_the_app_stays() {
        for page in [
            "",
            "<html><body>x</body></html>",
            "<body><p",
            "<body><p x=\"<script></p>",
        ] {
            assert_eq!(counted(page), None, "{page}");
        }
    }
}
