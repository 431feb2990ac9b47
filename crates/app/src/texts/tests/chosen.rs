//! The words that no list of a screen holds: those chosen by what is told.

use super::super::{Texts, history};
use regain_domain::check_up::CheckUpReason;
use regain_domain::policy::ValueUnit;
use regain_domain::readiness::Lack;
use regain_domain::readiness::{Count, Opens, Shortfall};
use regain_domain::{
    Factor, Facts, HistoryEvent, Loss, PersonStatus, PolicyError, ProofClass, Readiness, Role,
    Setting, Timestamp, Way, Ways,
};
use regain_service::HistoryLine;

/// All of them, with the name of what chooses them.
pub(super) fn chosen(texts: &'static Texts) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&'static str, String)> = Vec::new();
    let mut add = |name, words: &str| all.push((name, words.to_owned()));
    for event in HistoryEvent::ALL {
        add("event", texts.pick(history::event(*event)));
        add("event", texts.event(*event));
    }
    for (line, own) in lines() {
        add("history_line", &texts.history_line(&line));
        texts
            .history_facts(&line, Some(own))
            .split(" · ")
            .for_each(|fact| add("history_facts", fact));
    }
    for reason in [
        CheckUpReason::FewSavedCodes,
        CheckUpReason::AddressGone,
        CheckUpReason::AuthenticatorGone,
        CheckUpReason::PasskeyGone,
        CheckUpReason::ContactGone,
        CheckUpReason::Yearly,
    ] {
        add("check_up_reason", texts.check_up_reason(reason));
    }
    PersonStatus::ALL
        .iter()
        .for_each(|status| add("status", texts.status(*status)));
    Role::ALL
        .iter()
        .for_each(|role| add("role", texts.role(*role)));
    Readiness::ALL
        .iter()
        .for_each(|state| add("readiness", texts.readiness(*state)));
    Shortfall::ALL
        .iter()
        .for_each(|reason| add("shortfall", texts.shortfall(*reason)));
    Lack::ALL
        .iter()
        .for_each(|lack| add("lack", texts.lack(*lack)));
    for ways in holdings() {
        for loss in Loss::ALL {
            add("loss", texts.loss(loss, ways));
            add("missing", texts.missing(loss, ways));
        }
    }
    for way in Way::ALL {
        add("with_these", &texts.with_these(Opens::Alone(way)));
        add("with_these", &texts.with_these(Opens::Both(way, Way::Mail)));
    }
    for setting in Setting::all() {
        add("setting", texts.setting(setting));
        add("value", &texts.value(setting, 0));
        add("value", &texts.value(setting, 1));
        add("beyond", &texts.beyond(PolicyError(setting)));
        if setting.rule().unit != ValueUnit::YesNo {
            add("value", &texts.value(setting, 25));
        }
    }
    all
}

/// Entries with everything that there may be to say, and whether the reader did it.
fn lines() -> Vec<(HistoryLine, bool)> {
    let proofs = [
        ProofClass::MailedCode,
        ProofClass::SavedCode,
        ProofClass::Passkey,
        ProofClass::Authenticator,
        ProofClass::Contact,
    ];
    let factors = [
        Factor::Password,
        Factor::Authenticator,
        Factor::SavedCode,
        Factor::Passkey,
    ];
    proofs
        .into_iter()
        .zip(factors.into_iter().cycle())
        .zip([true, false].into_iter().cycle())
        .map(|((proof, factor), own)| {
            (
                HistoryLine {
                    seq: 1,
                    at: Timestamp::from_millis(0),
                    event: HistoryEvent::RoleChanged,
                    facts: Facts {
                        sessions: Some(2),
                        codes_left: Some(2),
                        failed: Some(2),
                        factor: Some(factor),
                        proof: Some(proof),
                        role: Some(Role::Member),
                        needed: Some(2),
                        entries: Some(2),
                        ..Facts::default()
                    },
                    actor: None,
                    device: None,
                    place: None,
                    words: None,
                    genuine: true,
                },
                own,
            )
        })
        .collect()
}

/// Ways back of every kind, there or not, counting or not yet.
fn holdings() -> Vec<Ways> {
    let mut all = Vec::new();
    for bits in 0..96_u32 {
        let [mail, mail_waits, codes, app, app_waits] = [
            bits / 32,
            bits & 1,
            bits >> 1 & 1,
            bits >> 2 & 1,
            bits >> 3 & 1,
        ];
        all.push(Ways {
            mail_addresses: Count {
                counting: mail,
                waiting: mail_waits,
            },
            saved_codes: codes,
            authenticators: Count {
                counting: app,
                waiting: app_waits,
            },
            passkeys: Count {
                counting: 0,
                waiting: bits >> 4 & 1,
            },
            ..Ways::default()
        });
    }
    all
}
