//! Triggers.

use crate::expression::{self, Booleans};
use crate::pieces::Pieces;
use std::fmt::Write as _;

/// The trigger and its function.
pub(crate) fn translate(text: &Pieces, booleans: &Booleans) -> Result<String, String> {
    let begin = text.find(0, "BEGIN").ok_or("a trigger begins")?;
    let end = text.0.iter().rposition(|piece| piece == "END");
    let end = end.ok_or("a trigger ends")?;
    let when = text.find(0, "WHEN").filter(|&when| when < begin);
    let head = text.part(0, when.unwrap_or(begin)).to_string();
    let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: Vec<&str> = head.split(' ').collect();
    let [_, _, name, time, verb, ..] = words.as_slice() else {
        return Err("a trigger has a name, a time and a verb".to_owned());
    };
    let row = match (*time, *verb) {
        ("BEFORE", "DELETE") => "OLD",
        ("BEFORE", _) => "NEW",
        _ => "NULL",
    };

    let mut body = String::new();
    if let Some(when) = when {
        let condition = expression::translate(&text.part(when + 1, begin), booleans);
        let _ = writeln!(
            body,
            "    IF NOT coalesce(({}), FALSE) THEN RETURN {row}; END IF;",
            condition.to_string().trim()
        );
    }
    for statement in text.part(begin + 1, end).split(";") {
        if !statement.is_blank() {
            body.push_str(&act(&statement, booleans)?);
        }
    }

    Ok(format!(
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = regain, pg_temp AS $rule$
BEGIN
{body}    RETURN {row};
END $rule$;
REVOKE EXECUTE ON FUNCTION {name}() FROM PUBLIC;
{head} FOR EACH ROW EXECUTE FUNCTION {name}();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name};",
        table = words.last().ok_or("a trigger has a table")?,
    ))
}

/// One statement: a refusal, or a write.
fn act(statement: &Pieces, booleans: &Booleans) -> Result<String, String> {
    let translated = expression::translate(statement, booleans);
    match statement.words(1).as_slice() {
        ["SELECT"] => refusal(&translated),
        ["INSERT" | "UPDATE" | "DELETE"] => Ok(format!("    {};\n", translated.to_string().trim())),
        _ => Err("a statement that is neither a refusal nor a write".to_owned()),
    }
}

/// `SELECT RAISE(ABORT, 'words') WHERE condition`.
fn refusal(statement: &Pieces) -> Result<String, String> {
    let (Some(raise), Some(comma)) = (statement.find(0, "RAISE"), {
        let open = statement.find(0, "(");
        open.and_then(|open| statement.find(open + 1, ","))
    }) else {
        return Err("a SELECT that refuses nothing".to_owned());
    };
    let start = statement.next(0).unwrap_or(0);
    let abort = statement.next(raise + 2);
    let words = statement.next(comma + 1);
    let (true, Some(words)) = (statement.is(abort, "ABORT"), words) else {
        return Err("a refusal aborts with words".to_owned());
    };
    // Comments before it.
    let notes = statement.part(0, start).to_string();
    let notes = notes.trim_start();
    let message = &statement.0[words];
    let condition = match statement.find(comma, "WHERE").or_else(|| {
        let close = statement.next(words + 1)?;
        statement.find(close + 1, "WHERE")
    }) {
        Some(at) => statement.part(at + 1, statement.0.len()).to_string(),
        None => "TRUE".to_owned(),
    };

    Ok(format!(
        "    {notes}IF ({condition}) THEN
        RAISE EXCEPTION USING MESSAGE = {message}, ERRCODE = '23000';
    END IF;\n",
        condition = condition.trim(),
    ))
}
