//! Maps database errors to errors for callers.

use regain_storage::StorageError;

/// SQLSTATE of what ends by waiting: a lock (55P03), a deadlock (40P01), a statement that took too long (57014), too many
/// connections (53300).
const BUSY: [&str; 4] = ["55P03", "40P01", "57014", "53300"];

/// The meaning of a database error for the caller.
pub(crate) fn failure(error: sqlx::Error) -> StorageError {
    let busy = match &error {
        sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| BUSY.contains(&&*code)),
        _ => false,
    };

    if busy {
        StorageError::Busy
    } else {
        StorageError::Failed(Box::new(error))
    }
}
