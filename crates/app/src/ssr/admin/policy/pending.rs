//! The policy that waits for a second administrator, and the one that takes effect later.

use crate::actions::policy as act;
use crate::blocks::{Block, Note, Panel};
use crate::ssr::admin::ScreenRequest;
use crate::ssr::parts::{adding, button, called, does, form, hidden, link, panel, quiet, text};
use regain_admin::{ScheduledView, WaitingView};
use regain_domain::Setting;

impl ScreenRequest<'_> {
    pub(super) fn waiting_policy(&self, waiting: &WaitingView, may_change: bool) -> Panel {
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

    pub(super) fn scheduled_policy(&self, scheduled: &ScheduledView, may_change: bool) -> Panel {
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
