//! Forms made of blocks, as the server describes them.

use super::block_state::Shared;
use crate::actions::admin::InviteMany;
use crate::answer::Answer;
use crate::blocks::{ButtonBlock, FieldBlock, FieldKind, FormAct, FormBlock};
use crate::components::{
    Again, Form, HiddenUserName, Icon, MarkField, Notice, PasskeyForm, PasswordField, PostForm,
    Problem, Shape, Tone, problem, taken_over,
};
use crate::language::{t, texts};
use crate::paths;
use crate::text::in_raw_element;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlTextAreaElement;
use leptos_router::hooks::use_navigate;
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

/// How a form that asks is shown.
#[derive(Clone, Copy)]
enum AskLook {
    /// In a row, as a search.
    Search,
    /// As other forms.
    Form,
}

/// A form whose fields become the query of a path.
fn asking(
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

fn show_buttons(buttons: Vec<ButtonBlock>, busy: Signal<bool>) -> AnyView {
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

fn show_fields(fields: Vec<FieldBlock>, problem: Problem, shared: Shared) -> AnyView {
    fields
        .into_iter()
        .map(|field| show_field(field, problem, shared))
        .collect_view()
        .into_any()
}

fn show_field(field: FieldBlock, problem: Problem, shared: Shared) -> AnyView {
    let FieldBlock {
        name,
        id,
        value,
        kind,
        label,
        hint,
        wrong: said,
        problems,
    } = field;
    match kind {
        FieldKind::Hidden => {
            return view! { <input type="hidden" name=name value=value/> }.into_any();
        }
        FieldKind::UserName => return view! { <HiddenUserName value/> }.into_any(),
        FieldKind::Check => {
            let checked = !value.is_empty();
            return view! {
                <label class="check">
                    <input class="check__input" type="checkbox" name=name value="on" checked=checked/>
                    <span>{label}</span>
                </label>
            }
            .into_any();
        }
        FieldKind::Password => {
            return view! {
                <PasswordField
                    name="password"
                    label=t(|t| t.sign_in.password)
                    problem
                    mine=|refusal| matches!(refusal, Refusal::CurrentEmpty | Refusal::PasswordWrong)
                    autocomplete="current-password"
                />
            }
            .into_any();
        }
        _ => {}
    }

    let wrong: Problem =
        Signal::derive(move || problem.get().filter(|refusal| problems.contains(refusal)));
    let id = if id.is_empty() { name.clone() } else { id };
    let hint_id = [id.as_str(), "-hint"].concat();
    let error_id = [id.as_str(), "-error"].concat();
    let is_wrong = {
        let said = said.is_some();
        move || said || wrong.get().is_some()
    };

    let described = {
        let hint_id = hint_id.clone();
        let error_id = error_id.clone();
        let hinted = !hint.is_empty();

        Signal::derive(move || match (is_wrong(), hinted) {
            (true, true) => Some([error_id.as_str(), " ", &hint_id].concat()),
            (true, false) => Some(error_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => None,
        })
    };

    let invalid = move || is_wrong().then_some("true");
    let target = id.clone();
    let input = match kind {
        FieldKind::Code { .. } | FieldKind::Fragment => {
            let from_address = kind == FieldKind::Fragment;
            let long = from_address || kind == FieldKind::Code { long: true };
            let class = if long { "input input--code input--long-code" } else { "input input--code" };
            let (mode, offered) = if long { ("text", "off") } else { ("numeric", "one-time-code") };

            if from_address {
                super::freeze::read(shared.code);
            }

            let filled = move || Some(shared.code.get()).filter(|code| from_address && !code.is_empty());
            view! {
                <input class=class id=id name=name type="text" inputmode=mode value=value prop:value=filled autocomplete=offered
                    autocapitalize="characters" spellcheck="false" aria-required="true" aria-invalid=invalid
                    aria-describedby=described/>
            }
            .into_any()
        }
        FieldKind::Line | FieldKind::Address => {
            let (mode, offered) = if kind == FieldKind::Address { ("email", "email") } else { ("text", "off") };
            view! {
                <input class="input" id=id name=name type="text" inputmode=mode value=value autocomplete=offered
                    autocapitalize="none" spellcheck="false" aria-invalid=invalid aria-describedby=described/>
            }
            .into_any()
        }
        FieldKind::Area => view! {
            <textarea class="input input--area" id=id name=name rows="8" maxlength="12000" autocomplete="off"
                autocapitalize="none" spellcheck="false" aria-invalid=invalid aria-describedby=described>{in_raw_element(&value)}</textarea>
        }
        .into_any(),
        FieldKind::Choice(choices) => {
            let choice = |(code, words): (String, String)| {
                let selected = code == value;
                view! { <option value=code selected=selected>{words}</option> }
            };
            view! {
                <select class="input" id=id name=name autocomplete="off" aria-invalid=invalid aria-describedby=described>
                    {choices.into_iter().map(choice).collect_view()}
                </select>
            }
            .into_any()
        }
        // Shown above.
        FieldKind::Hidden | FieldKind::UserName | FieldKind::Check | FieldKind::Password => ().into_any(),
    };

    let error = move || {
        let id = error_id.clone();
        let words = said.clone().or_else(|| {
            wrong
                .get()
                .map(|refusal| texts().refusal(refusal).to_owned())
        });
        words.map(|words| {
            view! {
                <p class="field__error" id=id>
                    <Icon shape=Shape::Error/>
                    <span>{words}</span>
                </p>
            }
        })
    };

    view! {
        <div class="field" class:field--invalid=is_wrong>
            <label class="field__label" for=target>{label}</label>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            {input}
            <div class="field__errors" aria-live="polite">{error}</div>
        </div>
    }
    .into_any()
}
