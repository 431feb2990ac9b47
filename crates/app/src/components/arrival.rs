//! Moves the focus: to the heading of a new step, and to the first problem after a refusal; not when a page is
//! opened, which is up to the browser.

use crate::language::use_language;
use leptos::html::H1;
use leptos::prelude::*;
use regain_domain::Language;

/// Whether the first page has already been shown.
#[derive(Clone, Copy)]
struct Arrivals(StoredValue<bool>);

/// Provides the record of arrivals.
pub(crate) fn provide_arrivals() {
    provide_context(Arrivals(StoredValue::new(false)));
}

/// Moves the focus to a heading that has just appeared, unless it came with the page itself, or is the same in
/// another language. If the step is a single field (`field`, its id), the field gets the focus: nothing typed at once
/// is lost, and its group announces the heading.
pub(crate) fn focus_on_arrival(heading: NodeRef<H1>, field: Option<&'static str>) {
    let arrivals = use_context::<Arrivals>();
    let language = use_language();
    Effect::new(move |read: Option<Language>| {
        let language = language.0.get_untracked();
        let (Some(heading), Some(arrivals)) = (heading.get(), arrivals) else {
            return language;
        };

        if read.is_some_and(|read| read != language) {
            return language;
        }

        #[cfg(feature = "hydrate")]
        super::exchange::arrived();
        if arrivals.0.get_value() && !field.is_some_and(focus_field) {
            let _ = heading.focus();
        }

        arrivals.0.set_value(true);
        language
    });
}

/// Moves the focus to the first problem shown, whenever `problem` is set.
pub(crate) fn focus_first_problem<T: Send + Sync + 'static>(problem: Signal<Option<T>>) {
    Effect::new(move |seen: Option<bool>| {
        let there = problem.with(Option::is_some);
        if there && seen.is_some() {
            request_animation_frame(focus_now);
        }

        there
    });
}

/// The first problem shown on the page.
#[cfg(feature = "hydrate")]
pub(super) fn first_problem() -> Option<web_sys::Element> {
    document()
        .query_selector("main [aria-invalid=\"true\"], main .notice--error")
        .ok()
        .flatten()
}

#[cfg(feature = "hydrate")]
fn focus_now() {
    use wasm_bindgen::JsCast;

    if let Some(element) =
        first_problem().and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}

#[cfg(not(feature = "hydrate"))]
const fn focus_now() {}

#[cfg(feature = "hydrate")]
fn focus_field(id: &str) -> bool {
    use wasm_bindgen::JsCast;

    let field = document()
        .get_element_by_id(id)
        .and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}

#[cfg(not(feature = "hydrate"))]
const fn focus_field(_: &str) -> bool {
    false
}
