//! The manifest: a keyed digest over everything that decides how a person is authenticated (S79).
//!
//! Rows that SQL swaps, copies, adds or deletes change the digest. An older row with its older manifest is noticed
//! because the history names the newest version; a history that lost its end is noticed because its head is also kept
//! outside the database.

use crate::{AddressRow, Holdings, Manifest, Permit, Vault, VaultKeys, VaultWork};
use regain_base::history::Entry;
use regain_base::{Key, digest, same};
use regain_domain::{MethodKind, PersonId, Timestamp};
use regain_storage::{HistoryRow, ManifestSeal, Person, Result};

/// Result of checking a person's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "it is taken apart where it is made, and nearly always genuine"
)]
pub enum Condition {
    /// The rows are as their owner made them.
    Genuine(Holdings),
    /// They aren't: the account is closed, whatever proof is given.
    Tampered,
}

impl Vault {
    /// Checks that everything stored about how a person is authenticated, and their standing, is the newest that was
    /// written.
    pub async fn check(&self, work: &mut dyn VaultWork, person: &Person) -> Result<Condition> {
        let Some(holdings) = work.rows().holdings(person.id).await? else {
            return Ok(Condition::Tampered);
        };

        let manifest = work.rows().manifest(person.id).await?;
        let newest = work.history().last_manifest_of(person.id).await?;
        let vouched = match (&manifest, &newest) {
            (None, None) => holdings.are_empty(),
            (Some(manifest), Some(row)) => {
                row.manifest_version == Some(manifest.version)
                    && manifest.version >= self.historian.newest_manifest(person.id)
                    && self.made_with(work, row).await?.is_some_and(|keys| {
                        same(
                            &manifest.seal,
                            &manifest_seal(&keys.manifest, person.id, manifest.version, &holdings),
                        )
                    })
            }
            _ => false,
        };

        let genuine = vouched && self.historian.stands(work, person).await?;
        Ok(if genuine {
            Condition::Genuine(holdings)
        } else {
            Condition::Tampered
        })
    }

    /// The keys of a manifest: those of the entry that vouches for it. An older key can't make a manifest that a
    /// newer entry names (S104).
    async fn made_with(
        &self,
        work: &mut dyn VaultWork,
        row: &HistoryRow,
    ) -> Result<Option<&VaultKeys>> {
        Ok(self
            .historian
            .sealed_by(work, row)
            .await?
            .and_then(|id| self.keys.get(id)))
    }

    /// Writes the next manifest over the current rows, and the entry that vouches for it, if given. `false` if the
    /// person doesn't exist or another writer was faster.
    pub(crate) async fn vouch(
        &self,
        work: &mut dyn VaultWork,
        permit: &Permit,
        person: PersonId,
        entry: Option<Entry>,
        now: Timestamp,
    ) -> Result<bool> {
        let version = self.next_version(work, person).await?;
        let Some(holdings) = work.rows().holdings(person).await? else {
            return Ok(false);
        };

        let manifest = Manifest {
            version,
            seal: manifest_seal(&self.keys.manifest, person, version, &holdings),
        };
        if let Some(entry) = entry {
            self.historian
                .append(work, &entry.vouching_for_manifest(version), now)
                .await?;
        }

        work.rows().put_manifest(permit, person, &manifest).await
    }

    pub(crate) async fn next_version(
        &self,
        work: &mut dyn VaultWork,
        person: PersonId,
    ) -> Result<u64> {
        Ok(work
            .rows()
            .manifest(person)
            .await?
            .map_or(0, |manifest| manifest.version)
            + 1)
    }
}

fn manifest_seal(key: &Key, person: PersonId, version: u64, holdings: &Holdings) -> ManifestSeal {
    let moment = |at: Timestamp| at.as_millis().to_be_bytes();
    let mut digests: Vec<[u8; 32]> =
        Vec::with_capacity(2 + holdings.addresses.len() + holdings.saved_codes.len());
    let mut add = |what: &str, parts: &[&[u8]]| digests.push(digest(key, what, parts));
    if let Some(at) = holdings.activated_at {
        add(
            "active",
            &[
                &moment(at),
                holdings.user_name.as_deref().unwrap_or_default().as_bytes(),
            ],
        );
        for row in &holdings.addresses {
            add("address", &address_parts(row).each_ref().map(Vec::as_slice));
        }

        for former in &holdings.former_addresses {
            let objectable = former.objectable_until.map_or([0; 8], moment);
            let objected = former.objected_at.map_or([0; 8], moment);
            let [address, position, verified_at, counts_from, change] = address_parts(&former.was);
            let parts: [&[u8]; 13] = [
                &address,
                &position,
                &verified_at,
                &counts_from,
                &change,
                former.ended_by.as_bytes(),
                &moment(former.ended_at),
                &moment(former.counts_until),
                &moment(former.reserved_until),
                &former.nonce,
                former.code_digest.as_bytes(),
                &objectable,
                &objected,
            ];

            add("former-address", &parts);
        }
    }

    if let Some(password) = &holdings.password {
        let parts: [&[u8]; 3] = [
            password.hash.phc().as_bytes(),
            &moment(password.set_at),
            password.change.as_bytes(),
        ];
        add("password", &parts);
    }

    for code in holdings
        .saved_codes
        .iter()
        .chain(holdings.former_codes.iter().map(|former| &former.was))
    {
        let used = code.used_at.map_or([0; 8], moment);
        let parts: [&[u8]; 6] = [
            code.id.as_bytes(),
            code.selector.as_bytes(),
            code.hash.phc().as_bytes(),
            code.change.as_bytes(),
            &moment(code.made_at),
            &used,
        ];
        add("saved-code", &parts);

        if let Some(at) = code.counts_from {
            add("saved-code-counts", &[code.id.as_bytes(), &moment(at)]);
        }
    }

    for (id, ended) in holdings.all_ended() {
        let by = ended
            .by
            .as_ref()
            .map_or(&[][..], |change| change.as_bytes());
        add(
            "ended",
            &[id, &moment(ended.at), &moment(ended.counts_until), by],
        );
    }

    for method in holdings
        .methods
        .iter()
        .chain(holdings.former_methods.iter().map(|former| &former.was))
    {
        let kind = match method.kind {
            MethodKind::Authenticator => b"authenticator".as_slice(),
            MethodKind::Passkey => b"passkey".as_slice(),
        };

        // The last use isn't covered: it changes with every use, and only forward.
        let parts: [&[u8]; 7] = [
            method.id.as_bytes(),
            kind,
            method.name.as_bytes(),
            &method.secret,
            &moment(method.added_at),
            &moment(method.counts_from),
            method.change.as_bytes(),
        ];
        add("method", &parts);

        if method.by_two_gates {
            add("by-two-gates", &[method.id.as_bytes()]);
        }
    }

    for contact in holdings
        .contacts
        .iter()
        .chain(holdings.former_contacts.iter().map(|former| &former.was))
    {
        let answered = |at: Option<Timestamp>| at.map_or([0; 8], moment);
        let waits = u64::try_from(contact.waits.as_millis())
            .unwrap_or(u64::MAX)
            .to_be_bytes();
        let parts: [&[u8]; 9] = [
            contact.id.as_bytes(),
            contact.name.as_bytes(),
            contact.address.as_str().as_bytes(),
            &moment(contact.added_at),
            &waits,
            &answered(contact.accepted_at),
            &answered(contact.counts_from),
            &answered(contact.declined_at),
            contact.change.as_bytes(),
        ];
        add("contact", &parts);
    }

    if let Some((needed, change)) = &holdings.contacts_needed {
        add(
            "contacts-needed",
            &[&needed.number().to_be_bytes(), change.as_bytes()],
        );
    }

    digests.sort_unstable();
    let parts: Vec<&[u8]> = std::iter::once(person.as_bytes().as_slice())
        .chain(digests.iter().map(<[u8; 32]>::as_slice))
        .collect();

    digest(key, &format!("manifest {version}"), &parts)
}

/// Address, position, verification time, when it counts, and the change that added it.
fn address_parts(row: &AddressRow) -> [Vec<u8>; 5] {
    [
        row.address.as_str().as_bytes().to_vec(),
        vec![row.position],
        row.verified_at.as_millis().to_be_bytes().to_vec(),
        row.counts_from.as_millis().to_be_bytes().to_vec(),
        row.change
            .map(|change| change.as_bytes().to_vec())
            .unwrap_or_default(),
    ]
}
