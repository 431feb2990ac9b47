//! Something to know, and screens that say why it doesn't go on here.

use super::{Card, Icon, Shape};
use crate::figures::figured;
use crate::language::use_language;
use crate::texts::{Notice as Words, Texts};
use leptos::prelude::*;

/// How a notice looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something went wrong.
    Error,
    /// Something is done.
    Done,
    /// Something to know.
    Info,
}

/// A notice.
#[component]
pub(crate) fn Notice(
    tone: Tone,
    /// What can be done about it, below its words.
    #[prop(optional)]
    actions: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let (class, role, shape) = match tone {
        Tone::Error => ("notice notice--error", "alert", Shape::Error),
        Tone::Done => ("notice notice--done", "status", Shape::Done),
        Tone::Info => ("notice notice--info", "note", Shape::Info),
    };
    view! {
        <div class=class role=role tabindex="-1">
            <Icon shape class="notice__icon"/>
            <div class="notice__body"><p>{children()}</p>{actions}</div>
        </div>
    }
}

/// A screen that can't go on: what happened, and the way that leads on.
#[component]
pub(crate) fn DeadEnd(
    /// Its words.
    words: fn(&'static Texts) -> &'static Words,
    /// The form or link with the button; it is given the button's text.
    action: fn(Signal<&'static str>) -> AnyView,
) -> impl IntoView {
    let language = use_language();
    let text = move |pick: fn(&'static Words) -> &'static str| {
        Signal::derive(move || figured(pick(words(Texts::of(language.0.get())))))
    };
    view! {
        <Card title=text(|words| words.title)>
            <p class="card__lead">{text(|words| words.text)}</p>
            {action(text(|words| words.action))}
        </Card>
    }
}
