//! English.

mod addresses;
mod closing;
mod contacts;
mod notices;
mod policy;

use super::{TextContext, minutes};
use crate::{
    Message,
    content::{BodyPart, Content},
    date,
};
use regain_domain::Language::English;

const NEVER_ASKED: &str = "Keep this code to yourself. We never ask for it by phone, chat or email; anyone who does isn't us.";
const NOT_YOU: &str = "Wasn't this you?";
const GET_BACK: &str = "Get back into your account";
const SIGN_IN: &str = "Sign in";

pub(super) fn content(message: &Message, setting: TextContext<'_>) -> Content {
    let TextContext {
        organisation,
        device,
        place,
        zone,
    } = setting;
    let shown = |at| date::shown(at, English, zone);
    let facts = |at| BodyPart::facts(shown(at), device, place, English);
    let (subject, heading, blocks) = match message {
        Message::Invitation { code, link, expires_at } => (
            format!("Your invitation to set up an account at {organisation}"),
            "Set up your account".to_owned(),
            vec![
                BodyPart::paragraph(format!(
                    "{organisation} has an account waiting for you. Setting it up takes a few minutes: you choose a \
                     user name and a password, and you save recovery codes, so that you can always get back in by \
                     yourself."
                )),
                BodyPart::button("Set up my account", link),
                BodyPart::paragraph("If the page asks for your invitation code, enter this one:"),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "The invitation is open until {}. Until then you can stop at any time and pick up where you left off.",
                    shown(*expires_at)
                )),
                BodyPart::paragraph(
                    "Please don't forward this email: whoever has the code can use the invitation. We never ask for it \
                     by phone, chat or email; anyone who does isn't us.",
                ),
                BodyPart::aside(
                    "Didn't expect an invitation?",
                    "You can ignore this email. Nothing happens unless the invitation is used.",
                ),
            ],
        ),
        Message::RecoveryCode { code, link, at, expires_at } => (
            "Your code to get back into your account".to_owned(),
            "Your code".to_owned(),
            vec![
                BodyPart::paragraph("Enter this code on the page where you asked for it:"),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "It works for {} minutes, until {}.",
                    minutes(*at, *expires_at),
                    shown(*expires_at)
                )),
                BodyPart::paragraph(
                    "If you are reading this in the same browser, you can use the button instead, and that page moves \
                     on by itself.",
                ),
                BodyPart::button("Continue in this browser", link),
                BodyPart::paragraph(NEVER_ASKED),
                facts(*at),
                BodyPart::aside(
                    "Didn't ask for a code?",
                    "You can ignore this email. Nothing about your account has changed, and this code alone doesn't \
                     let anyone in.",
                ),
            ],
        ),
        Message::UserName { user_name, at, sign_in_link } => (
            "Your user name".to_owned(),
            "Your user name".to_owned(),
            vec![
                BodyPart::paragraph("You asked for your user name. It is:"),
                BodyPart::value(user_name.as_str()),
                BodyPart::paragraph("You can also sign in with the address this email was sent to."),
                BodyPart::button(SIGN_IN, sign_in_link),
                facts(*at),
                BodyPart::aside(
                    "Didn't ask for it?",
                    "There is nothing you need to do. The user name was sent to you alone, and nothing about your \
                     account has changed.",
                ),
            ],
        ),
        Message::Enrolled { at, sign_in_link } => (
            "Your account is ready".to_owned(),
            "Your account is ready".to_owned(),
            vec![
                BodyPart::paragraph(format!("Your account at {organisation} is set up, and you can sign in now.")),
                BodyPart::button(SIGN_IN, sign_in_link),
                BodyPart::paragraph(
                    "If one day you can't sign in, select \u{201C}Can't access your account?\u{201D} on the sign-in \
                     screen. Two proofs bring you back, such as a code sent to this address and one of your saved \
                     recovery codes. So keep those codes where you can reach them without your phone or computer.",
                ),
                BodyPart::paragraph(
                    "Nobody but you can reset your password, and we never ask for your password or your codes.",
                ),
                facts(*at),
                BodyPart::aside(
                    "Didn't set up this account?",
                    format!(
                        "Someone used an invitation sent to this address. Please tell an administrator at \
                         {organisation} right away; they can disable the account."
                    ),
                ),
            ],
        ),
        Message::GatePassed { at, start_link } => (
            "Getting back into your account: step 1 of 2 is done".to_owned(),
            "Step 1 of 2 is done".to_owned(),
            vec![
                BodyPart::paragraph(
                    "Someone has just passed the first of two steps to get back into your account. If that was you, \
                     go on to step 2; there is nothing to do here.",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "Nothing has changed yet: a second, different proof is still missing. To be safe, get back into \
                     your account yourself and choose a new password; that ends every other attempt. If someone else may be reading \
                     your email, change your email password too.",
                ),
                BodyPart::button(GET_BACK, start_link),
            ],
        ),
        Message::PasswordCreated { at, sessions_ended, recover_link } => (
            "Your account has a new password".to_owned(),
            "Your account has a new password".to_owned(),
            vec![
                BodyPart::paragraph(
                    "A new password was chosen after both verification steps. The old one no longer works.",
                ),
                BodyPart::paragraph(match sessions_ended {
                    0 => "You weren't signed in anywhere at the time. Sign in with the new password.".to_owned(),
                    1 => "You were signed out in the one place where you were signed in. Sign in again with the new \
                          password."
                        .to_owned(),
                    places => format!(
                        "You were signed out in all {places} places where you were signed in. Sign in again with the \
                         new password."
                    ),
                }),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "Get back into your account now and choose another password; that signs everyone else out. Then \
                     change your email password, because someone may be reading your email.",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        Message::PasswordKept { at, recover_link } => (
            "You can sign in to your account again".to_owned(),
            "You can sign in again".to_owned(),
            vec![
                BodyPart::paragraph(
                    "Both verification steps were passed, and your password stays as it is. The waiting time after \
                     failed sign-ins is gone; you can sign in right away.",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "Then someone else knows your password. Get back into your account now and choose a new one; \
                     that signs everyone else out. Change your email password too, because someone may be \
                     reading your email.",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        Message::PasswordChanged { at, recover_link } => (
            "Your password was changed".to_owned(),
            "Your password was changed".to_owned(),
            vec![
                BodyPart::paragraph("Your password was changed on your account page. The old one no longer works."),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "Then someone was signed in as you and knew your password. Get back into your account now and \
                     choose a new one; that signs everyone else out.",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        about_contacts @ (Message::ContactInvitation { .. }
        | Message::ContactAsked { .. }
        | Message::ContactRemoved { .. }
        | Message::ContactNews { .. }) => contacts::content(about_contacts, facts, shown),
        Message::AddressCode { .. }
        | Message::AddressClaimed { .. }
        | Message::AddressesChanged { .. }
        | Message::AddressGone { .. } => addresses::content(message, organisation, facts, shown),
        Message::Closing { at, what, link } => closing::content(what, link, facts(*at), shown),
        notice => notices::content(notice, facts, shown),
    };

    let footer =
        format!("{organisation} sent this email automatically. Replies to it aren't read.");

    Content {
        subject,
        heading,
        blocks,
        footer,
    }
}
