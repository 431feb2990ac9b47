//! Marks what is ours in a page, so that script tells it from what extensions and proxies put there (S119).

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};

/// What each element of ours carries.
const MARK: &str = " data-r";
/// The place of the counts, in the script at the end of the page (`regain_app::ssr::shell`).
const COUNTS: &str = " data-page=\"\"";

/// Marks the elements of a page, and writes into it how many nodes it has.
pub(super) async fn layer(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // Pages are rendered whole before any of it is sent.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let marked = std::str::from_utf8(&bytes).ok().and_then(marked);
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, marked.map_or_else(|| Body::from(bytes), Body::from))
}

/// The page with its marks; none if it isn't one of the app's.
fn marked(page: &str) -> Option<String> {
    let start = page.find("<body>")? + "<body>".len();
    let (head, body) = page.split_at(start);
    let (mut rest, end) = body.split_at(body.find("<script")?);
    let mut out = String::with_capacity(page.len() + page.len() / 4);
    out.push_str(head);
    let (mut elements, mut texts, mut comments) = (0_u32, 0_u32, 0_u32);
    while let Some(at) = rest.find('<') {
        texts += u32::from(at > 0);
        let (text, tag) = rest.split_at(at);
        out.push_str(text);
        let length = if tag.starts_with("<!") {
            comments += 1;
            length_of_comment(tag)
        } else {
            length_of_tag(tag)
        }?;
        let (tag, after) = tag.split_at(length);
        let name = 1 + tag[1..].find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '-')?;
        if name > 1 && !tag.starts_with("<!") {
            elements += 1;
            out.push_str(&tag[..name]);
            out.push_str(MARK);
            out.push_str(&tag[name..]);
        } else {
            out.push_str(tag);
        }
        rest = after;
    }
    texts += u32::from(!rest.is_empty());
    out.push_str(rest);
    out.push_str(&end.replacen(COUNTS, &format!(" data-page=\"{elements},{texts},{comments}\""), 1));
    Some(out)
}

/// Leptos marks places by `<!>` and `<!-- … -->`.
fn length_of_comment(text: &str) -> Option<usize> {
    match text.strip_prefix("<!--") {
        Some(_) => text.find("-->").map(|at| at + "-->".len()),
        None => text.find('>').map(|at| at + 1),
    }
}

/// Values stand in double quotes, and may have a `>`.
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
    fn s119_every_element_is_marked_and_every_node_counted() {
        let page = "<html><head><title>x</title></head><body><main class=\"a > b\">Hi<!><br/><p>a<!-- x > y -->b</p></main>\
                    <script data-page=\"\">1<2</script></body></html>";
        let marked = marked(page).unwrap();
        assert_eq!(
            marked,
            "<html><head><title>x</title></head><body><main data-r class=\"a > b\">Hi<!><br data-r/><p data-r>a<!-- x > y -->b\
             </p></main><script data-page=\"3,3,2\">1<2</script></body></html>"
        );
    }

    #[test]
    fn what_is_no_page_of_the_app_stays() {
        for page in ["", "<html><body>x</body></html>", "<body><p", "<body><p x=\"<script></p>"] {
            assert_eq!(marked(page), None, "{page}");
        }
    }
}
