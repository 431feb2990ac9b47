//! The rules of a new password: shown before typing, judged while typing, by the code that judges on the server.

use crate::figures::{Figures, figured};
use crate::language::t;
use leptos::prelude::*;
use regain_domain::{EmailAddress, NewPassword, PasswordContext, PasswordError, UserName};

/// What is known of each rule; the password itself is not kept.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct RuleStates {
    length: Option<bool>,
    context: Option<bool>,
    repetition: Option<bool>,
}

impl RuleStates {
    /// Judges what is typed, with as much context as the page has: addresses with spaces between them.
    pub(crate) fn judge(typed: &str, user_name: &str, addresses: &str, organisation: &str) -> Self {
        if typed.is_empty() {
            return Self::default();
        }
        let least = Figures::present().password_min();
        let addresses: Vec<EmailAddress> = addresses.split(' ').flat_map(EmailAddress::parse).collect();
        let context = PasswordContext::organisation(organisation)
            .at_least(least)
            .with_person(UserName::parse(user_name).ok().as_ref(), &addresses);
        let verdict = NewPassword::parse(typed, &context).err();
        let length = typed.chars().count() >= least && verdict != Some(PasswordError::TooLong);
        Self {
            length: Some(length),
            context: length.then_some(verdict != Some(PasswordError::Context)),
            repetition: length.then_some(verdict != Some(PasswordError::Repetition)),
        }
    }
}

/// The id that a password field is described by.
pub(crate) const RULES_ID: &str = "password-rules";

/// The rules.
#[component]
pub(crate) fn PasswordRules(states: RwSignal<RuleStates>) -> impl IntoView {
    let rule = move |text: Signal<&'static str>, state: fn(RuleStates) -> Option<bool>| {
        let class = move || match state(states.get()) {
            Some(true) => "rule rule--ok",
            Some(false) => "rule rule--bad",
            None => "rule",
        };
        let met = t(|t| t.password.rule_met);
        let open = t(|t| t.password.rule_open);
        let said = move || state(states.get()).map(|ok| if ok { met.get() } else { open.get() });
        view! { <li class=class>{text} <span class="visually-hidden">{said}</span></li> }
    };
    view! {
        <ul class="rules" id=RULES_ID aria-label=t(|t| t.password.rules)>
            {rule(t(|t| figured(t.password.rule_length)), |states| states.length)}
            {rule(t(|t| t.password.rule_context), |states| states.context)}
            {rule(t(|t| t.password.rule_repetition), |states| states.repetition)}
        </ul>
    }
}
