//! `/sign-in`.

use super::{draft, is_of_identifier, judge_identifier, parameter};
use crate::actions::sign_in::SignIn;
use crate::components::{Card, Field, Form, Notice, PasswordField, PostForm, Shown, Submit, Tone, problem};
use crate::figures::figured;
use crate::language::{t, texts};
use crate::paths;
use leptos::prelude::*;
use regain_domain::Refusal;

/// The sign-in screen.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let form = Form::to::<SignIn>();
    let problem = problem(form);
    let return_to = parameter("return_to");
    let kept = draft("keep").is_some();
    view! {
        <Card title=t(|t| t.sign_in.heading)>
            <NoticeOfTheAddress hidden=Signal::derive(move || problem.get().is_some())/>
            <Shown
                problem
                here=|refusal| !is_of_identifier(refusal) && refusal != Refusal::PasswordEmpty
            />
            <PostForm form>
                <input type="hidden" name="return_to" value=move || return_to.get().unwrap_or_default()/>
                <Field
                    name="identifier"
                    label=t(|t| t.sign_in.identifier)
                    problem
                    mine=is_of_identifier
                    judge=judge_identifier
                    autocomplete="username"
                    value=draft("identifier")
                />
                <PasswordField
                    name="password"
                    label=t(|t| t.sign_in.password)
                    problem
                    mine=|refusal| refusal == Refusal::PasswordEmpty
                    autocomplete="current-password"
                />
                <div class="field">
                <label class="check">
                    <input
                        class="check__input"
                        type="checkbox"
                        name="keep"
                        value="on"
                        checked=kept
                        aria-describedby="keep-hint"
                    />
                    <span>{t(|t| t.sign_in.keep)}</span>
                </label>
                <p class="field__hint" id="keep-hint">{t(|t| figured(t.sign_in.keep_hint))}</p>
                </div>
                <Submit text=t(|t| t.sign_in.submit) busy_text=t(|t| t.sign_in.busy) busy=form.pending()/>
            </PostForm>
            <div class="card__foot">
                <a class="link" href=paths::RECOVER>{t(|t| t.sign_in.no_access)}</a>
            </div>
        </Card>
    }
}

/// "You are signed out." and the like; it makes room for a problem.
#[component]
fn NoticeOfTheAddress(hidden: Signal<bool>) -> impl IntoView {
    let notice = parameter("notice");
    move || {
        let (tone, text) = match notice.get().as_deref() {
            _ if hidden.get() => return None,
            Some("signed-out") => (Tone::Done, texts().sign_in.signed_out),
            Some("needed") => (Tone::Info, texts().sign_in.needed),
            Some("ended") => (Tone::Info, texts().sign_in.ended),
            Some("frozen") => (Tone::Done, texts().sign_in.frozen),
            _ => return None,
        };
        Some(view! { <Notice tone>{text}</Notice> })
    }
}
