//! Each form accepts the fields it knows, once each, and no others (S8, S95). The app holds the inventory.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::header::CONTENT_LENGTH;
use http::{HeaderValue, Method, StatusCode};
use regain_app::forms::{FORMS, Form, PAGE_FORMS};
use regain_app::marks::FIELD;
use std::collections::HashSet;
use url::form_urlencoded;

/// The body is already bounded (S94); this only avoids an unbounded read.
pub(super) const BOUND: usize = 16 * 1024;

/// Other names under which a request could name a person. Beside a form's own fields they would make it ambiguous
/// (S8).
const WHO: [&str; 9] = [
    "email",
    "mail",
    "login",
    "username",
    "user",
    "userid",
    "uid",
    "account",
    "accountid",
];

/// Refuses a POST to a path that isn't in the inventory. Drops fields that browser extensions and proxies add to
/// a form, but refuses one that resembles a field of ours or belongs to another form, because that is no accident.
pub(super) async fn known_fields_only(request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }

    let Some((_, known)) = forms().find(|(path, _)| *path == request.uri().path()) else {
        return StatusCode::NOT_FOUND.into_response();
    };

    let (mut parts, body) = request.into_parts();
    let fields = to_bytes(body, BOUND)
        .await
        .ok()
        .and_then(|bytes| ours(&bytes, known));
    let Some(fields) = fields else {
        return StatusCode::BAD_REQUEST.into_response();
    };

    parts
        .headers
        .insert(CONTENT_LENGTH, HeaderValue::from(fields.len()));

    next.run(Request::from_parts(parts, Body::from(fields)))
        .await
}

fn forms() -> impl Iterator<Item = &'static Form> {
    FORMS.iter().chain(PAGE_FORMS)
}

/// Keeps only the form's fields, in order; `None` if one occurs twice, or another could be mistaken for it.
fn ours(body: &[u8], known: &[&str]) -> Option<String> {
    let mut fields = form_urlencoded::Serializer::new(String::with_capacity(body.len()));
    let mut seen = HashSet::new();
    for (name, value) in form_urlencoded::parse(body) {
        if known.contains(&name.as_ref()) || name == FIELD {
            fields.append_pair(&name, &value);
            if !seen.insert(name) {
                return None;
            }
        } else if seems_ours(&name) {
            return None;
        }
    }

    Some(fields.finish())
}

/// Whether some parser could take the name for one of our fields, here or in another form: `Code`, `code[]`,
/// `code[0]`, `code.a`.
fn seems_ours(name: &str) -> bool {
    let plain = |name: &str| {
        name.chars()
            .filter(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase()
    };
    let head = name.find(['[', '.']).map_or(name, |end| &name[..end]);
    [plain(name), plain(head)].iter().any(|name| {
        WHO.contains(&name.as_str())
            || forms()
                .flat_map(|(_, fields)| *fields)
                .any(|field| plain(field) == *name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KNOWN: &[&str] = &["identifier", "user_name", "code"];

    #[test]
    fn what_others_add_is_left_out() {
        for added in [
            "_lp_token=1",
            "__cf=a&__cf=b",
            "x%5By%5D=1",
            "__proto__=x",
            "constructor[prototype]=x",
            "%E8%A9%B1=x",
        ] {
            let body = format!("identifier=anna&{added}&code=4M6R+VQB8");
            assert_eq!(
                ours(body.as_bytes(), KNOWN).as_deref(),
                Some("identifier=anna&code=4M6R+VQB8"),
                "{added}"
            );
        }

        assert_eq!(ours(b"_lp_token=1", &[]).as_deref(), Some(""));
    }

    #[test]
    fn s8_lists_duplicates_and_maps_are_refused() {
        for body in [
            "code=a&code=b",
            "code=a&x=1&%63ode=b",
            "code[]=a",
            "code%5B%5D=a",
            "code[0]=a",
            "code.a=a",
            "user[code]=a",
            "code%00=a",
            "CODE=a",
            "userName=a",
            "user-name=a",
            "password=a",
            "email=a",
            "email[]=a",
            "user_id=a",
        ] {
            assert_eq!(ours(body.as_bytes(), KNOWN), None, "{body}");
        }
    }

    proptest! {
        #[test]
        fn s8_judging_never_panics_and_duplicates_never_pass(value in any::<String>(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = ours(&bytes, KNOWN);
            let once = form_urlencoded::Serializer::new(String::new()).append_pair("code", &value).finish();
            prop_assert_eq!(ours(once.as_bytes(), KNOWN), Some(once.clone()));
            prop_assert_eq!(ours(format!("{once}&{once}").as_bytes(), KNOWN), None);
        }
    }
}
