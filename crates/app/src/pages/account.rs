//! `/account`.

use super::block_state::Shared;
use super::blocks::show_panels_from;
use super::screened::{Ask, screened};
use super::{Refresh, is_of_new_password, parameter};
use crate::actions::account::ChangePassword;
use crate::actions::sign_in::SignOut;
use crate::answer::Answer;
use crate::components::{
    Card, Form, HiddenUserName, Judge, Loading, Notice, PasswordField, PasswordRules, PostForm,
    Shown, Submit, Tone, problem,
};
use crate::language::{t, t_with, texts, use_language};
use crate::paths;
use crate::screens::{AccountScreen, InLanguages};
use leptos::prelude::*;
use regain_domain::Refusal;

/// The signed-in person's own page.
#[component]
pub(crate) fn AccountPage() -> impl IntoView {
    screened(
        || Ask::Account,
        Refresh::new(),
        |screen: Option<AccountScreen>| match screen {
            Some(screen) => view! { <Account screen/> }.into_any(),
            None => view! { <Loading/> }.into_any(),
        },
    )
}

#[component]
fn Account(screen: AccountScreen) -> impl IntoView {
    let sign_out = Form::to::<SignOut>();
    let notice = parameter("notice");
    let sent = RwSignal::new(false);
    let greeting = t_with(screen.name.clone(), |t, name| (t.account.greeting)(&name));
    let left = t_with(screen.saved_codes_left, |t, left| {
        (t.account.saved_codes_left)(left)
    });
    let row = |label: Signal<&'static str>, value: AnyView| {
        view! { <div class="facts__row"><dt>{label}</dt><dd>{value}</dd></div> }
    };
    let addresses = screen.addresses.join(", ");
    let closing = (!screen.closes).then(|| screen.closing.clone());

    view! {
        <Card title=t(|t| t.account.heading) wide=true>
            <p class="card__lead">{greeting}</p>
            {move || {
                let words = match notice.get().as_deref() {
                    Some("changed") => texts().account.changed,
                    Some("confirmed") if !screen.confirm_first => texts().account.confirmed,
                    _ => return None,
                };
                (!sent.get()).then(|| view! { <Notice tone=Tone::Done>{words}</Notice> })
            }}
            {screen.closes.then(|| panels_of(screen.closing.clone(), 0))}
            <section class="panel" aria-labelledby="about">
                <h2 class="panel__title" id="about">{t(|t| t.account.facts)}</h2>
                <dl class="facts">
                    {row(t(|t| t.account.name), screen.name.clone().into_any())}
                    {row(t(|t| t.account.user_name), screen.user_name.clone().into_any())}
                    {row(t(|t| t.account.email), addresses.into_any())}
                    {row(t(|t| t.account.saved_codes), left.into_any())}
                </dl>
            </section>
            {panels_of(screen.readiness.clone(), 1)}
            {screen.administers.then(|| {
                view! {
                    <nav aria-label=t(|t| t.account.administration)>
                        <a class="link" href=paths::ADMIN>{t(|t| t.account.administration)}</a>
                    </nav>
                }
            })}
            <section class="panel" aria-labelledby="change">
                <h2 class="panel__title" id="change">{t(|t| t.account.change_heading)}</h2>
                <p>{t(|t| t.account.change_lead)}</p>
                {if screen.confirm_first { view! { <ConfirmFirst/> }.into_any() } else { view! { <Change screen sent/> }.into_any() }}
            </section>
            <section class="panel" aria-labelledby="history">
                <h2 class="panel__title" id="history">{t(|t| t.account.history)}</h2>
                <p>{t(|t| t.account.history_lead)}</p>
                <p><a class="link" href=paths::HISTORY>{t(|t| t.account.history_link)}</a></p>
                <p><a class="link" href=paths::FREEZE_OWN>{t(|t| t.account.freeze_link)}</a></p>
            </section>
            {closing.map(|closing| panels_of(closing, LAST))}
            <PostForm form=sign_out>
                <button type="submit" class="button button--quiet">{t(|t| t.account.sign_out)}</button>
            </PostForm>
        </Card>
    }
}

/// The number of a panel that comes after all others.
const LAST: usize = 99;

/// The panels that the server worded in each language, in the page's language; `first` numbers the first one.
fn panels_of(screens: InLanguages, first: usize) -> impl IntoView {
    let language = use_language();
    let shared = Shared::on(Refresh::new());
    move || show_panels_from(first, screens.get(language.0.get()).panels, shared)
}

/// The link to a fresh proof, and from there back.
#[component]
fn ConfirmFirst() -> impl IntoView {
    let confirm = format!("{}?return_to={}", paths::CONFIRM, paths::ACCOUNT);
    view! { <p><a class="link" href=confirm>{t(|t| t.account.confirm_first)}</a></p> }
}

#[component]
fn Change(screen: AccountScreen, sent: RwSignal<bool>) -> impl IntoView {
    let form = Form::to::<ChangePassword>();

    // An earlier event is out of date with the next submission, and is announced again if it recurs.
    Effect::new(move |_| {
        sent.set(form.pending().get() || form.answer().and_then(Answer::refusal).is_some());
    });
    let problem = problem(form);
    let addresses = screen.addresses.join(" ");
    let judge = Judge::of(
        "new",
        &screen.user_name,
        &addresses,
        &crate::components::organisation(),
    );

    // An empty field is the first one's problem until that is filled in: the server judges them in this order.
    let of_current = |refusal| matches!(refusal, Refusal::PasswordWrong | Refusal::CurrentEmpty);
    view! {
        <Shown
            problem
            here=|refusal| {
                !is_of_new_password(refusal)
                    && !matches!(refusal, Refusal::PasswordWrong | Refusal::CurrentEmpty)
            }
        />
        <PostForm form>
            <HiddenUserName value=screen.user_name.clone()/>
            <PasswordField
                name="current"
                label=t(|t| t.account.current_password)
                problem
                mine=of_current
                autocomplete="current-password"
            />
            <PasswordField
                name="new"
                label=t(|t| t.account.new_password)
                problem
                mine=is_of_new_password
                autocomplete="new-password"
                judge
            />
            <PasswordRules judge/>
            <Submit text=t(|t| t.account.change_submit) busy_text=t(|t| t.account.busy) busy=form.pending()/>
        </PostForm>
        <p><a class="link" href=paths::RECOVER>{t(|t| t.account.forgot_current)}</a></p>
    }
}
