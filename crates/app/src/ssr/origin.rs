//! What is said to a browser that hides where its forms come from (S87): the middleware refuses before there is a page.

use crate::request::Cookies;
use crate::said;
use crate::texts::Texts;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use regain_domain::{Language, Refusal};

/// The language that a request is answered in, from its headers alone.
#[must_use]
pub fn language_of(headers: &HeaderMap) -> Language {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let kept = Cookies::of_headers(headers).language();
    kept.unwrap_or_else(|| Language::from_accept_language(accepted.unwrap_or_default()))
}

/// The words of the page: its heading, and what there is to do.
#[must_use]
pub fn origin_words(language: Language) -> (&'static str, &'static str) {
    let texts = Texts::of(language);
    (texts.other_tab.origin, texts.refusal(Refusal::OriginHidden))
}

/// The same for script, whose page shows it.
#[must_use]
pub fn origin_answer(language: Language) -> Response {
    let refusal = Refusal::OriginHidden;
    let answer = serde_json::json!({ "Refused": refusal.code() });
    let mut response = (StatusCode::FORBIDDEN, Json(answer)).into_response();
    if let Ok(sentence) =
        HeaderValue::try_from(said::header(refusal, Texts::of(language).refusal(refusal)))
    {
        response.headers_mut().insert(said::HEADER, sentence);
    }
    response
}
