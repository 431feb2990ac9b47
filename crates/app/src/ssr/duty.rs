//! The notice to people who have a role but no passkey that counts (S114).

use super::parts::{link, panel, text};
use crate::blocks::{Block, Panel};
use crate::paths;
use crate::texts::Texts;
use regain_domain::Timestamp;
use regain_service::PasskeyDuty;

/// What to do, by when, and the consequences otherwise; `None` if nothing is to be done.
pub(super) fn duty(duty: PasskeyDuty, texts: &Texts) -> Option<Panel> {
    let words = &texts.duty;
    let moment = |at: Timestamp| crate::request::moment(at).date_and_time(texts.language);
    let counts = |at: Timestamp| (words.counts)(&moment(at));
    let (lines, waits) = match duty {
        PasskeyDuty::None | PasskeyDuty::Met => return None,
        PasskeyDuty::Due {
            ends,
            counts_from: Some(from),
            ..
        } if from <= ends => (vec![counts(from), words.enough.to_owned()], true),
        PasskeyDuty::Due {
            ends,
            counts_from: Some(from),
            ..
        } => (vec![counts(from), (words.after)(&moment(ends))], true),
        PasskeyDuty::Due {
            add_by,
            ends,
            counts_from: None,
        } => {
            let by = add_by.map_or_else(|| words.now.to_owned(), |by| (words.by)(&moment(by)));
            (vec![by, (words.after)(&moment(ends))], false)
        }
        PasskeyDuty::Over {
            counts_from: Some(from),
        } => (vec![words.closed.to_owned(), counts(from)], true),
        PasskeyDuty::Over { counts_from: None } => {
            (vec![words.closed.to_owned(), words.now.to_owned()], false)
        }
    };

    let mut blocks: Vec<Block> = lines.iter().map(|line| text(line)).collect();
    if !waits {
        blocks.push(Block::Links(vec![link(
            texts.methods.add_passkey,
            paths::METHODS_PASSKEY,
        )]));
    }

    Some(panel(words.heading, blocks))
}
