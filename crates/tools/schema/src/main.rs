//! Writes PostgreSQL's schema from SQLite's, so that each rule is written once (S108).
//!
//! The source is `storage-sqlite/schema.sql`: every table, index and trigger as all migrations together make them. Rules
//! keep their words, so the same tests read the same refusals from both engines. `pieces` cuts the text, `expression` turns
//! what the engines say differently, `table` and `trigger` write the two kinds of rules.

mod expression;
mod pieces;
mod table;
mod trigger;

use expression::Booleans;
use pieces::Pieces;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a rule can't be translated.
#[derive(Debug, thiserror::Error)]
#[error("{rule}: {what}")]
struct TranslateError {
    rule: String,
    what: String,
}

const HEAD: &str = "\
-- Written by `cargo run -p regain-schema` from storage-sqlite/schema.sql. Change a rule there, by a migration of SQLite's.
--
-- Every trigger function runs as the owner of the tables, with a fixed search path, and nobody may call it otherwise: the
-- roles that work with the tables need no right on what a rule looks at (S76). Triggers fire always, for replicated rows,
-- too.

CREATE FUNCTION zeroblob(length bigint) RETURNS bytea LANGUAGE sql IMMUTABLE SET search_path = regain, pg_temp
AS $$ SELECT decode(repeat('00', length::integer), 'hex') $$;

-- At most 32 bytes.
CREATE FUNCTION randomblob(length bigint) RETURNS bytea LANGUAGE sql VOLATILE SET search_path = regain, pg_temp
AS $$
    SELECT substring(decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') FOR length::integer)
$$;

CREATE FUNCTION instr(text text, part text) RETURNS integer LANGUAGE sql IMMUTABLE SET search_path = regain, pg_temp
AS $$ SELECT strpos(text, part) $$;

CREATE FUNCTION nobody_truncates() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = regain, pg_temp AS $rule$
BEGIN
    RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ': never emptied', ERRCODE = '23000';
END $rule$;
REVOKE EXECUTE ON FUNCTION nobody_truncates() FROM PUBLIC;
";

/// Rows that the first migrations write.
const ROWS: &str = "
INSERT INTO write_checks (id, parity) VALUES (1, FALSE);
";

/// What SQLite's connections for administrators refuse by triggers of their own (`restricted.rs`), and no grant can say.
const NOBODY_LEAVES: &str = "
-- An administrator can't erase anybody, nor record an erasure or a request for one (S103). Within these functions the
-- current role is the owner's, so they ask who began the session: it must have the rights of `regain_self`.
CREATE FUNCTION people_closed_to_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = regain, pg_temp AS $rule$
BEGIN
    IF NEW.erased_at IS DISTINCT FROM OLD.erased_at AND NOT pg_has_role(session_user, 'regain_self', 'MEMBER') THEN
        RAISE EXCEPTION USING MESSAGE = 'people: administrators have no business here', ERRCODE = '23000';
    END IF;
    RETURN NEW;
END $rule$;
REVOKE EXECUTE ON FUNCTION people_closed_to_erasure() FROM PUBLIC;
CREATE TRIGGER people_closed_to_erasure BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION people_closed_to_erasure();
ALTER TABLE people ENABLE ALWAYS TRIGGER people_closed_to_erasure;

CREATE FUNCTION history_closed_to_erasure() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = regain, pg_temp AS $rule$
BEGIN
    IF NEW.event IN ('account.closing_asked', 'account.closing_taken_back', 'account.erasure_announced', 'account.erased')
       AND NOT pg_has_role(session_user, 'regain_self', 'MEMBER') THEN
        RAISE EXCEPTION USING MESSAGE = 'history: administrators have no business here', ERRCODE = '23000';
    END IF;
    RETURN NEW;
END $rule$;
REVOKE EXECUTE ON FUNCTION history_closed_to_erasure() FROM PUBLIC;
CREATE TRIGGER history_closed_to_erasure BEFORE INSERT ON history FOR EACH ROW EXECUTE FUNCTION history_closed_to_erasure();
ALTER TABLE history ENABLE ALWAYS TRIGGER history_closed_to_erasure;
";

/// Begins a rule in the source, and its name follows.
const RULE: &str = "\n-- rule ";

#[expect(clippy::print_stderr, reason = "a command says what went wrong")]
fn main() -> ExitCode {
    let translated = fs::read_to_string(source())
        .map_err(|error| error.to_string())
        .and_then(|source| translate(&source).map_err(|error| error.to_string()));
    let written = translated
        .and_then(|schema| fs::write(target(), schema).map_err(|error| error.to_string()));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The schema can't be translated: {error}.");
            ExitCode::FAILURE
        }
    }
}

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn source() -> PathBuf {
    crates().join("storage-sqlite/schema.sql")
}

fn target() -> PathBuf {
    crates().join("storage-postgres/migrations/0022_schema.sql")
}

/// The whole schema: tables, keys between tables, indexes, triggers.
fn translate(source: &str) -> Result<String, TranslateError> {
    let rules = source
        .split(RULE)
        .skip(1)
        .map(|rule| {
            let (name, text) = rule.split_once('\n').unwrap_or((rule, ""));
            Ok((name, Pieces::of(text).map_err(|error| at(name, error))?))
        })
        .collect::<Result<Vec<_>, TranslateError>>()?;
    let booleans = Booleans::among(rules.iter().map(|(_, text)| text));
    let (mut tables, mut keys, mut indexes, mut triggers) = Default::default();

    for (name, text) in &rules {
        let translated = match text.words(2).as_slice() {
            [_, "TABLE"] => table::translate(text, &booleans).map(|(table, foreign)| {
                push(&mut tables, &table);
                push(&mut keys, &foreign);
                push(&mut triggers, &table::never_emptied(name));
            }),
            [_, "TRIGGER"] => {
                trigger::translate(text, &booleans).map(|trigger| push(&mut triggers, &trigger))
            }
            _ => {
                let index = expression::translate(text, &booleans).to_string();
                push(&mut indexes, index.trim());
                Ok(())
            }
        };
        translated.map_err(|what| at(name, what))?;
    }

    Ok([
        HEAD,
        &tables,
        &keys,
        &indexes,
        &triggers,
        NOBODY_LEAVES,
        ROWS,
    ]
    .concat())
}

fn push(part: &mut String, text: &str) {
    if !text.is_empty() {
        part.push('\n');
        part.push_str(text);
        part.push('\n');
    }
}

fn at(rule: &str, what: impl Into<String>) -> TranslateError {
    TranslateError {
        rule: rule.to_owned(),
        what: what.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s108_postgresql_has_the_rules_that_sqlite_has() {
        let read = |path: PathBuf| fs::read_to_string(path).expect("it is there");
        let translated = translate(&read(source())).expect("every rule can be translated");
        assert!(
            translated == read(target()),
            "run `cargo run -p regain-schema` and commit what it writes"
        );
    }

    #[test]
    fn what_cannot_be_translated_is_named() {
        let error = translate(
            "\n-- rule odd\nCREATE TRIGGER odd AFTER INSERT ON people BEGIN SELECT 1; END;\n",
        )
        .expect_err("a statement without effect");
        assert!(error.to_string().starts_with("odd: "), "{error}");
    }
}
