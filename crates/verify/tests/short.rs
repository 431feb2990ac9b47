//! The short forms: what is deterministic whole (a clock that stands still, seeded randomness), of timing the machinery alone.

use regain_verify::enumeration::{self, Probe};
use regain_verify::{
    Form, Report, Verdict, brute_force, byte_differences, failed, lock_out, mail_bomb, overload, table,
};
use std::path::Path;
use std::time::Duration;

#[track_caller]
fn judge(reports: &[Report]) {
    assert!(!reports.is_empty() && !failed(reports), "\n{}", table(reports));
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
async fn t5_the_owner_is_locked_out_of_nothing_but_what_is_known() {
    let (known, rest): (Vec<_>, Vec<_>) =
        lock_out::run(Form::Short).await.into_iter().partition(|report| report.what == lock_out::OPEN);
    judge(&rest);
    // Whoever mends it takes this away.
    assert_eq!(known.iter().map(|report| report.verdict).collect::<Vec<_>>(), [Verdict::Failed]);
}

#[tokio::test]
async fn t1_the_machinery_sees_a_planted_leak_and_none_where_there_is_none() {
    let samples = enumeration::measure(Probe::Code, 60, Duration::from_millis(20)).await;
    let reports = enumeration::judge(Form::Short, "wrong mailed code", &samples);
    let controls = reports.iter().filter(|report| report.what.contains("control"));
    assert!(controls.clone().count() == 2 && controls.clone().all(|one| one.verdict == Verdict::Passed), "{reports:?}");
}

#[tokio::test]
async fn t13_without_a_release_build_it_is_not_run_rather_than_passed() {
    let reports = overload::run(Form::Short, Path::new("no/such/server")).await;
    assert_eq!(reports.iter().map(|report| report.verdict).collect::<Vec<_>>(), [Verdict::NotRun]);
}
