//! Exports the history as a file: CSV, or JSON lines. The export itself is recorded in the history, so it is
//! requested by POST.

use super::admin::filter;
use crate::paths;
use crate::request::Query;
use crate::request::{AppState, Cookies, visitor_of};
use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use axum::response::{IntoResponse, Redirect, Response};
use regain_admin::AuditLine;
use regain_domain::{Refusal, Timestamp};
use regain_service::Failure;
use serde::Serialize;

/// The name of erased people.
const ERASED: &str = "erased";

/// One line of a file. Ids are pseudonyms, and names are masked (S81, S103).
#[derive(Serialize)]
struct Line<'a> {
    seq: u64,
    at: String,
    event: &'static str,
    subject: Option<String>,
    subject_name: Option<&'a str>,
    actor: Option<String>,
    actor_name: Option<&'a str>,
    role: Option<&'static str>,
    genuine: bool,
}

/// Answers the history page's form with a file, or leads back to a page that says why not.
pub async fn export(state: AppState, parts: &Parts, fields: &[u8]) -> Response {
    let query = Query::parse(fields);
    let signed_in = match Cookies::of(parts).session() {
        Some(token) => state.regain.sessions.signed_in(&token).await,
        None => Ok(None),
    };

    let lines = match signed_in {
        Ok(Some(signed_in)) => match state.regain.roles.administering(&signed_in) {
            Ok(actor) => {
                let admin = state.admin_for(&actor);
                let visitor = visitor_of(parts);
                admin
                    .export(&visitor, actor.person(), &filter(&query))
                    .await
            }
            Err(failure) => Err(failure),
        },
        Ok(None) => Err(Refusal::SignedOut.into()),
        Err(failure) => Err(failure),
    };

    let written = match (&lines, query.get("format")) {
        (Ok(lines), "jsonl") => json_lines(lines)
            .map(|text| (text, "application/jsonl; charset=utf-8", "history.jsonl")),
        (Ok(lines), _) => {
            csv(parts, lines.iter().map(csv_line)).map(|text| (text, CSV, "history.csv"))
        }
        (Err(Failure::Refused(Refusal::SignedOut)), _) => {
            let page = format!(
                "{}?notice=needed&return_to={}",
                paths::SIGN_IN,
                paths::ADMIN_HISTORY
            );
            return Redirect::to(&page).into_response();
        }
        (Err(Failure::Refused(refusal)), _) => {
            return Redirect::to(&format!(
                "{}?problem={}",
                paths::ADMIN_HISTORY,
                refusal.code()
            ))
            .into_response();
        }
        (Err(failure), _) => {
            tracing::error!(error = %failure, "the history could not be exported");
            None
        }
    };

    match written {
        Some((text, kind, name)) => as_file(text, kind, name),
        None => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// The content type of a table.
pub(super) const CSV: &str = "text/csv; charset=utf-8";

/// The mark by which Excel recognises UTF-8: without it, Chinese is read in the code page of the reader's country.
const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A table as a file (RFC 4180), for spreadsheets: it begins with the UTF-8 mark. Programs that name `text/csv` in
/// `Accept`, and no page as browsers do, get it without.
pub(super) fn csv<L: Serialize>(parts: &Parts, lines: impl Iterator<Item = L>) -> Option<Vec<u8>> {
    let accepted = parts
        .headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let accepted: Vec<String> = accepted.map(str::to_ascii_lowercase).collect();
    let names = |kind: &str| accepted.iter().any(|accepted| accepted.contains(kind));
    let mark: &[u8] = if names("text/csv") && !names("text/html") {
        &[]
    } else {
        MARK
    };

    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(mark.to_vec());
    for line in lines {
        writer.serialize(line).ok()?;
    }

    writer.into_inner().ok()
}

/// A file to download. Its name is ASCII: others would need `filename*` (RFC 6266 section 4.3).
pub(super) fn as_file(text: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }

    response
}

fn line(line: &AuditLine) -> Line<'_> {
    Line {
        seq: line.seq,
        at: in_utc(line.at),
        event: line.event.code(),
        subject: line.subject.map(|id| id.to_hex()),
        subject_name: if line.subject_erased {
            Some(ERASED)
        } else {
            line.subject_name.as_deref()
        },
        actor: line.actor.map(|id| id.to_hex()),
        actor_name: if line.actor_erased {
            Some(ERASED)
        } else {
            line.actor_name.as_deref()
        },
        role: line.facts.role.map(regain_domain::Role::code),
        genuine: line.genuine,
    }
}

fn json_lines(lines: &[AuditLine]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    for entry in lines {
        serde_json::to_writer(&mut text, &line(entry)).ok()?;
        text.push(b'\n');
    }

    Some(text)
}

fn csv_line(entry: &AuditLine) -> Line<'_> {
    let mut line = line(entry);

    // Drop anything a spreadsheet would take for a formula: a masked name is one letter and a mark.
    let plain = |name: &&str| name.starts_with(char::is_alphanumeric);
    line.subject_name = line.subject_name.filter(plain);
    line.actor_name = line.actor_name.filter(plain);
    line
}

/// RFC 3339, to the millisecond.
pub(super) fn in_utc(at: Timestamp) -> String {
    let (year, month, day, hour, minute) = at.in_utc();
    let millis = at.as_millis().rem_euclid(60_000);
    format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{:02}.{:03}Z",
        millis / 1000,
        millis % 1000
    )
}
