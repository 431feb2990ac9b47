//! The preview of a policy: what it changes, and whom it concerns, before anything is saved (F11, S82).

use crate::actions::policy as act;
use crate::blocks::{Block, Item, Note, Panel};
use crate::paths;
use crate::request::with_values;
use crate::ssr::admin::{ScreenContents, ScreenRequest};
use crate::ssr::parts::{button, does, form, hidden, link, panel, text};
use regain_admin::Preview;
use regain_domain::Policy;
use regain_domain::readiness::Lack;

/// People on one page of a preview.
const PAGE: usize = 50;

impl ScreenRequest<'_> {
    /// `/admin/policy/preview`: saves nothing; the form shows which values aren't allowed.
    pub(in crate::ssr::admin) async fn policy_preview(&self) -> ScreenContents {
        let words = &self.words.policy;
        let typed = self.typed_policy();
        let back = Block::Links(vec![link(words.back, paths::ADMIN_POLICY)]);
        let policy = match Policy::parse(&typed) {
            Ok(policy) => policy,
            Err(errors) => {
                // Readers who may not see the policy don't learn its rules either.
                let view = self.admin.policy(self.actor).await?;
                let note = Note {
                    text: words.check_fields.to_owned(),
                    wrong: true,
                };
                let blocks = vec![
                    Block::Note(note),
                    self.policy_form(&view.in_force, &errors),
                    back,
                ];
                return Ok((
                    words.change.to_owned(),
                    vec![Panel {
                        heading: None,
                        blocks,
                    }],
                ));
            }
        };

        let preview = self.admin.preview_policy(self.actor, &policy).await?;
        let view = self.admin.policy(self.actor).await?;
        let what = self.what_changes(&preview);
        let mut last = Vec::new();
        let busy = view.waiting.is_some() || view.scheduled.is_some();

        if busy {
            last.push(Block::Note(Note {
                text: words.one_at_a_time.to_owned(),
                wrong: true,
            }));
        } else if view.may_change && !preview.strands && !preview.changes.is_empty() {
            let fields = vec![
                hidden("policy", &policy.to_text()),
                hidden("seen", &preview.fingerprint),
            ];
            let save = if preview.takes_two() {
                words.ask
            } else {
                words.save
            };

            last.push(form(does::<act::SavePolicy>(), fields, vec![button(save)]));
        }

        let edit = with_values(paths::ADMIN_POLICY, &typed);

        // First the people affected, then the changes, then saving.
        let mut panels = Vec::new();
        if !preview.changes.is_empty() {
            panels.push(panel(words.concerned, self.whom(&preview, true)));
        }

        panels.push(panel(words.changes, what));
        last.push(Block::Links(vec![
            link(words.edit, edit),
            link(words.back, paths::ADMIN_POLICY),
        ]));
        panels.push(Panel {
            heading: None,
            blocks: last,
        });

        Ok((words.preview_heading.to_owned(), panels))
    }

    /// Old and new values, whether the policy becomes looser, and when it takes effect.
    pub(super) fn what_changes(&self, preview: &Preview) -> Vec<Block> {
        let words = &self.words.policy;
        if preview.changes.is_empty() {
            return vec![Block::Empty(words.no_changes.to_owned())];
        }

        let mut blocks = vec![self.changed(&preview.changes)];
        if preview.strands {
            blocks.push(Block::Note(Note {
                text: words.strands.to_owned(),
                wrong: true,
            }));
        }

        if preview.loosens {
            blocks.push(text(words.loosens));
        } else if preview.switches_off {
            blocks.push(text(self.words.admin.switches_off));
        }

        blocks.push(text(
            match (preview.notice.is_zero(), preview.takes_two()) {
                (true, false) => words.at_once,
                (true, true) => words.at_once_confirmed,
                (false, _) => words.after_notice,
            },
        ));

        blocks
    }

    /// How many people would fall short, and why; and who, page by page.
    pub(super) fn whom(&self, preview: &Preview, listed: bool) -> Vec<Block> {
        let words = &self.words.policy;
        let all = &preview.concerned;
        if all.is_empty() {
            return vec![text(&(words.nobody)(preview.checked))];
        }

        let mut blocks = vec![
            text(&(words.checked)(preview.checked)),
            text(&(words.people)(all.len() as u64)),
        ];
        let counts = Lack::ALL
            .into_iter()
            .map(|lack| (lack, preview.count(lack)))
            .filter(|(_, count)| *count > 0);
        blocks.push(Block::Facts(
            counts
                .map(|(lack, count)| (self.words.lack(lack).to_owned(), count.to_string()))
                .collect(),
        ));
        if !listed {
            return blocks;
        }

        let page: usize = self
            .query
            .get("page")
            .parse()
            .unwrap_or(1)
            .clamp(1, all.len().div_ceil(PAGE));
        let items = all
            .iter()
            .skip((page - 1) * PAGE)
            .take(PAGE)
            .map(|concerned| Item {
                title: concerned
                    .name
                    .clone()
                    .unwrap_or_else(|| self.words.admin.unnamed.to_owned()),
                href: Some(format!("{}/{}", paths::ADMIN_PEOPLE, concerned.id.to_hex())),
                lines: concerned
                    .lacks
                    .iter()
                    .map(|lack| self.words.lack(*lack).to_owned())
                    .collect(),
                ..Item::default()
            });
        blocks.push(Block::Items(items.collect()));
        let mut pages = Vec::new();
        let at = |page: usize| {
            self.query
                .address(paths::ADMIN_POLICY_PREVIEW, "page", &page.to_string())
        };
        if page > 1 {
            pages.push(link(self.words.admin.first, at(1)));
        }

        if page * PAGE < all.len() {
            pages.push(link(self.words.admin.next, at(page + 1)));
        }

        if !pages.is_empty() {
            blocks.push(Block::Links(pages));
        }

        blocks
    }
}
