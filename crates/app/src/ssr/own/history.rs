//! `/account/history`: the history of the person's own account, with a mark that really verifies.

use super::ScreenRequest;
use crate::blocks::{Block, Item, Note, Panel, Screen};
use crate::paths;
use crate::ssr::parts::{link, text};
use regain_domain::Timestamp;
use regain_service::{Failure, HistoryLine, HistoryPage};

/// A time in HTML's format, to the minute.
fn in_utc(at: Timestamp) -> String {
    let (year, month, day, hour, minute) = at.in_utc();
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z")
}

impl ScreenRequest<'_> {
    pub(super) async fn history(&self) -> Result<Screen, Failure> {
        let words = &self.words.history;
        let before = self.query.get("before").parse().ok();
        let HistoryPage {
            lines,
            older,
            total,
            verified,
        } = self
            .regain
            .own_account
            .history(self.signed_in, before)
            .await?;
        let mark = if verified {
            words.verified
        } else {
            words.broken
        };

        let entries = lines.iter().map(|line| self.entry(line)).collect();
        let newest = before.map(|_| link(words.newest, paths::HISTORY));
        let older =
            older.map(|older| link(words.older, format!("{}?before={older}", paths::HISTORY)));
        let blocks = vec![
            text(words.lead),
            Block::Items(entries),
            text(&(words.total)(total)),
        ];

        Ok(Screen {
            title: words.heading.to_owned(),
            wide: true,
            notice: Some(Note {
                text: mark.to_owned(),
                wrong: !verified,
            }),
            panels: vec![Panel {
                heading: None,
                blocks,
            }],
            foot: newest.into_iter().chain(older).chain(self.back()).collect(),
            ..Screen::default()
        })
    }

    fn entry(&self, line: &HistoryLine) -> Item {
        let own = line.actor.map(|actor| actor == self.signed_in.person.id);
        Item {
            title: self.words.history_line(line),
            at: Some((in_utc(line.at), self.moment(line.at))),
            lines: vec![self.words.history_facts(line, own)],
            wrong: (!line.genuine).then(|| self.words.history.changed.to_owned()),
            ..Item::default()
        }
    }
}
