//! `/account/methods/contacts`: the person's recovery contacts; changes require a fresh proof.

use super::ScreenRequest;
use crate::actions::contacts::{AddContact, RemoveContact, ResendContact, SetContactsNeeded};
use crate::blocks::{Block, FieldBlock, FieldKind, FormBlock, Item, Panel, Screen};
use crate::figures::figured;
use crate::paths;
use crate::request::draft;
use crate::ssr::parts::{
    button, dangerous, does, field, form, hidden, link, name_field, panel, quiet, text,
    with_problems,
};
use regain_domain::{ContactsNeeded, Refusal};
use regain_service::{ContactState, ContactView, ContactsView, Failure};

/// The problems shown at a contact's address field.
const OF_ADDRESS: [Refusal; 6] = [
    Refusal::AddressEmpty,
    Refusal::AddressCharacter,
    Refusal::IdentifierAddress,
    Refusal::IdentifierLong,
    Refusal::ContactOwn,
    Refusal::ContactTwice,
];

impl ScreenRequest<'_> {
    /// On the methods page: who they are, and a link to their own page.
    pub(super) async fn contacts_panel(&self) -> Result<Panel, Failure> {
        let words = &self.words.contacts;
        let view = self.regain.contacts.view(self.signed_in).await?;
        let items: Vec<Item> = view
            .contacts
            .iter()
            .map(|contact| self.contact(contact, false))
            .collect();
        let blocks = vec![
            if items.is_empty() {
                Block::Empty(words.none.to_owned())
            } else {
                Block::Items(items)
            },
            Block::Links(vec![link(words.manage, paths::METHODS_CONTACTS)]),
        ];

        Ok(panel(words.contacts, blocks))
    }

    /// Their own page.
    pub(super) async fn contacts(&self) -> Result<Screen, Failure> {
        let words = &self.words.contacts;
        let view = self.regain.contacts.view(self.signed_in).await?;
        let mut head = vec![text(words.contacts_lead), text(words.contacts_gate)];
        if !view.confirmed {
            let confirm = format!("{}?return_to={}", paths::CONFIRM, paths::METHODS_CONTACTS);
            head.push(Block::Links(vec![link(
                self.words.methods.confirm_first,
                confirm,
            )]));
        }

        let items: Vec<Item> = view
            .contacts
            .iter()
            .map(|contact| self.contact(contact, view.confirmed))
            .collect();
        let list = if items.is_empty() {
            Block::Empty(words.none.to_owned())
        } else {
            Block::Items(items)
        };

        let mut panels = vec![
            Panel {
                heading: None,
                blocks: head,
            },
            panel(words.chosen, vec![list]),
        ];
        if !view.former.is_empty() {
            let former = view
                .former
                .iter()
                .map(|contact| self.contact(contact, false))
                .collect();
            panels.push(panel(words.former, vec![Block::Items(former)]));
        }

        if view.confirmed {
            panels.push(panel(words.add, self.add_contact(&view)));
        }

        panels.push(panel(words.needed, self.needed(&view)));
        Ok(Screen {
            title: words.contacts.to_owned(),
            wide: true,
            notice: self.notice(),
            panels,
            foot: vec![link(self.words.methods.back_to_methods, paths::METHODS)],
            ..Screen::default()
        })
    }

    fn contact(&self, contact: &ContactView, open: bool) -> Item {
        let words = &self.words.contacts;
        let (state, good) = match contact.state {
            ContactState::Invited(until) => ((words.invited)(&self.moment(until)), None),
            ContactState::Expired => (words.expired.to_owned(), Some(false)),
            ContactState::Accepted(Some(from)) => ((words.counts_from)(&self.moment(from)), None),
            ContactState::Accepted(None) => (words.counts.to_owned(), Some(true)),
            ContactState::Declined => (words.has_declined.to_owned(), Some(false)),
            ContactState::Former(until) => ((words.former_until)(&self.moment(until)), None),
            ContactState::Aside => (words.aside.to_owned(), Some(false)),
        };

        let is_former = matches!(contact.state, ContactState::Former(_) | ContactState::Aside);
        let mut forms = Vec::new();
        if open && !is_former {
            let id = contact.id.to_hex();
            if matches!(
                contact.state,
                ContactState::Invited(_) | ContactState::Expired
            ) {
                forms.push(FormBlock {
                    act: does::<ResendContact>(),
                    fields: vec![hidden("contact", &id)],
                    buttons: vec![quiet(words.resend)],
                });
            }

            forms.push(FormBlock {
                act: does::<RemoveContact>(),
                fields: vec![hidden("contact", &id)],
                buttons: vec![dangerous(quiet(words.remove))],
            });
        }

        Item {
            title: contact.name.clone(),
            lines: vec![contact.address.shown(), state],
            good,
            forms,
            ..Item::default()
        }
    }

    fn add_contact(&self, view: &ContactsView) -> Vec<Block> {
        let words = &self.words.contacts;
        if view.full {
            return vec![Block::Empty(words.full.to_owned())];
        }

        let value = draft("mailbox").unwrap_or_default();
        let address = FieldBlock {
            value,
            ..field("mailbox", FieldKind::Line, words.address)
        };
        let fields = vec![
            name_field(words.name, words.name_hint, ""),
            with_problems(address, words.address_hint, &OF_ADDRESS),
        ];

        vec![
            text(figured(words.add_lead)),
            form(does::<AddContact>(), fields, vec![button(words.ask)]),
        ]
    }

    fn needed(&self, view: &ContactsView) -> Vec<Block> {
        let words = &self.words.contacts;
        let (says, other, press) = match view.needed {
            ContactsNeeded::One => (words.one_helps, ContactsNeeded::TwoOfThree, words.need_two),
            ContactsNeeded::TwoOfThree => (words.two_help, ContactsNeeded::One, words.need_one),
        };

        let mut blocks = vec![text(says)];
        let possible = view.three_count || view.needed == ContactsNeeded::TwoOfThree;
        if !possible {
            blocks.push(text(words.three_first));
        } else if view.confirmed {
            let number = hidden("needed", &other.number().to_string());
            blocks.push(form(
                does::<SetContactsNeeded>(),
                vec![number],
                vec![quiet(press)],
            ));
        }

        blocks
    }
}
