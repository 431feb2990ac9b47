//! Errors of the database, as callers understand them.

use regain_storage::StorageError;

/// What an error of the database means for the caller.
pub(crate) fn failure(error: sqlx::Error) -> StorageError {
    /// The low byte of SQLite's extended codes for "another connection has the lock".
    const SQLITE_BUSY: i32 = 5;
    let busy = match &error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error
            .code()
            .and_then(|code| code.parse::<i32>().ok())
            .is_some_and(|code| code & 0xFF == SQLITE_BUSY),
        _ => false,
    };
    if busy {
        StorageError::Busy
    } else {
        StorageError::Failed(Box::new(error))
    }
}
