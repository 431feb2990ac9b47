//! Mails with hostile words in them: no word gets into a header of its own, or into the mark-up
//! (S67, S70).

use crate::{lines, text};
use regain_domain::{
    EmailAddress, InvitationCode, Language, LinkToken, OutboxId, Timestamp, UserName,
};
use regain_mail::{
    Context, Email, Envelope, LinkToFreeze, Message, Sender, Zone, formatted, render,
};

/// Every header in our mails.
const HEADERS: [&str; 10] = [
    "message-id",
    "date",
    "from",
    "to",
    "subject",
    "auto-submitted",
    "x-auto-response-suppress",
    "content-language",
    "mime-version",
    "content-type",
];

const NOW: Timestamp = Timestamp::from_millis(1_793_714_700_000);

/// Lines with the organisation's name, the sender, the recipient and a user name; the rest is
/// somebody's name.
pub fn mails(data: &[u8]) {
    let input = text(data);
    let ([organisation, from, to, user_name], owner) = lines::<4>(&input);
    let parse = |text: &str, or: &str| {
        EmailAddress::parse(text)
            .or_else(|_| EmailAddress::parse(or))
            .expect("an address")
    };
    let sender = Sender::parse(from)
        .or_else(|_| Sender::parse("no-reply@example.org"))
        .expect("a sender");
    let user_name = UserName::parse(user_name)
        .or_else(|_| UserName::parse("anna"))
        .expect("a name");
    let link = "https://id.example.org/x".to_owned();
    let code = LinkToken::from_bytes(&[0x3C; LinkToken::BYTES]);
    let owner = owner.to_owned();
    let messages = [
        Message::ContactInvitation {
            owner: owner.clone(),
            code: code.clone(),
            link: link.clone(),
            expires_at: NOW,
        },
        Message::ContactAsked {
            owner,
            code: code.clone(),
            link: link.clone(),
            expires_at: NOW,
        },
        Message::UserName {
            user_name,
            at: NOW,
            sign_in_link: link.clone(),
        },
        Message::Invitation {
            code: InvitationCode::from_bytes(&[0x5A; InvitationCode::BYTES]),
            link: link.clone(),
            expires_at: NOW,
        },
        Message::Enrolled {
            at: NOW,
            sign_in_link: link.clone(),
        },
    ];
    // One language a case, since all of them would cost three times as much.
    let language = Language::ALL[data.len() % Language::ALL.len()];
    for message in &messages {
        let envelope = Envelope {
            id: OutboxId::from_bytes([1; 16]),
            to: parse(to, "anna@example.org"),
            from: sender.clone(),
            date: NOW,
        };
        let freeze = Some(LinkToFreeze {
            link: link.clone(),
            code: code.clone(),
        });
        let context = Context {
            organisation,
            language,
            device: None,
            place: None,
            zone: Zone::default(),
            freeze,
        };
        check(&render(envelope, message, &context));
    }
}

fn check(email: &Email) {
    assert!(
        !email.subject.chars().any(char::is_control),
        "S67: {:?}",
        email.subject
    );
    let tags = email.html.matches('<').count();
    assert_eq!(
        tags,
        email.html.matches('>').count(),
        "every tag is ours: {}",
        email.html
    );
    for mark in ["<script", "<img", "<iframe", "<b>", "<svg", "<base"] {
        assert!(
            !email.html.to_lowercase().contains(mark),
            "S70: {}",
            email.html
        );
    }
    // Fails only for an address that lettre reads more strictly than we do.
    let Some(sent) = formatted(email) else { return };
    let sent = String::from_utf8(sent).expect("mails are ASCII");
    let (head, _) = sent.split_once("\r\n\r\n").expect("a head and a body");
    let mut seen = Vec::new();
    for line in head
        .split("\r\n")
        .filter(|line| !line.starts_with([' ', '\t']))
    {
        let (name, _) = line
            .split_once(':')
            .unwrap_or_else(|| panic!("a header has a name: {line:?}"));
        let name = name.to_ascii_lowercase();
        assert!(
            HEADERS.contains(&name.as_str()) && !seen.contains(&name),
            "S67: {line:?} in {head}"
        );
        seen.push(name);
    }
    assert_eq!(seen.len(), HEADERS.len(), "{head}");
    assert!(
        !head.replace("\r\n", "").contains(['\r', '\n']),
        "S67: {head:?}"
    );
}

/// The configured sender: one address, a name on one line, and displayed as read.
pub fn sender(data: &[u8]) {
    let input = text(data);
    let Ok(sender) = Sender::parse(&input) else {
        return;
    };
    assert!(
        sender
            .name()
            .is_none_or(|name| !name.is_empty() && !name.chars().any(char::is_control)),
        "{sender}"
    );
    assert!(sender.address().as_str().matches('@').count() == 1);
    let again =
        Sender::parse(&sender.to_string()).unwrap_or_else(|error| panic!("{sender}: {error}"));
    assert_eq!(again.address(), sender.address(), "of {input:?}");
}
