//! Inviting many people at once: a table of addresses, checked line by line before anything is sent.
//!
//! Tables come from spreadsheets and mail programs of many countries: each line may have its own separator, headings
//! and languages may be written in any of the three languages, people may be written `Anna Smith <anna@example.org>`,
//! and one line may have several.

mod rows;
mod words;

use regain_domain::{EmailAddress, Language};
use rows::Row;
use std::collections::HashSet;
use words::Columns;

/// Most people in one import; with addresses of usual length they fit into one form (S94).
pub const IMPORT_MAX: usize = 200;

/// A person in the table, or an invalid line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// Number of the line, from 1; several people may share one.
    pub number: u64,
    /// The text, truncated for the preview.
    pub shown: String,
    /// The person to invite, or the problem.
    pub read: Result<(EmailAddress, Language), ImportProblem>,
}

/// A problem with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProblem {
    /// There is no address where one should be.
    Address,
    /// The text beside the address isn't a supported language, neither as a tag nor as a name.
    Language,
    /// The same address occurs above.
    Repeated,
    /// It isn't valid CSV (RFC 4180): a quotation mark isn't closed.
    Form,
    /// There are more people than can be invited at once.
    TooMany,
}

/// A person as written in the table: an address, and text for the language.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    shown: String,
    address: String,
    language: Option<String>,
}

/// Parses a table: in each line an address, or an address and a language; several people in a line; headings
/// anywhere. `language` is used for people without one.
#[must_use]
pub fn read_import(text: &str, language: Language) -> Vec<ImportLine> {
    let mut seen = HashSet::new();
    let mut lines: Vec<ImportLine> = Vec::new();
    let mut columns = Columns::default();
    for Row { number, read } in rows::rows(text) {
        let found = match read {
            Ok(fields) => match Columns::of(&fields) {
                Some(headings) => {
                    columns = headings;
                    continue;
                }
                None => people(&fields, columns).into_iter().map(Ok).collect(),
            },
            Err(line) => vec![Err(line)],
        };

        for found in found {
            if lines.len() >= IMPORT_MAX {
                let shown = cut(&found.map_or_else(|line| line, |found| found.shown));
                lines.push(ImportLine {
                    number,
                    shown,
                    read: Err(ImportProblem::TooMany),
                });
                return lines;
            }

            let (shown, read) = match found {
                Ok(found) => (cut(&found.shown), judge(&found, language)),
                Err(line) => (cut(&line), Err(ImportProblem::Form)),
            };

            let read = read.and_then(|read| {
                if seen.insert(read.0.canonical().to_owned()) {
                    Ok(read)
                } else {
                    Err(ImportProblem::Repeated)
                }
            });
            lines.push(ImportLine {
                number,
                shown,
                read,
            });
        }
    }

    lines
}

fn cut(shown: &str) -> String {
    shown.chars().take(80).collect()
}

fn judge(found: &Found, language: Language) -> Result<(EmailAddress, Language), ImportProblem> {
    let address = EmailAddress::parse(&found.address).map_err(|_| ImportProblem::Address)?;
    let language = match &found.language {
        None => language,
        Some(name) => words::language(name, language).ok_or(ImportProblem::Language)?,
    };

    Ok((address, language))
}

/// The people in the fields of a line; empty if all fields are.
fn people(fields: &[String], columns: Columns) -> Vec<Found> {
    let filled = || fields.iter().filter(|field| !field.is_empty());
    if filled().next().is_none() {
        return Vec::new();
    }

    let named = columns
        .address
        .map(|at| fields.get(at).map_or("", String::as_str));
    let parts: Vec<String> = match named {
        // A row shorter or longer than its headings is parsed as if it had none.
        Some(field) if words::has_at(field) => rows::parts(field),
        _ => filled().flat_map(|field| rows::parts(field)).collect(),
    };

    let by_column = match (columns.language, columns.address) {
        (Some(at), _) => fields.get(at),
        // Text in a column without a heading, or a language.
        (None, Some(_)) => {
            let unnamed = || {
                fields
                    .get(columns.named..)?
                    .iter()
                    .find(|field| !field.is_empty())
            };
            fields
                .iter()
                .find(|field| words::language(field, Language::English).is_some())
                .or_else(unnamed)
        }
        (None, None) => None,
    };

    let by_column = by_column.filter(|field| !field.is_empty());
    let mut people = listed(&parts, columns.address.is_some());
    if let [only] = people.as_mut_slice() {
        only.shown = filled().map(String::as_str).collect::<Vec<_>>().join(", ");
    }

    if let Some(language) = by_column {
        people
            .iter_mut()
            .for_each(|found| found.language = Some(language.clone()));
    }

    people
}

/// The people in a list of addresses, names and languages. Text after the only address is its language; in a list of
/// several, anything that isn't a language is an incomplete address, unless it is the first half of a name.
fn listed(parts: &[String], has_headings: bool) -> Vec<Found> {
    let several = parts.iter().filter(|part| words::has_at(part)).count() > 1;
    let mut people: Vec<Found> = Vec::new();
    let mut before: Vec<&String> = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        if words::has_at(part) {
            let (address, language) = rows::mailbox(part);
            let language = language.or_else(|| {
                // A language before the only address.
                let first = before
                    .iter()
                    .find(|name| words::language(name, Language::English).is_some());
                first.filter(|_| !several).map(|name| (*name).clone())
            });
            people.push(Found {
                shown: part.clone(),
                address,
                language,
            });
            before.clear();
            continue;
        }

        let half_a_name = parts
            .get(at + 1)
            .is_some_and(|next| words::has_at(next) && next.contains('<'));
        match people.last_mut() {
            Some(last) if !has_headings && words::language(part, Language::English).is_some() => {
                last.shown = [last.shown.as_str(), part].join(", ");
                last.language = Some(part.clone());
            }
            Some(last) if !several && !has_headings => {
                last.language.get_or_insert_with(|| part.clone());
            }
            Some(_) if several && !half_a_name => {
                people.push(Found {
                    shown: part.clone(),
                    address: part.clone(),
                    language: None,
                });
            }
            _ => before.push(part),
        }
    }

    if people.is_empty() {
        let shown = parts.join(", ");
        people.push(Found {
            address: shown.clone(),
            shown,
            language: None,
        });
    }

    people
}

#[cfg(test)]
mod tests;
