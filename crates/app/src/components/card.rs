//! The single column of every screen.

use super::arrival::focus_on_arrival;
use crate::language::{t_with, texts, use_language};
use crate::texts::Texts;
use leptos::html::H1;
use leptos::prelude::*;

/// A screen: brand, heading and content.
#[component]
pub(crate) fn Card(
    /// The heading, also the page's title.
    #[prop(into)]
    title: Signal<&'static str>,
    /// "Step 2 of 4".
    #[prop(optional)]
    step: Option<(u32, u32)>,
    /// Wider, for pages with more than one panel.
    #[prop(optional)]
    wide: bool,
    /// The step that the heading belongs to.
    #[prop(optional)]
    above: Option<Signal<&'static str>>,
    /// The id of the step's only field, which takes the focus.
    #[prop(optional)]
    field: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! { <CardOf title=Signal::derive(move || title.get().to_owned()) step wide above field children/> }
}

/// A screen whose heading isn't one of the page's own texts.
#[component]
pub(crate) fn CardOf(
    /// The heading, also the page's title.
    title: Signal<String>,
    /// "Step 2 of 4".
    #[prop(optional_no_strip)]
    step: Option<(u32, u32)>,
    /// Wider, for pages with more than one panel.
    wide: bool,
    /// The step that the heading belongs to; a heading, too.
    #[prop(optional_no_strip)]
    above: Option<Signal<&'static str>>,
    /// The id of the step's only field, which takes the focus.
    #[prop(optional_no_strip)]
    field: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    focus_on_arrival(heading, field);
    let language = use_language();
    let organisation = organisation();
    set_title(Signal::derive(move || {
        let page_title = Texts::of(language.0.get()).common.page_title;
        match above {
            Some(above) => page_title(&page_title(&title.get(), above.get()), &organisation),
            None => page_title(&title.get(), &organisation),
        }
    }));
    view! {
        <main id="main" class=if wide { "card card--wide" } else { "card" }>
            {step.map(|step| view! { <Steps step/> })}
            {above.map(|above| view! { <h2 class="card__above">{above}</h2> })}
            // A new heading needs a new element: a translator may have replaced the text inside the old one.
            <For each=move || [title.get()] key=String::clone let(text)>
                <h1 class="card__title" id="card-title" tabindex="-1" node_ref=heading>{text}</h1>
            </For>
            {children()}
        </main>
    }
}

/// Sets the page's title. The server writes it after the rest of the page, when signals can't be read any more.
#[cfg(feature = "ssr")]
fn set_title(text: Signal<String>) {
    use crate::text::in_raw_element;
    use leptos_meta::{Title, TitleProps};

    // Creating it registers the title in the head; it renders nothing here.
    drop(Title(
        TitleProps::builder()
            .text(in_raw_element(&text.get_untracked()))
            .build(),
    ));
}

/// Sets the page's title while this card exists. leptos_meta's own effect outlives a card, and then reads texts
/// that are gone.
#[cfg(not(feature = "ssr"))]
fn set_title(text: Signal<String>) {
    Effect::new(move |_| document().set_title(&text.get()));
}

/// Placeholder while a page's data is being loaded; it keeps the card's place.
#[component]
pub(crate) fn Loading() -> impl IntoView {
    view! { <main id="main" class="card card--loading" aria-busy="true"><p>{move || texts().common.busy}</p></main> }
}

#[component]
fn Steps(step: (u32, u32)) -> impl IntoView {
    let (now, of) = step;
    let dots = (1..=of)
        .map(|dot| {
            let class = match dot.cmp(&now) {
                std::cmp::Ordering::Less => "steps__dot steps__dot--done",
                std::cmp::Ordering::Equal => "steps__dot steps__dot--current",
                std::cmp::Ordering::Greater => "steps__dot",
            };

            view! { <span class=class></span> }
        })
        .collect_view();
    view! {
        <p class="steps">
            <span class="steps__text">{t_with(step, |t, (now, of)| (t.common.steps)(now, of))}</span>
            <span class="steps__bar" aria-hidden="true">{dots}</span>
        </p>
    }
}

/// The organisation's name: on the server from the configuration, in the browser from the page.
pub(crate) fn organisation() -> String {
    #[cfg(feature = "ssr")]
    let name = use_context::<crate::request::AppState>()
        .map(|state| state.regain.settings().organisation.clone());
    #[cfg(not(feature = "ssr"))]
    let name = document()
        .query_selector(".brand__name")
        .ok()
        .flatten()
        .and_then(|brand| brand.text_content());
    name.unwrap_or_else(|| texts().common.organisation.to_owned())
}
