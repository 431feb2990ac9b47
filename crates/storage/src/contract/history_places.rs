//! Details, places and keys beside the history, which are forgotten one day (S103).

use super::samples::{at, entry, person_id};
use super::support::{
    OK, Tested, activate, add_people, append, placed, refused, set_disabled, writing,
};
use crate::{Sealed, Work};
use regain_domain::{HistoryEvent, Timestamp};

/// Appends an entry with details and place of one byte each.
async fn append_sealed(work: &mut dyn Work, about: u8, when: Timestamp) -> u64 {
    let row = placed(work, entry(HistoryEvent::SignedIn, Some(about), when)).await;
    let sealed = Sealed {
        details: Some(vec![about]),
        place: Some(vec![about]),
    };
    work.history().insert(&row, &sealed).await.expect(OK);
    row.seq
}

/// The person with this number has had an account, which is disabled.
async fn disable(work: &mut dyn Work, number: u8) {
    assert!(activate(work, number, at(0)).await);
    assert!(set_disabled(work, number, true).await);
}

/// Beside the chain, for the entry that has it.
pub async fn s103_sealed_data_belongs_to_its_entry(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    append(&mut *work, entry(HistoryEvent::SignedIn, Some(1), at(0))).await;
    let seq = append_sealed(&mut *work, 1, at(0)).await;
    let row = placed(&mut *work, entry(HistoryEvent::SignedIn, Some(1), at(0))).await;
    let details = Sealed {
        details: Some(vec![7, 8]),
        place: None,
    };
    work.history().insert(&row, &details).await.expect(OK);
    let history = work.history();
    let both = Sealed {
        details: Some(vec![1]),
        place: Some(vec![1]),
    };
    assert_eq!(history.sealed(seq).await.expect(OK), both);
    assert_eq!(history.sealed(row.seq).await.expect(OK), details);
    assert_eq!(history.sealed(1).await.expect(OK), Sealed::default());
    assert_eq!(history.sealed(99).await.expect(OK), Sealed::default());
}

/// Oldest first and a few at a time; details and entries stay.
pub async fn s103_old_places_are_forgotten(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    for second in [3, 1, 2, 4] {
        append_sealed(&mut *work, 1, at(second)).await;
    }
    let history = work.history();
    assert_eq!(history.forget_places(at(1), 10).await.expect(OK), 0);
    assert_eq!(history.forget_places(at(4), 2).await.expect(OK), 2);
    let mut left = Vec::new();
    for seq in 1..=4 {
        let sealed = history.sealed(seq).await.expect(OK);
        assert_eq!(sealed.details, Some(vec![1]));
        left.push(sealed.place.is_some());
    }
    assert_eq!(left, [true, false, false, true], "the oldest are gone");
    assert_eq!(history.forget_places(at(4), 2).await.expect(OK), 1);
    assert_eq!(history.forget_places(at(4), 2).await.expect(OK), 0);
    assert_eq!(history.from(1, 10).await.expect(OK).len(), 4);
}

/// One for each person, never replaced.
pub async fn s103_a_person_has_one_key(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let history = work.history();
    history
        .insert_person_key(person_id(1), &[1; 32])
        .await
        .expect(OK);
    assert_eq!(
        history.person_key(person_id(1)).await.expect(OK),
        Some([1; 32])
    );
    assert_eq!(history.person_key(person_id(2)).await.expect(OK), None);
    assert!(refused(
        &history.insert_person_key(person_id(1), &[2; 32]).await
    ));
}

/// Once, and not while the account is in use.
pub async fn s103_a_key_is_forgotten_with_its_account(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for number in [1, 2] {
        let key = [number; 32];
        work.history()
            .insert_person_key(person_id(number), &key)
            .await
            .expect(OK);
    }
    disable(&mut *work, 1).await;
    let history = work.history();
    assert!(history.forget_person_key(person_id(1)).await.expect(OK));
    assert!(!history.forget_person_key(person_id(1)).await.expect(OK));
    assert_eq!(history.person_key(person_id(1)).await.expect(OK), None);
    assert_eq!(
        history.person_key(person_id(2)).await.expect(OK),
        Some([2; 32])
    );
    assert!(refused(&history.forget_person_key(person_id(2)).await));
}

/// Those who asked, if they are active; those who were disabled, if they still are.
pub async fn s103_whoever_may_leave_is_found(store: Tested) {
    add_people(&store, &[1, 2, 3, 4, 5, 6]).await;
    let mut work = writing(&store).await;
    for number in [1, 2, 3] {
        assert!(activate(&mut *work, number, at(0)).await);
    }
    for number in [4, 5] {
        disable(&mut *work, number).await;
    }
    for (event, about, second) in [
        (HistoryEvent::ClosingAsked, 1, 10),
        (HistoryEvent::ClosingAsked, 2, 30),
        // An entry that doesn't fit the account's status.
        (HistoryEvent::Disabled, 3, 10),
        (HistoryEvent::Disabled, 4, 10),
        (HistoryEvent::Disabled, 5, 30),
        (HistoryEvent::ClosingAsked, 5, 10),
        // Never active.
        (HistoryEvent::ClosingAsked, 6, 10),
    ] {
        append(&mut *work, entry(event, Some(about), at(second))).await;
    }
    for (asked, disabled, now, expected) in [
        (5, 5, 100, vec![]),
        (20, 5, 100, vec![1]),
        (5, 20, 100, vec![4]),
        (40, 40, 100, vec![1, 2, 4, 5]),
        // What lies ahead was written by a clock that was.
        (5, 5, 20, vec![2, 5]),
    ] {
        let history = work.history();
        let mut found = history
            .may_leave(at(asked), at(disabled), at(now))
            .await
            .expect(OK);
        found.sort();
        let expected: Vec<_> = expected.into_iter().map(person_id).collect();
        assert_eq!(found, expected, "{asked}, {disabled}, {now}");
    }
}
