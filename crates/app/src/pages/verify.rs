//! `/recover/verify`: two gates of different classes.

use super::screened::{Ask, screened};
use super::verify_code::{Authenticator, ContactCode, MailedCode, SavedCode};
use super::verify_parts::{Stop, TimeLimit, heading};
use super::verify_passkey::Passkey;
use super::{Refresh, parameter};
use crate::actions::recovery::ChooseMethod;
use crate::components::{Card, DeadEnd, Form, Loading, PostForm, Shown, problem};
use crate::figures::figured;
use crate::language::t;
use crate::paths;
use crate::screens::{Limit, RecoveryScreen};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use regain_domain::{Method, ProofClass, Refusal};

/// The verification steps.
#[component]
pub(crate) fn VerifyPage() -> impl IntoView {
    let refresh = Refresh::new();

    // The list of methods has its own URL, so that the browser's back button returns to it from a chosen method.
    let step = parameter("step");
    let is_list = move || step.get().as_deref() == Some(LIST);

    screened(
        || Ask::Recovery(paths::RECOVER_VERIFY),
        refresh,
        move |screen| match screen {
            RecoveryScreen::Proof {
                methods,
                passed,
                entry,
                day,
                limit,
                address_hint,
            } => match entry.filter(|_| !is_list()) {
                None => view! { <Methods methods passed day limit refresh/> }.into_any(),
                Some(entry) => match entry.method {
                    Method::Mail => {
                        view! { <MailedCode passed entry day limit address_hint refresh/> }
                            .into_any()
                    }
                    Method::SavedCode => {
                        view! { <SavedCode passed entry day limit refresh/> }.into_any()
                    }
                    Method::Passkey => view! { <Passkey passed day limit refresh/> }.into_any(),
                    Method::Authenticator => {
                        view! { <Authenticator passed entry day limit refresh/> }.into_any()
                    }
                    Method::Contact => {
                        view! { <ContactCode passed entry limit refresh/> }.into_any()
                    }
                },
            },
            RecoveryScreen::Gone(refusal) => gone(refusal),
            RecoveryScreen::Password { .. }
            | RecoveryScreen::Authenticator
            | RecoveryScreen::Done { .. } => view! { <Loading/> }.into_any(),
        },
    )
}

/// The parameter value that shows the list of methods, whatever was chosen.
const LIST: &str = "list";

/// Why a method can't be chosen now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closed {
    /// It was used already.
    Used,
    /// It only counts as the second step.
    Later,
}

/// The list of methods, the same for everybody (S2). Those for the second step are separate, below the others: a list
/// that begins with unavailable methods reads as if they were chosen.
#[component]
fn Methods(
    methods: Vec<Method>,
    passed: Option<ProofClass>,
    day: bool,
    limit: Option<Limit>,
    refresh: Refresh,
) -> impl IntoView {
    let choose = Form::to::<ChooseMethod>();
    refresh.after(choose);
    let navigate = use_navigate();
    Effect::new(move |_| {
        if choose.is_done_here() {
            let to = |parameter: &str| [paths::RECOVER_VERIFY, "?", parameter].concat();
            let stay = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(
                &to(&["step=", LIST].concat()),
                NavigateOptions {
                    replace: true,
                    ..stay.clone()
                },
            );
            navigate(&to("step=way"), stay);
        }
    });
    let problem = problem(choose);
    let closed = move |method: Method| match passed {
        Some(passed) if passed == method.class() => Some(Closed::Used),
        None if method == Method::Authenticator => Some(Closed::Later),
        _ => None,
    };
    let (later, now): (Vec<Method>, Vec<Method>) = methods
        .into_iter()
        .partition(|method| closed(*method) == Some(Closed::Later));
    let item = move |method: Method| way(method, closed(method), choose.pending());
    let now = now.into_iter().map(item).collect_view();
    let any_later = !later.is_empty();
    let later = later.into_iter().map(item).collect_view();

    view! {
        <Card title=heading(passed)>
            <p class="card__lead">
                {match passed {
                    None => t(|t| t.verify.lead_first),
                    Some(_) => t(|t| t.verify.lead_second),
                }}
            </p>
            <Shown problem here=|_| true/>
            <PostForm form=choose>
                <ul class="methods" aria-label=t(|t| t.verify.methods)>{now}</ul>
                {any_later.then(|| view! {
                    <section class="methods" aria-labelledby="later">
                        <h2 class="methods__label" id="later">{t(|t| t.verify.for_step_two)}</h2>
                        <ul class="methods">{later}</ul>
                    </section>
                })}
            </PostForm>
            <TimeLimit day limit/>
            <details class="lost">
                <summary class="link">{t(|t| t.verify.lost)}</summary>
                <p>{t(|t| t.verify.lost_text)}</p>
                <p><a class="link" href=paths::RECOVER_LOST>{t(|t| t.verify.lost_more)}</a></p>
            </details>
            <Stop/>
        </Card>
    }
}

/// A method of proof, as a button, or why it can't be chosen now.
fn way(method: Method, closed: Option<Closed>, busy: Signal<bool>) -> AnyView {
    let (name, hint) = match method {
        Method::Mail => (t(|t| t.verify.mail), t(|t| t.verify.mail_hint)),
        Method::SavedCode => (
            t(|t| t.verify.saved_code),
            t(|t| figured(t.verify.saved_code_hint)),
        ),
        Method::Passkey => (t(|t| t.verify.passkey), t(|t| t.verify.passkey_hint)),
        Method::Authenticator => (
            t(|t| t.verify.authenticator),
            t(|t| t.verify.authenticator_hint),
        ),
        Method::Contact => (t(|t| t.verify.contact), t(|t| t.verify.contact_hint)),
    };

    let hint_id = format!("{}-hint", method.code());
    match closed {
        None => view! {
            <li class="method">
                <button
                    class="method__button"
                    type="submit"
                    name="method"
                    value=method.code()
                    aria-describedby=hint_id.clone()
                    aria-disabled=move || busy.get().then_some("true")
                >
                    {name}
                </button>
                <p class="method__hint" id=hint_id>{hint}</p>
            </li>
        }
        .into_any(),
        Some(closed) => {
            let (class, why) = match closed {
                Closed::Used => ("method method--used", t(|t| t.verify.used)),
                Closed::Later => ("method method--later", t(|t| t.verify.later)),
            };

            view! {
                <li class=class>
                    <p class="method__name">{name}</p>
                    <p class="method__hint">{why}</p>
                </li>
            }
            .into_any()
        }
    }
}

/// The recovery can't continue: why, and how to start again.
pub(super) fn gone(refusal: Refusal) -> AnyView {
    let again = |text: Signal<&'static str>| {
        view! { <a class="button button--primary" href=paths::RECOVER>{text}</a> }.into_any()
    };
    match refusal {
        Refusal::CookiesRefused => {
            view! { <DeadEnd words=|t| &t.verify.no_cookies action=again/> }.into_any()
        }
        Refusal::FlowExpired => {
            view! { <DeadEnd words=|t| &t.verify.expired action=again/> }.into_any()
        }
        Refusal::FlowCancelled => {
            view! { <DeadEnd words=|t| &t.verify.cancelled action=again/> }.into_any()
        }
        _ => view! { <DeadEnd words=|t| &t.verify.none action=again/> }.into_any(),
    }
}
