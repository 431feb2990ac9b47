//! Answers, for script and for plain forms: the same outcome as a value, or as a redirect to a clean page (S89).

use crate::answer::Answer;
use crate::request::{forget_draft, keep_draft, regain, visitor};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use leptos::prelude::*;
use leptos_axum::{ResponseOptions, redirect};
use regain_domain::Refusal;
use regain_service::{EffortPurpose, Failure};

/// Whether the request is from a plain form, which needs a page as the answer.
fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| {
        let accept = parts
            .headers
            .get(header::ACCEPT)
            .and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    })
}

/// Done; continues at another page.
#[must_use]
pub fn continue_at(path: &str) -> Answer {
    forget_draft();
    redirect(path);
    Answer::Done
}

/// Done; returns to a page, where anything typed before is restored.
pub fn continue_keeping_draft(path: &str) -> Answer {
    redirect(path);
    Answer::Done
}

/// The URL of a page that leads on to another, allowed one.
pub fn returning(page: &str, return_to: &str) -> String {
    format!("{page}?return_to={}", return_to.replace('&', "%26"))
}

/// The URL of a page with one more parameter.
pub(crate) fn with_parameter(page: &str, name: &str, value: &str) -> String {
    let joint = if page.contains('?') { '&' } else { '?' };
    format!("{page}{joint}{name}={value}")
}

/// The page to show after sign-in: the one requested, preceded by the check-up if that is due, or by the page for
/// keeping an account that is about to be closed.
#[must_use]
pub fn page_after_sign_in(new_session: &regain_service::NewSession, return_to: &str) -> String {
    // An account that is about to be closed comes before everything else (S103).
    if new_session.closes_at.is_some() && return_to != crate::paths::CLOSE {
        return returning(crate::paths::CLOSE, return_to);
    }

    if new_session.check_up && return_to != crate::paths::CHECK_UP {
        returning(crate::paths::CHECK_UP, return_to)
    } else {
        return_to.to_owned()
    }
}

/// Done; the page that sent the form shows the rest.
#[must_use]
pub fn stay(path: &str) -> Answer {
    forget_draft();
    if is_plain_form() {
        redirect(path);
    }

    Answer::Done
}

/// Refused, and the page is out of date: continues elsewhere, with script too.
#[must_use]
pub fn lead(refusal: Refusal, path: &str) -> Answer {
    redirect(path);
    Answer::Refused(refusal)
}

/// Refused until there is a fresh proof (S45): leads to the proof, and from there back to `page`.
pub fn confirm_first(page: &str) -> Answer {
    let needed = Refusal::ConfirmNeeded;
    let answer = lead(
        needed,
        &with_parameter(
            &returning(crate::paths::CONFIRM, page),
            "problem",
            needed.code(),
        ),
    );
    if let (Some(response), false) = (use_context::<ResponseOptions>(), is_plain_form()) {
        response.set_status(StatusCode::FORBIDDEN);
    }

    answer
}

/// The same, but restores what was typed.
pub fn confirm_first_keeping(page: &str, typed: &[(&str, &str)]) -> Answer {
    if !typed.is_empty() {
        keep_draft(typed);
    }

    confirm_first(page)
}

/// Refused or failed: the page that sent the form says why.
///
/// # Errors
/// If the server failed and the request is from script: 503, to be retried (S97, S99).
pub fn refuse(failure: &Failure, path: &str) -> Result<Answer, ServerFnError> {
    refuse_keeping(failure, path, &[])
}

/// As [`refuse`], but restores what was typed.
///
/// # Errors
/// As [`refuse`].
pub fn refuse_keeping(
    failure: &Failure,
    path: &str,
    typed: &[(&str, &str)],
) -> Result<Answer, ServerFnError> {
    let refusal = match failure {
        Failure::Refused(refusal) => *refusal,
        Failure::Storage(_) | Failure::CorruptHash => {
            tracing::error!(error = %failure, "a request could not be answered");
            Refusal::Busy
        }
    };

    if is_plain_form() {
        if !typed.is_empty() {
            keep_draft(typed);
        }

        redirect(&with_parameter(path, "problem", refusal.code()));
        return Ok(Answer::Refused(refusal));
    }

    match refusal {
        Refusal::Busy => Err(unavailable()),
        refusal => {
            say(refusal);
            Ok(Answer::Refused(refusal))
        }
    }
}

/// As [`refuse_keeping`], for forms that require work under pressure (S62): script is told what to solve; for a
/// plain form, the page's ticket is kept while its waiting time still runs.
///
/// # Errors
/// As [`refuse`].
pub fn refuse_proving(
    failure: &Failure,
    purpose: EffortPurpose,
    proof: &str,
    path: &str,
    typed: &[(&str, &str)],
) -> Result<Answer, ServerFnError> {
    let Failure::Refused(
        refusal @ (Refusal::EffortNeeded | Refusal::EffortEarly | Refusal::EffortWaits),
    ) = failure
    else {
        return refuse_keeping(failure, path, typed);
    };

    if is_plain_form() {
        let waiting = [("proof", proof)];
        let waiting = waiting.iter().filter(|_| *refusal == Refusal::EffortEarly);
        let typed: Vec<_> = typed.iter().chain(waiting).copied().collect();
        return refuse_keeping(failure, path, &typed);
    }

    let ticket = regain().throttle.work_ticket(&visitor(), purpose);
    if let (Some(response), Ok(value)) = (
        use_context::<ResponseOptions>(),
        HeaderValue::try_from(ticket),
    ) {
        response.insert_header(
            header::HeaderName::from_static(crate::answer::ASKS_FOR_WORK),
            value,
        );
    }

    Ok(Answer::Refused(Refusal::EffortNeeded))
}

/// Sends a sentence that the bundle doesn't contain.
fn say(refusal: Refusal) {
    let sentence = crate::texts::Texts::of(visitor().language).refusal(refusal);
    let response = use_context::<ResponseOptions>().filter(|_| crate::texts::is_sent(refusal));
    if let (Some(response), Ok(value)) = (
        response,
        HeaderValue::try_from(crate::said::header(refusal, sentence)),
    ) {
        response.insert_header(header::HeaderName::from_static(crate::said::HEADER), value);
    }
}

/// Reading data for a page failed.
#[must_use]
pub fn broken(failure: &Failure) -> ServerFnError {
    tracing::error!(error = %failure, "a page could not be read");
    unavailable()
}

fn unavailable() -> ServerFnError {
    set_unavailable();
    ServerFnError::ServerError("unavailable".to_owned())
}

/// Sets the response's status: to be retried in two seconds (S97).
pub fn set_unavailable() {
    if let Some(response) = use_context::<ResponseOptions>() {
        response.set_status(StatusCode::SERVICE_UNAVAILABLE);
        response.insert_header(header::RETRY_AFTER, HeaderValue::from_static("2"));
    }
}
