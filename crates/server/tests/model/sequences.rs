//! The sequences to play: drawn blindly, nearly whole recoveries, attempts at gates, and two
//! interleaved recoveries.

use super::deeds::{Deed, Mailed, One, Saved, Step};
use proptest::collection::vec;
use proptest::prelude::*;
use regain_domain::{Method, Trouble};

fn trouble() -> impl Strategy<Value = Trouble> {
    prop_oneof![4 => Just(Trouble::ForgotPassword), 2 => Just(Trouble::KnowPassword), 1 => Just(Trouble::ForgotUserName)]
}

fn mailed() -> impl Strategy<Value = Mailed> {
    prop_oneof![
        4 => Just(Mailed::Newest),
        1 => Just(Mailed::Earlier),
        2 => Just(Mailed::OfTheOtherBrowser),
        1 => Just(Mailed::Wrong),
    ]
}

fn saved() -> impl Strategy<Value = Saved> {
    prop_oneof![
        4 => Just(Saved::Fresh),
        1 => Just(Saved::Used),
        1 => Just(Saved::OfTheOtherPerson),
        1 => Just(Saved::Wrong),
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        2 => (0..2usize, trouble()).prop_map(|(person, trouble)| Deed::Start(person, trouble)),
        3 => Just(Deed::Choose(Method::Mail)),
        3 => Just(Deed::Choose(Method::SavedCode)),
        1 => Just(Deed::Choose(Method::Contact)),
        1 => Just(Deed::Resend),
        1 => Just(Deed::OtherWay),
        4 => mailed().prop_map(Deed::EnterMailed),
        2 => mailed().prop_map(Deed::ConfirmLink),
        4 => saved().prop_map(Deed::EnterSaved),
        1 => mailed().prop_map(Deed::EnterPassed),
        3 => Just(Deed::FinishNew),
        2 => any::<bool>().prop_map(|right| Deed::FinishKept { right }),
        1 => any::<bool>().prop_map(|keep| Deed::Switch { keep }),
        1 => Just(Deed::Stop),
        1 => prop_oneof![Just(31u64), Just(601), Just(901), Just(1801)].prop_map(Deed::Wait),
    ]
}

pub(super) fn step() -> impl Strategy<Value = Step> {
    (0..2usize, deed())
}

/// The six steps of a successful recovery: the shortest there is.
pub(super) fn whole(browser: One, person: One, saved_first: bool) -> Vec<Step> {
    let mail = [
        Deed::Choose(Method::Mail),
        Deed::EnterMailed(Mailed::Newest),
    ];
    let saved = [
        Deed::Choose(Method::SavedCode),
        Deed::EnterSaved(Saved::Fresh),
    ];
    let (first, second) = if saved_first {
        (saved, mail)
    } else {
        (mail, saved)
    };
    let mut deeds = vec![Deed::Start(person, Trouble::ForgotPassword)];
    deeds.extend(first.into_iter().chain(second).chain([Deed::FinishNew]));
    deeds.into_iter().map(|deed| (browser, deed)).collect()
}

/// A successful recovery, with some of its steps lost or replaced: still at most six.
pub(super) fn nearly_whole() -> impl Strategy<Value = Vec<Step>> {
    let change = prop_oneof![5 => Just(None), 1 => step().prop_map(Some)];
    (
        any::<bool>(),
        0..2usize,
        vec((change, prop::bool::weighted(0.94)), 6),
    )
        .prop_map(|(saved_first, person, changes)| {
            let steps = whole(0, person, saved_first).into_iter().zip(changes);
            steps
                .filter(|(_, (_, stays))| *stays)
                .map(|(step, (change, _))| change.unwrap_or(step))
                .collect()
        })
}

/// A chosen way and an entry there: one attempt at a gate.
pub(super) fn attempts() -> Vec<[Deed; 2]> {
    let mut attempts = Vec::new();
    for which in [Mailed::Newest, Mailed::OfTheOtherBrowser] {
        attempts.push([Deed::Choose(Method::Mail), Deed::EnterMailed(which)]);
        attempts.push([Deed::Choose(Method::Mail), Deed::ConfirmLink(which)]);
    }
    attempts.push([
        Deed::Choose(Method::Contact),
        Deed::EnterPassed(Mailed::Newest),
    ]);
    for which in [Saved::Fresh, Saved::Used, Saved::OfTheOtherPerson] {
        attempts.push([Deed::Choose(Method::SavedCode), Deed::EnterSaved(which)]);
    }
    attempts
}

/// Two to six attempts at gates in two browsers, each followed by nothing or by an attempt at an
/// end.
pub(super) fn attempted() -> impl Strategy<Value = Vec<Step>> {
    let right = |attempt: &[Deed; 2]| {
        matches!(
            attempt[1],
            Deed::EnterMailed(Mailed::Newest) | Deed::EnterSaved(Saved::Fresh)
        )
    };
    let right: Vec<_> = attempts().into_iter().filter(right).collect();
    let drawn =
        prop_oneof![1 => prop::sample::select(attempts()), 1 => prop::sample::select(right)];
    let attempt = (0..2usize, drawn, prop::bool::weighted(0.3));
    (0..2usize, 0..2usize, vec(attempt, 2..=6)).prop_map(|(one, other, attempts)| {
        let start = |browser, person| (browser, Deed::Start(person, Trouble::ForgotPassword));
        let mut steps = vec![start(0, one), start(1, other)];
        for (browser, attempt, ends) in attempts {
            steps.extend(attempt.map(|deed| (browser, deed)));
            steps.extend(ends.then_some((browser, Deed::FinishNew)));
        }
        steps.extend([(0, Deed::FinishNew), (1, Deed::FinishNew)]);
        steps
    })
}

/// Two recoveries in two browsers, interleaved, with other steps in between.
pub(super) fn interleaved() -> impl Strategy<Value = Vec<Step>> {
    let extra = vec((0..14usize, step()), 0..8);
    (
        any::<bool>(),
        any::<bool>(),
        0..2usize,
        0..2usize,
        vec(any::<bool>(), 12),
        extra,
    )
        .prop_map(|(first, second, one, other, turns, extra)| {
            let mut left = whole(0, one, first).into_iter();
            let mut right = whole(1, other, second).into_iter();
            let mut steps = Vec::new();
            for turn in turns {
                steps.extend(if turn { left.next() } else { right.next() });
            }
            steps.extend(left.chain(right));
            for (place, step) in extra {
                steps.insert(place.min(steps.len()), step);
            }
            steps
        })
}
