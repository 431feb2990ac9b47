//! "Could you get back in?", on the account page.

use crate::blocks::{Block, Item, Link, Screen};
use crate::paths;
use crate::ssr::parts::{link, panel, text};
use crate::texts::Texts;
use regain_domain::{Language, Loss, Ways};

/// What would happen after each loss, in words.
#[must_use]
pub fn readiness(ways: Ways, language: Language) -> Screen {
    let texts = Texts::of(language);
    let words = &texts.methods;
    let ready = ways.is_ready();
    let items = Loss::ALL.into_iter().map(|loss| {
        let gates = ways.after(loss).gates();
        Item {
            title: texts.loss(loss).to_owned(),
            lines: gates.map(|gates| texts.with_these(gates)).into_iter().collect(),
            good: Some(gates.is_some()),
            wrong: gates.is_none().then(|| texts.missing(loss, ways).to_owned()),
            ..Item::default()
        }
    });
    let links: Vec<Link> = vec![link(words.ready_link, paths::METHODS), link(words.devices_link, paths::DEVICES)];
    let blocks = vec![
        text(if ready { words.ready_all } else { words.ready_not }),
        Block::Items(items.collect()),
        Block::Links(links),
    ];
    Screen { panels: vec![panel(words.ready_heading, blocks)], ..Screen::default() }
}
