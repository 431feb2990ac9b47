//! Recoveries that make room for newer ones, and those that can't be displaced (S21, S59).

use super::flows::state_of;
use super::samples::{at, challenge, digest, flow, flow_id};
use super::support::{OK, Tested, add_flows, add_people, step, writing};
use crate::{Challenge, Flow, Work};
use regain_domain::{FlowState, ProofClass};

use FlowState::{Cancelled, OneGate, Started};
use ProofClass::MailedCode;

/// The newest stay, as do those that have passed a gate and those of familiar browsers; other identifiers' recoveries
/// aren't touched, even the same person's.
pub async fn s21_the_oldest_unproven_recoveries_make_room(store: Tested) {
    add_flows(&store, &[1, 2, 3, 4, 5]).await;
    let mut work = writing(&store).await;
    let by_another_name = Flow {
        identifier_digest: digest(9),
        ..flow(6, Some(1))
    };
    work.recovery()
        .insert_flow(&by_another_name)
        .await
        .expect(OK);
    work.recovery().insert_flow(&flow(7, None)).await.expect(OK);
    work.recovery()
        .insert_flow(&Flow {
            familiar: true,
            ..flow(8, Some(1))
        })
        .await
        .expect(OK);
    assert!(step(&mut *work, 1, Started, OneGate(MailedCode)).await);
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(0), 4, at(1))
            .await
            .expect(OK),
        0
    );
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(0), 2, at(1))
            .await
            .expect(OK),
        2
    );
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(8), &digest(0), 0, at(1))
            .await
            .expect(OK),
        0,
        "nothing was started with it"
    );
    for (number, state) in [
        (1, OneGate(MailedCode)),
        (2, Cancelled),
        (3, Cancelled),
        (4, Started),
        (5, Started),
        (6, Started),
        (7, Started),
        (8, Started),
    ] {
        assert_eq!(state_of(&mut *work, number).await, state, "{number}");
    }
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(0), 0, at(1))
            .await
            .expect(OK),
        2
    );
}

/// A recovery with a mailed code stays as long as the code works, however many others are started; but only the first
/// ones, or one source could have any number of them.
pub async fn s21_a_recovery_whose_mailed_code_works_stays(store: Tested) {
    add_flows(&store, &[1, 2, 3, 4, 5, 6, 7, 8]).await;
    let mut work = writing(&store).await;
    for number in [1, 2, 3, 5, 6, 7, 8] {
        // It makes no difference whether a mail was sent (S2).
        let code_digest = (number != 2).then(|| digest(number));
        let challenge = Challenge {
            code_digest,
            ..challenge(number, number, Some(1), MailedCode)
        };
        work.recovery()
            .insert_challenge(&challenge)
            .await
            .expect(OK);
    }
    work.recovery()
        .replace_challenges(flow_id(3), MailedCode, at(1))
        .await
        .expect(OK);
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(0), 0, at(59))
            .await
            .expect(OK),
        3
    );
    for (number, state) in [
        (1, Started),
        (2, Started),
        (3, Cancelled),
        (4, Cancelled),
        (5, Started),
        (6, Started),
        (7, Started),
        (8, Cancelled),
    ] {
        assert_eq!(state_of(&mut *work, number).await, state, "{number}");
    }
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(0), 0, at(60))
            .await
            .expect(OK),
        5,
        "they no longer work"
    );
}

/// Starting recoveries elsewhere displaces nobody, however many there are.
pub async fn s59_recoveries_of_one_source_make_no_room_elsewhere(store: Tested) {
    add_flows(&store, &[1]).await;
    let mut work = writing(&store).await;
    for number in [2, 3, 4] {
        let stranger = Flow {
            source_digest: digest(7),
            ..flow(number, Some(1))
        };
        work.recovery().insert_flow(&stranger).await.expect(OK);
    }
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(8), 0, at(1))
            .await
            .expect(OK),
        0
    );
    assert_eq!(
        work.recovery()
            .evict_unproven(&digest(1), &digest(7), 1, at(1))
            .await
            .expect(OK),
        2
    );
    for (number, state) in [(1, Started), (2, Cancelled), (3, Cancelled), (4, Started)] {
        assert_eq!(state_of(&mut *work, number).await, state, "{number}");
    }
}

/// An unknown identifier is treated like a known one, or the difference would reveal which it is.
pub async fn s2_recoveries_of_nobody_make_room_just_the_same(store: Tested) {
    add_flows(&store, &[1, 2, 3]).await;
    let mut work = writing(&store).await;
    for number in [4, 5, 6] {
        work.recovery()
            .insert_flow(&flow(number, None))
            .await
            .expect(OK);
    }
    let unknown_too = Flow {
        identifier_digest: digest(9),
        ..flow(7, None)
    };
    work.recovery().insert_flow(&unknown_too).await.expect(OK);
    for identifier in [
        flow(1, Some(1)).identifier_digest,
        flow(4, None).identifier_digest,
    ] {
        assert_eq!(
            work.recovery()
                .evict_unproven(&identifier, &digest(0), 3, at(1))
                .await
                .expect(OK),
            0
        );
        assert_eq!(
            work.recovery()
                .evict_unproven(&identifier, &digest(0), 2, at(1))
                .await
                .expect(OK),
            1
        );
    }
    for (number, state) in [
        (1, Cancelled),
        (2, Started),
        (3, Started),
        (4, Cancelled),
        (5, Started),
        (6, Started),
        (7, Started),
    ] {
        assert_eq!(state_of(&mut *work, number).await, state, "{number}");
    }
}

/// Those of these numbers that are still stored.
async fn left(work: &mut dyn Work, numbers: std::ops::RangeInclusive<u8>) -> Vec<u8> {
    let mut left = Vec::new();
    for number in numbers {
        if work
            .recovery()
            .flow(flow_id(number))
            .await
            .expect(OK)
            .is_some()
        {
            left.push(number);
        }
    }
    left
}

/// The oldest of the network with the most, known or unknown person; those that are over go first.
pub async fn s99_where_strangers_fill_the_place_the_fullest_network_makes_room(store: Tested) {
    add_people(&store, &[1]).await;
    let mut work = writing(&store).await;
    // 1 comes from a network of its own; 2, 3 and 4 from another; 5 to 9 from a third; for a person or for nobody.
    for number in 1..=9_u8 {
        let holder_digest = digest(match number {
            1 => 1,
            2..=4 => 2,
            _ => 3,
        });
        let of = (number % 2 == 0).then_some(1);
        work.recovery()
            .insert_flow(&Flow {
                holder_digest,
                ..flow(number, of)
            })
            .await
            .expect(OK);
    }
    let recovery = work.recovery();
    assert_eq!(
        recovery.make_room(10, 2, at(1)).await.expect(OK),
        0,
        "there is room"
    );
    assert_eq!(recovery.make_room(9, 2, at(1)).await.expect(OK), 2);
    assert_eq!(
        left(work.as_mut(), 1..=9).await,
        [1, 2, 3, 4, 7, 8, 9],
        "as many as the next network"
    );
    assert_eq!(work.recovery().make_room(7, 2, at(1)).await.expect(OK), 2);
    assert_eq!(left(work.as_mut(), 1..=9).await, [1, 3, 4, 8, 9], "in turn");
    assert!(work.recovery().cancel(flow_id(9)).await.expect(OK));
    assert_eq!(work.recovery().make_room(5, 1, at(1)).await.expect(OK), 1);
    assert_eq!(
        left(work.as_mut(), 1..=9).await,
        [1, 3, 4, 8],
        "what is over"
    );
    assert_eq!(work.recovery().make_room(4, 3, at(1)).await.expect(OK), 3);
    assert_eq!(
        left(work.as_mut(), 1..=9).await,
        [8],
        "one of each network: the oldest"
    );
    assert_eq!(
        work.recovery().make_room(1, 1, at(100)).await.expect(OK),
        1,
        "past its end"
    );
}

/// Recoveries that only an owner can have: one in a familiar browser goes last, and one that has passed a gate isn't
/// counted at all.
pub async fn s99_what_has_something_to_show_makes_room_last(store: Tested) {
    add_flows(&store, &[1, 2, 3, 4]).await;
    let mut work = writing(&store).await;
    work.recovery()
        .insert_flow(&Flow {
            familiar: true,
            ..flow(5, Some(1))
        })
        .await
        .expect(OK);
    for number in 6..=8 {
        work.recovery()
            .insert_flow(&Flow {
                holder_digest: digest(6),
                ..flow(number, None)
            })
            .await
            .expect(OK);
    }
    assert!(step(&mut *work, 1, Started, OneGate(MailedCode)).await);
    assert_eq!(
        work.recovery().make_room(8, 1, at(1)).await.expect(OK),
        0,
        "seven are without a gate"
    );
    assert_eq!(work.recovery().make_room(7, 6, at(1)).await.expect(OK), 6);
    assert_eq!(left(work.as_mut(), 1..=8).await, [1, 5]);
    assert_eq!(work.recovery().make_room(1, 9, at(1)).await.expect(OK), 1);
    assert_eq!(left(work.as_mut(), 1..=8).await, [1]);
    assert_eq!(
        work.recovery().make_room(1, 9, at(1000)).await.expect(OK),
        0
    );
}
