//! All of script's communication with server functions.

use crate::marks;
use gloo_net::http::Request;
use leptos::prelude::window;
use leptos::server_fn::redirect::call_redirect_hook;
use std::cell::RefCell;

thread_local! {
    /// The target of the latest answer, until it is shown.
    static UNDER_WAY: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The page that the person is being led to, if it isn't shown yet: whatever takes over from a broken script
/// continues there.
#[must_use]
pub fn under_way() -> Option<String> {
    UNDER_WAY.with(|under_way| under_way.try_borrow().ok()?.clone())
}

/// An answer has come that will be shown at this address.
pub(super) fn set_under_way(address: String) {
    UNDER_WAY.set(Some(address));
}

/// The target is shown.
pub(super) fn arrived() {
    UNDER_WAY.set(None);
}

/// The result of an exchange.
pub(crate) struct Exchanged {
    /// The answer, as JSON.
    pub(crate) answer: String,
    /// Whether it leads to a page, which is already being loaded.
    pub(crate) leads: bool,
    /// Whether that is another page or another state of this one, so that its data is reloaded anyway.
    pub(crate) leads_away: bool,
    /// The puzzle to solve before the form is accepted (S62).
    pub(crate) work: Option<String>,
}

/// Posts fields; `None` if no answer came. If the server leads elsewhere, the router goes there.
pub(crate) async fn exchange(address: &str, body: &str) -> Option<Exchanged> {
    let request = Request::post(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .header(marks::HEADER, &marks::present());
    let request = if marks::take_given() {
        request.header(marks::GIVEN, "1")
    } else {
        request
    }
    .body(body)
    .ok()?;

    // A change that needs a fresh proof first is also answered, with a link to the proof.
    let response = request
        .send()
        .await
        .ok()
        .filter(|response| response.ok() || response.status() == 403)?;
    let answer = response.text().await.ok()?;
    if let Some(said) = response.headers().get(crate::said::HEADER) {
        crate::said::take_header(&said);
    }

    if let Some(shown) = response.headers().get(marks::HEADER) {
        marks::take_header(&shown);
    }

    let work = response.headers().get(crate::answer::ASKS_FOR_WORK);
    let location = response.headers().get("location");
    let at = window().location();
    let here = [at.pathname(), at.search()]
        .map(Result::unwrap_or_default)
        .concat();
    let leads_away = location
        .as_deref()
        .is_some_and(|to| to.split('#').next() != Some(here.as_str()));
    let leads = location.is_some();

    if let Some(path) = location {
        if leads_away {
            set_under_way(path.clone());
        }

        call_redirect_hook(&path);
    }

    Some(Exchanged {
        answer,
        leads,
        leads_away,
        work,
    })
}
