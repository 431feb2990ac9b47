//! English: recovery contacts, to them and to their owners.

use super::super::{called, quoted};
use crate::{Message, content::BodyPart};
use regain_domain::{ContactNews, Timestamp};

const IF_ASKED: &str = "If the page asks for the code from the email, enter this one:";
const OURS_ALONE: &str = "Please don't forward this email, and keep its code to yourself. We never ask for it by phone, chat or email; anyone who \
     does isn't us.";

pub(super) fn content(
    message: &Message,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    match message {
        Message::ContactInvitation {
            owner,
            code,
            link,
            expires_at,
        } => {
            let title = "Would you be a recovery contact?".to_owned();
            let blocks = vec![
                BodyPart::paragraph(format!(
                    "{} asks you to be a recovery contact. If one day they can't get into their account, we will ask you by email to \
                     pass a code on to them, once you have spoken with them and know that it is really them.",
                    somebody(owner)
                )),
                BodyPart::paragraph(
                    "That is all: you never get into the account, you see nothing of it, and you can step back at any time.",
                ),
                BodyPart::button("Answer", link),
                BodyPart::paragraph(IF_ASKED),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "You can accept until {}. Keep this email: you can use it to step back later.",
                    shown(*expires_at)
                )),
                BodyPart::paragraph(OURS_ALONE),
                BodyPart::aside(
                    "Don't know this person?",
                    "You can ignore this email. Nothing happens unless you accept.",
                ),
            ];
            (title.clone(), title, blocks)
        }
        Message::ContactAsked {
            owner,
            code,
            link,
            expires_at,
        } => {
            let title = "You are asked to pass on a code".to_owned();
            let blocks = vec![
                BodyPart::paragraph(format!(
                    "{} can't get in and named you as a contact. Call them, or meet them: only if you know by voice or face that it \
                     is really them, open the page and pass the code on.",
                    somebody(owner)
                )),
                BodyPart::paragraph(
                    "Don't answer a message that asks you for it, however urgent it sounds. If it isn't them, say so on the \
                     same page.",
                ),
                BodyPart::button("Pass on a code", link),
                BodyPart::paragraph(IF_ASKED),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!("It can be used until {}.", shown(*expires_at))),
                BodyPart::paragraph(OURS_ALONE),
            ];
            (title.clone(), title, blocks)
        }
        Message::ContactRemoved { owner, .. } => {
            let title = "You are no longer a recovery contact".to_owned();
            let text = format!(
                "{} had chosen you as a recovery contact, and has taken that back. There is nothing to do. The links in our earlier \
                 emails about it no longer work.",
                somebody(owner)
            );
            (title.clone(), title, vec![BodyPart::paragraph(text)])
        }
        Message::ContactNews {
            at,
            news,
            contact,
            counts_after_days,
            recover_link,
        } => {
            let (title, what) = news_of(*news, &quoted(contact), *counts_after_days);
            let blocks = vec![
                BodyPart::paragraph(what),
                BodyPart::paragraph(match news {
                    ContactNews::Accepted | ContactNews::Declined | ContactNews::Gone => {
                        "If you don't know anything about this, freeze the account now; then get back into it and look at \
                         your recovery contacts."
                    }
                    _ => {
                        "If this wasn't you, freeze the account now; then get back into it and choose a new password."
                    }
                }),
                BodyPart::button("Get back into your account", recover_link),
                facts(*at),
            ];
            (title.to_owned(), title.to_owned(), blocks)
        }
        _ => Default::default(),
    }
}

/// The requester: a name that anybody can choose, so the mail never presents it as ours (S70); left out if it
/// contained more than a name.
fn somebody(owner: &str) -> String {
    match called(owner) {
        name if name.is_empty() => "Somebody".to_owned(),
        name => format!("Somebody who calls themselves \u{201C}{name}\u{201D}"),
    }
}

fn news_of(news: ContactNews, contact: &str, days: u32) -> (&'static str, String) {
    match news {
        ContactNews::Added => (
            "A recovery contact was added",
            format!(
                "Someone who was signed in to your account, and proved again that it was you, chose a recovery contact: {contact}. \
                 We have asked them whether they agree. Once they do, they count after {days} days, or a third of that if a passkey confirmed it."
            ),
        ),
        ContactNews::Accepted => (
            "Your recovery contact agreed",
            format!("{contact} agreed to be your recovery contact. They count for getting back in after {days} days, or a third of that if a passkey confirmed your choice."),
        ),
        ContactNews::Declined => (
            "Your recovery contact doesn't want to be one",
            format!("{contact} doesn't want to be your recovery contact, or not any more. You can choose somebody else."),
        ),
        ContactNews::Gone => (
            "You have one recovery contact fewer",
            format!("The account of {contact} was closed, so they are no longer your recovery contact. You can choose somebody else."),
        ),
        ContactNews::Removed => (
            "A recovery contact was removed",
            format!(
                "Someone who was signed in to your account, and proved again that it was you, removed a recovery contact: \
                 {contact}. We have told them."
            ),
        ),
        ContactNews::TwoNeeded => (
            "Two of your recovery contacts have to help now",
            "From now on, getting back in with recovery contacts takes the codes of two of the three.".to_owned(),
        ),
        ContactNews::OneNeeded => (
            "One recovery contact is enough now",
            "From now on, getting back in with recovery contacts takes the code of one of them.".to_owned(),
        ),
        ContactNews::Asked => (
            "Your recovery contacts were asked for help",
            "Someone who wants to get back into your account asked your recovery contacts to pass on a code. If that was you, \
             call them. Nothing has changed yet, and a code of theirs alone lets nobody in."
                .to_owned(),
        ),
        ContactNews::Refused => (
            "A recovery contact says that it wasn't you",
            format!(
                "Someone asked your recovery contacts to pass on a code, and {contact} says that it wasn't you. The codes of \
                 that attempt no longer work; nothing has changed in your account. If it was you after all, start again and \
                 call your contacts first."
            ),
        ),
    }
}
