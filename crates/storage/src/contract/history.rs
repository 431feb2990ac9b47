//! The history: a chain that only grows.

use super::samples::{at, digest, entry, person_id};
use super::support::{OK, Tested, add_people, append, placed, reading, refused, writing};
use crate::{HistoryFilter, HistoryRow, Sealed, Work};
use regain_domain::{EntryMoment, HistoryEvent};

async fn seqs(work: &mut dyn Work, filter: HistoryFilter, before: Option<u64>) -> Vec<u64> {
    let page = work.history().page(&filter, before, 10).await.expect(OK);
    page.into_iter().map(|row| row.seq).collect()
}

/// By its position, as the newest, and with everything that the digest covers.
pub async fn s80_an_entry_is_read_back_whole(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    assert_eq!(work.history().last().await.expect(OK), None);
    let whole = HistoryRow {
        actor: Some(person_id(2)),
        facts: "{\"codes_left\":9}".to_owned(),
        manifest_version: Some(3),
        standing_version: Some(4),
        details_digest: Some(digest(5)),
        place_digest: Some(digest(6)),
        ..entry(HistoryEvent::SignedIn, Some(1), at(1))
    };
    let whole = append(&mut *work, whole).await;
    let plain = append(&mut *work, entry(HistoryEvent::Restored, None, at(2))).await;
    work.commit().await.expect(OK);
    let mut work = reading(&store).await;
    let history = work.history();
    assert_eq!(history.by_seq(1).await.expect(OK), Some(whole));
    assert_eq!(history.by_seq(2).await.expect(OK), Some(plain.clone()));
    assert_eq!(history.by_seq(3).await.expect(OK), None);
    assert_eq!(history.last().await.expect(OK), Some(plain));
}

/// From a position on, oldest first, no more than requested.
pub async fn s80_the_chain_is_read_from_any_position(store: Tested) {
    let mut work = writing(&store).await;
    let mut rows = Vec::new();
    for second in 0..4 {
        rows.push(append(&mut *work, entry(HistoryEvent::Restored, None, at(-second))).await);
    }
    let history = work.history();
    assert_eq!(history.from(1, 10).await.expect(OK), rows);
    assert_eq!(history.from(2, 2).await.expect(OK), rows[1..3]);
    assert_eq!(history.from(5, 10).await.expect(OK), []);
}

/// Position, predecessor and number are those of the next entry, or it is refused.
pub async fn s80_an_entry_stands_behind_the_last(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    append(&mut *work, entry(HistoryEvent::SignedIn, Some(1), at(0))).await;
    work.commit().await.expect(OK);
    let changes: [fn(&mut HistoryRow); 6] = [
        |row| row.seq = 3,
        |row| row.seq = 1,
        |row| row.prev = digest(9),
        |row| row.nth = 1,
        |row| row.nth = 3,
        |row| row.subject = None,
    ];
    for change in changes {
        let mut work = writing(&store).await;
        let mut row = placed(&mut *work, entry(HistoryEvent::SignedIn, Some(1), at(1))).await;
        change(&mut row);
        let answer = work.history().insert(&row, &Sealed::default()).await;
        assert!(refused(&answer), "{row:?}");
    }
    let mut work = writing(&store).await;
    append(&mut *work, entry(HistoryEvent::SignedIn, Some(1), at(1))).await;
}

/// Nothing is appended while reading.
pub async fn s80_a_reading_unit_appends_nothing(store: Tested) {
    let mut work = reading(&store).await;
    let row = placed(&mut *work, entry(HistoryEvent::Restored, None, at(0))).await;
    assert!(refused(
        &work.history().insert(&row, &Sealed::default()).await
    ));
    drop(work);
    assert_eq!(
        reading(&store).await.history().last().await.expect(OK),
        None
    );
}

/// About a person, of a kind, or vouching for something; by position, not by time.
pub async fn the_newest_entry_of_each_sort_is_found(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    let vouching = |manifest_version, standing_version| HistoryRow {
        manifest_version,
        standing_version,
        ..entry(HistoryEvent::SealedAnew, Some(1), at(9))
    };
    let manifest = append(&mut *work, vouching(Some(1), None)).await;
    let standing = append(&mut *work, vouching(None, Some(1))).await;
    let newest = append(&mut *work, entry(HistoryEvent::SignedIn, Some(1), at(1))).await;
    let others = append(&mut *work, entry(HistoryEvent::SignedIn, Some(2), at(1))).await;
    let history = work.history();
    let one = person_id(1);
    let two = person_id(2);
    let nobody = person_id(3);
    assert_eq!(history.last_of(one).await.expect(OK), Some(newest.clone()));
    assert_eq!(history.last_of(nobody).await.expect(OK), None);
    assert_eq!(
        history.last_manifest_of(one).await.expect(OK),
        Some(manifest)
    );
    assert_eq!(history.last_manifest_of(two).await.expect(OK), None);
    assert_eq!(
        history.last_standing_of(one).await.expect(OK),
        Some(standing.clone())
    );
    assert_eq!(history.last_standing_of(two).await.expect(OK), None);
    assert_eq!(
        history.last_event(HistoryEvent::SignedIn).await.expect(OK),
        Some(others)
    );
    assert_eq!(
        history.last_event(HistoryEvent::Frozen).await.expect(OK),
        None
    );
    let events = [HistoryEvent::SealedAnew, HistoryEvent::Frozen];
    assert_eq!(
        history.last_of_events(one, &events).await.expect(OK),
        Some(standing)
    );
    assert_eq!(history.last_of_events(two, &events).await.expect(OK), None);
    assert_eq!(history.last_of_events(one, &[]).await.expect(OK), None);
    let ended = [HistoryEvent::SessionEnded];
    assert_eq!(history.last_of_events(one, &ended).await.expect(OK), None);
    let signed_in = [HistoryEvent::SignedIn];
    assert_eq!(
        history.last_of_events(one, &signed_in).await.expect(OK),
        Some(newest)
    );
}

/// Newest first, by every filter, and by all at once.
pub async fn entries_are_listed_page_by_page_and_filtered(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for (event, about, actor, second) in [
        (HistoryEvent::SignedIn, 1, 1, 10),
        (HistoryEvent::SignedIn, 2, 2, 20),
        (HistoryEvent::Disabled, 1, 2, 30),
        (HistoryEvent::Disabled, 2, 1, 40),
    ] {
        let row = HistoryRow {
            actor: Some(person_id(actor)),
            ..entry(event, Some(about), at(second))
        };
        append(&mut *work, row).await;
    }
    let all = HistoryFilter::default;
    assert_eq!(seqs(&mut *work, all(), None).await, [4, 3, 2, 1]);
    assert_eq!(seqs(&mut *work, all(), Some(3)).await, [2, 1]);
    let two = work.history().page(&all(), Some(4), 2).await.expect(OK);
    assert_eq!(two.iter().map(|row| row.seq).collect::<Vec<_>>(), [3, 2]);
    let subject = HistoryFilter {
        subject: Some(person_id(1)),
        ..all()
    };
    assert_eq!(seqs(&mut *work, subject.clone(), None).await, [3, 1]);
    let actor = HistoryFilter {
        actor: Some(person_id(1)),
        ..all()
    };
    assert_eq!(seqs(&mut *work, actor, None).await, [4, 1]);
    let event = HistoryFilter {
        event: Some(HistoryEvent::Disabled),
        ..all()
    };
    assert_eq!(seqs(&mut *work, event.clone(), None).await, [4, 3]);
    let times = HistoryFilter {
        from: Some(at(20)),
        until: Some(at(40)),
        ..all()
    };
    assert_eq!(
        seqs(&mut *work, times, None).await,
        [3, 2],
        "from the first moment on, before the last"
    );
    let both = HistoryFilter {
        event: event.event,
        from: Some(at(30)),
        ..subject
    };
    assert_eq!(seqs(&mut *work, both.clone(), None).await, [3]);
    assert_eq!(seqs(&mut *work, both, Some(3)).await, []);
}

/// From the first entry after the newest one ahead; clocks differ by five seconds.
pub async fn s16_the_history_tells_since_when_the_clock_is_right(store: Tested) {
    let mut work = writing(&store).await;
    assert_eq!(work.history().right_since(at(0)).await.expect(OK), None);
    for second in [10, 500, 300] {
        append(&mut *work, entry(HistoryEvent::Restored, None, at(second))).await;
    }
    assert_eq!(
        work.history().right_since(at(20)).await.expect(OK),
        None,
        "none after it"
    );
    for second in [11, 12] {
        append(&mut *work, entry(HistoryEvent::Restored, None, at(second))).await;
    }
    let history = work.history();
    let fourth = EntryMoment { seq: 4, at: at(11) };
    let third = EntryMoment {
        seq: 3,
        at: at(300),
    };
    assert_eq!(history.right_since(at(20)).await.expect(OK), Some(fourth));
    assert_eq!(history.right_since(at(294)).await.expect(OK), Some(fourth));
    assert_eq!(history.right_since(at(295)).await.expect(OK), Some(third));
    assert_eq!(history.right_since(at(495)).await.expect(OK), None);
}

/// Each kind apart, oldest first.
pub async fn s104_entries_that_divide_the_history_are_listed(store: Tested) {
    let mut work = writing(&store).await;
    assert_eq!(work.history().clock_set_back().await.expect(OK), []);
    assert_eq!(work.history().keys_rotated().await.expect(OK), []);
    let mut rows = Vec::new();
    for event in [
        HistoryEvent::KeysRotated,
        HistoryEvent::ClockSetBack,
        HistoryEvent::Restored,
        HistoryEvent::ClockSetBack,
        HistoryEvent::KeysRotated,
    ] {
        rows.push(append(&mut *work, entry(event, None, at(0))).await);
    }
    let history = work.history();
    assert_eq!(
        history.clock_set_back().await.expect(OK),
        [rows[1].clone(), rows[3].clone()]
    );
    assert_eq!(
        history.keys_rotated().await.expect(OK),
        [rows[0].clone(), rows[4].clone()]
    );
}

/// In the order of writing, whatever the clock was.
pub async fn s16_the_moments_of_a_person_are_in_order(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for (about, second) in [(1, 50), (2, 20), (1, 10)] {
        append(
            &mut *work,
            entry(HistoryEvent::SignedIn, Some(about), at(second)),
        )
        .await;
    }
    let history = work.history();
    assert_eq!(
        history.moments_of(person_id(1)).await.expect(OK),
        [(1, 50), (3, 10)].map(|(seq, second)| EntryMoment {
            seq,
            at: at(second)
        })
    );
    assert_eq!(history.moments_of(person_id(3)).await.expect(OK), []);
}

/// Once until it is old enough; one from a clock that was ahead silences nothing.
pub async fn s79_an_alarm_is_raised_once_in_a_while(store: Tested) {
    add_people(&store, &[1, 2]).await;
    let mut work = writing(&store).await;
    for (person, now, told_before, raised) in [
        (1, 100, 0, true),
        (1, 110, 100, false),
        (2, 110, 100, true),
        (1, 120, 101, true),
        (1, 130, 101, false),
        // Told at 120, which is no more ahead than clocks differ.
        (1, 115, 0, false),
        (1, 114, 0, true),
        (1, 115, 0, false),
    ] {
        let history = work.history();
        let answer = history
            .raise_alarm(person_id(person), at(now), at(told_before))
            .await
            .expect(OK);
        assert_eq!(answer, raised, "{person}, {now}, {told_before}");
    }
}
