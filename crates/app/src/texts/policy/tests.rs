//! Names, values and sentences of all settings.

use super::*;
use regain_domain::policy::{ChangedValue, ValueUnit};
use regain_domain::{Language, PolicyError, Setting};
use std::collections::HashSet;

#[test]
fn every_key_has_a_name_a_value_and_a_sentence_of_its_own() {
    for language in Language::ALL {
        let texts = Texts::of(language);
        let names: HashSet<_> = Setting::all()
            .map(|setting| texts.setting(setting))
            .collect();
        assert_eq!(names.len(), Setting::all().count());
        let numbers: Vec<_> = Setting::all()
            .filter(|setting| setting.rule().unit != ValueUnit::YesNo)
            .collect();
        let sentences: HashSet<_> = numbers
            .iter()
            .map(|setting| texts.beyond(PolicyError(*setting)))
            .collect();
        assert_eq!(sentences.len(), numbers.len());
        for setting in numbers {
            let rule = setting.rule();
            let sentence = texts.beyond(PolicyError(setting));
            assert!(sentence.contains(&rule.max.to_string()), "{sentence}");
            assert!(sentence.contains(&rule.min.to_string()), "{sentence}");
        }
    }
    let english = Texts::of(Language::English);
    assert_eq!(english.value(Setting::DeviceRemembered, 1), "1 day");
    assert_eq!(english.value(Setting::DeviceRemembered, 0), "not offered");
    assert_eq!(english.value(Setting::SecondFactor, 1), "yes");
    let change = ChangedValue {
        setting: Setting::PasswordMin,
        old: 12,
        new: 15,
    };
    assert_eq!(
        english.became(&change),
        "12 characters becomes 15 characters"
    );
}
