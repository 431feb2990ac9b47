//! Reading or writing.

/// Whether a unit of work, or a connection, may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// May write.
    Write,
    /// Refuses every write.
    Read,
}
