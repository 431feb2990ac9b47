//! Recovery contacts who have ended or were set aside.

use super::contacts::{add, agree, begin_to, id};
use super::support::{DAY, Tested, add_people, change_id, holdings, permit, tell, vouch, writing};
use crate::{ChangeAction, ContactRow, Ended, Former, VaultWork};
use regain_domain::HistoryEvent;
use regain_storage::contract::samples::{at, person_id};
use regain_storage::contract::support::{OK, refused};

/// Ends a contact of the first person by the change of this number, so that they count for 100 seconds longer.
async fn end(work: &mut dyn VaultWork, number: u8, contact: u8, second: i64) -> Ended {
    let by = begin_to(work, (number, 1), ChangeAction::RemoveContact, second).await;
    let ended = Ended {
        at: by.at,
        counts_until: at(second + 100),
        by: Some(by.id),
    };
    let answer = work
        .rows()
        .end_contact(&permit(), id(contact), &ended)
        .await;
    assert!(answer.expect(OK));
    vouch(work, 1).await;
    ended
}

async fn settle(work: &mut dyn VaultWork, second: i64) {
    tell(work, HistoryEvent::WaysSettled, person_id(1), at(second)).await;
}

/// Kept with their end, once.
pub async fn s109_a_contact_ends(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let kept = add(&mut *work, 12, 1, 5).await;
    let agreed = agree(&mut *work, row, 10).await;
    let ended = end(&mut *work, 13, 11, DAY + 10).await;
    let again = work.rows().end_contact(&permit(), id(11), &ended).await;
    assert!(!again.expect(OK));
    let mailbox = agreed.address.clone();
    assert_eq!(work.rows().relying_on(&mailbox).await.expect(OK), []);
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.contacts, [kept]);
    assert_eq!(held.former_contacts, [Former { was: agreed, ended }]);
    let owner = work.rows().owner_of(id(11)).await.expect(OK);
    assert_eq!(owner, Some(person_id(1)), "they are still the owner's");
}

/// As it was, but for the change.
pub async fn s109_their_owner_puts_a_contact_back(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let agreed = agree(&mut *work, row, 10).await;
    end(&mut *work, 12, 11, DAY + 10).await;
    let other = begin_to(&mut *work, (13, 2), ChangeAction::AddContact, DAY + 20).await;
    let by = begin_to(&mut *work, (14, 1), ChangeAction::AddContact, DAY + 20).await;
    for (by, restored) in [(&other, false), (&by, true), (&by, false)] {
        let rows = work.rows();
        let answer = rows.put_back_contact(&permit(), id(11), Some(by)).await;
        assert_eq!(answer.expect(OK), restored);
    }
    let back = ContactRow {
        change: change_id(14),
        ..agreed
    };
    let held = holdings(&mut *work, 1).await;
    assert_eq!((held.contacts, held.former_contacts), (vec![back], vec![]));
}

/// As the history says; nothing about them changes.
pub async fn s112_a_contact_who_helped_comes_back(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let agreed = agree(&mut *work, row, 10).await;
    end(&mut *work, 12, 11, DAY + 10).await;
    work.commit().await.expect(OK);
    let mut work = writing(&store).await;
    let untold = work.rows().put_back_contact(&permit(), id(11), None).await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    settle(&mut *work, DAY + 20).await;
    for restored in [true, false] {
        let answer = work.rows().put_back_contact(&permit(), id(11), None).await;
        assert_eq!(answer.expect(OK), restored);
    }
    assert_eq!(holdings(&mut *work, 1).await.contacts, [agreed]);
}

/// As the history says, and for good.
pub async fn s113_a_contact_is_set_aside(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    work.commit().await.expect(OK);
    let aside = Ended::aside(at(6));
    let mut work = writing(&store).await;
    let untold = work.rows().end_contact(&permit(), id(11), &aside).await;
    assert!(refused(&untold));
    drop(work);
    let mut work = writing(&store).await;
    settle(&mut *work, 6).await;
    let answer = work.rows().end_contact(&permit(), id(11), &aside).await;
    assert!(answer.expect(OK));
    let former = holdings(&mut *work, 1).await.former_contacts;
    let ended = aside;
    assert_eq!(former, [Former { was: row, ended }]);
    settle(&mut *work, 7).await;
    let back = work.rows().put_back_contact(&permit(), id(11), None).await;
    assert!(refused(&back));
}

/// Once, as the history says; then they no longer help.
pub async fn s113_a_former_contact_gives_way(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    let row = add(&mut *work, 11, 1, 5).await;
    let ended = end(&mut *work, 12, 11, 10).await;
    settle(&mut *work, 20).await;
    for gave_way in [true, false] {
        let answer = work
            .rows()
            .former_contact_gives_way(&permit(), id(11))
            .await;
        assert_eq!(answer.expect(OK), gave_way);
    }
    let ended = Ended {
        counts_until: ended.at,
        ..ended
    };
    let former = holdings(&mut *work, 1).await.former_contacts;
    assert_eq!(former, [Former { was: row, ended }]);
}

/// Those who have ended and no longer count make room for others.
pub async fn s109_contacts_of_no_use_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    for number in [11, 12, 13] {
        add(&mut *work, number, 1, 5).await;
    }
    end(&mut *work, 21, 11, 10).await;
    end(&mut *work, 22, 12, 11).await;
    let by = begin_to(&mut *work, (23, 1), ChangeAction::AddContact, 110).await;
    let rows = work.rows();
    assert_eq!(rows.forget_contacts(&permit(), &by).await.expect(OK), 1);
    let held = holdings(&mut *work, 1).await;
    assert_eq!(held.contacts.len(), 1);
    let former: Vec<_> = held
        .former_contacts
        .iter()
        .map(|former| former.was.id)
        .collect();
    assert_eq!(former, [id(12)]);
}
