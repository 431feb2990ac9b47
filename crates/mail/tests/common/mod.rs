//! One of every mail, always the same.

mod parts;

use parts::{addresses, changed, closing, concerns, contact_news, told};
use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;
use regain_domain::{
    AddressesChange, Browser, ContactNews, Device, EmailAddress, InvitationCode, Language,
    LinkToken, MethodsChange, NewWay, NewWayKind as Kind, OneTimeCode, OutboxId, Place, Role,
    System, Timestamp, UserName,
};
use regain_mail::{
    AddressObjection, Closing, Context, Email, Envelope, LinkToFreeze, Message, Sender, Zone,
    render,
};
use std::time::Duration;

/// 3 November 2026, 14:05 UTC.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_793_714_700_000);

const DAY: Duration = Duration::from_secs(24 * 3600);

/// The envelope of the `n`th mail.
pub(crate) fn envelope(n: u8) -> Envelope {
    Envelope {
        id: OutboxId::from_bytes([n; 16]),
        to: EmailAddress::parse("anna@example.org").expect("an address"),
        from: Sender::parse("Example <no-reply@example.org>").expect("a sender"),
        date: NOW,
    }
}

/// Words that somebody typed, and that want to be more than words.
pub(crate) const HOSTILE: &str = "<b>\r\n\u{202E}42</b>";

/// Whether "This wasn't me" has a meaning in it.
pub(crate) fn freezes(message: &Message) -> bool {
    matches!(
        message,
        Message::Enrolled { .. }
            | Message::GatePassed { .. }
            | Message::SavedCodeUsed { .. }
            | Message::PasswordCreated { .. }
            | Message::PasswordKept { .. }
            | Message::PasswordChanged { .. }
            | Message::MethodsChanged { .. }
            | Message::ContactNews { .. }
            | Message::AddressesChanged {
                change: AddressesChange::Added
                    | AddressesChange::Changed
                    | AddressesChange::Removed
                    | AddressesChange::Ended,
                ..
            }
            | Message::NewDevice { .. }
            | Message::Closing {
                what: Closing::Asked { .. }
                    | Closing::TakenBack { .. }
                    | Closing::Announced { asked: true, .. },
                ..
            }
            | Message::PasswordKnown { .. }
            | Message::AccountEnabled { .. }
            | Message::SessionsEnded { .. }
            | Message::RoleChanged { .. }
    )
}

/// One of every message.
pub(crate) fn messages() -> Vec<Message> {
    let link = |path: &str| format!("https://id.example.org/{path}");
    let mut all = vec![
        Message::Invitation {
            code: InvitationCode::from_bytes(&[0x5A; InvitationCode::BYTES]),
            link: link("invite#B9D5MPJTB9D5MPJTB9D5MPJTB9D5"),
            expires_at: NOW.plus(Duration::from_secs(72 * 3600)),
        },
        Message::RecoveryCode {
            code: OneTimeCode::from_bytes(&[0x12, 0x34, 0x56, 0x78, 0x9A]),
            link: link("recover/link#28T5CY4TQKFF28T5CY4TQKFF28T5"),
            at: NOW,
            expires_at: NOW.plus(Duration::from_secs(600)),
        },
        Message::UserName {
            user_name: UserName::parse("anna.smith").expect("a user name"),
            at: NOW,
            sign_in_link: link("sign-in"),
        },
        Message::Enrolled {
            at: NOW,
            sign_in_link: link("sign-in"),
        },
        Message::GatePassed {
            at: NOW,
            start_link: link("recover"),
        },
        created(3),
        Message::PasswordKept {
            at: NOW,
            recover_link: link("recover"),
        },
        Message::PasswordChanged {
            at: NOW,
            recover_link: link("recover"),
        },
        Message::SavedCodeUsed {
            at: NOW,
            left: 2,
            recover_link: link("recover"),
        },
        changed(MethodsChange::AuthenticatorAdded),
        changed(MethodsChange::AuthenticatorRemoved),
        changed(MethodsChange::AuthenticatorReplaced),
        changed(MethodsChange::SavedCodesMade),
        changed(MethodsChange::PasskeyAdded),
        changed(MethodsChange::PasskeyRemoved),
        changed(MethodsChange::PasskeyRefused),
        changed(MethodsChange::SetAside),
        changed(MethodsChange::PutBack),
        Message::CheckUpDue {
            at: NOW,
            link: link("account/check-up"),
        },
        Message::AddressCode {
            code: OneTimeCode::from_bytes(&[0x12, 0x34, 0x56, 0x78, 0x9A]),
            at: NOW,
            expires_at: NOW.plus(Duration::from_secs(600)),
        },
        Message::AddressClaimed {
            at: NOW,
            sign_in_link: link("sign-in"),
        },
        addresses(AddressesChange::Added),
        addresses(AddressesChange::Changed),
        addresses(AddressesChange::Removed),
        addresses(AddressesChange::Ended),
        addresses(AddressesChange::Restored),
        gone(AddressesChange::Changed, true),
        gone(AddressesChange::Removed, true),
        gone(AddressesChange::Ended, false),
        gone(AddressesChange::Restored, false),
        Message::NewDevice {
            at: NOW,
            recover_link: link("recover"),
        },
        Message::PasswordKnown {
            at: NOW,
            sign_in_link: link("sign-in"),
        },
        Message::ContactInvitation {
            owner: HOSTILE.to_owned(),
            code: LinkToken::from_bytes(&[0x3C; LinkToken::BYTES]),
            link: link("contact#7GY3RF0W7GY3RF0W7GY3RF0W7GY3"),
            expires_at: NOW.plus(Duration::from_secs(7 * 24 * 3600)),
        },
        Message::ContactAsked {
            owner: HOSTILE.to_owned(),
            code: LinkToken::from_bytes(&[0xC3; LinkToken::BYTES]),
            link: link("contact/pass-on#RF1W7GY3RF1W7GY3RF1W7GY3RF1W"),
            expires_at: NOW.plus(Duration::from_secs(24 * 3600)),
        },
        Message::ContactRemoved {
            at: NOW,
            owner: HOSTILE.to_owned(),
        },
        Message::AccountFrozen {
            at: NOW,
            new: [
                Kind::Passkey,
                Kind::Authenticator,
                Kind::SavedCodes,
                Kind::Contact,
                Kind::Address,
            ]
            .map(|kind| NewWay { kind, since: NOW })
            .to_vec(),
            recover_link: link("recover"),
        },
        Message::FrozenByRestore {
            at: NOW,
            recover_link: link("recover"),
        },
        Message::AccountDisabled {
            at: NOW,
            reason: HOSTILE.to_owned(),
            until: Some(NOW.plus(DAY * 180)),
        },
        closing(Closing::Asked {
            until: NOW.plus(DAY * 14),
        }),
        closing(Closing::TakenBack {
            last_administrator: false,
        }),
        closing(Closing::TakenBack {
            last_administrator: true,
        }),
        closing(Closing::Announced {
            until: NOW.plus(DAY * 3),
            asked: true,
        }),
        closing(Closing::Announced {
            until: NOW.plus(DAY * 30),
            asked: false,
        }),
        closing(Closing::Done),
        Message::AccountEnabled {
            at: NOW,
            sign_in_link: link("sign-in"),
        },
        Message::SessionsEnded {
            at: NOW,
            sign_in_link: link("sign-in"),
        },
        Message::RoleChanged {
            at: NOW,
            role: Role::UserAdministrator,
            sign_in_link: link("sign-in"),
        },
        Message::RoleRequested {
            at: NOW,
            role: Role::Auditor,
            person: HOSTILE.to_owned(),
            link: link("sign-in"),
        },
        told(PolicyNews::Requested, None),
        told(
            PolicyNews::Changed,
            Some(NOW.plus(Duration::from_secs(7 * 24 * 3600))),
        ),
        told(PolicyNews::Refused, None),
        concerns(Lack::Gates),
        concerns(Lack::SecondFactor),
        Message::AdministratorInvited {
            at: NOW,
            address: "\u{2022}@\u{2022}".to_owned(),
            link: link("account/history"),
        },
        Message::AccountTampered { at: NOW },
        Message::AccountTamperedAdmin {
            at: NOW,
            person: HOSTILE.to_owned(),
            link: link("account/history"),
        },
        Message::DatabaseRestored {
            at: NOW,
            accepted: false,
            lost_entries: 2,
            link: link("account/history"),
        },
        Message::DatabaseRestored {
            at: NOW,
            accepted: true,
            lost_entries: 2,
            link: link("account/history"),
        },
        Message::InvitationCancelled { at: NOW },
        Message::InvitedElsewhere {
            at: NOW,
            sign_in_link: link("sign-in"),
        },
    ];
    // Neither the first nor the last.
    all.splice(9..9, ContactNews::ALL.map(contact_news));
    all
}

/// To an address that is gone, and may object or not.
pub(crate) fn gone(change: AddressesChange, may_object: bool) -> Message {
    Message::AddressGone {
        at: NOW,
        change,
        objection: may_object.then(objection),
    }
}

fn objection() -> AddressObjection {
    let code = LinkToken::from_bytes(&[0x3C; LinkToken::BYTES]);
    let link = format!("https://id.example.org/object#{}", code.expose());
    AddressObjection {
        link,
        code,
        until: NOW.plus(DAY * 7),
    }
}

/// A new password that ended so many sessions.
pub(crate) fn created(sessions_ended: u64) -> Message {
    Message::PasswordCreated {
        at: NOW,
        sessions_ended,
        recover_link: "https://id.example.org/recover".to_owned(),
    }
}

/// A mail as most are: from a known device.
pub(crate) fn mail(message: &Message, language: Language) -> Email {
    let organisation = match language {
        Language::English => "Example Company",
        Language::TraditionalChinese => "範例公司",
        Language::SimplifiedChinese => "示例公司",
    };
    let device = Some(Device::BrowserOn(Browser::Chrome, System::Windows));
    let place = Some(Place::Network("203.0.113.0/24".to_owned()));
    let code = LinkToken::from_bytes(&[0xA5; LinkToken::BYTES]);
    let link = format!("https://id.example.org/freeze#{}", code.expose());
    let freeze = freezes(message).then_some(LinkToFreeze { link, code });
    render(
        envelope(7),
        message,
        &Context {
            organisation,
            language,
            device,
            place,
            zone: Zone::default(),
            freeze,
        },
    )
}
