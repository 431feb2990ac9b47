//! Administrators' actions. No argument names anybody's password, code or method (S72).

use crate::answer::Answer;
use leptos::prelude::*;

/// Invites an address, for the first time or again.
#[server(prefix = "/api", endpoint = "invite_person")]
pub async fn invite_person(
    #[server(default)] address: String,
    #[server(default)] language: String,
    #[server(default)] person: String,
) -> Result<Answer, ServerFnError> {
    use crate::paths;
    use regain_domain::{EmailAddress, Language, PersonId, Refusal};

    let again = PersonId::from_hex(&person).map(|person| person_path(&person.to_hex()));
    let page = again.unwrap_or_else(|| paths::ADMIN_INVITE.to_owned());

    act(
        &page,
        "invited",
        &[("address", &address)],
        async |admin, visitor, actor| {
            let address = EmailAddress::parse(&address).map_err(|_| Refusal::IdentifierAddress)?;
            admin
                .invite(
                    &visitor,
                    actor,
                    &address,
                    Language::from_tag(&language).unwrap_or_default(),
                )
                .await
        },
    )
    .await
}

/// Invites the people in a table's valid lines; the preview has shown the others.
#[server(prefix = "/api", endpoint = "invite_many")]
pub async fn invite_many(
    #[server(default)] table: String,
    #[server(default)] language: String,
) -> Result<Answer, ServerFnError> {
    use crate::paths;
    use regain_domain::{Language, Refusal};
    use regain_service::Failure;

    act(
        paths::ADMIN_INVITE,
        "invited-many",
        &[],
        async |admin, visitor, actor| {
            let lines = regain_admin::read_import(
                &table,
                Language::from_tag(&language).unwrap_or_default(),
            );
            let read: Vec<_> = lines
                .into_iter()
                .filter_map(|line| line.read.ok())
                .collect();
            if read.is_empty() {
                return Err(Refusal::IdentifierAddress.into());
            }

            let mut all = true;
            for (address, language) in read {
                match admin.invite(&visitor, actor, &address, language).await {
                    Err(Failure::Refused(Refusal::MailsSpent)) => all = false,
                    invited => invited?,
                }
            }

            if all {
                Ok(())
            } else {
                Err(Refusal::MailsSpentSome.into())
            }
        },
    )
    .await
}

/// Cancels an invitation.
#[server(prefix = "/api", endpoint = "cancel_invitation")]
pub async fn cancel_invitation(#[server(default)] person: String) -> Result<Answer, ServerFnError> {
    act(
        &person_path(&person),
        "cancelled",
        &[],
        async |admin, visitor, actor| admin.cancel_invitation(&visitor, actor, id(&person)?).await,
    )
    .await
}

/// Disables an account.
#[server(prefix = "/api", endpoint = "disable_person")]
pub async fn disable_person(
    #[server(default)] person: String,
    #[server(default)] reason: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::with_parameter;

    let page = person_path(&person);
    let asking = with_parameter(&page, "confirm", "disable");

    act_from(
        &asking,
        &page,
        "disabled",
        &[("reason", &reason)],
        async |admin, visitor, actor| admin.disable(&visitor, actor, id(&person)?, &reason).await,
    )
    .await
}

/// Re-enables an account.
#[server(prefix = "/api", endpoint = "enable_person")]
pub async fn enable_person(#[server(default)] person: String) -> Result<Answer, ServerFnError> {
    act(
        &person_path(&person),
        "enabled",
        &[],
        async |admin, visitor, actor| admin.enable(&visitor, actor, id(&person)?).await,
    )
    .await
}

/// Ends all of a person's sessions.
#[server(prefix = "/api", endpoint = "end_sessions")]
pub async fn end_sessions(#[server(default)] person: String) -> Result<Answer, ServerFnError> {
    act(
        &person_path(&person),
        "sessions-ended",
        &[],
        async |admin, visitor, actor| {
            admin
                .end_sessions(&visitor, actor, id(&person)?)
                .await
                .map(drop)
        },
    )
    .await
}

/// Requests a role for a person.
#[server(prefix = "/api", endpoint = "request_role")]
pub async fn request_role(
    #[server(default)] person: String,
    #[server(default)] role: String,
) -> Result<Answer, ServerFnError> {
    use regain_domain::{Refusal, Role};

    act(
        &person_path(&person),
        "role-requested",
        &[],
        async |admin, visitor, actor| {
            let role = Role::from_code(&role).ok_or(Refusal::RoleUnchanged)?;
            admin
                .request_role(&visitor, actor, id(&person)?, role)
                .await
        },
    )
    .await
}

/// Confirms a role that another administrator requested, or rejects it.
#[server(prefix = "/api", endpoint = "decide_role")]
pub async fn decide_role(
    #[server(default)] request: String,
    #[server(default)] decision: String,
) -> Result<Answer, ServerFnError> {
    use crate::paths;
    use regain_admin::DecisionOutcome;
    use regain_domain::{Refusal, RequestId};

    // Anything but a clear yes is a no.
    let decided = if decision == "confirm" {
        DecisionOutcome::Confirmed
    } else {
        DecisionOutcome::Refused
    };

    let notice = if decided == DecisionOutcome::Confirmed {
        "role-confirmed"
    } else {
        "role-refused"
    };

    act(
        paths::ADMIN_REQUESTS,
        notice,
        &[],
        async |admin, visitor, actor| {
            let request = RequestId::from_hex(&request).ok_or(Refusal::RequestOver)?;
            admin.decide_role(&visitor, actor, request, decided).await
        },
    )
    .await
}

/// Acts as the signed-in administrator, and returns to `page`.
#[cfg(feature = "ssr")]
async fn act(
    page: &str,
    notice: &str,
    typed: &[(&str, &str)],
    act: impl AsyncFnOnce(
        std::sync::Arc<regain_admin::Admin>,
        regain_service::Visitor,
        regain_domain::PersonId,
    ) -> Result<(), regain_service::Failure>,
) -> Result<Answer, ServerFnError> {
    act_from(page, page, notice, typed, act).await
}

/// The same for a request from another page, which also shows why it was refused.
#[cfg(feature = "ssr")]
async fn act_from(
    asking: &str,
    page: &str,
    notice: &str,
    typed: &[(&str, &str)],
    act: impl AsyncFnOnce(
        std::sync::Arc<regain_admin::Admin>,
        regain_service::Visitor,
        regain_domain::PersonId,
    ) -> Result<(), regain_service::Failure>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse_keeping};
    use crate::request::{AppState, visitor};

    let actor = match proven_or_away(page, asking, typed).await? {
        Ok(actor) => actor,
        Err(answer) => return Ok(answer),
    };

    let admin = expect_context::<AppState>().admin_for(&actor);
    match act(admin, visitor(), actor.person()).await {
        Ok(()) => Ok(continue_at(&format!("{page}?notice={notice}"))),
        Err(failure) => refuse_keeping(&failure, asking, typed),
    }
}

/// The signed-in person, freshly proven, as every administrative act requires; by a passkey, where one is
/// required (S114). Otherwise the answer leads to the proof, and from there back to the page that asks.
#[cfg(feature = "ssr")]
pub(super) async fn proven_or_away(
    page: &str,
    asking: &str,
    typed: &[(&str, &str)],
) -> Result<Result<regain_service::Administrator, Answer>, ServerFnError> {
    use super::own::signed_in_or_away;
    use crate::answering::{confirm_first_keeping, refuse_keeping};
    use crate::request::regain;
    use regain_domain::Refusal;
    use regain_service::Failure;

    let Some(signed_in) = signed_in_or_away(page).await? else {
        return Ok(Err(Answer::Done));
    };

    match regain().roles.acting(&signed_in).await {
        Ok(actor) => Ok(Ok(actor)),
        Err(Failure::Refused(Refusal::ConfirmNeeded)) => {
            Ok(Err(confirm_first_keeping(asking, typed)))
        }
        Err(failure) => refuse_keeping(&failure, asking, typed).map(Err),
    }
}

#[cfg(feature = "ssr")]
fn id(person: &str) -> Result<regain_domain::PersonId, regain_domain::Refusal> {
    regain_domain::PersonId::from_hex(person).ok_or(regain_domain::Refusal::PersonUnknown)
}

/// The page of a person; the list, if the id is invalid.
#[cfg(feature = "ssr")]
fn person_path(person: &str) -> String {
    use crate::paths;

    match regain_domain::PersonId::from_hex(person) {
        Some(person) => format!("{}/{}", paths::ADMIN_PEOPLE, person.to_hex()),
        None => paths::ADMIN.to_owned(),
    }
}
