//! Texts with figures of the policy in force (F21).

use crate::figures::figured;
use crate::texts::Texts;
use regain_domain::{Language, PersonName, Policy, Refusal, Setting, UserName, policy};

#[test]
fn f21_the_figures_are_those_of_the_policy() {
    let policy = Policy::default();
    let of = |setting: Setting| policy.get(setting).to_string();
    for language in Language::ALL {
        let texts = Texts::of(language);
        let figures = [
            (
                figured(texts.password.rule_length),
                of(Setting::PasswordMin),
            ),
            (texts.password.rule_length, policy::PASSWORD_MAX.to_string()),
            (
                texts.refusal(Refusal::PasswordShort),
                of(Setting::PasswordMin),
            ),
            (
                texts.refusal(Refusal::PasswordLong),
                policy::PASSWORD_MAX.to_string(),
            ),
            (
                texts.refusal(Refusal::NameLong),
                PersonName::MAX.to_string(),
            ),
            (
                texts.refusal(Refusal::UserNameShort),
                UserName::MIN.to_string(),
            ),
            (
                texts.refusal(Refusal::UserNameLong),
                UserName::MAX.to_string(),
            ),
            (texts.invite.user_name_hint, UserName::MIN.to_string()),
            (texts.invite.user_name_hint, UserName::MAX.to_string()),
            (figured(texts.verify.mail_lead), of(Setting::CodeLifetime)),
            (
                texts.refusal(Refusal::CodeExpired),
                of(Setting::CodeLifetime),
            ),
            (figured(texts.verify.time_limit), of(Setting::FlowAfterGate)),
            (
                figured(texts.invite.expired.text),
                of(Setting::InvitationLifetime),
            ),
            (
                texts.refusal(Refusal::InvitationExpired),
                of(Setting::InvitationLifetime),
            ),
            (texts.refusal(Refusal::MethodNew), of(Setting::Quarantine)),
            (
                figured(texts.sign_in.keep_hint),
                of(Setting::SessionAbsolute),
            ),
            (figured(texts.sign_in.keep_hint), of(Setting::SessionIdle)),
            (
                figured(texts.second.remember),
                of(Setting::DeviceRemembered),
            ),
            (
                texts.policy.effect_notice,
                (policy::POLICY_NOTICE.as_secs() / 86_400).to_string(),
            ),
            (
                texts.policy.after_notice,
                (policy::POLICY_NOTICE.as_secs() / 86_400).to_string(),
            ),
        ];
        for (text, figure) in figures {
            assert!(text.contains(&figure), "{figure} in {language:?}: {text}");
        }
        assert!((texts.account.saved_codes_left)(7).contains(&policy::SAVED_CODES.to_string()));
        assert!((texts.verify.mail_lead_to)("x").contains(&of(Setting::CodeLifetime)));
    }
}
