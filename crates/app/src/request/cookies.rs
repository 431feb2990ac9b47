//! Cookies: all `__Host-`, `Secure`, `HttpOnly`, for the whole site (S49). Their content is opaque or sealed.

mod build;
mod sealed;
mod written;

pub use build::Lifetime;
pub use sealed::{CodesOf, forget_codes, forget_passed, set_codes, set_passed};
pub use written::{
    clear_site_data, forget_contact, forget_invitation, forget_session, forget_signed_in,
    forget_verification, set_contact, set_device, set_earlier, set_invitation, set_language,
    set_recovery, set_recovery_for, set_session, set_signed_in, set_verification,
};
pub(super) use written::{forget_draft, set_draft};

use super::kind::Kind;
use super::state::AppState;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use cookie::{Cookie, CookieJar};
use leptos::prelude::*;
use regain_domain::{InvitationCode, Language, LinkToken, ZoneName};
use regain_service::{DeviceToken, FlowToken, SessionToken, VerifyToken};

const SESSION: &str = "__Host-regain-session";
const RECOVERY: &str = "__Host-regain-recovery";
const EARLIER: &str = "__Host-regain-earlier";
const INVITATION: &str = "__Host-regain-invitation";
const CODES: &str = "__Host-regain-codes";
const CONTACT: &str = "__Host-regain-contact";
const PASSED: &str = "__Host-regain-passed";
const VERIFICATION: &str = "__Host-regain-verify";
const DEVICE: &str = "__Host-regain-device";
/// Written by script, from the browser's settings; it only affects how times are shown.
const ZONE: &str = "__Host-regain-zone";
const LANGUAGE: &str = "__Host-regain-language";
pub(super) const DRAFT: &str = "__Host-regain-draft";

/// The prefix of their names.
const PREFIX: &str = "__Host-regain-";

/// The cookies that determine what a page is about.
const KINDS: [(&str, Kind); 6] = [
    (RECOVERY, Kind::Recovery),
    (VERIFICATION, Kind::SignIn),
    (INVITATION, Kind::Invitation),
    (CONTACT, Kind::Contact),
    (PASSED, Kind::Passed),
    (CODES, Kind::Codes),
];

/// As many as a person plausibly began by mistake in one browser.
const EARLIER_KEPT: usize = 3;

/// The cookies of a request.
#[derive(Clone, Debug)]
pub struct Cookies {
    jar: CookieJar,
}

impl Cookies {
    /// Reads the `Cookie` headers. Unreadable pairs are skipped one by one: other hosts of the domain and proxies set
    /// cookies too, and theirs must not end anybody's session (S49).
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        Self::of_headers(&parts.headers)
    }

    pub(crate) fn of_headers(headers: &HeaderMap) -> Self {
        let mut jar = CookieJar::new();
        let pairs = headers
            .get_all(header::COOKIE)
            .iter()
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b';'));
        for pair in pairs.filter_map(|pair| std::str::from_utf8(pair).ok()) {
            if let Ok(cookie) = Cookie::parse_encoded(pair.trim().to_owned()) {
                jar.add_original(cookie);
            }
        }

        Self { jar }
    }

    /// The part of a kind's cookie that stays the same, as sent; `None` for a person, who is found by the session.
    pub(super) fn of_kind(&self, kind: Kind) -> Option<&str> {
        let value = KINDS
            .iter()
            .find(|(_, of)| *of == kind)
            .and_then(|(name, _)| self.get(name));
        value
            .map(|value| Self::staying(kind, value))
            .filter(|value| !value.is_empty())
    }

    /// The part of a cookie's value that stays while a page is about it: a recovery's cookie grows at each gate
    /// (S50).
    pub(super) fn staying(kind: Kind, value: &str) -> &str {
        if kind == Kind::Recovery {
            FlowToken::browser_in(value)
        } else {
            value
        }
    }

    /// The kind that the cookie of this name belongs to.
    pub(super) fn kind_of(name: &str) -> Option<Kind> {
        let session = (name == SESSION).then_some(Kind::Person);
        session.or_else(|| {
            KINDS
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, kind)| *kind)
        })
    }

    /// Whether the browser sent none of our cookies.
    pub(super) fn are_none(&self) -> bool {
        !self
            .jar
            .iter()
            .any(|cookie| cookie.name().starts_with(PREFIX))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.jar.get(name).map(Cookie::value)
    }

    /// The cookies of the current request.
    #[must_use]
    pub fn present() -> Self {
        use_context().unwrap_or_else(|| Self {
            jar: CookieJar::new(),
        })
    }

    /// The language chosen in this browser.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.get(LANGUAGE).and_then(Language::from_tag)
    }

    /// The reader's time zone.
    #[must_use]
    pub fn zone(&self) -> Option<ZoneName> {
        self.get(ZONE).and_then(ZoneName::parse)
    }

    /// The session.
    #[must_use]
    pub fn session(&self) -> Option<SessionToken> {
        self.get(SESSION).and_then(SessionToken::from_cookie)
    }

    /// The recovery started in this browser.
    #[must_use]
    pub fn recovery(&self) -> Option<FlowToken> {
        self.get(RECOVERY).and_then(FlowToken::from_cookie)
    }

    /// Recoveries started in this browser before that one, newest first.
    #[must_use]
    pub fn earlier(&self) -> Vec<FlowToken> {
        self.get(EARLIER)
            .unwrap_or_default()
            .split('.')
            .take(EARLIER_KEPT)
            .filter_map(FlowToken::from_cookie)
            .collect()
    }

    /// The invitation being accepted in this browser.
    #[must_use]
    pub fn invitation(&self) -> Option<InvitationCode> {
        self.get(INVITATION)
            .and_then(|value| InvitationCode::parse(value).ok())
    }

    /// The code of a recovery contact's mail opened in this browser.
    #[must_use]
    pub fn contact(&self) -> Option<LinkToken> {
        self.get(CONTACT)
            .and_then(|value| LinkToken::parse(value).ok())
    }

    /// The second factor being requested in this browser.
    #[must_use]
    pub fn verification(&self) -> Option<VerifyToken> {
        self.get(VERIFICATION).and_then(VerifyToken::from_cookie)
    }

    /// The token by which this browser is known; foreign tokens are ignored (S58).
    #[must_use]
    pub fn device(&self) -> Option<DeviceToken> {
        let state = use_context::<AppState>()?;
        self.get(DEVICE)
            .and_then(|value| DeviceToken::from_cookie(value, state.regain.keys()))
    }

    pub(super) fn draft(&self) -> Option<&str> {
        self.get(DRAFT)
    }
}
