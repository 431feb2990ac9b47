//! Uses the browser's tables.

use super::Class;
use super::patterns::pattern;
use js_sys::{JsString, RegExp};

/// Compatibility composition.
pub(crate) fn nfkc(text: &str) -> String {
    JsString::from(text).normalize("NFKC").into()
}

/// Canonical composition.
pub(crate) fn nfc(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}

/// A domain in lower case and punycode; `None` if it isn't valid.
pub(crate) fn domain_to_ascii(domain: &str) -> Option<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii();
    if !domain.chars().all(plain) {
        return None;
    }

    web_sys::Url::new(&["http://", domain].concat())
        .ok()
        .map(|url| url.hostname())
}

/// Whether a character is of a class.
pub(super) fn is(class: Class, c: char) -> bool {
    RegExp::new(pattern(class), "u").test(c.encode_utf8(&mut [0; 4]))
}
