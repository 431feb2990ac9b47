//! The gate that contacts open (S12, S27).

use super::{DAY, agreed};
use crate::cases::methods::after_confirming;
use crate::cases::{AT, Trial, all, challenge, finish, flow, id, pass, proof};

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
