//! `/account/methods`: the person's own methods; changes require a fresh proof.

use super::ScreenRequest;
use crate::actions::addresses::EndAddress;
use crate::actions::methods::{
    EndMethod, PutBackMethod, RemoveMethod, RenameMethod, RenewSavedCodes,
};
use crate::blocks::{Block, FieldBlock, FieldKind, FormBlock, Item, Panel, Screen};
use crate::figures::figured;
use crate::paths;
use crate::ssr::parts::{
    dangerous, does, field, form, hidden, link, panel, quiet, text, with_problems,
};
use regain_domain::{MethodKind, Refusal};
use regain_service::{
    Failure, FormerAddressView, FormerView, MethodView, MethodsView, PasskeyDuty, PasskeyKeeping,
};

impl ScreenRequest<'_> {
    pub(super) async fn methods(&self) -> Result<Screen, Failure> {
        let words = &self.words.methods;
        let view = self.regain.ways_back.view(self.signed_in).await?;
        let mut head = vec![text(words.lead)];
        if !view.confirmed {
            let confirm = format!("{}?return_to={}", paths::CONFIRM, paths::METHODS);
            head.push(Block::Links(vec![link(words.confirm_first, confirm)]));
        }

        Ok(Screen {
            title: words.heading.to_owned(),
            wide: true,
            notice: self.notice(),
            panels: vec![
                Panel {
                    heading: None,
                    blocks: head,
                },
                panel(words.apps, self.apps(&view)),
                panel(words.passkeys, self.passkeys(&view)),
                panel(words.codes, self.codes(&view)),
                panel(words.mail, self.addresses(&view)),
                self.contacts_panel().await?,
            ]
            .into_iter()
            .chain(self.former(&view).map(|blocks| panel(words.former, blocks)))
            .collect(),
            foot: self.back(),
            ..Screen::default()
        })
    }

    fn apps(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.methods;
        let mut blocks = if view.authenticators.is_empty() {
            vec![Block::Empty(words.no_apps.to_owned())]
        } else {
            vec![Block::Items(
                view.authenticators
                    .iter()
                    .map(|app| self.named(view, app))
                    .collect(),
            )]
        };

        if view.confirmed {
            blocks.push(Block::Links(vec![link(
                words.add_app,
                paths::METHODS_AUTHENTICATOR,
            )]));
        }

        blocks
    }

    fn passkeys(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.methods;
        let mut blocks = if view.passkeys.is_empty() {
            vec![Block::Empty(words.no_passkeys.to_owned())]
        } else {
            vec![Block::Items(
                view.passkeys
                    .iter()
                    .map(|passkey| self.named(view, passkey))
                    .collect(),
            )]
        };

        if view.confirmed {
            blocks.push(Block::Links(vec![link(
                words.add_passkey,
                paths::METHODS_PASSKEY,
            )]));
        }

        blocks
    }

    /// An authenticator app, or a passkey.
    fn named(&self, view: &MethodsView, app: &MethodView) -> Item {
        let words = &self.words.methods;
        let mut lines = Vec::new();
        lines.extend(app.keeping.map(|keeping| {
            let keeping = match keeping {
                PasskeyKeeping::Synced => words.synced,
                PasskeyKeeping::OneDevice => words.one_device,
                PasskeyKeeping::SecurityKey => words.security_key,
            };

            keeping.to_owned()
        }));
        lines.push((words.added)(&self.moment(app.added_at)));
        lines.push(match app.used_at {
            Some(at) => (words.used)(&self.moment(at)),
            None => words.never_used.to_owned(),
        });
        lines.extend(
            app.counts_from
                .map(|at| (words.counts_from)(&self.moment(at))),
        );
        let counts = |method: &&MethodView| method.counts_from.is_none();
        let is_the_one = view
            .passkeys
            .iter()
            .filter(counts)
            .map(|passkey| passkey.id)
            .eq([app.id]);
        if self.signed_in.passkey_duty == PasskeyDuty::Met && is_the_one {
            lines.push(self.words.duty.last.to_owned());
        }

        let last = view.second_factor && view.authenticators.len() + view.passkeys.len() == 1;
        let mut forms = Vec::new();
        if view.confirmed {
            let id = app.id.to_hex();
            let name = FieldBlock {
                id: format!("name-{id}"),
                value: app.name.clone(),
                ..field("name", FieldKind::Line, words.name)
            };
            forms.push(FormBlock {
                act: does::<RenameMethod>(),
                fields: vec![
                    hidden("method", &id),
                    with_problems(
                        name,
                        "",
                        &[
                            Refusal::NameEmpty,
                            Refusal::NameLong,
                            Refusal::NameCharacter,
                        ],
                    ),
                ],
                buttons: vec![quiet(words.rename)],
            });

            if last {
                lines.push(words.last_app.to_owned());
            } else {
                forms.push(FormBlock {
                    act: does::<RemoveMethod>(),
                    fields: vec![hidden("method", &id)],
                    buttons: vec![dangerous(quiet(words.remove))],
                });
            }
        }

        Item {
            title: app.name.clone(),
            lines,
            forms,
            ..Item::default()
        }
    }

    /// Removed or set-aside methods, if any.
    fn former(&self, view: &MethodsView) -> Option<Vec<Block>> {
        let words = &self.words.methods;
        let methods = view.former.iter().map(|former| self.ended(view, former));
        let addresses = view
            .former_addresses
            .iter()
            .map(|former| self.ended_address(view, former));
        let items: Vec<Item> = methods.chain(addresses).collect();

        if items.is_empty() {
            return None;
        }

        let mut blocks = vec![text(words.former_lead), Block::Items(items)];
        let method = view
            .former
            .iter()
            .any(|former| former.counts_until.is_some());
        let address = !view.former_addresses.is_empty() && another_address_counts(view);
        if view.confirmed && (method || address) {
            let confirm = format!("{}?return_to={}", paths::CONFIRM, paths::METHODS);
            blocks.push(text(words.end_lead));
            blocks.push(Block::Links(vec![link(words.confirm_more, confirm)]));
        }

        Some(blocks)
    }

    fn ended_address(&self, view: &MethodsView, former: &FormerAddressView) -> Item {
        let words = &self.words.methods;
        let mut lines = vec![
            words.mail.to_owned(),
            (words.counts_until)(&self.moment(former.counts_until)),
        ];
        let end = FormBlock {
            act: does::<EndAddress>(),
            fields: vec![hidden("former", &former.ended_by.to_hex())],
            buttons: vec![dangerous(quiet(words.end_now))],
        };
        let forms = match (view.confirmed, another_address_counts(view)) {
            (true, true) => vec![end],
            (true, false) => {
                lines.push(self.words.addresses.ends_later.to_owned());
                Vec::new()
            }
            (false, _) => Vec::new(),
        };

        Item {
            title: former.address.shown(),
            lines,
            forms,
            ..Item::default()
        }
    }

    fn ended(&self, view: &MethodsView, former: &FormerView) -> Item {
        let words = &self.words.methods;
        let kind = match former.kind {
            MethodKind::Authenticator => words.app,
            MethodKind::Passkey => words.passkey,
        };

        let (state, back) = match former.counts_until {
            Some(until) => ((words.counts_until)(&self.moment(until)), words.put_back),
            None => (words.set_aside.to_owned(), words.mine),
        };

        let gone = if former.counts_until.is_some() {
            words.end_now
        } else {
            words.remove
        };

        let lines = vec![
            kind.to_owned(),
            (words.added)(&self.moment(former.added_at)),
            state,
        ];
        let id = former.id.to_hex();
        let form = |act, button| FormBlock {
            act,
            fields: vec![hidden("method", &id)],
            buttons: vec![button],
        };
        let forms = if view.confirmed {
            vec![
                form(does::<PutBackMethod>(), quiet(back)),
                form(does::<EndMethod>(), dangerous(quiet(gone))),
            ]
        } else {
            Vec::new()
        };

        Item {
            title: former.name.clone(),
            lines,
            forms,
            ..Item::default()
        }
    }

    fn codes(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.methods;
        let mut blocks = vec![
            text(figured(words.codes_lead)),
            text(&(words.codes_left)(view.saved_codes_left)),
        ];
        blocks.extend(
            view.saved_codes_from
                .map(|from| text(&(words.codes_from)(&self.moment(from)))),
        );

        if view.confirmed {
            blocks.push(text(words.renew_lead));
            blocks.push(form(
                does::<RenewSavedCodes>(),
                Vec::new(),
                vec![quiet(words.renew)],
            ));
        }

        blocks
    }
}

/// Whether codes of a recovery have somewhere else to go: a former address stays as long as they don't (S46).
fn another_address_counts(view: &MethodsView) -> bool {
    view.addresses.iter().any(|row| row.counts_from.is_none())
}
