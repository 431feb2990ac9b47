//! `/recover/password`: the end of a recovery, with a new password or the existing one.

use super::screened::{Ask, screened};
use super::verify::gone;
use super::verify_parts::{Stop, TimeLimit};
use super::{Refresh, is_of_new_password};
use crate::actions::recovery_end::{EndWith, KeepPassword, NewPassword};
use crate::answer::Answer;
use crate::components::{
    Card, Form, HiddenUserName, Judge, Loading, PasswordField, PasswordRules, PostForm, Quiet,
    Shown, Submit, problem,
};
use crate::language::t;
use crate::paths;
use crate::screens::{Limit, RecoveryScreen};
use leptos::prelude::*;
use regain_domain::Refusal;

/// "Choose a new password", or "Keep my password".
#[component]
pub(crate) fn PasswordPage() -> impl IntoView {
    let refresh = Refresh::new();
    screened(
        || Ask::Recovery(paths::RECOVER_PASSWORD),
        refresh,
        move |screen| match screen {
            RecoveryScreen::Password {
                keep: false,
                user_name,
                limit,
                ..
            } => view! { <New user_name limit refresh/> }.into_any(),
            RecoveryScreen::Password {
                keep: true,
                user_name,
                limit,
                ..
            } => view! { <Keep user_name limit refresh/> }.into_any(),
            RecoveryScreen::Gone(refusal) => gone(refusal),
            RecoveryScreen::Proof { .. }
            | RecoveryScreen::Authenticator
            | RecoveryScreen::Done { .. } => view! { <Loading/> }.into_any(),
        },
    )
}

#[component]
fn New(user_name: String, limit: Limit, refresh: Refresh) -> impl IntoView {
    let form = Form::to::<NewPassword>();
    ask_anew_if_gone(form, refresh);
    let problem = problem(form);
    let judge = Judge::of("password", "", "", &crate::components::organisation());
    view! {
        <Card title=t(|t| t.password.new_heading)>
            <p class="card__lead">{t(|t| t.password.new_lead)}</p>
            <Shown problem here=|refusal| !is_of_new_password(refusal)/>
            <PostForm form>
                <HiddenUserName value=user_name kept_back=true/>
                <PasswordField
                    name="password"
                    label=t(|t| t.password.new_password)
                    problem
                    mine=is_of_new_password
                    autocomplete="new-password"
                    judge
                />
                <PasswordRules judge/>
                <p class="card__note">{t(|t| t.password.new_effect)}</p>
                <Submit text=t(|t| t.password.submit) busy_text=t(|t| t.password.busy) busy=form.pending()/>
            </PostForm>
            <TimeLimit limit=Some(limit)/>
            <Switch keep=true refresh/>
            <Stop/>
        </Card>
    }
}

#[component]
fn Keep(user_name: String, limit: Limit, refresh: Refresh) -> impl IntoView {
    let form = Form::to::<KeepPassword>();
    ask_anew_if_gone(form, refresh);
    let problem = problem(form);
    let mine = |refusal| {
        matches!(
            refusal,
            Refusal::PasswordEmpty
                | Refusal::PasswordWrong
                | Refusal::PasswordTries
                | Refusal::PasswordLong
        )
    };
    view! {
        <Card title=t(|t| t.password.keep_heading)>
            <p class="card__lead">{t(|t| t.password.keep_lead)}</p>
            <Shown
                problem
                here=|refusal| {
                    !is_of_new_password(refusal)
                        && !matches!(refusal, Refusal::PasswordWrong | Refusal::PasswordTries)
                }
            />
            <PostForm form>
                <HiddenUserName value=user_name kept_back=true/>
                <PasswordField
                    name="password"
                    label=t(|t| t.password.password)
                    problem
                    mine
                    autocomplete="current-password"
                />
                <p class="card__note">{t(|t| t.password.keep_effect)}</p>
                <Submit text=t(|t| t.password.submit) busy_text=t(|t| t.password.busy) busy=form.pending()/>
            </PostForm>
            <TimeLimit limit=Some(limit)/>
            <Switch keep=false refresh/>
            <Stop/>
        </Card>
    }
}

/// Switches between the two.
#[component]
fn Switch(keep: bool, refresh: Refresh) -> impl IntoView {
    let switch = Form::to::<EndWith>();
    refresh.after(switch);
    let text = if keep {
        t(|t| t.password.use_kept)
    } else {
        t(|t| t.password.use_new)
    };

    view! {
        <PostForm form=switch>
            <input type="hidden" name="keep" value=if keep { "on" } else { "" }/>
            <Quiet text/>
        </PostForm>
    }
}

/// If the recovery has ended meanwhile, the page says so.
fn ask_anew_if_gone(form: Form, refresh: Refresh) {
    Effect::new(move |_| {
        if form.answer() == Some(Answer::Refused(Refusal::FlowStep)) {
            refresh.now();
        }
    });
}
