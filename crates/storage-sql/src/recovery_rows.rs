//! Rows of recoveries, challenges and proofs.

use super::stored::{Stored, bytes, count, digest, moment, optional_digest, read_state};
use regain_domain::{
    ChallengeId, FlowId, Language, Method, PersonId, ProofClass, ProofId, Timestamp, Trouble,
};
use regain_storage::{Challenge, Flow, HolderDigest, Proof, Result, StorageError};
use sqlx::FromRow;

fn flow_id(stored: &[u8]) -> Result<FlowId> {
    FlowId::from_slice(stored).ok_or(StorageError::Corrupt("a recovery's id"))
}

pub(crate) fn challenge_id(stored: &[u8]) -> Result<ChallengeId> {
    ChallengeId::from_slice(stored).ok_or(StorageError::Corrupt("a challenge's id"))
}

fn person_id(stored: &[u8]) -> Result<PersonId> {
    PersonId::from_slice(stored).ok_or(StorageError::Corrupt("a recovery's person"))
}

#[derive(FromRow)]
pub(crate) struct FlowRow {
    id: Vec<u8>,
    person_id: Option<Vec<u8>>,
    identifier_mac: Vec<u8>,
    source_mac: Vec<u8>,
    browser_mac: Vec<u8>,
    seal: Vec<u8>,
    trouble: String,
    state: String,
    gate_class: Option<String>,
    method: Option<String>,
    language: String,
    created_at: i64,
    expires_at: i64,
    keep_tries: i64,
    familiar: bool,
    /// `None` in rows older than this column.
    holder_mac: Option<Vec<u8>>,
}

impl TryFrom<FlowRow> for Flow {
    type Error = StorageError;

    fn try_from(row: FlowRow) -> Result<Self> {
        Ok(Self {
            id: flow_id(&row.id)?,
            person: row.person_id.as_deref().map(person_id).transpose()?,
            identifier_digest: digest(&row.identifier_mac, "a recovery's identifier")?,
            source_digest: digest(&row.source_mac, "a recovery's source")?,
            browser_digest: digest(&row.browser_mac, "a recovery's browser")?,
            seal: digest(&row.seal, "a recovery's seal")?,
            trouble: Trouble::read(&row.trouble)?,
            state: read_state(&row.state, row.gate_class.as_deref())?,
            method: row.method.as_deref().map(Method::read).transpose()?,
            language: Language::read(&row.language)?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            keep_tries: count(row.keep_tries)?,
            familiar: row.familiar,
            holder_digest: optional_digest(row.holder_mac.as_deref(), "a recovery's network")?
                .unwrap_or(HolderDigest::NONE),
        })
    }
}

#[derive(FromRow)]
pub(crate) struct ChallengeRow {
    id: Vec<u8>,
    flow_id: Vec<u8>,
    person_id: Option<Vec<u8>>,
    class: String,
    nonce: Vec<u8>,
    code_mac: Option<Vec<u8>>,
    link_mac: Option<Vec<u8>>,
    created_at: i64,
    expires_at: i64,
    tries: i64,
    consumed_at: Option<i64>,
    replaced_at: Option<i64>,
}

impl TryFrom<ChallengeRow> for Challenge {
    type Error = StorageError;

    fn try_from(row: ChallengeRow) -> Result<Self> {
        Ok(Self {
            id: challenge_id(&row.id)?,
            flow: flow_id(&row.flow_id)?,
            person: row.person_id.as_deref().map(person_id).transpose()?,
            class: ProofClass::read(&row.class)?,
            nonce: bytes(&row.nonce, "a challenge's nonce")?,
            code_digest: optional_digest(row.code_mac.as_deref(), "a challenge's digest")?,
            link_digest: optional_digest(row.link_mac.as_deref(), "a challenge's digest")?,
            created_at: Timestamp::from_millis(row.created_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            tries: count(row.tries)?,
            consumed_at: moment(row.consumed_at),
            replaced_at: moment(row.replaced_at),
        })
    }
}

#[derive(FromRow)]
pub(crate) struct ProofRow {
    id: Vec<u8>,
    person_id: Vec<u8>,
    flow_id: Vec<u8>,
    class: String,
    challenge_id: Vec<u8>,
    at: i64,
}

impl TryFrom<ProofRow> for Proof {
    type Error = StorageError;

    fn try_from(row: ProofRow) -> Result<Self> {
        Ok(Self {
            id: ProofId::from_slice(&row.id).ok_or(StorageError::Corrupt("a proof's id"))?,
            person: person_id(&row.person_id)?,
            flow: flow_id(&row.flow_id)?,
            class: ProofClass::read(&row.class)?,
            challenge: challenge_id(&row.challenge_id)?,
            at: Timestamp::from_millis(row.at),
        })
    }
}
