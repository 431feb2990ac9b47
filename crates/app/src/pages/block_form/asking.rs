//! A form that asks for a page: its fields become the query.

use super::buttons::show_buttons;
use super::fields::show_fields;
use crate::blocks::{ButtonBlock, FieldBlock};
use crate::components::{Problem, taken_over};
use crate::pages::block_state::Shared;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

/// How a form that asks is shown.
#[derive(Clone, Copy)]
pub(super) enum AskLook {
    /// In a row, as a search.
    Search,
    /// As other forms.
    Form,
}

/// A form whose fields become the query of a path.
pub(super) fn asking(
    look: AskLook,
    path: String,
    fields: Vec<FieldBlock>,
    buttons: Vec<ButtonBlock>,
    shared: Shared,
) -> AnyView {
    let (class, role) = match look {
        AskLook::Search => ("form form--row", Some("search")),
        AskLook::Form => ("form", None),
    };

    let navigate = use_navigate();
    let action = path.clone();
    let added = buttons
        .iter()
        .filter_map(|button| button.adds.clone())
        .map(|(name, _)| name);
    let names: Vec<String> = fields
        .iter()
        .map(|field| field.name.clone())
        .chain(added)
        .collect();
    let ask = move |event: SubmitEvent| {
        if let Some(fields) = taken_over(&event, &names) {
            navigate(
                &[path.as_str(), "?", &fields].concat(),
                leptos_router::NavigateOptions::default(),
            );
        }
    };
    let none: Problem = Signal::stored(None);

    view! {
        <form class=class method="get" action=action role=role on:submit=ask>
            {show_fields(fields, none, shared)}
            {show_buttons(buttons, Signal::stored(false))}
        </form>
    }
    .into_any()
}
