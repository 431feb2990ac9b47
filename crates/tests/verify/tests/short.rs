//! The short forms: what is deterministic whole (a clock that stands still, seeded randomness).

use regain_verify::{
    Form, Report, Verdict, brute_force, byte_differences, cross_races, failed, kill, lock_out,
    mail_bomb, mail_outage, one_time, overload, start, table, thief_inside,
};
use std::path::Path;

#[track_caller]
fn judge(reports: &[Report]) {
    assert!(
        !reports.is_empty() && !failed(reports),
        "\n{}",
        table(reports)
    );
}

#[tokio::test]
async fn t2_answers_differ_in_no_byte() {
    judge(&byte_differences::run(Form::Short).await);
}

#[tokio::test]
async fn t3_a_mail_bomb_is_three_mails() {
    judge(&mail_bomb::run(Form::Short).await);
}

#[tokio::test]
async fn t4_a_day_of_guessing_is_a_hundred_passwords_and_25_codes() {
    judge(&brute_force::run(Form::Short).await);
}

#[tokio::test]
async fn t5_the_owner_is_never_locked_out() {
    judge(&lock_out::run(Form::Short).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t8_what_works_once_works_once() {
    judge(&one_time::run(Form::Short).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t9_what_happens_at_once_happens_in_some_order() {
    judge(&cross_races::run(Form::Short).await);
}

#[tokio::test]
async fn t7_a_relay_that_fails_loses_no_notice() {
    judge(&mail_outage::run(Form::Short).await);
}

#[tokio::test]
async fn t6_without_a_release_build_it_is_not_run_rather_than_passed() {
    let reports = kill::run(Form::Short, Path::new("no/such/server")).await;
    assert_eq!(
        reports
            .iter()
            .map(|report| report.verdict)
            .collect::<Vec<_>>(),
        [Verdict::NotRun]
    );
}

#[tokio::test]
async fn t13_without_a_release_build_it_is_not_run_rather_than_passed() {
    let reports = overload::run(Form::Short, Path::new("no/such/server")).await;
    assert_eq!(
        reports
            .iter()
            .map(|report| report.verdict)
            .collect::<Vec<_>>(),
        [Verdict::NotRun]
    );
}

#[tokio::test]
async fn t19_without_a_release_build_it_is_not_run_rather_than_passed() {
    let reports = start::run(Form::Short, Path::new("no/such/server")).await;
    assert_eq!(
        reports
            .iter()
            .map(|report| report.verdict)
            .collect::<Vec<_>>(),
        [Verdict::NotRun]
    );
}

#[tokio::test]
async fn t18_older_proofs_win_over_newer_ones_for_seven_days() {
    judge(&thief_inside::run(Form::Short).await);
}
