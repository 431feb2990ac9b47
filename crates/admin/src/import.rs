//! Inviting many at once: a table of addresses, judged line by line before anything is sent.

use regain_domain::{EmailAddress, Language};
use std::collections::HashSet;

/// The most lines of one import; with addresses of usual length they fit into one form (S94).
pub const IMPORT_MAX: usize = 200;

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportLine {
    /// Its number, from 1.
    pub number: u64,
    /// What stands in it, cut to a sensible length, for the preview.
    pub shown: String,
    /// Whom to invite, or what is wrong.
    pub read: Result<(EmailAddress, Language), ImportProblem>,
}

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportProblem {
    /// It has no address where one should be.
    Address,
    /// The second column isn't a language: `en`, `zh-Hant`, `zh-Hans`.
    Language,
    /// An earlier line has the same address.
    Repeated,
    /// It can't be read as CSV.
    Form,
    /// There are more lines than can be invited at once.
    TooMany,
}

/// Reads a table: `address` or `address,language` in each line; a first line `email…` is a heading.
#[must_use]
pub fn read_import(text: &str, language: Language) -> Vec<ImportLine> {
    let text = text.trim_start_matches('\u{feff}');
    // Two columns that were copied from a spreadsheet have a tab between them.
    let delimiter = if text.contains('\t') { b'\t' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut seen = HashSet::new();
    let mut lines = Vec::new();
    for record in reader.records() {
        let Ok(record) = record else {
            lines.push(ImportLine {
                number: lines.len() as u64 + 1,
                shown: String::new(),
                read: Err(ImportProblem::Form),
            });
            break;
        };
        let number = line_at(text, record.position().map_or(0, csv::Position::byte));
        let address = record.get(0).unwrap_or_default();
        let heading = number == 1 && matches!(address.to_lowercase().as_str(), "email" | "e-mail" | "address" | "mail");
        if heading || record.iter().all(str::is_empty) {
            continue;
        }
        let read = if lines.len() >= IMPORT_MAX {
            Err(ImportProblem::TooMany)
        } else {
            read_line(address, record.get(1).unwrap_or_default(), language).and_then(|read| {
                match seen.insert(read.0.canonical().to_owned()) {
                    true => Ok(read),
                    false => Err(ImportProblem::Repeated),
                }
            })
        };
        let shown = record.iter().collect::<Vec<_>>().join(", ").chars().take(80).collect();
        let over = read == Err(ImportProblem::TooMany);
        lines.push(ImportLine { number, shown, read });
        if over {
            break;
        }
    }
    lines
}

/// The number of the line in which a record begins; its position may still be at the end of the line before.
fn line_at(text: &str, byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(usize::MAX).min(text.len());
    let begin = byte + text[byte..].bytes().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
    text[..begin].bytes().filter(|byte| *byte == b'\n').count() as u64 + 1
}

fn read_line(address: &str, tag: &str, language: Language) -> Result<(EmailAddress, Language), ImportProblem> {
    let address = EmailAddress::parse(address).map_err(|_| ImportProblem::Address)?;
    let language = match tag {
        "" => language,
        tag => Language::from_tag(tag).ok_or(ImportProblem::Language)?,
    };
    Ok((address, language))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<(u64, Option<ImportProblem>)> {
        let lines = read_import(text, Language::English);
        lines.into_iter().map(|line| (line.number, line.read.err())).collect()
    }

    #[test]
    fn each_line_is_judged_by_itself() {
        let text = "\u{feff}Email,Language\r\nanna@example.org,zh-Hant\r\n\r\nnobody\r\nbo@example.org,fr\r\n\"Anna@example.org\"\r\n";
        let expected = [
            (2, None),
            (4, Some(ImportProblem::Address)),
            (5, Some(ImportProblem::Language)),
            (6, Some(ImportProblem::Repeated)),
        ];
        assert_eq!(problems(text), expected);
        let lines = read_import("li@example.org\nmei@example.org,zh-Hans", Language::TraditionalChinese);
        let languages: Vec<_> =
            lines.into_iter().filter_map(|line| line.read.ok()).map(|(_, language)| language).collect();
        assert_eq!(languages, [Language::TraditionalChinese, Language::SimplifiedChinese]);
    }

    #[test]
    fn what_is_copied_from_a_spreadsheet_has_tabs() {
        let lines = read_import("li@example.org\tzh-Hans\n", Language::English);
        let read: Vec<_> = lines.into_iter().filter_map(|line| line.read.ok()).collect();
        assert_eq!(read[0].1, Language::SimplifiedChinese);
    }

    #[test]
    fn there_is_a_most() {
        let text: String = (0..IMPORT_MAX + 5).map(|number| format!("p{number}@example.org\n")).collect();
        let lines = problems(&text);
        assert_eq!(lines.len(), IMPORT_MAX + 1);
        assert_eq!(lines.last().copied(), Some((IMPORT_MAX as u64 + 1, Some(ImportProblem::TooMany))));
    }
}
