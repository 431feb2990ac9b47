//! `/recover/link`: the target of a mailed link. Opening it changes nothing (S22); its secrets are in the fragment.

use super::screened::{Ask, screened};
use super::{Refresh, is_of_code, parameter};
use crate::actions::recovery::ConfirmLink;
use crate::components::{
    Card, CodeShape, Field, Form, Notice, PostForm, Shown, Submit, Tone, problem,
};
use crate::language::{t, texts};
use crate::paths;
use crate::screens::RecoveryScreen;
use leptos::prelude::*;
use regain_domain::{OneTimeCode, Refusal};

/// Contents of the fragment: the code to show, and the token that confirms.
#[derive(Clone, Copy)]
struct Fragment {
    code: RwSignal<String>,
    token: RwSignal<String>,
}

/// Confirms in the same browser; in another one, only shows the code to type.
#[component]
pub(crate) fn LinkPage() -> impl IntoView {
    let fragment = Fragment {
        code: RwSignal::new(String::new()),
        token: RwSignal::new(String::new()),
    };
    read(fragment);
    let notice = parameter("notice");

    screened(
        || Ask::Recovery(paths::RECOVER_LINK),
        Refresh::new(),
        move |screen| {
            if notice.get().as_deref() == Some("confirmed") {
                view! { <Confirmed/> }.into_any()
            } else if matches!(screen, RecoveryScreen::Proof { .. }) {
                view! { <Confirm fragment/> }.into_any()
            } else {
                view! { <Elsewhere code=fragment.code/> }.into_any()
            }
        },
    )
}

#[component]
fn Confirm(fragment: Fragment) -> impl IntoView {
    let confirm = Form::to::<ConfirmLink>();
    let problem = problem(confirm);

    // Problems with the code are fixed where it was requested.
    let way_on = move || {
        let text = match problem.get()? {
            Refusal::LinkEarlier => t(|t| t.link.go_on),
            Refusal::CodeExpired | Refusal::CodeReplaced | Refusal::CodeTries => {
                t(|t| t.link.new_code)
            }
            _ => return None,
        };

        Some(view! { <a class="button button--primary" href=paths::RECOVER_VERIFY>{text}</a> })
    };
    let elsewhere = move || problem.get() == Some(Refusal::LinkElsewhere);
    view! {
        {move || {
            if elsewhere() {
                view! { <Elsewhere code=fragment.code/> }.into_any()
            } else {
                view! {
                    <Card title=t(|t| t.link.heading)>
                        <p class="card__lead">{t(|t| t.link.lead)}</p>
                        <Shown problem here=|refusal| !is_of_code(refusal)/>
                        {way_on}
                        <PostForm form=confirm>
                            <input type="hidden" name="token" prop:value=move || fragment.token.get()/>
                            <Field
                                name="code"
                                label=t(|t| t.link.code)
                                hint=t(|t| t.link.code_hint)
                                problem
                                mine=is_of_code
                                autocomplete="one-time-code"
                                code=CodeShape::Short
                                filled=fragment.code
                            />
                            <Submit
                                text=t(|t| t.link.submit)
                                busy_text=t(|t| t.link.busy)
                                busy=confirm.pending()
                            />
                        </PostForm>
                    </Card>
                }
                    .into_any()
            }
        }}
    }
}

#[component]
fn Elsewhere(code: RwSignal<String>) -> impl IntoView {
    view! {
        <Card title=t(|t| t.link.elsewhere_heading)>
            <p class="card__lead">{t(|t| t.link.elsewhere)}</p>
            <p class="code-shown">
                {move || match code.get() {
                    empty if empty.is_empty() => texts().link.code_hint.to_owned(),
                    code => code,
                }}
            </p>
            <Notice tone=Tone::Info>{move || texts().link.elsewhere_warning}</Notice>
        </Card>
    }
}

#[component]
fn Confirmed() -> impl IntoView {
    view! {
        <Card title=t(|t| t.link.confirmed_heading)>
            <Notice tone=Tone::Done>{move || texts().link.confirmed}</Notice>
            <a class="button button--primary" href=paths::RECOVER_VERIFY>{t(|t| t.link.continue_here)}</a>
        </Card>
    }
}

/// Removes code and token from the URL, so that neither stays in the history.
#[cfg(feature = "hydrate")]
fn read(fragment: Fragment) {
    Effect::new(move |_| {
        let taken = take_fragment();
        let Some((code, token)) = taken.split_once('.') else {
            return;
        };

        if let Ok(code) = OneTimeCode::parse(code) {
            fragment.code.set(code.shown());
            fragment.token.set(token.to_owned());
        }
    });
}

#[cfg(not(feature = "hydrate"))]
fn read(_: Fragment) {
    let _ = OneTimeCode::SYMBOLS;
}

/// Takes the URL's fragment, without its `#`, and removes it from the URL.
#[cfg(feature = "hydrate")]
pub(super) fn take_fragment() -> String {
    let location = window().location();
    let fragment = location.hash().unwrap_or_default();
    let clean = [location.pathname(), location.search()]
        .into_iter()
        .flatten()
        .collect::<String>();
    if !fragment.is_empty()
        && let Ok(history) = window().history()
    {
        let state = history.state().unwrap_or(wasm_bindgen::JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&clean));
    }

    fragment.trim_start_matches('#').to_owned()
}
