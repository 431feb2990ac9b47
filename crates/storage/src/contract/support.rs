//! Shared by the contract tests: values distinguished by a small number, and stores with some content.

use crate::{
    Challenge, Flow, HistoryRow, Invitation, NewOutboxEntry, Person, Proof, Sealed, Session,
    StandingSeal, StorageError, Store, Urgency, Work,
};
use regain_domain::{
    ChallengeId, EmailAddress, FlowId, FlowState, HistoryEvent, InvitationId, Language, OutboxId,
    PersonId, PersonName, PersonStatus, ProofClass, ProofId, Role, SessionId, Timestamp, Trouble,
    UserName,
};
use std::sync::Arc;

/// The store under test.
pub type Tested = Arc<dyn Store>;

/// Message for calls that must succeed.
pub const OK: &str = "the store answers";

/// Number of simultaneous tasks.
pub const AT_ONCE: u32 = 50;

/// A time, `seconds` after the tests' beginning.
#[must_use]
pub fn at(seconds: i64) -> Timestamp {
    Timestamp::from_millis(1_800_000_000_000 + seconds * 1000)
}

/// A digest, a seal, or the key of a counter.
#[must_use]
pub fn digest<D: From<[u8; 32]>>(number: u8) -> D {
    D::from([number; 32])
}

/// The id of the `number`th person.
#[must_use]
pub fn person_id(number: u8) -> PersonId {
    PersonId::from_bytes([number; 16])
}

/// The id of the `number`th recovery.
#[must_use]
pub fn flow_id(number: u8) -> FlowId {
    FlowId::from_bytes([number; 16])
}

/// The id of the `number`th challenge.
#[must_use]
pub fn challenge_id(number: u8) -> ChallengeId {
    ChallengeId::from_bytes([number; 16])
}

/// A mail address.
#[must_use]
pub fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).expect("an address")
}

/// A user name.
#[must_use]
pub fn user_name(text: &str) -> UserName {
    UserName::parse(text).expect("a user name")
}

/// A person's name.
#[must_use]
pub fn name(text: &str) -> PersonName {
    PersonName::parse(text).expect("a name")
}

/// An invited person, without name or identifiers.
#[must_use]
pub fn person(number: u8) -> Person {
    Person {
        id: person_id(number),
        status: PersonStatus::Invited,
        role: Role::Member,
        name: None,
        user_name: None,
        language: Language::English,
        created_at: at(0),
        activated_at: None,
        frozen_at: None,
        needs_recovery: false,
        role_since: None,
        seal: StandingSeal {
            version: 1,
            digest: digest(number),
        },
    }
}

/// The same person with the next standing.
#[must_use]
pub fn standing(before: &Person, status: PersonStatus, activated_at: Option<Timestamp>) -> Person {
    let version = before.seal.version + 1;
    let seal = StandingSeal {
        version,
        digest: digest(
            u8::try_from(version).expect("few changes") ^ before.seal.digest.as_bytes()[0],
        ),
    };
    Person {
        status,
        activated_at,
        seal,
        ..before.clone()
    }
}

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

/// An invitation of a person, from second 0 to second 100.
#[must_use]
pub fn invitation(number: u8, of: u8) -> Invitation {
    Invitation {
        id: InvitationId::from_bytes([number; 16]),
        person: person_id(of),
        nonce: [number; 16],
        code_digest: digest(number),
        created_at: at(0),
        expires_at: at(100),
        password_seal: None,
        codes_seal: None,
        codes_confirmed: None,
        accepted_at: None,
        replaced_at: None,
    }
}

/// A session of a person, begun at second 0.
#[must_use]
pub fn session(number: u8, of: u8) -> Session {
    Session {
        id: SessionId::from_bytes([number; 16]),
        token_digest: digest(number),
        person: person_id(of),
        kept: false,
        surroundings: vec![number],
        created_at: at(0),
        last_seen_at: at(0),
        seal: digest(number),
    }
}

/// A newly started recovery, from second 0 to second 100; everybody has one identifier, and those without a person
/// share one.
#[must_use]
pub fn flow(number: u8, of: Option<u8>) -> Flow {
    Flow {
        id: flow_id(number),
        person: of.map(person_id),
        identifier_digest: digest(of.unwrap_or(0)),
        browser_digest: digest(number),
        seal: digest(number),
        trouble: Trouble::ForgotPassword,
        state: FlowState::Started,
        method: None,
        language: Language::English,
        created_at: at(0),
        expires_at: at(100),
        keep_tries: 0,
        source_digest: digest(0),
        familiar: false,
        holder_digest: digest(0),
    }
}

/// A challenge of a recovery, from second 0 to second 60.
#[must_use]
pub fn challenge(number: u8, flow: u8, of: Option<u8>, class: ProofClass) -> Challenge {
    Challenge {
        id: challenge_id(number),
        flow: flow_id(flow),
        person: of.map(person_id),
        class,
        nonce: [number; 16],
        code_digest: Some(digest(number)),
        link_digest: None,
        created_at: at(0),
        expires_at: at(60),
        tries: 0,
        consumed_at: None,
        replaced_at: None,
    }
}

/// The proof of a challenge.
#[must_use]
pub fn proof(number: u8, flow: u8, of: u8, class: ProofClass, when: Timestamp) -> Proof {
    Proof {
        id: ProofId::from_bytes([number; 16]),
        person: person_id(of),
        flow: flow_id(flow),
        class,
        challenge: challenge_id(number),
        at: when,
    }
}

/// A mail written at second `written`.
#[must_use]
pub fn mail(number: u8, written: i64) -> NewOutboxEntry {
    NewOutboxEntry {
        id: OutboxId::from_bytes([number; 16]),
        payload: format!("{{\"mail\":{number}}}"),
        urgency: Urgency::Notice,
        created_at: at(written),
        expires_at: at(written + 600),
    }
}

/// An entry of the history about a person, or about nobody, which has no place in the chain yet.
#[must_use]
pub fn entry(event: HistoryEvent, about: Option<u8>, when: Timestamp) -> HistoryRow {
    HistoryRow {
        seq: 0,
        at: when,
        event,
        subject: about.map(person_id),
        nth: 0,
        actor: None,
        facts: "{}".to_owned(),
        manifest_version: None,
        standing_version: None,
        details_digest: None,
        place_digest: None,
        prev: digest(0),
        digest: digest(0),
    }
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
