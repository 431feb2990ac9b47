//! Setting up an authenticator app: in an enrolment, in a recovery, and on the methods page.

use super::ScreenRequest;
use crate::actions::invite::EnrolAuthenticator;
use crate::actions::methods::{AddAuthenticator, ReplaceAuthenticator};
use crate::actions::recovery::StopRecovery;
use crate::answering::confirm_first;
use crate::blocks::{Block, FormAct, Panel, Screen};
use crate::figures::figured;
use crate::paths;
use crate::request::{CodesOf, Cookies, regain};
use crate::ssr::parts::{button, code_field, does, form, link, name_field, quiet, text};
use crate::texts::Texts;
use qrcodegen::{QrCode, QrCodeEcc};
use regain_domain::{EnrolmentStep, Language, Refusal, Timestamp};
use regain_service::{EnrolmentView, Failure, Seed};

/// The last step of an enrolment.
#[must_use]
pub fn enrol(view: &EnrolmentView, language: Language) -> Screen {
    let words = Texts::of(language);
    let address = view.address.as_str();
    let step = EnrolmentStep::Authenticator.number();
    let act = does::<EnrolAuthenticator>();
    let seed = view.seed.as_ref();
    let blocks = seed
        .map(|seed| blocks(words, words.second.setup_lead, seed, address, act))
        .unwrap_or_default();

    Screen {
        title: words.second.setup_heading.to_owned(),
        step: Some((step, step)),
        panels: vec![
            Panel {
                heading: None,
                blocks,
            },
            super::passkeys::instead(words),
        ],
        ..Screen::default()
    }
}

/// The end of a recovery for a person who lost their authenticator app.
#[must_use]
pub fn replace(account: &str, seed: &Seed, ends_at: Timestamp, language: Language) -> Screen {
    let words = Texts::of(language);
    let lead = words.second.setup_new_lead;
    let mut blocks = blocks(words, lead, seed, account, does::<ReplaceAuthenticator>());
    let until = (words.verify.until)(&crate::request::moment(ends_at).time(language));
    let between = if language == Language::English {
        " "
    } else {
        ""
    };

    blocks.push(text(
        &[figured(words.verify.time_limit), between, &until].concat(),
    ));
    blocks.push(form(
        does::<StopRecovery>(),
        Vec::new(),
        vec![quiet(words.second.stop)],
    ));

    Screen {
        title: words.second.setup_heading.to_owned(),
        panels: vec![Panel {
            heading: None,
            blocks,
        }],
        ..Screen::default()
    }
}

impl ScreenRequest<'_> {
    /// Adds another, after a fresh proof.
    pub(super) async fn add_authenticator(&self) -> Result<Option<Screen>, Failure> {
        let seed = match self.regain.ways_back.seed_to_add(self.signed_in).await {
            Ok(seed) => seed,
            Err(Failure::Refused(Refusal::ConfirmNeeded)) => {
                confirm_first(paths::METHODS_AUTHENTICATOR);
                return Ok(None);
            }
            Err(failure) => return Err(failure),
        };

        let words = &self.words.second;
        let account = self
            .signed_in
            .addresses
            .first()
            .map(|address| address.as_str())
            .unwrap_or_default();

        Ok(Some(Screen {
            title: words.setup_heading.to_owned(),
            panels: vec![Panel {
                heading: None,
                blocks: blocks(
                    self.words,
                    words.setup_lead,
                    &seed,
                    account,
                    does::<AddAuthenticator>(),
                ),
            }],
            foot: vec![link(self.words.methods.back_to_methods, paths::METHODS)],
            ..Screen::default()
        }))
    }

    /// `/account/methods/codes`: the codes just created, as long as this browser holds them.
    pub(super) fn new_codes(&self) -> Result<Screen, Failure> {
        let words = &self.words.methods;
        let of = CodesOf::Person(self.signed_in.person.id);
        let codes = Cookies::present().codes(self.regain.keys(), of, self.regain.now());
        let user_name = self
            .signed_in
            .person
            .user_name
            .as_ref()
            .map(|name| name.as_str().to_owned());
        let blocks = if codes.is_empty() {
            vec![Block::Empty(words.new_codes_gone.to_owned())]
        } else {
            vec![
                text(words.new_codes_lead),
                Block::Codes {
                    codes: codes.iter().map(|code| code.shown()).collect(),
                    user_name: user_name.unwrap_or_default(),
                    organisation: regain().settings().organisation.clone(),
                },
                form(
                    does::<crate::actions::methods::KeepSavedCodes>(),
                    Vec::new(),
                    vec![button(words.kept)],
                ),
            ]
        };

        Ok(Screen {
            title: words.new_codes.to_owned(),
            panels: vec![Panel {
                heading: None,
                blocks,
            }],
            foot: vec![link(words.back_to_methods, paths::METHODS)],
            ..Screen::default()
        })
    }
}

fn blocks(words: &Texts, lead: &str, seed: &Seed, account: &str, act: FormAct) -> Vec<Block> {
    let words = &words.second;
    let address = seed.otpauth(&regain().settings().organisation, account);
    let mut blocks = vec![text(lead), text(words.scan)];
    blocks.extend(squares(&address, words.picture));
    blocks.push(Block::Links(vec![link(words.open, address.as_str())]));
    blocks.push(Block::Value(
        words.key.to_owned(),
        seed.shown().as_str().to_owned(),
    ));
    blocks.push(text(words.shown));
    blocks.push(form(
        act,
        vec![
            code_field(words.code, words.code_hint, false),
            name_field(words.name, words.name_hint, words.my_phone),
        ],
        vec![button(words.finish)],
    ));

    blocks
}

/// A QR code (ISO/IEC 18004), as a path over its dark squares, row by row.
fn squares(text: &str, label: &str) -> Option<Block> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let width = (x..code.size())
                .take_while(|x| code.get_module(*x, y))
                .count();
            if width > 0 {
                path.push_str(&format!("M{x} {y}h{width}v1h-{width}z"));
            }

            x += i32::try_from(width).unwrap_or(0) + 1;
        }
    }

    Some(Block::Squares {
        path,
        size: u32::try_from(code.size()).ok()?,
        label: label.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_every_dark_square_once() {
        let text =
            "otpauth://totp/Example:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Example";
        let Some(Block::Squares { path, size, .. }) = squares(text, "A picture") else {
            panic!("no picture")
        };

        let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("a short text");
        let dark = (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (x, y)));
        let dark = dark.filter(|(x, y)| code.get_module(*x, *y)).count();
        let drawn: usize = path
            .split('M')
            .filter_map(|run| run.split_once('h')?.1.split_once('v'))
            .map(|(width, _)| width.parse::<usize>().expect("a width"))
            .sum();

        assert_eq!(
            (drawn, size),
            (dark, u32::try_from(code.size()).expect("positive"))
        );
    }
}
