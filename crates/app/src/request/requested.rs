//! Everything read from a request before rendering: the language, the device, the location.

use super::cookies::{Cookies, set_language};
use super::state::AppState;
use axum::http::{header, request::Parts};
use leptos::prelude::*;
use regain_domain::Language;
use regain_domain::{Device, Moment, Place, Source, Timestamp, ZoneName};
use regain_mail::Zone;
use regain_service::{Requester, Visitor};

/// The address a request came from, as determined by the server's middleware (S61); a request extension.
#[derive(Debug, Clone, Copy)]
pub struct ClientAddress(pub std::net::IpAddr);

impl ClientAddress {
    /// Its approximate location, if known.
    fn place(self) -> Option<Place> {
        (self.0 != Source::NOWHERE).then(|| Place::of(self.0))
    }
}

/// Everything read from the request before rendering.
#[derive(Clone, Debug)]
pub struct Requested {
    /// The language to answer in.
    pub language: Language,
    /// Browser and system, as far as known.
    pub device: Option<Device>,
    /// Approximate location.
    pub place: Option<Place>,
    /// The reader's time zone, as reported by the browser.
    pub zone: Option<ZoneName>,
    /// The key under which the request is rate-limited.
    pub source: Option<Source>,
    /// The code of a refusal in the URL: `?problem=…`.
    pub problem: Option<regain_domain::Refusal>,
}

/// Provides the use cases and the data read from the request, for pages and server functions alike.
///
/// It also runs without a request: when the routes are listed at the start.
pub fn provide_request(state: AppState) {
    provide_context(state);
    let Some(parts) = use_context::<Parts>() else {
        return;
    };

    let cookies = Cookies::of(&parts);
    let query = parts.uri.query().unwrap_or_default();
    let parameter = |name: &str| {
        query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
    };
    let accepted = parts
        .headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok());
    let chosen = parameter("lang").and_then(Language::from_tag);

    if let Some(language) = chosen {
        set_language(language);
    }

    let language = chosen
        .or_else(|| cookies.language())
        .or_else(|| language_of_page_before(&parts))
        .unwrap_or_else(|| Language::from_accept_language(accepted.unwrap_or_default()));
    let agent = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let figures = parts.extensions.get::<crate::Figures>().copied();
    provide_context(figures.unwrap_or_default());
    provide_context(Requested {
        language,
        device: agent.and_then(Device::from_user_agent),
        place: parts
            .extensions
            .get::<ClientAddress>()
            .and_then(|address| address.place()),
        zone: cookies.zone(),
        source: source_of(&parts),
        problem: parameter("problem").and_then(regain_domain::Refusal::from_code),
    });
    provide_context(cookies);
}

/// The language chosen on the previous page, if the browser keeps no cookies. The middleware keeps only a Referer of
/// our own.
fn language_of_page_before(parts: &Parts) -> Option<Language> {
    let page = url::Url::parse(parts.headers.get(header::REFERER)?.to_str().ok()?).ok()?;
    let chosen = page.query_pairs().find(|(name, _)| name == "lang");
    chosen.and_then(|(_, tag)| Language::from_tag(&tag))
}

/// The visitor, where there is no context.
pub(crate) fn visitor_of(parts: &Parts) -> Visitor {
    let agent = parts
        .headers
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    Visitor {
        language: Language::default(),
        device: agent.and_then(Device::from_user_agent),
        place: parts
            .extensions
            .get::<ClientAddress>()
            .and_then(|address| address.place()),
        zone: Cookies::of(parts).zone(),
        source: source_of(parts),
    }
}

/// The key under which a request is rate-limited. This machine itself has none: behind a proxy that isn't configured,
/// everybody would share one.
fn source_of(parts: &Parts) -> Option<Source> {
    let address = parts
        .extensions
        .get::<ClientAddress>()
        .map(|ClientAddress(address)| *address);
    address.map(Source::of).filter(|source| !source.is_here())
}

/// The visitor.
#[must_use]
pub fn visitor() -> Visitor {
    use_context::<Requested>().map_or_else(Visitor::default, |requested| Visitor {
        language: requested.language,
        device: requested.device,
        place: requested.place,
        zone: requested.zone,
        source: requested.source,
    })
}

/// Who sends this request, with the ticket of work or waiting that the form holds.
#[must_use]
pub fn requester(effort: &str) -> Requester {
    let cookies = Cookies::present();
    Requester {
        visitor: visitor(),
        session: cookies.session(),
        device: cookies.device(),
        effort: effort.to_owned(),
    }
}

/// A time in the reader's zone; if that isn't known, in UTC, labelled as such.
#[must_use]
pub fn moment(at: Timestamp) -> Moment {
    let zone = use_context::<Requested>().and_then(|requested| requested.zone);
    Zone::of(zone.as_ref()).moment(at)
}
