//! The languages of all screens and mails.

use serde::{Deserialize, Serialize};

/// A supported language.
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
    pub const ALL: [Self; 3] = [
        Self::English,
        Self::TraditionalChinese,
        Self::SimplifiedChinese,
    ];

    /// The BCP 47 tag, as in `<html lang>`, `?lang=` and the database.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::TraditionalChinese => "zh-Hant",
            Self::SimplifiedChinese => "zh-Hans",
        }
    }

    /// The language's name for itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::TraditionalChinese => "繁體中文",
            Self::SimplifiedChinese => "简体中文",
        }
    }

    /// The language of a BCP 47 tag (RFC 5646). The script decides, then the region, then the usual script of the
    /// language (CLDR, likely subtags). Every Chinese language is accepted, by its own tag, as an extension of `zh`,
    /// or by an obsolete tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = Some(tag.trim()).filter(|tag| tag.len() <= MAX_TAG)?;

        // Operating systems append an encoding: `zh_TW.UTF-8`.
        let tag = tag
            .split(['.', '@'])
            .next()?
            .to_ascii_lowercase()
            .replace('_', "-");
        let mut parts = tag.strip_prefix("i-").unwrap_or(&tag).split('-');
        let first = parts.next()?;

        // After a single letter come extensions and private-use subtags.
        let rest: Vec<&str> = parts.take_while(|part| part.len() > 1).collect();
        match first {
            "en" | "eng" => Some(Self::English),
            _ if is_chinese(first) => {
                let scripts = rest.iter().find_map(|part| of_script(part));
                let regions = || rest.iter().find_map(|part| of_region(part));
                let mostly = || match rest
                    .first()
                    .copied()
                    .filter(|part| is_chinese(part))
                    .unwrap_or(first)
                {
                    "yue" | "lzh" => Self::TraditionalChinese,
                    _ => Self::SimplifiedChinese,
                };

                Some(scripts.or_else(regions).unwrap_or_else(mostly))
            }
            _ => None,
        }
    }

    /// The best language for an `Accept-Language` header (RFC 9110 section 12.5.4); English if none fits.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut refused = Vec::new();
        let mut wanted = Vec::<(u32, Option<Self>)>::new();
        for range in header.split(',').take(32) {
            let mut parts = range.split(';').map(str::trim);
            let language = match parts.next() {
                Some("*") => None,
                tag => match tag.and_then(Self::from_tag) {
                    Some(language) => Some(language),
                    None => continue,
                },
            };

            let given =
                parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));

            match (given.map_or(Some(1000), thousandths), language) {
                (Some(0), Some(language)) => refused.push(language),
                (Some(0), None) | (None, _) => {}
                (Some(weight), language) => wanted.push((weight, language)),
            }
        }

        // A language wanted in one range may be refused in another: `zh-TW, zh;q=0`.
        let named: Vec<Self> = wanted
            .iter()
            .filter_map(|(_, language)| *language)
            .collect();
        refused.retain(|language| !named.contains(language));

        // Highest weight first; the sort is stable, so ties stay in order.
        wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let any = || {
            Self::ALL
                .into_iter()
                .find(|language| !refused.contains(language))
        };

        wanted
            .into_iter()
            .find_map(|(_, language)| language.or_else(any))
            .unwrap_or_default()
    }
}

/// Longer tags are ignored.
const MAX_TAG: usize = 100;

/// Whether a subtag means Chinese or one of its languages (ISO 639-3, macrolanguage `zho`), now or in obsolete tags.
fn is_chinese(part: &str) -> bool {
    matches!(
        part,
        "zh" | "zho"
            | "chi"
            | "cmn"
            | "yue"
            | "wuu"
            | "nan"
            | "hak"
            | "gan"
            | "hsn"
            | "cdo"
            | "cjy"
            | "cnp"
            | "cpx"
            | "csp"
            | "czh"
            | "czo"
            | "lzh"
            | "mnp"
            | "guoyu"
            | "hakka"
            | "min"
            | "xiang"
    )
}

/// The language of a script subtag: ISO 15924, and codes once used by Windows.
fn of_script(part: &str) -> Option<Language> {
    match part {
        "hant" | "hanb" | "bopo" | "cht" => Some(Language::TraditionalChinese),
        "hans" | "chs" => Some(Language::SimplifiedChinese),
        _ => None,
    }
}

fn of_region(part: &str) -> Option<Language> {
    match part {
        "tw" | "hk" | "mo" => Some(Language::TraditionalChinese),
        "cn" | "sg" | "my" => Some(Language::SimplifiedChinese),
        _ => None,
    }
}

/// The weight in thousandths; `None` if malformed.
fn thousandths(quality: &str) -> Option<u32> {
    let is_plain = |c: char| c.is_ascii_digit() || c == '.';
    let quality = Some(quality.trim())
        .filter(|quality| quality.chars().all(is_plain))?
        .parse::<f32>()
        .ok()?;

    // Rounded up, so that a tiny weight isn't zero.
    (0.0..=1.0)
        .contains(&quality)
        .then(|| (quality * 1000.0).ceil() as u32)
}

#[cfg(test)]
mod tests;
