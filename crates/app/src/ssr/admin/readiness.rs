//! `/admin/readiness`: who could recover their account, as numbers, a chart, a list and a file.

use super::super::parts::{choice, field, form, hidden, link, panel, quiet, text};
use super::{ScreenContents, ScreenRequest};
use crate::blocks::{Block, Cell, FieldBlock, FieldKind, FormAct, Item, Panel, TableBlock};
use crate::paths;
use crate::request::Query;
use regain_admin::{PersonWays, ReadinessFilter, ReadinessPage, ReadinessTotals};
use regain_domain::readiness::Shortfall;
use regain_domain::{PersonId, Readiness, Role};

/// The filter in a URL or a form.
pub(in crate::ssr) fn readiness_filter(query: &Query) -> ReadinessFilter {
    ReadinessFilter {
        text: query.get("q").to_owned(),
        state: Readiness::from_code(query.get("state")),
        reason: Shortfall::from_code(query.get("reason")),
        role: Role::from_code(query.get("role")),
    }
}

impl ScreenRequest<'_> {
    pub(super) async fn readiness(&self) -> ScreenContents {
        let words = &self.words.report;
        let filter = readiness_filter(&self.query);
        let after = self.query.get("after").split_once(' ');
        let after = after.and_then(|(id, key)| Some((key.to_owned(), PersonId::from_hex(id)?)));
        let behind = after.is_some();
        let page = self.admin.readiness(self.actor, &filter, after).await?;

        if page.totals.people == 0 {
            let blocks = vec![text(words.lead), Block::Empty(words.nobody_yet.to_owned())];
            return Ok((
                words.heading.to_owned(),
                vec![Panel {
                    heading: None,
                    blocks,
                }],
            ));
        }

        let mut panels = vec![Panel {
            heading: None,
            blocks: vec![text(words.lead)],
        }];
        panels.extend(self.charts(&page.totals));
        panels.push(self.list(&page, behind));
        let same = ["q", "state", "reason", "role"].map(|name| hidden(name, self.query.get(name)));
        let file = form(
            FormAct::Export(paths::ADMIN_READINESS_EXPORT.to_owned()),
            same.into(),
            vec![quiet(words.export_csv)],
        );
        panels.push(panel(words.export, vec![text(words.export_lead), file]));

        Ok((words.heading.to_owned(), panels))
    }

    /// Bars by state and by reason, each with a link to those people.
    fn charts(&self, totals: &ReadinessTotals) -> [Panel; 2] {
        let words = &self.words.report;
        let row = |name: &str, parameter: &str, code: &str, people: u64| {
            let share = people * 100 / totals.people.max(1);

            // Even one person gets a visible bar.
            let width = u32::try_from(share)
                .unwrap_or(100)
                .max(u32::from(people > 0));
            let href = format!("{}?{parameter}={code}", paths::ADMIN_READINESS);

            (
                name.to_owned(),
                Some(href),
                vec![Cell::Bar(width, format!("{people} · {share}\u{202f}%"))],
            )
        };
        let states = totals.states.iter();
        let states = states.map(|(state, people)| {
            row(self.words.readiness(*state), "state", state.code(), *people)
        });
        let reasons = totals.reasons.iter().filter(|(_, people)| *people > 0);
        let reasons: Vec<_> = reasons
            .map(|(reason, people)| {
                row(
                    self.words.shortfall(*reason),
                    "reason",
                    reason.code(),
                    *people,
                )
            })
            .collect();
        let chart = |caption: &str, column: &str, rows| {
            let columns = vec![column.to_owned(), words.column_people.to_owned()];
            Block::Table(TableBlock {
                caption: caption.to_owned(),
                columns,
                rows,
            })
        };
        let why = if reasons.is_empty() {
            vec![Block::Empty(words.nothing_short.to_owned())]
        } else {
            vec![
                chart(words.by_reason, words.column_reason, reasons),
                text(words.several),
            ]
        };

        [
            panel(
                words.by_state,
                vec![chart(words.by_state, words.column_state, states.collect())],
            ),
            panel(words.by_reason, why),
        ]
    }

    fn list(&self, page: &ReadinessPage, behind: bool) -> Panel {
        let words = &self.words.report;
        let admin = &self.words.admin;
        let get = |name: &str| self.query.get(name);
        let states = Readiness::ALL
            .into_iter()
            .map(|state| (state.code(), self.words.readiness(state)));
        let reasons = Shortfall::ALL
            .into_iter()
            .map(|reason| (reason.code(), self.words.shortfall(reason)));
        let roles = Role::ALL
            .into_iter()
            .map(|role| (role.code(), self.words.role(role)));
        let looked_for = form(
            FormAct::Ask(paths::ADMIN_READINESS.to_owned()),
            vec![
                FieldBlock {
                    value: get("q").to_owned(),
                    ..field("q", FieldKind::Line, words.search_label)
                },
                choice(
                    "state",
                    words.column_state,
                    Some(admin.any),
                    states,
                    get("state"),
                ),
                choice(
                    "reason",
                    words.column_reason,
                    Some(admin.any),
                    reasons,
                    get("reason"),
                ),
                choice("role", admin.role, Some(admin.any), roles, get("role")),
            ],
            vec![quiet(admin.search)],
        );
        let items: Vec<Item> = page
            .people
            .iter()
            .map(|person| self.standing_of(person))
            .collect();
        let mut blocks = vec![looked_for, text(&(admin.total)(page.found))];

        blocks.push(if items.is_empty() {
            Block::Empty(admin.nobody.to_owned())
        } else {
            Block::Items(items)
        });
        let mut pages = Vec::new();
        if behind {
            pages.push(link(
                admin.first,
                self.query.address(paths::ADMIN_READINESS, "after", ""),
            ));
        }

        if let Some((key, id)) = &page.next {
            let after = [&id.to_hex(), " ", key.as_str()].concat();
            pages.push(link(
                admin.next,
                self.query.address(paths::ADMIN_READINESS, "after", &after),
            ));
        }

        if !pages.is_empty() {
            blocks.push(Block::Links(pages));
        }

        panel(words.who, blocks)
    }

    /// A person's entry: their state, why, and how many methods of each kind they have (S81).
    fn standing_of(&self, person: &PersonWays) -> Item {
        let words = &self.words.report;
        let ways = person.ways;
        let state = ways.readiness();
        let reasons: Vec<&str> = ways
            .shortfalls(person.check_overdue)
            .into_iter()
            .map(|reason| self.words.shortfall(reason))
            .collect();
        let counts = [
            Some((words.addresses)(ways.mail_addresses.all())),
            Some((words.saved_codes)(ways.saved_codes)),
            Some((words.authenticators)(ways.authenticators.all())),
            (ways.passkeys.all() > 0).then(|| (words.passkeys)(ways.passkeys.all())),
            (ways.contacts.all() > 0).then(|| (words.contacts)(ways.contacts.all())),
            Some(ways.waiting())
                .filter(|waiting| *waiting > 0)
                .map(words.waiting),
        ];
        let counts: Vec<String> = counts.into_iter().flatten().collect();
        let checked = match person.checked_at {
            Some(at) => (words.checked)(&self.moment(at)),
            None => words.never.to_owned(),
        };

        let name = person.name.as_ref().map(|name| name.as_str());
        let user_name = person.user_name.as_ref().map(|name| name.as_str());
        let called = name.or(user_name).unwrap_or(self.words.admin.unnamed);
        let who: Vec<&str> = user_name
            .filter(|user_name| *user_name != called)
            .into_iter()
            .chain([self.words.role(person.role)])
            .collect();
        let standing: Vec<&str> = [self.words.readiness(state)]
            .into_iter()
            .chain(reasons)
            .collect();

        Item {
            title: called.to_owned(),
            href: Some(format!("{}/{}", paths::ADMIN_PEOPLE, person.id.to_hex())),
            lines: vec![
                who.join(" · "),
                standing.join(" · "),
                counts.join(" · "),
                checked,
            ],
            good: Some(state == Readiness::Ready),
            ..Item::default()
        }
    }
}
