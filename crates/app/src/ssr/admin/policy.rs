//! `/admin/policy`: the policy in force, pending changes, the form; and the preview, before anything is saved (F11,
//! S82).

use super::super::parts::{
    adding, button, called, does, field, form, hidden, link, panel, quiet, text,
};
use super::{ScreenContents, ScreenRequest};
use crate::actions::policy as act;
use crate::blocks::{Block, FieldBlock, FieldKind, FormAct, Item, Note, Panel};
use crate::paths;
use crate::request::with_values;
use regain_admin::{Preview, ScheduledView, WaitingView};
use regain_domain::policy::{ChangedValue, ValueUnit};
use regain_domain::readiness::Lack;
use regain_domain::{Policy, PolicyError, Setting};

/// People on one page of a preview.
const PAGE: usize = 50;

impl ScreenRequest<'_> {
    pub(super) async fn policy(&self) -> ScreenContents {
        let words = &self.words.policy;
        let view = self.admin.policy(self.actor).await?;
        let mut panels = Vec::new();
        if !view.genuine {
            let note = Note {
                text: words.not_genuine.to_owned(),
                wrong: true,
            };
            panels.push(Panel {
                heading: None,
                blocks: vec![Block::Note(note)],
            });
        }

        panels.extend(
            view.waiting
                .as_ref()
                .map(|waiting| self.waiting_policy(waiting, view.may_change)),
        );
        panels.extend(
            view.scheduled
                .as_ref()
                .map(|scheduled| self.scheduled_policy(scheduled, view.may_change)),
        );
        let facts = Setting::all().map(|setting| {
            (
                self.words.setting(setting).to_owned(),
                self.words.value(setting, view.in_force.get(setting)),
            )
        });
        panels.push(panel(words.now, vec![Block::Facts(facts.collect())]));

        if view.may_change {
            let busy = view.waiting.is_some() || view.scheduled.is_some();
            panels.push(panel(
                words.change,
                if busy {
                    vec![text(words.one_at_a_time)]
                } else {
                    vec![
                        text(words.change_lead),
                        self.policy_form(&view.in_force, &[]),
                    ]
                },
            ));
        }

        panels.push(panel(
            words.always,
            vec![
                text(words.gates),
                text(words.fixed_methods),
                text(words.for_programs),
            ],
        ));
        let effects = [
            words.effect_password,
            words.effect_second,
            words.effect_methods,
            words.effect_times,
            words.effect_notice,
        ];
        panels.push(panel(
            words.effects,
            effects.into_iter().map(text).collect(),
        ));

        Ok((words.heading.to_owned(), panels))
    }

    /// `/admin/policy/preview`: saves nothing; the form shows which values aren't allowed.
    pub(super) async fn policy_preview(&self) -> ScreenContents {
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

    /// The values in the URL, as a form sends them.
    fn typed_policy(&self) -> Vec<(Setting, &str)> {
        let typed = |setting: Setting| {
            let value = self.query.get(&setting.code());
            match setting.rule().unit {
                ValueUnit::YesNo if value.is_empty() => "0",
                ValueUnit::YesNo => "1",
                _ => value,
            }
        };
        Setting::all()
            .map(|setting| (setting, typed(setting)))
            .collect()
    }

    /// The form, with the values typed, otherwise with those in force.
    fn policy_form(&self, in_force: &Policy, errors: &[PolicyError]) -> Block {
        let words = &self.words.policy;
        let is_typed =
            !self.query.get(&Setting::PasswordMin.code()).is_empty() || !errors.is_empty();
        let typed = self.typed_policy();

        // Both ranges of passwords are shown, because each can change the other.
        let fields = typed.into_iter().map(|(setting, typed)| {
            let holds = in_force.get(setting).to_string();
            let value = if is_typed { typed } else { &holds };
            let label = self.words.setting(setting);
            if setting.rule().unit == ValueUnit::YesNo {
                let ticked = if value == "1" { "on" } else { "" };
                return FieldBlock {
                    value: ticked.to_owned(),
                    ..field(&setting.code(), FieldKind::Check, label)
                };
            }

            let wrong = errors.iter().find(|PolicyError(of)| *of == setting);
            FieldBlock {
                value: value.chars().take(20).collect(),
                hint: self.words.range(setting, in_force),
                wrong: wrong.map(|error| self.words.beyond(*error)),
                ..field(&setting.code(), FieldKind::Line, label)
            }
        });
        let fields = fields.collect();

        form(
            FormAct::Fill(paths::ADMIN_POLICY_PREVIEW.to_owned()),
            fields,
            vec![button(words.see_preview)],
        )
    }

    fn changed(&self, changes: &[ChangedValue]) -> Block {
        let row = |change: &ChangedValue| {
            (
                self.words.setting(change.setting).to_owned(),
                self.words.became(change),
            )
        };
        Block::Facts(changes.iter().map(row).collect())
    }

    /// Old and new values, whether the policy becomes looser, and when it takes effect.
    fn what_changes(&self, preview: &Preview) -> Vec<Block> {
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
    fn whom(&self, preview: &Preview, listed: bool) -> Vec<Block> {
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

    fn waiting_policy(&self, waiting: &WaitingView, may_change: bool) -> Panel {
        let words = &self.words.policy;
        let admin = &self.words.admin;
        let mut blocks = Vec::new();
        let asked_by = called(&waiting.requested_by).unwrap_or(admin.unnamed);

        blocks.push(text(&(admin.asked_by)(asked_by)));
        blocks.push(text(&(admin.waits_until)(&self.moment(waiting.expires_at))));
        let mut seen = String::new();
        match &waiting.preview {
            Some(preview) => {
                blocks.extend(self.what_changes(preview));
                blocks.extend(self.whom(preview, false));
                let policy = preview.policy;
                let values: Vec<_> = Setting::all()
                    .map(|setting| (setting, policy.get(setting).to_string()))
                    .collect();
                let typed: Vec<_> = values
                    .iter()
                    .map(|(setting, value)| (*setting, value.as_str()))
                    .collect();
                if !preview.concerned.is_empty() {
                    let whom = crate::request::preview_address(&typed);
                    blocks.push(Block::Links(vec![link(words.concerned, whom)]));
                }

                seen.clone_from(&preview.fingerprint);
            }
            None => blocks.push(Block::Note(Note {
                text: words.waiting_forged.to_owned(),
                wrong: true,
            })),
        }

        if may_change {
            let no = quiet(if waiting.is_own {
                admin.take_back
            } else {
                admin.turn_down
            });
            let mut buttons = vec![adding(no, "decision", "refuse")];
            if waiting.may_confirm {
                buttons.insert(0, adding(button(admin.confirm), "decision", "confirm"));
            } else if waiting.is_own {
                blocks.push(text(admin.needs_second));
            }

            let fields = vec![
                hidden("request", &waiting.id.to_hex()),
                hidden("seen", &seen),
            ];
            blocks.push(form(does::<act::DecidePolicy>(), fields, buttons));
        }

        panel(words.waiting, blocks)
    }

    fn scheduled_policy(&self, scheduled: &ScheduledView, may_change: bool) -> Panel {
        let words = &self.words.policy;
        let admin = &self.words.admin;
        let asked_by = called(&scheduled.requested_by);
        let decided_by = called(&scheduled.decided_by);
        let mut blocks = vec![
            text(&(words.from)(&self.moment(scheduled.from))),
            text(&(admin.asked_by)(asked_by.unwrap_or(admin.unnamed))),
            text(&(words.decided_by)(decided_by.unwrap_or(admin.unnamed))),
            self.changed(&scheduled.changes),
        ];

        if may_change {
            blocks.push(form(
                does::<act::CallOffPolicy>(),
                Vec::new(),
                vec![quiet(words.call_off)],
            ));
        }

        panel(words.scheduled, blocks)
    }
}
