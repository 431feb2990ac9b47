//! `/contact` and `/contact/pass-on`: requests to recovery contacts, opened with the codes mailed to them. Nobody has
//! to be signed in; opening a page answers nothing (S22), and reveals nothing before its code was sent.

use super::parts::{button, does, field, form, link, quiet, text, with_problems};
use super::spelling;
use crate::actions::contacts::{
    AcceptContact, DeclineContact, ForgetPassed, OpenContact, OpenPassOn, PassOn, RefusePassOn,
};
use crate::answering::continue_at;
use crate::blocks::{Block, FieldKind, FormAct, Note, Panel, Screen};
use crate::paths;
use crate::request::Query;
use crate::request::{Cookies, keeps_no_cookies, regain};
use crate::texts::{Contacts, Texts};
use regain_domain::{Language, OneTimeCode, Refusal};
use regain_service::Failure;

/// The problems shown at the field of a contact's code.
const OF_CODE: [Refusal; 8] = [
    Refusal::CodeEmpty,
    Refusal::CodeMalformed,
    Refusal::ContactUnknown,
    Refusal::ContactExpired,
    Refusal::ContactAnswered,
    Refusal::ContactReplaced,
    Refusal::PassOnOver,
    Refusal::PassOnUsed,
];

/// `/contact`; `None` if the answer leads elsewhere.
pub async fn contact(address: &str, language: Language) -> Result<Option<Screen>, Failure> {
    let words = &Texts::of(language).contacts;
    let query = Query::of_address(address);
    match (query.get("notice"), query.get("step")) {
        ("accepted", _) => return Ok(Some(done(words.accepted_heading, words.accepted))),
        ("declined", _) => return Ok(Some(done(words.declined_heading, words.declined))),
        (_, "answer") => {}
        _ => {
            return Ok(Some(ask_for_code(
                words,
                words.heading,
                words.lead,
                does::<OpenContact>(),
            )));
        }
    }

    let asked = match Cookies::present().contact() {
        Some(code) => regain().contacts.contact_asked(code.expose()).await,
        None => Err(not_opened(paths::CONTACT).into()),
    };

    let asked = match asked {
        Ok(asked) => asked,
        Err(Failure::Refused(refusal)) => return Ok(back(paths::CONTACT, refusal)),
        Err(failure) => return Err(failure),
    };

    let owner = named(words, &asked.owner);
    let decline = |text| form(does::<DeclineContact>(), Vec::new(), vec![quiet(text)]);
    let (title, blocks) = if asked.accepted {
        (
            (words.you_are)(owner),
            vec![text(words.step_back_lead), decline(words.step_back)],
        )
    } else {
        (
            (words.asks_you)(owner),
            vec![
                text(words.means_asked),
                text(words.means_never),
                text(words.means_check),
                form(
                    does::<AcceptContact>(),
                    Vec::new(),
                    vec![button(words.accept)],
                ),
                decline(words.decline),
            ],
        )
    };

    Ok(Some(screen(title, blocks)))
}

/// `/contact/pass-on`; `None` if the answer leads elsewhere.
pub async fn pass_on(address: &str, language: Language) -> Result<Option<Screen>, Failure> {
    let words = &Texts::of(language).contacts;
    let query = Query::of_address(address);
    match (query.get("notice"), query.get("step")) {
        ("refused", _) => return Ok(Some(done(words.refused_heading, words.refused))),
        ("passed", _) => return Ok(Some(done(words.passed_heading, words.passed))),
        (_, "code") => {
            return Ok(match Cookies::present().passed(regain().keys()) {
                Some(code) => Some(screen(
                    words.code_heading.to_owned(),
                    vec![
                        spoken(words, &code),
                        text(words.code_lead),
                        text(words.code_warning),
                        form(
                            does::<ForgetPassed>(),
                            Vec::new(),
                            vec![button(words.code_done)],
                        ),
                    ],
                )),
                None if keeps_no_cookies(&[paths::CONTACT_PASS_ON]) => {
                    back(paths::CONTACT_PASS_ON, Refusal::CookiesRefused)
                }
                None => back(paths::CONTACT_PASS_ON, Refusal::PassOnUsed),
            });
        }
        (_, "answer") => {}
        _ => {
            let act = does::<OpenPassOn>();
            return Ok(Some(ask_for_code(
                words,
                words.pass_on_heading,
                words.pass_on_lead,
                act,
            )));
        }
    }

    let asked = match Cookies::present().contact() {
        Some(code) => regain().contacts.pass_on_asked(code.expose()).await,
        None => Err(not_opened(paths::CONTACT_PASS_ON).into()),
    };

    let owner = match asked {
        Ok(owner) => owner,
        Err(Failure::Refused(refusal)) => return Ok(back(paths::CONTACT_PASS_ON, refusal)),
        Err(failure) => return Err(failure),
    };

    let owner = named(words, &owner);
    let tick = field("spoken", FieldKind::Check, &(words.spoken)(owner));
    let blocks = vec![
        text(words.speak_first),
        form(does::<PassOn>(), vec![tick], vec![button(words.show_code)]),
        text(words.not_them_lead),
        form(
            does::<RefusePassOn>(),
            Vec::new(),
            vec![quiet(words.not_them)],
        ),
    ];

    Ok(Some(screen((words.asked_you)(owner), blocks)))
}

/// The owner's name; a general word if the stored name contained more than a name (S70).
fn named<'a>(words: &'a Contacts, owner: &'a str) -> &'a str {
    if owner.is_empty() {
        words.somebody
    } else {
        owner
    }
}

fn screen(title: String, blocks: Vec<Block>) -> Screen {
    Screen {
        title,
        panels: vec![Panel {
            heading: None,
            blocks,
        }],
        ..Screen::default()
    }
}

fn done(heading: &str, what: &str) -> Screen {
    screen(
        heading.to_owned(),
        vec![Block::Note(Note {
            text: what.to_owned(),
            wrong: false,
        })],
    )
}

/// The field for the mailed code: script takes the code from the URL; without JavaScript it is typed.
fn ask_for_code(words: &Contacts, heading: &str, lead: &str, act: FormAct) -> Screen {
    let code = with_problems(
        field("code", FieldKind::Fragment, words.code),
        words.code_hint,
        &OF_CODE,
    );
    let mut screen = screen(
        heading.to_owned(),
        vec![text(lead), form(act, vec![code], vec![button(words.open)])],
    );
    screen.foot = vec![link(words.to_sign_in, paths::SIGN_IN)];

    screen
}

/// Why there is no code: none was opened, or the browser didn't keep the cookie.
fn not_opened(page: &str) -> Refusal {
    if keeps_no_cookies(&[page]) {
        Refusal::CookiesRefused
    } else {
        Refusal::ContactUnknown
    }
}

/// The code, to be read aloud: large, in groups, each letter with a word that begins with it.
fn spoken(words: &Contacts, code: &OneTimeCode) -> Block {
    let shown = code.shown();
    let spell = |group: &str| {
        let letters = group
            .chars()
            .map(|letter| spelling::spelt(letter, words.spelt));
        letters.collect::<Vec<_>>().join(" · ")
    };
    Block::Spoken {
        label: words.code_label.to_owned(),
        spelt: shown.split('-').map(spell).collect(),
        code: shown,
        hint: words.code_hint_spoken.to_owned(),
    }
}

/// Leads back to the code field, which shows the problem.
fn back(page: &str, refusal: Refusal) -> Option<Screen> {
    let _ = continue_at(&format!("{page}?problem={}", refusal.code()));
    None
}
