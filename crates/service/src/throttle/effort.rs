//! Under pressure, strangers show effort before a password is checked or a recovery starts (S62): work, or, without
//! script, a wait. Known devices and passkeys are exempt. The demand is the same whether or not the person exists
//! (S5).

use crate::throttle::Throttle;
use crate::{Outcome, Requester, Visitor};
use data_encoding::HEXLOWER;
use regain_base::{Keys, Op, Span};
use regain_domain::effort::{Demand, EffortPurpose, Returned};
use regain_domain::{Identifier, PersonId, Refusal, Source, Timestamp, policy};
use regain_storage::EffortSeal;

impl Throttle {
    /// A puzzle for a browser with script, harder under more pressure; the browser returns it with a counter.
    #[must_use]
    pub fn work_ticket(&self, visitor: &Visitor, purpose: EffortPurpose) -> String {
        let more = self.pressure.more_bits(visitor.source, self.base.now());
        self.ticket(visitor, Demand::Work(policy::WORK_BITS + more), purpose)
    }

    /// A ticket that a browser without script returns later.
    #[must_use]
    pub fn waiting_ticket(&self, visitor: &Visitor, purpose: EffortPurpose) -> String {
        self.ticket(visitor, Demand::Wait, purpose)
    }

    fn ticket(&self, visitor: &Visitor, kind: Demand, purpose: EffortPurpose) -> String {
        let id = HEXLOWER.encode(&self.base.bytes::<16>());
        let body = regain_domain::effort::body(kind, purpose, self.base.now().as_millis(), &id);
        let seal = HEXLOWER.encode(self.base.keys.effort_seal(&body, visitor.source).as_bytes());
        [body, seal].join(".")
    }

    /// Refuses a request that [`Throttle::admit_and_spend_effort`] would refuse anyway, without using the database, so
    /// that a flood waits for no lock. Nothing is spent yet. A forged token isn't a
    /// [`DeviceToken`](crate::DeviceToken).
    pub(crate) fn check_effort_early(
        &self,
        from: &Requester,
        purpose: EffortPurpose,
    ) -> Outcome<()> {
        let now = self.base.now();
        let visitor = &from.visitor;
        let effort = &from.effort;

        if from.device.is_none() && self.pressure.is_on(visitor.source, now) {
            self.genuine_effort(visitor, purpose, effort, now)
                .map(|_| ())
        } else {
            Ok(())
        }
    }

    /// Admits known devices, requests that show effort, and everybody while there is no pressure. Effort counts once:
    /// its ticket is spent here.
    pub(crate) async fn admit_and_spend_effort(
        &self,
        op: &mut dyn Op,
        from: &Requester,
        purpose: EffortPurpose,
        person: Option<PersonId>,
    ) -> Outcome<()> {
        let now = op.now();
        let visitor = &from.visitor;
        if !self.pressure.is_on(visitor.source, now)
            || self
                .familiar(op, person, from.device.as_ref())
                .await?
                .is_some()
        {
            return Ok(());
        }

        let (returned, keys) = self.genuine_effort(visitor, purpose, &from.effort, now)?;

        // By the keys that sealed it, or a ticket used just before a rotation would work again. Kept exactly as long
        // as it could be sent again (S99).
        let until = Timestamp::from_millis(returned.issued_millis)
            .plus(policy::WAIT)
            .plus(policy::EFFORT_WINDOW);
        if !op
            .passkeys()
            .answer(&keys.spent_effort_digest(returned.body), until, now)
            .await?
        {
            return Err(Refusal::EffortNeeded.into());
        }

        for network in visitor
            .source
            .into_iter()
            .filter(|_| returned.kind == Demand::Wait)
            .flat_map(Source::networks)
        {
            let budget = policy::WAITS_OF_SOURCE.times(network.width().factor());
            let waits = self
                .base
                .counted(op, |keys| keys.waits_key(network))
                .await?;
            if !op.budgets().spend(&waits, budget, now).await? {
                return Err(Refusal::EffortWaits.into());
            }
        }

        Ok(())
    }

    fn genuine_effort<'a>(
        &self,
        visitor: &Visitor,
        purpose: EffortPurpose,
        effort: &'a str,
        now: Timestamp,
    ) -> Outcome<(Returned<'a>, &Keys)> {
        let genuine = Returned::parse(effort).and_then(|returned| {
            let given = HEXLOWER.decode(returned.seal.as_bytes()).ok()?;
            let given = EffortSeal::from_bytes(given.try_into().ok()?);
            let issued = Timestamp::from_millis(returned.issued_millis);
            let span = Span::of(issued, policy::WAIT + policy::EFFORT_WINDOW);
            let keys = self.base.keys_of(span, &given, |keys| {
                keys.effort_seal(returned.body, visitor.source)
            })?;

            returned.is_for(purpose).then_some((returned, keys))
        });
        let (returned, keys) = genuine.ok_or(Refusal::EffortNeeded)?;
        let issued = Timestamp::from_millis(returned.issued_millis);
        let (from, bits) = match returned.kind {
            Demand::Work(bits) => (issued, bits),
            Demand::Wait => (issued.plus(policy::WAIT), policy::WORK_BITS),
        };

        if now >= from.plus(policy::EFFORT_WINDOW)
            || issued.is_ahead_of(now)
            || bits < policy::WORK_BITS
        {
            return Err(Refusal::EffortNeeded.into());
        }

        if now < from {
            return Err(Refusal::EffortEarly.into());
        }

        if returned.is_solved() {
            Ok((returned, keys))
        } else {
            Err(Refusal::EffortNeeded.into())
        }
    }

    /// Counts a failed sign-in, or a started recovery.
    pub(crate) fn count_pressure(&self, visitor: &Visitor, identifier: &Identifier) {
        let digest = self.base.keys.identifier_digest(identifier);
        let short = u64::from_be_bytes(std::array::from_fn(|at| digest.as_bytes()[at]));
        self.pressure.count(visitor.source, short, self.base.now());
    }
}
