//! From an invitation to an active account, step by step; each step is stored (S20).

mod activation;
mod authenticator;
mod names;
mod passkey;
mod password;
mod progress;
mod saved_codes;

pub use progress::EnrolmentView;
pub use saved_codes::SavedCodeSet;

use crate::devices::Devices;
use crate::factors::Factors;
use crate::passwords::Passwords;
use crate::passwords::hashing::Hasher;
use crate::{Outcome, Seed};
use regain_base::Base;
use regain_domain::{EnrolmentStep, InvitationCode, Refusal};
use regain_storage::{Invitation, Person};
use regain_vault::{Holdings, Vault, VaultOp, VaultStore, VerifiedProofs};
use std::sync::Arc;
use std::time::Duration;

/// Credentials added by an enrolment count at once: there is no earlier owner to protect (S28).
pub(crate) const AT_ONCE: Duration = Duration::ZERO;

/// An enrolment that has reached a given step.
pub(crate) struct Enrolling {
    pub(crate) invitation: Invitation,
    pub(crate) person: Person,
    pub(crate) holdings: Holdings,
}

/// Enrolments.
pub struct Enrolment {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) hasher: Arc<Hasher>,
    pub(crate) passwords: Arc<Passwords>,
    pub(crate) devices: Arc<Devices>,
    pub(crate) factors: Arc<Factors>,
}

impl Enrolment {
    /// The enrolment of a code, if it has reached this step.
    pub(crate) async fn enrolling(
        &self,
        op: &mut dyn VaultOp,
        code: &InvitationCode,
        step: EnrolmentStep,
    ) -> Outcome<Enrolling> {
        let enrolment = self.open(op, code).await?;
        let holdings = self.holdings(op, &enrolment.person).await?;
        if self.next_step(&enrolment, &holdings) < step {
            Err(Refusal::InvitationStep.into())
        } else {
            Ok(Enrolling {
                invitation: enrolment.invitation,
                person: enrolment.person,
                holdings,
            })
        }
    }

    async fn enrolment_seed(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        invitation: &Invitation,
    ) -> Outcome<Seed> {
        self.factors
            .seed_of(op, person.id, "invitation", invitation.id.as_bytes())
            .await
    }

    async fn right_of(
        &self,
        op: &mut dyn VaultOp,
        invitation: &Invitation,
    ) -> Outcome<VerifiedProofs> {
        let now = op.now();
        let proofs = self.vault.by_invitation(op, invitation, now).await?;
        Ok(proofs.ok_or(Refusal::InvitationUsed)?)
    }
}
