//! The cookies of a browser, kept by a browser's rules.

use cookie::{Cookie, SameSite};
use http::HeaderValue;
use regain_domain::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// A cookie that a browser keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its value, as sent.
    pub value: String,
    /// When the browser forgets it; `None` means when it closes.
    pub until: Option<Timestamp>,
    /// The requests that carry it.
    pub same_site: Option<SameSite>,
}

/// The cookies of a browser.
#[derive(Debug, Clone, Default)]
pub(crate) struct Jar(BTreeMap<String, Kept>);

impl Jar {
    /// Takes a `Set-Cookie` header.
    ///
    /// # Panics
    /// If a browser would refuse the cookie for its `__Host-` name, or script could read it (S49).
    pub(crate) fn take(&mut self, header: &HeaderValue, now: Timestamp) {
        let text = header.to_str().expect("a Set-Cookie header is ASCII");
        let cookie = Cookie::parse(text).expect("a Set-Cookie header names a cookie");
        let name = cookie.name();
        assert!(
            name.starts_with("__Host-"),
            "S49: {name} has no __Host- prefix"
        );
        assert_eq!(
            cookie.secure(),
            Some(true),
            "a browser refuses {name}: it isn't Secure"
        );
        assert_eq!(
            cookie.path(),
            Some("/"),
            "a browser refuses {name}: its path isn't /"
        );
        assert_eq!(
            cookie.domain(),
            None,
            "a browser refuses {name}: it has a domain"
        );
        assert_eq!(
            cookie.http_only(),
            Some(true),
            "S49: script can read {name}"
        );
        assert!(
            cookie.expires().is_none(),
            "{name} ends by Max-Age, which doesn't depend on the browser's clock"
        );
        let lifetime = cookie
            .max_age()
            .map(|age| Duration::from_secs(u64::try_from(age.whole_seconds()).unwrap_or(0)));
        if lifetime == Some(Duration::ZERO) {
            self.0.remove(name);
            return;
        }
        let until = lifetime.map(|lifetime| now.plus(lifetime));
        let kept = Kept {
            value: cookie.value().to_owned(),
            until,
            same_site: cookie.same_site(),
        };
        self.0.insert(name.to_owned(), kept);
    }

    /// The cookies as a request carries them.
    pub(crate) fn header(&mut self, now: Timestamp) -> Option<HeaderValue> {
        self.0
            .retain(|_, kept| kept.until.is_none_or(|until| now < until));
        let pairs: Vec<String> = self
            .0
            .iter()
            .map(|(name, kept)| format!("{name}={}", kept.value))
            .collect();
        (!pairs.is_empty())
            .then(|| HeaderValue::try_from(pairs.join("; ")).expect("cookies are ASCII"))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Kept> {
        self.0.get(name)
    }

    /// Puts a cookie in, regardless of the server.
    pub(crate) fn put(&mut self, name: &str, value: &str) {
        let kept = Kept {
            value: value.to_owned(),
            until: None,
            same_site: None,
        };
        self.0.insert(name.to_owned(), kept);
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Closes and reopens the browser: keeps the cookies that outlast it.
    pub(crate) fn close(&mut self) {
        self.0.retain(|_, kept| kept.until.is_some());
    }
}
