//! Starting a recovery: the same rows and the same answer for people who don't exist (S2, S3).

use crate::nobody::NOBODY;
use crate::recovery::Recovery;
use crate::{EffortPurpose, FlowToken, Outcome, Requester, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{
    FlowId, FlowState, Identifier, PersonId, PersonStatus, RecoveryEnd, Trouble, policy,
};
use regain_storage::{Flow, Person, Work};
use zeroize::Zeroizing;

impl Recovery {
    /// Starts a recovery in this browser and ends its previous one. Nothing on the account changes (S59).
    ///
    /// # Errors
    /// Under pressure, the refusals of effort; if the database fails.
    pub async fn start(
        &self,
        from: &Requester,
        identifier: &Identifier,
        trouble: Trouble,
        previous: Option<&FlowToken>,
    ) -> Outcome<FlowToken> {
        self.throttle
            .check_effort_early(from, EffortPurpose::Recovery)?;
        let token = FlowToken::new(Zeroizing::new(self.base.bytes()));
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let person = active_person(&mut op, identifier).await?;
        let id = person.as_ref().map(|person| person.id);

        self.throttle
            .admit_and_spend_effort(&mut op, from, EffortPurpose::Recovery, id)
            .await?;
        self.throttle.count_pressure(&from.visitor, identifier);
        if let Some(previous) = previous {
            self.cancel_recovery_of(&mut op, previous).await?;
        }

        let mut flow = self.new_flow(&mut op, &token, identifier, trouble, id);
        make_room_for(&mut op, &flow).await?;
        flow.familiar = self
            .devices
            .known_device(&mut op, id.unwrap_or(NOBODY), from.device.as_ref())
            .await?
            .is_some();
        op.recovery().insert_flow(&flow).await?;
        if trouble.ends_with() == RecoveryEnd::UserNameMailed {
            self.mail_user_name(&mut op, from, &flow, person.as_ref())
                .await?;
        }

        op.commit().await?;
        Ok(token)
    }

    /// Ends this browser's recovery, as its owner wishes.
    pub async fn stop(&self, token: &FlowToken) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        self.cancel_recovery_of(&mut op, token).await?;
        op.commit().await
    }

    /// Cancels the recovery of a browser's token, if there is one.
    async fn cancel_recovery_of(&self, op: &mut dyn Op, token: &FlowToken) -> Outcome<()> {
        if let Some(flow) = self.flow_of(op, token).await? {
            op.recovery().cancel(flow.id).await?;
        }

        Ok(())
    }

    /// The row of a recovery that begins now, in a browser that isn't known to be the person's.
    fn new_flow(
        &self,
        op: &mut dyn Op,
        token: &FlowToken,
        identifier: &Identifier,
        trouble: Trouble,
        person: Option<PersonId>,
    ) -> Flow {
        let keys = &self.base.keys;
        let now = op.now();
        let visitor = op.visitor();
        let (state, lifetime) = match trouble.ends_with() {
            RecoveryEnd::UserNameMailed => (FlowState::Finished, policy::FLOW_DONE_SHOWN),
            RecoveryEnd::NewPassword
            | RecoveryEnd::KeptPassword
            | RecoveryEnd::NewAuthenticator => (FlowState::Started, policy::FLOW_LIFETIME),
        };

        let id = FlowId::from_bytes(self.base.bytes());
        Flow {
            id,
            person,
            identifier_digest: keys.identifier_digest(identifier),
            source_digest: keys.source_digest(visitor.source),
            browser_digest: keys.browser_digest(token.expose()),
            seal: keys.flow_seal(token.expose(), id, person, now),
            trouble,
            state,
            method: None,
            language: visitor.language,
            created_at: now,
            expires_at: now.plus(lifetime),
            keep_tries: 0,
            familiar: false,
            holder_digest: keys.holder_digest(visitor.source),
        }
    }

    /// Mails a person their user name, as far as the budget for mails allows. Writes the same rows if there is no such
    /// person, or no mail left (S3).
    async fn mail_user_name(
        &self,
        op: &mut dyn Op,
        from: &Requester,
        flow: &Flow,
        person: Option<&Person>,
    ) -> Outcome<()> {
        let budget = self
            .throttle
            .mail_budget(op, flow.person, &flow.identifier_digest)
            .await?;
        let may_mail = self
            .throttle
            .spend_mail(op, from, flow.person, &budget)
            .await?;
        let person = person.filter(|_| may_mail);
        let expires_at = op.now().plus(policy::FLOW_LIFETIME);
        let letter = person.map_or(Letter::Noop, |person| Letter::UserName {
            person: person.id.to_hex(),
        });
        self.mail_to_counting(op, person.map(|person| person.id), &letter, expires_at)
            .await
    }
}

/// Whose recovery an identifier begins: nobody's, if the account isn't active.
async fn active_person(op: &mut dyn Op, identifier: &Identifier) -> Outcome<Option<Person>> {
    let now = op.now();
    let named = op
        .addresses()
        .recovering(identifier.canonical(), now)
        .await?;
    Ok(named
        .person()
        .filter(|person| person.status == PersonStatus::Active))
}

/// Ends earlier recoveries where as many are open, or stored, as there may be (S21, S99).
async fn make_room_for(op: &mut dyn Op, flow: &Flow) -> Outcome<()> {
    let now = op.now();
    op.recovery()
        .evict_unproven(
            &flow.identifier_digest,
            &flow.source_digest,
            policy::OPEN_FLOWS - 1,
            now,
        )
        .await?;
    let most = policy::FLOWS_OF_STRANGERS;
    let at_once = policy::FLOWS_MAKE_ROOM;
    let forgotten = op.recovery().make_room(most, at_once, now).await?;
    if forgotten > 0 {
        tracing::warn!(
            event = "recoveries_full",
            forgotten,
            "strangers have begun as many recoveries as are kept: some made room"
        );
    }

    Ok(())
}
