//! `/recover`.

use super::screened::{Ask, beside};
use super::{draft, is_of_identifier, judge_identifier};
use crate::actions::recovery::StartRecovery;
use crate::components::{
    Card, Field, Form, Icon, Notice, PostForm, ProofOf, Proving, Shape, Shown, Submit, Tone, problem,
};
use crate::language::{t, texts};
use crate::paths;
use crate::screens::RecoveryScreen;
use leptos::prelude::*;
use regain_domain::{Refusal, Trouble};

/// Who are you, and what is the trouble?
#[component]
pub(crate) fn RecoverPage() -> impl IntoView {
    let form = Form::to::<StartRecovery>();
    let problem = problem(form);
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
                    label=t(|t| t.recover.identifier)
                    hint=t(|t| t.recover.identifier_hint)
                    problem
                    mine=is_of_identifier
                    judge=judge_identifier
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

/// A recovery that was begun in this browser and can go on.
fn under_way(screen: &RecoveryScreen) -> Option<AnyView> {
    use RecoveryScreen as R;
    let can_go_on = matches!(screen, R::Proof { .. } | R::Password { .. } | R::Authenticator);
    can_go_on.then(|| {
        view! {
            <Notice tone=Tone::Info>{move || texts().recover.under_way}</Notice>
            <a class="button button--quiet" href=paths::RECOVER_VERIFY>{t(|t| t.recover.go_on)}</a>
        }
        .into_any()
    })
}

fn words(trouble: Trouble) -> (Signal<&'static str>, Signal<&'static str>) {
    match trouble {
        Trouble::ForgotPassword => (t(|t| t.recover.forgot_password), t(|t| t.recover.forgot_password_hint)),
        Trouble::KnowPassword => (t(|t| t.recover.know_password), t(|t| t.recover.know_password_hint)),
        Trouble::LostAuthenticator => (t(|t| t.recover.lost_authenticator), t(|t| t.recover.lost_authenticator_hint)),
        Trouble::ForgotUserName => (t(|t| t.recover.forgot_user_name), t(|t| t.recover.forgot_user_name_hint)),
    }
}
