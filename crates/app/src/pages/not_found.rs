//! The page for unknown addresses.

use crate::components::DeadEnd;
use crate::paths;
use leptos::prelude::*;

/// 404.
#[component]
pub(crate) fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }

    let home = |text: Signal<&'static str>| {
        view! { <a class="button button--primary" href=paths::SIGN_IN>{text}</a> }.into_any()
    };
    view! { <DeadEnd words=|t| &t.common.not_found action=home/> }
}
