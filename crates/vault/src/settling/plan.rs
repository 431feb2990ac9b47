//! Plans what is set aside and what is restored.

use super::rule::StayingRule;
use crate::{FormerAddress, Holdings, SavedCodeRow};
use regain_domain::{ChangeId, ContactId, EmailAddress, MethodId};

/// Credentials to set aside and to restore.
#[derive(Default)]
pub(super) struct Plan {
    pub(super) methods_aside: Vec<MethodId>,
    pub(super) methods_back: Vec<MethodId>,
    pub(super) set_aside: Option<ChangeId>,
    pub(super) set_back: Option<ChangeId>,
    pub(super) contacts_aside: Vec<ContactId>,
    pub(super) contacts_back: Vec<ContactId>,
    /// A recently added second address, to be deleted.
    pub(super) address_gone: Option<EmailAddress>,
    /// Replaced addresses, to be restored.
    pub(super) addresses_back: Vec<FormerAddress>,
    /// What gives way though it was removed or replaced before: it would go on counting (S113).
    pub(super) former: FormerAside,
}

/// What has ended and gives way.
#[derive(Default)]
pub(super) struct FormerAside {
    pub(super) methods: Vec<MethodId>,
    pub(super) sets: Vec<ChangeId>,
    pub(super) contacts: Vec<ContactId>,
    /// By the changes that took them away.
    pub(super) addresses: Vec<ChangeId>,
}

impl FormerAside {
    fn of(holdings: &Holdings, rule: &StayingRule) -> Self {
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
    pub(super) fn of(holdings: &Holdings, rule: &StayingRule) -> Self {
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

    pub(super) fn sets_aside(&self) -> bool {
        !self.methods_aside.is_empty()
            || self.set_aside.is_some()
            || !self.contacts_aside.is_empty()
            || self.address_gone.is_some()
            || !self.addresses_back.is_empty()
            || !self.former.is_empty()
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.sets_aside()
            && self.methods_back.is_empty()
            && self.set_back.is_none()
            && self.contacts_back.is_empty()
    }
}
