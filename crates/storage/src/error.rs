//! Errors of storage.

/// A database error; people are only told "try again" (S99).
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// Another writer held the database longer than the maximum wait (S98): try again later.
    #[error("the database is busy")]
    Busy,
    /// The database is full, gone, read-only or broken.
    #[error("the database failed: {0}")]
    Failed(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored value isn't one that this version writes.
    #[error("a stored value of {0} can't be read")]
    Corrupt(&'static str),
}
