//! `/recover`.

use super::screened::{Ask, beside};
use super::{draft, is_of_identifier, judge_identifier};
use crate::actions::recovery::StartRecovery;
use crate::components::{
    Card, Field, Form, Icon, Notice, PostForm, Problem, ProofOf, Proving, Shape, Shown, Submit,
    Tone, problem,
};
use crate::language::{t, texts};
use crate::paths;
use crate::screens::RecoveryScreen;
use leptos::prelude::*;
use regain_domain::{Identifier, Refusal, Trouble};

/// Asks who the person is, and what the trouble is.
#[component]
pub(crate) fn RecoverPage() -> impl IntoView {
    let form = Form::to::<StartRecovery>();
    let told = problem(form);
    let by_email = RwSignal::new(false);
    let judged = RwSignal::new(None::<Refusal>);

    // A message about a user name is out of date once another trouble is chosen.
    let elsewhere = RwSignal::new(false);
    let problem: Problem = Signal::derive(move || {
        let told = told
            .get()
            .filter(|refusal| *refusal != Refusal::AddressNeeded || !elsewhere.get());
        judged.get().or(told)
    });
    Effect::new(move |_| {
        // Rereads the choice, which the browser may have restored; each answer resets what was judged here.
        told.track();
        judged.set(None);
        by_email.set(page::needs_address());
    });
    let untold = move || problem.get() == Some(Refusal::TroubleMissing);
    let chosen = draft("trouble");
    let choices = Trouble::ALL
        .into_iter()
        .map(|trouble| {
            let (text, hint) = words(trouble);
            let hint_id = format!("{}-hint", trouble.code());
            view! {
                <div class="choice">
                    <input
                        class="choice__input"
                        type="radio"
                        id=trouble.code()
                        name="trouble"
                        value=trouble.code()
                        checked=chosen.as_deref() == Some(trouble.code())
                        on:change=move |_| {
                            by_email.set(trouble.needs_address());
                            elsewhere.set(!trouble.needs_address());
                            judged.set(page::judge());
                        }
                        aria-describedby=hint_id.clone()
                        aria-invalid=move || untold().then_some("true")
                    />
                    <div>
                        <label class="choice__text" for=trouble.code()>{text}</label>
                        <p class="choice__hint" id=hint_id>{hint}</p>
                    </div>
                </div>
            }
        })
        .collect_view();
    view! {
        <Card title=t(|t| t.recover.heading)>
            <p class="card__lead">{t(|t| t.recover.lead)}</p>
            {beside(|| Ask::Recovery(paths::RECOVER), |screen| under_way(&screen))}
            <Shown problem here=|refusal| !is_of_identifier(refusal) && refusal != Refusal::TroubleMissing/>
            <PostForm form>
                <Field
                    name="identifier"
                    label=either(by_email, t(|t| t.recover.email), t(|t| t.recover.identifier))
                    hint=either(by_email, t(|t| t.recover.email_hint), t(|t| t.recover.identifier_hint))
                    problem
                    mine=is_of_identifier
                    judge=judge
                    autocomplete="username"
                    value=draft("identifier")
                />
                <fieldset class="choices" class:field--invalid=untold>
                    <legend class="field__label">{t(|t| t.recover.trouble)}</legend>
                    <div class="field__errors" aria-live="polite">
                        {move || {
                            untold()
                                .then(|| {
                                    view! {
                                        <p class="field__error">
                                            <Icon shape=Shape::Error/>
                                            <span>{texts().refusal(Refusal::TroubleMissing)}</span>
                                        </p>
                                    }
                                })
                        }}
                    </div>
                    {choices}
                </fieldset>
                <Proving form of=ProofOf::Recovery/>
                <Submit text=t(|t| t.recover.submit) busy=form.pending()/>
            </PostForm>
            <div class="card__foot">
                <a class="link" href=paths::SIGN_IN>{t(|t| t.recover.back)}</a>
            </div>
        </Card>
    }
}

/// A recovery begun in this browser that can continue.
fn under_way(screen: &RecoveryScreen) -> Option<AnyView> {
    use RecoveryScreen as R;

    let can_go_on = matches!(
        screen,
        R::Proof { .. } | R::Password { .. } | R::Authenticator
    );
    can_go_on.then(|| {
        view! {
            <Notice tone=Tone::Info>{move || texts().recover.under_way}</Notice>
            <a class="button button--quiet" href=paths::RECOVER_VERIFY>{t(|t| t.recover.go_on)}</a>
        }
        .into_any()
    })
}

/// One of two texts.
fn either(
    first: RwSignal<bool>,
    yes: Signal<&'static str>,
    no: Signal<&'static str>,
) -> Signal<&'static str> {
    Signal::derive(move || if first.get() { yes.get() } else { no.get() })
}

/// Judges the field when the person leaves it: a user name can't be recovered by entering it.
fn judge(text: &str) -> Option<Refusal> {
    judge_identifier(text).or_else(|| {
        let is_name = Identifier::parse(text).is_ok_and(|typed| !typed.is_email());
        (is_name && page::needs_address()).then_some(Refusal::AddressNeeded)
    })
}

#[cfg(feature = "hydrate")]
mod page {
    use leptos::prelude::document;
    use regain_domain::{Refusal, Trouble};
    use wasm_bindgen::JsCast;
    use web_sys::HtmlInputElement;

    fn input(id: &str) -> Option<HtmlInputElement> {
        document().get_element_by_id(id)?.dyn_into().ok()
    }

    /// Whether the chosen trouble takes an address.
    pub(super) fn needs_address() -> bool {
        let chosen = |trouble: Trouble| input(trouble.code()).is_some_and(|input| input.checked());
        Trouble::ALL
            .into_iter()
            .any(|trouble| trouble.needs_address() && chosen(trouble))
    }

    /// The problem with what was typed, now that another trouble is chosen.
    pub(super) fn judge() -> Option<Refusal> {
        let typed = input("identifier")?.value();
        super::judge(&typed).filter(|refusal| *refusal == Refusal::AddressNeeded)
    }
}

/// Nothing is typed or chosen on the server.
#[cfg(not(feature = "hydrate"))]
mod page {
    use regain_domain::Refusal;

    pub(super) const fn needs_address() -> bool {
        false
    }

    pub(super) const fn judge() -> Option<Refusal> {
        None
    }
}

fn words(trouble: Trouble) -> (Signal<&'static str>, Signal<&'static str>) {
    match trouble {
        Trouble::ForgotPassword => (
            t(|t| t.recover.forgot_password),
            t(|t| t.recover.forgot_password_hint),
        ),
        Trouble::KnowPassword => (
            t(|t| t.recover.know_password),
            t(|t| t.recover.know_password_hint),
        ),
        Trouble::LostAuthenticator => (
            t(|t| t.recover.lost_authenticator),
            t(|t| t.recover.lost_authenticator_hint),
        ),
        Trouble::ForgotUserName => (
            t(|t| t.recover.forgot_user_name),
            t(|t| t.recover.forgot_user_name_hint),
        ),
    }
}
