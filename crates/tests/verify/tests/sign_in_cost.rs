//! The short form of T20, in a process of its own: it counts the statements of the whole process.

use regain_verify::{Form, failed, sign_in_cost, table};

#[tokio::test]
async fn t20_a_sign_in_costs_a_hash_and_few_statements() {
    let reports = sign_in_cost::run(Form::Short).await;
    assert!(
        !reports.is_empty() && !failed(&reports),
        "\n{}",
        table(&reports)
    );
}
