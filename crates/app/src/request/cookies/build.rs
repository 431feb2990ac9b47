//! Builds a cookie with its attributes, and adds it to the answer.

use axum::http::{HeaderValue, header};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

/// How long a browser keeps a cookie.
#[derive(Clone, Copy, Debug)]
pub enum Lifetime {
    /// Until the browser closes.
    Browser,
    /// For this duration.
    For(std::time::Duration),
}

pub(super) fn build(
    name: &'static str,
    value: String,
    lifetime: Lifetime,
    same_site: SameSite,
) -> Cookie<'static> {
    let cookie = Cookie::build((name, value))
        .path("/")
        .secure(true)
        .http_only(true)
        .same_site(same_site);
    match lifetime {
        Lifetime::Browser => cookie.build(),
        Lifetime::For(span) => cookie
            .max_age(Duration::seconds(
                i64::try_from(span.as_secs()).unwrap_or(i64::MAX),
            ))
            .build(),
    }
}

pub(super) fn forget(name: &'static str) {
    set(&build(
        name,
        String::new(),
        Lifetime::For(std::time::Duration::ZERO),
        SameSite::Strict,
    ));
}

pub(super) fn set(cookie: &Cookie<'static>) {
    let value = HeaderValue::from_str(&cookie.encoded().to_string());
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}
