//! Forms made of blocks, as the server describes them.

mod asking;
mod buttons;
mod fields;

use super::block_state::Shared;
use crate::actions::admin::InviteMany;
use crate::answer::Answer;
use crate::blocks::{FormAct, FormBlock};
use crate::components::{Form, MarkField, Notice, PasskeyForm, PostForm, Problem, Tone, problem};
use crate::language::texts;
use crate::paths;
use asking::{AskLook, asking};
use buttons::show_buttons;
use fields::show_fields;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlTextAreaElement;
use regain_domain::Refusal;

/// A form. One that changes something is sent by script, if that runs; one that requests a page becomes the page's
/// URL; a file is always left to the browser.
pub(super) fn form_block(block: FormBlock, shared: Shared) -> AnyView {
    let FormBlock {
        act,
        fields,
        buttons,
    } = block;
    match act {
        FormAct::Change(path) => {
            let invites_many = path == InviteMany::PATH;
            let form = Form::at(path);
            if invites_many {
                // Don't offer again what was sent.
                Effect::new(move |_| {
                    if form.answer() == Some(Answer::Done) {
                        shared.table.set(String::new());
                    }
                });
            }

            shared.refresh.after(form);
            note_sending(form, shared);
            let problem = problem(form);
            let of_fields: Vec<Refusal> = fields
                .iter()
                .flat_map(|field| field.problems.clone())
                .collect();
            let refused = refused(form, of_fields);

            view! {
                <PostForm form>
                    {refused}
                    {show_fields(fields, problem, shared)}
                    {show_buttons(buttons, form.pending())}
                </PostForm>
            }
            .into_any()
        }
        FormAct::Passkey(path, purpose) => {
            let form = Form::at(path);
            shared.refresh.after(form);
            note_sending(form, shared);
            let problem = problem(form);
            let of_fields: Vec<Refusal> = fields
                .iter()
                .flat_map(|field| field.problems.clone())
                .collect();
            let refused = refused(form, of_fields);

            view! {
                <PasskeyForm form purpose>
                    {refused}
                    {show_fields(fields, problem, shared)}
                    {show_buttons(buttons, form.pending())}
                </PasskeyForm>
            }
            .into_any()
        }
        FormAct::Ask(path) => asking(AskLook::Search, path, fields, buttons, shared),
        FormAct::Fill(path) => asking(AskLook::Form, path, fields, buttons, shared),
        FormAct::Check => {
            let none: Problem = Signal::stored(None);
            let check = move |event: SubmitEvent| {
                let area = document().get_element_by_id("table");
                if let Some(area) =
                    area.and_then(|area| area.dyn_into::<HtmlTextAreaElement>().ok())
                {
                    event.prevent_default();
                    shared.sent.set(true);
                    shared.table.set(area.value());
                }
            };
            view! {
                <form class="form" method="post" action=paths::ADMIN_INVITE on:submit=check>
                    <MarkField/>
                    {show_fields(fields, none, shared)}
                    {show_buttons(buttons, Signal::stored(false))}
                </form>
            }
            .into_any()
        }
        FormAct::Export(path) => {
            let none: Problem = Signal::stored(None);
            view! {
                <form class="form form--row" method="post" action=path>
                    <MarkField/>
                    {show_fields(fields, none, shared)}
                    {show_buttons(buttons, Signal::stored(false))}
                </form>
            }
            .into_any()
        }
    }
}

/// Records that something is being sent.
fn note_sending(form: Form, shared: Shared) {
    let pending = form.pending();
    Effect::new(move |_| {
        if pending.get() {
            shared.sent.set(true);
        }
    });
}

/// The reason of a refusal, unless a field shows it.
fn refused(form: Form, of_fields: Vec<Refusal>) -> AnyView {
    let refused = move || {
        let refusal = form.answer().and_then(Answer::refusal)?;
        let here = !of_fields.contains(&refusal);
        here.then(|| view! { <Notice tone=Tone::Error>{texts().refusal(refusal)}</Notice> })
    };
    refused.into_any()
}
