//! What somebody proved themselves with, and how old that is: what was added within the last seven days gives way to what is
//! older (S113).

use crate::{Condition, Holdings, Vault, VaultWork};
use regain_domain::{ChangeId, ContactId, Factor, MethodId, MethodKind, PersonId, ProofClass, Timestamp};
use regain_storage::{Flow, Person, Proof, Result, Verification};

/// How old the youngest proof is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Age {
    /// All were there before the last seven days, or came with the enrolment.
    #[default]
    Old,
    /// One at least was added since then. Whatever can't be told is taken for young.
    Young,
}

/// What somebody proved themselves with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// How old it is.
    pub age: Age,
    /// Authenticator apps and passkeys.
    pub(crate) methods: Vec<MethodId>,
    /// Sets of saved codes of which one was used.
    pub(crate) sets: Vec<ChangeId>,
    /// Recovery contacts who passed a code on.
    pub(crate) contacts: Vec<ContactId>,
}

impl Evidence {
    fn is_old_if(&mut self, old: bool) {
        if !old {
            self.age = Age::Young;
        }
    }
}

impl Holdings {
    /// Notes what proved a class at a moment. Uses are told apart by their moment: that of a proof is the use's own.
    fn note(&self, evidence: &mut Evidence, class: ProofClass, proved_at: Timestamp, at: Timestamp) {
        match class {
            // By whichever address: an added one is one gate at most.
            ProofClass::MailedCode => {}
            ProofClass::Contact => {
                evidence.is_old_if(self.contacts_that_help(at).all(|contact| !contact.is_young(at)));
            }
            ProofClass::SavedCode => {
                let code = self.all_codes().find(|code| code.used_at == Some(proved_at));
                evidence.is_old_if(code.is_some_and(|code| !self.code_is_young(code, at)));
                evidence.sets.extend(code.map(|code| code.change));
            }
            ProofClass::Authenticator => self.note_method(evidence, MethodKind::Authenticator, proved_at, at),
            ProofClass::Passkey => self.note_method(evidence, MethodKind::Passkey, proved_at, at),
        }
    }

    fn note_method(&self, evidence: &mut Evidence, kind: MethodKind, proved_at: Timestamp, at: Timestamp) {
        let used = self.all_methods().filter(|method| method.kind == kind);
        let used = used.filter(|method| method.last_use.is_some_and(|(_, used_at)| used_at == proved_at));
        let (ids, old): (Vec<_>, Vec<_>) = used.map(|method| (method.id, !method.is_young(at))).unzip();
        evidence.is_old_if(old.contains(&true));
        evidence.methods.extend(ids);
    }

    /// Whether none of a factor's credentials is young: where it can't be told which of them it was.
    fn all_old(&self, factor: Factor, at: Timestamp) -> bool {
        let all = |kind| self.methods_of(kind).all(|method| !method.is_young(at));
        match factor {
            Factor::Password => true,
            Factor::Authenticator => all(MethodKind::Authenticator),
            Factor::Passkey => all(MethodKind::Passkey),
            Factor::SavedCode => self.saved_codes.iter().all(|code| !self.code_is_young(code, at)),
        }
    }

    /// A second factor that was given at a moment.
    fn factor_at(&self, factor: Factor, given_at: Timestamp, at: Timestamp) -> Evidence {
        let mut evidence = Evidence::default();
        match factor {
            Factor::Password => {}
            Factor::Authenticator => self.note(&mut evidence, ProofClass::Authenticator, given_at, at),
            Factor::SavedCode => self.note(&mut evidence, ProofClass::SavedCode, given_at, at),
            Factor::Passkey => self.note(&mut evidence, ProofClass::Passkey, given_at, at),
        }
        evidence
    }

    /// The second factor that was given last: a moment ago, in this unit of work.
    pub(crate) fn last_factor(&self, factor: Factor, at: Timestamp) -> Evidence {
        let of_kind = |kind| {
            let uses =
                self.all_methods().filter(move |method| method.kind == kind).filter_map(|method| method.last_use);
            uses.map(|(_, used_at)| used_at).max()
        };
        let last = match factor {
            Factor::Password => return Evidence::default(),
            Factor::Authenticator => of_kind(MethodKind::Authenticator),
            Factor::Passkey => of_kind(MethodKind::Passkey),
            Factor::SavedCode => self.all_codes().filter_map(|code| code.used_at).max(),
        };
        let unknown = Evidence { age: Age::Young, ..Evidence::default() };
        last.map_or(unknown, |given_at| self.factor_at(factor, given_at, at))
    }
}

impl Vault {
    /// What a recovery was proven with, by somebody as they were while it was open.
    pub(super) async fn evidence_of_flow(
        &self,
        work: &mut dyn VaultWork,
        flow: &Flow,
        person: &Person,
        now: Timestamp,
    ) -> Result<Evidence> {
        let mut evidence = Evidence { age: Age::Young, ..Evidence::default() };
        let Condition::Genuine(holdings) = self.check(work, person).await? else { return Ok(evidence) };
        let holdings = self.reckoned(work, person.id, holdings, now).await?;
        let at = person.frozen_at.map_or(now, |frozen_at| frozen_at.min(now));
        evidence.age = Age::Old;
        for proof in work.recovery().proofs(flow.id).await? {
            holdings.note(&mut evidence, proof.class, proof.at, at);
            if proof.class == ProofClass::Contact {
                let requests = work.contacts().requests(proof.challenge).await?;
                let gave = requests.into_iter().filter(|request| request.given.is_some());
                evidence.contacts.extend(gave.filter_map(|request| request.contact));
            }
        }
        Ok(evidence)
    }

    /// What somebody confirmed with; of what they confirmed with a moment before it isn't known which one it was.
    pub(super) async fn evidence_of_confirmation(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        verification: &Verification,
        now: Timestamp,
    ) -> Result<Evidence> {
        let unknown = Evidence { age: Age::Young, ..Evidence::default() };
        let Condition::Genuine(holdings) = self.check(work, person).await? else { return Ok(unknown) };
        let holdings = self.reckoned(work, person.id, holdings, now).await?;
        let Some(finished) = &verification.finished else { return Ok(unknown) };
        let mut evidence = holdings.factor_at(finished.factor, finished.at, now);
        evidence.is_old_if(verification.earlier.is_none_or(|earlier| holdings.all_old(earlier, now)));
        Ok(evidence)
    }

    /// Whether a session was begun by somebody whom a code of the set that they have now has just let back in: as long as a finished
    /// recovery is kept, which is a day. The next set counts at once then (S110).
    ///
    /// # Errors
    /// If the database fails.
    pub async fn recovered_by_code(
        &self,
        work: &mut dyn VaultWork,
        (person, began_at): (PersonId, Timestamp),
        holdings: &Holdings,
        now: Timestamp,
    ) -> Result<bool> {
        let of_set = |proof: &Proof| holdings.saved_codes.iter().any(|code| code.used_at == Some(proof.at));
        for flow in work.recovery().finished_of(person).await? {
            let proofs = work.recovery().proofs(flow).await?;
            let by_code = |proof: &&Proof| proof.class == ProofClass::SavedCode && proof.person == person;
            let mut codes = proofs.iter().filter(by_code);
            // Every proof is older than the recovery's end, and the session younger than that.
            let later = proofs.iter().all(|proof| proof.at < began_at);
            if later && codes.any(|proof| of_set(proof) && self.is_fresh_proof(proof, now)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
