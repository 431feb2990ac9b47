//! Invitations to recovery contacts, and requests to them in a recovery.

use super::contacts::{add, agree, id, invitation, invitation_id};
use super::support::{Tested, add_people, reading, writing};
use crate::VaultWork;
use regain_domain::{ContactRequestId, ProofClass};
use regain_storage::contract::samples::{at, challenge, challenge_id, digest, flow};
use regain_storage::contract::support::{AT_ONCE, OK, all_at_once, refused, winners};
use regain_storage::{Challenge, ContactInvitation, ContactRequest};
use std::sync::Arc;

fn request_id(number: u8) -> ContactRequestId {
    ContactRequestId::from_bytes([number; 16])
}

/// A request of a challenge to a contact, or a placeholder.
fn request(number: u8, challenge: u8, contact: Option<u8>) -> ContactRequest {
    ContactRequest {
        id: request_id(number),
        challenge: challenge_id(challenge),
        contact: contact.map(id),
        nonce: [number; 16],
        link_digest: digest(number),
        confirmed_at: None,
        code_digest: None,
        refused_at: None,
        given: None,
    }
}

/// One person with two contacts, each with an open invitation.
async fn invited(store: &Tested) {
    add_people(store, &[1]).await;
    let mut work = writing(store).await;
    for number in [11, 12] {
        add(&mut *work, number, 1, 0).await;
        let contacts = work.contacts();
        let invitation = invitation(number, number);
        contacts.insert_invitation(&invitation).await.expect(OK);
    }
    work.commit().await.expect(OK);
}

/// Two recoveries with a challenge for contacts each: one of the first person, with requests to two contacts and a
/// placeholder, and one of nobody, with a placeholder.
async fn asked(store: &Tested) {
    add_people(store, &[1]).await;
    let mut work = writing(store).await;
    for number in [11, 12] {
        let row = add(&mut *work, number, 1, 0).await;
        agree(&mut *work, row, 1).await;
    }
    for (number, of) in [(1, Some(1)), (2, None)] {
        let recovery = work.recovery();
        recovery.insert_flow(&flow(number, of)).await.expect(OK);
        let asking = Challenge {
            code_digest: None,
            ..challenge(number, number, of, ProofClass::Contact)
        };
        recovery.insert_challenge(&asking).await.expect(OK);
    }
    let contacts = work.contacts();
    for request in [
        request(3, 1, Some(12)),
        request(2, 1, Some(11)),
        request(1, 1, None),
        request(4, 2, None),
    ] {
        contacts.insert_request(&request).await.expect(OK);
    }
    work.commit().await.expect(OK);
}

async fn confirm(work: &mut dyn VaultWork, number: u8, second: i64) -> bool {
    work.contacts()
        .confirm(request_id(number), &digest(50 + number), at(second))
        .await
        .expect(OK)
}

async fn give(work: &mut dyn VaultWork, number: u8, second: i64) -> bool {
    work.contacts()
        .give(request_id(number), at(second), &digest(60 + number))
        .await
        .expect(OK)
}

/// By its code, its id and its contact.
pub async fn s27_an_invitation_of_a_contact_is_read_back_whole(store: Tested) {
    invited(&store).await;
    let mut work = reading(&store).await;
    let contacts = work.contacts();
    let first = invitation(11, 11);
    let by_code = contacts.invitation_by_code(&digest(11)).await.expect(OK);
    assert_eq!(by_code.as_ref(), Some(&first));
    let by_id = contacts.invitation(first.id).await.expect(OK);
    assert_eq!(by_id.as_ref(), Some(&first));
    let newest = contacts.newest_invitation(id(11)).await.expect(OK);
    assert_eq!(newest, Some(first));
    let none = contacts.invitation_by_code(&digest(99)).await.expect(OK);
    assert_eq!(none, None);
    let none = contacts.invitation(invitation_id(99)).await.expect(OK);
    assert_eq!(none, None);
    let none = contacts.newest_invitation(id(99)).await.expect(OK);
    assert_eq!(none, None);
}

/// Nobody is invited with a code of another, or without being a contact.
pub async fn s27_an_invitation_belongs_to_one_contact(store: Tested) {
    invited(&store).await;
    let same_code = ContactInvitation {
        code_digest: digest(11),
        ..invitation(13, 12)
    };
    for wrong in [same_code, invitation(13, 99)] {
        let mut work = writing(&store).await;
        let answer = work.contacts().insert_invitation(&wrong).await;
        assert!(refused(&answer), "{wrong:?}");
    }
}

/// Unanswered ones of this contact; the newest one is found in any state.
pub async fn s27_a_newer_invitation_takes_the_place(store: Tested) {
    invited(&store).await;
    let mut work = writing(&store).await;
    let contacts = work.contacts();
    for replaced in [1, 0] {
        let answer = contacts.replace_invitations(id(11), at(5)).await;
        assert_eq!(answer.expect(OK), replaced);
    }
    let over = ContactInvitation {
        replaced_at: Some(at(5)),
        ..invitation(11, 11)
    };
    let newest = contacts.newest_invitation(id(11)).await.expect(OK);
    assert_eq!(newest, Some(over));
    let newer = invitation(1, 11);
    contacts.insert_invitation(&newer).await.expect(OK);
    let newest = contacts.newest_invitation(id(11)).await.expect(OK);
    assert_eq!(newest, Some(newer));
    assert!(!contacts.accept(invitation_id(11), at(6)).await.expect(OK));
    assert!(!contacts.decline(invitation_id(11), at(6)).await.expect(OK));
    let other = contacts.invitation(invitation_id(12)).await.expect(OK);
    assert_eq!(other, Some(invitation(12, 12)));
    assert!(contacts.accept(invitation_id(12), at(6)).await.expect(OK));
    let answered = contacts.replace_invitations(id(12), at(7)).await;
    assert_eq!(answered.expect(OK), 0);
}

/// Within its lifetime.
pub async fn s17_a_contact_accepts_once_and_in_time(store: Tested) {
    invited(&store).await;
    let mut work = writing(&store).await;
    let contacts = work.contacts();
    for (number, second, accepted) in [
        (11, 100, false),
        (11, 99, true),
        (11, 99, false),
        (99, 5, false),
    ] {
        let answer = contacts.accept(invitation_id(number), at(second)).await;
        assert_eq!(answer.expect(OK), accepted, "{number} at {second}");
    }
    let agreed = ContactInvitation {
        accepted_at: Some(at(99)),
        ..invitation(11, 11)
    };
    let stored = contacts.invitation(invitation_id(11)).await.expect(OK);
    assert_eq!(stored, Some(agreed));
    let other = contacts.invitation(invitation_id(12)).await.expect(OK);
    assert_eq!(other, Some(invitation(12, 12)));
}

/// In time if they haven't accepted, and at any time afterwards.
pub async fn s17_a_contact_declines_once(store: Tested) {
    invited(&store).await;
    let mut work = writing(&store).await;
    let contacts = work.contacts();
    assert!(contacts.accept(invitation_id(12), at(9)).await.expect(OK));
    for (number, second, declined) in [
        (11, 100, false),
        (11, 99, true),
        (11, 99, false),
        (12, 500, true),
        (12, 501, false),
        (99, 5, false),
    ] {
        let answer = contacts.decline(invitation_id(number), at(second)).await;
        assert_eq!(answer.expect(OK), declined, "{number} at {second}");
    }
    assert!(!contacts.accept(invitation_id(11), at(50)).await.expect(OK));
    let stepped_back = ContactInvitation {
        accepted_at: Some(at(9)),
        declined_at: Some(at(500)),
        ..invitation(12, 12)
    };
    let stored = contacts.invitation(invitation_id(12)).await.expect(OK);
    assert_eq!(stored, Some(stepped_back));
}

/// If many accept at once, one succeeds.
pub async fn s17_one_of_fifty_contacts_answers_wins(store: Tested) {
    invited(&store).await;
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let answer = work.contacts().accept(invitation_id(11), at(5)).await;
            work.commit().await.expect(OK);
            answer.expect(OK)
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}

/// By its link, its id and its challenge, in the order of writing; placeholders, too.
pub async fn s3_requests_are_read_back_whole(store: Tested) {
    asked(&store).await;
    let mut work = reading(&store).await;
    let contacts = work.contacts();
    let by_link = contacts.request_by_link(&digest(2)).await.expect(OK);
    assert_eq!(by_link, Some(request(2, 1, Some(11))));
    let by_id = contacts.request(request_id(1)).await.expect(OK);
    assert_eq!(by_id, Some(request(1, 1, None)));
    let all = contacts.requests(challenge_id(1)).await.expect(OK);
    assert_eq!(
        all,
        [
            request(3, 1, Some(12)),
            request(2, 1, Some(11)),
            request(1, 1, None)
        ]
    );
    let of_nobody = contacts.requests(challenge_id(2)).await.expect(OK);
    assert_eq!(of_nobody, [request(4, 2, None)]);
    let none = contacts.requests(challenge_id(9)).await.expect(OK);
    assert_eq!(none, []);
    let none = contacts.request_by_link(&digest(9)).await.expect(OK);
    assert_eq!(none, None);
    let none = contacts.request(request_id(9)).await.expect(OK);
    assert_eq!(none, None);
}

/// Of a challenge for contacts, to a contact of its person, who isn't asked twice.
pub async fn s27_only_the_owners_contacts_are_asked(store: Tested) {
    asked(&store).await;
    let mut work = writing(&store).await;
    let mailed = challenge(3, 1, Some(1), ProofClass::MailedCode);
    work.recovery().insert_challenge(&mailed).await.expect(OK);
    work.commit().await.expect(OK);
    let same_link = ContactRequest {
        link_digest: digest(1),
        ..request(9, 1, None)
    };
    for wrong in [
        request(9, 1, Some(11)),
        request(9, 1, Some(99)),
        request(9, 2, Some(11)),
        request(9, 3, Some(11)),
        same_link,
    ] {
        let mut work = writing(&store).await;
        let answer = work.contacts().insert_request(&wrong).await;
        assert!(refused(&answer), "{wrong:?}");
    }
}

/// Only then is there a code; a placeholder never has one.
pub async fn s17_a_contact_confirms_once(store: Tested) {
    asked(&store).await;
    let mut work = writing(&store).await;
    for (number, confirmed) in [(2, true), (2, false), (1, false), (9, false)] {
        assert_eq!(confirm(&mut *work, number, 5).await, confirmed, "{number}");
    }
    let contacts = work.contacts();
    let with_code = ContactRequest {
        confirmed_at: Some(at(5)),
        code_digest: Some(digest(52)),
        ..request(2, 1, Some(11))
    };
    let stored = contacts.request(request_id(2)).await.expect(OK);
    assert_eq!(stored, Some(with_code));
    let other = contacts.request(request_id(3)).await.expect(OK);
    assert_eq!(other, Some(request(3, 1, Some(12))));
}

/// Once, after the contact confirmed.
pub async fn s17_a_contacts_code_is_given_once(store: Tested) {
    asked(&store).await;
    let mut work = writing(&store).await;
    assert!(!give(&mut *work, 2, 5).await, "there is no code");
    assert!(confirm(&mut *work, 2, 5).await);
    assert!(give(&mut *work, 2, 6).await);
    assert!(!give(&mut *work, 2, 7).await, "twice");
    assert!(!give(&mut *work, 9, 7).await, "unknown");
    let stored = work.contacts().request(request_id(2)).await.expect(OK);
    let given = stored.and_then(|request| request.given);
    assert_eq!(given, Some((at(6), digest(62))));
}

/// One contact's refusal ends all requests of the challenge, and no other ones.
pub async fn s27_a_refusal_ends_every_request(store: Tested) {
    asked(&store).await;
    let mut work = writing(&store).await;
    assert!(confirm(&mut *work, 2, 5).await);
    for newly in [3, 0] {
        let answer = work.contacts().refuse(challenge_id(1), at(6)).await;
        assert_eq!(answer.expect(OK), newly);
    }
    assert!(!give(&mut *work, 2, 7).await);
    assert!(!confirm(&mut *work, 3, 7).await);
    let contacts = work.contacts();
    let all = contacts.requests(challenge_id(1)).await.expect(OK);
    assert!(all.iter().all(|request| request.refused_at == Some(at(6))));
    let other = contacts.request(request_id(4)).await.expect(OK);
    assert_eq!(other, Some(request(4, 2, None)));
}

/// If many type it at once, one succeeds.
pub async fn s17_one_of_fifty_codes_of_a_contact_wins(store: Tested) {
    asked(&store).await;
    let mut work = writing(&store).await;
    assert!(confirm(&mut *work, 2, 5).await);
    work.commit().await.expect(OK);
    let answers = all_at_once(AT_ONCE, || {
        let store = Arc::clone(&store);
        async move {
            let mut work = writing(&store).await;
            let won = give(&mut *work, 2, 6).await;
            work.commit().await.expect(OK);
            won
        }
    })
    .await;
    assert_eq!(winners(&answers), 1);
}
