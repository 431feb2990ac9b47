//! `/sign-in`.

use super::{draft, is_of_identifier, judge_identifier, parameter};
use crate::actions::passkeys::SignInWithPasskey;
use crate::actions::sign_in::{OFTEN, SignIn};
use crate::answer::Answer;
use crate::components::{
    Card, Field, Form, Notice, PasskeyForm, PasswordField, PostForm, Problem, ProofOf, Proving,
    Shown, Submit, Tone, offer_passkeys, problem,
};
use crate::figures::figured;
use crate::language::{t, texts};
use crate::paths;
use leptos::prelude::*;
use regain_domain::Refusal;

/// The sign-in screen.
#[component]
pub(crate) fn SignInPage() -> impl IntoView {
    let form = Form::to::<SignIn>();
    let passkey = Form::to::<SignInWithPasskey>();
    let beside: fn() -> String = fields_beside_passkey;
    offer_passkeys(passkey, beside);
    let of_form = problem(form);
    let of_passkey = problem(passkey);

    // The latest attempt's problem.
    let problem: Problem = Signal::derive(move || match passkey.answer() {
        Some(_) => of_passkey.get(),
        None => of_form.get(),
    });
    let return_to = parameter("return_to");
    let again = parameter("again");
    let refused = RwSignal::new(0_u32);

    Effect::new(move |_| {
        if form.answer().and_then(Answer::refusal) == Some(Refusal::SignIn) {
            refused.update(|count| *count = count.saturating_add(1));
        }
    });
    let is_refused = Memo::new(move |_| problem.get() == Some(Refusal::SignIn));
    let often =
        Memo::new(move |_| is_refused.get() && (refused.get() >= OFTEN || again.get().is_some()));
    let by_passkey = move || {
        view! {
            <PasskeyForm form=passkey purpose="sign-in" body=beside>
                <input type="hidden" name="return_to" value=move || return_to.get().unwrap_or_default()/>
                <button
                    type="submit"
                    class="button button--quiet"
                    class:button--busy=passkey.pending()
                    aria-disabled=move || passkey.pending().get().then_some("true")
                >
                    <span class="button__label">{t(|t| t.sign_in.passkey)}</span>
                    <span class="button__busy">{t(|t| t.sign_in.busy)}</span>
                </button>
            </PasskeyForm>
        }
    };

    // The link to recovery is where it is needed first; after several refusals so is the passkey, instead of below.
    let actions = move || {
        view! {
            <a class="button button--quiet" href=paths::RECOVER>{t(|t| t.actions.recover)}</a>
            {move || often.get().then(by_passkey)}
        }
        .into_any()
    };
    let kept = draft("keep").is_some();
    view! {
        <Card title=t(|t| t.sign_in.heading)>
            <NoticeOfTheAddress hidden=Signal::derive(move || problem.get().is_some())/>
            <Shown
                problem
                here=|refusal| {
                    !is_of_identifier(refusal) && !matches!(refusal, Refusal::PasswordEmpty | Refusal::SignIn)
                }
            />
            {move || {
                // Announced again each time.
                refused.track();
                is_refused.get().then(|| {
                    view! {
                        <Notice tone=Tone::Error actions=actions()>{move || texts().refusal(Refusal::SignIn)}</Notice>
                    }
                })
            }}
            <PostForm form>
                <input type="hidden" name="return_to" value=move || return_to.get().unwrap_or_default()/>
                <Field
                    name="identifier"
                    label=t(|t| t.sign_in.identifier)
                    problem
                    mine=is_of_identifier
                    judge=judge_identifier
                    autocomplete="username webauthn"
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
                <Proving form of=ProofOf::SignIn/>
                <Submit text=t(|t| t.sign_in.submit) busy_text=t(|t| t.sign_in.busy) busy=form.pending()/>
            </PostForm>
            {move || (!often.get()).then(by_passkey)}
            <div class="card__foot">
                <a class="link" href=paths::RECOVER>{t(|t| t.sign_in.no_access)}</a>
            </div>
        </Card>
    }
}

/// "You are signed out." and similar notices; hidden when there is a problem.
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

/// The fields sent with a passkey that the browser offered: those of the form beside it.
#[cfg(feature = "hydrate")]
fn fields_beside_passkey() -> String {
    let find = |selector| document().query_selector(selector).ok().flatten();
    let keep = find("input[name=keep]:checked").map_or("", |_| "on");
    let return_to = find("input[name=return_to]")
        .and_then(|field| field.get_attribute("value"))
        .unwrap_or_default();

    [
        "keep=",
        keep,
        "&return_to=",
        &String::from(js_sys::encode_uri_component(&return_to)),
    ]
    .concat()
}

#[cfg(not(feature = "hydrate"))]
const fn fields_beside_passkey() -> String {
    String::new()
}
