//! Recovery contacts.

use super::support::{
    DAY, Tested, add_people, begin, change, change_id, holdings, own_address, permit, reading,
    vouch, writing,
};
use crate::{Change, ChangeAction, ContactRow, VaultWork};
use regain_domain::{ContactId, ContactInvitationId, ContactsNeeded};
use regain_storage::ContactInvitation;
use regain_storage::contract::samples::{address, at, digest, person_id};
use regain_storage::contract::support::{OK, refused};
use std::time::Duration;

/// The id of the `number`th contact.
pub(super) fn id(number: u8) -> ContactId {
    ContactId::from_bytes([number; 16])
}

pub(super) fn invitation_id(number: u8) -> ContactInvitationId {
    ContactInvitationId::from_bytes([number; 16])
}

/// An invitation of a contact, from second 0 to second 100.
pub(super) fn invitation(number: u8, contact: u8) -> ContactInvitation {
    ContactInvitation {
        id: invitation_id(number),
        contact: id(contact),
        nonce: [number; 16],
        code_digest: digest(number),
        created_at: at(0),
        expires_at: at(100),
        accepted_at: None,
        declined_at: None,
        replaced_at: None,
    }
}

/// A contact whom a change adds, who counts a day after they agreed.
fn contact(number: u8, by: &Change) -> ContactRow {
    ContactRow {
        id: id(number),
        name: format!("Contact {number}"),
        address: address(&format!("Contact{number}@example.net")),
        added_at: by.at,
        waits: Duration::from_secs(86_400),
        accepted_at: None,
        counts_from: None,
        declined_at: None,
        change: by.id,
    }
}

/// Adds a contact of a person at this second, by the change of its number.
pub(super) async fn add(work: &mut dyn VaultWork, number: u8, of: u8, second: i64) -> ContactRow {
    let by = begin_to(work, (number, of), ChangeAction::AddContact, second).await;
    let row = contact(number, &by);
    let rows = work.rows();
    rows.add_contact(&permit(), person_id(of), &row)
        .await
        .expect(OK);
    vouch(work, of).await;
    row
}

pub(super) async fn begin_to(
    work: &mut dyn VaultWork,
    (number, of): (u8, u8),
    action: ChangeAction,
    second: i64,
) -> Change {
    begin(work, change(number, of, action, at(second))).await
}

async fn answer(work: &mut dyn VaultWork, row: &ContactRow) -> bool {
    work.rows().answer_contact(&permit(), row).await.expect(OK)
}

/// The contact agrees at this second, to an invitation of the same number.
pub(super) async fn agree(work: &mut dyn VaultWork, row: ContactRow, second: i64) -> ContactRow {
    let number = row.id.as_bytes()[0];
    let contacts = work.contacts();
    let invitation = invitation(number, number);
    contacts.insert_invitation(&invitation).await.expect(OK);
    let first = contacts.accept(invitation.id, at(second)).await;
    assert!(first.expect(OK));
    let agreed = ContactRow {
        accepted_at: Some(at(second)),
        counts_from: Some(at(second + DAY)),
        ..row
    };
    assert!(answer(work, &agreed).await);
    agreed
}

/// In the order of adding, with their owner.
pub async fn s27_contacts_are_read_back_whole(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let first = add(&mut *work, 12, 1, 5).await;
    let second = add(&mut *work, 11, 1, 6).await;
    let other = add(&mut *work, 13, 2, 6).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let both = [first, second];
    assert_eq!(holdings(&mut *work, 1).await.contacts, both);
    let rows = work.rows();
    let of_one = rows.contacts(person_id(1)).await.expect(OK);
    assert_eq!(of_one, (both.into(), Vec::new()));
    let of_two = rows.contacts(person_id(2)).await.expect(OK);
    assert_eq!(of_two, (vec![other], Vec::new()));
    let of_nobody = rows.contacts(person_id(9)).await.expect(OK);
    assert_eq!(of_nobody, (Vec::new(), Vec::new()));
    for (contact, owner) in [(11, Some(1)), (13, Some(2)), (99, None)] {
        let found = rows.owner_of(id(contact)).await.expect(OK);
        assert_eq!(found, owner.map(person_id));
    }
}

/// None is their owner, none is there twice, and there are three at most.
pub async fn s27_contacts_are_three_other_mailboxes(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    for number in [11, 12] {
        add(&mut *work, number, 1, 5).await;
    }
    work.commit().await.expect(OK);
    for mailbox in [own_address(1), address("contact11@example.net")] {
        let mut work = writing(&store).await;
        let by = begin_to(&mut *work, (13, 1), ChangeAction::AddContact, 6).await;
        let same = ContactRow {
            address: mailbox,
            ..contact(13, &by)
        };
        let rows = work.rows();
        let added = rows.add_contact(&permit(), person_id(1), &same).await;
        assert!(refused(&added), "{same:?}");
    }
    let mut work = writing(&store).await;
    add(&mut *work, 13, 1, 6).await;
    let by = begin_to(&mut *work, (14, 1), ChangeAction::AddContact, 7).await;
    let rows = work.rows();
    let fourth = rows
        .add_contact(&permit(), person_id(1), &contact(14, &by))
        .await;
    assert!(refused(&fourth));
}

/// They count a while after that; whoever relies on a mailbox is found by it.
pub async fn s28_a_contact_agrees(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let unasked = add(&mut *work, 12, 2, 5).await;
    let mailbox = address("CONTACT11@example.net");
    assert_eq!(work.rows().relying_on(&mailbox).await.expect(OK), []);
    let agreed = agree(&mut *work, row, 10).await;
    assert_eq!(holdings(&mut *work, 1).await.contacts, [agreed]);
    let rows = work.rows();
    assert_eq!(rows.relying_on(&mailbox).await.expect(OK), [id(11)]);
    let other = rows.relying_on(&unasked.address).await;
    assert_eq!(other.expect(OK), [], "they haven't agreed");
    assert_eq!(holdings(&mut *work, 2).await.contacts, [unasked]);
}

/// Before they agreed or after; then nothing brings them back.
pub async fn s27_a_contact_declines(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let agreed = agree(&mut *work, row, 10).await;
    let declined = work.contacts().decline(invitation_id(11), at(20)).await;
    assert!(declined.expect(OK));
    let stepped_back = ContactRow {
        declined_at: Some(at(20)),
        ..agreed
    };
    assert!(answer(&mut *work, &stepped_back).await);
    assert!(!answer(&mut *work, &stepped_back).await, "once");
    let mailbox = stepped_back.address.clone();
    assert_eq!(holdings(&mut *work, 1).await.contacts, [stepped_back]);
    assert_eq!(work.rows().relying_on(&mailbox).await.expect(OK), []);
}

/// Only what was answered to an invitation at that moment.
pub async fn s27_nobody_answers_for_a_contact(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let other = add(&mut *work, 12, 1, 5).await;
    agree(&mut *work, other, 10).await;
    work.commit().await.expect(OK);
    let accepted = |second: i64| ContactRow {
        accepted_at: Some(at(second)),
        counts_from: Some(at(second + DAY)),
        ..row.clone()
    };
    let declined = ContactRow {
        declined_at: Some(at(10)),
        ..row.clone()
    };
    for forged in [accepted(10), declined] {
        let mut work = writing(&store).await;
        let answer = work.rows().answer_contact(&permit(), &forged).await;
        assert!(refused(&answer), "{forged:?}");
    }
    let mut work = writing(&store).await;
    let unknown = ContactRow {
        id: id(99),
        ..accepted(10)
    };
    assert!(!answer(&mut *work, &unknown).await);
    let contacts = work.contacts();
    contacts
        .insert_invitation(&invitation(11, 11))
        .await
        .expect(OK);
    let first = contacts.accept(invitation_id(11), at(20)).await;
    assert!(first.expect(OK));
    let at_another_time = accepted(21);
    let answer = work
        .rows()
        .answer_contact(&permit(), &at_another_time)
        .await;
    assert!(refused(&answer));
}

/// By their owner, once, with all that belongs to them.
pub async fn s27_a_contact_is_removed(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    add(&mut *work, 11, 1, 5).await;
    let kept = add(&mut *work, 12, 1, 5).await;
    let contacts = work.contacts();
    contacts
        .insert_invitation(&invitation(11, 11))
        .await
        .expect(OK);
    let other = begin_to(&mut *work, (13, 2), ChangeAction::RemoveContact, 6).await;
    let by = begin_to(&mut *work, (14, 1), ChangeAction::RemoveContact, 6).await;
    for (by, removed) in [(&other, false), (&by, true), (&by, false)] {
        let answer = work.rows().remove_contact(&permit(), by, id(11)).await;
        assert_eq!(answer.expect(OK), removed);
    }
    let held = holdings(&mut *work, 1).await;
    assert_eq!((held.contacts, held.former_contacts), (vec![kept], vec![]));
    let invitation = work.contacts().invitation(invitation_id(11)).await;
    assert_eq!(invitation.expect(OK), None);
}

/// By a change of the person's, as often as they like.
pub async fn s27_the_number_of_contacts_needed_is_kept(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for (number, needed) in [(11, ContactsNeeded::TwoOfThree), (12, ContactsNeeded::One)] {
        let action = ChangeAction::SetContactsNeeded;
        let by = begin_to(&mut *work, (number, 1), action, 5).await;
        let rows = work.rows();
        rows.set_contacts_needed(&permit(), &by, needed)
            .await
            .expect(OK);
        vouch(&mut *work, 1).await;
        let stored = holdings(&mut *work, 1).await.contacts_needed;
        assert_eq!(stored, Some((needed, change_id(number))));
    }
    assert_eq!(holdings(&mut *work, 2).await.contacts_needed, None);
    work.commit().await.expect(OK);
}
