//! What lies between two statements: for tests, a place to stop at, and statements to count (feature `stops`).

/// Where a process may be killed. With the feature `stops` the task waits here once, so that a test can end it between
/// any two statements (S29, S55), and the statement is counted.
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

/// What some work comes to, and how many statements and commits it took (S3).
#[cfg(feature = "stops")]
pub async fn counted<F: Future>(work: F) -> (F::Output, u32) {
    let counting = async {
        let output = work.await;
        (output, COUNT.with(std::cell::Cell::get))
    };
    COUNT.scope(std::cell::Cell::new(0), counting).await
}
