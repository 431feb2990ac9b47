//! One of every mail, always the same.

use regain_domain::{
    AddressesChange, Browser, Device, EmailAddress, InvitationCode, Language, LinkToken, MethodsChange, OneTimeCode,
    OutboxId, Place, Role, System, Timestamp, UserName,
};
use regain_mail::{AddressObjection, Context, Email, Envelope, FreezeLink, Message, Sender, render};
use std::time::Duration;

/// 3 November 2026, 14:05 UTC.
pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_793_714_700_000);

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
            | Message::AddressesChanged {
                change: AddressesChange::Added | AddressesChange::Changed | AddressesChange::Removed,
                ..
            }
            | Message::NewDevice { .. }
            | Message::AccountEnabled { .. }
            | Message::SessionsEnded { .. }
            | Message::RoleChanged { .. }
    )
}

/// One of every message.
pub(crate) fn messages() -> Vec<Message> {
    let link = |path: &str| format!("https://id.example.org/{path}");
    vec![
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
        Message::Enrolled { at: NOW, sign_in_link: link("sign-in") },
        Message::GatePassed { at: NOW, start_link: link("recover") },
        created(3),
        Message::PasswordKept { at: NOW, recover_link: link("recover") },
        Message::PasswordChanged { at: NOW, recover_link: link("recover") },
        Message::SavedCodeUsed { at: NOW, left: 2, recover_link: link("recover") },
        changed(MethodsChange::AuthenticatorAdded),
        changed(MethodsChange::AuthenticatorRemoved),
        changed(MethodsChange::AuthenticatorReplaced),
        changed(MethodsChange::SavedCodesMade),
        Message::AddressCode {
            code: OneTimeCode::from_bytes(&[0x12, 0x34, 0x56, 0x78, 0x9A]),
            at: NOW,
            expires_at: NOW.plus(Duration::from_secs(600)),
        },
        Message::AddressClaimed { at: NOW, sign_in_link: link("sign-in") },
        addresses(AddressesChange::Added),
        addresses(AddressesChange::Changed),
        addresses(AddressesChange::Removed),
        addresses(AddressesChange::Restored),
        gone(AddressesChange::Changed, true),
        gone(AddressesChange::Removed, true),
        gone(AddressesChange::Restored, false),
        Message::NewDevice { at: NOW, recover_link: link("recover") },
        Message::AccountFrozen { at: NOW, recover_link: link("recover") },
        Message::FrozenByRestore { at: NOW, recover_link: link("recover") },
        Message::AccountDisabled { at: NOW, reason: HOSTILE.to_owned() },
        Message::AccountEnabled { at: NOW, sign_in_link: link("sign-in") },
        Message::SessionsEnded { at: NOW, sign_in_link: link("sign-in") },
        Message::RoleChanged { at: NOW, role: Role::UserAdministrator, sign_in_link: link("sign-in") },
        Message::RoleRequested { at: NOW, role: Role::Auditor, person: HOSTILE.to_owned(), link: link("sign-in") },
        Message::AdministratorInvited {
            at: NOW,
            address: "\u{2022}@\u{2022}".to_owned(),
            link: link("account/history"),
        },
        Message::AccountTampered { at: NOW },
        Message::AccountTamperedAdmin { at: NOW, person: HOSTILE.to_owned(), link: link("account/history") },
        Message::DatabaseRestored { at: NOW, lost_entries: 2, link: link("account/history") },
        Message::InvitationCancelled { at: NOW },
        Message::InvitedElsewhere { at: NOW, sign_in_link: link("sign-in") },
    ]
}

fn changed(change: MethodsChange) -> Message {
    Message::MethodsChanged { at: NOW, change, recover_link: "https://id.example.org/recover".to_owned() }
}

fn addresses(change: AddressesChange) -> Message {
    Message::AddressesChanged { at: NOW, change, recover_link: "https://id.example.org/recover".to_owned() }
}

/// To an address that is gone, and may object or not.
pub(crate) fn gone(change: AddressesChange, may_object: bool) -> Message {
    let code = LinkToken::from_bytes(&[0x3C; LinkToken::BYTES]);
    let link = format!("https://id.example.org/object#{}", code.expose());
    let until = NOW.plus(Duration::from_secs(7 * 24 * 3600));
    let objection = may_object.then_some(AddressObjection { link, code, until });
    Message::AddressGone { at: NOW, change, objection }
}

/// A new password that ended so many sessions.
pub(crate) fn created(sessions_ended: u64) -> Message {
    Message::PasswordCreated { at: NOW, sessions_ended, recover_link: "https://id.example.org/recover".to_owned() }
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
    let freeze = freezes(message).then_some(FreezeLink { link, code });
    render(envelope(7), message, &Context { organisation, language, device, place, freeze })
}
