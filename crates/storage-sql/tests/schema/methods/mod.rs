//! S13, S28, S41, S45: named credentials, and the question for a second factor.

mod apps;
mod confirmation;
mod ended;

use super::{AT, change_by, id, told};

fn method(number: u32, person: u32, change: u32) -> String {
    format!(
        "INSERT INTO methods (id, person_id, kind, name, secret, added_at, counts_from, change_id) VALUES ({0}, {1}, 'authenticator', 'Phone', zeroblob(48), {AT}, {AT}, {2})",
        id(number),
        id(person),
        id(change)
    )
}

/// A question for a second factor, with the person's password.
fn asked(number: u32, person: u32, session: u32) -> String {
    format!(
        "INSERT INTO verifications (id, token_mac, purpose, person_id, session_id, password, keep, created_at, expires_at,
                                    tries)
         SELECT {0}, randomblob(32), 'confirm', {1}, {2}, change_id, FALSE, 0, 1000, 0 FROM passwords WHERE person_id = {1}",
        id(number),
        id(person),
        id(session)
    )
}

fn finished(number: u32, at: u32, factor: &str) -> String {
    format!(
        "UPDATE verifications SET finished_at = {at}, factor = '{factor}', seal = randomblob(32) WHERE id = {}",
        id(number)
    )
}

fn confirmed(number: u32, person: u32, verification: u32) -> String {
    format!(
        "INSERT INTO presented_proofs VALUES ({0}, {1}, 'confirmed', NULL, NULL, {2}, {AT})",
        id(number),
        id(person),
        id(verification)
    )
}

/// The changes open to a confirmed person: the change `change` by the proof `change` + 1000.
pub(crate) fn after_confirming(person: u32, change: u32, action: &str) -> Vec<String> {
    let verification = change + 2000;
    vec![
        asked(verification, person, 7),
        finished(verification, AT, "saved_code"),
        confirmed(change + 1000, person, verification),
        told(person),
        change_by(change, person, person, action, change + 1000),
    ]
}

fn remove(number: u32) -> String {
    format!("DELETE FROM methods WHERE id = {}", id(number))
}
