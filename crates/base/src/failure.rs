//! Why a use case has no result.

use regain_domain::Refusal;
use regain_storage::StorageError;

/// Why a use case has no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The person can do something about it, and is told.
    #[error("refused: {}", .0.code())]
    Refused(Refusal),
    /// The person is told that the server has a problem and nothing was lost (S99); details go to the log.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A stored hash can't be read; reported to the person as above.
    #[error("a stored password hash can't be read")]
    CorruptHash,
}

/// Result of a use case.
pub type Outcome<T> = Result<T, Failure>;

macro_rules! refused {
    ($($reason:ty),+) => {$(
        impl From<$reason> for Failure {
            fn from(reason: $reason) -> Self {
                Self::Refused(reason.into())
            }
        }
    )+};
}

refused!(
    Refusal,
    regain_domain::IdentifierError,
    regain_domain::PersonNameError,
    regain_domain::UserNameError,
    regain_domain::PasswordError,
    regain_domain::crockford::CodeError
);
