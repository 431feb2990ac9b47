//! The right of an address that was changed or removed to be restored (S28, S71).

use super::VerifiedProofs;
use crate::{Change, Condition, FormerAddress, Permit, PresentedKind, Vault, VaultKeys, VaultWork};
use regain_base::{digest, same};
use regain_domain::{ChangeId, LinkToken, PersonId, PersonStatus, Timestamp};
use regain_storage::{ObjectionDigest, Person, Result};

/// The right to restore the one address that a change removed, once.
///
/// It is made only from that address's own code, which is used up in the unit of work of the write. It permits
/// nothing else, and opens nothing.
#[derive(Debug)]
pub struct Objection {
    proofs: VerifiedProofs,
    former: FormerAddress,
}

impl Objection {
    pub(crate) const fn proofs(&self) -> &VerifiedProofs {
        &self.proofs
    }

    pub(crate) const fn former(&self) -> &FormerAddress {
        &self.former
    }
}

impl Vault {
    /// The code by which an address objects, derived on demand (S18) and bound to this person, change and address.
    #[must_use]
    pub fn objection_code(&self, person: PersonId, former: &FormerAddress) -> LinkToken {
        let of = |keys: &VaultKeys| {
            objection_code(
                keys,
                person,
                former.ended_by,
                (former.was.address.canonical(), &former.nonce),
            )
        };
        let made = self
            .keys
            .all()
            .map(|(_, keys)| keys)
            .find(|keys| objection_digest(keys, &of(keys)) == former.code_digest);
        of(made.unwrap_or(&self.keys))
    }

    /// The digest of that code, for an address that a change is removing.
    pub(crate) fn new_objection_digest(
        &self,
        change: &Change,
        canonical: &str,
        nonce: &[u8; 16],
    ) -> ObjectionDigest {
        objection_digest(
            &self.keys,
            &objection_code(&self.keys, change.person, change.id, (canonical, nonce)),
        )
    }

    /// The person and change that a code objects to, if it ever was valid.
    pub async fn objecting(
        &self,
        work: &mut dyn VaultWork,
        code: &LinkToken,
    ) -> Result<Option<(PersonId, ChangeId)>> {
        for (_, keys) in self.keys.all() {
            if let Some(found) = work.rows().objecting(&objection_digest(keys, code)).await? {
                return Ok(Some(found));
            }
        }

        Ok(None)
    }

    /// By the code of an address that a change removed; `None` if the code isn't that address's, was used or is too
    /// late, or if the account isn't genuine.
    pub async fn by_objection(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        ended_by: ChangeId,
        code: &LinkToken,
        now: Timestamp,
    ) -> Result<Option<Objection>> {
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(None);
        };

        let Condition::Genuine(holdings) = self.check(work, &person).await? else {
            return Ok(None);
        };

        let came = matches!(person.status, PersonStatus::Active | PersonStatus::Disabled);
        let former = holdings
            .former_addresses
            .into_iter()
            .find(|former| former.ended_by == ended_by);
        let Some(former) = former.filter(|_| came) else {
            return Ok(None);
        };

        // As the manifest vouches for it, whichever key made it.
        let ours = objection_digest(&self.keys, &self.objection_code(person.id, &former));
        if !same(&ours, &objection_digest(&self.keys, code))
            || !work.rows().object(&Permit::new(), ended_by, now).await?
        {
            return Ok(None);
        }

        let proofs = self
            .present(work, person, PresentedKind::Objection(ended_by), now)
            .await?;

        Ok(Some(Objection { proofs, former }))
    }

    /// The same on behalf of an owner whose proofs are older than the replacement (S113), as of time `at`; `None` if
    /// that is too late.
    pub(crate) async fn objection_by_settling(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        former: &FormerAddress,
        (at, now): (Timestamp, Timestamp),
    ) -> Result<Option<Objection>> {
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(None);
        };

        let Condition::Genuine(holdings) = self.check(work, &person).await? else {
            return Ok(None);
        };

        // As stored, with uncorrected times, since it is written back.
        let stored = holdings
            .former_addresses
            .into_iter()
            .find(|row| row.ended_by == former.ended_by);
        let Some(former) = stored else {
            return Ok(None);
        };

        if !work
            .rows()
            .object(&Permit::new(), former.ended_by, at)
            .await?
        {
            return Ok(None);
        }

        let proofs = self
            .present(work, person, PresentedKind::Objection(former.ended_by), now)
            .await?;

        Ok(Some(Objection { proofs, former }))
    }
}

fn objection_code(
    keys: &VaultKeys,
    person: PersonId,
    ended_by: ChangeId,
    (canonical, nonce): (&str, &[u8; 16]),
) -> LinkToken {
    let parts: [&[u8]; 4] = [
        person.as_bytes(),
        ended_by.as_bytes(),
        canonical.as_bytes(),
        nonce,
    ];
    let digest: [u8; 32] = digest(&keys.manifest, "objection", &parts);
    LinkToken::from_bytes(&std::array::from_fn(|index| digest[index]))
}

fn objection_digest(keys: &VaultKeys, code: &LinkToken) -> ObjectionDigest {
    digest(
        &keys.manifest,
        "objection-code",
        &[code.expose().as_bytes()],
    )
}
