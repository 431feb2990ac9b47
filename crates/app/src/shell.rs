//! The HTML around every page.

use crate::App;
use crate::request::Requested;
use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags};

/// Records which parts of the page are ours, for script that takes it over (S119).
const NOTES: &str = include_str!("page.js").trim_ascii_end();

/// The document; `<html lang>` is the language of the answer.
#[must_use]
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let language = use_context::<Requested>()
        .map(|requested| requested.language)
        .unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=language.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <HashedStylesheet options=options.clone() id="regain"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="apple-touch-icon" href="/apple-touch-icon.png"/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options defer=true/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                // Records the page's nodes before anything else can change them; the counts are filled in when the
                // page is whole.
                <script nonce=use_nonce() data-page="">{NOTES}</script>
            </body>
        </html>
    }
}
