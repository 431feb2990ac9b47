//! The fields of a form.

use crate::blocks::{FieldBlock, FieldKind};
use crate::components::{HiddenUserName, Icon, PasswordField, Problem, Shape};
use crate::language::{t, texts};
use crate::pages::block_state::Shared;
use crate::text::in_raw_element;
use leptos::prelude::*;
use regain_domain::Refusal;

pub(super) fn show_fields(fields: Vec<FieldBlock>, problem: Problem, shared: Shared) -> AnyView {
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
                crate::pages::freeze::read(shared.code);
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
