//! A password field with "Show password".

use super::Problem;
use super::field::FieldError;
use super::password_rules::{Judge, RULES_ID};
use crate::language::texts;
use leptos::prelude::*;
use regain_domain::Refusal;

/// A password field: pasting and password managers work (S38), and nothing is kept after a refusal.
#[component]
pub(crate) fn PasswordField(
    /// Name and id.
    name: &'static str,
    /// The label.
    label: Signal<&'static str>,
    /// The last problem of the form.
    problem: Problem,
    /// Selects the problems of this field.
    mine: fn(Refusal) -> bool,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// Judges the password while it is typed, by the rules shown.
    #[prop(optional)]
    judge: Option<Judge>,
) -> impl IntoView {
    let visible = RwSignal::new(false);
    hide_when_sent(visible);
    let wrong: Problem = Signal::derive(move || problem.get().filter(|refusal| mine(*refusal)));
    let error_id = format!("{name}-error");
    let described_by = judge.map(|_| RULES_ID);
    let described = {
        let error_id = error_id.clone();
        move || match (described_by, wrong.get().is_some()) {
            (Some(by), true) => Some(format!("{error_id} {by}")),
            (Some(by), false) => Some(by.to_owned()),
            (None, true) => Some(error_id.clone()),
            (None, false) => None,
        }
    };

    view! {
        <div class="field" class:field--invalid=move || wrong.get().is_some()>
            <label class="field__label" for=name>{label}</label>
            <div class="password">
                <input
                    class="input password__input"
                    id=name
                    name=name
                    type=move || if visible.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-required="true"
                    aria-invalid=move || wrong.get().map(|_| "true")
                    aria-describedby=described
                    on:input=move |event| {
                        if let Some(judge) = judge {
                            judge.typed(&event_target_value(&event));
                        }
                    }
                    on:focus=move |_| {
                        if let Some(judge) = judge {
                            judge.prepare();
                        }
                    }
                />
                <button
                    type="button"
                    class="password__toggle"
                    aria-pressed=move || if visible.get() { "true" } else { "false" }
                    aria-controls=name
                    on:click=move |_| visible.update(|visible| *visible = !*visible)
                >
                    {move || {
                        let common = &texts().common;
                        if visible.get() { common.hide_password } else { common.show_password }
                    }}
                </button>
            </div>
            <FieldError id=error_id wrong/>
        </div>
    }
}

/// Hides the password when a form is sent or the page is left, so that nobody can read it off the screen.
fn hide_when_sent(visible: RwSignal<bool>) {
    Effect::new(move |_| {
        let hide = move || {
            visible.try_set(false);
        };
        let sent = window_event_listener(leptos::ev::submit, move |_| hide());
        let left = window_event_listener(leptos::ev::pagehide, move |_| hide());
        on_cleanup(move || {
            sent.remove();
            left.remove();
        });
    });
}
