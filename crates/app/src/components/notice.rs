//! Notices, and screens that say why the person can't continue here.

use super::{Card, Icon, Shape};
use crate::figures::figured;
use crate::language::use_language;
use crate::texts::{Notice as Words, Texts};
use leptos::prelude::*;

/// The look of a notice.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tone {
    /// Something went wrong.
    Error,
    /// Something was done.
    Done,
    /// Information.
    Info,
}

/// A notice.
#[component]
pub(crate) fn Notice(
    tone: Tone,
    /// Actions, below the text.
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

/// A screen on which the person can't continue: what happened, and a way on.
#[component]
pub(crate) fn DeadEnd(
    /// The screen's texts.
    words: fn(&'static Texts) -> &'static Words,
    /// The form or link with the button; receives the button's text.
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
