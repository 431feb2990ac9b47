//! S12, S17, S27, S28, S74: recovery contacts, their answers, and the gate that they open.

mod chosen;
mod gate;

use super::methods::after_confirming;
use super::{AT, all, id};

const DAY: u32 = 86_400_000;

fn contact(number: u32, person: u32, change: u32, address: &str) -> String {
    format!(
        "INSERT INTO contacts (id, person_id, name, address, canonical, added_at, waits, change_id)
         VALUES ({0}, {1}, 'Cleo', '{address}', '{address}', {AT}, {DAY}, {2})",
        id(number),
        id(person),
        id(change)
    )
}

fn invitation(number: u32, contact: u32) -> String {
    format!(
        "INSERT INTO contact_invitations (id, contact_id, nonce, code_mac, created_at, expires_at)
         VALUES ({0}, {1}, zeroblob(16), randomblob(32), 0, 1000)",
        id(number),
        id(contact)
    )
}

fn accepted(number: u32, at: u32) -> String {
    format!(
        "UPDATE contact_invitations SET accepted_at = {at} WHERE id = {}",
        id(number)
    )
}

fn agrees(contact: u32, at: u32, counts_from: u32) -> String {
    format!(
        "UPDATE contacts SET accepted_at = {at}, counts_from = {counts_from} WHERE id = {}",
        id(contact)
    )
}

/// Person 1 chooses a contact, who agrees.
fn agreed(number: u32, address: &str) -> Vec<String> {
    all(&[
        &after_confirming(1, number + 100, "add_contact"),
        &[
            contact(number, 1, number + 100, address),
            invitation(number + 200, number),
            accepted(number + 200, AT),
            agrees(number, AT, AT + DAY),
        ],
    ])
}
