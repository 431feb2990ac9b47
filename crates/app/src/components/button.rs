//! Buttons of forms.

use crate::language::t;
use leptos::prelude::*;

/// The one primary action of a screen. While busy it keeps its size, says so, and ignores further presses.
#[component]
pub(crate) fn Submit(
    /// The button's text.
    #[prop(into)]
    text: Signal<&'static str>,
    /// The text while it is busy.
    #[prop(optional, into)]
    busy_text: Option<Signal<&'static str>>,
    /// Whether it is busy.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Whether it confirms that something is removed.
    #[prop(optional)]
    danger: bool,
) -> impl IntoView {
    let busy_text = busy_text.unwrap_or_else(|| t(|t| t.common.busy));
    view! {
        <button
            type="submit"
            class="button button--primary"
            class:button--danger=danger
            class:button--busy=busy
            aria-disabled=move || busy.get().then_some("true")
            on:click=move |event| {
                if busy.get_untracked() {
                    event.prevent_default();
                }
            }
        >
            <span class="button__label">{text}</span>
            <span class="button__busy">{busy_text}</span>
        </button>
    }
}

/// A secondary action.
#[component]
pub(crate) fn Quiet(
    /// The button's text.
    #[prop(into)]
    text: Signal<&'static str>,
) -> impl IntoView {
    view! { <button type="submit" class="button button--quiet">{text}</button> }
}
