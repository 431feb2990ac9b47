//! `/account/close`, and the account page's panel about it (S103).

use super::ScreenRequest;
use crate::actions::account::{AskToClose, TakeClosingBack};
use crate::blocks::{Block, Note, Panel, Screen};
use crate::paths;
use crate::ssr::parts::{button, dangerous, does, form, hidden, link, panel, text};
use crate::texts::Texts;
use regain_domain::{Language, ReturnTo, Timestamp};
use regain_service::{ClosingView, Failure};

/// The account page's panel: when the account is closed, or how to request that.
#[must_use]
pub fn closing(closes_at: Option<Timestamp>, language: Language) -> Screen {
    let words = &Texts::of(language).closing;
    let panel = match closes_at {
        Some(at) => panel(
            words.waits_heading,
            vec![
                note(&(words.until)(
                    &crate::request::moment(at).date_and_time(language),
                )),
                text(words.not_you),
                Block::Ways(vec![link(words.keep, paths::CLOSE)]),
            ],
        ),
        None => panel(
            words.heading,
            vec![
                text(words.panel),
                Block::Links(vec![link(words.link, paths::CLOSE)]),
            ],
        ),
    };

    Screen {
        panels: vec![panel],
        ..Screen::default()
    }
}

fn note(words: &str) -> Block {
    Block::Note(Note {
        text: words.to_owned(),
        wrong: true,
    })
}

impl ScreenRequest<'_> {
    pub(super) async fn close(&self) -> Result<Screen, Failure> {
        let words = &self.words.closing;
        let view = self.regain.own_account.closing(self.signed_in).await?;

        // A person who has just signed in was on the way to another page.
        let given = self.query.get("return_to");
        let onwards = ReturnTo::parse(Some(given)).path();
        let on_the_way = onwards == given && onwards != paths::CLOSE;
        let (title, blocks) = match view.until {
            Some(at) => (
                words.waits_heading,
                self.waiting_to_close(at, on_the_way.then_some(&*onwards)),
            ),
            None => (words.heading, self.asking_to_close(view)),
        };

        Ok(Screen {
            title: title.to_owned(),
            notice: self.notice(),
            panels: vec![Panel {
                heading: None,
                blocks,
            }],
            foot: if on_the_way {
                vec![link(words.onwards, onwards)]
            } else {
                vec![link(words.back, paths::ACCOUNT)]
            },
            ..Screen::default()
        })
    }

    fn waiting_to_close(&self, at: Timestamp, onwards: Option<&str>) -> Vec<Block> {
        let words = &self.words.closing;
        let fields = onwards
            .map(|to| hidden("return_to", to))
            .into_iter()
            .collect();
        vec![
            note(&(words.until)(&self.moment(at))),
            text(words.gone),
            form(does::<TakeClosingBack>(), fields, vec![button(words.keep)]),
            text(words.not_you),
        ]
    }

    fn asking_to_close(&self, view: ClosingView) -> Vec<Block> {
        let words = &self.words.closing;
        let mut blocks = vec![
            text(words.closing_lead),
            text(words.gone),
            text(words.contacts),
            text(words.name_kept),
        ];
        blocks.push(match (view.is_last_administrator, view.confirmed) {
            (true, _) => note(words.last),
            (false, true) => form(
                does::<AskToClose>(),
                Vec::new(),
                vec![dangerous(button(words.closing_submit))],
            ),
            (false, false) => {
                let confirm = format!("{}?return_to={}", paths::CONFIRM, paths::CLOSE);
                Block::Links(vec![link(words.confirm_first, confirm)])
            }
        });

        blocks
    }
}
