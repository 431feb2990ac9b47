//! Moments in a reader's own form, with the zone named.

use regain_domain::{Language, Timestamp};
use time::{OffsetDateTime, PrimitiveDateTime};

/// The moment to the minute, in UTC: the person's zone isn't known where mails are made.
pub(crate) fn shown(moment: Timestamp, language: Language) -> String {
    let moment =
        OffsetDateTime::from_unix_timestamp(moment.as_secs()).unwrap_or_else(|_| PrimitiveDateTime::MAX.assume_utc()); // only beyond the year 9999
    let (year, month, day) = (moment.year(), moment.month(), moment.day());
    let (hour, minute) = (moment.hour(), moment.minute());
    match language {
        Language::English => format!("{day} {month} {year}, {hour:02}:{minute:02} UTC"),
        Language::TraditionalChinese => {
            format!("{year} 年 {} 月 {day} 日 {hour:02}:{minute:02}（世界協調時間 UTC）", u8::from(month))
        }
        Language::SimplifiedChinese => {
            format!("{year} 年 {} 月 {day} 日 {hour:02}:{minute:02}（协调世界时 UTC）", u8::from(month))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_own_form() {
        let moment = Timestamp::from_millis(1_793_714_709_999);
        assert_eq!(shown(moment, Language::English), "3 November 2026, 14:05 UTC");
        assert_eq!(shown(moment, Language::TraditionalChinese), "2026 年 11 月 3 日 14:05（世界協調時間 UTC）");
        assert_eq!(shown(moment, Language::SimplifiedChinese), "2026 年 11 月 3 日 14:05（协调世界时 UTC）");
        assert!(shown(Timestamp::from_millis(i64::MAX), Language::English).ends_with("UTC"));
    }
}
