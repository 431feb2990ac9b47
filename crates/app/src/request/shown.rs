//! What each page shows and each form acts on, and whether that still matches the browser's cookies.

mod acts;

pub use super::kind::Kind;
pub use acts::{ACTS, ACTS_ON_ITS_FIELDS, acts_on};

use super::cookies::Cookies;
use super::state::AppState;
use crate::marks::{BRINGS_COOKIE, HEADER};
use crate::paths;
use axum::http::{HeaderMap, header, request::Parts};
use cookie::Cookie;
use std::fmt;

/// The marks of what a page shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    shown: Vec<(Kind, String)>,
    /// The marks of pages rendered before a newer master key was added (S104).
    before: Vec<(Kind, String)>,
}

impl Marks {
    /// Parses marks as sent by a page; invalid ones are dropped.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let kind = |letter: &str| Kind::ALL.into_iter().find(|kind| kind.letter() == letter);
        let mark = |part: &str| {
            let (letter, digest) = part.split_at_checked(1)?;
            (!digest.is_empty()).then_some((kind(letter)?, digest.to_owned()))
        };
        Self {
            shown: text.split('.').filter_map(mark).collect(),
            before: Vec::new(),
        }
    }

    /// The marks sent with a request: by script in a header, by a plain form in a field.
    #[must_use]
    pub fn said(headers: &HeaderMap, field: &str) -> Self {
        let header = headers
            .get(HEADER)
            .map(|value| value.to_str().unwrap_or_default());
        Self::parse(header.unwrap_or(field))
    }

    /// The marks of a request's cookies. The signed-in person is looked up, and absent if the database doesn't
    /// answer.
    pub async fn present(state: &AppState, parts: &Parts, kinds: &[Kind]) -> Self {
        let cookies = Cookies::of(parts);
        let mut marks = Self::default();
        for &kind in kinds {
            match kind {
                Kind::Person => {
                    if let Some(token) = cookies.session()
                        && let Some(person) = state
                            .regain
                            .sessions
                            .person_of(&token)
                            .await
                            .unwrap_or_default()
                    {
                        marks.add(state, kind, person.as_bytes());
                    }
                }
                _ => {
                    if let Some(value) = cookies.of_kind(kind) {
                        marks.add(state, kind, value.as_bytes());
                    }
                }
            }
        }

        marks
    }

    /// The first of these kinds for which the page's mark differs from the current one.
    #[must_use]
    pub fn other_than(&self, said: &Self, kinds: &[Kind]) -> Option<Kind> {
        let differs = |kind: &Kind| matches!((self.get(*kind), said.get(*kind)), (Some(now), Some(then)) if now != then && !self.were(*kind, then));
        kinds.iter().copied().find(differs)
    }

    fn get(&self, kind: Kind) -> Option<&str> {
        self.shown
            .iter()
            .find(|(known, _)| *known == kind)
            .map(|(_, digest)| digest.as_str())
    }

    fn were(&self, kind: Kind, mark: &str) -> bool {
        self.before
            .iter()
            .any(|(known, digest)| *known == kind && digest == mark)
    }

    fn add(&mut self, state: &AppState, kind: Kind, of: &[u8]) {
        self.shown.push((kind, digest(state, kind, of)));
        self.before.extend(
            state
                .regain
                .sessions
                .shown_before(kind.letter(), of)
                .map(|digest| (kind, digest)),
        );
    }
}

impl fmt::Display for Marks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, digest)) in self.shown.iter().enumerate() {
            let joint = if at == 0 { "" } else { "." };
            write!(f, "{joint}{}{digest}", kind.letter())?;
        }

        Ok(())
    }
}

fn digest(state: &AppState, kind: Kind, of: &[u8]) -> String {
    state.regain.sessions.shown(kind.letter(), of)
}

/// The change of a tab's marks by an answer, as its header's value: the marks of new cookies, and the kinds that
/// ended.
#[must_use]
pub fn changed(state: &AppState, answer: &HeaderMap) -> String {
    let mut parts: Vec<String> = Vec::new();
    let set = answer
        .get_all(header::SET_COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    for cookie in set.filter_map(|text| Cookie::parse_encoded(text).ok()) {
        let Some(kind) = Cookies::kind_of(cookie.name()) else {
            continue;
        };

        let ends = cookie.value().is_empty();

        // The next page says whose session it is.
        let of = Cookies::staying(kind, cookie.value());
        let mark = if ends || kind == Kind::Person {
            String::new()
        } else {
            digest(state, kind, of.as_bytes())
        };

        parts.push([kind.letter(), &mark].concat());
        if !ends && !parts.iter().any(|part| part == BRINGS_COOKIE) {
            parts.push(BRINGS_COOKIE.to_owned());
        }
    }

    parts.join(".")
}

/// The header value that clears all marks of a tab.
#[must_use]
pub fn nothing() -> String {
    Kind::ALL.map(Kind::letter).join(".")
}

/// The kinds that a page shows.
#[must_use]
pub fn shows(page: &str) -> &'static [Kind] {
    let page = page.trim_end_matches('/');
    let is_under = |parent: &str| {
        page.strip_prefix(parent)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    match page {
        paths::RECOVER_VERIFY
        | paths::RECOVER_LINK
        | paths::RECOVER_PASSWORD
        | paths::RECOVER_AUTHENTICATOR
        | paths::RECOVER_DONE
        | paths::RECOVER_PROGRESS => &[Kind::Recovery],
        paths::VERIFY => &[Kind::SignIn],
        paths::INVITE => &[Kind::Invitation],
        paths::CONTACT => &[Kind::Contact],
        paths::CONTACT_PASS_ON => &[Kind::Contact, Kind::Passed],
        paths::METHODS_CODES => &[Kind::Person, Kind::Codes],
        _ if is_under(paths::ACCOUNT) || is_under(paths::ADMIN) => &[Kind::Person],
        _ => &[],
    }
}

/// The page that this request loads data for, if any.
#[must_use]
pub fn page_of_question(path: &str, address: &str) -> Option<String> {
    Some(match path {
        "/api/read_recovery" => paths::RECOVER_VERIFY.to_owned(),
        "/api/read_invite" => paths::INVITE.to_owned(),
        "/api/read_account" => paths::ACCOUNT.to_owned(),
        "/api/read_screen" => address.split('?').next().unwrap_or_default().to_owned(),
        _ => return None,
    })
}

/// The kinds for which a request for data is refused if its tab differs: what is only shown may be newer.
#[must_use]
pub fn asked_for(page: &str) -> Vec<Kind> {
    shows(page)
        .iter()
        .copied()
        .filter(|kind| !matches!(kind, Kind::Codes | Kind::Passed))
        .collect()
}

/// The URL of the page that says a form's page shows another one.
#[must_use]
pub fn other_tab(kind: Kind) -> String {
    format!("{}?problem={}", paths::OTHER_TAB, kind.refusal().code())
}

/// A request extension: the marks of its page.
#[derive(Debug, Clone)]
pub struct Said(pub Marks);

/// Whether the page that sent the current request shows something of this kind.
#[must_use]
pub fn page_was_of(kind: Kind) -> bool {
    let parts = leptos::prelude::use_context::<Parts>();
    parts.is_some_and(|parts| {
        parts
            .extensions
            .get::<Said>()
            .is_some_and(|Said(marks)| marks.get(kind).is_some())
    })
}

/// A request extension: the page shows another account than the signed-in one, so choices made on it don't apply to
/// the latter.
#[derive(Debug, Clone, Copy)]
pub struct OfSomebodyElse;

/// Whether the request has that extension.
#[must_use]
pub fn is_of_somebody_else() -> bool {
    leptos::prelude::use_context::<Parts>()
        .is_some_and(|parts| parts.extensions.get::<OfSomebodyElse>().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_they_are_written_and_what_is_none_is_left_out() {
        let marks = Marks::parse("r0011.p2233");
        assert_eq!(marks.to_string(), "r0011.p2233");
        for text in ["", ".", "x", "r", "r.p", "z0011", "\u{e9}1", "+"] {
            assert_eq!(Marks::parse(text), Marks::default(), "{text}");
        }

        assert_eq!(Marks::parse("r1.z2..p3").to_string(), "r1.p3");
    }

    #[test]
    fn only_a_mark_that_names_another_one_differs() {
        let now = Marks::parse("r1.p2");
        for (said, kinds, other) in [
            ("", &Kind::ALL[..], None),
            ("r1.p2", &Kind::ALL[..], None),
            ("i9", &Kind::ALL[..], None),
            ("r9", &[Kind::Recovery][..], Some(Kind::Recovery)),
            ("r9", &[Kind::Person][..], None),
            ("r1.p9", &Kind::ALL[..], Some(Kind::Person)),
        ] {
            assert_eq!(now.other_than(&Marks::parse(said), kinds), other, "{said}");
        }
    }

    #[test]
    fn pages_beside_the_account_show_nobody() {
        assert_eq!(shows("/account/history"), [Kind::Person]);
        assert_eq!(shows("/accounts"), []);
        assert_eq!(shows("/sign-in"), []);
        assert_eq!(shows("/admin/people/00"), [Kind::Person]);
    }
}
