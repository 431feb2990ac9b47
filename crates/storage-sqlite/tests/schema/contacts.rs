//! S12, S17, S27, S28, S74: recovery contacts, their answers, and the gate that they open.

use super::methods::after_confirming;
use super::{AT, Trial, all, challenge, finish, flow, id, pass, proof};

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

fn request(number: u32, challenge: u32, contact: Option<u32>) -> String {
    format!(
        "INSERT INTO contact_requests (id, challenge_id, contact_id, nonce, link_mac)
         VALUES ({0}, {1}, {2}, zeroblob(16), randomblob(32))",
        id(number),
        id(challenge),
        contact.map_or_else(|| "NULL".to_owned(), id)
    )
}

fn confirmed(number: u32) -> String {
    format!(
        "UPDATE contact_requests SET confirmed_at = {AT}, code_mac = randomblob(32) WHERE id = {}",
        id(number)
    )
}

fn given(number: u32) -> String {
    format!(
        "UPDATE contact_requests SET given_at = {AT}, given_seal = randomblob(32) WHERE id = {}",
        id(number)
    )
}

#[tokio::test]
async fn s74_a_contact_is_chosen_and_taken_away_by_fresh_proofs_of_their_owner_once_each() {
    let mut trial = Trial::begin().await;
    trial
        .refused(
            "no change",
            &[contact(31, 1, 101, "c@example.net")],
            "no fresh change",
        )
        .await;
    let one = all(&[
        &after_confirming(1, 130, "add_contact"),
        &[contact(31, 1, 130, "c@example.net")],
    ]);
    trial.allowed("chosen", &one).await;
    trial
        .refused(
            "a second by the same change",
            &[contact(32, 1, 130, "d@example.net")],
            "no fresh change",
        )
        .await;
    let theirs = all(&[
        &after_confirming(1, 131, "add_contact"),
        &[contact(33, 2, 131, "d@example.net")],
    ]);
    trial
        .refused("somebody else's", &theirs, "no fresh change")
        .await;
    trial
        .refused(
            "nobody chosen",
            &after_confirming(1, 132, "add_contact"),
            "FOREIGN KEY",
        )
        .await;
    let same = all(&[
        &after_confirming(1, 133, "add_contact"),
        &[contact(33, 1, 133, "c@example.net")],
    ]);
    trial
        .refused("the same address twice", &same, "UNIQUE")
        .await;
    let hasty = contact(33, 1, 133, "d@example.net").replace(&DAY.to_string(), "1000");
    trial
        .refused(
            "counted at once",
            &all(&[&after_confirming(1, 133, "add_contact"), &[hasty]]),
            "CHECK",
        )
        .await;
    let mut four = Vec::new();
    for number in 34..37 {
        four.extend(after_confirming(1, number + 100, "add_contact"));
        four.push(contact(
            number,
            1,
            number + 100,
            &format!("{number}@example.net"),
        ));
    }
    trial.refused("four", &four, "three at most").await;

    for swap in [
        "address = 'eve@example.net'",
        "name = 'Eve'",
        "person_id = randomblob(16)",
        "waits = 86400001",
    ] {
        let swapped = format!("UPDATE contacts SET {swap} WHERE id = {}", id(31));
        trial
            .refused(swap, &[swapped], "only their answer changes")
            .await;
    }
    let gone = format!("DELETE FROM contacts WHERE id = {}", id(31));
    trial
        .refused(
            "taken away without a change",
            std::slice::from_ref(&gone),
            "no fresh change",
        )
        .await;
    let by_other = all(&[
        &after_confirming(1, 138, "remove_method"),
        std::slice::from_ref(&gone),
    ]);
    trial
        .refused(
            "by a change of something else",
            &by_other,
            "no fresh change",
        )
        .await;
    trial
        .allowed(
            "taken away",
            &all(&[&after_confirming(1, 139, "remove_contact"), &[gone]]),
        )
        .await;
}

#[tokio::test]
async fn s17_s28_only_the_contact_agrees_once_and_never_counts_at_once() {
    let mut trial = Trial::begin().await;
    let chosen = all(&[
        &after_confirming(1, 140, "add_contact"),
        &[contact(40, 1, 140, "c@example.net"), invitation(240, 40)],
    ]);
    trial.allowed("chosen", &chosen).await;
    trial
        .refused(
            "without an answer",
            &[agrees(40, AT, AT + DAY)],
            "accepted by nobody",
        )
        .await;
    trial
        .refused("too late", &[accepted(240, 1000)], "in time")
        .await;
    let early = [accepted(240, AT), agrees(40, AT, AT)];
    trial.refused("counting at once", &early, "CHECK").await;
    let other = [accepted(240, AT), agrees(40, AT + 1, AT + 1 + DAY)];
    trial
        .refused("at another moment", &other, "accepted by nobody")
        .await;
    trial
        .allowed("agreed", &[accepted(240, AT), agrees(40, AT, AT + DAY)])
        .await;
    trial
        .refused("twice", &[accepted(240, AT + 1)], "accepted once")
        .await;
    let declined = |at: u32| {
        format!(
            "UPDATE contacts SET declined_at = {at} WHERE id = {}",
            id(40)
        )
    };
    trial
        .refused(
            "declined by nobody",
            &[declined(2000)],
            "declined by nobody",
        )
        .await;
    let back = format!(
        "UPDATE contact_invitations SET declined_at = 2000 WHERE id = {}",
        id(240)
    );
    trial
        .allowed(
            "stepped back, after its end too",
            &[back.clone(), declined(2000)],
        )
        .await;
    trial.refused("stepped back twice", &[back], "over").await;
    trial
        .refused(
            "a contact again",
            &[format!(
                "UPDATE contacts SET declined_at = NULL WHERE id = {}",
                id(40)
            )],
            "only",
        )
        .await;
    trial
        .refused(
            "an answer forgotten",
            &["DELETE FROM contact_invitations".to_owned()],
            "with their contact only",
        )
        .await;
}

#[tokio::test]
async fn s12_s27_the_gate_of_contacts_opens_by_what_they_passed_on_and_by_nothing_else() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "contacts",
            &all(&[&agreed(50, "c@example.net"), &agreed(51, "d@example.net")]),
        )
        .await;
    let at = AT + DAY;
    let started = [flow(60, 1), challenge(61, 60, 1, "contact", 2 * DAY)];
    let places = [
        request(62, 61, Some(50)),
        request(63, 61, Some(51)),
        request(64, 61, None),
    ];
    let met = format!(
        "UPDATE challenges SET consumed_at = {at} WHERE id = {}",
        id(61)
    );
    let met = std::slice::from_ref(&met);
    let begun = all(&[&started, &places]);
    trial
        .refused("by nobody", &all(&[&begun, met]), "too few contacts")
        .await;
    trial
        .refused(
            "given before it was confirmed",
            &all(&[&begun, &[given(62)]]),
            "CHECK",
        )
        .await;
    trial
        .refused(
            "only confirmed",
            &all(&[&begun, &[confirmed(62)], met]),
            "too few contacts",
        )
        .await;
    trial
        .refused(
            "confirmed by nobody",
            &all(&[&begun, &[confirmed(64)]]),
            "CHECK",
        )
        .await;
    let too_early = format!(
        "UPDATE challenges SET consumed_at = {} WHERE id = {}",
        at - 1,
        id(61)
    );
    let quarantined = all(&[&begun, &[confirmed(62), given(62), too_early]]);
    trial
        .refused("before they count", &quarantined, "too few contacts")
        .await;
    let no = format!(
        "UPDATE contact_requests SET refused_at = {AT} WHERE challenge_id = {}",
        id(61)
    );
    let refused = all(&[&begun, &[confirmed(62), given(62), no.clone()], met]);
    trial
        .refused("after a contact said no", &refused, "too few contacts")
        .await;
    trial
        .refused(
            "confirmed after that",
            &all(&[&begun, &[no, confirmed(62)]]),
            "refused",
        )
        .await;
    trial
        .refused(
            "confirmed twice",
            &all(&[&begun, &[confirmed(62), confirmed(62)]]),
            "each answer once",
        )
        .await;
    let twice = all(&[
        &started,
        &[request(62, 61, Some(50)), request(63, 61, Some(50))],
    ]);
    trial
        .refused("one contact in two places", &twice, "UNIQUE")
        .await;
    let of_another = [
        flow(60, 2),
        challenge(61, 60, 2, "contact", 2 * DAY),
        request(62, 61, Some(50)),
    ];
    trial
        .refused(
            "somebody else's contact",
            &of_another,
            "a contact of its person",
        )
        .await;

    // One gate, however many contacts.
    let proven = proof(61, 60, 1, "contact").replace(&format!(", {AT})"), &format!(", {at})"));
    let both = all(&[
        &begun,
        &[confirmed(62), given(62), confirmed(63), given(63)],
        met,
        &[proven],
    ]);
    trial
        .refused(
            "alone",
            &all(&[&both, &[finish(60)]]),
            "finished without two proofs",
        )
        .await;
    trial
        .allowed(
            "with the mail",
            &all(&[&both, &pass(65, 60, 1, "mailed_code"), &[finish(60)]]),
        )
        .await;
}

#[tokio::test]
async fn two_of_three_is_their_owners_word_and_the_gate_keeps_to_it() {
    let mut trial = Trial::begin().await;
    trial
        .allowed(
            "contacts",
            &all(&[&agreed(70, "c@example.net"), &agreed(71, "d@example.net")]),
        )
        .await;
    let two = |change: u32| {
        format!(
            "INSERT INTO contacts_needed (person_id, needed, change_id) VALUES ({}, 2, {})",
            id(1),
            id(change)
        )
    };
    trial
        .refused("by nobody", &[two(101)], "no fresh change")
        .await;
    trial
        .allowed(
            "two",
            &all(&[
                &after_confirming(1, 180, "set_contacts_needed"),
                &[two(180)],
            ]),
        )
        .await;
    let one = "UPDATE contacts_needed SET needed = 1".to_owned();
    trial
        .refused("one, by nobody", &[one], "no fresh change")
        .await;
    trial
        .refused(
            "forgotten",
            &["DELETE FROM contacts_needed".to_owned()],
            "never deleted",
        )
        .await;
    let begun = [
        flow(80, 1),
        challenge(81, 80, 1, "contact", 2 * DAY),
        request(82, 81, Some(70)),
        request(83, 81, Some(71)),
    ];
    let met = [format!(
        "UPDATE challenges SET consumed_at = {} WHERE id = {}",
        AT + DAY,
        id(81)
    )];
    let by_one = all(&[&begun, &[confirmed(82), given(82)], &met]);
    trial.refused("by one", &by_one, "too few contacts").await;
    trial
        .allowed(
            "by two",
            &all(&[
                &begun,
                &[confirmed(82), given(82), confirmed(83), given(83)],
                &met,
            ]),
        )
        .await;
}
