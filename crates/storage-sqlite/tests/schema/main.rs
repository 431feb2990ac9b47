//! S74, S75: the attacks by raw SQL that every engine withstands, on SQLite, and SQLite's own.

#[path = "../../../storage-sql/tests/schema/cases.rs"]
mod cases;
mod database;
mod replaced;
