//! Cookies: all `__Host-`, `Secure`, `HttpOnly`, for the whole site (S49). Their content is opaque or sealed.

mod sealed;

pub use sealed::{CodesOf, forget_codes, forget_passed, set_codes, set_passed};

use super::kind::Kind;
use super::state::AppState;
use axum::http::{HeaderMap, HeaderValue, header, request::Parts};
use cookie::{Cookie, CookieJar, SameSite, time::Duration};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use regain_domain::{InvitationCode, Language, LinkToken, ZoneName, policy};
use regain_service::{DeviceToken, FlowToken, NewSession, SessionToken, VerifyToken};

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

/// How long a browser keeps a cookie.
#[derive(Clone, Copy, Debug)]
pub enum Lifetime {
    /// Until the browser closes.
    Browser,
    /// For this duration.
    For(std::time::Duration),
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

/// Sets the session cookie.
pub fn set_session(token: &SessionToken, keep: bool) {
    let lifetime = if keep {
        Lifetime::For(policy::SESSION_ABSOLUTE)
    } else {
        Lifetime::Browser
    };

    set(&build(
        SESSION,
        token.to_cookie(),
        lifetime,
        SameSite::Strict,
    ));
}

/// Deletes the session cookie.
pub fn forget_session() {
    forget(SESSION);
}

/// After signing out: deletes the session, and everything it showed only once (S25, S52).
pub fn leave() {
    forget(SESSION);
    for shown_once in [CODES, PASSED] {
        if Cookies::present().get(shown_once).is_some() {
            forget(shown_once);
        }
    }
}

/// After signing in: sets the session, and the token by which this browser is known from now on.
pub fn enter(entered: &NewSession) {
    set_session(&entered.session, entered.keep);
    set_device(&entered.device);
    forget_invitation();
}

/// Makes this browser known, for as long as browsers keep cookies.
pub fn set_device(token: &DeviceToken) {
    let lifetime = Lifetime::For(std::time::Duration::from_secs(400 * 24 * 60 * 60));
    set(&build(
        DEVICE,
        token.to_cookie(),
        lifetime,
        SameSite::Strict,
    ));
}

/// Stores the second factor being requested.
pub fn set_verification(token: &VerifyToken) {
    set(&build(
        VERIFICATION,
        token.to_cookie(),
        Lifetime::For(policy::VERIFY_LIFETIME),
        SameSite::Strict,
    ));
}

/// Deletes the second factor being requested.
pub fn forget_verification() {
    forget(VERIFICATION);
}

/// Stores a recovery. `Lax`, so that a mailed link finds it; following links changes nothing.
pub fn set_recovery(token: &FlowToken) {
    let lifetime = Lifetime::For(
        policy::FLOW_LIFETIME + policy::FLOW_LIFETIME_AFTER_GATE + policy::FLOW_DONE_SHOWN,
    );
    set(&build(RECOVERY, token.to_cookie(), lifetime, SameSite::Lax));
}

/// Stores earlier recoveries: their codes are recognised as theirs, and don't use up an attempt of the newer one.
pub fn set_earlier(earlier: &[FlowToken]) {
    if !earlier.is_empty() {
        let value = earlier
            .iter()
            .take(EARLIER_KEPT)
            .map(FlowToken::to_browser)
            .collect::<Vec<_>>()
            .join(".");
        let lifetime = Lifetime::For(policy::FLOW_LIFETIME + policy::FLOW_LIFETIME_AFTER_GATE);
        set(&build(EARLIER, value, lifetime, SameSite::Lax));
    }
}

/// Stores a recovery that asked contacts, for as long as that may take (S27).
pub fn set_recovery_for(token: &FlowToken, longest: std::time::Duration) {
    let lifetime =
        Lifetime::For(longest + policy::FLOW_LIFETIME_AFTER_GATE + policy::FLOW_DONE_SHOWN);
    set(&build(RECOVERY, token.to_cookie(), lifetime, SameSite::Lax));
}

/// Stores the code of a recovery contact's mail while they answer. `Lax`, because the mail's link leads here.
pub fn set_contact(typed: &str) {
    if let Ok(code) = LinkToken::parse(typed) {
        set(&build(
            CONTACT,
            code.expose().to_owned(),
            Lifetime::Browser,
            SameSite::Lax,
        ));
    }
}

/// Deletes it.
pub fn forget_contact() {
    forget(CONTACT);
}

/// Stores an invitation. `Lax`, because its mail's link leads here.
pub fn set_invitation(code: &InvitationCode) {
    set(&build(
        INVITATION,
        code.expose().to_owned(),
        Lifetime::Browser,
        SameSite::Lax,
    ));
}

/// Deletes the invitation.
pub fn forget_invitation() {
    forget(INVITATION);
    forget(CODES);
}

/// Stores the chosen language in this browser, for a year.
pub fn set_language(language: Language) {
    let year = Lifetime::For(std::time::Duration::from_secs(365 * 24 * 60 * 60));
    set(&build(
        LANGUAGE,
        language.tag().to_owned(),
        year,
        SameSite::Lax,
    ));
}

pub(super) fn set_draft(value: String) {
    set(&build(
        DRAFT,
        value,
        Lifetime::For(std::time::Duration::from_secs(300)),
        SameSite::Strict,
    ));
}

pub(super) fn forget_draft() {
    forget(DRAFT);
}

fn build(
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

fn forget(name: &'static str) {
    set(&build(
        name,
        String::new(),
        Lifetime::For(std::time::Duration::ZERO),
        SameSite::Strict,
    ));
}

fn set(cookie: &Cookie<'static>) {
    let value = HeaderValue::from_str(&cookie.encoded().to_string());
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), value) {
        response.append_header(header::SET_COOKIE, value);
    }
}

/// Asks the browser to delete what it cached of the signed-in pages (S52).
pub fn clear_site_data() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.insert_header(
            axum::http::HeaderName::from_static("clear-site-data"),
            HeaderValue::from_static("\"cache\", \"storage\""),
        );
    }
}
