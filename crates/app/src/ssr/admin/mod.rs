//! Builds administrators' screens from use cases, texts and blocks.

mod history;
mod invite;
mod people;
mod person;
mod policy;
mod readiness;
mod requests;

pub(super) use history::filter;
pub(super) use readiness::readiness_filter;

use crate::blocks::{Block, Link, Note, Panel, Screen};
use crate::paths;
use crate::request::Query;
use crate::texts::Texts;
use leptos::prelude::{expect_context, use_context};
use leptos_axum::ResponseOptions;
use regain_admin::{Act, Admin, role_permits};
use regain_domain::{Language, PersonId, Refusal, Role};
use regain_service::{Failure, SignedIn};
use std::sync::Arc;

/// The table sent by a plain form, in Leptos' context.
#[derive(Clone, Debug)]
pub struct PostedTable(pub String);

/// A request for a screen: the reader, the screen and the texts.
struct ScreenRequest<'a> {
    admin: Arc<Admin>,
    actor: PersonId,
    role: Role,
    words: &'static Texts,
    path: &'a str,
    query: Query,
    public_url: String,
}

/// A screen's contents: heading and panels.
type ScreenContents = Result<(String, Vec<Panel>), Failure>;

/// The screen at a URL, as far as its reader's role allows.
///
/// # Errors
/// If the database fails; a refusal is a screen.
pub async fn compose(
    signed_in: &SignedIn,
    address: &str,
    language: Language,
    table: &str,
) -> Result<Screen, Failure> {
    let path = address.split('?').next().unwrap_or_default();
    let state = expect_context::<crate::request::AppState>();
    let actor = match state.regain.roles.administering(signed_in) {
        Ok(actor) => actor,
        Err(Failure::Refused(refusal)) => {
            return Ok(closed(signed_in, refusal, Texts::of(language)));
        }
        Err(failure) => return Err(failure),
    };

    let asked = ScreenRequest {
        admin: state.admin_for(&actor),
        actor: actor.person(),
        role: signed_in.person.role,
        words: Texts::of(language),
        path,
        query: Query::of_address(address),
        public_url: state.regain.settings().public_url.clone(),
    };
    let made = match path.trim_end_matches('/') {
        paths::ADMIN => asked.people().await,
        paths::ADMIN_INVITE => asked.invite(table, language),
        paths::ADMIN_REQUESTS => asked.requests().await,
        paths::ADMIN_POLICY => asked.policy().await,
        paths::ADMIN_POLICY_PREVIEW => asked.policy_preview().await,
        paths::ADMIN_READINESS => asked.readiness().await,
        paths::ADMIN_HISTORY => asked.history().await,
        other => match other
            .strip_prefix(paths::ADMIN_PEOPLE)
            .and_then(|id| id.strip_prefix('/'))
        {
            Some(id) => asked.person(id).await,
            None => Err(Refusal::PersonUnknown.into()),
        },
    };

    let (title, mut panels) = match made {
        Ok(made) => made,
        Err(Failure::Refused(refusal)) => {
            set_status(refusal);
            (
                asked.words.admin.area.to_owned(),
                vec![said(refusal, asked.words)],
            )
        }
        Err(failure) => return Err(failure),
    };

    let duty = super::duty::duty(signed_in.passkey_duty, asked.words);
    panels.splice(0..0, duty);

    Ok(Screen {
        title,
        wide: true,
        area: Some((asked.words.admin.area.to_owned(), asked.tabs())),
        // A table is checked on the page its sender was on, so the notice in the URL is out of date.
        notice: asked.notice().filter(|_| table.is_empty()),
        panels,
        foot: vec![super::parts::link(asked.words.history.back, paths::ACCOUNT)],
        ..Screen::default()
    })
}

/// Replaces every screen: what keeps the reader out, and how to get access again.
fn closed(signed_in: &SignedIn, refusal: Refusal, words: &'static Texts) -> Screen {
    set_status(refusal);
    let duty = super::duty::duty(signed_in.passkey_duty, words);
    Screen {
        title: words.admin.area.to_owned(),
        panels: std::iter::once(said(refusal, words)).chain(duty).collect(),
        foot: vec![super::parts::link(words.history.back, paths::ACCOUNT)],
        ..Screen::default()
    }
}

/// The reason of a refusal.
fn said(refusal: Refusal, words: &Texts) -> Panel {
    let note = Block::Note(Note {
        text: words.refusal(refusal).to_owned(),
        wrong: true,
    });
    Panel {
        heading: None,
        blocks: vec![note],
    }
}

pub(super) fn set_status(refusal: Refusal) {
    use axum::http::StatusCode;

    let is_page = use_context::<axum::http::request::Parts>()
        .is_some_and(|parts| !parts.uri.path().starts_with("/api/"));
    if let (Some(response), true) = (use_context::<ResponseOptions>(), is_page) {
        response.set_status(match refusal {
            Refusal::PersonUnknown => StatusCode::NOT_FOUND,
            _ => StatusCode::FORBIDDEN,
        });
    }
}

impl ScreenRequest<'_> {
    /// The screens that the reader's role allows.
    fn tabs(&self) -> Vec<Link> {
        let words = &self.words.admin;
        [
            (Act::SeePeople, words.people, paths::ADMIN),
            (
                Act::SeePeople,
                self.words.report.heading,
                paths::ADMIN_READINESS,
            ),
            (Act::Invite, words.invite, paths::ADMIN_INVITE),
            (Act::ChangeRoles, words.requests, paths::ADMIN_REQUESTS),
            (Act::SeePolicy, self.words.policy.tab, paths::ADMIN_POLICY),
            (Act::ReadHistory, words.history, paths::ADMIN_HISTORY),
        ]
        .into_iter()
        .filter(|(act, _, _)| role_permits(self.role, *act, None))
        .map(|(_, text, href)| Link {
            text: text.to_owned(),
            href: href.to_owned(),
            current: self.path == href,
        })
        .collect()
    }

    /// The notice about what just happened, from the URL.
    fn notice(&self) -> Option<Note> {
        let words = &self.words.admin;
        let text = match self.query.get("notice") {
            "confirmed" => self.words.methods.done_confirmed,
            "invited" => words.done_invited,
            "invited-many" => words.done_many,
            "cancelled" => words.done_cancelled,
            "disabled" => words.done_disabled,
            "enabled" => words.done_enabled,
            "sessions-ended" => words.done_sessions,
            "role-requested" => words.done_requested,
            "role-confirmed" => words.done_confirmed,
            "role-refused" => words.done_refused,
            "policy-saved" => self.words.policy.done_saved,
            "policy-later" => self.words.policy.done_later,
            "policy-asked" => self.words.policy.done_asked,
            "policy-refused" => self.words.policy.done_refused,
            "policy-called-off" => self.words.policy.done_called_off,
            _ => return None,
        };

        Some(Note {
            text: text.to_owned(),
            wrong: false,
        })
    }

    /// A time in words.
    fn moment(&self, at: regain_domain::Timestamp) -> String {
        crate::request::moment(at).date_and_time(self.words.language)
    }
}
