//! Sample rows, ids and moments of the contract tests.

use crate::{
    Challenge, Flow, HistoryRow, Invitation, NewOutboxEntry, Person, Proof, Session, StandingSeal,
    Urgency,
};
use regain_domain::{
    ChallengeId, EmailAddress, FlowId, FlowState, HistoryEvent, InvitationId, Language, OutboxId,
    PersonId, PersonName, PersonStatus, ProofClass, ProofId, Role, SessionId, Timestamp, Trouble,
    UserName,
};

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
        seal: StandingSeal {
            version: 1,
            digest: digest(number),
        },
        ..Person::invited(person_id(number), Role::Member, Language::English, at(0))
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
