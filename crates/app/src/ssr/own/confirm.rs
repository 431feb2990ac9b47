//! `/account/confirm`: a fresh proof before changes.

use super::ScreenRequest;
use crate::actions::second::Confirm;
use crate::blocks::{Block, FieldBlock, FieldKind, Panel, Screen};
use crate::paths;
use crate::ssr::parts::{
    button, code_field, does, field, form, hidden, link, panel, text, with_problems,
};
use regain_domain::{Refusal, ReturnTo};
use regain_service::{ConfirmView, ConfirmWith, Failure, PasskeyDuty};

impl ScreenRequest<'_> {
    pub(super) async fn confirm(&self) -> Result<Screen, Failure> {
        let words = &self.words.second;
        let ConfirmView {
            with: strongest,
            passkey,
        } = self.regain.confirmation.view(self.signed_in).await?;
        let saved = self.query.get("way") == "saved" && strongest == ConfirmWith::Authenticator;
        let with = if saved {
            ConfirmWith::SavedCode
        } else {
            strongest
        };

        let return_to = ReturnTo::parse(Some(self.query.get("return_to"))).path();
        let user_name = self
            .signed_in
            .person
            .user_name
            .as_ref()
            .map(|name| name.as_str())
            .unwrap_or_default();
        let mut fields = vec![
            hidden("return_to", &return_to),
            FieldBlock {
                value: user_name.to_owned(),
                ..field("user_name", FieldKind::UserName, "")
            },
            with_problems(
                field("password", FieldKind::Password, ""),
                "",
                &[Refusal::CurrentEmpty, Refusal::PasswordWrong],
            ),
        ];
        match with {
            ConfirmWith::Password => {}
            ConfirmWith::Authenticator => {
                fields.push(code_field(words.code, words.code_hint, false));
            }
            ConfirmWith::SavedCode => {
                fields.push(hidden("with", "saved"));
                fields.push(code_field(words.saved, words.saved_hint, true));
            }
        }

        let lead = text(words.confirm_lead);
        let mut blocks = vec![form(does::<Confirm>(), fields, vec![button(words.confirm)])];
        if strongest == ConfirmWith::Authenticator {
            let (text, way) = if saved {
                (words.use_app, "")
            } else {
                (words.use_saved, "saved")
            };

            blocks.push(Block::Links(vec![link(
                text,
                self.query.address(paths::CONFIRM, "way", way),
            )]));
        }

        Ok(Screen {
            title: words.confirm_heading.to_owned(),
            panels: match passkey {
                // Administrators' actions require the passkey that they have (S114).
                true if self.signed_in.passkey_duty == PasskeyDuty::Met
                    && return_to.starts_with(paths::ADMIN) =>
                {
                    let by_passkey = super::passkeys::confirming(self.words, &return_to);
                    let why = text(self.words.duty.confirm);
                    let blocks = [lead, why].into_iter().chain(by_passkey).collect();
                    vec![Panel {
                        heading: None,
                        blocks,
                    }]
                }
                true => {
                    let by_passkey = super::passkeys::confirming(self.words, &return_to);
                    vec![
                        Panel {
                            heading: None,
                            blocks: std::iter::once(lead).chain(by_passkey).collect(),
                        },
                        panel(words.or_password, blocks),
                    ]
                }
                false => {
                    blocks.insert(0, lead);
                    vec![Panel {
                        heading: None,
                        blocks,
                    }]
                }
            },
            foot: vec![link(words.back, return_to)],
            ..Screen::default()
        })
    }
}
