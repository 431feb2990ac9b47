//! The organisation's brand.

use super::card::organisation;
use crate::figures::Figures;
use crate::paths;
use leptos::prelude::*;

/// A lit doorway.
const DOORWAY: &str = "M9 0h14a9 9 0 0 1 9 9v14a9 9 0 0 1-9 9H9a9 9 0 0 1-9-9V9a9 9 0 0 1 9-9zM7.5 25.5v-11a8.5 8.5 0 0 1 \
                       17 0v11H22v-11a6 6 0 0 0-12 0v11zM13 25.5V15a3 3 0 0 1 6 0v10.5z";

/// The path of the file by which new passwords are judged; every page contains only its name.
fn words_path() -> Option<String> {
    #[cfg(feature = "ssr")]
    return use_context::<crate::request::AppState>().map(|state| state.words.to_string());
    #[cfg(not(feature = "ssr"))]
    super::password_rules::words_path()
}

/// The mark and the organisation's name.
#[component]
pub(crate) fn Brand() -> impl IntoView {
    view! {
        <header class="page__top">
            <a class="brand" href=paths::SIGN_IN>
                <svg class="brand__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                    <path fill-rule="evenodd" d=DOORWAY></path>
                </svg>
                <span class="brand__name" data-figures=Figures::present().to_attribute() data-words=words_path() data-shown=crate::marks::present()>
                    {organisation()}
                </span>
            </a>
        </header>
    }
}
