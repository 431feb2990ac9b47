//! By the browser's tables.

use super::Class;
use js_sys::{JsString, RegExp};

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

/// Whether a character is of a class.
pub(super) fn is(class: Class, c: char) -> bool {
    let pattern = match class {
        Class::Invisible => r"[\p{DI}\uFFF9-\uFFFB]",
        Class::Dash => r"\p{Pd}",
        Class::Digit => r"\p{Nd}",
        Class::Mark => r"\p{M}",
        Class::Unassigned => r"[\p{Cn}\p{Co}]",
        Class::Bracket => r"[\p{Ps}\p{Pe}\p{Pi}\p{Pf}]",
        // The scripts that `library.rs` lists.
        Class::Joining => concat!(
            r"(?=\p{L})[\p{scx=Adlm}\p{scx=Arab}\p{scx=Bali}\p{scx=Beng}\p{scx=Cakm}\p{scx=Deva}\p{scx=Gran}",
            r"\p{scx=Gujr}\p{scx=Guru}\p{scx=Rohg}\p{scx=Java}\p{scx=Kthi}\p{scx=Knda}\p{scx=Khmr}\p{scx=Mlym}",
            r"\p{scx=Mand}\p{scx=Mani}\p{scx=Mtei}\p{scx=Mong}\p{scx=Mymr}\p{scx=Newa}\p{scx=Nkoo}\p{scx=Orya}",
            r"\p{scx=Phag}\p{scx=Shrd}\p{scx=Sinh}\p{scx=Sund}\p{scx=Syrc}\p{scx=Taml}\p{scx=Telu}\p{scx=Tibt}",
            r"\p{scx=Tirh}\p{scx=Brah}]",
        ),
    };
    RegExp::new(pattern, "u").test(c.encode_utf8(&mut [0; 4]))
}
