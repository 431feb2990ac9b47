//! Recoveries, their challenges and proofs: every step is one update that names the state it leaves (S11).

use super::binds::Binds as _;
use super::recovery_rows::{ChallengeRow, FlowRow, ProofRow, challenge_id};
use super::stored::{Stored, count, state_columns};
use super::unit::Unit;
use crate::Db;
use async_trait::async_trait;
use regain_domain::{
    ChallengeId, FlowId, FlowState, Method, PersonId, ProofClass, Timestamp, Trouble, policy,
};
use regain_storage::{
    BrowserDigest, Challenge, CodeDigest, Flow, IdentifierDigest, LinkDigest, Proof, RecoveryRows,
    Result, SourceDigest, StorageError,
};
use sqlx::{query, query_as, query_scalar};

#[async_trait]
impl RecoveryRows for Unit<'_> {
    async fn insert_flow(&mut self, flow: &Flow) -> Result<()> {
        let (state, gate_class) = state_columns(flow.state);
        let insert = query::<Db>(
            "INSERT INTO recovery_flows (id, person_id, identifier_mac, source_mac, browser_mac, seal, trouble, state,
                                         gate_class, method, language, created_at, expires_at, keep_tries, familiar,
                                         holder_mac)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        )
        .bytes(&flow.id)
        .bytes_or_null(flow.person.as_ref())
        .bytes(&flow.identifier_digest)
        .bytes(&flow.source_digest)
        .bytes(&flow.browser_digest)
        .bytes(&flow.seal)
        .bind(flow.trouble.text())
        .bind(state)
        .bind(gate_class)
        .bind(flow.method.map(Method::text))
        .bind(flow.language.text())
        .moment(flow.created_at)
        .moment(flow.expires_at)
        .bind(i64::from(flow.keep_tries))
        .bind(flow.familiar)
        .bytes(&flow.holder_digest);
        self.execute(insert).await.map(drop)
    }

    async fn flow_by_browser(&mut self, browser_digest: &BrowserDigest) -> Result<Option<Flow>> {
        let select = query_as::<Db, FlowRow>("SELECT * FROM recovery_flows WHERE browser_mac = $1")
            .bytes(&browser_digest);
        self.find(select).await
    }

    async fn choose_method(
        &mut self,
        flow: FlowId,
        method: Option<Method>,
        now: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET method = $2
             WHERE id = $1 AND state IN ('started', 'one_gate') AND expires_at > $3",
        )
        .bytes(&flow)
        .bind(method.map(Method::text))
        .moment(now);
        self.changed(update).await
    }

    async fn advance(
        &mut self,
        flow: FlowId,
        from: FlowState,
        to: FlowState,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let (from, from_class) = state_columns(from);
        let (to, to_class) = state_columns(to);
        let update = query::<Db>(
            "UPDATE recovery_flows SET state = $4, gate_class = $5, method = NULL, expires_at = $6
             WHERE id = $1 AND state = $2 AND gate_class IS NOT DISTINCT FROM $3
               AND state NOT IN ('finished', 'cancelled') AND expires_at > $7",
        )
        .bytes(&flow)
        .bind(from)
        .bind(from_class)
        .bind(to)
        .bind(to_class)
        .moment(expires_at)
        .moment(now);

        self.changed(update).await
    }

    async fn finish(
        &mut self,
        flow: FlowId,
        shown_until: Timestamp,
        now: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET state = 'finished', method = NULL, expires_at = $2
             WHERE id = $1 AND state = 'two_gates' AND expires_at > $3
               AND (SELECT count(DISTINCT proofs.class) + max(CASE proofs.class WHEN 'passkey' THEN 1 ELSE 0 END) FROM proofs
                    WHERE proofs.flow_id = recovery_flows.id AND proofs.person_id = recovery_flows.person_id) >= 2",
        )
        .bytes(&flow)
        .moment(shown_until)
        .moment(now);
        self.changed(update).await
    }

    async fn set_trouble(
        &mut self,
        flow: FlowId,
        trouble: Trouble,
        now: Timestamp,
    ) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET trouble = $2 WHERE id = $1 AND state = 'two_gates' AND expires_at > $3",
        )
        .bytes(&flow)
        .bind(trouble.text())
        .moment(now);
        self.changed(update).await
    }

    async fn count_keep_try(
        &mut self,
        flow: FlowId,
        max: u32,
        now: Timestamp,
    ) -> Result<Option<u32>> {
        let update = query_scalar::<Db, i64>(
            "UPDATE recovery_flows SET keep_tries = keep_tries + 1
             WHERE id = $1 AND state = 'two_gates' AND keep_tries < $2 AND expires_at > $3 RETURNING keep_tries",
        )
        .bytes(&flow)
        .bind(i64::from(max))
        .moment(now);
        self.value(update).await?.map(count).transpose()
    }

    async fn extend(&mut self, flow: FlowId, until: Timestamp, now: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END
             WHERE id = $1 AND state IN ('started', 'one_gate') AND expires_at > $3",
        )
        .bytes(&flow)
        .moment(until)
        .moment(now);
        self.changed(update).await
    }

    async fn flow(&mut self, id: FlowId) -> Result<Option<Flow>> {
        let select =
            query_as::<Db, FlowRow>("SELECT * FROM recovery_flows WHERE id = $1").bytes(&id);
        self.find(select).await
    }

    async fn cancel(&mut self, flow: FlowId) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET state = 'cancelled', gate_class = NULL, method = NULL
             WHERE id = $1 AND state NOT IN ('finished', 'cancelled')",
        )
        .bytes(&flow);
        self.changed(update).await
    }

    async fn cancel_open_of(&mut self, person: PersonId, except: Option<FlowId>) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET state = 'cancelled', gate_class = NULL, method = NULL
             WHERE person_id = $1 AND id IS DISTINCT FROM $2 AND state NOT IN ('finished', 'cancelled')",
        )
        .bytes(&person)
        .bytes_or_null(except.as_ref());
        self.execute(update).await
    }

    async fn cancel_all_open(&mut self) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET state = 'cancelled', gate_class = NULL, method = NULL
             WHERE state NOT IN ('finished', 'cancelled')",
        );
        self.execute(update).await
    }

    async fn evict_unproven(
        &mut self,
        identifier_digest: &IdentifierDigest,
        source_digest: &SourceDigest,
        keep: u32,
        now: Timestamp,
    ) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE recovery_flows SET state = 'cancelled', method = NULL
             WHERE id IN (SELECT flow.id FROM recovery_flows AS flow
                          WHERE flow.identifier_mac = $1 AND flow.source_mac = $4 AND flow.state = 'started'
                            AND NOT flow.familiar
                            AND flow.id NOT IN (
                                SELECT mailed.id FROM recovery_flows AS mailed
                                WHERE mailed.identifier_mac = $1 AND mailed.source_mac = $4 AND mailed.state = 'started'
                                  AND EXISTS (SELECT 1 FROM challenges
                                              WHERE challenges.flow_id = mailed.id AND challenges.class = 'mailed_code'
                                                AND challenges.consumed_at IS NULL AND challenges.replaced_at IS NULL
                                                AND challenges.expires_at > $3 AND challenges.created_at <= $3 + 5000)
                                ORDER BY mailed.seq LIMIT $5)
                            AND NOT EXISTS (SELECT 1 FROM challenges
                                            JOIN contact_requests ON contact_requests.challenge_id = challenges.id
                                            WHERE challenges.flow_id = flow.id AND challenges.replaced_at IS NULL
                                              AND contact_requests.confirmed_at IS NOT NULL
                                              AND contact_requests.refused_at IS NULL)
                          ORDER BY flow.seq DESC LIMIT 9223372036854775807 OFFSET $2)",
        )
        .bytes(&identifier_digest)
        .bind(i64::from(keep))
        .moment(now)
        .bytes(&source_digest)
        .bind(i64::from(policy::OPEN_FLOWS));
        self.execute(update).await
    }

    async fn insert_challenge(&mut self, challenge: &Challenge) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO challenges (id, flow_id, person_id, class, nonce, code_mac, link_mac, created_at, expires_at,
                                     tries, consumed_at, replaced_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        )
        .bytes(&challenge.id)
        .bytes(&challenge.flow)
        .bytes_or_null(challenge.person.as_ref())
        .bind(challenge.class.text())
        .bind(challenge.nonce.as_slice())
        .bind(challenge.code_digest.as_ref().map(CodeDigest::as_ref))
        .bind(challenge.link_digest.as_ref().map(LinkDigest::as_ref))
        .moment(challenge.created_at)
        .moment(challenge.expires_at)
        .bind(i64::from(challenge.tries))
        .bind(challenge.consumed_at.map(Timestamp::as_millis))
        .bind(challenge.replaced_at.map(Timestamp::as_millis));
        self.execute(insert).await.map(drop)
    }

    async fn challenges(&mut self, flow: FlowId) -> Result<Vec<Challenge>> {
        let select = query_as::<Db, ChallengeRow>(
            "SELECT * FROM challenges WHERE flow_id = $1 ORDER BY seq DESC",
        )
        .bytes(&flow);
        self.list(select).await
    }

    async fn challenge(&mut self, id: ChallengeId) -> Result<Option<Challenge>> {
        let select =
            query_as::<Db, ChallengeRow>("SELECT * FROM challenges WHERE id = $1").bytes(&id);
        self.find(select).await
    }

    async fn replace_challenges(
        &mut self,
        flow: FlowId,
        class: ProofClass,
        at: Timestamp,
    ) -> Result<u64> {
        let update = query::<Db>(
            "UPDATE challenges SET replaced_at = $3
             WHERE flow_id = $1 AND class = $2 AND consumed_at IS NULL AND replaced_at IS NULL",
        )
        .bytes(&flow)
        .bind(class.text())
        .moment(at);
        self.execute(update).await
    }

    async fn count_try(
        &mut self,
        flow: FlowId,
        class: ProofClass,
        max: u32,
        now: Timestamp,
    ) -> Result<Vec<ChallengeId>> {
        let update = query_scalar::<Db, Vec<u8>>(
            "UPDATE challenges SET tries = tries + 1
             WHERE flow_id = $1 AND class = $2 AND tries < $3 AND consumed_at IS NULL AND replaced_at IS NULL
               AND expires_at > $4 AND created_at <= $4 + 5000
             RETURNING id",
        )
        .bytes(&flow)
        .bind(class.text())
        .bind(i64::from(max))
        .moment(now);
        self.values(update)
            .await?
            .iter()
            .map(|id| challenge_id(id))
            .collect()
    }

    async fn consume(&mut self, id: ChallengeId, now: Timestamp) -> Result<bool> {
        let update = query::<Db>(
            "UPDATE challenges SET consumed_at = $2
             WHERE id = $1 AND person_id IS NOT NULL AND consumed_at IS NULL AND replaced_at IS NULL
               AND expires_at > $2 AND created_at <= $2 + 5000",
        )
        .bytes(&id)
        .moment(now);
        self.changed(update).await
    }

    async fn insert_proof(&mut self, proof: &Proof) -> Result<()> {
        let insert = query::<Db>(
            "INSERT INTO proofs (id, person_id, flow_id, class, challenge_id, at) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bytes(&proof.id)
        .bytes(&proof.person)
        .bytes(&proof.flow)
        .bind(proof.class.text())
        .bytes(&proof.challenge)
        .moment(proof.at);
        self.execute(insert).await.map(drop)
    }

    async fn finished_of(&mut self, person: PersonId) -> Result<Vec<FlowId>> {
        let select = query_scalar::<Db, Vec<u8>>(
            "SELECT id FROM recovery_flows WHERE person_id = $1 AND state = 'finished' ORDER BY seq",
        )
        .bytes(&person);
        let read =
            |id: Vec<u8>| FlowId::from_slice(&id).ok_or(StorageError::Corrupt("a recovery's id"));
        self.values(select).await?.into_iter().map(read).collect()
    }

    async fn proofs(&mut self, flow: FlowId) -> Result<Vec<Proof>> {
        let select =
            query_as::<Db, ProofRow>("SELECT * FROM proofs WHERE flow_id = $1 ORDER BY seq")
                .bytes(&flow);
        self.list(select).await
    }

    async fn make_room(&mut self, most: u32, at_once: u32, now: Timestamp) -> Result<u64> {
        self.make_room_for_recoveries(most, at_once, now).await
    }

    async fn forget_older(
        &mut self,
        before: Timestamp,
        unproven_before: Timestamp,
        most: u32,
    ) -> Result<u64> {
        self.forget_recoveries(before, unproven_before, most).await
    }
}
