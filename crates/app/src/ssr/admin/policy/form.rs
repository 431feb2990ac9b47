//! The form of the policy, and what was typed into it.

use crate::blocks::{Block, FieldBlock, FieldKind, FormAct};
use crate::paths;
use crate::ssr::admin::ScreenRequest;
use crate::ssr::parts::{button, field, form};
use regain_domain::policy::ValueUnit;
use regain_domain::{Policy, PolicyError, Setting};

impl ScreenRequest<'_> {
    /// The values in the URL, as a form sends them.
    pub(super) fn typed_policy(&self) -> Vec<(Setting, &str)> {
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
    pub(super) fn policy_form(&self, in_force: &Policy, errors: &[PolicyError]) -> Block {
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
}
