//! Times in mails, with the zone stated, since a mail can be read anywhere.

use crate::Zone;
use regain_domain::{Language, Timestamp};

/// The time to the minute.
pub(crate) fn shown(moment: Timestamp, language: Language, zone: &Zone) -> String {
    zone.moment(moment)
        .named()
        .date_and_time(language)
        .replace('\u{2009}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_domain::ZoneName;

    #[test]
    fn every_language_has_its_own_form() {
        let moment = Timestamp::from_millis(1_793_714_709_999);
        let utc = Zone::default();
        let taipei = Zone::of(ZoneName::parse("Asia/Taipei").as_ref());
        assert_eq!(
            shown(moment, Language::English, &utc),
            "3 November 2026, 14:05 UTC"
        );
        assert_eq!(
            shown(moment, Language::English, &taipei),
            "3 November 2026, 22:05 UTC+8"
        );

        for language in [Language::TraditionalChinese, Language::SimplifiedChinese] {
            assert_eq!(
                shown(moment, language, &utc),
                "2026 年 11 月 3 日 14:05（UTC）"
            );
            assert_eq!(
                shown(moment, language, &taipei),
                "2026 年 11 月 3 日 22:05（UTC+8）"
            );
        }
    }
}
