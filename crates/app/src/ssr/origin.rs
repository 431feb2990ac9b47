//! The message for a browser that hides its forms' origin (S87): the middleware refuses before there is a page.

use crate::request::Cookies;
use crate::said;
use crate::texts::Texts;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use regain_domain::{Language, Refusal};

/// The language in which to answer a request, from its headers alone.
#[must_use]
pub fn language_of(headers: &HeaderMap) -> Language {
    let accepted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let kept = Cookies::of_headers(headers).language();
    kept.unwrap_or_else(|| Language::from_accept_language(accepted.unwrap_or_default()))
}

/// The page's heading, and the advice.
#[must_use]
pub fn origin_words(language: Language) -> (&'static str, &'static str) {
    let texts = Texts::of(language);
    (texts.other_tab.origin, texts.refusal(Refusal::OriginHidden))
}

/// The same for script, which shows it on its page.
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
