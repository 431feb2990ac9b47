//! S28, S71, S72: an active person's address comes only by its own code and a fresh change, goes
//! only by a fresh change, and comes back only by its own objection.

mod claimed;
mod gone;
mod objections;

use super::methods::after_confirming;
use super::{
    AT, Trial, activate, all, change, id, invitation, invited, new_password, presented_invitation,
    told,
};

const DAY: u64 = 86_400_000;

/// An invitation's address, as the first one of a person who is active by now.
async fn begin() -> Trial {
    let mut trial = Trial::begin().await;
    for person in [5, 6] {
        let statements = [
            invited(person),
            address(&format!("p{person}@x.org"), person, 1, "0, 0", "NULL"),
            activate(person),
            told(person),
        ];
        trial
            .allowed("an address that came with the invitation", &statements)
            .await;
    }
    let password = [
        invited(7),
        invitation(507, 7),
        presented_invitation(607, 7, 507),
        told(7),
        change(107, 7, 607),
        new_password(7, 107),
        address("first@x.org", 7, 1, "0, 0", "NULL"),
        activate(7),
    ];
    trial
        .allowed("somebody with a password and an address", &password)
        .await;
    trial
}

fn address(
    canonical: &str,
    person: u32,
    position: u32,
    verified_and_counting: &str,
    change: &str,
) -> String {
    format!(
        "INSERT INTO identifiers VALUES ('{canonical}', {0}, 'email', '{canonical}', {position}, {verified_and_counting}, {change})",
        id(person)
    )
}

/// By a change, quarantined for three days.
fn new(canonical: &str, person: u32, position: u32, change: u32) -> String {
    let counts_from = u64::from(AT) + 3 * DAY;
    let moments = format!("{AT}, {counts_from}");
    address(canonical, person, position, &moments, &id(change))
}

fn claim(number: u32, person: u32, canonical: &str, position: u32, replaces: &str) -> String {
    format!(
        "INSERT INTO address_claims (id, person_id, position, replaces, canonical, shown, nonce, code_mac, created_at,
                                     expires_at, tries)
         VALUES ({0}, {1}, {position}, {replaces}, '{canonical}', '{canonical}', zeroblob(16), randomblob(32), 0, 1000, 0)",
        id(number),
        id(person)
    )
}

fn consumed(number: u32, at: u32) -> String {
    format!(
        "UPDATE address_claims SET consumed_at = {at} WHERE id = {}",
        id(number)
    )
}

/// A code entered just now.
fn entered(
    number: u32,
    person: u32,
    canonical: &str,
    position: u32,
    replaces: &str,
) -> Vec<String> {
    vec![
        claim(number, person, canonical, position, replaces),
        consumed(number, AT),
    ]
}

/// The former address that a change leaves.
fn former(
    canonical: &str,
    person: u32,
    change: u32,
    counts_until: u64,
    objectable_until: &str,
) -> String {
    format!(
        "INSERT INTO former_addresses
         SELECT canonical, {0}, shown, position, verified_at, counts_from, change_id, {1}, {AT}, {counts_until}, 15552000000,
                zeroblob(16), randomblob(32), {objectable_until}, NULL, NULL
         FROM identifiers WHERE canonical = '{canonical}'",
        id(person),
        id(change)
    )
}

fn gone(canonical: &str) -> String {
    format!("DELETE FROM identifiers WHERE canonical = '{canonical}'")
}

/// Person 7's first address, changed by the change 701.
fn changed() -> Vec<String> {
    all(&[
        &entered(71, 7, "new@x.org", 1, "'first@x.org'"),
        &after_confirming(7, 701, "replace_address"),
        &[
            former("first@x.org", 7, 701, u64::from(AT) + 3 * DAY, "604800010"),
            gone("first@x.org"),
            new("new@x.org", 7, 1, 701),
        ],
    ])
}
