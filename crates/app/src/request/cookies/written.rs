//! Sets and deletes cookies.

use super::build::{Lifetime, build, forget, set};
use super::{
    CODES, CONTACT, Cookies, DEVICE, DRAFT, EARLIER, EARLIER_KEPT, INVITATION, LANGUAGE, PASSED,
    RECOVERY, SESSION, VERIFICATION,
};
use axum::http::HeaderValue;
use cookie::SameSite;
use leptos::prelude::*;
use leptos_axum::ResponseOptions;
use regain_domain::{InvitationCode, Language, LinkToken, policy};
use regain_service::{DeviceToken, FlowToken, NewSession, SessionToken, VerifyToken};

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
pub fn forget_signed_in() {
    forget(SESSION);
    for shown_once in [CODES, PASSED] {
        if Cookies::present().get(shown_once).is_some() {
            forget(shown_once);
        }
    }
}

/// After signing in: sets the session, and the token by which this browser is known from now on.
pub fn set_signed_in(new_session: &NewSession) {
    set_session(&new_session.session, new_session.keep);
    set_device(&new_session.device);
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

pub(in crate::request) fn set_draft(value: String) {
    set(&build(
        DRAFT,
        value,
        Lifetime::For(std::time::Duration::from_secs(300)),
        SameSite::Strict,
    ));
}

pub(in crate::request) fn forget_draft() {
    forget(DRAFT);
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
