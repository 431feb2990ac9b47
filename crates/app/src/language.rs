//! The language of the page: a signal, so that a change needs no reload.

use crate::texts::Texts;
use leptos::prelude::*;
use regain_domain::Language;

/// The language of the page, in Leptos' context.
#[derive(Clone, Copy)]
pub(crate) struct PageLanguage(pub(crate) RwSignal<Language>);

/// Provides the language: the request's on the server, the document's in the browser.
pub(crate) fn provide_language() -> PageLanguage {
    let language = PageLanguage(RwSignal::new(initial()));
    provide_context(language);
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("lang", language.0.get().tag());
        }
    });

    language
}

#[cfg(feature = "ssr")]
fn initial() -> Language {
    use_context::<crate::request::Requested>()
        .map(|requested| requested.language)
        .unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn initial() -> Language {
    let tag = document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"));
    tag.and_then(|tag| Language::from_tag(&tag))
        .unwrap_or_default()
}

/// The page's texts in its current language; reactive where it is called.
pub(crate) fn texts() -> &'static Texts {
    Texts::of(use_language().0.get())
}

/// The language of the page.
pub(crate) fn use_language() -> PageLanguage {
    use_context().unwrap_or_else(|| PageLanguage(RwSignal::new(Language::default())))
}

/// One text of the page, in the current language. All texts share this one type, which keeps the bundle small.
pub(crate) fn t(pick: fn(&'static Texts) -> &'static str) -> Signal<&'static str> {
    let language = use_language();
    Signal::derive(move || pick(Texts::of(language.0.get())))
}

/// One text with a value inserted.
pub(crate) fn t_with<T: Clone + Send + Sync + 'static>(
    value: T,
    pick: fn(&'static Texts, T) -> String,
) -> Signal<String> {
    let language = use_language();
    Signal::derive(move || pick(Texts::of(language.0.get()), value.clone()))
}
