//! Starting a recovery: the same rows and the same answer for people who don't exist (S2, S3).

use crate::nobody::NOBODY;
use crate::recovery::Recovery;
use crate::{EffortPurpose, FlowToken, Outcome, Requester, Visitor};
use regain_base::{Letter, Op};
use regain_domain::{FlowId, FlowState, Identifier, PersonStatus, Trouble, policy};
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
        let visitor = &from.visitor;
        self.throttle
            .may_be_admitted(from, EffortPurpose::Recovery)?;
        let token = FlowToken::new(Zeroizing::new(self.base.bytes()));
        let mut op = self.store.writing(&self.base, &from.visitor).await?;
        let now = op.now();
        let person = op
            .addresses()
            .recovering(identifier.canonical(), now)
            .await?
            .person();
        let person = person.filter(|person| person.status == PersonStatus::Active);
        let id = person.as_ref().map(|person| person.id);

        self.throttle
            .admit(&mut op, from, EffortPurpose::Recovery, id)
            .await?;
        self.throttle.count_pressure(visitor, identifier);

        if let Some(previous) = previous
            && let Some(flow) = self.flow_of(&mut op, previous).await?
        {
            op.recovery().cancel(flow.id).await?;
        }

        let identifier_digest = self.base.keys.identifier_digest(identifier);
        let source_digest = self.base.keys.source_digest(visitor.source);
        op.recovery()
            .evict_unproven(
                &identifier_digest,
                &source_digest,
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

        let familiar = self
            .devices
            .known_device(&mut op, id.unwrap_or(NOBODY), from.device.as_ref())
            .await?
            .is_some();
        let (state, lifetime) = match trouble {
            Trouble::ForgotUserName => (FlowState::Finished, policy::FLOW_DONE_SHOWN),
            Trouble::ForgotPassword | Trouble::KnowPassword | Trouble::LostAuthenticator => {
                (FlowState::Started, policy::FLOW_LIFETIME)
            }
        };

        let flow = FlowId::from_bytes(self.base.bytes());
        let flow = Flow {
            id: flow,
            person: id,
            identifier_digest,
            source_digest,
            browser_digest: self.base.keys.browser_digest(token.expose()),
            seal: self.base.keys.flow_seal(token.expose(), flow, id, now),
            trouble,
            state,
            method: None,
            language: visitor.language,
            created_at: now,
            expires_at: now.plus(lifetime),
            keep_tries: 0,
            familiar,
            holder_digest: self.base.keys.holder_digest(visitor.source),
        };
        op.recovery().insert_flow(&flow).await?;

        if trouble == Trouble::ForgotUserName {
            let of = self
                .throttle
                .mails_of(&mut op, id, &flow.identifier_digest)
                .await?;
            let may = self.throttle.may_mail(&mut op, from, id, &of).await?;
            self.mail_user_name(&mut op, person.filter(|_| may).as_ref())
                .await?;
        }

        op.commit().await?;
        Ok(token)
    }

    /// Ends this browser's recovery, as its owner wishes.
    pub async fn stop(&self, token: &FlowToken) -> Outcome<()> {
        let mut op = self.store.writing(&self.base, Visitor::nobody()).await?;
        if let Some(flow) = self.flow_of(&mut op, token).await? {
            op.recovery().cancel(flow.id).await?;
        }

        op.commit().await
    }

    async fn mail_user_name(&self, op: &mut dyn Op, person: Option<&Person>) -> Outcome<()> {
        let expires_at = op.now().plus(policy::FLOW_LIFETIME);
        let letter = person.map_or(Letter::Noop, |person| Letter::UserName {
            person: person.id.to_hex(),
        });
        self.mail_to_counting(op, person.map(|person| person.id), &letter, expires_at)
            .await
    }
}
