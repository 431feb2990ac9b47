//! A page acts only on what it shows: what it was rendered for is compared with the browser's current cookies.

use super::forms::BOUND;
use axum::Json;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::header::{ACCEPT, LOCATION};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use regain_app::request::shown::{self, Kind, OfSomebodyElse, Said};
use regain_app::request::{AppState, Marks};
use regain_app::{marks, paths};
use serde_json::{Value, json};

/// Refuses, with a notice, to act for a page that shows something else than is current. Tells pages and scripts
/// what they show.
pub(super) async fn layer(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let bytes = match parts.method {
        Method::POST => match to_bytes(body, BOUND).await {
            Ok(bytes) => bytes,
            Err(_) => return StatusCode::BAD_REQUEST.into_response(),
        },
        _ => Bytes::new(),
    };

    let field = |name: &str| {
        let found = url::form_urlencoded::parse(&bytes).find(|(known, _)| known == name);
        found
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let asked = shown::page_of_question(&path, &field("address"));
    let shows = shown::shows(asked.as_deref().unwrap_or(&path));
    let compared = match &asked {
        Some(page) => shown::asked_for(page),
        None if path == paths::RECOVER_PROGRESS => shows.to_vec(),
        None if path == CHOOSE_LANGUAGE => vec![Kind::Person],
        None => shown::acts_on(&path, &field("purpose")).to_vec(),
    };

    let said = Marks::said(&parts.headers, &field(marks::FIELD));

    // Without marks there is nothing to compare, so nothing is looked up.
    let compares = said != Marks::default();
    let kinds = compared
        .iter()
        .filter(|kind| compares && !shows.contains(kind))
        .chain(shows)
        .copied();
    let kinds: Vec<Kind> = kinds.collect();
    let present = Marks::present(&state, &parts, &kinds).await;

    match present.other_than(&said, &compared) {
        Some(_) if path == CHOOSE_LANGUAGE => {
            parts.extensions.insert(OfSomebodyElse);
        }
        Some(_) if path == paths::RECOVER_PROGRESS => {
            return Json(json!({ "step": 0 })).into_response();
        }
        Some(kind) => return refused(&path, &parts.headers, kind),
        None => {}
    }

    let is_script = path.starts_with("/api/");
    let told = match asked.as_deref().map(|page| page.trim_end_matches('/')) {
        Some(paths::OTHER_TAB) => shown::nothing(),
        Some(_) => present.to_string(),
        None => String::new(),
    };

    parts
        .extensions
        .insert(marks::OfThePage(present.to_string()));
    parts.extensions.insert(Said(said));
    let mut response = next
        .run(Request::from_parts(parts, Body::from(bytes)))
        .await;
    if is_script {
        let changed = shown::changed(&state, response.headers());
        let told = [told, changed]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(".");
        if let (false, Ok(value)) = (told.is_empty(), HeaderValue::try_from(told)) {
            response.headers_mut().insert(marks::HEADER, value);
        }
    }

    response
}

/// A page's language is the browser's, or the account's if the page belongs to one.
const CHOOSE_LANGUAGE: &str = "/api/choose_language";

/// Nothing was done: a plain form is redirected to the page that says why, and a script gets the same as a value.
fn refused(path: &str, headers: &HeaderMap, kind: Kind) -> Response {
    let to = shown::other_tab(kind);
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    if accept.is_some_and(|accept| accept.contains("text/html")) {
        return Redirect::to(&to).into_response();
    }

    let code = kind.refusal().code();
    let answer = match path {
        "/api/read_recovery" | "/api/read_invite" => json!({ "Gone": code }),
        "/api/read_account" | "/api/read_screen" => Value::Null,
        _ => json!({ "Refused": code }),
    };

    let mut response = Json(answer).into_response();
    if let Ok(to) = HeaderValue::try_from(to) {
        response.headers_mut().insert(LOCATION, to);
    }

    response
}
