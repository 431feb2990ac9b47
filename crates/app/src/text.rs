//! Text for elements in which Leptos doesn't escape: `<title>` and `<textarea>` (S93).

/// The text for the server's HTML: escaped, because it could otherwise end the element and begin another.
#[cfg(feature = "ssr")]
pub(crate) fn in_raw_element(text: &str) -> String {
    html_escape::encode_text(text).into_owned()
}

/// The text unchanged: in the browser it becomes a text node, never HTML.
#[cfg(not(feature = "ssr"))]
pub(crate) fn in_raw_element(text: &str) -> String {
    text.to_owned()
}
