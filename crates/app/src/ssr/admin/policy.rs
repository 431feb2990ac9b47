//! `/admin/policy`: the policy in force, pending changes, the form; and the preview, before anything is saved (F11,
//! S82).

mod form;
mod pending;
mod preview;

use super::super::parts::{panel, text};
use super::{ScreenContents, ScreenRequest};
use crate::blocks::{Block, Note, Panel};
use regain_domain::Setting;
use regain_domain::policy::ChangedValue;

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

    fn changed(&self, changes: &[ChangedValue]) -> Block {
        let row = |change: &ChangedValue| {
            (
                self.words.setting(change.setting).to_owned(),
                self.words.became(change),
            )
        };
        Block::Facts(changes.iter().map(row).collect())
    }
}
