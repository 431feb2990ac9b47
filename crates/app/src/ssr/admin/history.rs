//! `/admin/history`: everybody's entries, masked; filtered, verified, exported.

use super::super::parts::{adding, choice, form, hidden, link, panel, quiet, text};
use super::{ScreenContents, ScreenRequest};
use crate::blocks::{Block, FormAct, Item, Note, Panel};
use crate::paths;
use crate::request::Query;
use regain_admin::{AuditLine, HistoryFilter};
use regain_domain::policy::ChangedValue;
use regain_domain::{HistoryEvent, PersonId};

/// The filter in a URL or a form.
pub(in crate::ssr) fn filter(query: &Query) -> HistoryFilter {
    HistoryFilter {
        subject: PersonId::from_hex(query.get("person")),
        event: HistoryEvent::from_code(query.get("event")),
        ..HistoryFilter::default()
    }
}

impl ScreenRequest<'_> {
    pub(super) async fn history(&self) -> ScreenContents {
        let words = &self.words.admin;
        let filter = filter(&self.query);
        let before = self.query.get("before").parse().ok();
        let page = self.admin.history(self.actor, &filter, before).await?;
        let event = self.query.get("event");
        let person = self.query.get("person");

        let mut head = Vec::new();
        if !self.query.get("verify").is_empty() {
            let chain = self.admin.verify_history(self.actor).await?;
            head.push(Block::Note(match chain.fault {
                None => Note {
                    text: (words.whole)(chain.entries),
                    wrong: false,
                },
                Some(fault) => Note {
                    text: (words.broken)(fault.seq),
                    wrong: true,
                },
            }));
        }

        let events = HistoryEvent::ALL
            .iter()
            .map(|event| (event.code(), self.words.event(*event)));
        let mut fields = vec![choice(
            "event",
            words.happened,
            Some(words.any),
            events,
            event,
        )];
        if filter.subject.is_some() {
            fields.push(hidden("person", person));
            head.push(text(words.of_person));
        }

        head.push(form(
            FormAct::Ask(paths::ADMIN_HISTORY.to_owned()),
            fields,
            vec![quiet(words.filter)],
        ));
        let mut links = vec![link(
            words.verify,
            self.query.address(paths::ADMIN_HISTORY, "verify", "1"),
        )];
        if filter.subject.is_some() {
            links.push(link(words.of_everybody, paths::ADMIN_HISTORY));
        }

        head.push(Block::Links(links));

        let items: Vec<Item> = page.lines.iter().map(|line| self.entry(line)).collect();
        let list = if items.is_empty() {
            Block::Empty(words.no_entries.to_owned())
        } else {
            Block::Items(items)
        };

        let mut pages = Vec::new();
        if before.is_some() {
            pages.push(link(
                self.words.history.newest,
                self.query.address(paths::ADMIN_HISTORY, "before", ""),
            ));
        }

        if let Some(older) = page.older {
            let older = self
                .query
                .address(paths::ADMIN_HISTORY, "before", &older.to_string());
            pages.push(link(self.words.history.older, older));
        }

        let mut entries = vec![list];
        if !pages.is_empty() {
            entries.push(Block::Links(pages));
        }

        let files = form(
            FormAct::Export(paths::ADMIN_EXPORT.to_owned()),
            vec![hidden("event", event), hidden("person", person)],
            vec![
                adding(quiet(words.export_csv), "format", "csv"),
                adding(quiet(words.export_json), "format", "jsonl"),
            ],
        );
        let panels = vec![
            Panel {
                heading: None,
                blocks: head,
            },
            Panel {
                heading: None,
                blocks: entries,
            },
            panel(words.export, vec![text(words.export_lead), files]),
        ];

        Ok((words.history.to_owned(), panels))
    }

    /// The name shown for somebody who was erased (S103).
    pub(super) fn erased(&self, id: PersonId) -> String {
        (self.words.admin.erased)(&pseudonym(id))
    }

    fn entry(&self, line: &AuditLine) -> Item {
        let words = &self.words.admin;
        let what = self.words.event(line.event);
        let title = match line.facts.role {
            Some(role) => self.words.joined(what, self.words.role(role)),
            None => what.to_owned(),
        };

        let mut who = vec![[&line.seq.to_string(), " · ", &self.moment(line.at)].concat()];
        let named = |id: PersonId, name: Option<&str>, erased: bool| {
            if erased {
                self.erased(id)
            } else {
                masked(id, name)
            }
        };
        let about = line.subject.map(|id| {
            (words.about)(&named(
                id,
                line.subject_name.as_deref(),
                line.subject_erased,
            ))
        });
        let actor = line.actor.filter(|actor| Some(*actor) != line.subject);
        let by =
            actor.map(|id| (words.by)(&named(id, line.actor_name.as_deref(), line.actor_erased)));
        let whom: Vec<String> = about.into_iter().chain(by).collect();

        if !whom.is_empty() {
            who.push(whom.join(" · "));
        }

        let changes = line
            .facts
            .policy
            .as_deref()
            .map(ChangedValue::from_text)
            .unwrap_or_default();
        who.extend(changes.iter().map(|change| {
            self.words.joined(
                self.words.setting(change.setting),
                &self.words.became(change),
            )
        }));

        Item {
            title,
            href: None,
            lines: who,
            wrong: (!line.genuine).then(|| self.words.history.changed.to_owned()),
            ..Item::default()
        }
    }
}

/// A masked name, and enough of the id to tell people apart.
fn masked(id: PersonId, name: Option<&str>) -> String {
    [name.unwrap_or_default(), &pseudonym(id)]
        .join(" ")
        .trim()
        .to_owned()
}

/// The beginning of an id.
fn pseudonym(id: PersonId) -> String {
    id.to_hex().chars().take(8).collect()
}
