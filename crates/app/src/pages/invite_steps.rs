//! The steps of an enrolment at which something is typed: names, password, one of the codes.

use super::{Refresh, draft, is_of_code, is_of_new_password};
use crate::actions::invite::{ConfirmSavedCode, EnrolNames, EnrolPassword};
use crate::components::{
    Card, CodeShape, Field, Form, HiddenUserName, Judge, PasswordField, PasswordRules, PostForm,
    Shown, Submit, problem,
};
use crate::language::{t, t_with};
use crate::paths;
use leptos::prelude::*;
use regain_domain::{EnrolmentStep, PersonName, Refusal, SavedCode, UserName};

/// Step 1: name and user name.
#[component]
pub(super) fn WhoAreYou(
    address: String,
    name: String,
    user_name: String,
    steps: u32,
    refresh: Refresh,
) -> impl IntoView {
    let form = Form::to::<EnrolNames>();
    refresh.after(form);
    let problem = problem(form);
    view! {
        <Card title=t(|t| t.invite.name_heading) step=(EnrolmentStep::Name.number(), steps)>
            <p class="card__lead">{t_with(address, |t, address| (t.invite.invited)(&address))}</p>
            <Shown problem here=|refusal| !is_of_names(refusal)/>
            <PostForm form>
                <Field
                    name="name"
                    label=t(|t| t.invite.name)
                    hint=t(|t| t.invite.name_hint)
                    problem
                    mine=is_of_person_name
                    judge=|text| PersonName::parse(text).err().map(Refusal::from)
                    autocomplete="name"
                    value=draft("name").or(Some(name))
                />
                <Field
                    name="user_name"
                    label=t(|t| t.invite.user_name)
                    hint=t(|t| t.invite.user_name_hint)
                    problem
                    mine=|refusal| is_of_names(refusal) && !is_of_person_name(refusal)
                    judge=|text| UserName::parse(text).err().map(Refusal::from)
                    autocomplete="username"
                    value=draft("user_name").or(Some(user_name))
                />
                <Submit text=t(|t| t.invite.submit) busy=form.pending()/>
            </PostForm>
        </Card>
    }
}

const fn is_of_person_name(refusal: Refusal) -> bool {
    use Refusal as R;

    matches!(
        refusal,
        R::NameEmpty | R::NameLong | R::NameCharacter | R::NameOnly
    )
}

const fn is_of_names(refusal: Refusal) -> bool {
    use Refusal as R;

    is_of_person_name(refusal)
        || matches!(
            refusal,
            R::UserNameEmpty
                | R::UserNameShort
                | R::UserNameLong
                | R::UserNameCharacter
                | R::UserNameTaken
                | R::UserNameTries
        )
}

/// Step 2: the password.
#[component]
pub(super) fn ChoosePassword(
    user_name: String,
    judge: Judge,
    steps: u32,
    refresh: Refresh,
) -> impl IntoView {
    let form = Form::to::<EnrolPassword>();
    refresh.after(form);
    let problem = problem(form);
    view! {
        <Card title=t(|t| t.invite.password_heading) step=(EnrolmentStep::Password.number(), steps)>
            <p class="card__lead">{t(|t| t.invite.password_lead)}</p>
            <Shown problem here=|refusal| !is_of_new_password(refusal)/>
            <PostForm form>
                <HiddenUserName value=user_name/>
                <PasswordField
                    name="password"
                    label=t(|t| t.invite.password)
                    problem
                    mine=is_of_new_password
                    autocomplete="new-password"
                    judge
                />
                <PasswordRules judge/>
                <Submit text=t(|t| t.invite.submit) busy=form.pending()/>
            </PostForm>
        </Card>
    }
}

/// Step 4: typing one of the codes.
#[component]
pub(super) fn ConfirmCode(steps: u32, refresh: Refresh) -> impl IntoView {
    let form = Form::to::<ConfirmSavedCode>();
    refresh.after(form);
    let problem = problem(form);
    view! {
        <Card title=t(|t| t.invite.confirm_heading) step=(EnrolmentStep::ConfirmCode.number(), steps)>
            <p class="card__lead">{t(|t| t.invite.confirm_lead)}</p>
            <Shown problem here=|refusal| !is_of_code(refusal)/>
            <PostForm form>
                <Field
                    name="code"
                    label=t(|t| t.invite.confirm)
                    hint=t(|t| t.invite.confirm_hint)
                    problem
                    mine=is_of_code
                    judge=|text| SavedCode::parse(text).err().map(Refusal::from)
                    autocomplete="off"
                    code=CodeShape::Long
                />
                <Submit
                    text=if steps == EnrolmentStep::ConfirmCode.number() {
                        t(|t| t.invite.finish)
                    } else {
                        t(|t| t.invite.submit)
                    }
                    busy=form.pending()
                />
            </PostForm>
            <a class="button button--quiet" href=paths::INVITE>{t(|t| t.invite.show_again)}</a>
        </Card>
    }
}
