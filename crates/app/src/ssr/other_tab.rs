//! `/other-tab`: the page for forms whose page shows something other than what was last begun in this browser.
//! Nothing was done.

use super::parts::link;
use crate::blocks::{Block, Link, Panel, Screen};
use crate::paths;
use crate::request::Query;
use crate::request::{Cookies, regain};
use crate::texts::Texts;
use regain_domain::{Language, Refusal};

/// The screen; the reason is in its URL.
pub async fn other_tab(address: &str, language: Language) -> Screen {
    let words = &Texts::of(language).other_tab;
    let query = Query::of_address(address);
    let (title, ways): (&str, Vec<Link>) = match Refusal::from_code(query.get("problem")) {
        Some(Refusal::VerifyOther) => (
            words.sign_in,
            vec![
                link(words.go_on, paths::VERIFY),
                link(words.sign_in_again, paths::SIGN_IN),
            ],
        ),
        Some(Refusal::InvitationOther) => {
            (words.invitation, vec![link(words.go_on, paths::INVITE)])
        }
        Some(Refusal::ContactOther) => {
            (words.contact, vec![link(words.go_on, opened_last().await)])
        }
        Some(Refusal::CodesOther) => (
            words.codes,
            vec![link(words.show_codes, paths::METHODS_CODES)],
        ),
        Some(Refusal::PersonOther) => (
            words.person,
            vec![
                link(words.their_account, paths::ACCOUNT),
                link(words.other_account, paths::SIGN_IN),
            ],
        ),
        _ => (
            words.recovery,
            vec![
                link(words.go_on, paths::RECOVER_VERIFY),
                link(words.start_again, paths::RECOVER),
            ],
        ),
    };

    Screen {
        title: title.to_owned(),
        panels: vec![Panel {
            heading: None,
            blocks: vec![Block::Ways(ways)],
        }],
        ..Screen::default()
    }
}

/// The page of the contact's mail that was last opened here.
async fn opened_last() -> String {
    let cookies = Cookies::present();
    let Some(code) = cookies.contact() else {
        return format!("{}?step=code", paths::CONTACT_PASS_ON);
    };

    match regain().contacts.contact_asked(code.expose()).await {
        Ok(_) => format!("{}?step=answer", paths::CONTACT),
        Err(_) => format!("{}?step=answer", paths::CONTACT_PASS_ON),
    }
}
