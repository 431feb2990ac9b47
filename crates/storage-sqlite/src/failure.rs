//! Maps database errors to errors for callers.

use regain_storage::StorageError;

/// The meaning of a database error for the caller.
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
