//! `/account/methods`: one's own ways back; what changes them is only open after a fresh proof.

use super::Asked;
use crate::actions::methods::{RemoveMethod, RenameMethod, RenewSavedCodes};
use crate::blocks::{Block, FieldBlock, FieldKind, FormBlock, Item, Panel, Screen};
use crate::paths;
use crate::ssr::parts::{dangerous, does, field, form, hidden, link, panel, quiet, text, with_problems};
use regain_domain::Refusal;
use regain_service::{Failure, MethodView, MethodsView, PasskeyKeeping};

impl Asked<'_> {
    pub(super) async fn methods(&self) -> Result<Screen, Failure> {
        let words = &self.words.methods;
        let view = self.regain.methods(self.signed_in).await?;
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
                Panel { heading: None, blocks: head },
                panel(words.apps, self.apps(&view)),
                panel(words.passkeys, self.passkeys(&view)),
                panel(words.codes, self.codes(&view)),
                panel(words.mail, self.addresses(&view)),
                self.contacts_panel().await?,
            ],
            foot: self.back(),
            ..Screen::default()
        })
    }

    fn apps(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.methods;
        let mut blocks = match view.authenticators.is_empty() {
            true => vec![Block::Empty(words.no_apps.to_owned())],
            false => vec![Block::Items(view.authenticators.iter().map(|app| self.named(view, app)).collect())],
        };
        if view.confirmed {
            blocks.push(Block::Links(vec![link(words.add_app, paths::METHODS_AUTHENTICATOR)]));
        }
        blocks
    }

    fn passkeys(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.methods;
        let mut blocks = match view.passkeys.is_empty() {
            true => vec![Block::Empty(words.no_passkeys.to_owned())],
            false => vec![Block::Items(view.passkeys.iter().map(|passkey| self.named(view, passkey)).collect())],
        };
        if view.confirmed {
            blocks.push(Block::Links(vec![link(words.add_passkey, paths::METHODS_PASSKEY)]));
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
        lines.extend(app.counts_from.map(|at| (words.counts_from)(&self.moment(at))));
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
                    with_problems(name, "", &[Refusal::NameEmpty, Refusal::NameLong, Refusal::NameCharacter]),
                ],
                buttons: vec![quiet(words.rename)],
            });
            match last {
                true => lines.push(words.last_app.to_owned()),
                false => forms.push(FormBlock {
                    act: does::<RemoveMethod>(),
                    fields: vec![hidden("method", &id)],
                    buttons: vec![dangerous(quiet(words.remove))],
                }),
            }
        }
        Item { title: app.name.clone(), lines, forms, ..Item::default() }
    }

    fn codes(&self, view: &MethodsView) -> Vec<Block> {
        let words = &self.words.methods;
        let mut blocks = vec![text(words.codes_lead), text(&(words.codes_left)(view.saved_codes_left))];
        if view.confirmed {
            blocks.push(text(words.renew_lead));
            blocks.push(form(does::<RenewSavedCodes>(), Vec::new(), vec![quiet(words.renew)]));
        }
        blocks
    }
}
