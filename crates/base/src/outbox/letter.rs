//! Contents of mails, and their consequences.

use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;
use regain_domain::{AddressesChange, ContactNews, MethodsChange, NewWay, Role};
use regain_storage::Urgency;
use serde::{Deserialize, Serialize};

/// Content of a mail; codes are represented by what they derive from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// No mail: the requested person doesn't exist (S3).
    Noop,
    /// An invitation to enrol.
    Invitation {
        /// Id of the invitation whose code it carries.
        invitation: String,
    },
    /// The invitation no longer works.
    InvitationCancelled,
    /// Somebody tried to invite an address that has an account (S6).
    InvitedElsewhere,
    /// The code of a recovery, and the link for the same browser.
    RecoveryCode {
        /// Id of the challenge whose code it carries.
        challenge: String,
    },
    /// The forgotten user name.
    UserName {
        /// Id of the person.
        person: String,
    },
    /// Enrolment is finished.
    Enrolled,
    /// Somebody passed step 1 of a recovery.
    GatePassed,
    /// A saved code was used.
    SavedCodeUsed {
        /// Number of codes left.
        left: u32,
    },
    /// A recovery made a new password.
    PasswordCreated {
        /// Number of sessions that ended.
        sessions_ended: u64,
    },
    /// A recovery confirmed the password.
    PasswordKept,
    /// The password was changed on the account page.
    PasswordChanged,
    /// The person's ways to prove who they are have changed.
    MethodsChanged {
        /// The change.
        change: MethodsChange,
    },
    /// A year has passed since the person last looked at their ways back.
    CheckUpDue,
    /// Asks a chosen recovery contact whether they agree.
    ContactInvitation {
        /// Id of the invitation whose code it carries.
        invitation: String,
    },
    /// Asks a recovery contact to pass on a code.
    ContactAsked {
        /// Id of the request whose token it carries.
        request: String,
    },
    /// Tells a former recovery contact that they no longer are one.
    ContactRemoved {
        /// The owner, by the name that the contact knows.
        owner: String,
    },
    /// News for the owner about their recovery contacts.
    ContactNews {
        /// The news.
        news: ContactNews,
        /// The contact, by the owner's name for them.
        contact: Option<String>,
    },
    /// No mail, but a task: tell the owner that contacts were asked. It waits in the outbox so that asking writes the
    /// same for somebody who doesn't exist (S2, S3).
    TellContactsAsked {
        /// Id of the recovery.
        flow: String,
    },
    /// The code for a claimed address.
    AddressCode {
        /// Id of the claim whose code it carries.
        claim: String,
    },
    /// Tells the holder of an address that somebody else claimed it (S6).
    AddressClaimed,
    /// One of the person's addresses was added, changed, removed or put back.
    AddressesChanged {
        /// The change.
        change: AddressesChange,
    },
    /// To an address that was changed or removed, or that gave way to one that objected.
    AddressGone {
        /// The change.
        change: AddressesChange,
        /// The change that removed it, from which its objection derives.
        ended_by: String,
        /// Id of the person.
        person: String,
    },
    /// A sign-in on an unknown device.
    NewDevice,
    /// A right password but no right second step, on an unknown device.
    PasswordKnown,
    /// The account was frozen, by its owner or by a notice's link.
    Frozen {
        /// Credentials that were too new to count by then.
        #[serde(default)]
        new: Vec<NewWay>,
    },
    /// The account was frozen because a backup brought an older password back.
    FrozenByRestore,
    /// Somebody asked for the account to be closed.
    ClosingAsked {
        /// When it will be closed: milliseconds since 1970.
        until: i64,
    },
    /// That request was revoked.
    ClosingTakenBack {
        /// Whether it was revoked because no global administrator would be left, and not by the owner.
        last_administrator: bool,
    },
    /// The account is about to be erased.
    ErasureAnnounced {
        /// When: milliseconds since 1970.
        until: i64,
        /// Whether the owner requested it; otherwise it has been disabled for long.
        asked: bool,
    },
    /// The account is closed for good: the last mail to somebody.
    Erased,
    /// An administrator disabled the account.
    Disabled {
        /// Reason in the administrator's words.
        reason: String,
        /// When it will be erased if it stays disabled: milliseconds since 1970.
        #[serde(default)]
        until: Option<i64>,
    },
    /// An administrator enabled it.
    Enabled,
    /// An administrator ended all sessions.
    SessionsEnded,
    /// To the global administrators: a request for a role, to be confirmed by a second one.
    RoleRequested {
        /// The person, by the name that administrators know.
        person: String,
        /// The requested role.
        role: Role,
    },
    /// The person has another role.
    RoleChanged {
        /// The new role.
        role: Role,
    },
    /// To the global administrators: something about the policy.
    PolicyTold {
        /// The news.
        news: PolicyNews,
        /// When it takes effect, if later: milliseconds since 1970.
        from: Option<i64>,
    },
    /// The policy was tightened, and the reader falls short of it.
    PolicyConcerns {
        /// What they lack.
        lacks: Lack,
        /// When it takes effect: milliseconds since 1970.
        from: i64,
    },
    /// To the global administrators: a command on the host invited another one.
    AdministratorInvited {
        /// The masked address of the invited person.
        address: String,
    },
    /// The account's stored credentials aren't those that their owner made.
    Tampered,
    /// The same, to the global administrators.
    TamperedReport {
        /// The person, by the name that administrators know.
        person: String,
    },
    /// To the global administrators: the database was restored from a backup, or accepted as it is.
    Restored {
        /// History entries that it lacks.
        lost: u64,
        /// Whether it was accepted by a command on the host.
        accepted: bool,
    },
}

impl Letter {
    /// Whether it reports an event, which matters even late. Anything else is worthless after it expires.
    #[must_use]
    pub const fn is_notice(&self) -> bool {
        !matches!(
            self,
            Self::Noop
                | Self::Invitation { .. }
                | Self::RecoveryCode { .. }
                | Self::UserName { .. }
                | Self::ContactInvitation { .. }
                | Self::ContactAsked { .. }
                | Self::TellContactsAsked { .. }
                | Self::AddressCode { .. }
        )
    }

    /// Its priority. Strangers can cause any number of empty rows (S3), which must not delay others.
    pub(super) const fn urgency(&self) -> Urgency {
        match self {
            Self::Noop
            | Self::Invitation { .. }
            | Self::CheckUpDue
            | Self::PolicyConcerns { .. } => Urgency::Bulk,
            notice if notice.is_notice() => Urgency::Notice,
            _ => Urgency::Awaited,
        }
    }

    /// Whether it is about the reader's own account, so that "This wasn't me" makes sense.
    pub(super) const fn can_freeze(&self) -> bool {
        matches!(
            self,
            Self::Enrolled
                | Self::GatePassed
                | Self::SavedCodeUsed { .. }
                | Self::PasswordCreated { .. }
                | Self::PasswordKept
                | Self::PasswordChanged
                | Self::MethodsChanged { .. }
                | Self::ContactNews { .. }
                // Putting an address back has frozen the account already.
                | Self::AddressesChanged {
                    change: AddressesChange::Added
                        | AddressesChange::Changed
                        | AddressesChange::Removed
                        | AddressesChange::Ended
                }
                | Self::NewDevice
                | Self::PasswordKnown
                // Freezing revokes it.
                | Self::ClosingAsked { .. }
                | Self::ClosingTakenBack { .. }
                | Self::ErasureAnnounced { asked: true, .. }
                | Self::Enabled
                | Self::SessionsEnded
                | Self::RoleChanged { .. }
        )
    }
}
