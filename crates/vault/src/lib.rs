//! Stored credentials, and the only way to change them.
//!
//! An engine implements [`CredentialRows`]. A [`VaultWork`] lets its holder read credentials, but not write: every
//! writing call takes a [`Permit`]. Only this crate makes permits, from [`VerifiedProofs`]; only its module `proofs`
//! makes those, from the owner's own consumed challenges (S73). Administrators' actions are in a crate that doesn't
//! depend on this one.
//!
//! It knows no plain password, no code, no request: hashes and digests come ready-made, and proofs are rows. Read first:
//! `proofs.rs` (what permits a change), `writer.rs` (the changes), `manifest.rs` (what vouches for the rows).
//!
//! Every call fails if the database does, or refuses the change; documentation doesn't repeat that where it is
//! the only error.
//!
//! None of this compiles outside this crate:
//!
//! ```compile_fail,E0423
//! let permit = regain_vault::Permit(());
//! ```
//!
//! ```compile_fail,E0624
//! let permit = regain_vault::Permit::new();
//! ```
//!
//! ```compile_fail,E0451
//! fn forge(person: regain_storage::Person) -> regain_vault::VerifiedProofs {
//!     regain_vault::VerifiedProofs { person, ceremony: [0; 16], at: regain_domain::Timestamp::from_millis(0), factor: None, evidence: regain_vault::Evidence::default(), permit: todo!() }
//! }
//! ```
//!
//! ```compile_fail,E0308
//! async fn overwrite(
//!     work: &mut dyn regain_vault::VaultWork,
//!     change: &regain_vault::Change,
//!     hash: &regain_vault::PasswordHash,
//! ) {
//!     work.rows().set_password(&(), change, hash).await.unwrap();
//! }
//! ```
//!
//! Proofs permit one change, since they are taken by value:
//!
//! ```compile_fail,E0382
//! async fn twice(
//!     vault: &regain_vault::Vault,
//!     work: &mut dyn regain_vault::VaultWork,
//!     proofs: regain_vault::VerifiedProofs,
//!     hash: &regain_vault::PasswordHash,
//!     circumstances: &regain_vault::Circumstances,
//! ) {
//!     let occasion = regain_vault::Occasion::of(regain_domain::HistoryEvent::PasswordSet);
//!     vault.set_password(work, proofs, occasion.clone(), hash, circumstances).await.unwrap();
//!     vault.set_password(work, proofs, occasion, hash, circumstances).await.unwrap();
//! }
//! ```
//!
//! An objecting address may do even less: it restores itself, and nothing else (S28).
//!
//! ```compile_fail,E0308
//! async fn overwrite(
//!     vault: &regain_vault::Vault,
//!     work: &mut dyn regain_vault::VaultWork,
//!     objection: regain_vault::Objection,
//!     hash: &regain_vault::PasswordHash,
//!     circumstances: &regain_vault::Circumstances,
//! ) {
//!     let occasion = regain_vault::Occasion::of(regain_domain::HistoryEvent::PasswordSet);
//!     vault.set_password(work, objection, occasion, hash, circumstances).await.unwrap();
//! }
//! ```
//!
//! A function that takes an [`Op`](regain_base::Op) reads no credential, although it is called with a [`VaultOp`]:
//!
//! ```compile_fail,E0599
//! use regain_vault::VaultWork as _;
//! async fn read(op: &mut dyn regain_base::Op, person: regain_domain::PersonId) {
//!     op.rows().holdings(person).await.unwrap();
//! }
//! ```
//!
//! After every change, a [manifest](Vault::check) vouches for all rows of the person, with a key that isn't in the
//! database (S79).

mod addresses;
mod circumstances;
mod contacts;
#[cfg(feature = "contract")]
pub mod contract;
mod erasure;
mod manifest;
mod methods;
mod occasion;
mod operation;
mod proofs;
mod rows;
mod sealed_anew;
mod settling;
mod writer;

pub use addresses::{ClaimOutcome, Waits};
pub use circumstances::Circumstances;
pub use contacts::{ContactAnswer, NewContact};
pub use manifest::Condition;
pub use methods::NewMethod;
pub use occasion::{CodeUse, Occasion};
pub use operation::{VaultOp, VaultOperation};
pub use proofs::VerifiedProofs;
pub use proofs::confirmed::SecondStep;
pub use proofs::evidence::{Age, Evidence};
pub use proofs::objection::Objection;
pub use rows::{
    AddressRow, BegunBefore, Change, ChangeAction, ContactRow, CredentialRows, Ended, Former,
    FormerAddress, Holdings, Manifest, MethodRow, NewSavedCode, NewSavedCodes, PasswordHash,
    PasswordRow, Permit, PresentedKind, PresentedProof, PutBack, Remains, SavedCodeRow, VaultStore,
    VaultWork,
};
pub use settling::{OpenedBy, Settling};

use regain_base::history::Historian;
use regain_base::{Key, KeyRing};
use regain_domain::{Randomness, Timestamp};
use std::sync::Arc;
use std::time::Duration;

/// The vault's keys, derived from one master key (S104).
pub struct VaultKeys {
    /// Seals manifests, and proofs that this server has checked.
    pub manifest: Key,
    /// Seals the secrets of credentials.
    pub secrets: Key,
}

/// Checks and changes credentials.
pub struct Vault {
    keys: KeyRing<VaultKeys>,
    historian: Arc<Historian>,
    randomness: Arc<dyn Randomness>,
}

impl Vault {
    /// Makes a vault with the keys of every master key, and the history that records every change.
    #[must_use]
    pub const fn new(
        keys: KeyRing<VaultKeys>,
        historian: Arc<Historian>,
        randomness: Arc<dyn Randomness>,
    ) -> Self {
        Self {
            keys,
            historian,
            randomness,
        }
    }

    /// Whether a digest was made by a key that may have made it: the newest, or an older one if the span began in its
    /// time and hasn't expired (S104).
    fn is_made(
        &self,
        span: (Timestamp, Duration),
        now: Timestamp,
        is: impl Fn(&VaultKeys) -> bool,
    ) -> bool {
        let until = (span.0, span.0.plus(span.1));
        let may =
            |id: u32| id == self.keys.newest_id() || self.historian.may_be_of_older(id, until, now);
        self.keys.all().any(|(id, keys)| may(id) && is(keys))
    }
}
