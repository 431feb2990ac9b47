//! The page to show after signing in: always on this site (S90).

use crate::{PersonId, Setting};
use std::borrow::Cow;

/// A page on the allow-list: an exact path, with its query where that matters. Only people's ids and the values of a
/// policy preview vary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo(Cow<'static, str>);

impl ReturnTo {
    const ALLOWED: [&'static str; 19] = [
        "/account",
        "/account/history",
        "/account/freeze",
        "/account/close",
        "/account/methods",
        "/account/methods/authenticator",
        "/account/methods/codes",
        "/account/methods/passkey",
        "/account/methods/contacts",
        "/account/methods/address",
        "/account/methods/address?change=1",
        "/account/methods/address?change=2",
        "/account/devices",
        "/account/check-up",
        "/admin",
        "/admin/readiness",
        "/admin/invite",
        "/admin/requests",
        "/admin/policy",
    ];

    /// Parses a `return_to` parameter; the account page unless it is exactly an allowed one.
    #[must_use]
    pub fn parse(input: Option<&str>) -> Self {
        let known = Self::ALLOWED
            .into_iter()
            .find(|path| Some(*path) == input)
            .map(Cow::Borrowed);
        let made = input
            .filter(|path| is_of_a_person(path) || is_a_preview(path))
            .map(|path| Cow::Owned(path.to_owned()));
        Self(known.or(made).unwrap_or(Cow::Borrowed(Self::ALLOWED[0])))
    }

    /// The path, starting with one slash.
    #[must_use]
    pub fn path(self) -> Cow<'static, str> {
        self.0
    }
}

/// A person's page, or the confirmation for disabling them.
fn is_of_a_person(path: &str) -> bool {
    let Some(id) = path.strip_prefix("/admin/people/") else {
        return false;
    };

    let id = id.strip_suffix("?confirm=disable").unwrap_or(id);
    PersonId::from_hex(id).is_some_and(|person| person.to_hex() == id)
}

/// The preview of a policy, with each value at most once.
fn is_a_preview(path: &str) -> bool {
    let Some(figures) = path.strip_prefix("/admin/policy/preview?") else {
        return false;
    };

    let mut left: Vec<String> = Setting::all().map(|setting| setting.code()).collect();
    figures.split('&').all(|pair| {
        let Some((code, value)) = pair.split_once('=') else {
            return false;
        };

        let figure = value == "on"
            || (1..=4).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit());
        let at = left.iter().position(|known| known == code);
        figure && at.map(|at| left.remove(at)).is_some()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s90_nothing_leads_away() {
        for input in [
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/account@evil.example",
            "/account%0a//evil",
            "javascript:alert(1)",
            "",
            "account",
            "/accountx",
            "/account/../../x",
            "http:/account",
            "/account/methods/address?change=3",
            "/account/methods/address?change=1&notice=address-added",
            "/account/history?change=1",
            "/account?return_to=//evil.example",
            "/admin/people/",
            "/admin/people/00112233445566778899AABBCCDDEEFF",
            "/admin/people/00112233445566778899aabbccddeeff/",
            "/admin/people/00112233445566778899aabbccddeeff?confirm=enable",
            "/admin/people/../../evil",
            "/admin/policy/preview",
            "/admin/policy/preview?",
            "/admin/policy/preview?password_min=//evil",
            "/admin/policy/preview?password_min=12&password_min=13",
            "/admin/policy/preview?return_to=1",
        ] {
            assert_eq!(ReturnTo::parse(Some(input)).path(), "/account", "{input}");
        }

        assert_eq!(
            ReturnTo::parse(Some("/account/history")).path(),
            "/account/history"
        );
        let change = "/account/methods/address?change=2";
        assert_eq!(ReturnTo::parse(Some(change)).path(), change);
        assert_eq!(ReturnTo::parse(None).path(), "/account");

        for page in [
            "/admin/policy",
            "/admin/people/00112233445566778899aabbccddeeff",
            "/admin/people/00112233445566778899aabbccddeeff?confirm=disable",
            "/admin/policy/preview?second_factor=on&password_min=12",
        ] {
            assert_eq!(ReturnTo::parse(Some(page)).path(), page);
        }
    }
}
