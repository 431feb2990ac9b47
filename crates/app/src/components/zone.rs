//! Tells the server the reader's time zone, as a cookie with the name of the browser's zone, for pages and mails
//! that the server words.

use leptos::prelude::*;

/// Whether a new zone was sent: everything the server worded before was in another zone.
#[derive(Clone, Copy)]
pub(crate) struct ZoneTold(pub(crate) RwSignal<bool>);

/// Sends the zone, if the browser hasn't sent it yet or has moved since.
pub(crate) fn tell_zone() {
    let told = ZoneTold(RwSignal::new(false));
    provide_context(told);
    Effect::new(move |_| {
        if browser::tell() {
            told.0.set(true);
        }
    });
}

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{Array, Intl::DateTimeFormat, Object, Reflect};
    use leptos::prelude::document;
    use regain_domain::ZoneName;

    /// A cookie like the server's own, but readable by script: the zone is no secret, and the browser knows it
    /// best.
    const NAME: &str = "__Host-regain-zone=";
    const KEPT: &str = "; Path=/; Secure; SameSite=Lax; Max-Age=31536000";

    /// Returns whether it sent a new zone.
    pub(super) fn tell() -> bool {
        let options = DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
        let zone = Reflect::get(&options, &"timeZone".into())
            .ok()
            .and_then(|zone| zone.as_string());
        let Some(zone) = zone.as_deref().and_then(ZoneName::parse) else {
            return false;
        };

        let document = document();
        let cookies = Reflect::get(&document, &"cookie".into())
            .ok()
            .and_then(|cookies| cookies.as_string());
        let told = [NAME, zone.as_str()].concat();
        if cookies.is_some_and(|cookies| cookies.split("; ").any(|cookie| cookie == told)) {
            return false;
        }

        Reflect::set(&document, &"cookie".into(), &[&told, KEPT].concat().into()).unwrap_or(false)
    }
}

/// There is no browser.
#[cfg(not(feature = "hydrate"))]
mod browser {
    pub(super) const fn tell() -> bool {
        false
    }
}
