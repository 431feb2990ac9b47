//! The right to write credentials, which only the person's own proofs give (S11, S12, S73).

pub(crate) mod confirmed;
pub(crate) mod evidence;
pub(crate) mod objection;

use crate::{Condition, Permit, PresentedKind, PresentedProof, Vault, VaultKeys, VaultWork};
use evidence::Evidence;
use regain_base::digest;
use regain_domain::{ChangeId, Factor, PersonStatus, ProofClass, ProofId, Timestamp, policy};
use regain_storage::{Challenge, Flow, Invitation, Person, Proof, Result};
use std::time::Duration;

/// The right to change one person's credentials, once.
///
/// Only this module makes it, and each way consumes its basis in the unit of work of the write. It isn't made over
/// rows that aren't genuine: a change would vouch for what somebody else put there.
#[derive(Debug)]
pub struct VerifiedProofs {
    person: Person,
    ceremony: [u8; 16],
    at: Timestamp,
    factor: Option<Factor>,
    evidence: Evidence,
    permit: Permit,
}

impl VerifiedProofs {
    /// The person whose credentials may be changed.
    #[must_use]
    pub const fn person(&self) -> &Person {
        &self.person
    }

    /// Time of verification, and of the change made with them.
    #[must_use]
    pub const fn at(&self) -> Timestamp {
        self.at
    }

    /// The factor that a signed-in person confirmed with; `None` if the right has another basis.
    #[must_use]
    pub const fn factor(&self) -> Option<Factor> {
        self.factor
    }

    /// The proofs of a recovery. Other proofs aren't examined and so are treated as young; young proofs end nothing
    /// older at once (S113).
    #[must_use]
    pub const fn evidence(&self) -> &Evidence {
        &self.evidence
    }

    pub(crate) const fn ceremony(&self) -> [u8; 16] {
        self.ceremony
    }

    pub(crate) const fn permit(&self) -> &Permit {
        &self.permit
    }
}

impl Vault {
    /// Turns a met challenge into a proof, once: consumes the challenge and stores the proof. `None` if the challenge
    /// was over, or isn't of the flow's person.
    pub async fn prove(
        &self,
        work: &mut dyn VaultWork,
        flow: &Flow,
        challenge: &Challenge,
        now: Timestamp,
    ) -> Result<Option<ProofId>> {
        let Some(person) = flow
            .person
            .filter(|_| challenge.person == flow.person && challenge.flow == flow.id)
        else {
            return Ok(None);
        };

        if !work.recovery().consume(challenge.id, now).await? {
            return Ok(None);
        }

        let class = challenge.class;
        let mut proof = Proof {
            id: ProofId::from_bytes([0; 16]),
            person,
            flow: flow.id,
            class,
            challenge: challenge.id,
            at: now,
        };
        proof.id = proof_id(&self.keys, &proof);
        work.recovery().insert_proof(&proof).await?;

        Ok(Some(proof.id))
    }

    /// By finishing a recovery with two proofs of different classes; `None` if it lacks them, was finished or ended
    /// meanwhile, or the account isn't genuine.
    pub async fn by_two_gates(
        &self,
        work: &mut dyn VaultWork,
        flow: &Flow,
        shown_until: Timestamp,
        now: Timestamp,
    ) -> Result<Option<VerifiedProofs>> {
        let Some(person) = flow.person else {
            return Ok(None);
        };

        let Some(person) = work.people().by_id(person).await? else {
            return Ok(None);
        };

        let usable =
            person.status == PersonStatus::Active && self.is_genuine(work, &person).await?;
        if !usable
            || !self.two_classes(work, flow, now).await?
            || !work.recovery().finish(flow.id, shown_until, now).await?
        {
            return Ok(None);
        }

        let evidence = self.evidence_of_flow(work, flow, &person, now).await?;
        let ceremony = *flow.id.as_bytes();

        Ok(Some(VerifiedProofs {
            person,
            ceremony,
            at: now,
            factor: None,
            evidence,
            permit: Permit::new(),
        }))
    }

    /// By an open invitation whose person has never been active.
    pub async fn by_invitation(
        &self,
        work: &mut dyn VaultWork,
        invitation: &Invitation,
        now: Timestamp,
    ) -> Result<Option<VerifiedProofs>> {
        let current = work.invitations().by_id(invitation.id).await?;
        let open = current
            .is_some_and(|i| i.accepted_at.is_none() && i.replaced_at.is_none() && i.lasts(now));
        let Some(person) = work.people().by_id(invitation.person).await? else {
            return Ok(None);
        };

        if !open
            || person.status != PersonStatus::Invited
            || !self.is_genuine(work, &person).await?
        {
            return Ok(None);
        }

        self.present(work, person, PresentedKind::Invitation(invitation.id), now)
            .await
            .map(Some)
    }

    /// By the current password, checked against the row that is still stored; not if the account was frozen or opened
    /// since `person` was read.
    pub async fn by_current_password(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        checked: ChangeId,
        now: Timestamp,
    ) -> Result<Option<VerifiedProofs>> {
        let frozen_at = person.frozen_at;
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(None);
        };

        let Condition::Genuine(holdings) = self.check(work, &person).await? else {
            return Ok(None);
        };

        let still = holdings
            .password
            .is_some_and(|password| password.change == checked);
        if !still || person.frozen_at != frozen_at || person.status != PersonStatus::Active {
            return Ok(None);
        }

        self.present(work, person, PresentedKind::CurrentPassword(checked), now)
            .await
            .map(Some)
    }

    async fn present(
        &self,
        work: &mut dyn VaultWork,
        person: Person,
        kind: PresentedKind,
        now: Timestamp,
    ) -> Result<VerifiedProofs> {
        let permit = Permit::new();
        let presented = PresentedProof {
            id: self.randomness.bytes(),
            person: person.id,
            kind,
            at: now,
        };
        work.rows().present(&permit, &presented).await?;
        let evidence = Evidence::unknown();

        Ok(VerifiedProofs {
            person,
            ceremony: presented.id,
            at: now,
            factor: None,
            evidence,
            permit,
        })
    }

    /// Whether a flow has proofs of two classes, or a passkey's, which is both, that this server made for its person.
    /// Rows that SQL inserted, moved to somebody else or revived don't count.
    async fn two_classes(
        &self,
        work: &mut dyn VaultWork,
        flow: &Flow,
        now: Timestamp,
    ) -> Result<bool> {
        let mut classes: Vec<ProofClass> = Vec::new();
        for proof in work.recovery().proofs(flow.id).await? {
            let ours = Some(proof.person) == flow.person && proof.flow == flow.id;
            if ours && self.is_fresh_proof(&proof, now) && !classes.contains(&proof.class) {
                classes.push(proof.class);
            }
        }

        // The lost method can't help to replace itself (S13); the engine enforces this too.
        classes.retain(|class| flow.trouble.accepts(*class));

        Ok(classes.iter().map(|class| class.gates()).sum::<usize>() >= 2)
    }

    /// Whether this server made a proof recently enough.
    pub(crate) fn is_fresh_proof(&self, proof: &Proof, now: Timestamp) -> bool {
        let ours = |keys: &VaultKeys| proof.id == proof_id(keys, proof);
        is_fresh(proof, now) && self.is_made((proof.at, PROOF_LASTS), now, ours)
    }

    async fn is_genuine(&self, work: &mut dyn VaultWork, person: &Person) -> Result<bool> {
        Ok(matches!(
            self.check(work, person).await?,
            Condition::Genuine(_)
        ))
    }
}

/// The id of a proof is a keyed digest of its content.
fn proof_id(keys: &VaultKeys, proof: &Proof) -> ProofId {
    let class = [match proof.class {
        ProofClass::MailedCode => 1,
        ProofClass::SavedCode => 2,
        ProofClass::Authenticator => 3,
        ProofClass::Passkey => 4,
        ProofClass::Contact => 5,
    }];
    let at = proof.at.as_millis().to_be_bytes();
    let parts: [&[u8]; 5] = [
        proof.person.as_bytes(),
        proof.flow.as_bytes(),
        &class,
        proof.challenge.as_bytes(),
        &at,
    ];
    let digest: [u8; 32] = digest(&keys.manifest, "proof", &parts);

    ProofId::from_bytes(std::array::from_fn(|index| digest[index]))
}

/// Longest time that a proof is useful.
const PROOF_LASTS: Duration = policy::FLOW_LONGEST.saturating_add(policy::FLOW_LIFETIME_AFTER_GATE);

/// Whether a proof can belong to an open recovery: none lasts longer than the time for its contacts plus the time
/// after its last gate (S16).
fn is_fresh(proof: &Proof, now: Timestamp) -> bool {
    !proof.at.is_ahead_of(now) && now < proof.at.plus(PROOF_LASTS)
}
