//! English: notices about accounts, to their owners and to administrators.

use super::{super::quoted, policy};
use crate::{Message, content::BodyPart};
use regain_domain::{MethodsChange, NewWay, NewWayKind, Role, Timestamp};

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "member",
        Role::Auditor => "auditor",
        Role::UserAdministrator => "user administrator",
        Role::GlobalAdministrator => "global administrator",
    }
}

/// Credentials that were too new to count when the account was frozen, in one sentence.
fn too_new(new: &[NewWay], shown: impl Fn(Timestamp) -> String) -> Option<String> {
    let told = |way: &NewWay| {
        let since = shown(way.since);
        match way.kind {
            NewWayKind::Authenticator => format!("an authenticator app, added {since}"),
            NewWayKind::Passkey => format!("a passkey, added {since}"),
            NewWayKind::SavedCodes => format!("recovery codes, made {since}"),
            NewWayKind::Contact => format!("a recovery contact, chosen {since}"),
            NewWayKind::Address => format!("an email address, added {since}"),
        }
    };
    let ways: Vec<String> = new.iter().map(told).collect();
    (!ways.is_empty()).then(|| {
        [
            "Too new to count by then, so that it opens nothing until you say that it's yours: ",
            &ways.join("; "),
            ".",
        ]
        .concat()
    })
}

pub(super) fn content(
    message: &Message,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, paragraphs, button) = match message {
        Message::MethodsChanged { change, counts_after_days, recover_link, .. } => {
            let (title, what, otherwise) = match change {
                MethodsChange::AuthenticatorAdded => (
                    "An authenticator app was added",
                    "Someone who was signed in to your account, and proved again that it was you, added an authenticator app. It can be used to sign in at once, and to get back into the account after {} days, or a third of that if a passkey confirmed it.",
                    "If this wasn't you, freeze the account now; then get back into it and choose a new password.",
                ),
                MethodsChange::AuthenticatorRemoved => (
                    "An authenticator app was removed",
                    "Someone who was signed in to your account, and proved again that it was you, removed an authenticator app. Its codes no longer sign in; for 7 days they still help to get back into the account, or to open it if it is frozen.",
                    "If this wasn't you, freeze the account now; then get back into it and choose a new password.",
                ),
                MethodsChange::AuthenticatorReplaced => (
                    "Your authenticator app was replaced",
                    "Someone proved in two other ways that it was you, and set up a new authenticator app. The earlier ones no longer work, and every device was signed out. Your password and your other ways back are as they were.",
                    "If this wasn't you, freeze the account now, and get back into it.",
                ),
                MethodsChange::SavedCodesMade => (
                    "New recovery codes were made",
                    "Someone who was signed in to your account, and proved again that it was you, made ten new recovery codes. They help to get back into the account after {} days, or a third of that if a passkey confirmed it; if one of the earlier codes has just done so, at once. Keep the earlier ones for 7 days: that long they still do.",
                    "If this wasn't you, freeze the account now; then get back into it and choose a new password.",
                ),
                MethodsChange::PasskeyAdded => (
                    "A passkey was added",
                    "Someone who was signed in to your account, and proved again that it was you, added a passkey. It can be used to sign in at once, and to get back into the account after {} days, or a third of that if a passkey confirmed it.",
                    "If this wasn't you, freeze the account now; then get back into it, choose a new password, and remove the passkey.",
                ),
                MethodsChange::PasskeyRemoved => (
                    "A passkey was removed",
                    "Someone who was signed in to your account, and proved again that it was you, removed a passkey. It no longer signs in; for 7 days it still helps to get back into the account, or to open it if it is frozen.",
                    "If this wasn't you, freeze the account now; then get back into it and choose a new password.",
                ),
                MethodsChange::PasskeyRefused => (
                    "A passkey was refused",
                    "Someone used one of your passkeys, but it looked like an older copy, so we didn't let them in. This happens when a device was copied, and sometimes when one was restored from a backup.",
                    "If this was you, sign in another way, then remove this passkey and add it again. If it wasn't, freeze the account now, get back into it, and remove the passkey.",
                ),
                MethodsChange::SetAside => (
                    "New ways in were set aside",
                    "Your account was opened again, and something had been added to it shortly before: an authenticator app, a passkey or recovery codes. It no longer works, and won't until you say that it is yours.",
                    "After signing in you find it on the page of your ways back. Keep what is yours, and remove what you don't know.",
                ),
                MethodsChange::PutBack => (
                    "A way in is there again",
                    "Someone who was signed in to your account, and proved again that it was you, put an authenticator app or a passkey back that had been removed or set aside.",
                    "If this wasn't you, freeze the account now; then get back into it and choose a new password.",
                ),
            };

            (title, vec![what.replace("{}", &counts_after_days.to_string()), otherwise.to_owned()], Some(("Get back into your account", recover_link)))
        }
        Message::CheckUpDue { link, .. } => (
            "Can you still get back in?",
            vec![
                "A year has passed since you last checked what gets you back into your account: your mailbox, your recovery codes, your authenticator app.".to_owned(),
                "Please check that you still have them. It takes a minute. If something is gone, you can replace it now, and only you can.".to_owned(),
                ],
            Some(("Check your ways back", link)),
        ),
        Message::NewDevice { recover_link, .. } => (
            "Sign-in on a new device",
            vec![
                "Someone signed in to your account with a browser that we haven't seen you use before.".to_owned(),
                "If this was you, there is nothing to do. If it wasn't, freeze the account now; then get back into it and choose a new password.".to_owned(),
                ],
            Some(("Get back into your account", recover_link)),
        ),
        Message::PasswordKnown { sign_in_link, .. } => (
            "Somebody knows your password",
            vec![
                "Someone entered your correct password with a browser that we haven't seen you use before, but not the second step that we then asked for. We didn't let them in.".to_owned(),
                "If this was you, there is nothing to do. If it wasn't, someone knows your password: sign in on a device of your own and change it now, and wherever else you use it. Until you can, freeze the account.".to_owned(),
                ],
            Some(("Sign in and change your password", sign_in_link)),
        ),
        Message::AccountFrozen { new, recover_link, .. } => (
            "Your account is frozen",
            std::iter::once("Someone froze your account: you, on your account page, or whoever selected \u{201C}This wasn't me\u{201D} in one of our emails to you. Every session and every recovery under way has ended. Your password, your saved codes and everything else are as they were.".to_owned())
                .chain(too_new(new, &shown))
                .chain(std::iter::once("Until the account is open again, keep your earlier recovery codes, app and phone: they may be what opens it.".to_owned()))
                .chain(std::iter::once("To open the account again, sign in with your password and a code from your authenticator app, or a saved recovery code. If that doesn't work, or if someone else may know your password, get back into your account.".to_owned()))
                .collect(),
            Some(("Get back into your account", recover_link)),
        ),
        Message::FrozenByRestore { recover_link, .. } => (
            "Please get back into your account",
            vec![
                "Our database had to be restored from a backup that is older than your newest password. So that the older password can't be used by anyone, your account stays closed until you get back into it yourself.".to_owned(),
                "Choose \u{201C}I forgot my password\u{201D} and then a new one. Saved codes that you have used or renewed since then may be back in their older state.".to_owned(),
                ],
            Some(("Get back into your account", recover_link)),
        ),
        Message::AccountDisabled { reason, until, .. } => (
            "Your account was disabled",
            [
                "An administrator disabled your account. You can't sign in for now, and you were signed out everywhere. Your password, your saved codes and everything else are as they were; nobody has seen or changed them.".to_owned(),
                format!("The administrator's reason: {}", quoted(reason)),
                "If you think this is a mistake, please talk to your organisation. When the account is enabled again, everything works as before.".to_owned(),
            ]
            .into_iter()
            .chain(until.map(|until| format!("If it stays disabled until {}, the account and everything that we know about you is erased then. We write to you once more before that.", shown(until))))
            .collect(),
            None,
        ),
        Message::AccountEnabled { sign_in_link, .. } => (
            "Your account is enabled again",
            vec![
                "An administrator enabled your account. Your password, your saved codes and everything else are exactly what they were.".to_owned(),
                ],
            Some(("Sign in", sign_in_link)),
        ),
        Message::SessionsEnded { sign_in_link, .. } => (
            "You were signed out everywhere",
            vec![
                "An administrator ended all your sessions. Your password and everything else are as they were, and you can sign in again right away.".to_owned(),
                ],
            Some(("Sign in", sign_in_link)),
        ),
        Message::SavedCodeUsed { left, recover_link, .. } => (
            "A saved recovery code was used",
            vec![
                match left {
                    0 => "One of your saved recovery codes was just used to sign in, to confirm a change or to get back into your account. It was the last one.".to_owned(),
                    1 => "One of your saved recovery codes was just used to sign in, to confirm a change or to get back into your account. One is left.".to_owned(),
                    left => format!("One of your saved recovery codes was just used to sign in, to confirm a change or to get back into your account. {left} are left."),
                },
                "If that wasn't you, someone has your codes: get back into your account yourself and choose a new password.".to_owned(),
                ],
            Some(("Get back into your account", recover_link)),
        ),
        Message::RoleChanged { role, sign_in_link, .. } => (
            "Your role was changed",
            std::iter::once(format!("Two administrators have given you the role \u{201C}{}\u{201D}. You were signed out everywhere; it holds from your next sign-in on.", role_name(*role)))
                .chain(role.is_privileged().then(|| "Whoever has such a role needs a passkey. If you have none yet, add one on your account page within 14 days of getting your first role: after that, administration is closed to you until one counts.".to_owned()))
                .collect(),
            Some(("Sign in", sign_in_link)),
        ),
        Message::RoleRequested { role, person, link, .. } => (
            "A role is waiting for a second administrator",
            vec![
                format!("Another administrator has asked for the role \u{201C}{}\u{201D} for \u{201C}{}\u{201D}. It only takes effect if a second administrator confirms it. If you don't know why, ask the other administrator in person before you decide.", role_name(*role), quoted(person)),
                ],
            Some(("Look at the request", link)),
        ),
        Message::AdministratorInvited { address, link, .. } => (
            "A new administrator was invited",
            vec![
                format!("Someone with access to the server invited a new global administrator at {}, with the command \u{201C}regain invite-admin\u{201D}. No existing account was changed: the command can't do that.", quoted(address)),
                "If you don't know about it, talk to whoever runs the server.".to_owned(),
                ],
            Some(("Look at the history", link)),
        ),
        Message::AccountTampered { .. } => (
            "Your account is closed",
            vec![
                "What is stored about how you sign in isn't what you set up. Someone may have changed our database. To protect you, your account is closed: nobody can get in, whatever they enter.".to_owned(),
                "Your administrators have been told. There is nothing you need to do now; the account opens again when the data is put right.".to_owned(),
                ],
            None,
        ),
        Message::AccountTamperedAdmin { person, link, .. } => (
            "Stored credentials were changed from outside",
            vec![
                format!("What is stored about how \u{201C}{}\u{201D} signs in isn't what they set up: rows in the database were changed, copied, added, deleted or rolled back by something other than Regain. The account is closed, and nobody was let in.", quoted(person)),
                "Find out who has access to the database, and keep a copy of it. \u{201C}regain audit verify\u{201D} tells whether the history is whole. Then restore a backup with \u{201C}regain restore\u{201D}; nothing else opens the account.".to_owned(),
                ],
            Some(("Look at the history", link)),
        ),
        Message::DatabaseRestored { accepted: false, lost_entries, link, .. } => (
            "The database was restored from a backup",
            vec![
                match lost_entries {
                    0 => "Someone with access to the server restored the database from a backup. Nothing is missing from the history.".to_owned(),
                    1 => "Someone with access to the server restored the database from a backup. The newest entry of the history is gone, and so is what it tells of.".to_owned(),
                    lost => format!("Someone with access to the server restored the database from a backup. The newest {lost} entries of the history are gone, and so is what they tell of."),
                },
                "Every session and every recovery under way has ended. Accounts whose password was newer than the backup stay closed until their owners get back in.".to_owned(),
                ],
            Some(("Look at the history", link)),
        ),
        Message::DatabaseRestored { accepted: true, lost_entries, link, .. } => (
            "The database was accepted without proof that it is the newest",
            vec![
                match lost_entries {
                    0 => "Someone with access to the server accepted the database as it is. Nothing outside of it told whether it is the newest one.".to_owned(),
                    1 => "Someone with access to the server accepted the database as it is. The newest entry of the history is gone, and so is what it tells of.".to_owned(),
                    lost => format!("Someone with access to the server accepted the database as it is. The newest {lost} entries of the history are gone, and so is what they tell of."),
                },
                "Every session and every recovery under way has ended. Accounts with a newer password than is stored stay closed until their owners get back in. If you don't know why this was done, ask whoever runs the server.".to_owned(),
                ],
            Some(("Look at the history", link)),
        ),
        Message::InvitationCancelled { .. } => (
            "Your invitation was taken back",
            vec![
                "The invitation to set up an account that was sent to this address no longer works. Nothing that you entered is kept. There is nothing you need to do.".to_owned(),
                ],
            None,
        ),
        Message::InvitedElsewhere { sign_in_link, .. } => (
            "You already have an account",
            vec![
                "An administrator tried to invite this address to set up a new account. You already have one, and nothing about it has changed. If you can't sign in, select \u{201C}Can't access your account?\u{201D} on the sign-in screen.".to_owned(),
                ],
            Some(("Sign in", sign_in_link)),
        ),
        _ => policy::content(message, shown),
    };

    let mut blocks: Vec<BodyPart> = paragraphs.into_iter().map(BodyPart::paragraph).collect();
    if let Some((label, link)) = button {
        blocks.push(BodyPart::button(label, link));
    }

    if let Some(at) = message.notice_at() {
        blocks.push(facts(at));
    }

    (title.to_owned(), title.to_owned(), blocks)
}
