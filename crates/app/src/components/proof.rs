//! Proof of work under pressure (S62): script solves a puzzle and sends the form again; a plain form waits.

use super::Form;
use crate::language::texts;
use leptos::prelude::*;

/// The form that the ticket belongs to.
#[derive(Clone, Copy)]
pub(crate) enum ProofOf {
    SignIn,
    Recovery,
}

impl ProofOf {
    /// The ticket that the page's form is sent with; script needs none on the page.
    #[cfg(feature = "ssr")]
    fn ticket(self) -> Option<String> {
        use regain_service::EffortPurpose;

        crate::request::waiting_ticket(match self {
            Self::SignIn => EffortPurpose::SignIn,
            Self::Recovery => EffortPurpose::Recovery,
        })
    }

    #[cfg(not(feature = "ssr"))]
    const fn ticket(self) -> Option<String> {
        None
    }
}

/// The field of a form that may require work, and the text while the browser is working.
#[component]
pub(crate) fn Proving(form: Form, of: ProofOf) -> impl IntoView {
    let at_work = move || form.proving().get().then(|| texts().common.proving);
    view! {
        // For screen readers only: it takes just a moment, the button shows that it is busy, and nothing on the
        // screen moves.
        <div class="visually-hidden" aria-live="polite">{at_work}</div>
        <input type="hidden" name="proof" value=of.ticket()/>
    }
}

#[cfg(feature = "hydrate")]
pub(crate) use browser::proven;

#[cfg(feature = "hydrate")]
mod browser {
    use js_sys::{Date, Promise};
    use leptos::prelude::window;
    use regain_domain::effort::Search;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::UrlSearchParams;

    /// Milliseconds of work at a time, between which the page can do other things.
    const SLICE: f64 = 20.0;
    /// Attempts between two checks of the clock.
    const TRIES: u32 = 500;

    /// The same fields, with the solution.
    pub(crate) async fn proven(body: &str, ticket: &str) -> Option<String> {
        let mut search = Search::of(ticket)?;
        let solution = loop {
            let end = Date::now() + SLICE;
            let mut found = None;
            while found.is_none() && Date::now() < end {
                found = search.go_on(TRIES);
            }

            match found {
                Some(found) => break found,
                None => breathe().await,
            }
        };

        let fields = UrlSearchParams::new_with_str(body).ok()?;
        fields.set("proof", &solution);

        Some(fields.to_string().into())
    }

    /// Lets the browser draw and handle presses.
    async fn breathe() {
        let turn = Promise::new(&mut |resolve, _| {
            let _ = window().set_timeout_with_callback(&resolve);
        });
        let _ = JsFuture::from(turn).await;
    }
}
