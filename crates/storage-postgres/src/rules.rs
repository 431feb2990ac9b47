//! Compares a database's rules with those of this version (S75).

use crate::Db;
use crate::failure::failure;
use regain_storage::{Result, StorageError};
use sqlx::postgres::PgConnection;
use std::collections::BTreeMap;

/// Every table, key, index, trigger and function, as the migrations make them.
const RULES: &str = include_str!("../rules.txt");

#[derive(Debug, thiserror::Error)]
#[error(
    "the database's rules were changed: {0}; find out who did that, then restore the database from a backup"
)]
struct Changed(String);

/// A line for each: what it is, a colon, and what it says. Functions are long, so theirs is a digest.
const SELECT: &str = "
    SELECT 'table ' || relname || ': of ' || pg_get_userbyid(relowner) || ', kind ' || relkind::text || relpersistence::text
           || CASE WHEN relrowsecurity OR relforcerowsecurity THEN ', with policies for rows' ELSE '' END
           || CASE WHEN EXISTS (SELECT 1 FROM pg_inherits WHERE pg_class.oid IN (inhparent, inhrelid))
                   THEN ', with rows in other tables' ELSE '' END
           || coalesce((SELECT ', ' || string_agg(attname || ' ' || format_type(atttypid, atttypmod)
                                                  || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END, ', '
                                                  ORDER BY attnum)
                        FROM pg_attribute WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped), '')
    FROM pg_class
    WHERE relnamespace = 'regain'::regnamespace AND relkind NOT IN ('i', 'S') AND relname <> '_sqlx_migrations'
    UNION ALL
    SELECT 'rewriting of ' || ev_class::regclass || ': ' || rulename
    FROM pg_rewrite JOIN pg_class ON pg_class.oid = ev_class
    WHERE relnamespace = 'regain'::regnamespace
    UNION ALL
    SELECT 'constraint ' || relname || '.' || conname || ': ' || pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE relnamespace = 'regain'::regnamespace AND contype IN ('c', 'f', 'p', 'u', 'x') AND relname <> '_sqlx_migrations'
    UNION ALL
    SELECT 'index ' || relname || ': ' || pg_get_indexdef(indexrelid) || CASE WHEN indisvalid THEN '' ELSE ', not valid' END
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE relnamespace = 'regain'::regnamespace AND relname <> '_sqlx_migrations_pkey'
    UNION ALL
    SELECT 'trigger ' || relname || '.' || tgname || ': ' || pg_get_triggerdef(pg_trigger.oid)
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE relnamespace = 'regain'::regnamespace AND NOT tgisinternal
    UNION ALL
    SELECT 'function ' || proname || '(' || pg_get_function_identity_arguments(oid) || '): of ' || pg_get_userbyid(proowner) || ', '
           || CASE WHEN prosecdef THEN 'with its owner''s rights' ELSE 'with its caller''s rights' END || ', '
           || coalesce(array_to_string(proconfig, ', '), 'with any settings') || ', '
           || encode(sha256(convert_to(prosrc, 'UTF8')), 'hex')
    FROM pg_proc WHERE pronamespace = 'regain'::regnamespace";

/// Checks that tables, keys, indexes, triggers and functions are exactly those of this version.
pub(crate) async fn compare(connection: &mut PgConnection) -> Result<()> {
    match difference(&rules(connection).await?) {
        None => Ok(()),
        Some(what) => Err(StorageError::Failed(Box::new(Changed(what)))),
    }
}

/// A line for each rule of a database, in order.
///
/// # Errors
/// If the database doesn't answer.
pub async fn rules(connection: &mut PgConnection) -> Result<Vec<String>> {
    let found = sqlx::query_scalar::<Db, String>(SELECT)
        .fetch_all(connection)
        .await
        .map_err(failure)?;
    let in_one_line = |rule: &String| rule.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut rules: Vec<String> = found.iter().map(in_one_line).collect();
    // Here, and not by the database: its languages order texts differently.
    rules.sort();

    Ok(rules)
}

/// What was removed, changed or added, and how.
#[must_use]
pub fn difference(found: &[String]) -> Option<String> {
    let named = |line: &'_ str| {
        let (name, text) = line.split_once(": ")?;
        Some((name.to_owned(), text.to_owned()))
    };
    let wanted: BTreeMap<_, _> = RULES.lines().filter_map(named).collect();
    let found: BTreeMap<_, _> = found.iter().filter_map(|line| named(line)).collect();

    let wrong = wanted
        .iter()
        .find_map(|(name, text)| match found.get(name) {
            None => Some(format!("the {name} is missing")),
            Some(other) if other != text => {
                Some(format!("the {name} isn't as this version makes it"))
            }
            Some(_) => None,
        });
    wrong.or_else(|| {
        let extra = found.keys().find(|name| !wanted.contains_key(*name));
        extra.map(|name| format!("the {name} was added"))
    })
}
