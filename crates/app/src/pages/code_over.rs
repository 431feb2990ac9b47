//! Codes that can't be right any more, and requests for another one.

use super::Refresh;
use crate::actions::recovery::ResendCode;
use crate::components::{Again, Form, PostForm, Problem, Quiet, Shown, Submit, problem};
use crate::language::t;
use crate::screens::CodeScreen;
use leptos::prelude::*;
use regain_domain::Refusal;

/// Why no attempt can succeed any more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// The code has expired.
    Time,
    /// There were too many attempts.
    Tries,
}

/// Why the code can't be right any more: according to the page as loaded, or to the last answer, which also empties
/// the field.
pub(super) fn over(entry: CodeScreen, problem: Problem) -> Signal<Option<Over>> {
    let over = Memo::new(move |_| match problem.get() {
        Some(Refusal::CodeExpired | Refusal::PassedExpired) => Some(Over::Time),
        Some(Refusal::CodeTries) => Some(Over::Tries),
        _ if entry.tries_left == Some(0) => Some(Over::Tries),
        _ => entry.expired.then_some(Over::Time),
    });
    Effect::new(move |_| {
        if over.get().is_some() {
            empty_field();
        }
    });
    over.into()
}

#[cfg(feature = "hydrate")]
fn empty_field() {
    use wasm_bindgen::JsCast;

    let field = document().get_element_by_id("code");
    if let Some(field) = field.and_then(|field| field.dyn_into::<web_sys::HtmlInputElement>().ok())
    {
        field.set_value("");
    }
}

#[cfg(not(feature = "hydrate"))]
const fn empty_field() {}

/// "Next"; shown only while a code can be right.
#[component]
pub(super) fn GoOn(form: Form, over: Signal<Option<Over>>) -> impl IntoView {
    move || {
        match over.get() {
        None => view! { <Submit text=t(|t| t.verify.submit) busy_text=t(|t| t.verify.busy) busy=form.pending()/> }
            .into_any(),
        Some(_) => view! { <Quiet text=t(|t| t.verify.submit)/> }.into_any(),
    }
    }
}

/// "Send a new code" or similar, while one can be requested; the main action if the last code is over.
#[component]
pub(super) fn AnotherCode(
    entry: CodeScreen,
    over: Option<Over>,
    text: Signal<&'static str>,
    refresh: Refresh,
) -> impl IntoView {
    let primary = over.is_some();

    // A code lasts longer than the wait for the next one, so once it has expired there is nothing to wait for.
    let wait = entry
        .resend_in
        .map(|seconds| if over == Some(Over::Time) { 0 } else { seconds });
    wait.map(|seconds| view! { <Resend seconds primary text refresh/> })
}

/// "Send a new code" or similar, and the time to wait for it.
#[component]
fn Resend(
    seconds: u32,
    primary: bool,
    text: Signal<&'static str>,
    refresh: Refresh,
) -> impl IntoView {
    let resend = Form::to::<ResendCode>();
    refresh.after(resend);
    let problem = problem(resend);
    view! {
        <PostForm form=resend class="resend">
            <Shown problem here=is_of_resend/>
            <Again seconds primary>{text}</Again>
        </PostForm>
    }
}

/// Problems with requesting a new code; the others are shown above.
pub(super) const fn is_of_resend(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::ResendEarly | Refusal::ResendSpent)
}
