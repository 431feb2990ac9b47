//! Exports the readiness report as a file. The export itself is recorded in the history, so it is requested by POST.

use super::admin::readiness_filter;
use super::export::{CSV, as_file, csv, in_utc};
use crate::paths;
use crate::request::Query;
use crate::request::{AppState, Cookies, visitor_of};
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use regain_admin::PersonWays;
use regain_domain::Refusal;
use regain_service::Failure;
use serde::Serialize;

/// One line: the person, their state, and how many methods of each kind they have; never which (S81).
#[derive(Serialize)]
struct Line {
    user_name: String,
    name: String,
    role: &'static str,
    state: &'static str,
    reasons: String,
    addresses: u32,
    addresses_counting: u32,
    saved_codes: u32,
    apps: u32,
    apps_counting: u32,
    passkeys: u32,
    passkeys_counting: u32,
    contacts: u32,
    contacts_counting: u32,
    checked_at: Option<String>,
}

/// Answers the report's form with a file, or leads back to a page that says why not.
pub async fn export_readiness(state: AppState, parts: &Parts, fields: &[u8]) -> Response {
    let query = Query::parse(fields);
    let signed_in = match Cookies::of(parts).session() {
        Some(token) => state.regain.sessions.signed_in(&token).await,
        None => Ok(None),
    };

    let people = match signed_in {
        Ok(Some(signed_in)) => match state.regain.roles.administering(&signed_in) {
            Ok(actor) => {
                let visitor = visitor_of(parts);
                let filter = readiness_filter(&query);
                state
                    .admin_for(&actor)
                    .export_readiness(&visitor, actor.person(), &filter)
                    .await
            }
            Err(failure) => Err(failure),
        },
        Ok(None) => Err(Refusal::SignedOut.into()),
        Err(failure) => Err(failure),
    };

    let written = match &people {
        Ok(people) => csv(parts, people.iter().map(line)),
        Err(Failure::Refused(Refusal::SignedOut)) => {
            let page = format!(
                "{}?notice=needed&return_to={}",
                paths::SIGN_IN,
                paths::ADMIN_READINESS
            );
            return Redirect::to(&page).into_response();
        }
        Err(Failure::Refused(refusal)) => {
            return Redirect::to(&format!(
                "{}?problem={}",
                paths::ADMIN_READINESS,
                refusal.code()
            ))
            .into_response();
        }
        Err(failure) => {
            tracing::error!(error = %failure, "the report could not be exported");
            None
        }
    };

    match written {
        Some(text) => as_file(text, CSV, "readiness.csv"),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn line(person: &PersonWays) -> Line {
    let ways = person.ways;
    let reasons = ways.shortfalls(person.check_overdue);
    let reasons: Vec<&str> = reasons
        .into_iter()
        .map(regain_domain::readiness::Shortfall::code)
        .collect();

    Line {
        user_name: person
            .user_name
            .as_ref()
            .map(|name| plain(name.as_str()))
            .unwrap_or_default(),
        name: person
            .name
            .as_ref()
            .map(|name| plain(name.as_str()))
            .unwrap_or_default(),
        role: person.role.code(),
        state: ways.readiness().code(),
        reasons: reasons.join(" "),
        addresses: ways.mail_addresses.all(),
        addresses_counting: ways.mail_addresses.counting,
        saved_codes: ways.saved_codes,
        apps: ways.authenticators.all(),
        apps_counting: ways.authenticators.counting,
        passkeys: ways.passkeys.all(),
        passkeys_counting: ways.passkeys.counting,
        contacts: ways.contacts.all(),
        contacts_counting: ways.contacts.counting,
        checked_at: person.checked_at.map(in_utc),
    }
}

/// Escapes anything a spreadsheet would take for a formula: a quote in front makes it text.
fn plain(text: &str) -> String {
    if text.starts_with([
        '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\'',
    ]) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn no_name_is_a_formula() {
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1"] {
            assert_eq!(plain(name), format!("'{name}"));
        }

        for name in ["Anna", "王小明", "O'Neill", "a=b"] {
            assert_eq!(plain(name), name);
        }
    }
}
