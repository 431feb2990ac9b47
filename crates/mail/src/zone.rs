//! Time zones for displaying times.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use regain_domain::{Moment, Timestamp, ZoneName};
use std::sync::LazyLock;

/// The world's time zones and their rules, bundled with the program, since most containers have none.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Somebody's time zone; UTC if it isn't known.
#[derive(Debug, Clone, Default)]
pub struct Zone(Option<TimeZone>);

impl Zone {
    /// The zone with this name; UTC if there is none.
    #[must_use]
    pub fn of(name: Option<&ZoneName>) -> Self {
        Self(name.and_then(|name| ZONES.get(name.as_str()).ok()))
    }

    /// A time in this zone; in UTC, which is then stated, if the zone isn't known.
    #[must_use]
    pub fn moment(&self, at: Timestamp) -> Moment {
        let offset = self
            .0
            .as_ref()
            .zip(jiff::Timestamp::from_millisecond(at.as_millis()).ok());
        match offset {
            Some((zone, moment)) => {
                Moment::own(at, zone.to_offset(moment).seconds().div_euclid(60))
            }
            None => Moment::in_utc(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_domain::Language;

    #[test]
    fn each_moment_has_the_rules_that_held_then() {
        let berlin = Zone::of(ZoneName::parse("Europe/Berlin").as_ref());
        let taipei = Zone::of(ZoneName::parse("Asia/Taipei").as_ref());
        let at = |zone: &Zone, secs: i64| {
            zone.moment(Timestamp::from_millis(secs * 1000))
                .date_and_time(Language::English)
        };

        // Summer time ended on 25 October 2026 at 01:00 UTC.
        assert_eq!(at(&berlin, 1_792_889_940), "25 October 2026, 02:59");
        assert_eq!(at(&berlin, 1_792_890_000), "25 October 2026, 02:00");
        assert_eq!(at(&taipei, 1_792_890_000), "25 October 2026, 09:00");
    }

    #[test]
    fn a_zone_that_nobody_knows_is_utc_and_says_so() {
        let at = Timestamp::from_millis(1_792_890_000_000);
        for name in [
            None,
            ZoneName::parse("Mars/Olympus_Mons"),
            ZoneName::parse("x"),
        ] {
            let shown = Zone::of(name.as_ref())
                .moment(at)
                .date_and_time(Language::English);
            assert_eq!(shown, "25 October 2026, 01:00 UTC", "{name:?}");
        }

        let beyond = Zone::of(ZoneName::parse("Asia/Taipei").as_ref())
            .moment(Timestamp::from_millis(i64::MAX));
        assert!(beyond.date_and_time(Language::English).ends_with("UTC"));
    }
}
