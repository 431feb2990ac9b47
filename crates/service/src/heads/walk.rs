//! Walks a long history while the server works, after a start that checked only the entries after the last published
//! head (S100).

use super::{HeadFile, RolledBack, WalkProgress};
use crate::Outcome;
use crate::heads::Chain;
use regain_base::Failure;
use regain_storage::StorageError;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::time::Instant;

/// Walks the whole history; at the first altered entry, nobody is let in any more.
pub struct Walk {
    chain: Arc<Chain>,
    file: PathBuf,
    of: u64,
}

impl Walk {
    /// Makes a walk over `of` entries, whose heads are in `file`.
    #[must_use]
    pub(crate) const fn new(chain: Arc<Chain>, file: PathBuf, of: u64) -> Self {
        Self { chain, file, of }
    }

    /// Walks the whole history, then compares the manifests with those that were published. Returns the number of
    /// entries. If something is wrong, nobody is let in from then on, and the next start checks everything before it
    /// serves.
    ///
    /// # Errors
    /// If the database or the file fails; [`RolledBack`] if something is wrong.
    pub async fn walk(&self) -> Outcome<Result<u64, RolledBack>> {
        let walked = self.steps().await;
        if walked.is_ok() {
            self.chain.heads.set_progress(None);
        }

        if let Ok(Err(wrong)) = &walked {
            self.chain.heads.doubt();
            let seq = if let RolledBack::Broken { seq, .. } = wrong {
                *seq
            } else {
                0
            };

            self.open()?
                .doubt(seq, self.chain.base.now())
                .map_err(failed)?;
        }

        walked
    }

    async fn steps(&self) -> Outcome<Result<u64, RolledBack>> {
        let base = &self.chain.base;
        let mut after = None;
        loop {
            let begun = Instant::now();
            let step = base
                .historian
                .verify_step(base.store.as_ref(), after)
                .await?;
            if let Some(fault) = step.fault {
                return Ok(Err(RolledBack::Broken {
                    seq: fault.seq,
                    kind: fault.kind,
                }));
            }

            let walked = after.map_or(0, |(seq, _)| seq) + step.entries;
            if step.entries == 0 {
                let older = self.chain.older_manifest(&self.open()?.vouched()).await?;
                return Ok(older.map_or(Ok(walked), Err));
            }

            after = Some((walked, step.head));
            self.chain.heads.set_progress(Some(WalkProgress {
                walked,
                of: self.of.max(walked),
            }));

            // Pauses for as long as the step took, so that the walk uses at most about half of one processor.
            tokio::time::sleep(begun.elapsed()).await;
        }
    }

    fn open(&self) -> Outcome<HeadFile> {
        HeadFile::open(&self.file, self.chain.base.keys.heads()).map_err(failed)
    }
}

fn failed(error: super::HeadFileError) -> Failure {
    Failure::Storage(StorageError::Failed(Box::new(error)))
}
