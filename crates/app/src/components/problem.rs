//! The problem with the last form: from its answer or, for a plain form, from the URL.

use super::{Form, Notice, Tone};
use crate::language::texts;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use regain_domain::Refusal;

/// The problem of a page.
pub(crate) type Problem = Signal<Option<Refusal>>;

/// The problem of the last submission.
pub(crate) fn problem(form: Form) -> Problem {
    let query = use_query_map();
    let found: Problem = Signal::derive(move || match form.answer() {
        Some(answer) => answer.refusal(),
        None => query.with(|query| query.get_str("problem").and_then(Refusal::from_code)),
    });
    super::focus_first_problem(found);
    found
}

/// Shows a problem above the form, if `here` selects it.
#[component]
pub(crate) fn Shown(problem: Problem, here: fn(Refusal) -> bool) -> impl IntoView {
    move || {
        let refusal = problem.get().filter(|refusal| here(*refusal))?;
        Some(view! { <Notice tone=Tone::Error>{texts().refusal(refusal)}</Notice> })
    }
}
