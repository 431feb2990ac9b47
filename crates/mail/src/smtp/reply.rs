//! Classifies a relay's refusal: about this recipient, this mail, or the relay itself and the configuration.

use crate::{Consequence, Reply, SmtpStep};

/// Words in refusals without an enhanced code that concern the sender's side although they follow RCPT: Exim's "relay
/// not permitted", "Administrative prohibition" and "authentication required" are plain 550.
const ABOUT_THE_SENDING_SIDE: [&str; 10] = [
    "relay",
    "sender",
    "authent",
    "policy",
    "prohibit",
    "denied",
    "block",
    "spam",
    "rcpthosts",
    "delivery is not allowed",
];

/// Reads a refusal: its code, and the enhanced code in its text.
pub(super) fn read(code: u16, words: &str) -> Reply {
    Reply {
        code,
        enhanced: enhanced(words),
    }
}

/// The first enhanced code in a text (RFC 3463); qmail writes it last, as `(#5.1.1)`.
fn enhanced(words: &str) -> Option<(u8, u16, u16)> {
    words
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .find_map(|word| {
            let mut numbers = word.trim_end_matches('.').split('.');
            let class = numbers.next()?;
            let subject = numbers.next()?;
            let detail = numbers.next()?;
            let is_number = |text: &str| (1..=3).contains(&text.len());

            if !matches!(class, "4" | "5")
                || !is_number(subject)
                || !is_number(detail)
                || numbers.next().is_some()
            {
                return None;
            }

            Some((
                class.parse().ok()?,
                subject.parse().ok()?,
                detail.parse().ok()?,
            ))
        })
}

/// Decides by step and codes. Only a permanently refused recipient ends a mail; anything else may be fixed, at the
/// relay or in the configuration.
pub(super) fn consequence(step: SmtpStep, reply: Reply, words: &str) -> Consequence {
    // Before RCPT, nothing concerned this recipient. 421 closes the whole service (RFC 5321, section 3.8).
    if !matches!(step, SmtpStep::Recipient | SmtpStep::Content) || reply.code == 421 {
        return Consequence::Relay;
    }

    let about = reply.enhanced.map(|(_, subject, detail)| (subject, detail));
    if reply.code < 500 || reply.enhanced.is_some_and(|(class, _, _)| class == 4) {
        // The relay's host, routing or protocol, its sign-in, or the sender's address. Other problems pass by
        // themselves: mailboxes, and greylisting, which is a policy.
        let is_relays = reply.code == 454 || matches!(about, Some((3..=5, _) | (1, 7 | 8)));
        return if is_relays {
            Consequence::Relay
        } else {
            Consequence::ForNow
        };
    }

    match about {
        // "The recipient can delete messages to make more space": a persistent transient failure (RFC 3463, section 3.3).
        Some((2, 2)) => Consequence::ForNow,
        // The recipient's address (7 and 8 are the sender's), or the mailbox.
        Some((1, 1..=6 | 9..) | (2, 1 | 3..)) => Consequence::Never,
        // Undefined, or no enhanced code.
        Some((0..=2, 0)) | None => by_code(step, reply.code, words),
        // Host, routing, protocol, content or policy: a problem of the relay or the configuration.
        Some(_) => Consequence::Relay,
    }
}

/// The meaning of a plain 5yz.
fn by_code(step: SmtpStep, code: u16, words: &str) -> Consequence {
    let words = words.to_ascii_lowercase();
    let is_about_the_sending_side = ABOUT_THE_SENDING_SIDE
        .iter()
        .any(|word| words.contains(word));
    match (step, code) {
        (SmtpStep::Recipient, 550 | 553) if is_about_the_sending_side => Consequence::Relay,
        // No such mailbox, no room in it, no such name; or a domain that accepts no mail (RFC 7504, RFC 7505).
        (SmtpStep::Recipient, 550 | 552 | 553 | 556) => Consequence::Never,
        _ => Consequence::Relay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enhanced_codes_are_found_where_relays_write_them() {
        for (words, found) in [
            (
                "5.1.1 <anna@example.org>: Recipient address rejected: User unknown",
                Some((5, 1, 1)),
            ),
            (
                "5.7.60 SMTP; Client does not have permissions to send as this sender",
                Some((5, 7, 60)),
            ),
            ("5.7.139\r\n5.7.139 second line", Some((5, 7, 139))),
            (
                "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
                Some((5, 7, 1)),
            ),
            ("[5.1.10]: null MX", Some((5, 1, 10))),
            ("Mailbox full. 4.2.2.", Some((4, 2, 2))),
            ("relay 5.1.1.9 said no", None),
            ("2.1.5 ok", None),
            ("5.1 5..1 5.1.1000 55.1.1 6.1.1", None),
            ("", None),
        ] {
            assert_eq!(enhanced(words), found, "{words}");
        }
    }
}
