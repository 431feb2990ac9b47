//! "Can you still use these?": asked once a year, and when a way back has become weak; never blocks anything (S20,
//! S25).

use crate::accounts::Accounts;
use crate::readiness::ways_of;
use crate::{Outcome, SignedIn, Visitor};
use regain_base::{Base, Letter, Op};
use regain_domain::check_up::{CheckUpReason, Known, reasons};
use regain_domain::{
    Facts, HistoryEvent, MethodKind, PersonId, Refusal, SavedCode, Timestamp, Ways, policy,
};
use regain_storage::{CheckUp, Person, Work};
use regain_vault::{Holdings, VaultOp, VaultStore};
use std::sync::Arc;

/// Reminders written in one unit of work.
const AT_ONCE: u32 = 50;
/// Most reminders in one sweep, so that the outbox isn't flooded; the rest follow in the next one.
const A_SWEEP: u32 = 2000;

/// Contents of the check-up page.
#[derive(Debug, Clone)]
pub struct CheckUpView {
    /// The person's ways back.
    pub ways: Ways,
    /// Names of the authenticator apps.
    pub authenticators: Vec<String>,
    /// Why the owner is asked; empty if they came unprompted.
    pub reasons: Vec<CheckUpReason>,
    /// When they last checked.
    pub checked_at: Option<Timestamp>,
}

/// What an owner says they still have, by kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StillThere {
    /// The mailboxes.
    pub addresses: bool,
    /// The authenticator apps.
    pub authenticators: bool,
    /// The passkeys.
    pub passkeys: bool,
    /// The recovery contacts.
    pub contacts: bool,
    /// The saved codes.
    pub saved_codes: bool,
}

impl StillThere {
    /// Whether every kind that exists was ticked.
    fn covers(self, ways: Ways) -> bool {
        let asked = [
            (ways.mail_addresses.all(), self.addresses),
            (ways.authenticators.all(), self.authenticators),
            (ways.passkeys.all(), self.passkeys),
            (ways.contacts.all(), self.contacts),
            (ways.saved_codes, self.saved_codes),
        ];
        asked.into_iter().all(|(there, said)| there == 0 || said)
    }
}

/// Asks people whether they can still use their ways back.
pub struct CheckUps {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) accounts: Arc<Accounts>,
}

impl CheckUps {
    /// What the person would check now.
    pub async fn view(&self, signed_in: &SignedIn) -> Outcome<CheckUpView> {
        let mut op = self.store.reading(&self.base).await?;
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let noted = op.check_ups().of(signed_in.person.id).await?;
        let now = op.now();
        let ways = ways_of(&holdings, now);
        let apps = holdings
            .methods_of(MethodKind::Authenticator)
            .map(|app| app.name.clone());

        Ok(CheckUpView {
            ways,
            authenticators: apps.collect(),
            reasons: noted
                .map(|noted| why_now((&signed_in.person, &holdings), ways, &noted, now))
                .unwrap_or_default(),
            checked_at: noted.and_then(|noted| noted.checked_at),
        })
    }

    /// Records that the owner still has everything; `first_group` may be the first four characters of one of their
    /// unused saved codes, which isn't used up.
    ///
    /// # Errors
    /// [`Refusal::CheckUpUnticked`] if an existing kind was left out; [`Refusal::CheckUpGroup`] if no unused saved
    /// code begins like that.
    pub async fn finish(
        &self,
        visitor: &Visitor,
        signed_in: &SignedIn,
        there: StillThere,
        first_group: &str,
    ) -> Outcome<()> {
        let person = signed_in.person.id;
        let mut op = self.store.writing(&self.base, visitor).await?;
        let now = op.now();
        let holdings = self
            .accounts
            .genuine(&mut op, &signed_in.person)
            .await?
            .ok_or(Refusal::SignedOut)?;
        let ways = ways_of(&holdings, now);

        if !begins_one(&holdings, first_group) {
            return Err(Refusal::CheckUpGroup.into());
        }

        if !there.covers(ways) {
            return Err(Refusal::CheckUpUnticked.into());
        }

        let again = now.plus(policy::CHECK_UP_EVERY);
        op.check_ups()
            .looked(person, Known::of(ways), now, again)
            .await?;
        let facts = Facts {
            codes_left: Some(ways.saved_codes),
            ..Facts::default()
        };
        op.record(&visitor.entry(HistoryEvent::CheckedUp, person).with(facts))
            .await?;

        op.commit().await
    }

    /// Whether to ask somebody who signs in, at most once a week; asking is recorded. `holdings` may be passed if
    /// this unit of work has read them already.
    pub(crate) async fn ask_to_check_up(
        &self,
        op: &mut dyn VaultOp,
        person: &Person,
        holdings: Option<&Holdings>,
    ) -> Outcome<bool> {
        let now = op.now();
        let holdings = match holdings {
            Some(holdings) => holdings.clone(),
            None => match self.accounts.genuine(op, person).await? {
                Some(holdings) => holdings,
                None => return Ok(false),
            },
        };

        let Some(noted) = op.check_ups().of(person.id).await? else {
            return Ok(false);
        };

        let ways = ways_of(&holdings, now);
        let asks = !why_now((person, &holdings), ways, &noted, now).is_empty()
            && op
                .check_ups()
                .ask(person.id, now, now.minus(policy::CHECK_UP_AGAIN))
                .await?;
        let known = noted.known.raised_by(ways);
        if known != noted.known {
            op.check_ups().know(person.id, known).await?;
        }

        Ok(asks)
    }

    /// Writes the yearly reminders that are due. Returns the number of people reminded.
    pub(crate) async fn remind_of_check_ups(&self) -> Outcome<u64> {
        let mut reminded = 0;
        while reminded < u64::from(A_SWEEP) {
            let mut op = self.store.reading(&self.base).await?;
            let now = op.now();
            let due = op.check_ups().due(now, AT_ONCE).await?;
            drop(op);
            if due.is_empty() {
                break;
            }

            reminded += self.remind_these(&due).await?;
        }

        Ok(reminded)
    }

    async fn remind_these(&self, due: &[PersonId]) -> Outcome<u64> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        let now = op.now();
        let mut reminded = 0;
        for id in due {
            // If there are several processes, only one sends it.
            if op
                .check_ups()
                .remind(*id, now, now.plus(policy::CHECK_UP_EVERY))
                .await?
                && let Some(person) = op.people().by_id(*id).await?
            {
                op.notify(&person, &Letter::CheckUpDue).await?;
                reminded += 1;
            }
        }

        op.commit().await?;
        Ok(reminded)
    }
}

/// Why somebody is asked now.
fn why_now(
    (person, holdings): (&Person, &Holdings),
    ways: Ways,
    noted: &CheckUp,
    now: Timestamp,
) -> Vec<CheckUpReason> {
    // A check dated in the future says nothing about when it was.
    let looked = noted.checked_at.filter(|at| !at.is_ahead_of(now));
    let last = looked
        .or(holdings.activated_at)
        .unwrap_or(person.created_at);
    reasons(ways, noted.known, last, now)
}

/// Whether the typed group begins an unused code, or is empty.
fn begins_one(holdings: &Holdings, typed: &str) -> bool {
    use regain_domain::crockford::CodeError;

    match SavedCode::parse_selector(typed) {
        Err(CodeError::Empty) => true,
        Err(_) => false,
        Ok(selector) => holdings
            .saved_codes
            .iter()
            .any(|code| code.used_at.is_none() && code.selector == selector.as_str()),
    }
}
