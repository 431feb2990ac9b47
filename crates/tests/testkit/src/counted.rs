//! Counting statements.

/// Runs some work and counts its statements and commits, on the engine that tests run on (S3).
pub async fn counted<F: Future>(work: F) -> (F::Output, u32) {
    if regain_cluster::is_chosen() {
        regain_storage_postgres::counted(work).await
    } else {
        regain_storage_sqlite::counted(work).await
    }
}
