//! `/recover/done`: the results of this recovery: the proofs used, the sessions ended, the people notified.

use super::Refresh;
use super::screened::{Ask, screened};
use super::verify::gone;
use crate::components::{Card, Loading, Notice, Tone};
use crate::language::{t, t_with};
use crate::paths;
use crate::screens::{EndingScreen, RecoveryScreen};
use leptos::prelude::*;
use regain_domain::{Language, ProofClass, RecoveryEnd};

/// The last page of a recovery.
#[component]
pub(crate) fn DonePage() -> impl IntoView {
    screened(
        || Ask::Recovery(paths::RECOVER_DONE),
        Refresh::new(),
        |screen| match screen {
            RecoveryScreen::Done { trouble, ending } => {
                view! { <Done end=trouble.ends_with() ending/> }.into_any()
            }
            RecoveryScreen::Gone(refusal) => gone(refusal),
            RecoveryScreen::Proof { .. }
            | RecoveryScreen::Password { .. }
            | RecoveryScreen::Authenticator => view! { <Loading/> }.into_any(),
        },
    )
}

#[component]
fn Done(end: RecoveryEnd, ending: Option<EndingScreen>) -> impl IntoView {
    let (heading, text) = match end {
        RecoveryEnd::NewPassword => (t(|t| t.done.new_heading), t(|t| t.done.new_text)),
        RecoveryEnd::KeptPassword => (t(|t| t.done.kept_heading), t(|t| t.done.kept_text)),
        RecoveryEnd::NewAuthenticator => (
            t(|t| t.done.authenticator_heading),
            t(|t| t.done.authenticator_text),
        ),
        RecoveryEnd::UserNameMailed => (
            t(|t| t.done.user_name_heading),
            t(|t| t.done.user_name_text),
        ),
    };

    let tone = if end == RecoveryEnd::UserNameMailed {
        Tone::Info
    } else {
        Tone::Done
    };

    view! {
        <Card title=heading>
            <Notice tone>{text}</Notice>
            {ending.map(what_happened)}
            <a class="button button--primary" href=paths::SIGN_IN>{t(|t| t.done.sign_in)}</a>
        </Card>
    }
}

/// What this recovery used, ended and reported; nothing that only another recovery would have.
fn what_happened(ending: EndingScreen) -> AnyView {
    let EndingScreen {
        proofs,
        sessions_ended,
        saved_codes_left,
        set_aside,
        codes_set_aside,
        told,
    } = ending;
    let proofs = proofs
        .into_iter()
        .map(|proof| view! { <li>{called(proof)}</li> })
        .collect_view();
    let mut facts: Vec<Signal<String>> = Vec::new();
    facts.extend(sessions_ended.map(|count| t_with(count, |t, count| (t.done.signed_out)(count))));
    facts.extend(saved_codes_left.map(|left| {
        t_with(left, |t, left| {
            let between = if t.language == Language::English {
                " "
            } else {
                ""
            };

            [
                t.done.saved_code_spent,
                between,
                &(t.done.saved_codes_left)(left),
            ]
            .concat()
        })
    }));
    facts.extend(
        (!set_aside.is_empty())
            .then(|| t_with(set_aside, |t, names| (t.done.set_aside)(&names.join(" · ")))),
    );

    // The earlier codes return if one of them was used.
    let again = saved_codes_left.is_some_and(|left| left > 0);
    facts.extend(codes_set_aside.then(|| {
        t_with(again, |t, again| {
            if again {
                t.done.codes_set_aside
            } else {
                t.done.no_codes
            }
            .to_owned()
        })
    }));
    facts.push(if told.is_empty() {
        t_with((), |t, ()| t.done.told.to_owned())
    } else {
        t_with(told, |t, told| (t.done.told_to)(&told.join(" · ")))
    });

    view! {
        <h2 class="card__subtitle">{t(|t| t.done.proven_by)}</h2>
        <ul class="facts-list">{proofs}</ul>
        <h2 class="card__subtitle">{t(|t| t.done.what_happened)}</h2>
        <ul class="facts-list">{facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view()}</ul>
    }
    .into_any()
}

fn called(proof: ProofClass) -> Signal<&'static str> {
    match proof {
        ProofClass::MailedCode => t(|t| t.done.proof_mailed),
        ProofClass::SavedCode => t(|t| t.done.proof_saved),
        ProofClass::Passkey => t(|t| t.done.proof_passkey),
        ProofClass::Authenticator => t(|t| t.done.proof_app),
        ProofClass::Contact => t(|t| t.done.proof_contact),
    }
}
