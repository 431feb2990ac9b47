//! "Could you get back in?" on the account page: a picture, the same in words, and what to add.

use crate::blocks::{Block, Cell, Item, Link, Screen, TableBlock};
use crate::figures::figured;
use crate::paths;
use crate::ssr::parts::{link, panel, text};
use crate::texts::Texts;
use regain_domain::readiness::Advice;
use regain_domain::{Language, Loss, Readiness, Way, Ways};
use regain_service::SignedIn;

/// The passkey that a role needs, the names of methods set aside, and the effects of each loss.
#[must_use]
pub fn readiness(signed_in: &SignedIn, language: Language) -> Screen {
    let ways = signed_in.ways;
    let set_aside = &signed_in.set_aside;
    let texts = Texts::of(language);
    let words = &texts.ready;
    let lead = match ways.readiness() {
        Readiness::Ready if ways.has(Way::Passkey) => words.yes_alone,
        Readiness::Ready => words.yes,
        Readiness::FallsShort => words.not_always,
        Readiness::CannotGetIn => words.no,
    };

    let items = ways.losses().map(|loss| {
        let opens = ways.after(loss).opens();
        let on_the_phone = loss == Loss::Phone && ways.passkeys.all() > 0;
        let with = opens.map(|opens| texts.with_these(opens));

        Item {
            title: texts.loss(loss, ways).to_owned(),
            lines: with
                .into_iter()
                .chain(on_the_phone.then(|| words.on_the_phone.to_owned()))
                .collect(),
            good: Some(opens.is_some()),
            wrong: opens
                .is_none()
                .then(|| texts.missing(loss, ways).to_owned()),
            ..Item::default()
        }
    });
    let mut blocks = vec![
        text(lead),
        Block::Table(picture(ways, texts)),
        text(&legend(ways, texts)),
        Block::Items(items.collect()),
    ];
    let advice: Vec<Block> = ways
        .advice()
        .into_iter()
        .map(|advice| text(advise(advice, texts)))
        .collect();
    let links: Vec<Link> = vec![
        link(words.ways_link, paths::METHODS),
        link(words.check_link, paths::CHECK_UP),
        link(words.devices_link, paths::DEVICES),
    ];
    let mut panels = Vec::new();

    if advice.is_empty() {
        blocks.push(Block::Links(links));
    } else {
        let advice = advice.into_iter().chain([Block::Links(links)]).collect();
        panels.push(panel(words.add, advice));
    }

    panels.insert(0, panel(words.heading, blocks));
    panels.push(panel(words.taken, taken(ways, texts)));

    if !set_aside.is_empty() {
        let blocks = vec![
            text(words.aside),
            text(&set_aside.join(" · ")),
            Block::Links(vec![link(words.aside_link, paths::METHODS)]),
        ];
        panels.insert(0, panel(words.aside_heading, blocks));
    }

    panels.splice(0..0, crate::ssr::duty::duty(signed_in.passkey_duty, texts));
    Screen {
        panels,
        ..Screen::default()
    }
}

/// The text of an advice.
fn advise(advice: Advice, texts: &'static Texts) -> &'static str {
    figured(match advice {
        Advice::Wait => texts.ready.advise_wait,
        Advice::MakeSavedCodes => texts.ready.advise_codes,
        Advice::AddDevice => texts.ready.advise_device,
        Advice::AddAddress => texts.ready.advise_address,
    })
}

/// What a thief could do with each thing; if no rule decides that, it says so (S113).
fn taken(ways: Ways, texts: &'static Texts) -> Vec<Block> {
    let words = &texts.ready;
    let holds = |title: &str, line: &str| Item {
        title: title.to_owned(),
        lines: vec![line.to_owned()],
        good: Some(true),
        ..Item::default()
    };
    let opens = |title: &str, line: &str| Item {
        title: title.to_owned(),
        good: Some(false),
        wrong: Some(line.to_owned()),
        ..Item::default()
    };
    let asks_for_more = ways.authenticators.all() + ways.passkeys.all() > 0;
    let one = if asks_for_more {
        holds(words.taken_one, words.taken_one_holds)
    } else {
        opens(words.taken_one, words.taken_password)
    };

    let phone =
        (ways.authenticators.all() > 0).then(|| opens(words.taken_phone, words.taken_phone_opens));
    let paper = (ways.saved_codes > 0).then(|| opens(words.taken_paper, words.taken_paper_opens));

    vec![
        text(words.taken_lead),
        Block::Items([Some(one), phone, paper].into_iter().flatten().collect()),
    ]
}

const USED: &str = "●";
const LEFT: &str = "○";
const LOST: &str = "✕";
const WAITS: &str = "◌";
const NONE: &str = "–";

/// The meaning of the picture's symbols.
fn legend(ways: Ways, texts: &Texts) -> String {
    let words = &texts.ready;
    let signs = [
        (USED, words.mark_used),
        (LEFT, words.mark_left),
        (LOST, words.mark_lost),
    ];
    let waits = Way::ALL
        .into_iter()
        .any(|way| ways.waits(way))
        .then_some((WAITS, words.mark_waits));
    let signs: Vec<String> = signs
        .into_iter()
        .chain(waits)
        .map(|(sign, meaning)| [sign, "\u{a0}", meaning].concat())
        .collect();

    signs.join(" · ")
}

/// A row for each loss, a column for each method: which get the person in, which remain, which are lost.
fn picture(ways: Ways, texts: &'static Texts) -> TableBlock {
    let words = &texts.ready;
    let there = |way: &Way| match way {
        Way::Mail | Way::SavedCode | Way::Authenticator => true,
        Way::Passkey => ways.passkeys.all() > 0,
        Way::Contact => ways.contacts.all() > 0,
    };
    let columns: Vec<Way> = Way::ALL.into_iter().filter(there).collect();
    let row = |name: &str, left: Ways| {
        let opens = left.opens();
        let cell = |way: &Way| {
            let (sign, meaning) = match (
                opens.is_some_and(|opens| opens.with(*way)),
                left.has(*way),
                ways.has(*way),
            ) {
                (true, ..) => (USED, words.mark_used),
                (false, true, _) => (LEFT, words.mark_left),
                (false, false, true) => (LOST, words.mark_lost),
                (false, false, false) if ways.waits(*way) => (WAITS, words.mark_waits),
                (false, false, false) => (NONE, words.mark_none),
            };

            Cell::Mark(sign.to_owned(), meaning.to_owned(), sign == USED)
        };
        (name.to_owned(), None, columns.iter().map(cell).collect())
    };
    let after = |loss: Loss| {
        let name = match loss {
            Loss::Phone => words.row_phone,
            Loss::Mail => words.row_mail,
            Loss::SavedCodes => words.row_codes,
            Loss::Passkey => words.row_passkey,
            Loss::Contact => words.row_contact,
        };

        row(name, ways.after(loss))
    };
    let called = |way: &Way| match way {
        Way::Mail => words.column_mail,
        Way::SavedCode => words.column_code,
        Way::Passkey => words.column_passkey,
        Way::Authenticator => words.column_app,
        Way::Contact => words.column_contact,
    };
    let names = columns.iter().map(|way| called(way).to_owned());

    TableBlock {
        caption: words.picture.to_owned(),
        columns: [words.corner.to_owned()].into_iter().chain(names).collect(),
        rows: [row(words.nothing_lost, ways)]
            .into_iter()
            .chain(ways.losses().map(after))
            .collect(),
    }
}
