//! Starting a recovery: the same rows, and the same answer, for people who don't exist (S2, S3).

use crate::outbox::{Letter, person_ref};
use crate::{FlowToken, Outcome, Regain, Visitor};
use regain_domain::{FlowId, FlowState, Identifier, Trouble, policy};
use regain_storage::{Flow, Person, PersonStatus, Work};
use zeroize::Zeroizing;

impl Regain {
    /// Starts a recovery in this browser; `previous`, its earlier one, ends. Nothing on the account changes (S59).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn start_recovery(
        &self,
        visitor: &Visitor,
        identifier: &Identifier,
        trouble: Trouble,
        previous: Option<&FlowToken>,
    ) -> Outcome<FlowToken> {
        let now = self.now();
        let token = FlowToken::new(Zeroizing::new(self.bytes()));
        let mut work = self.store.write().await?;
        if let Some(previous) = previous {
            let mac = self.keys.browser_mac(previous.expose());
            if let Some(flow) = work.recovery().flow_by_browser(&mac).await? {
                work.recovery().cancel(flow.id).await?;
            }
        }
        let identifier_mac = self.keys.recovery_key(identifier);
        work.recovery().evict_unproven(&identifier_mac, policy::OPEN_FLOWS - 1).await?;
        let person = work.people().by_identifier(identifier.canonical()).await?;
        let person = person.filter(|person| person.status == PersonStatus::Active);
        let id = person.as_ref().map(|person| person.id);
        let (state, lifetime) = match trouble {
            Trouble::ForgotUserName => (FlowState::Finished, policy::FLOW_DONE_SHOWN),
            Trouble::ForgotPassword | Trouble::KnowPassword => (FlowState::Started, policy::FLOW_LIFETIME),
        };
        let flow = Flow {
            id: FlowId::from_bytes(self.bytes()),
            person: id,
            identifier_mac,
            browser_mac: self.keys.browser_mac(token.expose()),
            trouble,
            state,
            method: None,
            language: visitor.language,
            created_at: now,
            expires_at: now.plus(lifetime),
            keep_tries: 0,
        };
        work.recovery().insert_flow(&flow).await?;
        if trouble == Trouble::ForgotUserName {
            self.mail_user_name(work.as_mut(), person.as_ref(), visitor).await?;
        }
        self.commit(work).await?;
        Ok(token)
    }

    /// Ends the recovery of this browser, as its owner wishes.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn stop_recovery(&self, token: &FlowToken) -> Outcome<()> {
        let mut work = self.store.write().await?;
        let mac = self.keys.browser_mac(token.expose());
        if let Some(flow) = work.recovery().flow_by_browser(&mac).await? {
            work.recovery().cancel(flow.id).await?;
        }
        Ok(work.commit().await?)
    }

    async fn mail_user_name(&self, work: &mut dyn Work, person: Option<&Person>, visitor: &Visitor) -> Outcome<()> {
        let expires_at = self.now().plus(policy::FLOW_LIFETIME);
        let address = match person {
            Some(person) => work.people().verified_addresses(person.id).await?.into_iter().next(),
            None => None,
        };
        let letter = person.map_or(Letter::Noop, |person| Letter::UserName { person: person_ref(person.id) });
        self.enqueue(work, address.as_ref(), visitor, letter, expires_at).await
    }
}
