//! A moment: in UTC at first, and in the browser's own zone where script runs.

use crate::language::use_language;
use leptos::prelude::*;

/// Shows a moment: as machines write it, and in UTC in the reader's words.
pub(crate) fn moment(machine: String, in_utc: String) -> AnyView {
    let language = use_language();
    let runs = RwSignal::new(false);
    Effect::new(move |_| runs.set(true));
    let datetime = machine.clone();
    let shown = move || {
        let own = runs.get().then(|| in_own_zone(&machine, language.0.get().tag())).flatten();
        own.unwrap_or_else(|| in_utc.clone())
    };
    view! { <time datetime=datetime>{shown}</time> }.into_any()
}

#[cfg(feature = "hydrate")]
fn in_own_zone(machine: &str, language: &str) -> Option<String> {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    let date = js_sys::Date::new(&machine.into());
    date.to_locale_string(language, &options).as_string()
}

#[cfg(not(feature = "hydrate"))]
const fn in_own_zone(_: &str, _: &str) -> Option<String> {
    None
}
