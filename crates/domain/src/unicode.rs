//! Unicode normalisation (UAX #15) and domain names (UTS #46): by library, and in the browser by the browser itself, which
//! has the same tables already; they would be half of what a phone has to load.

#[cfg(not(target_arch = "wasm32"))]
mod with_tables {
    use unicode_normalization::UnicodeNormalization;

    /// Compatibility composition.
    pub(crate) fn nfkc(text: &str) -> String {
        text.nfkc().collect()
    }

    /// Canonical composition.
    pub(crate) fn nfc(text: &str) -> String {
        text.nfc().collect()
    }

    /// A domain in lower case and punycode; `None` if it can't be one.
    pub(crate) fn domain_to_ascii(domain: &str) -> Option<String> {
        idna::domain_to_ascii_strict(domain).ok()
    }
}

#[cfg(target_arch = "wasm32")]
mod with_tables {
    use js_sys::JsString;

    /// Compatibility composition.
    pub(crate) fn nfkc(text: &str) -> String {
        JsString::from(text).normalize("NFKC").into()
    }

    /// Canonical composition.
    pub(crate) fn nfc(text: &str) -> String {
        JsString::from(text).normalize("NFC").into()
    }

    /// A domain in lower case and punycode; `None` if it can't be one.
    pub(crate) fn domain_to_ascii(domain: &str) -> Option<String> {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.') || !c.is_ascii();
        if !domain.chars().all(plain) {
            return None;
        }
        web_sys::Url::new(&["http://", domain].concat()).ok().map(|url| url.hostname())
    }
}

pub(crate) use with_tables::{domain_to_ascii, nfc, nfkc};
