//! `/recover/verify`: two gates of different classes.

use super::screened::{Ask, screened};
use super::verify_code::{Authenticator, ContactCode, MailedCode, SavedCode};
use super::verify_passkey::Passkey;
use super::{Refresh, parameter};
use crate::actions::recovery::{ChooseMethod, StopRecovery};
use crate::components::{Card, DeadEnd, Form, Loading, Notice, PostForm, Quiet, Shown, Tone, problem};
use crate::figures::figured;
use crate::language::{t, texts};
use crate::paths;
use crate::screens::RecoveryScreen;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use regain_domain::{Method, ProofClass, Refusal};

/// The verification steps.
#[component]
pub(crate) fn VerifyPage() -> impl IntoView {
    let refresh = Refresh::new();
    // The list of ways is an address of its own, so that the browser's way back leads there from a way that was chosen.
    let step = parameter("step");
    let is_list = move || step.get().as_deref() == Some(LIST);
    screened(
        || Ask::Recovery(paths::RECOVER_VERIFY),
        refresh,
        move |screen| match screen {
            RecoveryScreen::Proof { methods, passed, entry, day, address_hint } => match entry.filter(|_| !is_list()) {
                None => view! { <Methods methods passed day refresh/> }.into_any(),
                Some(entry) => match entry.method {
                    Method::Mail => view! { <MailedCode passed entry day address_hint refresh/> }.into_any(),
                    Method::SavedCode => view! { <SavedCode passed entry day refresh/> }.into_any(),
                    Method::Passkey => view! { <Passkey passed day refresh/> }.into_any(),
                    Method::Authenticator => view! { <Authenticator passed entry day refresh/> }.into_any(),
                    Method::Contact => view! { <ContactCode passed entry refresh/> }.into_any(),
                },
            },
            RecoveryScreen::Gone(refusal) => gone(refusal),
            RecoveryScreen::Password { .. } | RecoveryScreen::Authenticator | RecoveryScreen::Done(_) => {
                view! { <Loading/> }.into_any()
            }
        },
    )
}

/// The parameter's value that shows the list of ways, whatever was chosen.
const LIST: &str = "list";

/// The list of ways: the same for everybody (S2).
#[component]
fn Methods(methods: Vec<Method>, passed: Option<ProofClass>, day: bool, refresh: Refresh) -> impl IntoView {
    let choose = Form::to::<ChooseMethod>();
    refresh.after(choose);
    let navigate = use_navigate();
    Effect::new(move |_| {
        if choose.is_done_here() {
            let to = |parameter: &str| [paths::RECOVER_VERIFY, "?", parameter].concat();
            let stay = NavigateOptions { scroll: false, ..NavigateOptions::default() };
            navigate(&to(&["step=", LIST].concat()), NavigateOptions { replace: true, ..stay.clone() });
            navigate(&to("step=way"), stay);
        }
    });
    let problem = problem(choose);
    let methods = methods.into_iter().map(move |method| {
        let (name, hint) = match method {
            Method::Mail => (t(|t| t.verify.mail), t(|t| t.verify.mail_hint)),
            Method::SavedCode => (t(|t| t.verify.saved_code), t(|t| t.verify.saved_code_hint)),
            Method::Passkey => (t(|t| t.verify.passkey), t(|t| t.verify.passkey_hint)),
            Method::Authenticator => (t(|t| t.verify.authenticator), t(|t| t.verify.authenticator_hint)),
            Method::Contact => (t(|t| t.verify.contact), t(|t| t.verify.contact_hint)),
        };
        let hint_id = format!("{}-hint", method.code());
        let closed = match passed {
            Some(passed) if passed == method.class() => Some(t(|t| t.verify.used)),
            None if method == Method::Authenticator => Some(t(|t| t.verify.later)),
            _ => None,
        };
        if let Some(why) = closed {
            view! {
                <li class="method method--done">
                    <p class="method__name">{name}</p>
                    <p class="method__hint">{why}</p>
                </li>
            }
            .into_any()
        } else {
            view! {
                <li class="method">
                    <button
                        class="method__button"
                        type="submit"
                        name="method"
                        value=method.code()
                        aria-describedby=hint_id.clone()
                    >
                        {name}
                    </button>
                    <p class="method__hint" id=hint_id>{hint}</p>
                </li>
            }
            .into_any()
        }
    });
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
                <ul class="methods" aria-label=t(|t| t.verify.methods)>{methods.collect_view()}</ul>
            </PostForm>
            <TimeLimit passed day/>
            <details class="lost">
                <summary class="link">{t(|t| t.verify.lost)}</summary>
                <p>{t(|t| t.verify.lost_text)}</p>
                <p><a class="link" href=paths::RECOVER_LOST>{t(|t| t.verify.lost_more)}</a></p>
            </details>
            <Stop/>
        </Card>
    }
}

/// "Verification step 1 of 2", or 2.
pub(super) fn heading(passed: Option<ProofClass>) -> Signal<&'static str> {
    match passed {
        None => t(|t| t.verify.heading_first),
        Some(_) => t(|t| t.verify.heading_second),
    }
}

/// After the first gate, or while contacts are waited for: how long there is.
#[component]
pub(super) fn TimeLimit(passed: Option<ProofClass>, day: bool) -> impl IntoView {
    let limit = move || figured(if day { texts().verify.time_limit_day } else { texts().verify.time_limit });
    (day || passed.is_some()).then(|| view! { <p class="countdown">{limit}</p> })
}

/// "Stop and start again".
#[component]
pub(super) fn Stop() -> impl IntoView {
    let stop = Form::to::<StopRecovery>();
    view! {
        <div class="card__foot">
            <PostForm form=stop>
                <Quiet text=t(|t| t.verify.stop)/>
            </PostForm>
        </div>
    }
}

/// The recovery can't go on: which end it came to, and the way to start again.
pub(super) fn gone(refusal: Refusal) -> AnyView {
    let again = |text: Signal<&'static str>| {
        view! { <a class="button button--primary" href=paths::RECOVER>{text}</a> }.into_any()
    };
    match refusal {
        Refusal::CookiesRefused => view! { <DeadEnd words=|t| &t.verify.no_cookies action=again/> }.into_any(),
        Refusal::FlowExpired => view! { <DeadEnd words=|t| &t.verify.expired action=again/> }.into_any(),
        Refusal::FlowCancelled => view! { <DeadEnd words=|t| &t.verify.cancelled action=again/> }.into_any(),
        _ => view! { <DeadEnd words=|t| &t.verify.none action=again/> }.into_any(),
    }
}

/// The server has a problem.
#[component]
pub(crate) fn Fault() -> impl IntoView {
    view! {
        <Card title=t(|t| t.common.fault.title)>
            <Notice tone=Tone::Error>{move || texts().common.fault.text}</Notice>
            <a class="button button--primary" rel="external" href="">{t(|t| t.common.try_again)}</a>
        </Card>
    }
}
