//! A unit of work, and the queries of its aggregates.

use super::access::Access;
use super::stops::between_statements;
use crate::failure::failure;
use crate::{Db, Watch};
use async_trait::async_trait;
use regain_domain::Timestamp;
use regain_storage::{
    AddressRows, AnsweredPasskeyRows, BudgetRows, CheckUpRows, ContactRows, CounterRows,
    DeviceRows, FreezeLinkRows, HistoryRows, InvitationRows, OutboxRows, PersonRows, PolicyRows,
    RecoveryRows, Result, RoleRequestRows, SessionRows, StorageError, VerificationRows,
    WaysOfPeople, Work,
};
use regain_vault::{CredentialRows, VaultWork};
use sqlx::query::{Query, QueryAs, QueryScalar};
use sqlx::{Acquire, Database, Decode, FromRow, Transaction, Type};

type Row = <Db as Database>::Row;
type Arguments = <Db as Database>::Arguments;

#[derive(Debug, thiserror::Error)]
#[error("an earlier statement of this unit of work failed, so it is over")]
struct Spoiled;

/// A transaction; each aggregate implements its trait on it, in its own module.
pub(crate) struct Unit<'c> {
    transaction: Transaction<'c, Db>,
    watch: Watch,
    access: Access,
    /// Whether a statement failed: then nothing of it is kept, in no engine.
    failed: bool,
}

impl<'c> Unit<'c> {
    pub(crate) fn new(transaction: Transaction<'c, Db>, watch: Watch, access: Access) -> Self {
        Self {
            transaction,
            watch,
            access,
            failed: false,
        }
    }

    /// Begins a part that can be rolled back by itself, by dropping it.
    pub(crate) async fn part(&mut self) -> Result<Unit<'_>> {
        let watch = self.watch.clone();
        let access = self.access;
        self.transaction
            .begin()
            .await
            .map(|part| Unit::new(part, watch, access))
            .map_err(failure)
    }

    /// Commits it, or the part into its unit of work.
    pub(crate) async fn keep(self) -> Result<()> {
        self.go_on().await?;
        if self.access == Access::Write {
            self.watch.check()?;
        }

        let watch = self.watch;
        self.transaction.commit().await.map_err(|error| {
            watch.learn(&error);
            failure(error)
        })
    }

    /// Before each statement and the commit.
    async fn go_on(&self) -> Result<()> {
        between_statements().await;
        if self.failed {
            return Err(StorageError::Failed(Box::new(Spoiled)));
        }

        Ok(())
    }

    /// Notes that a statement failed. PostgreSQL answers COMMIT with ROLLBACK then, which the driver takes for success.
    fn learned(&mut self, error: sqlx::Error) -> StorageError {
        self.failed = true;
        self.watch.learn(&error);
        failure(error)
    }

    /// A complete write, kept: only that shows whether the disk accepts it (S99).
    pub(crate) async fn check_writing(mut self) -> Result<()> {
        let update = "UPDATE write_checks SET parity = NOT parity WHERE id = 1";
        self.execute(sqlx::query(update)).await?;
        self.keep().await
    }

    /// Runs a statement. Returns the number of rows affected.
    pub(crate) async fn execute(&mut self, query: Query<'_, Db, Arguments>) -> Result<u64> {
        self.go_on().await?;
        let done = query.execute(&mut *self.transaction).await;
        done.map(|done| done.rows_affected())
            .map_err(|error| self.learned(error))
    }

    /// Runs a statement on one row. Returns whether it matched.
    pub(crate) async fn changed(&mut self, query: Query<'_, Db, Arguments>) -> Result<bool> {
        self.execute(query).await.map(|rows| rows > 0)
    }

    /// The first row, converted.
    pub(crate) async fn find<R, T>(
        &mut self,
        query: QueryAs<'_, Db, R, Arguments>,
    ) -> Result<Option<T>>
    where
        R: for<'r> FromRow<'r, Row> + Send + Unpin,
        T: TryFrom<R, Error = StorageError>,
    {
        self.go_on().await?;
        query
            .fetch_optional(&mut *self.transaction)
            .await
            .map_err(|error| self.learned(error))?
            .map(T::try_from)
            .transpose()
    }

    /// All rows, converted.
    pub(crate) async fn list<R, T>(
        &mut self,
        query: QueryAs<'_, Db, R, Arguments>,
    ) -> Result<Vec<T>>
    where
        R: for<'r> FromRow<'r, Row> + Send + Unpin,
        T: TryFrom<R, Error = StorageError>,
    {
        self.go_on().await?;
        let rows = query
            .fetch_all(&mut *self.transaction)
            .await
            .map_err(|error| self.learned(error))?;
        rows.into_iter().map(T::try_from).collect()
    }

    /// The single column of the first row.
    pub(crate) async fn value<S>(
        &mut self,
        query: QueryScalar<'_, Db, S, Arguments>,
    ) -> Result<Option<S>>
    where
        S: for<'r> Decode<'r, Db> + Type<Db> + Send + Unpin,
    {
        self.go_on().await?;
        query
            .fetch_optional(&mut *self.transaction)
            .await
            .map_err(|error| self.learned(error))
    }

    /// The single column of all rows.
    pub(crate) async fn values<S>(
        &mut self,
        query: QueryScalar<'_, Db, S, Arguments>,
    ) -> Result<Vec<S>>
    where
        S: for<'r> Decode<'r, Db> + Type<Db> + Send + Unpin,
    {
        self.go_on().await?;
        query
            .fetch_all(&mut *self.transaction)
            .await
            .map_err(|error| self.learned(error))
    }
}

#[async_trait]
impl Work for Unit<'static> {
    fn people(&mut self) -> &mut dyn PersonRows {
        self
    }

    fn invitations(&mut self) -> &mut dyn InvitationRows {
        self
    }

    fn sessions(&mut self) -> &mut dyn SessionRows {
        self
    }

    fn verifications(&mut self) -> &mut dyn VerificationRows {
        self
    }

    fn devices(&mut self) -> &mut dyn DeviceRows {
        self
    }

    fn recovery(&mut self) -> &mut dyn RecoveryRows {
        self
    }

    fn counters(&mut self) -> &mut dyn CounterRows {
        self
    }

    fn budgets(&mut self) -> &mut dyn BudgetRows {
        self
    }

    fn outbox(&mut self) -> &mut dyn OutboxRows {
        self
    }

    fn history(&mut self) -> &mut dyn HistoryRows {
        self
    }

    fn role_requests(&mut self) -> &mut dyn RoleRequestRows {
        self
    }

    fn check_ups(&mut self) -> &mut dyn CheckUpRows {
        self
    }

    fn policies(&mut self) -> &mut dyn PolicyRows {
        self
    }

    fn ways_of_people(&mut self) -> &mut dyn WaysOfPeople {
        self
    }

    fn addresses(&mut self) -> &mut dyn AddressRows {
        self
    }

    fn freeze_links(&mut self) -> &mut dyn FreezeLinkRows {
        self
    }

    fn passkeys(&mut self) -> &mut dyn AnsweredPasskeyRows {
        self
    }

    async fn end_ahead(&mut self, now: Timestamp, clock_is_right: bool) -> Result<u64> {
        self.end_what_lies_ahead(now, clock_is_right).await
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.keep().await
    }
}

impl VaultWork for Unit<'static> {
    fn contacts(&mut self) -> &mut dyn ContactRows {
        self
    }

    fn rows(&mut self) -> &mut dyn CredentialRows {
        self
    }
}
