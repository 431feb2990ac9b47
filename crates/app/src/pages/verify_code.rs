//! Entering a code: mailed, or saved.

use super::verify::{Stop, TimeLimit, heading};
use super::{Refresh, is_of_code};
use crate::actions::recovery::{
    ChooseAnotherWay, EnterAuthenticator, EnterContactCode, EnterMailedCode, EnterSavedCode, ResendCode,
};
use crate::components::{
    Again, Card, CodeShape, Field, Form, Notice, PostForm, Problem, Quiet, Shown, Submit, Tone, problem,
};
use crate::figures::figured;
use crate::language::{t, t_with, texts};
use crate::paths;
use crate::screens::CodeScreen;
use leptos::prelude::*;
use regain_domain::{OneTimeCode, ProofClass, Refusal, SavedCode as Saved, policy};

/// The code that was mailed; the tab also moves on when its link is confirmed in another one.
#[component]
pub(super) fn MailedCode(
    passed: Option<ProofClass>,
    entry: CodeScreen,
    day: bool,
    address_hint: Option<String>,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterMailedCode>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    wait_for_link(passed, refresh);
    let lead = match address_hint {
        Some(address) => t_with(address, |t, address| (t.verify.mail_lead_to)(&address)),
        None => t_with((), |t, ()| figured(t.verify.mail_lead).to_owned()),
    };
    let resent = entry.number > 1;
    view! {
        <Card title=heading(passed)>
            <h2 class="card__subtitle">{t(|t| t.verify.mail_heading)}</h2>
            <p class="card__lead">{lead}</p>
            {resent.then(|| view! { <Notice tone=Tone::Done>{move || texts().verify.resent}</Notice> })}
            <Shown problem here=|refusal| !is_of_code(refusal) && !is_of_resend(refusal)/>
            <PostForm form=enter>
                <Field
                    name="code"
                    label=t(|t| t.verify.code)
                    hint=t(|t| t.verify.code_hint)
                    problem
                    mine=is_of_code
                    judge=|text| OneTimeCode::parse(text).err().map(Refusal::from)
                    autocomplete="one-time-code"
                    code=CodeShape::Short
                />
                <TriesLeft left/>
                <Submit text=t(|t| t.verify.submit) busy_text=t(|t| t.verify.busy) busy=enter.pending()/>
            </PostForm>
            <div class="either">
                <p class="card__note needs-script">{t(|t| t.verify.waiting)}</p>
                <form class="card__note without-script" method="get" action=paths::RECOVER_VERIFY>
                    {t(|t| t.verify.waiting_without_script)} " "
                    <button class="link" type="submit">{t(|t| t.verify.continue_)}</button>
                </form>
            </div>
            <p class="card__note">{t(|t| t.verify.not_there)}</p>
            {entry.resend_in.map(|seconds| view! { <Resend seconds text=t(|t| t.verify.resend) refresh/> })}
            <TimeLimit passed day/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A saved recovery code.
#[component]
pub(super) fn SavedCode(passed: Option<ProofClass>, entry: CodeScreen, day: bool, refresh: Refresh) -> impl IntoView {
    let enter = Form::to::<EnterSavedCode>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    view! {
        <Card title=heading(passed)>
            <h2 class="card__subtitle">{t(|t| t.verify.saved_heading)}</h2>
            <p class="card__lead">{t(|t| t.verify.saved_lead)}</p>
            <Shown problem here=|refusal| !is_of_code(refusal) && !is_of_resend(refusal)/>
            <PostForm form=enter>
                <Field
                    name="code"
                    label=t(|t| t.verify.saved)
                    hint=t(|t| t.verify.saved_hint)
                    problem
                    mine=is_of_code
                    judge=|text| Saved::parse(text).err().map(Refusal::from)
                    autocomplete="off"
                    code=CodeShape::Long
                />
                <TriesLeft left/>
                <Submit text=t(|t| t.verify.submit) busy_text=t(|t| t.verify.busy) busy=enter.pending()/>
            </PostForm>
            <TimeLimit passed day/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A code of an authenticator app.
#[component]
pub(super) fn Authenticator(
    passed: Option<ProofClass>,
    entry: CodeScreen,
    day: bool,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterAuthenticator>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    view! {
        <Card title=heading(passed)>
            <h2 class="card__subtitle">{t(|t| t.verify.app_heading)}</h2>
            <p class="card__lead">{t(|t| t.verify.app_lead)}</p>
            <Shown problem here=|refusal| !is_of_code(refusal)/>
            <PostForm form=enter>
                <Field
                    name="code"
                    label=t(|t| t.verify.app_code)
                    problem
                    mine=is_of_code
                    autocomplete="one-time-code"
                    code=CodeShape::Short
                    inputmode="numeric"
                />
                <TriesLeft left/>
                <Submit text=t(|t| t.verify.submit) busy_text=t(|t| t.verify.busy) busy=enter.pending()/>
            </PostForm>
            <TimeLimit passed day/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A code that a recovery contact passed on.
#[component]
pub(super) fn ContactCode(passed: Option<ProofClass>, entry: CodeScreen, refresh: Refresh) -> impl IntoView {
    let enter = Form::to::<EnterContactCode>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    let done = match (entry.one_more, entry.number > 1) {
        (true, _) => Some(t(|t| t.verify.one_more)),
        (false, true) => Some(t(|t| t.verify.contact_resent)),
        (false, false) => None,
    };
    view! {
        <Card title=heading(passed)>
            <h2 class="card__subtitle">{t(|t| t.verify.contact_heading)}</h2>
            <p class="card__lead">{t(|t| t.verify.contact_lead)}</p>
            {done.map(|done| view! { <Notice tone=Tone::Done>{done}</Notice> })}
            <Shown problem here=|refusal| !is_of_code(refusal) && !is_of_resend(refusal)/>
            <PostForm form=enter>
                <Field
                    name="code"
                    label=t(|t| t.verify.contact_code)
                    hint=t(|t| t.verify.code_hint)
                    problem
                    mine=is_of_code
                    autocomplete="off"
                    code=CodeShape::Short
                />
                <TriesLeft left/>
                <Submit text=t(|t| t.verify.submit) busy_text=t(|t| t.verify.busy) busy=enter.pending()/>
            </PostForm>
            {entry.resend_in.map(|seconds| view! { <Resend seconds text=t(|t| t.verify.contact_again) refresh/> })}
            <TimeLimit passed day=true/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// How many tries are left, once one was used, and the problem in their light: where none is left, it is no use to
/// compare the code and try again. The server counts; this only follows.
fn tries(problem: Problem, left: Option<u32>) -> (RwSignal<Option<u32>>, Problem) {
    let costs_a_try = |refusal| {
        matches!(
            refusal,
            Refusal::CodeWrong | Refusal::CodeReplaced | Refusal::AuthenticatorWrong | Refusal::AuthenticatorUsed
        )
    };
    let shown = RwSignal::new(left);
    Effect::new(move |seen: Option<()>| {
        if problem.get().is_some_and(costs_a_try) && seen.is_some() {
            shown.update(|left| *left = Some(left.unwrap_or(policy::CODE_TRIES).saturating_sub(1)));
        }
    });
    let in_their_light = Signal::derive(move || match (problem.get(), shown.get()) {
        (Some(refusal), Some(0)) if costs_a_try(refusal) => Some(Refusal::CodeTries),
        (refusal, _) => refusal,
    });
    (shown, in_their_light)
}

/// "3 tries left."
#[component]
fn TriesLeft(left: RwSignal<Option<u32>>) -> impl IntoView {
    let some = move || left.get().filter(|left| *left > 0);
    view! {
        <div aria-live="polite">
            {move || some().map(|left| view! { <p class="countdown">{(texts().verify.tries_left)(left)}</p> })}
        </div>
    }
}

/// "Send a new code", or the like, and how long to wait for it.
#[component]
fn Resend(seconds: u32, text: Signal<&'static str>, refresh: Refresh) -> impl IntoView {
    let resend = Form::to::<ResendCode>();
    refresh.after(resend);
    let problem = problem(resend);
    view! {
        <PostForm form=resend class="resend">
            <Shown problem here=is_of_resend/>
            <Again seconds>{text}</Again>
        </PostForm>
    }
}

/// Why no new code comes; the other problems are shown above.
const fn is_of_resend(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::ResendEarly | Refusal::ResendSpent)
}

#[component]
pub(super) fn OtherWay(refresh: Refresh) -> impl IntoView {
    let other = Form::to::<ChooseAnotherWay>();
    refresh.after(other);
    view! {
        <PostForm form=other>
            <Quiet text=t(|t| t.verify.other_way)/>
        </PostForm>
    }
}

/// Asks every two seconds whether another tab of this browser has confirmed the link, and moves on when it has.
#[cfg(feature = "hydrate")]
fn wait_for_link(passed: Option<ProofClass>, refresh: Refresh) {
    use crate::marks;
    use crate::screens::Progress;
    let here = if passed.is_some() { 2 } else { 1 };
    let asking = StoredValue::new(false);
    let ask = move || {
        if asking.try_get_value() != Some(false) {
            return;
        }
        asking.set_value(true);
        leptos::task::spawn_local(async move {
            let answer = async {
                let request = gloo_net::http::Request::get(paths::RECOVER_PROGRESS);
                request.header(marks::HEADER, &marks::present()).send().await?.json::<Progress>().await
            };
            let moved = answer.await.is_ok_and(|progress| progress.step != here);
            if asking.try_get_value().is_some() {
                asking.set_value(moved);
                if moved {
                    refresh.now();
                }
            }
        });
    };
    Effect::new(move |_| {
        let asked = set_interval_with_handle(ask, std::time::Duration::from_secs(2));
        on_cleanup(move || {
            if let Ok(handle) = asked {
                handle.clear();
            }
        });
    });
}

#[cfg(not(feature = "hydrate"))]
const fn wait_for_link(_: Option<ProofClass>, _: Refresh) {}
