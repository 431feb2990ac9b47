//! The buttons of a form.

use crate::blocks::ButtonBlock;
use crate::components::Again;
use crate::language::texts;
use leptos::prelude::*;

pub(super) fn show_buttons(buttons: Vec<ButtonBlock>, busy: Signal<bool>) -> AnyView {
    let button = |button: ButtonBlock| {
        if let Some(seconds) = button.wait {
            let primary = button.primary;
            return view! { <div class="resend"><Again seconds primary>{button.text}</Again></div> }.into_any();
        }

        let (name, value) = button.adds.unzip();
        let danger = button.danger;
        let class = if button.primary {
            "button button--primary"
        } else {
            "button button--quiet"
        };

        view! {
            <button
                type="submit"
                class=class
                name=name
                value=value
                class:button--danger=danger
                class:button--busy=busy
                aria-disabled=move || busy.get().then_some("true")
            >
                <span class="button__label">{button.text}</span>
                <span class="button__busy">{move || texts().common.busy}</span>
            </button>
        }
        .into_any()
    };
    let buttons = buttons.into_iter().map(button).collect_view();
    view! { <div class="form__buttons">{buttons}</div> }.into_any()
}
