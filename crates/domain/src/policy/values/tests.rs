use super::*;
use crate::policy::{self, Looser};

fn with(values: &[(Setting, u32)]) -> Result<Policy, PolicyError> {
    Policy::default().with(values)
}

#[test]
fn s82_each_key_keeps_its_floors() {
    for setting in Setting::all() {
        let rule = setting.rule();
        assert!(
            rule.min <= rule.default && rule.default <= rule.max,
            "{setting:?}"
        );
        assert!(with(&[(setting, rule.max)]).is_ok(), "{setting:?}");
        if let Setting::Offers(_) = setting {
            assert!(with(&[(setting, 0)]).is_ok());
            continue;
        }
        // Without a second factor the shortest password is another one: that is tested below.
        if setting != Setting::SecondFactor {
            assert!(with(&[(setting, rule.min)]).is_ok(), "{setting:?}");
        }
        assert_eq!(with(&[(setting, rule.max + 1)]), Err(PolicyError(setting)));
        if rule.min > 0 {
            assert_eq!(with(&[(setting, rule.min - 1)]), Err(PolicyError(setting)));
        }
    }
}

#[test]
fn s109_what_ended_counts_at_least_until_what_is_new_does() {
    let days = |days: u64| Duration::from_secs(days * 24 * 60 * 60);
    let counts = |quarantine: u32| {
        with(&[(Setting::Quarantine, quarantine)])
            .expect("a policy")
            .former_counts()
    };
    assert_eq!([3, 7, 8, 14].map(counts), [7, 7, 8, 14].map(days));
    assert!((3..=14).all(|quarantine| counts(quarantine) >= days(u64::from(quarantine))));
}

#[test]
fn s82_the_loosest_that_can_be_set_are_the_compiled_bounds() {
    let loosest = |setting: Setting| {
        let rule = setting.rule();
        match rule.looser {
            Looser::Less => rule.min,
            Looser::More => rule.max,
        }
    };
    let all: Vec<(String, u32)> = Setting::all()
        .map(|setting| (setting.code(), loosest(setting)))
        .collect();
    for (code, bound) in [
        ("second_factor", 0),
        ("password_min", 8),
        ("code_lifetime", 10),
        ("flow_after_gate", 15),
        ("session_idle", 60),
        ("session_absolute", 24),
        ("invitation_lifetime", 72),
        ("quarantine", 3),
        ("device_remembered", 90),
        ("method_authenticator", 1),
    ] {
        assert!(all.contains(&(code.to_owned(), bound)), "{code}");
    }
    let default = Policy::default();
    assert_eq!(default.code_lifetime(), policy::CODE_LIFETIME);
    assert_eq!(default.flow_after_gate(), policy::FLOW_LIFETIME_AFTER_GATE);
    assert_eq!(default.session_idle(), policy::SESSION_IDLE);
    assert_eq!(default.session_absolute(), policy::SESSION_ABSOLUTE);
    assert_eq!(default.invitation_lifetime(), policy::INVITATION_LIFETIME);
    assert_eq!(default.quarantine(), policy::QUARANTINE);
    assert_eq!(default.device_remembered(), Some(policy::DEVICE_REMEMBERED));
}

#[test]
fn s34_without_a_second_factor_passwords_are_longer() {
    use Setting::{PasswordMin, SecondFactor};
    assert_eq!(Policy::default().password_min(), 12);
    assert_eq!(Policy::password_alone().password_min(), 15);
    assert!(!Policy::password_alone().second_factor());
    assert_eq!(
        with(&[(PasswordMin, 8)]).map(|policy| policy.password_min()),
        Ok(8)
    );
    assert_eq!(with(&[(PasswordMin, 7)]), Err(PolicyError(PasswordMin)));
    assert_eq!(
        with(&[(SecondFactor, 0)]),
        Err(PolicyError(PasswordMin)),
        "12 are too few alone"
    );
    assert_eq!(
        with(&[(SecondFactor, 0), (PasswordMin, 14)]),
        Err(PolicyError(PasswordMin))
    );
    assert_eq!(
        with(&[(SecondFactor, 0), (PasswordMin, 15)]),
        Ok(Policy::password_alone())
    );
    assert!(with(&[(PasswordMin, 64)]).is_ok() && with(&[(PasswordMin, 65)]).is_err());
}

#[test]
fn s12_the_ways_that_everybody_has_stay() {
    for method in [Method::Mail, Method::SavedCode] {
        assert_eq!(
            with(&[(Setting::Offers(method), 0)]),
            Err(PolicyError(Setting::Offers(method)))
        );
        assert_eq!(
            Setting::from_code(&Setting::Offers(method).code()),
            None,
            "no form has it"
        );
    }
    let without =
        with(&[(Setting::Offers(Method::Authenticator), 0)]).expect("it can be switched off");
    assert!(!without.offers(Method::Authenticator) && without.offers(Method::Mail));
    assert!(!without.methods().contains(&Method::Authenticator));
    assert_eq!(Policy::default().methods(), Method::ALL);
}

#[test]
fn what_loosens_and_what_does_not() {
    let old = Policy::default();
    for (setting, value, loosens) in [
        (Setting::PasswordMin, 13, false),
        (Setting::PasswordMin, 11, true),
        (Setting::CodeLifetime, 5, false),
        (Setting::Quarantine, 4, false),
        (Setting::DeviceRemembered, 0, false),
        (Setting::Offers(Method::Authenticator), 0, false),
    ] {
        let new = old.with(&[(setting, value)]).expect("between the floors");
        assert_eq!(new.loosens(&old), loosens, "{setting:?}");
        assert_eq!(old.loosens(&new), !loosens, "and back, {setting:?}");
        assert_eq!(
            new.changes(&old),
            [ChangedValue {
                setting,
                old: old.get(setting),
                new: value
            }]
        );
    }
    assert!(
        Policy::password_alone().loosens(&old),
        "a longer password doesn't make up for a factor"
    );
    assert!(!old.loosens(&old) && old.changes(&old).is_empty());
}

#[test]
fn what_was_typed_is_read_or_each_fault_named() {
    let typed = [
        (Setting::SecondFactor, "1"),
        (Setting::PasswordMin, " 20 "),
        (Setting::CodeLifetime, "5"),
    ];
    let policy = Policy::parse(&typed).expect("between the floors");
    assert_eq!(
        (policy.password_min(), policy.get(Setting::CodeLifetime)),
        (20, 5)
    );
    let typed = [
        (Setting::PasswordMin, "7"),
        (Setting::CodeLifetime, "ten"),
        (Setting::SessionIdle, "-5"),
    ];
    let errors = Policy::parse(&typed).expect_err("none can be");
    assert_eq!(
        errors,
        [
            Setting::CodeLifetime,
            Setting::SessionIdle,
            Setting::PasswordMin
        ]
        .map(PolicyError),
        "what isn't a number first"
    );
    for text in ["", "1e3", "+15", "١٥", "99999999999999999999"] {
        assert!(
            Policy::parse(&[(Setting::PasswordMin, text)]).is_err(),
            "{text}"
        );
    }
}

#[test]
fn s82_what_was_stored_is_read_again_and_a_raised_floor_holds_at_once() {
    for policy in [
        Policy::default(),
        Policy::password_alone(),
        Policy::when_in_doubt(),
    ] {
        assert_eq!(Policy::from_text(&policy.to_text()), Some(policy));
        assert!(policy.faults().is_empty());
    }
    let old = Policy::from_text("second_factor=1 password_min=3 code_lifetime=60 method_pigeon=0")
        .expect("it reads");
    assert_eq!(
        (old.password_min(), old.get(Setting::CodeLifetime)),
        (8, 10)
    );
    assert_eq!(old.methods(), Method::ALL);
    let alone = Policy::from_text("second_factor=0 password_min=12").expect("it reads");
    assert_eq!(alone, Policy::password_alone());
    assert_eq!(Policy::from_text("nonsense"), None);
    assert_eq!(Policy::from_text("password_min=many"), None);
}

#[test]
fn changes_are_written_into_the_history_and_read_again() {
    let changes = Policy::password_alone().changes(&Policy::default());
    assert_eq!(
        ChangedValue::to_text(&changes),
        "second_factor=1>0 password_min=12>15"
    );
    assert_eq!(
        ChangedValue::from_text(&ChangedValue::to_text(&changes)),
        changes
    );
    assert_eq!(ChangedValue::from_text("pigeons=1>2 password_min=12>x"), []);
}

#[test]
fn in_doubt_nothing_is_looser_than_at_first() {
    assert!(!Policy::when_in_doubt().loosens(&Policy::default()));
    assert_eq!(
        Policy::when_in_doubt().methods(),
        [Method::Mail, Method::SavedCode]
    );
}

#[test]
fn s82_in_doubt_each_key_is_as_strict_as_it_can_be() {
    let strict = Policy::when_in_doubt();
    for setting in Setting::all() {
        let rule = setting.rule();
        for value in [rule.min, rule.default, rule.max] {
            assert!(
                !rule.loosens(value, strict.get(setting)),
                "{setting:?}: {value}"
            );
        }
    }
    let numbers = [
        Setting::SecondFactor,
        Setting::PasswordMin,
        Setting::Quarantine,
        Setting::SessionIdle,
    ];
    assert_eq!(numbers.map(|setting| strict.get(setting)), [1, 64, 14, 5]);
}
