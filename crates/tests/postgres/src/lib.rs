//! Tests of the PostgreSQL engine, in `tests`.
