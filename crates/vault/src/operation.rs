//! Operations that can reach credentials.

use crate::{CredentialRows, VaultStore, VaultWork};
use regain_base::{Base, Op, Operation, Visitor};
use regain_storage::{ContactRows, Result};

/// An operation that can reach credentials, as its use case holds it.
pub type VaultOperation<'a> = Operation<'a, dyn VaultWork>;

/// An operation that can reach credentials, as the functions below a use case take it. It is an [`Op`] too, so it is
/// passed as it is to functions that take one of those, and they get no further than that (S73).
pub trait VaultOp: Op + VaultWork {}

impl<O: Op + VaultWork + ?Sized> VaultOp for O {}

impl<W: VaultWork + ?Sized> VaultWork for Operation<'_, W> {
    fn rows(&mut self) -> &mut dyn CredentialRows {
        self.work().rows()
    }

    fn contacts(&mut self) -> &mut dyn ContactRows {
        self.work().contacts()
    }
}

impl dyn VaultStore {
    /// Begins an operation that only reads. It has no visitor, since it tells nobody anything.
    pub async fn reading<'a>(&self, base: &'a Base) -> Result<VaultOperation<'a>> {
        let work = self.read_vault().await?;
        Ok(Operation::new(base, Visitor::nobody(), work))
    }

    /// Begins an operation that may write. Its moment is read once other writers are done.
    pub async fn writing<'a>(
        &self,
        base: &'a Base,
        visitor: &'a Visitor,
    ) -> Result<VaultOperation<'a>> {
        let work = self.write_vault().await?;
        Ok(Operation::new(base, visitor, work))
    }
}
