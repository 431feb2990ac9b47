//! `/invite`: from an invitation to an active account.

use super::block_state::Shared;
use super::blocks::show;
use super::invite_codes::{KeepCodes, MakeCodes};
use super::invite_steps::{ChoosePassword, ConfirmCode, WhoAreYou};
use super::screened::{Ask, screened};
use super::{Refresh, is_of_code, parameter};
use crate::actions::invite::{LeaveInvitation, OpenInvitation};
use crate::answer::Answer;
use crate::components::{
    Card, CodeShape, DeadEnd, Field, Form, Judge, PostForm, Quiet, Shown, Submit, problem,
};
use crate::language::{t, use_language};
use crate::paths;
use crate::screens::{InLanguages, InviteScreen};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use regain_domain::{EnrolmentStep, InvitationCode, Refusal};

/// The page of an invitation, at the step where the person left off.
#[component]
pub(crate) fn InvitePage() -> impl IntoView {
    let refresh = Refresh::new();
    let fragment = RwSignal::new(String::new());
    read(fragment);
    provide_context(Anew { fragment, refresh });
    let confirm = parameter("step");

    screened(
        move || Ask::Invite(confirm.get().as_deref() == Some("confirm")),
        refresh,
        move |screen| match screen {
            _ if !fragment.read().is_empty() => view! { <Code fragment refresh/> }.into_any(),
            InviteScreen::Code => view! { <Code fragment refresh/> }.into_any(),
            InviteScreen::Gone(refusal) => gone(refusal),
            InviteScreen::Ready => view! { <Ready/> }.into_any(),
            InviteScreen::Setup(screens) => setup(screens, refresh),
            InviteScreen::Step {
                step,
                steps,
                address,
                name,
                user_name,
                codes,
                organisation,
            } => match step {
                EnrolmentStep::Name => {
                    view! { <WhoAreYou address name user_name steps refresh/> }.into_any()
                }
                EnrolmentStep::Password => {
                    let judge = Judge::of("password", &user_name, &address, &organisation);
                    view! { <ChoosePassword user_name judge steps refresh/> }.into_any()
                }
                EnrolmentStep::SaveCodes if codes.is_empty() => {
                    view! { <MakeCodes refresh steps/> }.into_any()
                }
                EnrolmentStep::SaveCodes => {
                    view! { <KeepCodes codes user_name organisation steps/> }.into_any()
                }
                EnrolmentStep::ConfirmCode | EnrolmentStep::Authenticator => {
                    view! { <ConfirmCode steps refresh/> }.into_any()
                }
            },
        },
    )
}

/// The last step, in the page's language.
fn setup(screens: InLanguages, refresh: Refresh) -> AnyView {
    let language = use_language();
    let shared = Shared::on(refresh);
    let screen = move || show(screens.get(language.0.get()), shared);
    screen.into_any()
}

/// The invitation's code: filled in from the link, or typed without JavaScript.
#[component]
fn Code(fragment: RwSignal<String>, refresh: Refresh) -> impl IntoView {
    let open = Form::to::<OpenInvitation>();
    refresh.after(open);
    Effect::new(move |_| {
        if open.answer() == Some(Answer::Done) {
            forget(fragment);
        }
    });
    let problem = problem(open);
    view! {
        {move || match problem.get() {
            Some(refusal) if is_gone(refusal) => gone(refusal),
            _ => {
                view! {
                    <Card title=t(|t| t.invite.heading)>
                        <p class="card__lead">{t(|t| t.invite.lead)}</p>
                        <Shown problem here=|refusal| !is_of_code(refusal) && !is_gone(refusal)/>
                        <PostForm form=open>
                            <Field
                                name="code"
                                label=t(|t| t.invite.code)
                                hint=t(|t| t.invite.code_hint)
                                problem
                                mine=is_of_code
                                judge=|text| InvitationCode::parse(text).err().map(Refusal::from)
                                autocomplete="off"
                                code=CodeShape::Long
                                filled=fragment
                            />
                            <Submit
                                text=t(|t| t.invite.submit)

                                busy=open.pending()
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
fn Ready() -> impl IntoView {
    view! {
        <Card title=t(|t| t.invite.done_heading)>
            <p class="card__lead">{t(|t| t.invite.done_text)}</p>
            <a class="button button--primary" href=paths::SIGN_IN>{t(|t| t.invite.sign_in)}</a>
        </Card>
    }
}

/// Whether the invitation itself can't be used.
const fn is_gone(refusal: Refusal) -> bool {
    use Refusal as R;

    matches!(
        refusal,
        R::InvitationUnknown | R::InvitationExpired | R::InvitationUsed | R::InvitationReplaced
    )
}

/// The invitation can't be used: the reason, and what to do.
fn gone(refusal: Refusal) -> AnyView {
    match refusal {
        Refusal::InvitationUsed => view! {
            <DeadEnd
                words=|t| &t.invite.used
                action=|text| view! { <a class="button button--primary" href=paths::SIGN_IN>{text}</a> }.into_any()
            />
        }
        .into_any(),
        Refusal::CookiesRefused => view! {
            <DeadEnd
                words=|t| &t.verify.no_cookies
                action=|text| view! { <a class="button button--primary" href=paths::INVITE>{text}</a> }.into_any()
            />
        }
        .into_any(),
        Refusal::InvitationExpired => view! { <DeadEnd words=|t| &t.invite.expired action=another/> }.into_any(),
        Refusal::InvitationReplaced => view! { <DeadEnd words=|t| &t.invite.replaced action=another/> }.into_any(),
        _ => view! { <DeadEnd words=|t| &t.invite.unknown action=another/> }.into_any(),
    }
}

/// State to clear before another code can be entered.
#[derive(Clone, Copy)]
struct Anew {
    fragment: RwSignal<String>,
    refresh: Refresh,
}

/// The button that leads to an empty code field.
fn another(text: Signal<&'static str>) -> AnyView {
    let leave = Form::to::<LeaveInvitation>();
    let anew = use_context::<Anew>();
    let navigate = use_navigate();
    Effect::new(move |_| {
        if leave.answer() == Some(Answer::Done)
            && let Some(Anew { fragment, refresh }) = anew
        {
            // A refused plain form left its reason in the URL.
            navigate(
                paths::INVITE,
                NavigateOptions {
                    replace: true,
                    ..NavigateOptions::default()
                },
            );
            forget(fragment);
            refresh.now();
        }
    });

    view! {
        <PostForm form=leave>
            <Quiet text/>
        </PostForm>
    }
    .into_any()
}

/// Clears the link's code without notifying; the change shows with the next answer. Otherwise a field already on
/// screen would be replaced, and lose what was typed.
fn forget(fragment: RwSignal<String>) {
    fragment.write_untracked().clear();
}

/// Removes the code from the URL, so that it doesn't stay in the history.
#[cfg(feature = "hydrate")]
fn read(fragment: RwSignal<String>) {
    Effect::new(move |_| {
        if let Ok(code) = InvitationCode::parse(&super::link::take_fragment()) {
            fragment.set(code.shown());
        }
    });
}

#[cfg(not(feature = "hydrate"))]
const fn read(_: RwSignal<String>) {}
