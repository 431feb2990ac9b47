//! Contents of a mail, before layout.

use regain_domain::{Device, Language, Place};

/// The words of a mail in one language.
pub(crate) struct Content {
    pub(crate) subject: String,
    pub(crate) heading: String,
    pub(crate) blocks: Vec<BodyPart>,
    pub(crate) footer: String,
}

impl Content {
    /// Puts urgent steps before all other actions and makes theirs the only button: below what happened, when and
    /// where, above what to do later.
    pub(crate) fn put_first(&mut self, urgent: Vec<BodyPart>) {
        let mut said = std::mem::take(&mut self.blocks);
        let asides = said
            .iter()
            .position(|block| matches!(block, BodyPart::Aside { .. }));
        let buttons = || {
            said.iter()
                .position(|block| matches!(block, BodyPart::Button { .. }))
        };
        let at = asides.or_else(buttons).unwrap_or(said.len());
        let (facts, later): (Vec<_>, Vec<_>) = said
            .split_off(at)
            .into_iter()
            .partition(|block| matches!(block, BodyPart::Facts(_)));
        let quiet = |block| match block {
            BodyPart::Button { label, link } => BodyPart::Link { label, link },
            block => block,
        };
        let said = said.into_iter().chain(facts).map(quiet);

        self.blocks = said
            .chain(urgent)
            .chain(later.into_iter().map(quiet))
            .collect();
    }
}

/// Part of the body; both layouts show the parts in order.
pub(crate) enum BodyPart {
    /// A few sentences.
    Paragraph(String),
    /// A value to type or copy, on a line of its own.
    Value(String),
    /// The only button.
    Button { label: &'static str, link: String },
    /// Another link.
    Link { label: &'static str, link: String },
    /// Time and origin.
    Facts(Vec<Fact>),
    /// Advice in case something is wrong.
    Aside { title: &'static str, text: String },
}

/// A line of [`BodyPart::Facts`]; the label ends with the language's own colon.
pub(crate) struct Fact {
    pub(crate) label: &'static str,
    pub(crate) value: String,
}

impl BodyPart {
    pub(crate) fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph(text.into())
    }

    pub(crate) fn value(text: impl Into<String>) -> Self {
        Self::Value(text.into())
    }

    pub(crate) fn button(label: &'static str, link: &str) -> Self {
        Self::Button {
            label,
            link: link.to_owned(),
        }
    }

    pub(crate) fn aside(title: &'static str, text: impl Into<String>) -> Self {
        Self::Aside {
            title,
            text: text.into(),
        }
    }

    /// When it happened, as shown, with device and approximate location, if known.
    pub(crate) fn facts(
        at: String,
        device: Option<Device>,
        place: Option<&Place>,
        language: Language,
    ) -> Self {
        let (when, on, near) = match language {
            Language::English => ("When: ", "Device: ", "Where: "),
            Language::TraditionalChinese => ("時間：", "裝置：", "地點："),
            Language::SimplifiedChinese => ("时间：", "设备：", "地点："),
        };

        let mut facts = vec![Fact {
            label: when,
            value: at,
        }];
        facts.extend(device.map(|device| Fact {
            label: on,
            value: device.describe(language),
        }));
        facts.extend(place.map(|place| Fact {
            label: near,
            value: place.describe(language),
        }));

        Self::Facts(facts)
    }
}
