//! Isolates rows from each other: a failure of one, even a panic, doesn't stop the others (S65, S100).

use crate::{Failure, Outcome};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Why a row couldn't be handled.
#[derive(Debug, thiserror::Error)]
pub(super) enum RowFailure {
    /// The database, or stored content.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// A bug. The panic's message is left out, since it can contain anything (S102).
    #[error("it panicked")]
    Panicked,
}

/// Runs some work to its end, or until it panics.
pub(super) async fn isolated<T>(work: impl Future<Output = Outcome<T>>) -> Result<T, RowFailure> {
    let mut work = pin!(work);
    std::future::poll_fn(|context| {
        // Nothing half done is visible after a panic: the work's state was dropped, with its unit of work.
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map_err(RowFailure::Failed),
            Err(_) => Poll::Ready(Err(RowFailure::Panicked)),
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn s100_a_panic_is_an_error_without_its_words() {
        assert!(matches!(isolated(async { Ok(7) }).await, Ok(7)));
        assert!(matches!(
            isolated(async { Err::<(), _>(Failure::CorruptHash) }).await,
            Err(RowFailure::Failed(_))
        ));
        let work = async {
            tokio::task::yield_now().await;
            assert!(std::hint::black_box(false), "canary");
            Ok(())
        };
        let trouble = isolated(work).await.expect_err("it panics");
        assert_eq!(trouble.to_string(), "it panicked");
    }
}
