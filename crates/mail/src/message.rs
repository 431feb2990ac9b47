//! What can be said by mail.

use regain_domain::{InvitationCode, OneTimeCode, Timestamp, UserName};

/// What a mail says. Links are absolute and made from the configured public address only (S24).
#[derive(Clone)]
pub enum Message {
    /// Somebody is invited to set up an account.
    Invitation {
        /// What proves the invitation.
        code: InvitationCode,
        /// Where it is accepted; carries the code in its fragment.
        link: String,
        /// When it ends.
        expires_at: Timestamp,
    },
    /// The mailed code of a recovery.
    RecoveryCode {
        /// To be typed where the recovery was started.
        code: OneTimeCode,
        /// Confirms the same in the browser where the recovery was started; its token is in the fragment.
        link: String,
        /// When the code was asked for.
        at: Timestamp,
        /// When the code ends.
        expires_at: Timestamp,
    },
    /// The forgotten user name.
    UserName {
        /// What was forgotten.
        user_name: UserName,
        /// When it was asked for.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Enrolment is finished.
    Enrolled {
        /// When.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: somebody passed the first step of a recovery.
    GatePassed {
        /// When.
        at: Timestamp,
        /// Where the owner can recover the account.
        start_link: String,
    },
    /// Notice: a recovery made a new password.
    PasswordCreated {
        /// When.
        at: Timestamp,
        /// How many sessions ended with it.
        sessions_ended: u64,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// Notice: a recovery kept the password and cleared every delay.
    PasswordKept {
        /// When.
        at: Timestamp,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// Notice: the password was changed on the account page.
    PasswordChanged {
        /// When.
        at: Timestamp,
        /// Where the owner can recover the account.
        recover_link: String,
    },
}

impl Message {
    /// What kind of mail it is, for logs and metrics.
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
        }
    }

    /// The code it carries, as shown to its reader.
    pub(crate) fn code(&self) -> Option<String> {
        match self {
            Self::Invitation { code, .. } => Some(code.shown()),
            Self::RecoveryCode { code, .. } => Some(code.shown()),
            _ => None,
        }
    }

    /// Its one link.
    pub(crate) fn link(&self) -> &str {
        match self {
            Self::Invitation { link, .. } | Self::RecoveryCode { link, .. } => link,
            Self::UserName { sign_in_link, .. } | Self::Enrolled { sign_in_link, .. } => sign_in_link,
            Self::GatePassed { start_link, .. } => start_link,
            Self::PasswordCreated { recover_link, .. }
            | Self::PasswordKept { recover_link, .. }
            | Self::PasswordChanged { recover_link, .. } => recover_link,
        }
    }
}

/// Only the kind: links and codes are on the never-log list (S102).
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({})", self.kind())
    }
}
