//! Points between two statements: for tests, places to stop at, and a count of statements (feature `stops`).

/// A point where a process may be killed. With the feature `stops`, the task waits here once, so that a test can end
/// it between any two statements (S29, S55), and the statement is counted.
pub(crate) async fn between_statements() {
    #[cfg(feature = "stops")]
    {
        COUNT.try_with(|count| count.set(count.get() + 1)).ok();
        tokio::task::yield_now().await;
    }
}

#[cfg(feature = "stops")]
tokio::task_local! {
    static COUNT: std::cell::Cell<u32>;
}

/// Runs some work and counts its statements and commits (S3).
#[cfg(feature = "stops")]
pub async fn counted<F: Future>(work: F) -> (F::Output, u32) {
    let counting = async {
        let output = work.await;
        (output, COUNT.with(std::cell::Cell::get))
    };
    COUNT.scope(std::cell::Cell::new(0), counting).await
}
