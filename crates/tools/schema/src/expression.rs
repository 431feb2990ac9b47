//! What the two engines say differently within a statement.

use crate::pieces::Pieces;
use std::collections::BTreeSet;

/// Columns that are 0 or 1 in SQLite, and FALSE or TRUE in PostgreSQL.
#[derive(Debug, Default)]
pub(crate) struct Booleans(BTreeSet<String>);

impl Booleans {
    /// Those whose column says `CHECK (NAME IN (0, 1))`.
    pub(crate) fn among<'a>(rules: impl Iterator<Item = &'a Pieces>) -> Self {
        let mut names = BTreeSet::new();
        for rule in rules {
            for at in 0..rule.0.len() {
                if rule.0[at] == "CHECK"
                    && let Some(name) = checked(rule, at)
                {
                    names.insert(name.to_owned());
                }
            }
        }
        Self(names)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// The column of a check at `at` that says `CHECK (NAME IN (0, 1))`.
pub(crate) fn checked(text: &Pieces, at: usize) -> Option<&str> {
    let open = text.next(at + 1)?;
    let inside = text.part(open, text.close(open)? + 1);
    match inside.words(10).as_slice() {
        ["(", _, "IN", "(", "0", ",", "1", ")", ")"] => {
            text.next(open + 1).map(|name| text.0[name].as_str())
        }
        _ => None,
    }
}

/// The same for PostgreSQL.
pub(crate) fn translate(text: &Pieces, booleans: &Booleans) -> Pieces {
    let mut text = text.clone();
    for at in 0..text.0.len() {
        let piece = text.0[at].clone();
        let next = text.next(at + 1);
        match piece.as_str() {
            "instr" => text.0[at] = "strpos".to_owned(),
            "max" | "min" if text.is(next, "(") => extreme(&mut text, at),
            "IS" => distinct(&mut text, at),
            "CASE" => otherwise(&mut text, at),
            name if booleans.has(name) => compared(&mut text, at),
            _ => {}
        }
    }
    text
}

/// `max(a, b)` is `greatest(a, b)`, and `max(a = b)`, where truth is a number, counts it.
fn extreme(text: &mut Pieces, at: usize) {
    let Some((open, close)) = text
        .next(at + 1)
        .and_then(|open| Some((open, text.close(open)?)))
    else {
        return;
    };
    let inside = text.part(open + 1, close);
    if inside.split(",").len() > 1 {
        let name = if text.0[at] == "max" {
            "greatest"
        } else {
            "least"
        };
        text.0[at] = name.to_owned();
    } else if inside.find(0, "=").is_some() {
        text.0[open].push_str("CASE WHEN ");
        text.0[close] = " THEN 1 ELSE 0 END)".to_owned();
    }
}

/// `a IS b` compares, also with NULL; but `a IS NULL` is the same in both.
fn distinct(text: &mut Pieces, at: usize) {
    let not = text.next(at + 1).filter(|&next| text.is(Some(next), "NOT"));
    let than = text.next(not.unwrap_or(at) + 1);
    if text.is(than, "NULL") || text.is(than, "DISTINCT") {
        return;
    }
    match not {
        Some(not) => text.0[not] = "DISTINCT FROM".to_owned(),
        None => text.0[at] = "IS NOT DISTINCT FROM".to_owned(),
    }
}

/// `CASE … ELSE 0 END` among conditions is `ELSE FALSE`.
fn otherwise(text: &mut Pieces, at: usize) {
    const SAID_OF_CONDITIONS: [&str; 11] = [
        "=", "<>", "<", ">", "<=", ">=", "AND", "OR", "NOT", "EXISTS", "IN",
    ];
    let mut depth = 0_usize;
    let mut cases = 0_usize;
    let mut then = false;
    let mut is_condition = false;
    let mut zero = None;
    for position in at + 1..text.0.len() {
        let piece = text.0[position].to_uppercase();
        match piece.as_str() {
            "(" => depth += 1,
            ")" => match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return,
            },
            "CASE" if depth == 0 => cases += 1,
            "END" if depth == 0 && cases > 0 => cases -= 1,
            "END" if depth == 0 => break,
            _ if depth > 0 || cases > 0 => {}
            "WHEN" => then = false,
            "THEN" => then = true,
            "ELSE" => {
                then = false;
                zero = text
                    .next(position + 1)
                    .filter(|&next| text.is(Some(next), "0"));
            }
            said if then && SAID_OF_CONDITIONS.contains(&said) => is_condition = true,
            _ => {}
        }
    }
    if let (true, Some(zero)) = (is_condition, zero) {
        text.0[zero] = "FALSE".to_owned();
    }
}

/// The number that a boolean column at `at` is compared with.
fn compared(text: &mut Pieces, at: usize) {
    let Some(mut sign) = text.next(at + 1) else {
        return;
    };
    if text.is(Some(sign), "IS")
        && let Some(not) = text.next(sign + 1)
        && text.is(Some(not), "NOT")
    {
        sign = not;
    }
    if !["=", "<>", "IS", "NOT"].contains(&text.0[sign].as_str()) {
        return;
    }
    let Some(number) = text.next(sign + 1) else {
        return;
    };
    match text.0[number].as_str() {
        "0" => text.0[number] = "FALSE".to_owned(),
        "1" => text.0[number] = "TRUE".to_owned(),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_is_turned() {
        let booleans = Booleans(BTreeSet::from(["kept".to_owned()]));
        for (sqlite, postgresql) in [
            ("a IS NOT NULL", "a IS NOT NULL"),
            ("a IS NULL", "a IS NULL"),
            ("a IS b", "a IS NOT DISTINCT FROM b"),
            ("a IS NOT b", "a IS DISTINCT FROM b"),
            ("a IS NOT DISTINCT FROM b", "a IS NOT DISTINCT FROM b"),
            ("kept IS NOT 1", "kept IS DISTINCT FROM TRUE"),
            ("OLD.kept = 0 AND n = 0", "OLD.kept = FALSE AND n = 0"),
            ("instr(a, '@') = 0", "strpos(a, '@') = 0"),
            ("max(seq) + 1", "max(seq) + 1"),
            ("max(a, coalesce(b, 0))", "greatest(a, coalesce(b, 0))"),
            ("min(a, b)", "least(a, b)"),
            (
                "max(class = 'x')",
                "max(CASE WHEN class = 'x' THEN 1 ELSE 0 END)",
            ),
            (
                "CASE WHEN a THEN b = 1 ELSE 0 END",
                "CASE WHEN a THEN b = 1 ELSE FALSE END",
            ),
            (
                "CASE a WHEN 1 THEN EXISTS (SELECT 1) WHEN 2 THEN CASE WHEN c THEN 1 ELSE 0 END = 1 ELSE 0 END",
                "CASE a WHEN 1 THEN EXISTS (SELECT 1) WHEN 2 THEN CASE WHEN c THEN 1 ELSE 0 END = 1 ELSE FALSE END",
            ),
            (
                "CASE WHEN a > 0 THEN 10 ELSE 0 END",
                "CASE WHEN a > 0 THEN 10 ELSE 0 END",
            ),
            ("'a IS b'", "'a IS b'"),
        ] {
            let text = Pieces::of(sqlite).expect("SQL");
            assert_eq!(translate(&text, &booleans).to_string(), postgresql);
        }
    }
}
