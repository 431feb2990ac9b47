//! The person's own addresses on the methods page, and `/account/methods/address`.

use super::ScreenRequest;
use crate::actions::addresses::{
    ClaimAddress, EnterAddressCode, RemoveAddress, ResendAddressCode, StopAddress,
};
use crate::answering::confirm_first;
use crate::blocks::{
    Block, ButtonBlock, FieldBlock, FieldKind, FormAct, FormBlock, Item, Note, Panel, Screen,
};
use crate::figures::figured;
use crate::paths;
use crate::request::draft;
use crate::ssr::parts::{
    again, button, dangerous, does, field, form, hidden, link, quiet, text, with_problems,
};
use regain_domain::{Refusal, policy};
use regain_service::{AddressView, ClaimView, Failure, MethodsView};

/// The problems shown at a new address's field.
const OF_ADDRESS: [Refusal; 6] = [
    Refusal::AddressEmpty,
    Refusal::AddressCharacter,
    Refusal::IdentifierAddress,
    Refusal::IdentifierLong,
    Refusal::AddressOwn,
    Refusal::AddressContact,
];

/// The problems shown at its code's field.
const OF_CODE: [Refusal; 7] = [
    Refusal::CodeEmpty,
    Refusal::CodeMalformed,
    Refusal::CodeWrong,
    Refusal::CodeExpired,
    Refusal::CodeUsed,
    Refusal::CodeReplaced,
    Refusal::CodeTries,
];

impl ScreenRequest<'_> {
    /// The panel "Email".
    pub(super) fn addresses(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.addresses;
        let mut blocks = vec![Block::Items(
            view.addresses
                .iter()
                .map(|row| self.one(view, row))
                .collect(),
        )];
        if view.confirmed && view.addresses.len() < policy::ADDRESSES_MAX {
            blocks.push(Block::Links(vec![link(words.add, paths::METHODS_ADDRESS)]));
        }

        blocks
    }

    fn one(&self, view: &MethodsView, row: &AddressView) -> Item {
        let words = &self.words.addresses;
        let mut lines = vec![(words.since)(&self.moment(row.since))];
        lines.extend(
            row.counts_from
                .map(|at| (self.words.methods.counts_from)(&self.moment(at))),
        );
        let mut forms = Vec::new();
        if view.confirmed {
            forms.push(FormBlock {
                act: FormAct::Fill(paths::METHODS_ADDRESS.to_owned()),
                fields: vec![hidden("change", &row.position.to_string())],
                buttons: vec![quiet(words.change)],
            });
        }

        let first_counts = view
            .addresses
            .iter()
            .any(|first| first.position == 1 && first.counts_from.is_none());
        match (view.confirmed && row.position == 2, first_counts) {
            (true, true) => forms.push(FormBlock {
                act: does::<RemoveAddress>(),
                fields: Vec::new(),
                buttons: vec![dangerous(quiet(words.remove))],
            }),
            (true, false) => lines.push(words.first_waits.to_owned()),
            (false, _) => {}
        }

        Item {
            title: row.address.shown(),
            lines,
            forms,
            ..Item::default()
        }
    }

    /// The page for requesting an address and entering its code.
    pub(super) async fn address(&self) -> Result<Option<Screen>, Failure> {
        let claim = match self.regain.addresses.address_claim(self.signed_in).await {
            Ok(claim) => claim,
            Err(Failure::Refused(Refusal::ConfirmNeeded)) => {
                confirm_first(&match self.query.get("change") {
                    position @ ("1" | "2") => {
                        format!("{}?change={position}", paths::METHODS_ADDRESS)
                    }
                    _ => paths::METHODS_ADDRESS.to_owned(),
                });
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        };

        let words = &self.words.addresses;
        let changed = self
            .signed_in
            .addresses
            .get(match self.query.get("change") {
                "1" => 0,
                "2" => 1,
                _ => usize::MAX,
            });
        let (title, blocks) = match (claim, changed) {
            (Some(claim), _) => (words.code_heading, self.waiting(&claim)),
            (None, Some(address)) => {
                let lead = vec![Block::Value(
                    self.words.methods.mail.to_owned(),
                    address.shown(),
                )];
                let asked = self.asking(words.lead_change, self.query.get("change"));
                (words.heading_change, [lead, asked].concat())
            }
            (None, None) if self.signed_in.addresses.len() >= policy::ADDRESSES_MAX => (
                words.heading_change,
                vec![Block::Empty(words.full.to_owned())],
            ),
            (None, None) => (words.heading_add, self.asking(words.lead_add, "")),
        };

        Ok(Some(Screen {
            title: title.to_owned(),
            notice: self.notice(),
            panels: vec![Panel {
                heading: None,
                blocks,
            }],
            foot: vec![link(self.words.methods.back_to_methods, paths::METHODS)],
            ..Screen::default()
        }))
    }

    fn asking(&self, lead: &str, position: &str) -> Vec<Block> {
        let words = &self.words.addresses;
        let value = draft("new_address").unwrap_or_default();
        let address = FieldBlock {
            value,
            ..field("new_address", FieldKind::Address, words.new)
        };
        let fields = vec![
            hidden("position", position),
            with_problems(address, words.new_hint, &OF_ADDRESS),
        ];

        vec![
            text(lead),
            form(does::<ClaimAddress>(), fields, vec![button(words.send)]),
        ]
    }

    fn waiting(&self, claim: &ClaimView) -> Vec<Block> {
        let words = &self.words.addresses;
        let mut blocks = Vec::new();
        let over = claim.expired || claim.tries_left == 0;
        if over {
            blocks.push(Block::Note(Note {
                text: words.over.to_owned(),
                wrong: true,
            }));
        } else {
            let code = field("code", FieldKind::Code { long: true }, words.code);
            let fields = vec![with_problems(code, figured(words.code_hint), &OF_CODE)];
            blocks.push(text(&(words.code_lead)(&claim.address.shown())));
            blocks.push(form(
                does::<EnterAddressCode>(),
                fields,
                vec![button(words.confirm)],
            ));
        }

        blocks.push(match claim.resend_in {
            Some(wait) => {
                let resend = ButtonBlock {
                    primary: over,
                    ..again(words.resend, wait)
                };
                form(does::<ResendAddressCode>(), Vec::new(), vec![resend])
            }
            None => Block::Empty(words.spent.to_owned()),
        });
        blocks.push(form(
            does::<StopAddress>(),
            Vec::new(),
            vec![quiet(words.stop)],
        ));

        blocks
    }
}
