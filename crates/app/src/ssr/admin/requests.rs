//! `/admin/requests`: roles waiting for a second administrator.

use super::super::parts::{adding, button, called, does, hidden, quiet};
use super::{ScreenContents, ScreenRequest};
use crate::actions::admin as act;
use crate::blocks::{Block, FormBlock, Item, Panel};
use crate::paths;

impl ScreenRequest<'_> {
    pub(super) async fn requests(&self) -> ScreenContents {
        let words = &self.words.admin;
        let waiting = self.admin.role_requests(self.actor).await?;
        let items = waiting.iter().map(|request| {
            let person = called(&request.person).unwrap_or(words.unnamed);
            let asked_by = called(&request.requested_by).unwrap_or(words.unnamed);
            let mut lines = vec![
                (words.asked_by)(asked_by),
                (words.waits_until)(&self.moment(request.expires_at)),
            ];
            let own = request.requested_by.id == self.actor;

            if !request.may_confirm {
                lines.push(words.needs_second.to_owned());
            }

            let turn_down = quiet(if own {
                words.take_back
            } else {
                words.turn_down
            });
            let mut buttons = vec![adding(turn_down, "decision", "refuse")];
            if request.may_confirm {
                buttons.insert(0, adding(button(words.confirm), "decision", "confirm"));
            }

            Item {
                title: self.words.joined(person, self.words.role(request.role)),
                href: Some(format!(
                    "{}/{}",
                    paths::ADMIN_PEOPLE,
                    request.person.id.to_hex()
                )),
                lines,
                forms: vec![FormBlock {
                    act: does::<act::DecideRole>(),
                    fields: vec![hidden("request", &request.id.to_hex())],
                    buttons,
                }],
                ..Item::default()
            }
        });
        let items: Vec<Item> = items.collect();
        let block = if items.is_empty() {
            Block::Empty(words.no_requests.to_owned())
        } else {
            Block::Items(items)
        };

        Ok((
            words.requests.to_owned(),
            vec![Panel {
                heading: None,
                blocks: vec![block],
            }],
        ))
    }
}
