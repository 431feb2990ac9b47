//! The names of all forms' fields: script sends these, and nothing that others put into a form.

/// Every field name that our forms send.
pub(crate) const FIELDS: &[&str] = &[
    "address",
    "addresses",
    "authenticators",
    "code",
    "confirm",
    "contact",
    "contacts",
    "credential",
    "current",
    "decision",
    "device",
    "event",
    "first_group",
    "format",
    "former",
    "identifier",
    "keep",
    "language",
    "mailbox",
    "method",
    "name",
    "needed",
    "new",
    "new_address",
    "page",
    "passkeys",
    "password",
    "person",
    "policy",
    "position",
    "proof",
    "purpose",
    "q",
    "reason",
    "remember",
    "request",
    "return_to",
    "role",
    "saved_codes",
    "seen",
    "session",
    "spoken",
    "state",
    "table",
    "token",
    "trouble",
    "user_name",
    "with",
];

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::FIELDS;
    use crate::forms::{FORMS, PAGE_FORMS};
    use std::collections::BTreeSet;

    #[test]
    fn every_name_of_the_inventory_is_sent_and_no_other() {
        let named: BTreeSet<_> = FORMS
            .iter()
            .chain(PAGE_FORMS)
            .flat_map(|(_, fields)| *fields)
            .copied()
            .collect();
        let sent: BTreeSet<_> = FIELDS.iter().copied().collect();
        assert_eq!(sent, named);
        assert_eq!(sent.len(), FIELDS.len(), "each once");
    }
}
