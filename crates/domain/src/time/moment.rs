//! Times as people read them: one form for pages and mails, with a 24-hour clock, and the month as a word where the
//! order of day and month could be misread.

use crate::{Language, Timestamp};
use serde::{Deserialize, Serialize};

/// Largest offset from UTC in minutes that is accepted from browsers.
const OFFSET_MAX: i32 = 26 * 60;

/// An IANA time zone name as browsers report it, like `Asia/Taipei`. Whether the zone exists is checked where zones
/// are known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ZoneName(String);

impl ZoneName {
    /// Greatest length in bytes.
    pub const MAX: usize = 64;

    /// Parses a name; `None` if it can't be one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_part = |part: &str| {
            part.starts_with(|first: char| first.is_ascii_alphabetic())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+'))
        };
        (text.len() <= Self::MAX && text.split('/').all(is_part)).then(|| Self(text.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<ZoneName> for String {
    fn from(name: ZoneName) -> Self {
        name.0
    }
}

impl TryFrom<String> for ZoneName {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no name of a time zone")
    }
}

/// A time on somebody's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    at: Timestamp,
    offset: i32,
    named: bool,
}

impl Moment {
    /// In UTC, which is stated: the reader's own zone isn't known.
    #[must_use]
    pub const fn in_utc(at: Timestamp) -> Self {
        Self {
            at,
            offset: 0,
            named: true,
        }
    }

    /// On the reader's own clock, `offset` minutes ahead of UTC at that time; the zone isn't stated.
    #[must_use]
    pub fn own(at: Timestamp, offset: i32) -> Self {
        Self {
            at,
            offset: offset.clamp(-OFFSET_MAX, OFFSET_MAX),
            named: false,
        }
    }

    /// With the zone stated: for readers who may be in another one.
    #[must_use]
    pub const fn named(self) -> Self {
        Self {
            named: true,
            ..self
        }
    }

    /// `3 December 2026, 05:27`, or `2026 年 12 月 3 日 05:27` with thin spaces; plus the zone, if it is to be stated.
    #[must_use]
    pub fn date_and_time(self, language: Language) -> String {
        let (year, month, day, ..) = self.parts();
        let time = self.time(language);
        match language {
            Language::English => format!("{day} {} {year}, {time}", month_in_english(month)),
            Language::TraditionalChinese | Language::SimplifiedChinese => {
                format!(
                    "{year}\u{2009}年\u{2009}{month}\u{2009}月\u{2009}{day}\u{2009}日\u{2009}{time}"
                )
            }
        }
    }

    /// `05:27`; plus the zone, if it is to be stated.
    #[must_use]
    pub fn time(self, language: Language) -> String {
        let (.., hour, minute) = self.parts();
        let time = format!("{hour:02}:{minute:02}");
        match (self.named, language) {
            (false, _) => time,
            (true, Language::English) => [&time, " ", &self.zone()].concat(),
            (true, _) => [&time, "（", &self.zone(), "）"].concat(),
        }
    }

    fn parts(self) -> (i64, u8, u8, u8, u8) {
        let shifted = self
            .at
            .as_millis()
            .saturating_add(i64::from(self.offset) * 60_000);
        Timestamp::from_millis(shifted).in_utc()
    }

    /// `UTC`, `UTC+8`, `UTC-3:30`: few people know the names of zones, and some abbreviations are ambiguous.
    fn zone(self) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let hours = self.offset.abs() / 60;
        let minutes = self.offset.abs() % 60;
        match (hours, minutes) {
            (0, 0) => "UTC".to_owned(),
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        }
    }
}

fn month_in_english(number: u8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    MONTHS
        .get(usize::from(number).wrapping_sub(1))
        .copied()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// 2 December 2026, 21:27 UTC.
    const AT: Timestamp = Timestamp::from_millis(1_796_246_820_000);

    #[test]
    fn a_moment_is_read_by_the_readers_clock_in_the_languages_own_form() {
        let hant = "2026\u{2009}年\u{2009}12\u{2009}月\u{2009}";
        for (moment, english, chinese) in [
            (
                Moment::own(AT, 480),
                "3 December 2026, 05:27",
                "3\u{2009}日\u{2009}05:27",
            ),
            (
                Moment::own(AT, 480).named(),
                "3 December 2026, 05:27 UTC+8",
                "3\u{2009}日\u{2009}05:27（UTC+8）",
            ),
            (
                Moment::in_utc(AT),
                "2 December 2026, 21:27 UTC",
                "2\u{2009}日\u{2009}21:27（UTC）",
            ),
            (
                Moment::own(AT, 345).named(),
                "3 December 2026, 03:12 UTC+5:45",
                "3\u{2009}日\u{2009}03:12（UTC+5:45）",
            ),
            (
                Moment::own(AT, -210).named(),
                "2 December 2026, 17:57 UTC-3:30",
                "2\u{2009}日\u{2009}17:57（UTC-3:30）",
            ),
            (
                Moment::own(AT, 0),
                "2 December 2026, 21:27",
                "2\u{2009}日\u{2009}21:27",
            ),
        ] {
            assert_eq!(moment.date_and_time(Language::English), english);
            for language in [Language::TraditionalChinese, Language::SimplifiedChinese] {
                assert_eq!(moment.date_and_time(language), [hant, chinese].concat());
            }
        }

        assert_eq!(Moment::own(AT, 480).time(Language::English), "05:27");
        assert_eq!(Moment::in_utc(AT).time(Language::English), "21:27 UTC");
        let midnight = Moment::own(AT, 153);
        assert_eq!(
            midnight.date_and_time(Language::English),
            "3 December 2026, 00:00",
            "no hour 24 and no \"12 am\""
        );
    }

    #[test]
    fn only_what_a_zone_can_be_called_is_a_name() {
        for name in [
            "UTC",
            "Asia/Taipei",
            "America/Argentina/Buenos_Aires",
            "Etc/GMT+8",
            "America/Port-au-Prince",
            "EST5EDT",
        ] {
            assert_eq!(ZoneName::parse(name).expect("a zone").as_str(), name);
        }

        let long = "A".repeat(ZoneName::MAX + 1);
        for other in [
            "",
            "/",
            "Asia/",
            "../etc/passwd",
            "Asia/Tai pei",
            "Asia/Taipei\n",
            "+08:00",
            "歐洲",
            "a;b",
            "a=b",
            &long,
        ] {
            assert_eq!(ZoneName::parse(other), None, "{other:?}");
        }

        assert!(serde_json_like("../x").is_err() && serde_json_like("Asia/Taipei").is_ok());
    }

    fn serde_json_like(text: &str) -> Result<ZoneName, &'static str> {
        ZoneName::try_from(text.to_owned())
    }

    proptest! {
        #[test]
        fn a_clock_that_is_ahead_shows_what_utc_shows_so_much_later(secs in 0_i64..4_102_444_800, offset in -840_i32..=840) {
            let at = Timestamp::from_millis(secs * 1000);
            let shown = Moment::own(at, offset).date_and_time(Language::English);
            let later = Timestamp::from_millis((secs + i64::from(offset) * 60) * 1000);
            let in_utc = Moment::in_utc(later).date_and_time(Language::English);
            prop_assert_eq!([shown.as_str(), " UTC"].concat(), in_utc);
        }

        #[test]
        fn no_moment_and_no_clock_panics(millis: i64, offset: i32) {
            for language in Language::ALL {
                let _ = Moment::own(Timestamp::from_millis(millis), offset).named().date_and_time(language);
            }
        }
    }
}
