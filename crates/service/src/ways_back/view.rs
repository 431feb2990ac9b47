//! Shows a person's own ways to prove who they are.

use super::WaysBack;
use super::former::{FormerAddressView, FormerView, former_address_views, former_view};
use crate::{AddressView, Outcome, PasskeyKeeping, SignedIn};
use regain_base::Op;
use regain_domain::{MethodId, MethodKind, Refusal, Timestamp};
use regain_vault::MethodRow;

/// Contents of the page of one's ways back.
#[derive(Debug, Clone)]
pub struct MethodsView {
    /// The authenticator apps.
    pub authenticators: Vec<MethodView>,
    /// The passkeys.
    pub passkeys: Vec<MethodView>,
    /// Number of unused saved codes.
    pub saved_codes_left: u32,
    /// The addresses.
    pub addresses: Vec<AddressView>,
    /// Whether this session may make changes.
    pub confirmed: bool,
    /// Whether the policy demands a second factor, so that the last app or passkey can't be removed.
    pub second_factor: bool,
    /// Apps and passkeys that were removed but still count, or were set aside, in that order of time.
    pub former: Vec<FormerView>,
    /// Former addresses that still count.
    pub former_addresses: Vec<FormerAddressView>,
    /// When the saved codes start to count in a recovery, if they don't yet.
    pub saved_codes_from: Option<Timestamp>,
}

/// A named credential, without its secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MethodView {
    /// Identifies it in forms.
    pub id: MethodId,
    /// The owner's name for it.
    pub name: String,
    /// When it was added.
    pub added_at: Timestamp,
    /// Last use; `None` if not used since it was added.
    pub used_at: Option<Timestamp>,
    /// When it starts to count in a recovery, if it doesn't yet (S28).
    pub counts_from: Option<Timestamp>,
    /// How the device keeps it, for passkeys.
    pub keeping: Option<PasskeyKeeping>,
}

impl WaysBack {
    /// A person's own ways to prove who they are.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<MethodsView> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let person = &signed_in.person;
        let session = signed_in.session.id;
        let view = |row: &MethodRow| MethodView {
            keeping: match row.kind {
                MethodKind::Passkey => self.factors.keeping_of(person.id, row),
                MethodKind::Authenticator => None,
            },
            id: row.id,
            name: row.name.clone(),
            added_at: row.added_at,
            used_at: row
                .last_use
                .map(|(_, at)| at)
                .filter(|at| *at > row.added_at && !at.is_ahead_of(now)),
            counts_from: Some(row.counts_from).filter(|at| *at > now),
        };
        let policy = op.policy().await?;
        let codes_from = holdings
            .saved_codes
            .first()
            .map(|code| holdings.code_counts_from(code, policy.quarantine()));

        Ok(MethodsView {
            authenticators: holdings
                .methods_of(MethodKind::Authenticator)
                .map(view)
                .collect(),
            passkeys: holdings.methods_of(MethodKind::Passkey).map(view).collect(),
            saved_codes_left: holdings.codes_left(),
            addresses: crate::addresses::views(&holdings, now),
            confirmed: self
                .vault
                .is_confirmed(&mut op, person, session, now)
                .await?,
            second_factor: policy.second_factor(),
            former: holdings
                .former_methods
                .iter()
                .filter_map(|former| former_view(former, now))
                .collect(),
            former_addresses: former_address_views(&holdings, now),
            saved_codes_from: codes_from.filter(|from| *from > now),
        })
    }
}
