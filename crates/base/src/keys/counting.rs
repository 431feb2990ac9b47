//! Keys of counters and budgets, and digests that recoveries are counted by: so those contain neither names nor
//! networks (S5, S57–S66).

use super::{Keys, first};
use crate::digest::digest;
use regain_domain::{DeviceId, EmailAddress, Identifier, PersonId, Source};
use regain_storage::{
    BudgetKey, CountedKey, CounterKey, EffortSeal, HolderDigest, IdentifierDigest, QuestionDigest,
    SourceDigest,
};

impl Keys {
    /// All counters of a person that don't depend on a device or source. A counter missing here would restart when an
    /// older master key is removed.
    #[must_use]
    pub fn counted_of_person(&self, person: PersonId) -> [CountedKey; 11] {
        let mails = self.mails_key(person);
        [
            self.sign_in_key_of(person).into(),
            self.reentry_key(person).into(),
            self.authenticator_key(person).into(),
            self.contact_mails_key(&mails).into(),
            mails.into(),
            self.password_known_key(person).into(),
            self.frozen_by_link_key(person).into(),
            self.contacts_asked_key(person).into(),
            self.user_names_key(person).into(),
            self.destructive_acts_key(person).into(),
            self.administrators_notices_key(person).into(),
        ]
    }

    /// Key of the counter for wrong authenticator codes from unknown devices.
    #[must_use]
    pub fn authenticator_key(&self, person: PersonId) -> CounterKey {
        digest(&self.lookup, "authenticator", &[person.as_bytes()])
    }

    /// Key of the counter for wrong authenticator codes from a known device (S58).
    #[must_use]
    pub fn familiar_authenticator_key(&self, device: DeviceId) -> CounterKey {
        digest(&self.lookup, "authenticator-device", &[device.as_bytes()])
    }

    /// Key of the sign-in counter for unknown devices: the person's, under any of their names, or an unknown
    /// identifier's (S5).
    #[must_use]
    pub fn sign_in_key(&self, person: Option<PersonId>, identifier: &Identifier) -> CounterKey {
        match person {
            Some(person) => self.sign_in_key_of(person),
            None => digest(
                &self.lookup,
                "sign-in",
                &[identifier.canonical().as_bytes()],
            ),
        }
    }

    /// Key of a person's sign-in counter for unknown devices.
    #[must_use]
    pub fn sign_in_key_of(&self, person: PersonId) -> CounterKey {
        digest(&self.lookup, "sign-in-person", &[person.as_bytes()])
    }

    /// Key of the sign-in counter for a known device (S58).
    #[must_use]
    pub fn familiar_key(&self, device: DeviceId) -> CounterKey {
        digest(&self.lookup, "sign-in-device", &[device.as_bytes()])
    }

    /// Key of the budget for mail to a person (S66).
    #[must_use]
    pub fn mails_key(&self, person: PersonId) -> BudgetKey {
        digest(&self.lookup, "mails", &[person.as_bytes()])
    }

    /// Key of the budget for notices that somebody else knows the person's password (S30).
    #[must_use]
    pub fn password_known_key(&self, person: PersonId) -> BudgetKey {
        digest(&self.lookup, "password-known", &[person.as_bytes()])
    }

    /// Key of the budget for freezes of a person by links in notices (S30).
    #[must_use]
    pub fn frozen_by_link_key(&self, person: PersonId) -> BudgetKey {
        digest(&self.lookup, "frozen-by-link", &[person.as_bytes()])
    }

    /// Key of the budget for mail to this person's contacts; `of` is the key of their own mail budget (S66).
    #[must_use]
    pub fn contact_mails_key(&self, of: &BudgetKey) -> BudgetKey {
        digest(&self.lookup, "mails-contacts", &[of.as_bytes()])
    }

    /// Key of a known device's reserve of mail (S66).
    #[must_use]
    pub fn reserved_mails_key(&self, of: &BudgetKey, device: DeviceId) -> BudgetKey {
        digest(
            &self.lookup,
            "mails-reserved",
            &[of.as_bytes(), device.as_bytes()],
        )
    }

    /// Key of the mail budget of a source (S61, S66).
    #[must_use]
    pub fn source_mails_key(&self, source: Source) -> BudgetKey {
        digest(
            &self.lookup,
            "mails-source",
            &[source.to_string().as_bytes()],
        )
    }

    /// Key of the mail budget of everybody together, or of all unknown names together (S66).
    #[must_use]
    pub fn all_mails_key(&self, there: bool) -> BudgetKey {
        digest(
            &self.lookup,
            if there {
                "mails-all"
            } else {
                "mails-of-nobody"
            },
            &[],
        )
    }

    /// Key of the budget for mail that others cause to a mailbox (S115). Parts after a plus sign don't make another
    /// mailbox.
    #[must_use]
    pub fn mailbox_key(&self, address: &EmailAddress) -> BudgetKey {
        let (local, domain) = address
            .canonical()
            .rsplit_once('@')
            .unwrap_or((address.canonical(), ""));
        let local = local
            .split('+')
            .next()
            .filter(|local| !local.is_empty())
            .unwrap_or(local);
        digest(
            &self.lookup,
            "mails-mailbox",
            &[local.as_bytes(), domain.as_bytes()],
        )
    }

    /// Key of the budget for contacts that a person asks (S115).
    #[must_use]
    pub fn contacts_asked_key(&self, person: PersonId) -> BudgetKey {
        digest(&self.lookup, "contacts-asked", &[person.as_bytes()])
    }

    /// Key of the budget for user names that an invited person tries (S6).
    #[must_use]
    pub fn user_names_key(&self, person: PersonId) -> BudgetKey {
        digest(&self.lookup, "user-names", &[person.as_bytes()])
    }

    /// Key of the budget for an administrator's acts that take something from others (S114).
    #[must_use]
    pub fn destructive_acts_key(&self, administrator: PersonId) -> BudgetKey {
        digest(
            &self.lookup,
            "destructive-acts",
            &[administrator.as_bytes()],
        )
    }

    /// Key of the budget for notices to a person that administrators cause (S115).
    #[must_use]
    pub fn administrators_notices_key(&self, person: PersonId) -> BudgetKey {
        digest(&self.lookup, "administrators-notices", &[person.as_bytes()])
    }

    /// The seal of an effort ticket, bound to the source, if there is one (S62).
    #[must_use]
    pub fn effort_seal(&self, ticket: &str, source: Option<Source>) -> EffortSeal {
        let source = source.map(|source| source.to_string()).unwrap_or_default();
        digest(
            &self.effort,
            "ticket",
            &[ticket.as_bytes(), source.as_bytes()],
        )
    }

    /// The digest by which a ticket is recorded as used (S62).
    #[must_use]
    pub fn spent_effort_digest(&self, ticket: &str) -> QuestionDigest {
        digest(&self.effort, "spent", &[ticket.as_bytes()])
    }

    /// Key of the budget for waiting tickets of a source (S62).
    #[must_use]
    pub fn waits_key(&self, source: Source) -> BudgetKey {
        digest(&self.effort, "waits", &[source.to_string().as_bytes()])
    }

    /// The digest of an identifier that starts a recovery, known or not (S5).
    #[must_use]
    pub fn identifier_digest(&self, identifier: &Identifier) -> IdentifierDigest {
        digest(
            &self.lookup,
            "recovery",
            &[identifier.canonical().as_bytes()],
        )
    }

    /// The digest of the source that starts a recovery; `None` is this machine (S21).
    #[must_use]
    pub fn source_digest(&self, source: Option<Source>) -> SourceDigest {
        self.recovery_from(source)
    }

    /// The digest of the widest network that one customer may have, around a source that starts a recovery (S99).
    #[must_use]
    pub fn holder_digest(&self, source: Option<Source>) -> HolderDigest {
        self.recovery_from(source.map(Source::holder))
    }

    fn recovery_from<D: From<[u8; 32]>>(&self, source: Option<Source>) -> D {
        let source = source.map(|source| source.to_string()).unwrap_or_default();
        digest(&self.lookup, "recovery-source", &[source.as_bytes()])
    }

    /// The digest that the log has in place of a typed name (S101, S102).
    #[must_use]
    pub fn told_name(&self, identifier: &Identifier) -> [u8; 8] {
        first(&digest(
            &self.lookup,
            "told-name",
            &[identifier.canonical().as_bytes()],
        ))
    }

    /// Key of the counter for re-entering one's own password.
    #[must_use]
    pub fn reentry_key(&self, person: PersonId) -> CounterKey {
        digest(&self.lookup, "re-entry", &[person.as_bytes()])
    }
}
