//! Argon2id with a pepper, on as many threads as cores and memory allow, with a bounded queue (S32, S33, S40, S97).

use crate::{Failure, Outcome, Randomness};
use argon2::password_hash::phc::{Output, ParamsString, Salt};
use argon2::{
    Algorithm, Argon2, Block, KeyId, Params, ParamsBuilder, PasswordHash as Phc, Version,
};
use data_encoding::BASE64_NOPAD;
use regain_base::KeyRing;
use regain_domain::Refusal;
use regain_vault::PasswordHash;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

/// Requests that may wait for a thread; any more are told to retry (S97).
const QUEUE: usize = 64;
/// Longest wait for a thread (S97).
const WAIT: Duration = Duration::from_secs(2);
/// Length of a tag in bytes (S32).
const TAG: usize = 32;

/// The cost of one hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HashingCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
}

impl HashingCost {
    /// The floor: 19 MiB, two passes, one lane (S32).
    pub const FLOOR: Self = Self {
        memory_kib: 19_456,
        passes: 2,
    };
}

/// The cost is below the floor.
#[derive(Debug, thiserror::Error)]
#[error("Argon2id needs at least {} KiB and {} passes", HashingCost::FLOOR.memory_kib, HashingCost::FLOOR.passes)]
pub struct CostError;

struct Engine {
    peppers: KeyRing<Zeroizing<[u8; 32]>>,
    params: Params,
    /// Memory blocks for reuse: at most as many as threads ever ran at once.
    memory: Mutex<Vec<Vec<Block>>>,
}

/// Hashes and verifies, off the async threads.
pub struct Hasher {
    engine: Arc<Engine>,
    threads: Arc<Semaphore>,
    places: Arc<Semaphore>,
    dummy: PasswordHash,
}

/// A reserved place, held by each request that hashes or waits. When all are taken, further requests are refused.
pub struct HashingPlace {
    _permit: OwnedSemaphorePermit,
}

/// Result of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct HashComparison {
    /// The secret matches.
    pub(crate) matches: bool,
    /// The hash differs in parameters or key from new ones (S32, S33).
    pub(crate) outdated: bool,
}

impl Hasher {
    /// Makes a hasher with this many threads and the pepper of each master key. New hashes name the newest key; a
    /// stored hash is compared under the key that it names (S33, S104).
    ///
    /// # Errors
    /// If the cost is below [`HashingCost::FLOOR`].
    pub fn new(
        peppers: KeyRing<Zeroizing<[u8; 32]>>,
        cost: HashingCost,
        threads: NonZeroUsize,
        randomness: &dyn Randomness,
    ) -> Result<Self, CostError> {
        if cost.memory_kib < HashingCost::FLOOR.memory_kib
            || cost.passes < HashingCost::FLOOR.passes
        {
            return Err(CostError);
        }

        Self::with_any_cost(peppers, cost, threads.get(), randomness)
    }

    fn with_any_cost(
        peppers: KeyRing<Zeroizing<[u8; 32]>>,
        cost: HashingCost,
        threads: usize,
        randomness: &dyn Randomness,
    ) -> Result<Self, CostError> {
        let mut params = ParamsBuilder::new();
        params
            .m_cost(cost.memory_kib)
            .t_cost(cost.passes)
            .p_cost(1)
            .output_len(TAG);
        params.keyid(KeyId::new(&peppers.newest_id().to_be_bytes()).map_err(|_| CostError)?);
        let engine = Engine {
            peppers,
            params: params.build().map_err(|_| CostError)?,
            memory: Mutex::default(),
        };
        let mut bytes = [0; 48];
        randomness.fill(&mut bytes);
        let (salt, secret) = bytes.split_at(16);
        let dummy = engine.hash(secret, salt).map_err(|_| CostError)?;

        Ok(Self {
            engine: Arc::new(engine),
            threads: Arc::new(Semaphore::new(threads)),
            places: Arc::new(Semaphore::new(threads + QUEUE)),
            dummy,
        })
    }

    /// Reserves a place for [`Hasher::verify_at`], so that a busy hasher refuses before anything is read or written
    /// (S97).
    ///
    /// # Errors
    /// [`Refusal::Busy`] if all places are taken.
    pub(crate) fn place(&self) -> Outcome<HashingPlace> {
        Arc::clone(&self.places)
            .try_acquire_owned()
            .map(|_permit| HashingPlace { _permit })
            .map_err(|_| Refusal::Busy.into())
    }

    /// Whether secrets can be compared with a stored hash: Argon2id, of our tag length, at an affordable cost.
    #[must_use]
    pub fn reads(&self, stored: &PasswordHash) -> bool {
        self.engine.read(stored).is_ok()
    }

    /// The parameter by which PHC strings name a master key.
    pub(crate) fn parameter_of(id: u32) -> String {
        format!("keyid={}", BASE64_NOPAD.encode(&id.to_be_bytes()))
    }

    /// Hashes a secret with the given salt.
    pub(crate) async fn hash(&self, secret: &[u8], salt: [u8; 16]) -> Outcome<PasswordHash> {
        let secret = Zeroizing::new(secret.to_vec());
        self.run(self.place()?, move |engine| engine.hash(&secret, &salt))
            .await
    }

    /// Compares a secret with a stored hash. Without one, spends the same time on a dummy and never matches (S3).
    pub(crate) async fn verify(
        &self,
        secret: &[u8],
        stored: Option<&PasswordHash>,
    ) -> Outcome<HashComparison> {
        self.verify_at(self.place()?, secret, stored).await
    }

    /// Like [`Hasher::verify`], with a place reserved earlier.
    pub(crate) async fn verify_at(
        &self,
        place: HashingPlace,
        secret: &[u8],
        stored: Option<&PasswordHash>,
    ) -> Outcome<HashComparison> {
        let secret = Zeroizing::new(secret.to_vec());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.dummy).clone();
        let verdict = self
            .run(place, move |engine| engine.verify(&secret, &stored))
            .await?;

        Ok(HashComparison {
            matches: verdict.matches && known,
            outdated: verdict.outdated && known,
        })
    }

    async fn run<T, F>(&self, place: HashingPlace, work: F) -> Outcome<T>
    where
        T: Send + 'static,
        F: FnOnce(&Engine) -> Result<T, argon2::Error> + Send + 'static,
    {
        let thread = tokio::time::timeout(WAIT, Arc::clone(&self.threads).acquire_owned())
            .await
            .map_err(|_| Failure::Refused(Refusal::Busy))?
            .map_err(|_| Failure::Refused(Refusal::Busy))?;
        let engine = Arc::clone(&self.engine);
        tokio::task::spawn_blocking(move || {
            let done = work(&engine);
            drop((thread, place));
            done
        })
        .await
        .map_err(|_| Failure::CorruptHash)?
        .map_err(|_| Failure::CorruptHash)
    }
}

impl Engine {
    fn tag(
        &self,
        secret: &[u8],
        salt: &[u8],
        params: &Params,
    ) -> Result<Zeroizing<[u8; TAG]>, argon2::Error> {
        // A hash that names none of our keys never matches, and costs the same (S3). Missing keys are reported at
        // start.
        let named = <[u8; 4]>::try_from(params.keyid()).map(u32::from_be_bytes);
        let pepper = named
            .ok()
            .and_then(|id| self.peppers.get(id))
            .unwrap_or(&self.peppers);
        let argon = Argon2::new_with_secret(
            pepper.as_ref(),
            Algorithm::Argon2id,
            Version::V0x13,
            params.clone(),
        )?;
        let mut blocks = self
            .memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop()
            .unwrap_or_default();

        if blocks.len() < params.block_count() {
            blocks.resize(params.block_count(), Block::default());
        }

        let mut tag = Zeroizing::new([0; TAG]);
        let done = argon.hash_password_into_with_memory(secret, salt, tag.as_mut(), &mut blocks);
        self.memory
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(blocks);

        done.map(|()| tag)
    }

    fn hash(&self, secret: &[u8], salt: &[u8]) -> Result<PasswordHash, argon2::Error> {
        let tag = self.tag(secret, salt, &self.params)?;
        let phc = Phc {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(&self.params).map_err(|_| argon2::Error::OutOfMemory)?,
            salt: Some(Salt::new(salt).map_err(|_| argon2::Error::SaltTooShort)?),
            hash: Some(Output::new(tag.as_ref()).map_err(|_| argon2::Error::OutputTooLong)?),
        };
        Ok(PasswordHash::from_phc(phc.to_string()))
    }

    /// Parses a stored hash; refuses one that costs much more than ours.
    fn read(&self, stored: &PasswordHash) -> Result<(Params, Salt, Output), argon2::Error> {
        let phc = Phc::new(stored.phc()).map_err(|_| argon2::Error::AlgorithmInvalid)?;
        let params = Params::try_from(&phc).map_err(|_| argon2::Error::AlgorithmInvalid)?;
        let (Some(salt), Some(hash)) = (phc.salt, phc.hash) else {
            return Err(argon2::Error::SaltTooShort);
        };

        // If version or memory cost is missing, the library would use its own default, so both must be stated.
        let written =
            phc.version == Some(Version::V0x13.into()) && phc.params.get_decimal("m").is_some();
        let affordable = params.m_cost() <= 4 * self.params.m_cost()
            && params.t_cost() <= 4 * self.params.t_cost();
        if phc.algorithm != Algorithm::Argon2id.ident()
            || !written
            || !affordable
            || hash.len() != TAG
        {
            return Err(argon2::Error::AlgorithmInvalid);
        }

        Ok((params, salt, hash))
    }

    fn verify(
        &self,
        secret: &[u8],
        stored: &PasswordHash,
    ) -> Result<HashComparison, argon2::Error> {
        let (params, salt, hash) = self.read(stored)?;
        let tag = self.tag(secret, &salt, &params)?;
        Ok(HashComparison {
            matches: tag.as_slice().ct_eq(hash.as_bytes()).into(),
            outdated: (
                params.m_cost(),
                params.t_cost(),
                params.p_cost(),
                params.keyid(),
            ) != (
                self.params.m_cost(),
                self.params.t_cost(),
                self.params.p_cost(),
                self.params.keyid(),
            ),
        })
    }
}

#[cfg(test)]
mod tests;
