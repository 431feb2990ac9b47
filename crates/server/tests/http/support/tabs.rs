//! Requests as a page sends them, with the mark that says what the page shows.

use http::HeaderValue;
use regain_testkit::{Answer, Browser};

/// The mark of a page, as its forms carry it.
pub(crate) fn mark(page: &Answer) -> String {
    page.field_value("shown")
        .unwrap_or_else(|| panic!("no form says what it shows: {page:?}"))
}

/// Sends a form as a page with this mark does without script.
pub(crate) async fn post(
    browser: &Browser,
    mark: &str,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Answer {
    browser
        .post(endpoint, &[fields, &[("shown", mark)]].concat())
        .await
}

/// The same as script sends it, with the mark in a header.
pub(crate) async fn call(
    browser: &Browser,
    mark: &str,
    endpoint: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    let mut request = browser.form(&format!("/api/{endpoint}"), &body);
    request
        .headers_mut()
        .insert("accept", HeaderValue::from_static("application/json"));
    request
        .headers_mut()
        .insert("regain-shown", HeaderValue::try_from(mark).expect("a mark"));
    browser.send(request).await
}
