//! What is counted is kept under digests: neither names nor networks stand in the counters (S5, S57–S66).

use super::Keys;
use regain_domain::{DeviceId, EmailAddress, Identifier, PersonId, Source};
use regain_history::digest as mac;
use regain_storage::Mac;

impl Keys {
    /// All that is counted of a person, wherever they are: what isn't named here would start anew once an older master key is taken
    /// out.
    #[must_use]
    pub fn counted_of_person(&self, person: PersonId) -> [Mac; 11] {
        let mails = self.mails_key(person);
        [
            self.sign_in_key_of(person),
            self.reentry_key(person),
            self.authenticator_key(person),
            self.contact_mails_key(&mails),
            mails,
            self.password_known_key(person),
            self.frozen_by_link_key(person),
            self.contacts_asked_key(person),
            self.user_names_key(person),
            self.destructive_acts_key(person),
            self.administrators_notices_key(person),
        ]
    }

    /// The key of the counter of wrong authenticator codes from devices that aren't known.
    #[must_use]
    pub fn authenticator_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "authenticator", &[person.as_bytes()])
    }

    /// The key of the counter of wrong authenticator codes from a device that is known (S58).
    #[must_use]
    pub fn familiar_authenticator_key(&self, device: DeviceId) -> Mac {
        mac(&self.lookup, "authenticator-device", &[device.as_bytes()])
    }

    /// The key of the sign-in counter of devices that aren't known: a person's, however they are called, or an unknown
    /// identifier's (S5).
    #[must_use]
    pub fn sign_in_key(&self, person: Option<PersonId>, identifier: &Identifier) -> Mac {
        match person {
            Some(person) => self.sign_in_key_of(person),
            None => mac(
                &self.lookup,
                "sign-in",
                &[identifier.canonical().as_bytes()],
            ),
        }
    }

    /// The key of a person's sign-in counter of devices that aren't known.
    #[must_use]
    pub fn sign_in_key_of(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "sign-in-person", &[person.as_bytes()])
    }

    /// The key of the sign-in counter of a device that is known (S58).
    #[must_use]
    pub fn familiar_key(&self, device: DeviceId) -> Mac {
        mac(&self.lookup, "sign-in-device", &[device.as_bytes()])
    }

    /// The key of the budget of mail to a person (S66).
    #[must_use]
    pub fn mails_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "mails", &[person.as_bytes()])
    }

    /// The key of the budget of notices that somebody else knows a person's password (S30).
    #[must_use]
    pub fn password_known_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "password-known", &[person.as_bytes()])
    }

    /// The key of the budget of freezes of a person by links of notices (S30).
    #[must_use]
    pub fn frozen_by_link_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "frozen-by-link", &[person.as_bytes()])
    }

    /// The key of the budget of mail to the contacts of whom a key stands for (S66).
    #[must_use]
    pub fn contact_mails_key(&self, of: &Mac) -> Mac {
        mac(&self.lookup, "mails-contacts", &[of])
    }

    /// The key of the budget of mail that a known device has beside (S66).
    #[must_use]
    pub fn reserved_mails_key(&self, of: &Mac, device: DeviceId) -> Mac {
        mac(&self.lookup, "mails-reserved", &[of, device.as_bytes()])
    }

    /// The key of the budget of mail of a source (S61, S66).
    #[must_use]
    pub fn source_mails_key(&self, source: Source) -> Mac {
        mac(
            &self.lookup,
            "mails-source",
            &[source.to_string().as_bytes()],
        )
    }

    /// The key of the budget of mail of everybody together, and of that of all names of nobody (S66).
    #[must_use]
    pub fn all_mails_key(&self, there: bool) -> Mac {
        mac(
            &self.lookup,
            if there {
                "mails-all"
            } else {
                "mails-of-nobody"
            },
            &[],
        )
    }

    /// The key of the budget of a mailbox, for what others cause to be mailed there (S115). What stands behind a plus is the same
    /// mailbox.
    #[must_use]
    pub fn mailbox_key(&self, address: &EmailAddress) -> Mac {
        let (local, domain) = address
            .canonical()
            .rsplit_once('@')
            .unwrap_or((address.canonical(), ""));
        let local = local
            .split('+')
            .next()
            .filter(|local| !local.is_empty())
            .unwrap_or(local);
        mac(
            &self.lookup,
            "mails-mailbox",
            &[local.as_bytes(), domain.as_bytes()],
        )
    }

    /// The key of the budget of contacts that a person asks (S115).
    #[must_use]
    pub fn contacts_asked_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "contacts-asked", &[person.as_bytes()])
    }

    /// The key of the budget of user names that an invited person asks for (S6).
    #[must_use]
    pub fn user_names_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "user-names", &[person.as_bytes()])
    }

    /// The key of the budget of an administrator's acts that take something from others (S114).
    #[must_use]
    pub fn destructive_acts_key(&self, administrator: PersonId) -> Mac {
        mac(
            &self.lookup,
            "destructive-acts",
            &[administrator.as_bytes()],
        )
    }

    /// The key of the budget of notices to a person that administrators cause (S115).
    #[must_use]
    pub fn administrators_notices_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "administrators-notices", &[person.as_bytes()])
    }

    /// The seal of a ticket that asks for effort: for one source alone, where there is one (S62).
    #[must_use]
    pub fn effort_seal(&self, ticket: &str, source: Option<Source>) -> Mac {
        let source = source.map(|source| source.to_string()).unwrap_or_default();
        mac(
            &self.effort,
            "ticket",
            &[ticket.as_bytes(), source.as_bytes()],
        )
    }

    /// The key under which a ticket was used (S62).
    #[must_use]
    pub fn spent_effort_key(&self, ticket: &str) -> Mac {
        mac(&self.effort, "spent", &[ticket.as_bytes()])
    }

    /// The key of the budget of waits of a source (S62).
    #[must_use]
    pub fn waits_key(&self, source: Source) -> Mac {
        mac(&self.effort, "waits", &[source.to_string().as_bytes()])
    }

    /// The key of the recoveries of an identifier, known or not (S5).
    #[must_use]
    pub fn recovery_key(&self, identifier: &Identifier) -> Mac {
        mac(
            &self.lookup,
            "recovery",
            &[identifier.canonical().as_bytes()],
        )
    }

    /// Where recoveries are started from: from none is from this machine itself (S21).
    #[must_use]
    pub fn recovery_source_key(&self, source: Option<Source>) -> Mac {
        let source = source.map(|source| source.to_string()).unwrap_or_default();
        mac(&self.lookup, "recovery-source", &[source.as_bytes()])
    }

    /// What the log says in place of a name that was typed (S101, S102).
    #[must_use]
    pub fn told_name(&self, identifier: &Identifier) -> [u8; 8] {
        let digest = mac(
            &self.lookup,
            "told-name",
            &[identifier.canonical().as_bytes()],
        );
        std::array::from_fn(|index| digest[index])
    }

    /// The key of the counter for re-entering one's own password.
    #[must_use]
    pub fn reentry_key(&self, person: PersonId) -> Mac {
        mac(&self.lookup, "re-entry", &[person.as_bytes()])
    }
}
