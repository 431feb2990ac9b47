//! Shorthands for fields, buttons and links.

use crate::blocks::{Block, ButtonBlock, FieldBlock, FieldKind, FormAct, FormBlock, Link, Panel};
use crate::screens::seconds;
use regain_admin::Person;
use regain_domain::Refusal;
use std::time::Duration;

pub(in crate::ssr) fn text(text: &str) -> Block {
    Block::Text(text.to_owned())
}

pub(in crate::ssr) fn panel(heading: &str, blocks: Vec<Block>) -> Panel {
    Panel {
        heading: Some(heading.to_owned()),
        blocks,
    }
}

pub(in crate::ssr) fn link(text: &str, href: impl Into<String>) -> Link {
    Link {
        text: text.to_owned(),
        href: href.into(),
        current: false,
    }
}

pub(in crate::ssr) fn hidden(name: &str, value: &str) -> FieldBlock {
    FieldBlock {
        name: name.to_owned(),
        id: String::new(),
        value: value.to_owned(),
        kind: FieldKind::Hidden,
        label: String::new(),
        hint: String::new(),
        wrong: None,
        problems: Vec::new(),
    }
}

pub(in crate::ssr) fn field(name: &str, kind: FieldKind, label: &str) -> FieldBlock {
    FieldBlock {
        kind,
        label: label.to_owned(),
        ..hidden(name, "")
    }
}

/// A choice among codes, preceded by "any" if that is given.
pub(in crate::ssr) fn choice(
    name: &str,
    label: &str,
    any: Option<&str>,
    choices: impl Iterator<Item = (&'static str, &'static str)>,
    chosen: &str,
) -> FieldBlock {
    let any = any.map(|any| (String::new(), any.to_owned()));
    let choices = choices.map(|(code, words)| (code.to_owned(), words.to_owned()));
    FieldBlock {
        value: chosen.to_owned(),
        ..field(
            name,
            FieldKind::Choice(any.into_iter().chain(choices).collect()),
            label,
        )
    }
}

pub(in crate::ssr) fn with_problems(
    field: FieldBlock,
    hint: &str,
    problems: &[Refusal],
) -> FieldBlock {
    FieldBlock {
        hint: hint.to_owned(),
        problems: problems.to_vec(),
        ..field
    }
}

pub(in crate::ssr) fn button(text: &str) -> ButtonBlock {
    ButtonBlock {
        text: text.to_owned(),
        adds: None,
        primary: true,
        danger: false,
        wait: None,
    }
}

pub(in crate::ssr) fn quiet(text: &str) -> ButtonBlock {
    ButtonBlock {
        primary: false,
        ..button(text)
    }
}

/// Marks a button as removing something.
pub(in crate::ssr) fn dangerous(button: ButtonBlock) -> ButtonBlock {
    ButtonBlock {
        danger: true,
        ..button
    }
}

/// A button that repeats a request, after this time.
pub(in crate::ssr) fn again(text: &str, wait: Duration) -> ButtonBlock {
    ButtonBlock {
        wait: Some(seconds(wait)),
        ..quiet(text)
    }
}

pub(in crate::ssr) fn adding(button: ButtonBlock, name: &str, value: &str) -> ButtonBlock {
    ButtonBlock {
        adds: Some((name.to_owned(), value.to_owned())),
        ..button
    }
}

pub(in crate::ssr) fn form(
    act: FormAct,
    fields: Vec<FieldBlock>,
    buttons: Vec<ButtonBlock>,
) -> Block {
    Block::Form(FormBlock {
        act,
        fields,
        buttons,
    })
}

/// The person's name, or else their user name.
pub(in crate::ssr) fn called(person: &Person) -> Option<&str> {
    let name = person.name.as_ref().map(|name| name.as_str());
    name.or_else(|| person.user_name.as_ref().map(|name| name.as_str()))
}

/// The action of a form sent to a server function.
pub(in crate::ssr) fn does<F: leptos::server_fn::ServerFn>() -> FormAct {
    FormAct::Change(F::PATH.to_owned())
}

/// The action of a form that asks for a passkey first.
pub(in crate::ssr) fn with_passkey<F: leptos::server_fn::ServerFn>(purpose: &str) -> FormAct {
    FormAct::Passkey(F::PATH.to_owned(), purpose.to_owned())
}

/// A field of its own kind, unseen by name.
pub(in crate::ssr) fn code_field(label: &str, hint: &str, long: bool) -> FieldBlock {
    let problems: &[Refusal] = if long {
        &OF_SAVED_CODE
    } else {
        &OF_AUTHENTICATOR
    };

    with_problems(
        field("code", FieldKind::Code { long }, label),
        hint,
        problems,
    )
}

/// The field for a credential's name; text typed before is restored.
pub(in crate::ssr) fn name_field(label: &str, hint: &str, at_first: &str) -> FieldBlock {
    let value = crate::request::draft("name").unwrap_or_else(|| at_first.to_owned());
    with_problems(
        FieldBlock {
            value,
            ..field("name", FieldKind::Line, label)
        },
        hint,
        &OF_NAME,
    )
}

/// The problems shown at a name's field.
const OF_NAME: [Refusal; 4] = [
    Refusal::NameEmpty,
    Refusal::NameLong,
    Refusal::NameCharacter,
    Refusal::NameOnly,
];

/// The problems shown at the field of an authenticator's code.
const OF_AUTHENTICATOR: [Refusal; 5] = [
    Refusal::CodeEmpty,
    Refusal::AuthenticatorMalformed,
    Refusal::AuthenticatorWrong,
    Refusal::AuthenticatorUsed,
    Refusal::AuthenticatorTries,
];

/// The problems shown at the field of a saved code.
const OF_SAVED_CODE: [Refusal; 5] = [
    Refusal::CodeEmpty,
    Refusal::CodeMalformed,
    Refusal::CodeWrong,
    Refusal::CodeUsed,
    Refusal::CodeTries,
];
