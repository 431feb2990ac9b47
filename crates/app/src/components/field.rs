//! A labelled field with its hint and its problem.

use super::{Icon, Problem, Shape};
use crate::language::texts;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FocusEvent, HtmlInputElement};
use regain_domain::Refusal;

/// Whether a field takes a code, and the code's length.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CodeShape {
    /// Not a code.
    #[default]
    None,
    /// Two groups of four.
    Short,
    /// A longer code.
    Long,
}

/// A text field. Text typed before script runs is kept: the browser holds the value, not a signal.
#[component]
pub(crate) fn Field(
    /// Name and id.
    name: &'static str,
    /// The label.
    label: Signal<&'static str>,
    /// Instructions for filling it in.
    #[prop(optional, into)]
    hint: Option<Signal<&'static str>>,
    /// The last problem of the form.
    problem: Problem,
    /// Selects the problems of this field.
    mine: fn(Refusal) -> bool,
    /// The suggestion offered by a password manager or phone (S38).
    autocomplete: &'static str,
    /// Judges the value when the person moves to the next field.
    #[prop(optional)]
    judge: Option<fn(&str) -> Option<Refusal>>,
    /// The initial value.
    #[prop(optional_no_strip)]
    value: Option<String>,
    /// For codes: wide letters.
    #[prop(optional)]
    code: CodeShape,
    /// A value that script fills in.
    #[prop(optional, into)]
    filled: Option<Signal<String>>,
    /// The keyboard to show on a phone.
    #[prop(default = "text")]
    inputmode: &'static str,
) -> impl IntoView {
    let judged = RwSignal::new(None::<Option<Refusal>>);
    Effect::new(move |_| {
        problem.track();
        judged.set(None);
    });
    let wrong: Problem = Signal::derive(move || {
        judged
            .get()
            .unwrap_or_else(|| problem.get().filter(|refusal| mine(*refusal)))
    });
    let class = match code {
        CodeShape::None => "input",
        CodeShape::Short => "input input--code",
        CodeShape::Long => "input input--code input--long-code",
    };

    let hint_id = format!("{name}-hint");
    let error_id = format!("{name}-error");
    let described = {
        let hint_id = hint_id.clone();
        let error_id = error_id.clone();
        let hinted = hint.is_some();

        move || match (hinted, wrong.get().is_some()) {
            (true, true) => Some(format!("{error_id} {hint_id}")),
            (true, false) => Some(hint_id.clone()),
            (false, true) => Some(error_id.clone()),
            (false, false) => None,
        }
    };

    view! {
        <div class="field" class:field--invalid=move || wrong.get().is_some()>
            <label class="field__label" for=name>{label}</label>
            {hint.map(|hint| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <input
                class=class
                id=name
                name=name
                type="text"
                inputmode=inputmode
                value=value
                prop:value=move || filled.map(|filled| filled.get()).filter(|text| !text.is_empty())
                autocomplete=autocomplete
                autocapitalize=if code == CodeShape::None { "none" } else { "characters" }
                spellcheck="false"
                aria-required="true"
                aria-invalid=move || wrong.get().map(|_| "true")
                aria-describedby=described
                on:focusout=move |event| {
                    if let Some(judge) = judge
                        && goes_on_typing(&event)
                    {
                        let text = event_target_value(&event);
                        if !text.trim().is_empty() {
                            judged.set(Some(judge(&text)));
                        }
                    }
                }
            />
            <FieldError id=error_id wrong/>
        </div>
    }
}

/// Whether the focus moves to another text field. While a button or a choice is being pressed nothing may move:
/// texts that appear or vanish would push it away from under the finger, and the press would be lost. The server
/// judges then.
fn goes_on_typing(event: &FocusEvent) -> bool {
    let next = event
        .related_target()
        .and_then(|next| next.dyn_into::<HtmlInputElement>().ok());
    next.is_some_and(|next| matches!(next.type_().as_str(), "text" | "password"))
}

/// The problem of a field, announced when it appears.
#[component]
pub(super) fn FieldError(id: String, wrong: Problem) -> impl IntoView {
    view! {
        <div class="field__errors" aria-live="polite">
            {move || {
                let id = id.clone();
                wrong.get().map(|refusal| {
                    view! {
                        <p class="field__error" id=id>
                            <Icon shape=Shape::Error/>
                            <span>{texts().refusal(refusal)}</span>
                        </p>
                    }
                })
            }}
        </div>
    }
}

/// Tells password managers whose password this is: they accept only a text field, which must be neither seen,
/// heard nor reached.
#[component]
pub(crate) fn HiddenUserName(
    /// The user name.
    value: String,
    /// Whether the form doesn't send it.
    #[prop(optional)]
    kept_back: bool,
) -> impl IntoView {
    view! {
        <input
            class="visually-hidden"
            type="text"
            name=(!kept_back).then_some("user_name")
            autocomplete="username"
            value=value
            readonly=true
            tabindex="-1"
            aria-hidden="true"
        />
    }
}
