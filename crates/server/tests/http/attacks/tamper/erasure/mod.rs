//! The path to erasure, attacked by SQL: nobody can use it to wipe a usable account, to bring
//! anybody back, or to hurry it (S72, S77, S79, S103).

mod hurried;
mod rules;

/// An entry that SQL writes, as the database accepts it: only its digest isn't ours.
fn forged(event: &str, person: &str, standing: &str, days_ago: i64) -> String {
    format!(
        "INSERT INTO history (seq, at, event, subject, nth, facts, standing_version, prev, mac)
         SELECT (SELECT max(seq) FROM history) + 1, (SELECT at FROM history ORDER BY seq DESC LIMIT 1) - {days_ago} * 86400000,
                '{event}', {person}, (SELECT max(nth) FROM history WHERE subject = {person}) + 1, '{{}}', {standing},
                (SELECT mac FROM history ORDER BY seq DESC LIMIT 1), randomblob(32)"
    )
}
