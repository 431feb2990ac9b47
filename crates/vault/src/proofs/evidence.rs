//! The proofs that somebody gave, and their age: credentials added within the last seven days yield to older ones
//! (S113).

use crate::{AddressRow, Condition, Holdings, MethodRow, Vault, VaultWork};
use regain_domain::{
    ChangeId, ContactId, Factor, Facts, HistoryEvent, MethodId, MethodKind, PersonId, ProofClass,
    Timestamp, policy,
};
use regain_storage::{Flow, HistoryFilter, Person, Proof, Result, Verification};

/// Entries at the end of a recovery that has proven who somebody is.
const ENDS: [HistoryEvent; 3] = [
    HistoryEvent::PasswordCreated,
    HistoryEvent::PasswordKept,
    HistoryEvent::AuthenticatorReplaced,
];
/// Entries of each kind that are read: more than a person has in a day.
const ENTRIES_READ: u32 = 100;

/// Age of the youngest proof.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Age {
    /// All credentials are older than seven days, or came with the enrolment.
    #[default]
    Old,
    /// At least one was added since then. Unknown counts as young.
    Young,
}

/// The proofs that somebody gave.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Their age.
    pub age: Age,
    /// Authenticator apps and passkeys used.
    pub(crate) methods: Vec<MethodId>,
    /// Sets from which a saved code was used.
    pub(crate) sets: Vec<ChangeId>,
    /// Recovery contacts who passed on a code.
    pub(crate) contacts: Vec<ContactId>,
    /// The code was also mailed to a recently added address, so it isn't known who read it.
    mailed_to_young: bool,
    /// A credential that these proofs have just added, which stays.
    pub(crate) added: Option<MethodId>,
}

impl Evidence {
    /// Unknown evidence, which counts as young.
    pub(super) fn unknown() -> Self {
        Self {
            age: Age::Young,
            ..Self::default()
        }
    }

    /// Whether these proofs may end older credentials at once, and add one that confirms at once: none of them is
    /// young, and no young address can have read the code.
    #[must_use]
    pub fn ends_older(&self) -> bool {
        self.age == Age::Old && !self.mailed_to_young
    }

    /// Adds the credential that they have just added.
    #[must_use]
    pub fn adding(self, method: MethodId) -> Self {
        Self {
            added: Some(method),
            ..self
        }
    }

    fn is_old_if(&mut self, old: bool) {
        if !old {
            self.age = Age::Young;
        }
    }
}

impl Holdings {
    /// Adds the credential that proved a class. It is found by the time of its use, which equals that of the proof.
    fn note(
        &self,
        evidence: &mut Evidence,
        class: ProofClass,
        proved_at: Timestamp,
        at: Timestamp,
    ) {
        match class {
            // Whichever address received it: an added one is at most one gate, also after it was removed.
            ProofClass::MailedCode => {
                let young = |row: &AddressRow| row.counts_from <= at && row.is_young(at);
                let former = self
                    .former_addresses
                    .iter()
                    .filter(|former| former.counts(at));
                let former = former.map(|former| &former.was);
                evidence.mailed_to_young |= self.addresses.iter().chain(former).any(young);
            }
            // Identified by the contacts who gave their codes.
            ProofClass::Contact => {}
            ProofClass::SavedCode => {
                let code = self
                    .all_codes()
                    .find(|code| code.used_at == Some(proved_at));
                evidence.is_old_if(code.is_some_and(|code| !self.code_is_young(code, at)));
                evidence.sets.extend(code.map(|code| code.change));
            }
            ProofClass::Authenticator => {
                self.note_method(evidence, MethodKind::Authenticator, proved_at, at);
            }
            ProofClass::Passkey => self.note_method(evidence, MethodKind::Passkey, proved_at, at),
        }
    }

    fn note_method(
        &self,
        evidence: &mut Evidence,
        kind: MethodKind,
        proved_at: Timestamp,
        at: Timestamp,
    ) {
        let of_kind = self.all_methods().filter(|method| method.kind == kind);
        let used = of_kind.filter(|method| {
            method
                .last_use
                .is_some_and(|(_, used_at)| used_at == proved_at)
        });
        let (ids, old): (Vec<_>, Vec<_>) =
            used.map(|method| (method.id, !method.is_young(at))).unzip();
        evidence.is_old_if(old.contains(&true));
        evidence.methods.extend(ids);
    }

    /// Adds contacts who passed on a code; somebody who is no longer a contact counts as young.
    fn note_contacts(&self, evidence: &mut Evidence, gave: &[ContactId], at: Timestamp) {
        let old = |id: &ContactId| {
            let mut all = self
                .contacts_that_help(at)
                .filter(|contact| contact.id == *id);
            all.any(|contact| !contact.is_young(at))
        };
        evidence.is_old_if(!gave.is_empty() && gave.iter().all(old));
        evidence.contacts.extend(gave);
    }

    /// Whether no young credential of this factor was used recently, for when it isn't known which one was used.
    fn all_old(&self, factor: Factor, now: Timestamp) -> bool {
        let lately = |used_at: Timestamp| used_at > now.minus(policy::CONFIRMED_FOR * 2);
        let all = |kind| {
            let used =
                |method: &&MethodRow| method.last_use.is_some_and(|(_, used_at)| lately(used_at));
            let mut of_kind = self
                .all_methods()
                .filter(|method| method.kind == kind)
                .filter(used);
            of_kind.all(|method| !method.is_young(now))
        };
        match factor {
            Factor::Password => true,
            Factor::Authenticator => all(MethodKind::Authenticator),
            Factor::Passkey => all(MethodKind::Passkey),
            Factor::SavedCode => {
                let mut used = self
                    .all_codes()
                    .filter(|code| code.used_at.is_some_and(lately));
                used.all(|code| !self.code_is_young(code, now))
            }
        }
    }

    /// The evidence of a second factor given at this time.
    fn factor_at(&self, factor: Factor, given_at: Timestamp, at: Timestamp) -> Evidence {
        let mut evidence = Evidence::default();
        match factor {
            Factor::Password => {}
            Factor::Authenticator => {
                self.note(&mut evidence, ProofClass::Authenticator, given_at, at);
            }
            Factor::SavedCode => self.note(&mut evidence, ProofClass::SavedCode, given_at, at),
            Factor::Passkey => self.note(&mut evidence, ProofClass::Passkey, given_at, at),
        }

        evidence
    }

    /// The evidence of the second factor given last: just now, in this unit of work.
    pub(crate) fn last_factor(&self, factor: Factor, at: Timestamp, now: Timestamp) -> Evidence {
        // A use recorded while a clock was ahead wasn't the last.
        let last_of = |uses: &mut dyn Iterator<Item = Timestamp>| {
            uses.filter(|used_at| *used_at <= now).max()
        };
        let of_kind = |kind| {
            let of_kind = self.all_methods().filter(|method| method.kind == kind);
            last_of(
                &mut of_kind
                    .filter_map(|method| method.last_use)
                    .map(|(_, used_at)| used_at),
            )
        };
        let last = match factor {
            Factor::Password => return Evidence::default(),
            Factor::Authenticator => of_kind(MethodKind::Authenticator),
            Factor::Passkey => of_kind(MethodKind::Passkey),
            Factor::SavedCode => last_of(&mut self.all_codes().filter_map(|code| code.used_at)),
        };

        last.map_or_else(Evidence::unknown, |given_at| {
            self.factor_at(factor, given_at, at)
        })
    }
}

impl Vault {
    /// The evidence of a recovery, judged by the person's state while it was open.
    pub(super) async fn evidence_of_flow(
        &self,
        work: &mut dyn VaultWork,
        flow: &Flow,
        person: &Person,
        now: Timestamp,
    ) -> Result<Evidence> {
        let Condition::Genuine(holdings) = self.check(work, person).await? else {
            return Ok(Evidence::unknown());
        };

        let holdings = self.reckoned(work, person.id, holdings, now).await?;
        let at = person.counting_at(now);
        let mut evidence = Evidence::default();
        for proof in work.recovery().proofs(flow.id).await? {
            holdings.note(&mut evidence, proof.class, proof.at, at);
            if proof.class == ProofClass::Contact {
                let requests = work.contacts().requests(proof.challenge).await?;
                let gave = requests
                    .into_iter()
                    .filter(|request| request.given.is_some());
                let gave: Vec<ContactId> = gave.filter_map(|request| request.contact).collect();
                holdings.note_contacts(&mut evidence, &gave, at);
            }
        }

        Ok(evidence)
    }

    /// The evidence of a confirmation; for an earlier factor of the same confirmation, the credential isn't known.
    pub(super) async fn evidence_of_confirmation(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        verification: &Verification,
        now: Timestamp,
    ) -> Result<Evidence> {
        let Condition::Genuine(holdings) = self.check(work, person).await? else {
            return Ok(Evidence::unknown());
        };

        let holdings = self.reckoned(work, person.id, holdings, now).await?;
        let Some(finished) = &verification.finished else {
            return Ok(Evidence::unknown());
        };

        let mut evidence = holdings.factor_at(finished.factor, finished.at, now);
        evidence.is_old_if(
            verification
                .earlier
                .is_none_or(|earlier| holdings.all_old(earlier, now)),
        );

        Ok(evidence)
    }

    /// Whether the session was begun by somebody whom a code of their current set has just let back in, as long as
    /// the finished recovery is kept, which is a day. Then the next set counts at once (S110), unless a proof of that
    /// recovery was young: a thief's codes, or the owner's paper beside a thief's contact, would beget a set that
    /// never gives way (S113).
    pub async fn recovered_by_code(
        &self,
        work: &mut dyn VaultWork,
        (person, began_at): (PersonId, Timestamp),
        holdings: &Holdings,
        now: Timestamp,
    ) -> Result<bool> {
        let of_set = |proof: &Proof| {
            let mut set = holdings.saved_codes.iter();
            set.any(|code| code.used_at == Some(proof.at))
        };
        for flow in work.recovery().finished_of(person).await? {
            let proofs = work.recovery().proofs(flow).await?;
            let by_code =
                |proof: &&Proof| proof.class == ProofClass::SavedCode && proof.person == person;
            let mut codes = proofs.iter().filter(by_code);

            // Every proof is older than the recovery's end, and the session is younger.
            let later = proofs.iter().all(|proof| proof.at < began_at);
            let counted = codes.find(|proof| of_set(proof) && self.is_fresh_proof(proof, now));

            if let Some(code) = counted.filter(|_| later)
                && self.recovered_by_old(work, person, code.at).await?
            {
                return Ok(true);
            }
        }

        Ok(false)
    }

    /// Whether the person has finished recoveries since then, each by old proofs alone. Each entry says so, since what
    /// was used may be gone or put back by now.
    async fn recovered_by_old(
        &self,
        work: &mut dyn VaultWork,
        person: PersonId,
        since: Timestamp,
    ) -> Result<bool> {
        let mut any = false;
        for event in ENDS {
            let filter = HistoryFilter {
                subject: Some(person),
                event: Some(event),
                from: Some(since),
                ..HistoryFilter::default()
            };
            for row in work.history().page(&filter, None, ENTRIES_READ).await? {
                let facts = serde_json::from_str::<Facts>(&row.facts).unwrap_or_default();
                if facts.old_proofs != Some(true) || !self.historian.is_genuine(work, &row).await? {
                    return Ok(false);
                }

                any = true;
            }
        }

        Ok(any)
    }
}
