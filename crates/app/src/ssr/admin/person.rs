//! `/admin/people/…`: one person, and the actions allowed; none affects their password or recovery methods.

use super::super::parts::{
    button, called, choice, dangerous, does, field, form, hidden, link, panel, quiet, text,
    with_problems,
};
use super::{ScreenContents, ScreenRequest};
use crate::actions::admin as act;
use crate::blocks::{Block, FieldBlock, FieldKind, FormAct, Note, Panel};
use crate::paths;
use regain_admin::PersonView;
use regain_domain::{EmailAddress, PersonId, PersonStatus, Refusal, Role};

/// The action to confirm first, in the URL.
const DISABLE: &str = "disable";

fn may_disable(view: &PersonView) -> bool {
    let active = view.person.status == PersonStatus::Active;
    active && view.may_stand && !view.is_self && !view.is_last_administrator
}

impl ScreenRequest<'_> {
    pub(super) async fn person(&self, id: &str) -> ScreenContents {
        let id = PersonId::from_hex(id).ok_or(Refusal::PersonUnknown)?;
        let view = self.admin.person(self.actor, id).await?;
        let words = &self.words.admin;
        let address = view.addresses.first().map(EmailAddress::shown);
        let title = match view.person.status {
            PersonStatus::Erased => self.erased(id),
            _ => called(&view.person)
                .or(address.as_deref())
                .unwrap_or(words.unnamed)
                .to_owned(),
        };

        if self.query.get("confirm") == DISABLE && may_disable(&view) {
            return Ok(self.sure_to_disable(&view, &title));
        }

        let mut panels = vec![Panel {
            heading: None,
            blocks: self.about(&view),
        }];
        match view.person.status {
            PersonStatus::Invited if view.may_invite => panels.push(self.invitation(&view)),
            PersonStatus::Active | PersonStatus::Disabled => {
                panels.extend(view.may_stand.then(|| self.access(&view)));
                let may_change =
                    view.may_change_roles && view.person.status == PersonStatus::Active;
                panels.extend(may_change.then(|| self.role(&view)));
                panels.push(self.why_no_reset());
            }
            PersonStatus::Invited | PersonStatus::Revoked | PersonStatus::Erased => {}
        }

        Ok((title, panels))
    }

    fn about(&self, view: &PersonView) -> Vec<Block> {
        let words = &self.words.admin;
        let person = &view.person;
        let addresses: Vec<String> = view.addresses.iter().map(EmailAddress::shown).collect();
        let facts = [
            (
                words.name,
                person.name.as_ref().map(|name| name.as_str().to_owned()),
            ),
            (
                words.user_name,
                person
                    .user_name
                    .as_ref()
                    .map(|name| name.as_str().to_owned()),
            ),
            (
                words.email,
                (!addresses.is_empty()).then(|| addresses.join(", ")),
            ),
            (
                words.status,
                Some(self.words.status(person.status).to_owned()),
            ),
            (words.role, Some(self.words.role(person.role).to_owned())),
            (words.invited_on, Some(self.moment(person.created_at))),
            (
                words.activated_on,
                person.activated_at.map(|at| self.moment(at)),
            ),
            (
                words.invitation_ends,
                view.invitation_ends.map(|at| self.moment(at)),
            ),
            (words.erased_on, view.erased_on.map(|at| self.moment(at))),
            (
                words.frozen_since,
                person.frozen_at.map(|at| self.moment(at)),
            ),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?)));
        let mut blocks = vec![Block::Facts(facts.collect())];

        if person.frozen_at.is_some() {
            blocks.push(Block::Note(Note {
                text: words.is_frozen.to_owned(),
                wrong: true,
            }));
        }

        let history = format!("{}?person={}", paths::ADMIN_HISTORY, person.id.to_hex());
        blocks.push(Block::Links(vec![link(words.persons_history, history)]));

        blocks
    }

    fn invitation(&self, view: &PersonView) -> Panel {
        let words = &self.words.admin;
        let id = view.person.id.to_hex();
        let address = view
            .addresses
            .first()
            .map(|address| address.as_str())
            .unwrap_or_default();
        let again = vec![
            hidden("address", address),
            hidden("language", view.person.language.tag()),
            hidden("person", &id),
        ];

        panel(
            words.invitation,
            vec![
                text(words.invitation_lead),
                form(
                    does::<act::InvitePerson>(),
                    again,
                    vec![button(words.invite_again)],
                ),
                form(
                    does::<act::CancelInvitation>(),
                    vec![hidden("person", &id)],
                    vec![dangerous(quiet(words.cancel))],
                ),
            ],
        )
    }

    fn access(&self, view: &PersonView) -> Panel {
        let words = &self.words.admin;
        let id = view.person.id.to_hex();
        let mut blocks = Vec::new();
        if view.person.status == PersonStatus::Disabled {
            blocks.push(text(words.enable_lead));
            blocks.push(form(
                does::<act::EnablePerson>(),
                vec![hidden("person", &id)],
                vec![button(words.enable)],
            ));
            return panel(words.access, blocks);
        }

        if view.is_self {
            blocks.push(text(words.is_you));
        } else if view.is_last_administrator {
            blocks.push(text(words.is_last));
        } else {
            // The next page asks for confirmation and names the person; nothing happens before that.
            let ask = FormAct::Fill(format!("{}/{id}", paths::ADMIN_PEOPLE));
            blocks.push(text(words.disable_lead));
            blocks.push(form(
                ask,
                vec![hidden("confirm", DISABLE)],
                vec![dangerous(quiet(words.disable))],
            ));
        }

        blocks.push(text(words.sessions_lead));
        blocks.push(form(
            does::<act::EndSessions>(),
            vec![hidden("person", &id)],
            vec![dangerous(quiet(words.end_sessions))],
        ));

        panel(words.access, blocks)
    }

    /// The confirmation: who is to be disabled, what that means, and why.
    fn sure_to_disable(&self, view: &PersonView, name: &str) -> (String, Vec<Panel>) {
        let words = &self.words.admin;
        let id = view.person.id.to_hex();
        let reason = FieldBlock {
            value: crate::request::draft("reason").unwrap_or_default(),
            ..field("reason", FieldKind::Line, words.reason)
        };
        let reason = with_problems(
            reason,
            words.reason_hint,
            &[
                Refusal::ReasonEmpty,
                Refusal::ReasonLong,
                Refusal::ReasonLink,
            ],
        );
        let blocks = vec![
            text(&(words.disable_means)(name)),
            form(
                does::<act::DisablePerson>(),
                vec![hidden("person", &id), reason],
                vec![dangerous(button(words.disable))],
            ),
            Block::Links(vec![link(
                words.cancel_act,
                format!("{}/{id}", paths::ADMIN_PEOPLE),
            )]),
        ];

        (
            (words.disable_sure)(name),
            vec![Panel {
                heading: None,
                blocks,
            }],
        )
    }

    fn role(&self, view: &PersonView) -> Panel {
        let words = &self.words.admin;
        if view.is_last_administrator {
            return panel(words.role, vec![text(words.is_last)]);
        }

        if let Some(role) = view.requested_role {
            let waiting = (words.waiting)(self.words.role(role));
            let links = Block::Links(vec![link(words.see_requests, paths::ADMIN_REQUESTS)]);
            return panel(words.role, vec![text(&waiting), links]);
        }

        let roles = Role::ALL
            .into_iter()
            .map(|role| (role.code(), self.words.role(role)));
        let role = choice("role", words.role, None, roles, view.person.role.code());
        let role = with_problems(role, "", &[Refusal::RoleUnchanged]);
        let fields = vec![hidden("person", &view.person.id.to_hex()), role];
        let ask = form(
            does::<act::RequestRole>(),
            fields,
            vec![quiet(words.request_role)],
        );

        panel(words.role, vec![text(words.role_lead), ask])
    }

    fn why_no_reset(&self) -> Panel {
        let words = &self.words.admin;
        let address = [self.public_url.as_str(), paths::RECOVER].concat();
        let links = vec![
            link(&address, paths::RECOVER),
            link(words.why_lost, paths::RECOVER_LOST),
        ];
        panel(words.why, vec![text(words.why_text), Block::Links(links)])
    }
}
