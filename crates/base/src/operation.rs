//! An operation: what a use case does in one unit of work, for one visitor, at one moment.
//!
//! An [`Operation`] is opened with its unit of work and consumed by [`Operation::commit`]; dropping it rolls back.
//! Functions below a use case take `&mut dyn Op`, which reaches no credential even if the operation can: only
//! `regain-vault` has the kind that does (S73).

use crate::history::Entry;
use crate::{Base, Letter, Outcome, Visitor};
use async_trait::async_trait;
use regain_domain::{EmailAddress, PersonId, Policy, Timestamp};
use regain_storage::{
    AddressRows, AnsweredPasskeyRows, BudgetRows, CheckUpRows, CounterRows, DeviceRows,
    FreezeLinkRows, HistoryRows, InvitationRows, OutboxRows, Person, PersonRows, PolicyRows,
    RecoveryRows, Result, RoleRequestRows, SessionRows, VerificationRows, WaysOfPeople, Work,
};

/// An operation, as the functions below a use case take it. It is also its unit of work.
#[async_trait]
pub trait Op: Work {
    /// The moment at which it began.
    fn now(&self) -> Timestamp;

    /// The visitor it is done for; [`Visitor::nobody`] if the server does it by itself.
    fn visitor(&self) -> &Visitor;

    /// The policy in force.
    async fn policy(&mut self) -> Outcome<Policy>;

    /// Adds an entry to the history.
    async fn record(&mut self, entry: &Entry) -> Outcome<()>;

    /// Adds a mail to an address, in the visitor's language; a row for nobody if there is no address (S3).
    async fn enqueue(
        &mut self,
        to: Option<&EmailAddress>,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()>;

    /// The same for a reader who isn't the visitor.
    async fn enqueue_for(
        &mut self,
        reader: &Visitor,
        to: Option<&EmailAddress>,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()>;

    /// Adds a notice about the visitor's act to each of the person's verified addresses and to former ones that
    /// still count, in the person's language. Addresses that count get a link that can only freeze (S30).
    async fn notify(&mut self, person: &Person, letter: &Letter) -> Outcome<()>;

    /// The same except for one address, which is told otherwise.
    async fn notify_but(
        &mut self,
        person: &Person,
        letter: &Letter,
        except: Option<&EmailAddress>,
    ) -> Outcome<()>;

    /// The same with the reader's own surroundings, where the visitor's are none of their business.
    async fn notify_for(
        &mut self,
        reader: &Visitor,
        person: &Person,
        letter: &Letter,
    ) -> Outcome<()>;

    /// Adds a notice about the visitor's act to every active global administrator, except one.
    async fn notify_administrators(
        &mut self,
        except: Option<PersonId>,
        letter: &Letter,
    ) -> Outcome<()>;
}

/// An operation, as its use case holds it: over `dyn Work`, or over a unit of work that also reaches credentials.
pub struct Operation<'a, W: ?Sized> {
    base: &'a Base,
    visitor: &'a Visitor,
    now: Timestamp,
    /// Whether a mail was added.
    mails: bool,
    work: Box<W>,
}

impl<'a, W: Work + ?Sized> Operation<'a, W> {
    /// An operation that begins now, for a visitor, in a new unit of work.
    #[must_use]
    pub fn new(base: &'a Base, visitor: &'a Visitor, work: Box<W>) -> Self {
        Self {
            base,
            visitor,
            now: base.now(),
            mails: false,
            work,
        }
    }

    /// Its unit of work.
    pub fn work(&mut self) -> &mut W {
        &mut self.work
    }

    /// Makes everything durable, and wakes the outbox worker if there is a mail.
    pub async fn commit(self) -> Outcome<()> {
        Ok(Work::commit(Box::new(self)).await?)
    }
}

impl Base {
    /// Begins an operation that only reads. It has no visitor, since it tells nobody anything.
    pub async fn reading(&self) -> Result<Operation<'_, dyn Work>> {
        let work = self.store.read().await?;
        Ok(Operation::new(self, Visitor::nobody(), work))
    }

    /// Begins an operation that may write. Its moment is read once other writers are done.
    pub async fn writing<'a>(&'a self, visitor: &'a Visitor) -> Result<Operation<'a, dyn Work>> {
        let work = self.store.write().await?;
        Ok(Operation::new(self, visitor, work))
    }
}

#[async_trait]
impl<W: Work + ?Sized> Op for Operation<'_, W> {
    fn now(&self) -> Timestamp {
        self.now
    }

    fn visitor(&self) -> &Visitor {
        self.visitor
    }

    async fn policy(&mut self) -> Outcome<Policy> {
        self.base.policy(self).await
    }

    async fn record(&mut self, entry: &Entry) -> Outcome<()> {
        let now = self.now;
        self.base.historian.append(self, entry, now).await?;
        Ok(())
    }

    async fn enqueue(
        &mut self,
        to: Option<&EmailAddress>,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        self.enqueue_for(self.visitor, to, letter, expires_at).await
    }

    async fn enqueue_for(
        &mut self,
        reader: &Visitor,
        to: Option<&EmailAddress>,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        self.mails = true;
        self.base
            .enqueue(self, to, reader, letter, expires_at)
            .await
    }

    async fn notify(&mut self, person: &Person, letter: &Letter) -> Outcome<()> {
        self.notify_for(self.visitor, person, letter).await
    }

    async fn notify_but(
        &mut self,
        person: &Person,
        letter: &Letter,
        except: Option<&EmailAddress>,
    ) -> Outcome<()> {
        self.mails = true;
        let visitor = self.visitor;
        self.base
            .notify_but(self, person, visitor, letter, except)
            .await
    }

    async fn notify_for(
        &mut self,
        reader: &Visitor,
        person: &Person,
        letter: &Letter,
    ) -> Outcome<()> {
        self.mails = true;
        self.base
            .notify_but(self, person, reader, letter, None)
            .await
    }

    async fn notify_administrators(
        &mut self,
        except: Option<PersonId>,
        letter: &Letter,
    ) -> Outcome<()> {
        self.mails = true;
        let visitor = self.visitor;
        self.base
            .notify_administrators(self, except, visitor, letter)
            .await
    }
}

#[async_trait]
impl<W: Work + ?Sized> Work for Operation<'_, W> {
    fn people(&mut self) -> &mut dyn PersonRows {
        self.work.people()
    }

    fn invitations(&mut self) -> &mut dyn InvitationRows {
        self.work.invitations()
    }

    fn sessions(&mut self) -> &mut dyn SessionRows {
        self.work.sessions()
    }

    fn verifications(&mut self) -> &mut dyn VerificationRows {
        self.work.verifications()
    }

    fn devices(&mut self) -> &mut dyn DeviceRows {
        self.work.devices()
    }

    fn recovery(&mut self) -> &mut dyn RecoveryRows {
        self.work.recovery()
    }

    fn counters(&mut self) -> &mut dyn CounterRows {
        self.work.counters()
    }

    fn budgets(&mut self) -> &mut dyn BudgetRows {
        self.work.budgets()
    }

    fn outbox(&mut self) -> &mut dyn OutboxRows {
        self.work.outbox()
    }

    fn history(&mut self) -> &mut dyn HistoryRows {
        self.work.history()
    }

    fn role_requests(&mut self) -> &mut dyn RoleRequestRows {
        self.work.role_requests()
    }

    fn policies(&mut self) -> &mut dyn PolicyRows {
        self.work.policies()
    }

    fn check_ups(&mut self) -> &mut dyn CheckUpRows {
        self.work.check_ups()
    }

    fn ways_of_people(&mut self) -> &mut dyn WaysOfPeople {
        self.work.ways_of_people()
    }

    fn addresses(&mut self) -> &mut dyn AddressRows {
        self.work.addresses()
    }

    fn freeze_links(&mut self) -> &mut dyn FreezeLinkRows {
        self.work.freeze_links()
    }

    fn passkeys(&mut self) -> &mut dyn AnsweredPasskeyRows {
        self.work.passkeys()
    }

    async fn end_ahead(&mut self, now: Timestamp, clock_is_right: bool) -> Result<u64> {
        self.work.end_ahead(now, clock_is_right).await
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.work.commit().await?;
        if self.mails {
            self.base.wake_mail();
        }

        Ok(())
    }
}
