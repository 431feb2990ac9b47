//! Shared by the contract tests: values distinguished by a small number, and stores with some content.

use super::samples::{
    at, challenge, challenge_id, digest, flow, flow_id, person, person_id, proof, standing,
};
use crate::{HistoryRow, Sealed, StorageError, Store, Work};
use regain_domain::{FlowState, PersonStatus, ProofClass, Timestamp};
use std::sync::Arc;

/// The store under test.
pub type Tested = Arc<dyn Store>;

/// Message for calls that must succeed.
pub const OK: &str = "the store answers";

/// Number of simultaneous tasks.
pub const AT_ONCE: u32 = 50;

/// From invited to active; returns whether that was possible.
pub async fn activate(work: &mut dyn Work, number: u8, when: Timestamp) -> bool {
    stand(
        work,
        number,
        PersonStatus::Invited,
        PersonStatus::Active,
        Some(when),
    )
    .await
}

/// Between active and disabled; returns whether that was possible.
pub async fn set_disabled(work: &mut dyn Work, number: u8, disabled: bool) -> bool {
    let (from, to) = if disabled {
        (PersonStatus::Active, PersonStatus::Disabled)
    } else {
        (PersonStatus::Disabled, PersonStatus::Active)
    };
    stand(work, number, from, to, None).await
}

async fn stand(
    work: &mut dyn Work,
    number: u8,
    from: PersonStatus,
    to: PersonStatus,
    at: Option<Timestamp>,
) -> bool {
    let person = work.people().by_id(person_id(number)).await.expect(OK);
    let Some(before) = person.filter(|person| person.status == from) else {
        return false;
    };
    let next = standing(&before, to, at.or(before.activated_at));
    work.people().set_standing(&next).await.expect(OK)
}

/// The same entry with its place after the last one.
pub async fn placed(work: &mut dyn Work, entry: HistoryRow) -> HistoryRow {
    let history = work.history();
    let last = history.last().await.expect(OK);
    let (seq, prev) = last.map_or((1, digest(0)), |last| (last.seq + 1, last.digest));
    let nth = match entry.subject {
        Some(person) => history
            .last_of(person)
            .await
            .expect(OK)
            .map_or(1, |last| last.nth + 1),
        None => 0,
    };
    let digest = digest(u8::try_from(seq).expect("few entries"));
    HistoryRow {
        seq,
        nth,
        prev,
        digest,
        ..entry
    }
}

/// Appends an entry without sealed data; returns it with its place.
pub async fn append(work: &mut dyn Work, entry: HistoryRow) -> HistoryRow {
    let row = placed(work, entry).await;
    work.history()
        .insert(&row, &Sealed::default())
        .await
        .expect(OK);
    row
}

/// Begins to read.
pub async fn reading(store: &Tested) -> Box<dyn Work> {
    store.read().await.expect(OK)
}

/// Begins to write.
pub async fn writing(store: &Tested) -> Box<dyn Work> {
    store.write().await.expect(OK)
}

/// Adds invited people.
pub async fn add_people(store: &Tested, numbers: &[u8]) {
    let mut work = writing(store).await;
    for number in numbers {
        work.people().insert(&person(*number)).await.expect(OK);
    }
    work.commit().await.expect(OK);
}

/// Adds the first person and recoveries of theirs.
pub async fn add_flows(store: &Tested, numbers: &[u8]) {
    add_people(store, &[1]).await;
    let mut work = writing(store).await;
    for number in numbers {
        work.recovery()
            .insert_flow(&flow(*number, Some(1)))
            .await
            .expect(OK);
    }
    work.commit().await.expect(OK);
}

/// Passes a gate of the first person's recovery at second 1: challenge, met, proof.
pub async fn pass_gate(work: &mut dyn Work, number: u8, flow: u8, class: ProofClass) {
    let recovery = work.recovery();
    recovery
        .insert_challenge(&challenge(number, flow, Some(1), class))
        .await
        .expect(OK);
    assert!(
        recovery
            .consume(challenge_id(number), at(1))
            .await
            .expect(OK)
    );
    recovery
        .insert_proof(&proof(number, flow, 1, class, at(1)))
        .await
        .expect(OK);
}

/// Advances a recovery at second 1 as if gates had passed; it ends at second 100.
pub async fn step(work: &mut dyn Work, flow: u8, from: FlowState, to: FlowState) -> bool {
    work.recovery()
        .advance(flow_id(flow), from, to, at(100), at(1))
        .await
        .expect(OK)
}

/// Runs the same in many simultaneous tasks, each in a unit of work of its own. Returns all results.
pub async fn at_once<T, F>(store: &Tested, times: u32, act: fn(Box<dyn Work>) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = (Box<dyn Work>, T)> + Send + 'static,
{
    all_at_once(times, || {
        let store = Arc::clone(store);
        async move {
            let (work, answer) = act(store.write().await.expect(OK)).await;
            work.commit().await.expect(OK);
            answer
        }
    })
    .await
}

/// Runs many simultaneous tasks. Returns all results.
pub async fn all_at_once<T, F>(times: u32, task: impl Fn() -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..times {
        tasks.spawn(task());
    }
    tasks.join_all().await
}

/// Number of results that are `true`.
#[must_use]
pub fn winners(answers: &[bool]) -> usize {
    answers.iter().filter(|won| **won).count()
}

/// Whether the database refused.
#[must_use]
pub fn refused<T>(answer: &Result<T, StorageError>) -> bool {
    matches!(answer, Err(StorageError::Failed(_)))
}
