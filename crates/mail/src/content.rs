//! What a mail consists of, before it has a form.

use crate::date;
use regain_domain::{Device, Language, Place, Timestamp};

/// The words of a mail in one language.
pub(crate) struct Content {
    pub(crate) subject: String,
    pub(crate) heading: String,
    pub(crate) blocks: Vec<Block>,
    pub(crate) footer: String,
}

/// One part of the body; both layouts show them in order.
pub(crate) enum Block {
    /// A few sentences.
    Paragraph(String),
    /// Something to be typed or copied, alone on its line.
    Value(String),
    /// The one link.
    Button { label: &'static str, link: String },
    /// When, and from where.
    Facts(Vec<Fact>),
    /// What to do if something is wrong.
    Aside { title: &'static str, text: String },
}

/// A line of [`Block::Facts`]; the label ends with the language's own colon.
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
}

impl Block {
    pub(crate) fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(text.into())
    }

    pub(crate) fn value(text: impl Into<String>) -> Self {
        Self::Value(text.into())
    }

    pub(crate) fn button(label: &'static str, link: &str) -> Self {
        Self::Button { label, link: link.to_owned() }
    }

    pub(crate) fn aside(title: &'static str, text: impl Into<String>) -> Self {
        Self::Aside { title, text: text.into() }
    }

    /// When it happened and, if known, on which device and roughly where.
    pub(crate) fn facts(at: Timestamp, device: Option<Device>, place: Option<&Place>, language: Language) -> Self {
        let (when, on, near) = match language {
            Language::English => ("When: ", "Device: ", "Where: "),
            Language::TraditionalChinese => ("時間：", "裝置：", "地點："),
            Language::SimplifiedChinese => ("时间：", "设备：", "地点："),
        };
        let mut facts = vec![Fact { label: when, value: date::shown(at, language) }];
        facts.extend(device.map(|device| Fact { label: on, value: device.describe(language) }));
        facts.extend(place.map(|place| Fact { label: near, value: place.describe(language) }));
        Self::Facts(facts)
    }
}
