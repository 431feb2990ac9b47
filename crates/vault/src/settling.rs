//! Older proofs outrank newer ones. At the end of a recovery, and when a frozen account opens, credentials that are
//! too new to count are set aside, as are those that yield to the proofs that opened it; removed ones that were just
//! used are restored (S109, S112, S113).

use crate::proofs::evidence::{Age, Evidence};
use crate::{
    AddressRow, Circumstances, Condition, ContactRow, Ended, FormerAddress, Holdings, MethodRow,
    Permit, SavedCodeRow, Vault, VaultWork,
};
use regain_domain::{ChangeId, ContactId, EmailAddress, Factor, HistoryEvent, MethodId, Timestamp};
use regain_storage::{Person, Result};
use std::time::Duration;

/// Time and circumstances of opening an account.
#[derive(Debug, Clone)]
pub struct Settling {
    /// The time at which credentials must count: that of the freeze, if the account is frozen (S111).
    pub counting_at: Timestamp,
    /// Now.
    pub now: Timestamp,
    /// What opened the account.
    pub opened_by: OpenedBy,
    /// Waiting period of credentials without a date of their own (S28).
    pub quarantine: Duration,
}

/// What opened an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenedBy {
    /// The proofs of a recovery.
    Proofs(Evidence),
    /// A second factor given in this unit of work.
    Factor(Factor),
}

/// Decides which credentials stay.
struct Rule {
    at: Timestamp,
    now: Timestamp,
    quarantine: Duration,
    evidence: Evidence,
}

impl Rule {
    fn of(settling: Settling, holdings: &Holdings) -> Self {
        let Settling {
            counting_at: at,
            now,
            opened_by,
            quarantine,
        } = settling;
        let evidence = match opened_by {
            OpenedBy::Proofs(evidence) => evidence,
            OpenedBy::Factor(factor) => holdings.last_factor(factor, at, now),
        };

        Self {
            at,
            now,
            quarantine,
            evidence,
        }
    }

    /// Whether young credentials yield: old proofs opened the account.
    fn yields(&self) -> bool {
        self.evidence.age == Age::Old
    }

    fn stays(&self, method: &MethodRow) -> bool {
        self.evidence.added == Some(method.id)
            || (method.confirms(self.at) && !(self.yields() && method.is_young(self.at)))
    }

    fn set_stays(&self, holdings: &Holdings, code: &SavedCodeRow) -> bool {
        let counts = holdings.code_counts_from(code, self.quarantine) <= self.at;
        counts && !(self.yields() && holdings.code_is_young(code, self.at))
    }

    fn contact_stays(&self, contact: &ContactRow) -> bool {
        // A contact who declined is of no use to anybody.
        contact.declined_at.is_some()
            || (contact.counts(self.at) && !(self.yields() && contact.is_young(self.at)))
    }

    fn address_stays(&self, row: &AddressRow) -> bool {
        row.counts_from <= self.at && !(self.yields() && row.is_young(self.at))
    }
}

/// Credentials to set aside and to restore.
#[derive(Default)]
struct Plan {
    methods_aside: Vec<MethodId>,
    methods_back: Vec<MethodId>,
    set_aside: Option<ChangeId>,
    set_back: Option<ChangeId>,
    contacts_aside: Vec<ContactId>,
    contacts_back: Vec<ContactId>,
    /// A recently added second address, to be deleted.
    address_gone: Option<EmailAddress>,
    /// Replaced addresses, to be restored.
    addresses_back: Vec<FormerAddress>,
    /// What gives way though it was removed or replaced before: it would go on counting (S113).
    former: FormerAside,
}

/// What has ended and gives way.
#[derive(Default)]
struct FormerAside {
    methods: Vec<MethodId>,
    sets: Vec<ChangeId>,
    contacts: Vec<ContactId>,
    /// By the changes that took them away.
    addresses: Vec<ChangeId>,
}

impl FormerAside {
    fn of(holdings: &Holdings, rule: &Rule) -> Self {
        let at = rule.at;
        let methods = holdings.former_methods.iter();
        let methods = methods.filter(|former| former.ended.counts(at) && !rule.stays(&former.was));
        let codes = holdings.former_codes.iter();
        let codes = codes
            .filter(|former| former.ended.counts(at) && !rule.set_stays(holdings, &former.was));
        let contacts = holdings.former_contacts.iter();
        let contacts =
            contacts.filter(|former| former.ended.counts(at) && !rule.contact_stays(&former.was));
        let addresses = holdings.former_addresses.iter();
        let addresses =
            addresses.filter(|former| former.counts(at) && !rule.address_stays(&former.was));
        let mut sets: Vec<ChangeId> = codes.map(|former| former.was.change).collect();

        sets.dedup();
        Self {
            methods: methods.map(|former| former.was.id).collect(),
            sets,
            contacts: contacts.map(|former| former.was.id).collect(),
            addresses: addresses.map(|former| former.ended_by).collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.methods.is_empty()
            && self.sets.is_empty()
            && self.contacts.is_empty()
            && self.addresses.is_empty()
    }
}

impl Plan {
    fn of(holdings: &Holdings, rule: &Rule) -> Self {
        let aside = holdings.methods.iter().filter(|method| !rule.stays(method));
        let back = holdings.former_methods.iter().filter(|former| {
            former.ended.counts(rule.at)
                && rule.stays(&former.was)
                && rule.evidence.methods.contains(&former.was.id)
        });
        let contacts_back = holdings.former_contacts.iter().filter(|former| {
            former.ended.counts(rule.at) && rule.evidence.contacts.contains(&former.was.id)
        });
        let mut plan = Self {
            methods_aside: aside.map(|method| method.id).collect(),
            methods_back: back.map(|former| former.was.id).collect(),
            contacts_aside: holdings
                .contacts
                .iter()
                .filter(|row| !rule.contact_stays(row))
                .map(|row| row.id)
                .collect(),
            contacts_back: contacts_back.map(|former| former.was.id).collect(),
            former: FormerAside::of(holdings, rule),
            ..Self::default()
        };
        let newest = holdings.saved_codes.first();

        plan.set_aside = newest
            .filter(|code| !rule.set_stays(holdings, code))
            .map(|code| code.change);

        // Only one set at a time.
        if plan.set_aside.is_some() || newest.is_none() {
            let used = |former: &&crate::Former<SavedCodeRow>| {
                former.ended.counts(rule.at) && rule.evidence.sets.contains(&former.was.change)
            };
            plan.set_back = holdings
                .former_codes
                .iter()
                .find(used)
                .map(|former| former.was.change);
        }

        for row in holdings
            .addresses
            .iter()
            .filter(|row| !rule.address_stays(row))
        {
            let before = holdings
                .former_addresses
                .iter()
                .filter(|former| former.was.position == row.position);
            let before = before
                .filter(|former| former.can_object(rule.at) && rule.address_stays(&former.was));
            match before.min_by_key(|former| former.ended_at) {
                Some(former) => plan.addresses_back.push(former.clone()),
                None if row.position > 1 => plan.address_gone = Some(row.address.clone()),
                None => {}
            }
        }

        plan
    }

    fn sets_aside(&self) -> bool {
        !self.methods_aside.is_empty()
            || self.set_aside.is_some()
            || !self.contacts_aside.is_empty()
            || self.address_gone.is_some()
            || !self.addresses_back.is_empty()
            || !self.former.is_empty()
    }

    fn is_empty(&self) -> bool {
        !self.sets_aside()
            && self.methods_back.is_empty()
            && self.set_back.is_none()
            && self.contacts_back.is_empty()
    }
}

impl Vault {
    /// Sets aside credentials that don't count yet or that yield, and restores those that were just used; returns
    /// whether any was set aside.
    pub async fn settle(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        settling: Settling,
        circumstances: &Circumstances,
    ) -> Result<bool> {
        let Some(person) = work.people().by_id(person.id).await? else {
            return Ok(false);
        };

        let Condition::Genuine(stored) = self.check(work, &person).await? else {
            return Ok(false);
        };

        let holdings = self.reckoned(work, person.id, stored, settling.now).await?;
        let rule = Rule::of(settling, &holdings);
        let plan = Plan::of(&holdings, &rule);
        if plan.is_empty() {
            return Ok(false);
        }

        let version = self.next_version(work, person.id).await?;

        // The engine permits it on account of this entry (see its migrations), so the entry is written first.
        let entry = circumstances
            .entry(HistoryEvent::WaysSettled, &person)
            .vouching_for_manifest(version);
        self.historian.append(work, &entry, rule.now).await?;
        self.carry_out(work, &person, &plan, rule.now).await?;
        self.vouch(work, &Permit::new(), person.id, None, rule.now)
            .await?;

        for former in &plan.addresses_back {
            self.object_for(work, &person, former, circumstances, (rule.at, rule.now))
                .await?;
        }

        Ok(plan.sets_aside())
    }

    async fn carry_out(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        plan: &Plan,
        now: Timestamp,
    ) -> Result<()> {
        let permit = Permit::new();
        let aside = Ended::aside(now);
        for method in &plan.methods_aside {
            work.rows().end_method(&permit, *method, &aside).await?;
        }

        for method in &plan.methods_back {
            work.rows()
                .put_back_method(&permit, *method, crate::PutBack::Settled)
                .await?;
        }

        if let Some(set) = plan.set_aside {
            work.rows().end_codes(&permit, set, &aside).await?;
        }

        if let Some(set) = plan.set_back {
            work.rows().put_back_codes(&permit, set).await?;
        }

        for contact in &plan.contacts_aside {
            work.rows().end_contact(&permit, *contact, &aside).await?;
            work.contacts().replace_invitations(*contact, now).await?;
        }

        for contact in &plan.contacts_back {
            work.rows()
                .put_back_contact(&permit, *contact, None)
                .await?;
        }

        for method in &plan.former.methods {
            work.rows()
                .former_method_gives_way(&permit, *method)
                .await?;
        }

        for set in &plan.former.sets {
            work.rows().former_codes_give_way(&permit, *set).await?;
        }

        for contact in &plan.former.contacts {
            work.rows()
                .former_contact_gives_way(&permit, *contact)
                .await?;
        }

        for ended_by in &plan.former.addresses {
            work.rows()
                .former_address_gives_way(&permit, person.id, *ended_by, now)
                .await?;
        }

        if let Some(address) = &plan.address_gone {
            work.rows()
                .forget_second_address(&permit, person.id, address)
                .await?;
        }

        Ok(())
    }

    /// Restores a replaced address as if it had objected itself (S28), as of the time of a freeze, which stops the
    /// waiting periods.
    async fn object_for(
        &self,
        work: &mut dyn VaultWork,
        person: &Person,
        former: &FormerAddress,
        circumstances: &Circumstances,
        moments: (Timestamp, Timestamp),
    ) -> Result<()> {
        let Some(objection) = self
            .objection_by_settling(work, person, former, moments)
            .await?
        else {
            return Ok(());
        };

        self.restore_address(work, objection, circumstances)
            .await
            .map(drop)
    }
}
