//! The inventory of every address that takes a POST, and what all of them refuse (S8, S47, S87,
//! S88, S94).

mod fields;
mod refusals;
mod requests;

use http::StatusCode;
use regain_testkit::Browser;

/// The fields of a form, each with a meaningless value.
fn filled(fields: &[&str]) -> String {
    fields
        .iter()
        .map(|field| format!("{field}=x"))
        .collect::<Vec<_>>()
        .join("&")
}

async fn status(browser: &Browser, path: &str, body: &str) -> StatusCode {
    browser.send(browser.form(path, body)).await.status
}
