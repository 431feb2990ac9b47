//! Kinds of mails, and their common properties.

use super::{Closing, Message};
use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;
use regain_domain::{AddressesChange, ContactNews, MethodsChange, Timestamp};

impl Message {
    /// The kind, for logs and metrics.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Invitation { .. } => "invitation",
            Self::RecoveryCode { .. } => "recovery-code",
            Self::UserName { .. } => "user-name",
            Self::Enrolled { .. } => "enrolled",
            Self::GatePassed { .. } => "gate-passed",
            Self::PasswordCreated { .. } => "password-created",
            Self::PasswordKept { .. } => "password-kept",
            Self::PasswordChanged { .. } => "password-changed",
            Self::MethodsChanged { change, .. } => match change {
                MethodsChange::AuthenticatorAdded => "authenticator-added",
                MethodsChange::AuthenticatorRemoved => "authenticator-removed",
                MethodsChange::AuthenticatorReplaced => "authenticator-replaced",
                MethodsChange::SavedCodesMade => "saved-codes-made",
                MethodsChange::PasskeyAdded => "passkey-added",
                MethodsChange::PasskeyRemoved => "passkey-removed",
                MethodsChange::PasskeyRefused => "passkey-refused",
                MethodsChange::SetAside => "ways-set-aside",
                MethodsChange::PutBack => "way-put-back",
            },
            Self::CheckUpDue { .. } => "check-up-due",
            Self::ContactInvitation { .. } => "contact-invitation",
            Self::ContactAsked { .. } => "contact-asked",
            Self::ContactRemoved { .. } => "contact-removed",
            Self::ContactNews { news, .. } => match news {
                ContactNews::Added => "contact-news-added",
                ContactNews::Accepted => "contact-news-accepted",
                ContactNews::Declined => "contact-news-declined",
                ContactNews::Gone => "contact-news-gone",
                ContactNews::Removed => "contact-news-removed",
                ContactNews::TwoNeeded => "contact-news-two-needed",
                ContactNews::OneNeeded => "contact-news-one-needed",
                ContactNews::Asked => "contact-news-asked",
                ContactNews::Refused => "contact-news-refused",
            },
            Self::AddressCode { .. } => "address-code",
            Self::AddressClaimed { .. } => "address-claimed",
            Self::AddressesChanged { change, .. } => match change {
                AddressesChange::Added => "address-added",
                AddressesChange::Changed => "address-changed",
                AddressesChange::Removed => "address-removed",
                AddressesChange::Ended => "address-ended",
                AddressesChange::Restored => "address-restored",
            },
            Self::AddressGone { change, .. } => match change {
                AddressesChange::Removed => "address-gone-removed",
                AddressesChange::Ended => "address-gone-ended",
                AddressesChange::Restored => "address-gone-restored",
                AddressesChange::Added | AddressesChange::Changed => "address-gone-changed",
            },
            Self::NewDevice { .. } => "new-device",
            Self::PasswordKnown { .. } => "password-known",
            Self::AccountFrozen { .. } => "account-frozen",
            Self::FrozenByRestore { .. } => "frozen-by-restore",
            Self::Closing { what, .. } => match what {
                Closing::Asked { .. } => "closing-asked",
                Closing::TakenBack {
                    last_administrator: false,
                } => "closing-taken-back",
                Closing::TakenBack {
                    last_administrator: true,
                } => "closing-stopped",
                Closing::Announced { asked: true, .. } => "closing-announced",
                Closing::Announced { asked: false, .. } => "erasure-announced",
                Closing::Done => "account-closed",
            },
            Self::AccountDisabled { .. } => "account-disabled",
            Self::AccountEnabled { .. } => "account-enabled",
            Self::SessionsEnded { .. } => "sessions-ended",
            Self::SavedCodeUsed { .. } => "saved-code-used",
            Self::RoleChanged { .. } => "role-changed",
            Self::RoleRequested { .. } => "role-requested",
            Self::PolicyTold { news, .. } => match news {
                PolicyNews::Requested => "policy-requested",
                PolicyNews::Changed => "policy-changed",
                PolicyNews::Refused => "policy-refused",
            },
            Self::PolicyConcerns { lacks, .. } => match lacks {
                Lack::Gates => "policy-needs-ways",
                Lack::SecondFactor => "policy-needs-second-step",
            },
            Self::AdministratorInvited { .. } => "administrator-invited",
            Self::AccountTampered { .. } => "account-tampered",
            Self::AccountTamperedAdmin { .. } => "account-tampered-report",
            Self::DatabaseRestored {
                accepted: false, ..
            } => "database-restored",
            Self::DatabaseRestored { accepted: true, .. } => "database-accepted",
            Self::InvitationCancelled { .. } => "invitation-cancelled",
            Self::InvitedElsewhere { .. } => "invited-elsewhere",
        }
    }

    /// Time of the event, for notices about accounts.
    pub(crate) const fn notice_at(&self) -> Option<Timestamp> {
        match self {
            Self::MethodsChanged { at, .. }
            | Self::CheckUpDue { at, .. }
            | Self::ContactNews { at, .. }
            | Self::NewDevice { at, .. }
            | Self::PasswordKnown { at, .. }
            | Self::AccountFrozen { at, .. }
            | Self::FrozenByRestore { at, .. }
            | Self::Closing { at, .. }
            | Self::AccountDisabled { at, .. }
            | Self::AccountEnabled { at, .. }
            | Self::SessionsEnded { at, .. }
            | Self::SavedCodeUsed { at, .. }
            | Self::RoleChanged { at, .. }
            | Self::RoleRequested { at, .. }
            | Self::PolicyTold { at, .. }
            | Self::PolicyConcerns { at, .. }
            | Self::AdministratorInvited { at, .. }
            | Self::AccountTampered { at, .. }
            | Self::AccountTamperedAdmin { at, .. }
            | Self::DatabaseRestored { at, .. }
            | Self::InvitationCancelled { at, .. }
            | Self::InvitedElsewhere { at, .. } => Some(*at),
            _ => None,
        }
    }

    /// The code in it, as shown to its reader.
    pub(crate) fn code(&self) -> Option<String> {
        match self {
            Self::Invitation { code, .. } => Some(code.shown()),
            Self::RecoveryCode { code, .. } | Self::AddressCode { code, .. } => Some(code.shown()),
            Self::ContactInvitation { code, .. } | Self::ContactAsked { code, .. } => {
                Some(code.shown())
            }
            Self::AddressGone { objection, .. } => {
                objection.as_ref().map(|objection| objection.code.shown())
            }
            _ => None,
        }
    }

    /// Its main link; empty if there is nothing to do.
    pub(crate) fn link(&self) -> &str {
        match self {
            Self::Invitation { link, .. }
            | Self::RecoveryCode { link, .. }
            | Self::CheckUpDue { link, .. }
            | Self::ContactInvitation { link, .. }
            | Self::ContactAsked { link, .. }
            | Self::RoleRequested { link, .. }
            | Self::PolicyTold { link, .. }
            | Self::PolicyConcerns { link, .. }
            | Self::AdministratorInvited { link, .. }
            | Self::AccountTamperedAdmin { link, .. }
            | Self::DatabaseRestored { link, .. } => link,
            Self::UserName { sign_in_link, .. }
            | Self::Enrolled { sign_in_link, .. }
            | Self::AccountEnabled { sign_in_link, .. }
            | Self::SessionsEnded { sign_in_link, .. }
            | Self::PasswordKnown { sign_in_link, .. }
            | Self::RoleChanged { sign_in_link, .. }
            | Self::AddressClaimed { sign_in_link, .. }
            | Self::InvitedElsewhere { sign_in_link, .. } => sign_in_link,
            Self::GatePassed { start_link, .. } => start_link,
            Self::PasswordCreated { recover_link, .. }
            | Self::PasswordKept { recover_link, .. }
            | Self::PasswordChanged { recover_link, .. }
            | Self::MethodsChanged { recover_link, .. }
            | Self::ContactNews { recover_link, .. }
            | Self::AddressesChanged { recover_link, .. }
            | Self::NewDevice { recover_link, .. }
            | Self::AccountFrozen { recover_link, .. }
            | Self::FrozenByRestore { recover_link, .. }
            | Self::SavedCodeUsed { recover_link, .. } => recover_link,
            Self::AddressGone { objection, .. } => {
                objection.as_ref().map_or("", |objection| &objection.link)
            }
            Self::Closing { what, link, .. } => what.link(link),
            Self::AddressCode { .. }
            | Self::AccountDisabled { .. }
            | Self::AccountTampered { .. }
            | Self::InvitationCancelled { .. }
            | Self::ContactRemoved { .. } => "",
        }
    }
}
