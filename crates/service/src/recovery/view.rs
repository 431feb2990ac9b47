//! The state of a recovery, as shown on its page; the same for people who don't exist (S2).

use super::contacts::waits_for_contacts;
use super::ending::Ending;
use super::method::of_class;
use crate::recovery::Recovery;
use crate::{FlowToken, Outcome};
use regain_base::Op;
use regain_domain::{
    EmailAddress, FlowState, Method, ProofClass, RecoveryEnd, Refusal, Timestamp, Trouble,
    UserName, policy,
};
use regain_storage::Work;
use regain_vault::VaultWork;
use std::time::Duration;

/// The state of a recovery, as its page shows it.
#[derive(Debug, Clone)]
pub struct FlowView {
    /// The stage it has reached.
    pub stage: Stage,
    /// The methods offered for this trouble: the same for everybody (S2).
    pub methods: Vec<Method>,
    /// The reason why the person can't sign in.
    pub trouble: Trouble,
    /// When the recovery expires.
    pub ends_at: Timestamp,
    /// Time left until then.
    pub ends_in: Duration,
    /// Whether contacts were asked, so that it lasts until they have had their day (S27).
    pub waits_for_contacts: bool,
    /// Masked addresses that codes go to; shown only after a gate has passed (S2).
    pub address_hints: Vec<String>,
    /// The result, once it is done.
    pub ending: Option<Ending>,
}

/// The stage of a recovery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Asks for a proof.
    Proof {
        /// The class that has passed already; `Some` in step 2.
        passed: Option<ProofClass>,
        /// The method being tried.
        entry: Option<CodeEntry>,
    },
    /// The end: a new password, or the current one.
    Password {
        /// Tries left to enter the current password.
        keep_tries_left: u32,
        /// The owner's user name, for password managers; after two proofs this reveals nothing new.
        user_name: Option<UserName>,
    },
    /// The end: another authenticator app.
    Authenticator,
    /// Done.
    Done,
}

/// A code that the page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeEntry {
    /// The method being tried.
    pub method: Method,
    /// Tries left for this code.
    pub tries_left: u32,
    /// Whether the code has expired.
    pub expired: bool,
    /// Time until a new code can be requested; `None` if no more can be.
    pub resend_in: Option<Duration>,
    /// Number of this code within the recovery, from 1.
    pub number: u32,
    /// Whether one contact's code was right, and another contact's is needed.
    pub one_more: bool,
}

impl Recovery {
    /// This browser's recovery.
    ///
    /// # Errors
    /// [`Refusal::FlowNone`], [`Refusal::FlowExpired`], [`Refusal::FlowCancelled`].
    pub async fn view(&self, token: &FlowToken) -> Outcome<FlowView> {
        let mut op = self.store.reading(&self.base).await?;
        let now = op.now();
        let Some(flow) = self.flow_of(&mut op, token).await? else {
            return Err(self.missing(&mut op, token).await?.into());
        };

        if flow.state == FlowState::Cancelled {
            return Err(Refusal::FlowCancelled.into());
        }

        if super::is_over(&flow, now) {
            let over = if flow.state == FlowState::Finished {
                Refusal::FlowNone
            } else {
                Refusal::FlowExpired
            };

            return Err(over.into());
        }

        let policy = op.policy().await?;
        let offered = flow
            .trouble
            .methods()
            .iter()
            .copied()
            .filter(|method| policy.offers(*method));
        let methods: Vec<Method> = offered.collect();
        let passed = match flow.state {
            FlowState::OneGate(class) => Some(class),
            _ => None,
        };

        let all = op.recovery().challenges(flow.id).await?;
        let waits_for_contacts = waits_for_contacts(&all, now);
        let stage = match flow.state {
            FlowState::Finished | FlowState::Cancelled => Stage::Done,
            FlowState::TwoGates => match flow.trouble.ends_with() {
                RecoveryEnd::NewAuthenticator => Stage::Authenticator,
                RecoveryEnd::NewPassword
                | RecoveryEnd::KeptPassword
                | RecoveryEnd::UserNameMailed => {
                    let person = op.people().by_id_if_any(flow.person).await?.person();
                    Stage::Password {
                        keep_tries_left: policy::KEEP_TRIES.saturating_sub(flow.keep_tries),
                        user_name: person.and_then(|person| person.user_name),
                    }
                }
            },
            FlowState::Started | FlowState::OneGate(_) => {
                let entry = match flow.method.filter(|method| methods.contains(method)) {
                    Some(method) => {
                        let challenges = of_class(all, method.class());
                        let mut one_more = false;
                        for challenge in challenges.iter().filter(|_| method == Method::Contact) {
                            let requests = op.contacts().requests(challenge.id).await?;
                            let given = requests.iter().any(|request| request.given.is_some());
                            one_more |= given && challenge.replaced_at.is_none();
                        }

                        challenges.first().map(|newest| CodeEntry {
                            method,
                            tries_left: policy::CODE_TRIES.saturating_sub(newest.tries),
                            expired: !newest.created_at.lasts(newest.expires_at, now),
                            resend_in: (matches!(method, Method::Mail | Method::Contact)
                                && challenges.len() < policy::CODES_PER_FLOW as usize)
                                .then(|| newest.created_at.wait_left(policy::RESEND_WAIT, now)),
                            number: u32::try_from(challenges.len()).unwrap_or(u32::MAX),
                            one_more,
                        })
                    }
                    None => None,
                };

                Stage::Proof { passed, entry }
            }
        };

        let hinted = matches!(flow.state, FlowState::OneGate(_) | FlowState::TwoGates);
        let address_hints = match flow.person.filter(|_| hinted) {
            Some(person) => {
                let at = op
                    .people()
                    .by_id(person)
                    .await?
                    .map_or(now, |person| person.counting_at(now));
                op.addresses().counting(person, at).await?
            }
            None => Vec::new(),
        };

        let address_hints = address_hints
            .iter()
            .take(policy::ADDRESSES_MAILED)
            .map(EmailAddress::masked)
            .collect();
        let ending = match flow.state {
            FlowState::Finished => self.ending(&mut op, &flow).await?,
            _ => None,
        };

        let trouble = flow.trouble;
        let ends_at = flow.expires_at;
        let ends_in = now.until(ends_at);

        Ok(FlowView {
            stage,
            methods,
            trouble,
            ends_at,
            ends_in,
            waits_for_contacts,
            address_hints,
            ending,
        })
    }
}
