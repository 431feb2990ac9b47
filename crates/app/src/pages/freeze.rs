//! `/freeze`, the target of "This wasn't me" in a notice, and `/account/freeze`. Both can only freeze.

use super::screened::{Ask, screened};
use super::{Refresh, draft, parameter};
use crate::actions::account::{FreezeByCode, FreezeOwn};
use crate::components::{
    Card, CodeShape, Field, Form, Loading, Notice, PostForm, Shown, Submit, Tone, problem,
};
use crate::language::{t, t_with, texts};
use crate::paths;
use crate::screens::AccountScreen;
use leptos::prelude::*;
use regain_domain::Refusal;

/// Freezes by a notice's code; nobody has to be signed in. Opening the page changes nothing (S22).
#[component]
pub(crate) fn FreezePage() -> impl IntoView {
    let notice = parameter("notice");
    view! {
        {move || match notice.get().as_deref() {
            Some("frozen") => view! { <Frozen/> }.into_any(),
            _ => view! { <ByCode/> }.into_any(),
        }}
    }
}

#[component]
fn ByCode() -> impl IntoView {
    let form = Form::to::<FreezeByCode>();
    let problem = problem(form);
    let filled = RwSignal::new(String::new());
    read(filled);
    view! {
        <Card title=t(|t| t.freeze.heading)>
            <p class="card__lead">{t(|t| t.freeze.lead)}</p>
            <p>{t(|t| t.freeze.only)}</p>
            <Shown problem here=|refusal| !is_of_freeze_code(refusal)/>
            <PostForm form>
                <Field
                    name="code"
                    label=t(|t| t.freeze.code)
                    hint=t(|t| t.freeze.code_hint)
                    problem
                    mine=is_of_freeze_code
                    autocomplete="off"
                    code=CodeShape::Long
                    value=draft("code")
                    filled
                />
                <Submit text=t(|t| t.freeze.submit) busy_text=t(|t| t.freeze.busy) busy=form.pending() danger=true/>
            </PostForm>
            <p><a class="link" href=paths::RECOVER>{t(|t| t.freeze.recover)}</a></p>
        </Card>
    }
}

#[component]
fn Frozen() -> impl IntoView {
    view! {
        <Card title=t(|t| t.freeze.done_heading)>
            <Notice tone=Tone::Done>{move || texts().freeze.done}</Notice>
            <p>{t(|t| t.freeze.reopen)}</p>
            <a class="button button--primary" href=paths::RECOVER>{t(|t| t.freeze.recover)}</a>
        </Card>
    }
}

/// Freezes the signed-in owner's account.
#[component]
pub(crate) fn FreezeOwnPage() -> impl IntoView {
    screened(
        || Ask::Account,
        Refresh::new(),
        |screen: Option<AccountScreen>| match screen {
            Some(screen) => view! { <FreezeOwn screen/> }.into_any(),
            None => view! { <Loading/> }.into_any(),
        },
    )
}

/// The confirmation: whose account it is, and what freezing means.
#[component]
fn FreezeOwn(screen: AccountScreen) -> impl IntoView {
    let whose = t_with(screen.user_name, |t, name| (t.freeze.whose)(&name));
    let form = Form::to::<FreezeOwn>();
    let problem = problem(form);
    view! {
        <Card title=t(|t| t.freeze.own_heading)>
            <p class="card__lead">{whose}</p>
            <p>{t(|t| t.freeze.own_lead)}</p>
            <p>{t(|t| t.freeze.reopen)}</p>
            <Shown problem here=|_| true/>
            <PostForm form>
                <Submit text=t(|t| t.freeze.submit) busy_text=t(|t| t.freeze.busy) busy=form.pending() danger=true/>
            </PostForm>
            <p><a class="link" href=paths::ACCOUNT>{t(|t| t.freeze.back)}</a></p>
        </Card>
    }
}

const fn is_of_freeze_code(refusal: Refusal) -> bool {
    matches!(
        refusal,
        Refusal::CodeEmpty
            | Refusal::CodeMalformed
            | Refusal::FreezeCodeUnknown
            | Refusal::FreezeCodeExpired
            | Refusal::FreezeCodeUsed
            | Refusal::FreezeCodesSpent
    )
}

/// Removes the code from the URL, so that it doesn't stay in the browser's history.
#[cfg(feature = "hydrate")]
pub(super) fn read(filled: RwSignal<String>) {
    Effect::new(move |_| {
        if let Ok(code) = regain_domain::LinkToken::parse(&super::link::take_fragment()) {
            filled.set(code.shown());
        }
    });
}

#[cfg(not(feature = "hydrate"))]
pub(super) fn read(_: RwSignal<String>) {}
