//! Fields, buttons and links, in short.

use crate::blocks::{Block, ButtonBlock, FieldBlock, FieldKind, FormAct, FormBlock, Link, Panel};
use regain_admin::Person;
use regain_domain::Refusal;

pub(super) fn text(text: &str) -> Block {
    Block::Text(text.to_owned())
}

pub(super) fn panel(heading: &str, blocks: Vec<Block>) -> Panel {
    Panel { heading: Some(heading.to_owned()), blocks }
}

pub(super) fn link(text: &str, href: impl Into<String>) -> Link {
    Link { text: text.to_owned(), href: href.into(), current: false }
}

pub(super) fn hidden(name: &str, value: &str) -> FieldBlock {
    FieldBlock {
        name: name.to_owned(),
        value: value.to_owned(),
        kind: FieldKind::Hidden,
        label: String::new(),
        hint: String::new(),
        problems: Vec::new(),
    }
}

pub(super) fn field(name: &str, kind: FieldKind, label: &str) -> FieldBlock {
    FieldBlock { kind, label: label.to_owned(), ..hidden(name, "") }
}

/// A choice among codes, "any" first where that is given.
pub(super) fn choice(
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
        ..field(name, FieldKind::Choice(any.into_iter().chain(choices).collect()), label)
    }
}

pub(super) fn with_problems(field: FieldBlock, hint: &str, problems: &[Refusal]) -> FieldBlock {
    FieldBlock { hint: hint.to_owned(), problems: problems.to_vec(), ..field }
}

pub(super) fn button(text: &str) -> ButtonBlock {
    ButtonBlock { text: text.to_owned(), adds: None, primary: true }
}

pub(super) fn quiet(text: &str) -> ButtonBlock {
    ButtonBlock { primary: false, ..button(text) }
}

pub(super) fn adding(button: ButtonBlock, name: &str, value: &str) -> ButtonBlock {
    ButtonBlock { adds: Some((name.to_owned(), value.to_owned())), ..button }
}

pub(super) fn form(act: FormAct, fields: Vec<FieldBlock>, buttons: Vec<ButtonBlock>) -> Block {
    Block::Form(FormBlock { act, fields, buttons })
}

/// What a person is called; their name, or else what they sign in with.
pub(super) fn called(person: &Person) -> Option<&str> {
    let name = person.name.as_ref().map(|name| name.as_str());
    name.or_else(|| person.user_name.as_ref().map(|name| name.as_str()))
}
