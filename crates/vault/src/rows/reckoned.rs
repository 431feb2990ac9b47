//! A person's holdings with times corrected after a clock was ahead.

use super::contacts::ContactRow;
use super::{AddressRow, Ended, Holdings};
use crate::{Vault, VaultWork};
use regain_domain::{PersonId, Reckoning, Timestamp};
use regain_storage::Result;
use std::time::Duration;

impl Vault {
    /// Verified holdings as use cases read them at `now`: no time is in the future that should be past. The manifest
    /// doesn't cover the corrected times, so they must not be written back.
    pub async fn reckoned(
        &self,
        work: &mut dyn VaultWork,
        person: PersonId,
        holdings: Holdings,
        now: Timestamp,
    ) -> Result<Holdings> {
        Ok(holdings.read_by(&self.historian.reckoning_of(work, Some(person), now).await?))
    }

    /// The recovery contacts that count at `at`, former ones included, with corrected times. Also works for a
    /// recovery of nobody, which has no holdings.
    pub async fn contacts_to_ask(
        &self,
        work: &mut dyn VaultWork,
        person: Option<PersonId>,
        (nobody, at): (PersonId, Timestamp),
        now: Timestamp,
    ) -> Result<Vec<ContactRow>> {
        let (mut contacts, former) = work.rows().contacts(person.unwrap_or(nobody)).await?;
        let reckoning = self.historian.reckoning_of(work, person, now).await?;
        for mut former in former {
            former.ended.read_by(&reckoning);
            if former.ended.counts(at) {
                contacts.push(former.was);
            }
        }

        contacts
            .iter_mut()
            .for_each(|contact| contact.read_by(&reckoning));
        contacts.retain(|contact| contact.counts(at));

        // Old ones first, so that new ones can't displace them (S113).
        contacts.sort_by_key(|contact| contact.is_young(at));
        Ok(contacts)
    }
}

impl Holdings {
    fn read_by(mut self, reckoning: &Reckoning) -> Self {
        let activated = self.activated_at;
        self.activated_at = activated.map(|at| reckoning.happened(at));
        if let Some(password) = &mut self.password {
            password.set_at = reckoning.happened(password.set_at);
        }

        for row in &mut self.addresses {
            row.read_by(reckoning);
        }

        for former in &mut self.former_addresses {
            former.was.read_by(reckoning);
            let ended = former.ended_at;
            former.ended_at = reckoning.happened(ended);
            former.counts_until = reckoning.follows(ended, former.counts_until);
            former.reserved_until = reckoning.follows(ended, former.reserved_until);
            former.objectable_until = former
                .objectable_until
                .map(|until| reckoning.follows(ended, until));
        }

        let codes = self
            .saved_codes
            .iter_mut()
            .chain(self.former_codes.iter_mut().map(|former| &mut former.was));
        for code in codes {
            let came_later = activated.is_some_and(|at| code.made_at > at);
            code.counts_from = code
                .counts_from
                .map(|from| reckoning.follows(code.made_at, from));
            code.made_at = reckoning.happened(code.made_at);

            // A set that was made later stays later (S28).
            if let Some(activated) = self.activated_at.filter(|_| came_later) {
                code.made_at = code.made_at.max(activated.plus(Duration::from_millis(1)));
            }
        }

        let ended = self.former_codes.iter_mut().map(|former| &mut former.ended);
        let ended = ended.chain(
            self.former_methods
                .iter_mut()
                .map(|former| &mut former.ended),
        );
        for ended in ended.chain(
            self.former_contacts
                .iter_mut()
                .map(|former| &mut former.ended),
        ) {
            ended.read_by(reckoning);
        }

        let methods = self
            .methods
            .iter_mut()
            .chain(self.former_methods.iter_mut().map(|former| &mut former.was));
        for method in methods {
            method.counts_from = reckoning.follows(method.added_at, method.counts_from);
            method.added_at = reckoning.happened(method.added_at);
        }

        for contact in self.contacts.iter_mut().chain(
            self.former_contacts
                .iter_mut()
                .map(|former| &mut former.was),
        ) {
            contact.read_by(reckoning);
        }

        self
    }
}

impl Ended {
    fn read_by(&mut self, reckoning: &Reckoning) {
        self.counts_until = reckoning.follows(self.at, self.counts_until);
        self.at = reckoning.happened(self.at);
    }
}

impl ContactRow {
    fn read_by(&mut self, reckoning: &Reckoning) {
        self.added_at = reckoning.happened(self.added_at);
        self.counts_from = self
            .accepted_at
            .zip(self.counts_from)
            .map(|(at, from)| reckoning.follows(at, from));
        self.accepted_at = self.accepted_at.map(|at| reckoning.happened(at));
    }
}

impl AddressRow {
    fn read_by(&mut self, reckoning: &Reckoning) {
        self.counts_from = reckoning.follows(self.verified_at, self.counts_from);
        self.verified_at = reckoning.happened(self.verified_at);
    }
}
