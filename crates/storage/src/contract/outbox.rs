//! Waiting mail.

use super::samples::{address, at, mail};
use super::support::{OK, Tested, reading, refused, writing};
use crate::{NewOutboxEntry, OutboxEntry, Urgency, Work};
use regain_domain::OutboxId;

fn id(number: u8) -> OutboxId {
    OutboxId::from_bytes([number; 16])
}

async fn enqueue(work: &mut dyn Work, numbers: &[u8]) {
    for number in numbers {
        work.outbox().enqueue(&mail(*number, 0)).await.expect(OK);
    }
}

async fn due(work: &mut dyn Work, second: i64, limit: u32) -> Vec<OutboxId> {
    work.outbox()
        .due(at(second), limit)
        .await
        .expect(OK)
        .into_iter()
        .map(|entry| entry.id)
        .collect()
}

/// Whole, in the order of writing even within the same millisecond, and no more than requested.
pub async fn s65_mail_is_due_in_the_order_of_writing(store: Tested) {
    let mut work = writing(&store).await;
    assert_eq!(work.outbox().next_due().await.expect(OK), None);
    enqueue(&mut *work, &[9, 3, 7]).await;
    work.outbox().enqueue(&mail(1, 50)).await.expect(OK);
    assert_eq!(due(&mut *work, 0, 10).await, [9, 3, 7].map(id));
    assert_eq!(due(&mut *work, 0, 2).await, [9, 3].map(id));
    assert_eq!(
        due(&mut *work, 50, 10).await,
        [9, 3, 7, 1].map(id),
        "at the moment itself"
    );
    assert_eq!(work.outbox().next_due().await.expect(OK), Some(at(0)));
    let NewOutboxEntry {
        id,
        payload,
        created_at,
        expires_at,
        ..
    } = mail(9, 0);
    let whole = OutboxEntry {
        id,
        payload,
        created_at,
        expires_at,
        attempts: 0,
    };
    assert_eq!(work.outbox().due(at(0), 1).await.expect(OK), [whole]);
    assert!(
        refused(&work.outbox().enqueue(&mail(3, 0)).await),
        "an id is a Message-ID"
    );
}

/// Awaited mail goes before notices, and notices before bulk mail.
pub async fn s65_mail_that_somebody_waits_for_goes_first(store: Tested) {
    let mut work = writing(&store).await;
    for (number, urgency) in [
        (1, Urgency::Bulk),
        (2, Urgency::Notice),
        (3, Urgency::Awaited),
        (4, Urgency::Bulk),
        (5, Urgency::Notice),
        (6, Urgency::Awaited),
    ] {
        work.outbox()
            .enqueue(&NewOutboxEntry {
                urgency,
                ..mail(number, 0)
            })
            .await
            .expect(OK);
    }
    assert_eq!(due(&mut *work, 0, 10).await, [3, 6, 2, 5, 1, 4].map(id));
    work.outbox().retry(id(3), at(5)).await.expect(OK);
    assert_eq!(
        due(&mut *work, 4, 2).await,
        [6, 2].map(id),
        "what has to wait holds nobody up"
    );
    assert_eq!(due(&mut *work, 5, 1).await, [id(3)]);
}

/// Later, with its attempts counted, in its old position.
pub async fn a_failed_mail_waits_for_its_next_attempt(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1, 2]).await;
    work.outbox().retry(id(1), at(5)).await.expect(OK);
    assert_eq!(due(&mut *work, 4, 10).await, [id(2)]);
    work.outbox().sent(id(2)).await.expect(OK);
    assert_eq!(work.outbox().next_due().await.expect(OK), Some(at(5)));
    enqueue(&mut *work, &[3]).await;
    assert_eq!(due(&mut *work, 5, 10).await, [1, 3].map(id));
    work.outbox().retry(id(1), at(6)).await.expect(OK);
    assert_eq!(work.outbox().due(at(6), 1).await.expect(OK)[0].attempts, 2);
    assert_eq!(work.outbox().counts().await.expect(OK), (2, 0));
}

/// After a clock is set back, mail doesn't wait until it has caught up.
pub async fn s65_mail_of_the_future_is_due(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1, 2]).await;
    work.outbox().retry(id(1), at(10_600)).await.expect(OK);
    assert_eq!(
        due(&mut *work, 10_000, 10).await,
        [id(2)],
        "the longest pause"
    );
    assert_eq!(due(&mut *work, 9_000, 10).await, [1, 2].map(id));
}

/// Never due again, but visible to the operator.
pub async fn s65_mail_given_up_is_kept_and_counted(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1, 2]).await;
    work.outbox().give_up(id(1), at(9)).await.expect(OK);
    assert_eq!(due(&mut *work, 1000, 10).await, [id(2)]);
    work.outbox().retry(id(1), at(10)).await.expect(OK);
    assert_eq!(
        due(&mut *work, 1000, 10).await,
        [id(2)],
        "given up is given up"
    );
    assert_eq!(work.outbox().counts().await.expect(OK), (1, 1));
    work.outbox().sent(id(2)).await.expect(OK);
    assert_eq!(work.outbox().next_due().await.expect(OK), None);
    assert_eq!(work.outbox().counts().await.expect(OK), (0, 1));
}

/// By the time of giving up; waiting mail stays, however old.
pub async fn mail_given_up_long_ago_is_forgotten(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1, 2, 3]).await;
    work.outbox().give_up(id(1), at(9)).await.expect(OK);
    work.outbox().give_up(id(2), at(10)).await.expect(OK);
    assert_eq!(
        work.outbox().forget_given_up(at(9), 10).await.expect(OK),
        0,
        "not before that moment"
    );
    assert_eq!(
        work.outbox().forget_given_up(at(10), 10).await.expect(OK),
        1
    );
    assert_eq!(work.outbox().counts().await.expect(OK), (1, 1));
    assert_eq!(
        work.outbox().forget_given_up(at(1000), 10).await.expect(OK),
        1
    );
    assert_eq!(due(&mut *work, 1000, 10).await, [id(3)]);
    enqueue(&mut *work, &[4, 5, 6]).await;
    for number in [4, 5, 6] {
        work.outbox().give_up(id(number), at(9)).await.expect(OK);
    }
    let mut forgotten = Vec::new();
    for _ in 0..3 {
        forgotten.push(work.outbox().forget_given_up(at(1000), 2).await.expect(OK));
    }
    assert_eq!(forgotten, [2, 1, 0], "a few at a time");
}

/// The row is deleted; a second call does no harm.
pub async fn sent_mail_is_gone(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1, 2]).await;
    work.outbox().sent(id(1)).await.expect(OK);
    work.outbox().sent(id(1)).await.expect(OK);
    assert_eq!(due(&mut *work, 0, 10).await, [id(2)]);
    assert_eq!(work.outbox().counts().await.expect(OK), (1, 0));
}

/// Committed or rolled back with its cause.
pub async fn s65_mail_goes_with_the_unit_of_work_that_wrote_it(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1]).await;
    drop(work);
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[2]).await;
    work.commit().await.expect(OK);
    assert_eq!(due(&mut *reading(&store).await, 0, 10).await, [id(2)]);
}

/// Waiting and given-up mail to this stored address, and to no other one.
pub async fn s103_all_mail_to_an_address_is_forgotten(store: Tested) {
    let mut work = writing(&store).await;
    for (number, to) in [
        (1, "anna@example.org"),
        (2, "anna@example.org"),
        (3, "joanna@example.org"),
        (4, "Anna@example.org"),
    ] {
        let payload = format!("{{\"to\":\"{to}\",\"letter\":{{\"owner\":\"anna@example.org\"}}}}");
        work.outbox()
            .enqueue(&NewOutboxEntry {
                payload,
                ..mail(number, 0)
            })
            .await
            .expect(OK);
    }
    work.outbox().give_up(id(2), at(1)).await.expect(OK);
    assert_eq!(
        work.outbox()
            .forget_to(&address("anna@example.org"))
            .await
            .expect(OK),
        2
    );
    assert_eq!(due(&mut *work, 0, 10).await, [3, 4].map(id));
    assert_eq!(work.outbox().counts().await.expect(OK), (2, 0));
}

/// What was given up stays for the operator to see.
pub async fn s84_all_waiting_mail_is_forgotten(store: Tested) {
    let mut work = writing(&store).await;
    enqueue(&mut *work, &[1, 2, 3]).await;
    work.outbox().retry(id(2), at(50)).await.expect(OK);
    work.outbox().give_up(id(3), at(1)).await.expect(OK);
    assert_eq!(work.outbox().forget_waiting().await.expect(OK), 2);
    assert_eq!(work.outbox().forget_waiting().await.expect(OK), 0);
    assert_eq!(work.outbox().next_due().await.expect(OK), None);
    assert_eq!(work.outbox().counts().await.expect(OK), (0, 1));
}
