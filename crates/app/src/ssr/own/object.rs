//! `/object`: restores an address that was changed or removed. Opening it changes nothing (S22).

use crate::actions::addresses::ObjectByCode;
use crate::blocks::{Block, FieldBlock, FieldKind, Note, Panel, Screen};
use crate::paths;
use crate::request::Query;
use crate::request::draft;
use crate::ssr::parts::{button, does, field, form, link, text, with_problems};
use crate::texts::Texts;
use regain_domain::{Language, Refusal};

/// The problems shown at the code's field.
const OF_CODE: [Refusal; 5] = [
    Refusal::CodeEmpty,
    Refusal::CodeMalformed,
    Refusal::ObjectionUnknown,
    Refusal::ObjectionExpired,
    Refusal::ObjectionUsed,
];

/// The screen; nobody has to be signed in.
#[must_use]
pub fn object(address: &str, language: Language) -> Screen {
    let query = Query::of_address(address);
    let words = &Texts::of(language).addresses;
    let (title, blocks) = match query.get("notice") {
        "objected" => (
            words.objected_heading,
            vec![
                Block::Note(Note {
                    text: words.objected.to_owned(),
                    wrong: false,
                }),
                text(words.reopen),
                Block::Links(vec![link(words.recover, paths::RECOVER)]),
            ],
        ),
        _ => {
            let value = draft("code").unwrap_or_default();
            let code = FieldBlock {
                value,
                ..field("code", FieldKind::Fragment, words.object_code)
            };
            let fields = vec![with_problems(code, words.object_hint, &OF_CODE)];

            (
                words.object_heading,
                vec![
                    text(words.object_lead),
                    text(words.object_only),
                    form(does::<ObjectByCode>(), fields, vec![button(words.object)]),
                ],
            )
        }
    };

    Screen {
        title: title.to_owned(),
        panels: vec![Panel {
            heading: None,
            blocks,
        }],
        foot: vec![link(words.sign_in, paths::SIGN_IN)],
        ..Screen::default()
    }
}
