//! The wait of new credentials before they count in a recovery.

use regain_domain::{Factor, MethodKind, Policy, policy};
use regain_vault::{Holdings, VerifiedProofs};
use std::time::Duration;

/// How long credentials added with these proofs wait before they count in a recovery. The wait is shorter after a
/// proof by passkey, unless some passkey doesn't count yet itself, since it might have been that one (S28).
pub(crate) fn of_new(policy: &Policy, proofs: &VerifiedProofs, holdings: &Holdings) -> Duration {
    let all_count = holdings
        .methods_of(MethodKind::Passkey)
        .all(|passkey| passkey.counts_from <= proofs.at());
    match proofs.factor() {
        Some(Factor::Passkey) if all_count => policy.quarantine() / policy::QUARANTINE_BY_PASSKEY,
        _ => policy.quarantine(),
    }
}
