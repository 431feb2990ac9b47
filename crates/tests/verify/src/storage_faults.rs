//! T12: a database that is full, can't be written, is gone, locked, old or damaged.
//!
//! Everything happens in this process, on throw-away databases. The system's limit on a process'
//! files, which every user may set, keeps a file from growing; a whole full file system is mounted
//! if this user may do so.

mod damage;
mod full;
mod lasting;
mod stage;
mod volume;

use crate::{Form, Report};
use volume::Volume;

const TEST: &str = "t12";

/// Runs the test. Meanwhile the files of this process may not grow, so nothing else runs beside it.
pub async fn run(form: Form) -> Vec<Report> {
    let volume = match Volume::limited() {
        Ok(volume) => volume,
        Err(error) => return vec![Report::not_run(TEST, "storage faults", error.to_string())],
    };
    let mut reports = full::random_points("file can't grow", &volume, form.of(200, 24)).await;
    reports.extend(full::reading(&volume).await);
    reports.extend(lasting::read_only_at_start(&volume).await);
    drop(volume);
    match (form, Volume::mounted()) {
        (Form::Full, Ok(volume)) => {
            reports.extend(full::random_points("50 MiB volume full", &volume, 80).await);
        }
        (Form::Full, Err(why)) => reports.push(Report::not_run(TEST, "50 MiB volume full", why)),
        (Form::Short, _) => {}
    }
    reports.extend(lasting::gone().await);
    reports.extend(lasting::locked(form).await);
    reports.extend(lasting::restored().await);
    reports.extend(damage::damaged(form).await);
    reports
}
