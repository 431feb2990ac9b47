//! Pages that ask the server what to show. They share one resource type, which holds the answer as text: typed ones
//! would be compiled again for each page, client included.

use super::Refresh;
use crate::blocks::Question;
use crate::components::{Fault, Loading, ZoneTold};
use crate::paths;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// The data a page requests.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Ask {
    /// The state of the recovery; with the requesting page.
    Recovery(&'static str),
    /// The state of the enrolment; whether the last step is requested.
    Invite(bool),
    /// The signed-in person.
    Account,
    /// A screen of blocks.
    Blocks(Question),
}

impl Ask {
    fn is_full_of_moments(&self) -> bool {
        let Self::Blocks(question) = self else {
            return false;
        };

        let path = question.address.split('?').next().unwrap_or_default();
        path.starts_with(paths::ADMIN)
            || [paths::DEVICES, paths::HISTORY, paths::METHODS, paths::CLOSE].contains(&path)
    }
}

/// Requests the data, now and after each refresh, and shows it.
pub(super) fn screened<T: DeserializeOwned>(
    ask: impl Fn() -> Ask + Send + Sync + 'static,
    refresh: Refresh,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let show = move |answer: &str| serde_json::from_str(answer).ok().map(&show);
    screened_text(Signal::derive(ask), refresh, Arc::new(show))
}

/// Requests the data once, and shows it beside the rest of the page, if there is anything to show.
pub(super) fn beside<T: DeserializeOwned>(
    ask: impl Fn() -> Ask + Send + Sync + 'static,
    show: impl Fn(T) -> Option<AnyView> + Send + Sync + 'static,
) -> AnyView {
    let show: Show =
        Arc::new(move |answer: &str| serde_json::from_str(answer).ok().and_then(&show));
    let answer = Resource::new(ask, read);
    let view = move || answer.get().flatten().and_then(|answer| show(&answer));
    view! { <Transition fallback=|| ()>{view}</Transition> }.into_any()
}

type Show = Arc<dyn Fn(&str) -> Option<AnyView> + Send + Sync>;

fn screened_text(ask: Signal<Ask>, refresh: Refresh, show: Show) -> AnyView {
    // Texts with times in another zone are requested again, on pages for reading, where nothing has been typed yet.
    if let Some(ZoneTold(told)) = use_context() {
        Effect::new(move |_| {
            if told.get() && ask.with_untracked(Ask::is_full_of_moments) {
                refresh.now();
            }
        });
    }

    let answer = Resource::new(move || (refresh.get(), ask.get()), |(_, ask)| read(ask));
    let view = move || {
        answer.get().map(|answer| {
            let shown = answer.and_then(|answer| show(&answer));
            shown.unwrap_or_else(|| view! { <Fault/> }.into_any())
        })
    };

    view! { <Transition fallback=Loading>{view}</Transition> }.into_any()
}

/// The answer as JSON; `None` if the server failed.
#[cfg(feature = "ssr")]
async fn read(ask: Ask) -> Option<String> {
    use crate::reads::{account, invite, recovery, screen};

    match ask {
        Ask::Recovery(page) => {
            serde_json::to_string(&recovery::read_recovery(page.to_owned()).await.ok()?)
        }
        Ask::Invite(confirm) => {
            serde_json::to_string(&invite::read_invite(flag(confirm).to_owned()).await.ok()?)
        }
        Ask::Account => serde_json::to_string(&account::read_account().await.ok()?),
        Ask::Blocks(Question {
            address,
            language,
            table,
        }) => serde_json::to_string(
            &screen::read_screen(address, language.tag().to_owned(), table)
                .await
                .ok()?,
        ),
    }
    .ok()
}

/// The answer as JSON; `None` if there is none. Leads to another page if the server says so.
#[cfg(feature = "hydrate")]
async fn read(ask: Ask) -> Option<String> {
    use crate::reads::{
        account::ReadAccount, invite::ReadInvite, recovery::ReadRecovery, screen::ReadScreen,
    };
    use leptos::server_fn::ServerFn;

    let (path, body) = match ask {
        Ask::Recovery(page) => (ReadRecovery::PATH, ["page=", page].concat()),
        Ask::Invite(confirm) => (ReadInvite::PATH, ["confirm=", flag(confirm)].concat()),
        Ask::Account => (ReadAccount::PATH, String::new()),
        Ask::Blocks(Question {
            address,
            language,
            table,
        }) => {
            let address = encoded(&address);
            let table = encoded(&table);
            (
                ReadScreen::PATH,
                [
                    "address=",
                    &address,
                    "&language=",
                    language.tag(),
                    "&table=",
                    &table,
                ]
                .concat(),
            )
        }
    };

    // There is one thread only.
    let exchanged = send_wrapper::SendWrapper::new(crate::components::exchange(path, &body)).await;
    exchanged.map(|exchanged| exchanged.answer)
}

const fn flag(set: bool) -> &'static str {
    if set { "on" } else { "" }
}

/// Encodes the value of a form's field.
#[cfg(feature = "hydrate")]
fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}
