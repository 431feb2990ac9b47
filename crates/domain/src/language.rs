//! The languages of every screen and mail.

use serde::{Deserialize, Serialize};

/// A language that Regain speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Language {
    /// English.
    #[default]
    #[serde(rename = "en")]
    English,
    /// Traditional Chinese, in Taiwan's usage.
    #[serde(rename = "zh-Hant")]
    TraditionalChinese,
    /// Simplified Chinese, in the mainland's usage.
    #[serde(rename = "zh-Hans")]
    SimplifiedChinese,
}

impl Language {
    /// Every language, in the order of the language menu.
    pub const ALL: [Self; 3] = [Self::English, Self::TraditionalChinese, Self::SimplifiedChinese];

    /// The BCP 47 tag, as in `<html lang>`, `?lang=` and the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::TraditionalChinese => "zh-Hant",
            Self::SimplifiedChinese => "zh-Hans",
        }
    }

    /// The language's name in itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::TraditionalChinese => "繁體中文",
            Self::SimplifiedChinese => "简体中文",
        }
    }

    /// The language of a BCP 47 tag (RFC 5646); regions decide the script where none is given.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::English),
            "zh" => {
                let rest: Vec<&str> = parts.collect();
                if rest.contains(&"hant") {
                    Some(Self::TraditionalChinese)
                } else if rest.contains(&"hans") {
                    Some(Self::SimplifiedChinese)
                } else if rest.iter().any(|part| matches!(*part, "tw" | "hk" | "mo")) {
                    Some(Self::TraditionalChinese)
                } else {
                    Some(Self::SimplifiedChinese)
                }
            }
            _ => None,
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110 section 12.5.4); English if none fits.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u32, Self)> = None;
        for range in header.split(',').take(32) {
            let mut parts = range.split(';');
            let Some(language) = parts.next().and_then(Self::from_tag) else { continue };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if weight > 0 && best.is_none_or(|(most, _)| weight > most) {
                best = Some((weight, language));
            }
        }
        best.map_or(Self::English, |(_, language)| language)
    }
}

fn thousandths(quality: &str) -> u32 {
    quality.trim().parse::<f32>().ok().filter(|q| (0.0..=1.0).contains(q)).map_or(0, |q| (q * 1000.0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{English, SimplifiedChinese, TraditionalChinese};

    #[test]
    fn regions_decide_the_script_where_none_is_given() {
        assert_eq!(Language::from_tag("zh-TW"), Some(TraditionalChinese));
        assert_eq!(Language::from_tag("zh-Hant-CN"), Some(TraditionalChinese));
        assert_eq!(Language::from_tag("zh_HK"), Some(TraditionalChinese));
        assert_eq!(Language::from_tag("zh-CN"), Some(SimplifiedChinese));
        assert_eq!(Language::from_tag("zh"), Some(SimplifiedChinese));
        assert_eq!(Language::from_tag("en-GB"), Some(English));
        assert_eq!(Language::from_tag("de"), None);
    }

    #[test]
    fn the_heaviest_accepted_language_wins_and_ties_go_to_the_first() {
        assert_eq!(Language::from_accept_language("de, zh-TW;q=0.8, en;q=0.7"), TraditionalChinese);
        assert_eq!(Language::from_accept_language("en;q=0.5, zh-CN;q=0.9"), SimplifiedChinese);
        assert_eq!(Language::from_accept_language("zh-HK,en"), TraditionalChinese);
        assert_eq!(Language::from_accept_language("fr;q=1, zh;q=0"), English);
        assert_eq!(Language::from_accept_language("zh;q=banana, en;q=0.1"), English);
        assert_eq!(Language::from_accept_language(""), English);
    }

    #[test]
    fn every_tag_leads_back_to_its_language() {
        for language in Language::ALL {
            assert_eq!(Language::from_tag(language.tag()), Some(language));
        }
    }
}
