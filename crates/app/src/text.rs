//! Text where Leptos writes what it is given as it is: in `<title>` and `<textarea>` (S93).

/// The text as it stands in the HTML of the server: escaped, since whatever ends the element would begin another one.
#[cfg(feature = "ssr")]
pub(crate) fn in_raw_element(text: &str) -> String {
    html_escape::encode_text(text).into_owned()
}

/// The text as it is: in the browser it becomes a node of the document, and never HTML.
#[cfg(not(feature = "ssr"))]
pub(crate) fn in_raw_element(text: &str) -> String {
    text.to_owned()
}
