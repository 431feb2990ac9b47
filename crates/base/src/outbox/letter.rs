//! What a mail says, and what follows from that.

use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;
use regain_domain::{AddressesChange, ContactNews, MethodsChange, NewWay, Role};
use regain_storage::Urgency;
use serde::{Deserialize, Serialize};

/// What a mail says; codes are named by what they derive from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    /// Nothing is sent: somebody asked for a person who doesn't exist (S3).
    Noop,
    /// Come and enrol.
    Invitation {
        /// Whose code it carries.
        invitation: String,
    },
    /// The invitation no longer works.
    InvitationCancelled,
    /// Somebody tried to invite an address that has an account (S6).
    InvitedElsewhere,
    /// The code of a recovery, and the link for the same browser.
    RecoveryCode {
        /// Whose code it carries.
        challenge: String,
    },
    /// The forgotten user name.
    UserName {
        /// Whose it is.
        person: String,
    },
    /// Enrolment is finished.
    Enrolled,
    /// Somebody proved step 1 of a recovery.
    GatePassed,
    /// A saved code was used.
    SavedCodeUsed {
        /// How many are left.
        left: u32,
    },
    /// A recovery made a new password.
    PasswordCreated {
        /// How many sessions ended with it.
        sessions_ended: u64,
    },
    /// A recovery confirmed the password.
    PasswordKept,
    /// The password was changed on the account page.
    PasswordChanged,
    /// Something about the ways to prove who one is was changed.
    MethodsChanged {
        /// What.
        change: MethodsChange,
    },
    /// A year has passed since the person last looked at their ways back.
    CheckUpDue,
    /// To somebody whom a person chose as recovery contact: whether they agree.
    ContactInvitation {
        /// Whose code it carries.
        invitation: String,
    },
    /// To a recovery contact: to pass a code on.
    ContactAsked {
        /// Whose token it carries.
        request: String,
    },
    /// To somebody who was a recovery contact: they no longer are.
    ContactRemoved {
        /// Whose, as they know them.
        owner: String,
    },
    /// To the owner: something about their recovery contacts.
    ContactNews {
        /// What.
        news: ContactNews,
        /// About whom, as the owner calls them.
        contact: Option<String>,
    },
    /// No mail: the owner is to be told that contacts were asked. It waits here, so that asking writes the same for somebody
    /// who doesn't exist (S2, S3).
    TellContactsAsked {
        /// In which recovery.
        flow: String,
    },
    /// The code of an address that somebody asks for.
    AddressCode {
        /// Whose code it carries.
        claim: String,
    },
    /// Somebody asked for an address that isn't theirs: to whoever has it (S6).
    AddressClaimed,
    /// One of the person's addresses was added, changed, removed or put back.
    AddressesChanged {
        /// What.
        change: AddressesChange,
    },
    /// To the address that was changed or removed, or that had to make room for one that objected.
    AddressGone {
        /// What.
        change: AddressesChange,
        /// The change that took it away: its objection derives from that.
        ended_by: String,
        /// Whose it was.
        person: String,
    },
    /// Somebody signed in on a device that wasn't known.
    NewDevice,
    /// Somebody gave the right password, and no right second step, on a device that wasn't known.
    PasswordKnown,
    /// The account was frozen, by its owner or by a notice's link.
    Frozen {
        /// What was too new to count by then.
        #[serde(default)]
        new: Vec<NewWay>,
    },
    /// The account was frozen because a backup brought an older password back.
    FrozenByRestore,
    /// Somebody asked for the account to be closed.
    ClosingAsked {
        /// When it is: milliseconds since 1970.
        until: i64,
    },
    /// That was taken back.
    ClosingTakenBack {
        /// Not by its owner: it would have left no global administrator.
        last_administrator: bool,
    },
    /// The account is about to be erased.
    ErasureAnnounced {
        /// When: milliseconds since 1970.
        until: i64,
        /// Its owner asked for it; otherwise it has been disabled for long.
        asked: bool,
    },
    /// The account is closed for good: the last mail to somebody.
    Erased,
    /// An administrator disabled the account.
    Disabled {
        /// In the administrator's words.
        reason: String,
        /// When it is erased if it stays so: milliseconds since 1970.
        #[serde(default)]
        until: Option<i64>,
    },
    /// An administrator enabled it.
    Enabled,
    /// An administrator ended all sessions.
    SessionsEnded,
    /// To the global administrators: somebody asks for a role that a second one has to confirm.
    RoleRequested {
        /// For whom, as administrators know them.
        person: String,
        /// Which.
        role: Role,
    },
    /// The person has another role.
    RoleChanged {
        /// Which.
        role: Role,
    },
    /// To the global administrators: something about the policy.
    PolicyTold {
        /// What.
        news: PolicyNews,
        /// From when it holds, if that is later: milliseconds since 1970.
        from: Option<i64>,
    },
    /// The policy was tightened, and the reader falls short of it.
    PolicyConcerns {
        /// What they lack.
        lacks: Lack,
        /// From when it holds: milliseconds since 1970.
        from: i64,
    },
    /// To the global administrators: the host's command invited one more.
    AdministratorInvited {
        /// Whose, masked.
        address: String,
    },
    /// The account's stored credentials aren't what their owner made.
    Tampered,
    /// The same, to the global administrators.
    TamperedReport {
        /// Whose, as administrators know them.
        person: String,
    },
    /// To the global administrators: the database was restored from a backup, or accepted as it is.
    Restored {
        /// Entries of the history that it doesn't have.
        lost: u64,
        /// It was accepted, by the host's command.
        accepted: bool,
    },
}

impl Letter {
    /// Whether it tells its reader what happened: that matters late, too. Everything else is worthless once it is over.
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

    /// What it may overtake. Strangers can have any number of rows written that say nothing (S3): these hold nobody up.
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

    /// Whether it is about the reader's own account, so that "This wasn't me" has a meaning.
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
                // What was put back froze the account already.
                | Self::AddressesChanged {
                    change: AddressesChange::Added
                        | AddressesChange::Changed
                        | AddressesChange::Removed
                        | AddressesChange::Ended
                }
                | Self::NewDevice
                | Self::PasswordKnown
                // Freezing takes it back.
                | Self::ClosingAsked { .. }
                | Self::ClosingTakenBack { .. }
                | Self::ErasureAnnounced { asked: true, .. }
                | Self::Enabled
                | Self::SessionsEnded
                | Self::RoleChanged { .. }
        )
    }
}
