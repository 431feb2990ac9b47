//! The rules for a new password: shown before typing, judged while typing, by the same code as on the server.
//!
//! Nothing typed leaves the browser before the form is sent. The common passwords and the organisation's banned
//! terms are fetched when the cursor enters the field; until they arrive their rule is undecided, and the server
//! judges in any case.

use crate::figures::{Figures, figured};
use crate::language::{t, texts};
use leptos::prelude::*;
use regain_domain::passwords::{Level, Reason, Strength, StrengthAdvice};
use regain_domain::{EmailAddress, PasswordContext, UserName};

/// The result for each rule; the password itself isn't kept.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Judged {
    length: Option<bool>,
    context: Option<bool>,
    known: Option<bool>,
    repetition: Option<bool>,
    strength: Option<Strength>,
}

impl Judged {
    fn of(typed: &str, context: &PasswordContext) -> Self {
        if typed.is_empty() {
            return Self::default();
        }

        let verdict = context.judge(typed);
        let breaks = |which: fn(&Reason) -> bool| verdict.reasons().iter().any(which);
        let length =
            !breaks(|reason| matches!(reason, Reason::TooShort { .. } | Reason::TooLong { .. }));
        let known = !breaks(|reason| {
            matches!(
                reason,
                Reason::Common | Reason::NearBanned | Reason::TooFewPoints { .. }
            )
        });

        Self {
            length: Some(length),
            context: length.then_some(!breaks(|reason| {
                matches!(reason, Reason::OnlyName | Reason::HoldsName)
            })),
            // Without the common passwords this rule can be found broken, but not fulfilled.
            known: (length && (context.knows_common() || !known)).then_some(known),
            repetition: length.then_some(!breaks(|reason| matches!(reason, Reason::Repeats))),
            strength: Some(verdict.strength()),
        }
    }
}

/// Judges the field of a new password while somebody types.
#[derive(Clone, Copy)]
pub(crate) struct Judge {
    field: &'static str,
    judged: RwSignal<Judged>,
    context: StoredValue<PasswordContext>,
}

impl Judge {
    /// For a field, with the page's context: addresses separated by spaces.
    pub(crate) fn of(
        field: &'static str,
        user_name: &str,
        addresses: &str,
        organisation: &str,
    ) -> Self {
        let addresses: Vec<EmailAddress> =
            addresses.split(' ').flat_map(EmailAddress::parse).collect();
        let context = PasswordContext::organisation(organisation)
            .at_least(Figures::present().password_min())
            .with_person(UserName::parse(user_name).ok().as_ref(), &addresses);
        Self {
            field,
            judged: RwSignal::new(Judged::default()),
            context: StoredValue::new(context),
        }
    }

    /// Judges what is typed.
    pub(crate) fn typed(self, typed: &str) {
        self.judged.set(
            self.context
                .with_value(|context| Judged::of(typed, context)),
        );
    }

    /// Fetches the data for judging, unless it is there.
    pub(crate) fn prepare(self) {
        #[cfg(not(feature = "hydrate"))]
        let _ = self.field;
        #[cfg(feature = "hydrate")]
        words::with(move |words| {
            // The page may be gone by now.
            let known = self.context.try_update_value(|context| {
                let banned = words.banned.split_whitespace();
                *context = context
                    .clone()
                    .with_banned(banned)
                    .with_common(words.common);
            });
            let field = document().get_element_by_id(self.field);
            if let (Some(()), Some(field)) = (known, field) {
                use wasm_bindgen::JsCast as _;

                self.typed(&field.unchecked_into::<web_sys::HtmlInputElement>().value());
            }
        });
    }
}

/// The path of the file, from this page.
#[cfg(not(feature = "ssr"))]
pub(super) fn words_path() -> Option<String> {
    document()
        .query_selector("[data-words]")
        .ok()??
        .get_attribute("data-words")
}

#[cfg(feature = "hydrate")]
mod words {
    use regain_domain::passwords::Common;
    use std::cell::Cell;

    /// The fetched words, shared by all pages.
    #[derive(Clone, Copy)]
    pub(super) struct Words {
        pub(super) banned: &'static str,
        pub(super) common: &'static Common,
    }

    thread_local! { static WORDS: Cell<Option<Words>> = const { Cell::new(None) } }

    /// Passes the words to `act`, at once or when they arrive. If they can't be fetched, the next focus tries
    /// again.
    pub(super) fn with(act: impl FnOnce(Words) + 'static) {
        if let Some(words) = WORDS.get() {
            return act(words);
        }

        leptos::task::spawn_local(async move {
            if let Some(words) = fetch().await {
                WORDS.set(Some(words));
                act(words);
            }
        });
    }

    async fn fetch() -> Option<Words> {
        let response = gloo_net::http::Request::get(&super::words_path()?)
            .send()
            .await
            .ok()?;
        let content = response.binary().await.ok().filter(|_| response.ok())?;
        let (banned, common) = content.split_at(content.iter().position(|byte| *byte == b'\n')?);
        let common = Common::from_bytes(&common[1..]).ok()?;

        // Kept as long as the page: the file is fetched once.
        let banned = Box::leak(std::str::from_utf8(banned).ok()?.into());
        Some(Words {
            banned,
            common: Box::leak(Box::new(common)),
        })
    }
}

/// The id of the element that describes a password field.
pub(crate) const RULES_ID: &str = "password-rules";

/// The rules, and the strength of what is typed.
#[component]
pub(crate) fn PasswordRules(judge: Judge) -> impl IntoView {
    let judged = judge.judged;
    let rule = move |text: Signal<&'static str>, state: fn(Judged) -> Option<bool>| {
        let class = move || match state(judged.get()) {
            Some(true) => "rule rule--ok",
            Some(false) => "rule rule--bad",
            None => "rule",
        };
        let met = t(|t| t.password.rule_met);
        let open = t(|t| t.password.rule_open);
        let said = move || state(judged.get()).map(|ok| if ok { met.get() } else { open.get() });

        view! { <li class=class>{text} <span class="visually-hidden">{said}</span></li> }
    };

    // A level is announced when it changes, not at every letter.
    let strength = Memo::new(move |_| judged.get().strength);
    let level = move || match strength.get().map(|strength| strength.level) {
        None => "strength",
        Some(Level::None) => "strength strength--0",
        Some(Level::Weak) => "strength strength--1",
        Some(Level::Fair) => "strength strength--2",
        Some(Level::Good) => "strength strength--3",
        Some(Level::Strong) => "strength strength--4",
    };
    view! {
        <ul class="rules" id=RULES_ID aria-label=t(|t| t.password.rules)>
            {rule(t(|t| figured(t.password.rule_length)), |judged| judged.length)}
            {rule(t(|t| t.password.rule_context), |judged| judged.context)}
            {rule(t(|t| t.password.rule_known), |judged| judged.known)}
            {rule(t(|t| t.password.rule_repetition), |judged| judged.repetition)}
        </ul>
        <div class=level>
            <p class="strength__text" aria-live="polite">{move || strength.get().map(words_of)}</p>
        </div>
    }
}

/// "Strength: fair. One more word makes it better."
fn words_of(strength: Strength) -> String {
    let t = &texts().password;
    let level = match strength.level {
        Level::None => t.strength_none,
        Level::Weak => t.strength_weak,
        Level::Fair => t.strength_fair,
        Level::Good => t.strength_good,
        Level::Strong => t.strength_strong,
    };

    let advice = match strength.advice {
        StrengthAdvice::Vary => t.advice_vary,
        StrengthAdvice::OwnWords => t.advice_own_words,
        StrengthAdvice::NoRuns => t.advice_no_runs,
        StrengthAdvice::Longer => t.advice_longer,
        StrengthAdvice::Keep => t.advice_keep,
    };

    let gap = if level.is_ascii() { " " } else { "" };
    [level, gap, advice].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_domain::passwords::Common;

    #[test]
    fn a_rule_is_open_until_what_it_needs_is_there() {
        let without = PasswordContext::organisation("Example").at_least(12);
        let with = without
            .clone()
            .with_banned(["contoso"])
            .with_common(Common::embedded());
        let rules = |typed: &str, context: &PasswordContext| {
            let judged = Judged::of(typed, context);
            [
                judged.length,
                judged.context,
                judged.known,
                judged.repetition,
            ]
        };
        let yes = Some(true);
        let no = Some(false);

        assert_eq!(rules("", &with), [None; 4]);
        assert_eq!(rules("too short", &with), [no, None, None, None]);
        assert_eq!(rules("password1234", &without), [yes, yes, None, yes]);
        assert_eq!(rules("password1234", &with), [yes, yes, no, yes]);
        assert_eq!(rules("Contoso2026!", &with), [yes, yes, no, yes]);
        assert_eq!(
            rules("abcdefgh1234", &without),
            [yes, yes, no, yes],
            "runs need no list"
        );
        assert_eq!(rules("example example", &with), [yes, no, no, yes]);
        assert_eq!(rules("a bicycle made of light", &with), [yes; 4]);
    }
}
