//! The result of a recovery, for its last page: its own proofs, and what ended with it.

use crate::Outcome;
use crate::recovery::Recovery;
use regain_domain::{EmailAddress, Facts, HistoryEvent, ProofClass, RecoveryEnd, policy};
use regain_storage::{Flow, HistoryFilter};
use regain_vault::{Ended, Holdings, VaultOp};
use std::time::Duration;

/// Greatest distance between times written by one unit of work.
const OF_ONE_UNIT: Duration = Duration::from_secs(60);

/// The result of a recovery.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ending {
    /// The proofs given, in order.
    pub proofs: Vec<ProofClass>,
    /// Number of sessions that ended with it; `None` if it doesn't end any.
    pub sessions_ended: Option<u64>,
    /// Number of saved codes left, if one was used.
    pub saved_codes_left: Option<u32>,
    /// Names of apps and passkeys that were too new and were set aside (S112).
    pub set_aside: Vec<String>,
    /// Whether a set of saved codes was set aside too.
    pub codes_set_aside: bool,
    /// Masked addresses that were told.
    pub told: Vec<String>,
}

impl Recovery {
    /// The result of a finished recovery; `None` if nothing was proven (S2).
    pub(super) async fn ending(
        &self,
        op: &mut dyn VaultOp,
        flow: &Flow,
    ) -> Outcome<Option<Ending>> {
        let now = op.now();
        let mut proofs: Vec<ProofClass> = Vec::new();
        for proof in op.recovery().proofs(flow.id).await? {
            if !proofs.contains(&proof.class) {
                proofs.push(proof.class);
            }
        }

        let Some(person) = flow.person.filter(|_| !proofs.is_empty()) else {
            return Ok(None);
        };

        let finished = flow.expires_at.minus(policy::FLOW_DONE_SHOWN);
        let sessions_ended = match flow.trouble.ends_with() {
            RecoveryEnd::NewPassword => Some(HistoryEvent::PasswordCreated),
            RecoveryEnd::NewAuthenticator => Some(HistoryEvent::AuthenticatorReplaced),
            RecoveryEnd::KeptPassword | RecoveryEnd::UserNameMailed => None,
        };

        let sessions_ended = match sessions_ended {
            Some(event) => {
                let filter = HistoryFilter {
                    subject: Some(person),
                    event: Some(event),
                    from: Some(finished.minus(OF_ONE_UNIT)),
                    until: Some(finished.plus(OF_ONE_UNIT)),
                    ..HistoryFilter::default()
                };
                let row = op
                    .history()
                    .page(&filter, None, 1)
                    .await?
                    .into_iter()
                    .next();
                row.and_then(|row| serde_json::from_str::<Facts>(&row.facts).ok())
                    .and_then(|facts| facts.sessions)
            }
            None => None,
        };

        let holdings = match op.people().by_id(person).await? {
            Some(person) => self.accounts.genuine(op, &person).await?,
            None => None,
        };

        let by_code = proofs.contains(&ProofClass::SavedCode);
        let saved_codes_left = holdings
            .as_ref()
            .filter(|_| by_code)
            .map(Holdings::codes_left);
        let with_it = |ended: &Ended| {
            ended.is_aside()
                && (finished.minus(OF_ONE_UNIT)..finished.plus(OF_ONE_UNIT)).contains(&ended.at)
        };
        let methods = holdings
            .iter()
            .flat_map(|held| &held.former_methods)
            .filter(|former| with_it(&former.ended));
        let set_aside = methods.map(|former| former.was.name.clone()).collect();
        let codes_set_aside = holdings
            .iter()
            .flat_map(|held| &held.former_codes)
            .any(|former| with_it(&former.ended));
        let told = op
            .addresses()
            .told(person, now)
            .await?
            .iter()
            .map(EmailAddress::masked)
            .collect();

        Ok(Some(Ending {
            proofs,
            sessions_ended,
            saved_codes_left,
            set_aside,
            codes_set_aside,
            told,
        }))
    }
}
