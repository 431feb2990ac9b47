//! The words of every mail, one file a language; a message without words doesn't compile.

mod en;
mod zh_hans;
mod zh_hant;

use crate::{Device, Message, content::Content};
use regain_domain::{Language, Timestamp};

/// What a language needs to know beside the message.
#[derive(Clone, Copy)]
pub(crate) struct Setting<'a> {
    /// Who speaks; on one line.
    pub(crate) organisation: &'a str,
    /// Where it happened, if known.
    pub(crate) device: Option<Device>,
}

/// A message in words.
pub(crate) fn content(message: &Message, language: Language, setting: Setting<'_>) -> Content {
    match language {
        Language::English => en::content(message, setting),
        Language::TraditionalChinese => zh_hant::content(message, setting),
        Language::SimplifiedChinese => zh_hans::content(message, setting),
    }
}

/// Whole minutes from one moment to another, as people say them.
fn minutes(from: Timestamp, to: Timestamp) -> u64 {
    from.until(to).as_secs() / 60
}
