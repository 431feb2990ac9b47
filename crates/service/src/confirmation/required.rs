//! Decides which proof a person has to give.

use super::{ConfirmWith, Confirmation};
use crate::{Outcome, SignedIn};
use regain_base::Op;
use regain_domain::{MethodKind, Policy, Refusal, Timestamp};
use regain_vault::{Holdings, MethodRow};

/// What a person may confirm with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConfirmView {
    /// Besides the password.
    pub with: ConfirmWith,
    /// Whether a passkey may be used instead.
    pub passkey: bool,
}

impl Confirmation {
    /// What this person is asked for besides the password: the strongest they have. A passkey needs no password.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<ConfirmView> {
        let mut op = self.store.reading(&self.base).await?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let policy = op.policy().await?;
        let now = op.now();
        let with = match confirming(&holdings, MethodKind::Authenticator, now).is_empty() {
            false => ConfirmWith::Authenticator,
            true if asks_for_more(&policy, &holdings, now) => ConfirmWith::SavedCode,
            true => ConfirmWith::Password,
        };

        let passkey = !confirming(&holdings, MethodKind::Passkey, now).is_empty();
        Ok(ConfirmView { with, passkey })
    }
}

/// Credentials of this kind that are old enough to confirm (S110).
pub(crate) fn confirming(holdings: &Holdings, kind: MethodKind, now: Timestamp) -> Vec<&MethodRow> {
    holdings
        .methods_of(kind)
        .filter(|method| method.confirms(now))
        .collect()
}

/// Whether changes take more than the password: yes if another credential counts, or if the policy demands a second
/// factor and there is a saved code to give.
pub(crate) fn asks_for_more(policy: &Policy, holdings: &Holdings, now: Timestamp) -> bool {
    let code = |code: &regain_vault::SavedCodeRow| {
        code.used_at.is_none() && holdings.code_counts_from(code, policy.quarantine()) <= now
    };
    holdings.confirms(now) || (policy.second_factor() && holdings.saved_codes.iter().any(code))
}
