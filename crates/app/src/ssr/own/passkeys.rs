//! `/account/methods/passkey`, and the parts of other screens that ask for a passkey.

use super::ScreenRequest;
use crate::actions::passkeys::{AddPasskey, ConfirmWithPasskey, EnrolPasskey, VerifyWithPasskey};
use crate::answering::confirm_first;
use crate::blocks::{Block, FieldBlock, FormAct, Panel, Screen};
use crate::paths;
use crate::ssr::parts::{button, form, hidden, link, name_field, text, with_passkey};
use crate::texts::Texts;
use regain_service::Failure;

impl ScreenRequest<'_> {
    /// Adds another, after a fresh proof.
    pub(super) async fn add_passkey(&self) -> Result<Option<Screen>, Failure> {
        match self.regain.confirmation.is_confirmed(self.signed_in).await {
            Ok(true) => {}
            Ok(false) => {
                confirm_first(paths::METHODS_PASSKEY);
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        }

        let words = &self.words.second;
        let blocks = vec![
            text(words.passkey_lead),
            making(self.words, with_passkey::<AddPasskey>("add")),
        ];

        Ok(Some(Screen {
            title: words.passkey_heading.to_owned(),
            panels: vec![Panel {
                heading: None,
                blocks,
            }],
            foot: vec![link(self.words.methods.back_to_methods, paths::METHODS)],
            ..Screen::default()
        }))
    }
}

/// Instead of an authenticator app, at the end of an enrolment.
pub(super) fn instead(words: &Texts) -> Panel {
    let blocks = vec![
        text(words.second.passkey_lead),
        making(words, with_passkey::<EnrolPasskey>("enrol")),
    ];
    Panel {
        heading: Some(words.second.or_passkey.to_owned()),
        blocks,
    }
}

/// The second factor.
pub(super) fn verifying(
    words: &Texts,
    return_to: &str,
    remember: Option<FieldBlock>,
) -> Vec<Block> {
    let act = with_passkey::<VerifyWithPasskey>("verify");
    let remember = remember.map(|field| FieldBlock {
        id: "remember-passkey".to_owned(),
        ..field
    });
    let fields = [Some(hidden("return_to", return_to)), remember]
        .into_iter()
        .flatten()
        .collect();

    vec![
        text(words.second.lead_passkey),
        form(act, fields, vec![button(words.second.passkey)]),
    ]
}

/// A fresh proof.
pub(super) fn confirming(words: &Texts, return_to: &str) -> Vec<Block> {
    let act = with_passkey::<ConfirmWithPasskey>("confirm");
    let fields = vec![hidden("return_to", return_to)];
    vec![
        text(words.second.confirm_passkey),
        form(act, fields, vec![button(words.second.passkey)]),
    ]
}

fn making(words: &Texts, act: FormAct) -> Block {
    let words = &words.second;
    let name = name_field(words.passkey_name, words.name_hint, words.my_passkey);
    let name = FieldBlock {
        id: "passkey-name".to_owned(),
        ..name
    };
    form(act, vec![name], vec![button(words.passkey_make)])
}
