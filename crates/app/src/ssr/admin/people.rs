//! `/admin`: the list of people.

use super::super::parts::{called, choice, field, form, link, quiet, text};
use super::{ScreenContents, ScreenRequest};
use crate::blocks::{Block, FieldBlock, FieldKind, FormAct, Item, Panel};
use crate::paths;
use regain_domain::{EmailAddress, PersonId, PersonStatus, Role};

impl ScreenRequest<'_> {
    pub(super) async fn people(&self) -> ScreenContents {
        let words = &self.words.admin;
        let search = self.query.get("q");
        let status = self.query.get("status");
        let role = self.query.get("role");
        let after = self.query.get("after").split_once(' ');
        let after = after.and_then(|(id, key)| Some((key.to_owned(), PersonId::from_hex(id)?)));
        let behind = after.is_some();
        let page = self
            .admin
            .people(
                self.actor,
                search,
                PersonStatus::from_code(status),
                Role::from_code(role),
                after,
            )
            .await?;
        let roles = Role::ALL
            .into_iter()
            .map(|role| (role.code(), self.words.role(role)));
        let statuses = PersonStatus::ALL
            .into_iter()
            .map(|status| (status.code(), self.words.status(status)));
        let looked_for = form(
            FormAct::Ask(paths::ADMIN.to_owned()),
            vec![
                FieldBlock {
                    value: search.to_owned(),
                    ..field("q", FieldKind::Line, words.search_label)
                },
                choice("status", words.status, Some(words.any), statuses, status),
                choice("role", words.role, Some(words.any), roles, role),
            ],
            vec![quiet(words.search)],
        );
        let items = page.people.iter().map(|found| {
            let person = &found.person;
            let address = found.address.as_ref().map(EmailAddress::shown);
            let erased = (person.status == PersonStatus::Erased).then(|| self.erased(person.id));
            let shown = called(person)
                .or(address.as_deref())
                .or(erased.as_deref())
                .unwrap_or(words.unnamed);
            let mut standing = vec![
                self.words.status(person.status),
                self.words.role(person.role),
            ];

            standing.extend(
                person
                    .frozen_at
                    .map(|_| self.words.event(regain_domain::HistoryEvent::Frozen)),
            );

            Item {
                title: shown.to_owned(),
                href: Some(format!("{}/{}", paths::ADMIN_PEOPLE, person.id.to_hex())),
                lines: address
                    .as_ref()
                    .filter(|address| *address != shown)
                    .cloned()
                    .into_iter()
                    .chain([standing.join(" · ")])
                    .collect(),
                wrong: None,
                ..Item::default()
            }
        });
        let items: Vec<Item> = items.collect();
        let mut blocks = vec![text(&(words.total)(page.total))];

        blocks.push(if items.is_empty() {
            Block::Empty(words.nobody.to_owned())
        } else {
            Block::Items(items)
        });
        let mut pages = Vec::new();
        if behind {
            pages.push(link(
                words.first,
                self.query.address(paths::ADMIN, "after", ""),
            ));
        }

        if let Some((key, id)) = page.next {
            let after = [&id.to_hex(), " ", key.as_str()].concat();
            pages.push(link(
                words.next,
                self.query.address(paths::ADMIN, "after", &after),
            ));
        }

        if !pages.is_empty() {
            blocks.push(Block::Links(pages));
        }

        let panels = vec![
            Panel {
                heading: None,
                blocks: vec![looked_for],
            },
            Panel {
                heading: None,
                blocks,
            },
        ];

        Ok((words.people.to_owned(), panels))
    }
}
