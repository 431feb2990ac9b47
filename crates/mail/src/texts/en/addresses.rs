//! English: a person's addresses.

use super::super::minutes;
use crate::content::BodyPart;
use crate::{AddressObjection, Message};
use regain_domain::{AddressesChange, Timestamp};

const NEVER: &str = "Don't give the code to anyone. We never ask for it by phone, chat or email.";

pub(super) fn content(
    message: &Message,
    organisation: &str,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, mut blocks, at): (&str, _, _) = match message {
        Message::AddressCode {
            code,
            at,
            expires_at,
        } => (
            "Confirm your new email address",
            vec![
                BodyPart::paragraph("Enter this code where you asked for this address:"),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "The code works for {} minutes, until {}.",
                    minutes(*at, *expires_at),
                    shown(*expires_at)
                )),
                BodyPart::paragraph(format!(
                    "Whoever asked for it is signed in to an account at \u{201C}{organisation}\u{201D} and proved again that the account is theirs. Without the code nothing happens."
                )),
                BodyPart::paragraph(NEVER),
                BodyPart::aside(
                    "Not you?",
                    "You can ignore this email. Someone may have mistyped their own address. Without the code, this address becomes part of no account.",
                ),
            ],
            *at,
        ),
        Message::AddressClaimed { at, sign_in_link } => {
            let mut blocks = Vec::from(["Someone tried to add this email address to their account. Nothing has changed: the address stays where it is, and they got no code.", "There is nothing you need to do. If it was you: an address can belong to one account only."].map(BodyPart::paragraph));
            blocks.push(BodyPart::button("Sign in", sign_in_link));
            ("Someone asked for your address", blocks, *at)
        }
        Message::AddressesChanged {
            at,
            change,
            counts_after_days,
            recover_link,
        } => {
            let (title, words) = changed(*change);
            let said = |words: &str| {
                BodyPart::paragraph(words.replace("{}", &counts_after_days.to_string()))
            };
            let mut blocks = Vec::from(words.map(said));
            blocks.push(BodyPart::button("Get back into your account", recover_link));
            (title, blocks, *at)
        }
        Message::AddressGone {
            at,
            change,
            objection,
        } => {
            let (title, words) = gone(*change);
            (
                title,
                objecting(*change, words, objection.as_ref(), shown),
                *at,
            )
        }
        _ => ("", Vec::new(), Timestamp::from_millis(0)),
    };

    blocks.push(facts(at));
    (title.to_owned(), title.to_owned(), blocks)
}

fn changed(change: AddressesChange) -> (&'static str, [&'static str; 2]) {
    match change {
        AddressesChange::Added => (
            "An email address was added",
            [
                "Someone who was signed in to your account, and proved again that it was you, added a second email address. It can be used to sign in at once, and to get back into the account after {} days, or a third of that if a passkey confirmed it.",
                "If this wasn't you, freeze the account now; then get back into it, choose a new password and remove the address.",
            ],
        ),
        AddressesChange::Changed => (
            "An email address was changed",
            [
                "Someone who was signed in to your account, and proved again that it was you, put a new email address in the place of an earlier one. The new one can be used to sign in at once, and to get back into the account after {} days, or a third of that if a passkey confirmed it. If the earlier one counted, codes for getting back in still go there for at least seven days.",
                "If this wasn't you, freeze the account now; then get back into it and choose a new password. For seven days, an earlier address that counted can be put back; the email we sent to it says how.",
            ],
        ),
        AddressesChange::Removed => (
            "An email address was removed",
            [
                "Someone who was signed in to your account, and proved again that it was you, removed the second email address. If it counted, codes for getting back in still go there for at least seven days.",
                "If this wasn't you, freeze the account now; then get back into it and choose a new password. For seven days, an address that counted can be put back; the email we sent to it says how.",
            ],
        ),
        AddressesChange::Ended => (
            "An earlier email address no longer counts",
            [
                "Someone who was signed in to your account, and proved in two ways that it was you, ended what was left of an email address that was changed or removed before. Codes for getting back in no longer go there, and it can't be put back.",
                "If this wasn't you, freeze the account now; then get back into it and choose a new password.",
            ],
        ),
        AddressesChange::Restored => (
            "An earlier email address is back",
            [
                "Someone who gets the email of an address that was changed or removed put that address back. It is what it was before, and any address that had taken its place is gone. Every session, every remembered device and every recovery under way has ended, and the account is frozen. Your password and everything else are as they were.",
                "If you don't know why, someone else may know your password: get back into your account, choose a new one, and check your ways back.",
            ],
        ),
    }
}

fn gone(change: AddressesChange) -> (&'static str, &'static str) {
    match change {
        AddressesChange::Removed => (
            "This address was removed from your account",
            "Someone who was signed in to your account, and proved again that it was you, removed this email address from it.",
        ),
        AddressesChange::Ended => (
            "This address no longer counts for your account",
            "Someone who was signed in to your account, and proved in two ways that it was you, ended what was left of this email address there. Codes for getting back in no longer go to it, and it can't be put back.",
        ),
        AddressesChange::Restored => (
            "This address is no longer part of an account",
            "The address that was there before objected, and is back. This address is no longer part of that account, and gets no more codes or notices for it. There is nothing you need to do.",
        ),
        AddressesChange::Added | AddressesChange::Changed => (
            "Another address took the place of this one",
            "Someone who was signed in to your account, and proved again that it was you, put another email address in the place of this one.",
        ),
    }
}

fn objecting(
    change: AddressesChange,
    words: &'static str,
    objection: Option<&AddressObjection>,
    shown: impl Fn(Timestamp) -> String,
) -> Vec<BodyPart> {
    let mut blocks = vec![BodyPart::paragraph(words)];
    match objection {
        Some(AddressObjection { link, code, until }) => blocks.extend([
            BodyPart::paragraph("If this was you, there is nothing to do."),
            BodyPart::aside(
                "Not you?",
                format!("Put this address back. It will be what it was before, any address that took its place is removed, every session ends, and the account is frozen until its owner opens it again. Nothing else changes. You can do this until {}.", shown(*until)),
            ),
            BodyPart::button("Put this address back", link),
            BodyPart::paragraph("If the page asks for the code from the email, enter this one:"),
            BodyPart::value(code.shown()),
            BodyPart::paragraph(NEVER),
        ]),
        None if matches!(change, AddressesChange::Restored | AddressesChange::Ended) => {}
        None => blocks.push(BodyPart::paragraph("It didn't count for getting back in yet, so there is nothing to put back.")),
    }

    blocks
}
