//! A few inline icons; always beside text.

use leptos::prelude::*;

/// The icon's shape.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A problem.
    Error,
    /// Done.
    Done,
    /// Information.
    Info,
}

/// An icon in the colour of its text.
#[component]
pub(crate) fn Icon(shape: Shape, #[prop(optional)] class: Option<&'static str>) -> impl IntoView {
    let path = match shape {
        Shape::Error => "M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9zM10 6.5v4M10 13.5v.01",
        Shape::Done => {
            "M10 2.25a7.75 7.75 0 1 0 0 15.5 7.75 7.75 0 0 0 0-15.5zm-3.5 8.05 2.4 2.4 4.7-5"
        }
        Shape::Info => {
            "M10 2.25a7.75 7.75 0 1 0 0 15.5 7.75 7.75 0 0 0 0-15.5zM10 9.5v4M10 6.5v.01"
        }
    };

    view! {
        <svg class=class viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
}
