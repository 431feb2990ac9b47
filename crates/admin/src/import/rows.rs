//! Splits text into rows of fields, and fields into mailboxes.

use super::words;
use regain_domain::Language;

/// Separators between fields, strongest first: names contain commas, and lists of mail programs semicolons.
const SEPARATORS: [u8; 3] = [b'\t', b';', b','];

/// A row of the table.
pub(super) struct Row {
    /// The number of its first line, from 1.
    pub(super) number: u64,
    /// Its fields, trimmed; or the line itself, if a quotation mark in it isn't closed.
    pub(super) read: Result<Vec<String>, String>,
}

/// The rows of a text, without empty ones.
pub(super) fn rows(text: &str) -> Vec<Row> {
    let text = plain(text);
    let lines: Vec<&str> = text.split('\n').collect();
    let mut rows = Vec::new();
    let mut separator = None;
    let mut at = 0;

    while let Some(first) = lines.get(at) {
        let number = at as u64 + 1;
        if rows.is_empty() && separator.is_none() && declared(first).is_some() {
            separator = declared(first);
            at += 1;
            continue;
        }

        // A quoted field continues on the next line (RFC 4180 section 2.6); a quotation mark in the middle is an
        // ordinary character.
        let row = if !is_left_open(first) {
            Ok((*first).to_owned())
        } else {
            match lines[at + 1..].iter().position(|line| is_odd(line)) {
                Some(more) => Ok(lines[at..at + more + 2].join("\n")),
                None => Err((*first).to_owned()),
            }
        };

        at += row.as_ref().map_or(1, |row| row.split('\n').count());

        match row {
            Ok(line) if line.trim().is_empty() => {}
            Ok(line) => rows.push(Row {
                number,
                read: Ok(fields(&line, separator)),
            }),
            Err(line) => rows.push(Row {
                number,
                read: Err(line.trim().to_owned()),
            }),
        }
    }

    rows
}

/// The text with uniform line ends, without encoding marks, and with separators in their ASCII form.
fn plain(text: &str) -> String {
    let text = text.trim_start_matches(['\u{feff}', '\u{fffe}', '\u{fffd}']);

    // The marks of UTF-8 and UTF-16, misread as Latin letters.
    let text = ["ï»¿", "ÿþ", "þÿ"]
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .unwrap_or(text);
    text.replace("\r\n", "\n")
        .chars()
        // Half of each letter, if UTF-16 was misread.
        .filter(|character| !matches!(character, '\0' | '\u{feff}'))
        .map(|character| match character {
            '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '；' => ';',
            '，' | '、' => ',',
            '＜' => '<',
            '＞' => '>',
            '＂' | '“' | '”' | '„' => '"',
            other => other,
        })
        .collect()
}

/// The separator declared in the first line by Excel: `sep=;`.
fn declared(line: &str) -> Option<u8> {
    let line = line.trim_matches([' ', '"']);
    let (name, separator) = line.split_at_checked(4)?;
    match (name.eq_ignore_ascii_case("sep="), separator.as_bytes()) {
        (true, [separator]) if separator.is_ascii_punctuation() || *separator == b'\t' => {
            Some(*separator)
        }
        (true, []) => Some(b'\t'),
        _ => None,
    }
}

fn is_odd(line: &str) -> bool {
    line.matches('"').count() % 2 == 1
}

/// Whether a field begins with a quotation mark in this line and isn't closed in it.
fn is_left_open(line: &str) -> bool {
    let opens = line
        .rfind('"')
        .filter(|_| is_odd(line))
        .map(|at| line[..at].trim_end_matches(' '));
    opens.is_some_and(|before| {
        before
            .chars()
            .next_back()
            .is_none_or(|last| last.is_ascii_punctuation() || last == '\t')
    })
}

/// The fields of a row, by the declared separator if it occurs, otherwise by the strongest.
fn fields(line: &str, declared: Option<u8>) -> Vec<String> {
    let strongest = || {
        SEPARATORS
            .into_iter()
            .find(|separator| stands_in(line, *separator))
    };
    split(
        line,
        declared
            .filter(|separator| stands_in(line, *separator))
            .or_else(strongest)
            .unwrap_or(b','),
    )
}

/// Whether a separator occurs outside quotation marks.
fn stands_in(line: &str, separator: u8) -> bool {
    let mut quoted = false;
    line.bytes().any(|byte| {
        quoted ^= byte == b'"';
        !quoted && byte == separator
    })
}

fn split(line: &str, separator: u8) -> Vec<String> {
    // A quotation mark after a separator and a space also begins a quoted field.
    let mut line = line.trim().to_owned();
    let blank = format!("{} \"", char::from(separator));
    while line.contains(&blank) {
        line = line.replace(&blank, &format!("{}\"", char::from(separator)));
    }

    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .trim(csv::Trim::All)
        .from_reader(line.as_bytes());
    let read = reader.into_records().filter_map(Result::ok);

    read.flat_map(|record| record.iter().map(trimmed).collect::<Vec<_>>())
        .collect()
}

fn trimmed(field: &str) -> String {
    field
        .trim_matches(|character: char| character.is_whitespace() || character == '\u{200b}')
        .to_owned()
}

/// Splits a field into parts: mail programs put several people into one.
pub(super) fn parts(field: &str) -> Vec<String> {
    if !words::has_at(field) {
        return vec![field.to_owned()];
    }

    if let Some(separator) = SEPARATORS
        .into_iter()
        .find(|separator| stands_in(field, *separator))
    {
        let parts = split(field, separator)
            .into_iter()
            .filter(|part| !part.is_empty());
        return parts
            .flat_map(|part| {
                if part == field {
                    vec![part]
                } else {
                    self::parts(&part)
                }
            })
            .collect();
    }

    if field.matches('<').count() > 1 {
        return field
            .split_inclusive('>')
            .map(trimmed)
            .filter(|part| !part.is_empty())
            .collect();
    }

    let tokens: Vec<&str> = field.split_whitespace().collect();
    if tokens.len() > 1 && tokens.iter().all(|token| words::has_at(token)) {
        tokens.into_iter().map(str::to_owned).collect()
    } else {
        vec![field.to_owned()]
    }
}

/// The address in a mailbox (RFC 5322 section 3.4), without name and comment, and a language after it.
pub(super) fn mailbox(part: &str) -> (String, Option<String>) {
    let inner = |text: &str| {
        text.strip_prefix("mailto:")
            .or(text.strip_prefix("MAILTO:"))
            .unwrap_or(text)
            .to_owned()
    };
    if let Some((_, rest)) = part.rsplit_once('<')
        && let Some((address, behind)) = rest.split_once('>')
    {
        return (
            inner(address.trim()),
            Some(trimmed(behind)).filter(|behind| !behind.is_empty()),
        );
    }

    let bare = match part.split_once('(') {
        Some((address, comment)) if comment.trim_end().ends_with(')') && words::has_at(address) => {
            address.trim()
        }
        _ => part,
    };

    // A space, as in `anna@example.org zh-Hant`. Text before the address may be half of it, so it is never dropped.
    match bare.split_once(char::is_whitespace) {
        Some((address, name))
            if words::has_at(address) && words::language(name, Language::English).is_some() =>
        {
            (inner(address), Some(name.trim().to_owned()))
        }
        _ => (inner(bare), None),
    }
}
