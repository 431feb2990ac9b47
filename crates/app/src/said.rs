//! Refusal texts that the bundle doesn't contain: those of screens that the server sends. They come with an answer or
//! a screen, and are kept as long as the page.

use regain_domain::Refusal;

/// The header that carries one: the refusal's code, a colon, the text percent-encoded.
pub(crate) const HEADER: &str = "regain-says";

/// Encodes the header's value.
#[cfg(feature = "ssr")]
pub(crate) fn header(refusal: Refusal, sentence: &str) -> String {
    let encoded: String = sentence
        .bytes()
        .map(|byte| format!("%{byte:02X}"))
        .collect();
    format!("{}:{encoded}", refusal.code())
}

/// Keeps the text from a header.
#[cfg(feature = "hydrate")]
pub(crate) fn take_header(value: &str) {
    if let Some((code, encoded)) = value.split_once(':')
        && let (Some(refusal), Ok(sentence)) = (
            Refusal::from_code(code),
            js_sys::decode_uri_component(encoded),
        )
    {
        keep(refusal, sentence.into());
    }
}

/// Keeps a text.
pub(crate) fn keep(refusal: Refusal, sentence: String) {
    kept::keep(refusal, sentence);
}

/// A text kept earlier.
pub(crate) fn recall(refusal: Refusal) -> Option<&'static str> {
    kept::recall(refusal)
}

#[cfg(feature = "hydrate")]
mod kept {
    use regain_domain::Refusal;
    use std::cell::RefCell;

    thread_local! {
        static SENTENCES: RefCell<Vec<(Refusal, &'static str)>> = const { RefCell::new(Vec::new()) };
    }

    pub(super) fn keep(refusal: Refusal, sentence: String) {
        if recall(refusal) != Some(&sentence) {
            // Kept as long as the page: there are few of them.
            let sentence: &'static str = sentence.leak();
            SENTENCES.with_borrow_mut(|kept| {
                kept.retain(|(known, _)| *known != refusal);
                kept.push((refusal, sentence));
            });
        }
    }

    pub(super) fn recall(refusal: Refusal) -> Option<&'static str> {
        SENTENCES.with_borrow(|kept| {
            kept.iter()
                .find(|(known, _)| *known == refusal)
                .map(|(_, sentence)| *sentence)
        })
    }
}

/// The server has all of them.
#[cfg(not(feature = "hydrate"))]
mod kept {
    use regain_domain::Refusal;

    pub(super) fn keep(_: Refusal, _: String) {}

    pub(super) const fn recall(_: Refusal) -> Option<&'static str> {
        None
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn a_header_has_no_character_that_headers_cannot_have() {
        let value = header(Refusal::MethodLast, "\u{4e0d}\u{884c}。");
        assert_eq!(value, "method-last:%E4%B8%8D%E8%A1%8C%E3%80%82");
    }
}
