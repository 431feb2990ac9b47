//! Entering a code: mailed, passed on, saved, or from an app. The heading is the task; the field has the focus.

use super::code_over::{AnotherCode, GoOn, Over, is_of_resend, over};
use super::verify_parts::{OtherWay, Stop, TimeLimit, heading};
use super::waiting_tab::wait_for_link;
use super::{Refresh, is_of_code};
use crate::actions::recovery::{
    EnterAuthenticator, EnterContactCode, EnterMailedCode, EnterSavedCode,
};
use crate::components::{
    Card, CodeShape, Field, Form, Notice, PostForm, Problem, Shown, Submit, Tone, problem,
};
use crate::figures::figured;
use crate::language::{t, t_with, texts};
use crate::paths;
use crate::screens::{CodeScreen, Limit};
use leptos::prelude::*;
use regain_domain::{OneTimeCode, ProofClass, Refusal, SavedCode as Saved, policy};

/// The mailed code; the tab also moves on when the link is confirmed in another one.
#[component]
pub(super) fn MailedCode(
    passed: Option<ProofClass>,
    entry: CodeScreen,
    day: bool,
    limit: Option<Limit>,
    address_hint: Option<String>,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterMailedCode>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    wait_for_link(passed, refresh);
    let on_its_way = match address_hint {
        Some(address) => t_with(address, |t, address| (t.verify.mail_lead_to)(&address)),
        None => t_with((), |t, ()| figured(t.verify.mail_lead).to_owned()),
    };

    let over = over(entry, problem);
    let lead = move || match over.get() {
        None => on_its_way.get(),
        Some(_) if entry.resend_in.is_none() => texts().verify.over_spent.to_owned(),
        Some(Over::Time) => figured(texts().verify.mail_expired).to_owned(),
        Some(Over::Tries) => texts().verify.mail_tries.to_owned(),
    };
    let resent = entry.number > 1;
    let again =
        move || view! { <AnotherCode entry over=over.get() text=t(|t| t.verify.resend) refresh/> };

    view! {
        <Card title=t(|t| t.verify.mail_heading) above=heading(passed) field="code">
            <p class="card__lead">{lead}</p>
            {move || (resent && over.get().is_none()).then(|| view! { <Done form=enter text=t(|t| t.verify.resent)/> })}
            <Shown problem here=|refusal| !is_of_code(refusal) && !is_of_resend(refusal)/>
            {move || over.get().is_some().then(again)}
            <Task>
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
                    <GoOn form=enter over/>
                </PostForm>
            </Task>
            <div class="either">
                <p class="card__note needs-script">{t(|t| t.verify.waiting)}</p>
                <form class="card__note without-script" method="get" action=paths::RECOVER_VERIFY>
                    {t(|t| t.verify.waiting_without_script)} " "
                    <button class="link" type="submit">{t(|t| t.verify.continue_)}</button>
                </form>
            </div>
            {move || over.get().is_none().then(|| view! { <p class="card__note">{t(|t| t.verify.not_there)}</p> })}
            {move || over.get().is_none().then(again)}
            <TimeLimit day limit/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A saved recovery code.
#[component]
pub(super) fn SavedCode(
    passed: Option<ProofClass>,
    entry: CodeScreen,
    day: bool,
    limit: Option<Limit>,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterSavedCode>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    view! {
        <Card title=t(|t| t.verify.saved_heading) above=heading(passed) field="code">
            <p class="card__lead">{t(|t| t.verify.saved_lead)}</p>
            <Shown problem here=|refusal| !is_of_code(refusal) && !is_of_resend(refusal)/>
            <Task>
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
            </Task>
            <TimeLimit day limit/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A code from an authenticator app.
#[component]
pub(super) fn Authenticator(
    passed: Option<ProofClass>,
    entry: CodeScreen,
    day: bool,
    limit: Option<Limit>,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterAuthenticator>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    view! {
        <Card title=t(|t| t.verify.app_heading) above=heading(passed) field="code">
            <p class="card__lead">{t(|t| t.verify.app_lead)}</p>
            <Shown problem here=|refusal| !is_of_code(refusal)/>
            <Task>
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
            </Task>
            <TimeLimit day limit/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A code passed on by a recovery contact.
#[component]
pub(super) fn ContactCode(
    passed: Option<ProofClass>,
    entry: CodeScreen,
    limit: Option<Limit>,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterContactCode>();
    refresh.after(enter);
    let (left, problem) = tries(problem(enter), entry.tries_left);
    let done = match (entry.one_more, entry.number > 1) {
        (true, _) => Some(t(|t| t.verify.one_more)),
        (false, true) => Some(t(|t| t.verify.contact_resent)),
        (false, false) => None,
    };

    let over = over(entry, problem);
    let lead = move || match over.get() {
        None => texts().verify.contact_lead,
        Some(_) if entry.resend_in.is_none() => texts().verify.over_spent,
        Some(_) => texts().verify.contact_over,
    };
    let again = move || view! { <AnotherCode entry over=over.get() text=t(|t| t.verify.contact_again) refresh/> };
    view! {
        <Card title=t(|t| t.verify.contact_heading) above=heading(passed) field="code">
            <p class="card__lead">{lead}</p>
            {move || over.get().is_none().then(|| done.map(|text| view! { <Done form=enter text/> }))}
            <Shown problem here=|refusal| !is_of_code(refusal) && !is_of_resend(refusal)/>
            {move || over.get().is_some().then(again)}
            <Task>
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
                    <GoOn form=enter over/>
                </PostForm>
            </Task>
            {move || over.get().is_none().then(again)}
            <TimeLimit day=true limit/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}

/// A group that announces the card's heading to people who enter its field without passing the heading.
#[component]
fn Task(children: Children) -> impl IntoView {
    view! { <div role="group" aria-labelledby="card-title">{children()}</div> }
}

/// The last success; cleared by the next submission.
#[component]
fn Done(form: Form, text: Signal<&'static str>) -> impl IntoView {
    let ended = move || form.pending().get() || form.answer().is_some();
    move || (!ended()).then(|| view! { <Notice tone=Tone::Done>{text}</Notice> })
}

/// The number of attempts left, once one was used, and the problem adjusted to it: with none left it is useless to
/// compare the code and try again. The server counts; this only follows.
fn tries(problem: Problem, left: Option<u32>) -> (RwSignal<Option<u32>>, Problem) {
    let costs_a_try = |refusal| {
        matches!(
            refusal,
            Refusal::CodeWrong
                | Refusal::CodeReplaced
                | Refusal::AuthenticatorWrong
                | Refusal::AuthenticatorUsed
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
