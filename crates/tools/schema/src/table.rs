//! Tables.

use crate::expression::{self, Booleans, checked};
use crate::pieces::Pieces;
use std::fmt::Write as _;

/// The table, and its keys to other tables, which come after all tables: some point at each other.
pub(crate) fn translate(text: &Pieces, booleans: &Booleans) -> Result<(String, String), String> {
    let open = text.find(0, "(").ok_or("a table has columns")?;
    let close = text.close(open).ok_or("a bracket stays open")?;
    let name = text.words(3)[2];
    let mut columns = Vec::new();
    let mut keys = String::new();
    for column in text.part(open + 1, close).split(",") {
        let mut column = column;
        keys.push_str(&key(name, &mut column)?);
        own_type(&mut column, booleans);
        columns.push(
            expression::translate(&column, booleans)
                .to_string()
                .trim_end()
                .to_owned(),
        );
    }

    Ok((
        format!("CREATE TABLE {name} ({}\n);", columns.join(",")),
        keys.trim_end().to_owned(),
    ))
}

/// A trigger against `TRUNCATE`, which fires no other.
pub(crate) fn never_emptied(table: &str) -> String {
    format!(
        "CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} EXECUTE FUNCTION nobody_truncates();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_never_emptied;"
    )
}

/// Takes a column's reference to another table away, and makes a key of it.
fn key(table: &str, column: &mut Pieces) -> Result<String, String> {
    let Some(from) = column.find(0, "REFERENCES") else {
        return Ok(String::new());
    };
    let (Some(first), Some(open)) = (column.next(0), column.find(from, "(")) else {
        return Err("a reference names a column".to_owned());
    };
    if column.is(Some(first), "FOREIGN") {
        return Err("a key of several columns".to_owned());
    }
    let mut to = column.close(open).ok_or("a bracket stays open")? + 1;
    // What a key may say after its table.
    while let Some(next) = column.next(to)
        && [
            "ON",
            "DELETE",
            "CASCADE",
            "SET",
            "NULL",
            "DEFERRABLE",
            "INITIALLY",
            "DEFERRED",
        ]
        .contains(&column.0[next].as_str())
    {
        to = next + 1;
    }

    let name = column.0[first].clone();
    let reference = column.part(from, to).to_string();
    let reference = reference.split_whitespace().collect::<Vec<_>>().join(" ");
    column.0.drain(from..to);
    let mut keys = format!(
        "ALTER TABLE {table} ADD CONSTRAINT {table}_{name}_fkey FOREIGN KEY ({name}) {reference};\n"
    );
    if reference.ends_with("DEFERRED") {
        keys.push_str(&kept_with(table, &name, &reference)?);
    }
    Ok(keys)
}

/// A deferred key isn't checked for rows that come by replication or under `session_replication_role = replica`, and what
/// such a transaction left could be used by a later one. This trigger always looks.
fn kept_with(table: &str, column: &str, reference: &str) -> Result<String, String> {
    let words: Vec<&str> = reference
        .split([' ', '(', ')'])
        .filter(|word| !word.is_empty())
        .collect();
    let [_, other, key, ..] = words.as_slice() else {
        return Err("a reference names a table and a column".to_owned());
    };
    let rule = format!("{table}_{column}_is_kept");
    let mut text = String::new();
    let _ = write!(
        text,
        "CREATE FUNCTION {rule}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = regain, pg_temp AS $rule$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM {other} WHERE {key} = NEW.{column}) THEN
        RAISE EXCEPTION USING MESSAGE = '{table}: committed with its row in {other}, or not at all', ERRCODE = '23000';
    END IF;
    RETURN NULL;
END $rule$;
REVOKE EXECUTE ON FUNCTION {rule}() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER {rule} AFTER INSERT OR UPDATE ON {table} DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION {rule}();
ALTER TABLE {table} ENABLE ALWAYS TRIGGER {rule};
"
    );
    Ok(text)
}

/// A column's type in PostgreSQL's words.
fn own_type(column: &mut Pieces, booleans: &Booleans) {
    let Some(name) = column.next(0) else { return };
    let Some(kind) = column.next(name + 1) else {
        return;
    };
    let is_boolean = booleans.has(&column.0[name]);
    match column.0[kind].as_str() {
        "BLOB" => column.0[kind] = "bytea".to_owned(),
        // The order of SQLite, byte by byte, in every language.
        "TEXT" => column.0[kind] = "text COLLATE \"C\"".to_owned(),
        "INTEGER" if is_boolean => column.0[kind] = "boolean".to_owned(),
        "INTEGER" => column.0[kind] = "bigint".to_owned(),
        _ => return,
    }
    if is_boolean {
        if let Some(default) = column.find(kind, "DEFAULT")
            && let Some(value) = column.next(default + 1)
        {
            column.0[value] = if column.0[value] == "0" {
                "FALSE"
            } else {
                "TRUE"
            }
            .to_owned();
        }
        if let Some(check) = column.find(kind, "CHECK")
            && checked(column, check).is_some()
            && let Some(close) = column.next(check + 1).and_then(|open| column.close(open))
        {
            column.0.drain(check..=close);
        }
    }
    // What SQLite numbers by itself.
    if column.0[name] == "seq"
        && column.find(kind, "CHECK").is_none()
        && let Some(key) = column.find(kind, "PRIMARY")
    {
        column.0[key] = "GENERATED BY DEFAULT AS IDENTITY PRIMARY".to_owned();
    }
}
