//! The language menu: links, so that it works without JavaScript; with it, the page changes in place.

use super::{Form, sender};
use crate::actions::language::ChooseLanguage;
use crate::language::{t, use_language};
use leptos::prelude::*;
use regain_domain::Language;

/// A link for each language, in its own name.
#[component]
pub(crate) fn LanguageMenu() -> impl IntoView {
    let present = use_language();
    let choose = sender(Form::to::<ChooseLanguage>());
    let links = Language::ALL
        .into_iter()
        .map(|language| {
            view! {
                <li>
                    <a
                        href=format!("?lang={}", language.tag())
                        lang=language.tag()
                        hreflang=language.tag()
                        aria-current=move || (present.0.get() == language).then_some("true")
                        on:click=move |event| {
                            event.prevent_default();
                            present.0.set(language);
                            choose(choice(language));
                        }
                    >
                        {language.own_name()}
                    </a>
                </li>
            }
        })
        .collect_view();
    view! { <nav class="languages" aria-label=t(|t| t.common.language)><ul>{links}</ul></nav> }
}

const fn choice(language: Language) -> &'static [(&'static str, &'static str)] {
    match language {
        Language::English => &[("language", "en")],
        Language::TraditionalChinese => &[("language", "zh-Hant")],
        Language::SimplifiedChinese => &[("language", "zh-Hans")],
    }
}
