//! What presses, for how long, and how much effort it costs.

use super::*;
use std::time::Duration;

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(second * 1000)
}

fn source(last: u8) -> Option<Source> {
    Some(Source::of([203, 0, 113, last].into()))
}

fn seconds(span: Duration) -> i64 {
    i64::try_from(span.as_secs()).expect("not that long")
}

#[test]
fn s64_a_source_presses_itself_alone_and_is_calm_ten_minutes_later() {
    let pressure = Pressure::new();
    for second in 0..20 {
        pressure.count(source(1), 7, at(second));
    }

    assert!(!pressure.is_on(source(1), at(20)));
    pressure.count(source(1), 7, at(20));
    assert!(pressure.is_on(source(1), at(20)));
    assert!(!pressure.is_on(source(2), at(20)) && !pressure.is_on(None, at(20)));
    let calm = 20 + seconds(policy::PRESSURE_LASTS);
    assert!(pressure.is_on(source(1), at(calm - 1)) && !pressure.is_on(source(1), at(calm)));
}

#[test]
fn s64_eleven_identifiers_press_and_what_is_older_than_five_minutes_does_not_count() {
    let pressure = Pressure::new();
    for identifier in 0..10 {
        pressure.count(source(1), identifier, at(0));
    }

    pressure.count(source(1), 10, at(seconds(policy::PRESSURE_WITHIN)));
    assert!(!pressure.is_on(source(1), at(301)));
    for identifier in 0..11 {
        assert!(!pressure.is_on(source(2), at(0)));
        pressure.count(source(2), identifier, at(0));
    }

    assert!(pressure.is_on(source(2), at(0)));
}

#[test]
fn s64_many_sources_together_press_everybody_and_so_does_this_machine() {
    for from in [source, |_| None] as [fn(u8) -> Option<Source>; 2] {
        let pressure = Pressure::new();
        let count = |nth: u32, second: i64| {
            pressure.count(
                from(u8::try_from(nth % 250).expect("a byte")),
                u64::from(nth),
                at(second),
            );
        };
        for nth in 0..300 {
            count(nth, i64::from(nth) / 5);
        }

        // The first second has dropped out by now.
        count(300, 60);
        assert!(!pressure.is_on(source(251), at(60)));
        for nth in 301..306 {
            count(nth, 60);
        }

        assert!(pressure.is_on(source(251), at(60)) && pressure.is_on(None, at(60)));
        assert!(!pressure.is_on(None, at(61 + seconds(policy::PRESSURE_LASTS))));
    }
}

#[test]
fn s62_effort_grows_with_each_doubling_of_what_presses() {
    let pressure = Pressure::new();
    let mut asked = Vec::new();
    for _ in 0..400 {
        pressure.count(source(1), 7, at(0));
        asked.push(pressure.more_bits(source(1), at(0)));
    }

    let first = |bits: u8| {
        asked
            .iter()
            .position(|more| *more == bits)
            .map(|place| place + 1)
    };
    assert_eq!(
        [0, 1, 2, 3, 4].map(first),
        [Some(1), Some(40), Some(60), Some(100), None]
    );
    assert_eq!(
        pressure.more_bits(source(2), at(0)),
        0,
        "another source, below what is too much together"
    );
    assert_eq!(
        pressure.more_bits(source(1), at(seconds(policy::PRESSURE_LASTS))),
        0
    );

    // A calm span resets it.
    for _ in 0..25 {
        pressure.count(source(1), 7, at(1000));
    }

    assert_eq!(pressure.more_bits(source(1), at(1000)), 0);

    // And for everybody, within a minute.
    for nth in 1..=2500_u32 {
        let now = at(2000 + i64::from(nth / 50));
        pressure.count(None, 7, now);
        let doubled = [600, 1200, 2400]
            .iter()
            .filter(|bound| nth >= **bound)
            .count();
        assert_eq!(
            usize::from(pressure.more_bits(source(2), now)),
            doubled,
            "{nth}"
        );
    }
}

#[test]
fn s64_memory_is_bounded() {
    let pressure = Pressure::new();
    for nth in 0..100_000u32 {
        let v4 = std::net::Ipv4Addr::from_bits(0x0a00_0000 + nth % 50_000).into();
        let v6 = v6(u16::try_from(nth % 50_000).expect("below 65,536"), 0);
        for source in [Source::of(v4), Source::of(v6)] {
            pressure.count(Some(source), u64::from(nth), at(i64::from(nth)));
        }
    }

    for source in [Source::of([203, 0, 113, 1].into()), Source::of(v6(1, 1))] {
        for _ in 0..1000 {
            pressure.count(Some(source), 1, at(100_000));
        }
    }

    let counted = pressure.lock();
    assert_eq!(
        counted.of.each_ref().map(LruCache::len),
        [10_000, 5_000, 2_500]
    );
    for (width, of) in Width::ALL.into_iter().zip(&counted.of) {
        assert!(
            of.iter().all(|(_, of)| of.lately.len() <= kept(width)),
            "{width:?}"
        );
    }

    assert!(counted.of_all.lately.len() <= 60);
}

/// An address in a customer's /48, in one of its /64 networks.
fn v6(customer: u16, network: u16) -> std::net::IpAddr {
    std::net::Ipv6Addr::new(0x2001, 0xdb8, customer, network, 0, 0, 0, 1).into()
}

#[test]
fn s94_a_customer_who_changes_networks_presses_all_of_them() {
    for (step, width) in [(1, Width::Wide), (0x100, Width::Widest)] {
        let pressure = Pressure::new();
        let from = |nth: usize| Some(Source::of(v6(1, u16::try_from(nth).expect("a few") * step)));
        let free = times(policy::PRESSURE_FAILURES_OF_SOURCE, width);
        for nth in 0..free {
            pressure.count(from(nth), 7, at(0));
        }

        assert!(!pressure.is_on(from(1), at(0)), "{width:?}");
        pressure.count(from(free), 7, at(0));
        assert!(
            pressure.is_on(from(1), at(0)) && pressure.is_on(from(free + 1), at(0)),
            "{width:?}"
        );
        assert!(
            !pressure.is_on(Some(Source::of(v6(2, 0))), at(0)),
            "another customer"
        );
    }
}

#[test]
fn s94_a_customer_who_changes_networks_and_names_presses_too() {
    let pressure = Pressure::new();
    let from = |nth: u16| Some(Source::of(v6(1, nth * 0x100)));
    let free = times(policy::PRESSURE_IDENTIFIERS_OF_SOURCE, Width::Widest);
    for nth in 0..=u16::try_from(free).expect("a few") {
        assert!(!pressure.is_on(from(nth), at(0)));
        pressure.count(from(nth), u64::from(nth), at(0));
    }

    assert!(pressure.is_on(from(200), at(0)));
}
