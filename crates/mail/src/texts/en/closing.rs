//! English: closing an account for good.

use crate::content::BodyPart;
use crate::message::Closing;
use regain_domain::Timestamp;

const KEEP: &str = "Keep my account";

pub(super) fn content(
    what: &Closing,
    link: &str,
    facts: BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, mut blocks) = match what {
        Closing::Asked { until } => (
            "Your account is going to be closed",
            vec![
                BodyPart::paragraph(format!(
                    "Someone who was signed in to your account, and proved again that it was you, asked for it to be closed. That happens on {}; until then nothing changes, and you can take it back.",
                    shown(*until)
                )),
                BodyPart::paragraph(format!(
                    "Once it is closed, everything that we know about you is erased: your name, your user name, your email addresses and all your ways to sign in. Nobody can bring it back after {}, not even an administrator.",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "To keep your account, sign in and take it back, or freeze the account: that takes it back as well. If you didn't ask for this, freeze it now; then get back into it and choose a new password.",
                ),
                BodyPart::button(KEEP, link),
            ],
        ),
        Closing::TakenBack {
            last_administrator: false,
        } => (
            "Your account won't be closed",
            vec![
                BodyPart::paragraph(
                    "Someone who was signed in to your account took back that it is to be closed. It goes on as it was.",
                ),
                BodyPart::paragraph(
                    "If you wanted it to be closed and didn't take that back, freeze the account now; then get back into it and choose a new password.",
                ),
                BodyPart::button("Look at my account", link),
            ],
        ),
        Closing::TakenBack {
            last_administrator: true,
        } => (
            "Your account couldn't be closed",
            vec![
                BodyPart::paragraph(
                    "You had asked for your account to be closed. By now you are the last active global administrator, and without one your organisation could no longer manage its accounts. So your account goes on as it was. Name another global administrator, then ask again.",
                ),
                BodyPart::button("Look at my account", link),
            ],
        ),
        Closing::Announced { until, asked: true } => (
            "Your account is closed in three days",
            vec![
                BodyPart::paragraph(format!(
                    "You asked for your account to be closed. That happens on {}. Everything that we know about you is erased then, and nobody can bring it back.",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "If that is what you want, there is nothing to do. To keep your account, sign in and take it back, or freeze the account: that takes it back as well.",
                ),
                BodyPart::button(KEEP, link),
            ],
        ),
        Closing::Announced {
            until,
            asked: false,
        } => (
            "Your disabled account will be erased",
            vec![
                BodyPart::paragraph(format!(
                    "Your account has been disabled for a long time. If it stays so, it is erased on {}, with everything that we know about you: your name, your user name, your email addresses and all your ways to sign in.",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "If you still need the account, please ask your organisation to enable it before then.",
                ),
            ],
        ),
        Closing::Done => (
            "Your account is closed for good",
            vec![
                BodyPart::paragraph(
                    "Your account no longer exists, and what we knew about you is erased: your name, your user name, your email addresses and all your ways to sign in. The history of the organisation keeps its entries about you without your name.",
                ),
                BodyPart::paragraph(
                    "This is our last email to you. There is nothing you need to do. If you are invited again one day, you get a new account.",
                ),
            ],
        ),
    };

    blocks.push(facts);
    (title.to_owned(), title.to_owned(), blocks)
}
