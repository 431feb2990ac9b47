//! The short form of T12, in a program of its own: it limits the files of its whole process.

use regain_verify::{Form, failed, storage_faults, table};

#[tokio::test]
async fn t12_a_full_gone_locked_old_or_damaged_database_is_never_served_silently() {
    let reports = storage_faults::run(Form::Short).await;
    assert!(
        !reports.is_empty() && !failed(&reports),
        "\n{}",
        table(&reports)
    );
}
