use super::*;
use Way::{Authenticator, Contact, Mail, Passkey, SavedCode};

const NOTHING: Ways = Ways {
    mail_addresses: Count::of(0),
    saved_codes: 0,
    authenticators: Count::of(0),
    passkeys: Count::of(0),
    contacts: Count::of(0),
    contacts_needed: 0,
};

fn ways(list: &[Way]) -> Ways {
    list.iter().fold(NOTHING, |ways, way| match way {
        Mail => Ways {
            mail_addresses: Count::of(ways.mail_addresses.counting + 1),
            ..ways
        },
        SavedCode => Ways {
            saved_codes: 10,
            ..ways
        },
        Passkey => Ways {
            passkeys: Count::of(ways.passkeys.counting + 1),
            ..ways
        },
        Authenticator => Ways {
            authenticators: Count::of(ways.authenticators.counting + 1),
            ..ways
        },
        Contact => Ways {
            contacts: Count::of(ways.contacts.counting + 1),
            ..ways
        },
    })
}

/// Every set of classes: what it must open by the rule of S12 and S15, written down once more and independently.
fn opens_by_the_rule(set: &[Way]) -> bool {
    let gates = set.iter().filter(|way| **way != Passkey).count();
    let first = set
        .iter()
        .any(|way| matches!(way, Mail | SavedCode | Contact));
    set.contains(&Passkey) || (gates >= 2 && first)
}

fn sets() -> impl Iterator<Item = Vec<Way>> {
    (0u32..32).map(|bits| {
        let all = Way::ALL.into_iter().enumerate();
        all.filter(|(at, _)| bits >> at & 1 == 1)
            .map(|(_, way)| way)
            .collect()
    })
}

#[test]
fn s12_s15_every_set_of_classes_opens_what_the_rule_says_after_every_loss() {
    for set in sets() {
        let all = ways(&set);
        assert_eq!(all.opens().is_some(), opens_by_the_rule(&set), "{set:?}");
        let mut every = true;
        for loss in all.losses() {
            let left: Vec<Way> = set
                .iter()
                .copied()
                .filter(|way| match loss {
                    Loss::Phone => !matches!(way, Authenticator | Passkey),
                    Loss::Mail => *way != Mail,
                    Loss::SavedCodes => *way != SavedCode,
                    Loss::Passkey => *way != Passkey,
                    Loss::Contact => *way != Contact,
                })
                .collect();
            let opens = all.after(loss).opens();
            assert_eq!(
                opens.is_some(),
                opens_by_the_rule(&left),
                "{set:?} after {loss:?}"
            );
            every &= opens.is_some();
            match opens {
                Some(Opens::Alone(way)) => assert_eq!(way, Passkey),
                Some(Opens::Both(first, second)) => {
                    assert!(
                        first != second && first != Authenticator,
                        "{first:?} {second:?}"
                    );
                    assert!(
                        left.contains(&first) && left.contains(&second),
                        "{set:?}: only what is left"
                    );
                }
                None => {}
            }
        }
        let expected = match (opens_by_the_rule(&set), every) {
            (false, _) => Readiness::CannotGetIn,
            (true, false) => Readiness::FallsShort,
            (true, true) => Readiness::Ready,
        };
        assert_eq!(all.readiness(), expected, "{set:?}");
    }
}

#[test]
fn who_is_not_ready_is_always_told_why_and_what_to_do() {
    for set in sets() {
        let all = ways(&set);
        if all.readiness() == Readiness::Ready {
            assert_eq!(all.shortfalls(false), [], "{set:?}");
        } else {
            assert!(!all.shortfalls(false).is_empty(), "{set:?}");
            assert!(!all.advice().is_empty(), "{set:?}");
        }
        for loss in all
            .losses()
            .filter(|loss| all.after(*loss).opens().is_none())
        {
            let fixed = all
                .fix(loss)
                .map(|advice| all.with(advice).after(loss).opens().is_some());
            assert_ne!(fixed, Some(false), "{set:?} {loss:?}");
        }
    }
}

#[test]
fn s20_what_enrolment_ends_with_is_ready_and_a_second_address_is_what_is_left_to_add() {
    let enrolled = ways(&[Mail, SavedCode, Authenticator]);
    assert_eq!(enrolled.readiness(), Readiness::Ready);
    assert_eq!(
        enrolled.after(Loss::Phone).opens(),
        Some(Opens::Both(Mail, SavedCode))
    );
    assert_eq!(
        enrolled.after(Loss::Mail).opens(),
        Some(Opens::Both(SavedCode, Authenticator))
    );
    assert_eq!(
        enrolled.after(Loss::SavedCodes).opens(),
        Some(Opens::Both(Mail, Authenticator))
    );
    assert_eq!(enrolled.advice(), [Advice::AddAddress]);
    assert_eq!(ways(&[Mail, Mail, SavedCode, Authenticator]).advice(), []);
}

#[test]
fn the_most_useful_thing_comes_first() {
    let advice = |list: &[Way]| ways(list).advice().first().copied();
    assert_eq!(advice(&[Mail, SavedCode]), Some(Advice::AddDevice));
    assert_eq!(advice(&[Mail, Authenticator]), Some(Advice::MakeSavedCodes));
    assert_eq!(advice(&[Mail]), Some(Advice::MakeSavedCodes));
    let few = Ways {
        saved_codes: 2,
        ..ways(&[Mail, Mail, SavedCode, Authenticator])
    };
    assert_eq!(few.advice(), [Advice::MakeSavedCodes]);
    assert_eq!(
        few.shortfalls(false),
        [Shortfall::FewSavedCodes],
        "told to those who are ready, too"
    );
}

#[test]
fn s28_what_waits_opens_nothing_and_is_waited_for() {
    let waits = Ways {
        authenticators: Count {
            counting: 0,
            waiting: 1,
        },
        ..ways(&[Mail, SavedCode])
    };
    assert_eq!(waits.readiness(), Readiness::FallsShort);
    assert_eq!(waits.advice(), [Advice::Wait]);
    assert_eq!(waits.fix(Loss::Mail), Some(Advice::Wait));
    assert_eq!(waits.shortfalls(false), [Shortfall::StillWaits]);
    assert!(waits.waits(Authenticator) && !waits.has(Authenticator));
}

#[test]
fn s12_contacts_are_one_gate_however_many_and_as_many_as_are_needed() {
    assert_eq!(ways(&[Contact, Contact, Contact]).opens(), None);
    let two_of_three = Ways {
        contacts_needed: 2,
        ..ways(&[Mail, Contact, Contact, Contact])
    };
    assert!(two_of_three.after(Loss::Contact).opens().is_some());
    assert!(
        two_of_three
            .after(Loss::Contact)
            .after(Loss::Contact)
            .opens()
            .is_none()
    );
}

#[test]
fn with_two_addresses_the_second_is_left() {
    let two = ways(&[Mail, Mail, SavedCode]);
    assert_eq!(
        two.after(Loss::Mail).opens(),
        Some(Opens::Both(Mail, SavedCode))
    );
    assert_eq!(
        two.readiness(),
        Readiness::FallsShort,
        "the codes may be lost"
    );
}

#[test]
fn every_code_leads_back_to_what_it_means() {
    for state in Readiness::ALL {
        assert_eq!(Readiness::from_code(state.code()), Some(state));
    }
    for reason in Shortfall::ALL {
        assert_eq!(Shortfall::from_code(reason.code()), Some(reason));
    }
    assert_eq!(
        (Readiness::from_code("perfect"), Shortfall::from_code("")),
        (None, None)
    );
}
