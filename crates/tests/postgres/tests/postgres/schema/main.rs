//! S74, S75, S76: the attacks by raw SQL that every engine withstands, on PostgreSQL, and PostgreSQL's own.

mod attacks;
#[path = "../../../../../storage-sql/tests/schema/cases.rs"]
mod cases;
mod database;
mod roles;
