//! Messages sent by mail.

mod closing;
mod kind;
mod objection;

pub use closing::Closing;
pub use objection::AddressObjection;

use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;
use regain_domain::{
    AddressesChange, ContactNews, InvitationCode, LinkToken, MethodsChange, NewWay, OneTimeCode,
    Role, Timestamp, UserName,
};

/// Content of a mail. Links are absolute and use only the configured public address (S24).
#[derive(Clone)]
pub enum Message {
    /// Somebody is invited to set up an account.
    Invitation {
        /// Proves the invitation.
        code: InvitationCode,
        /// The page that accepts it, with the code in the fragment.
        link: String,
        /// Expiry.
        expires_at: Timestamp,
    },
    /// The mailed code of a recovery.
    RecoveryCode {
        /// The code to type where the recovery was started.
        code: OneTimeCode,
        /// Confirms the same in the browser where the recovery was started, with a token in the fragment.
        link: String,
        /// When the code was requested.
        at: Timestamp,
        /// When the code expires.
        expires_at: Timestamp,
    },
    /// The forgotten user name.
    UserName {
        /// The user name.
        user_name: UserName,
        /// When it was requested.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Enrolment is finished.
    Enrolled {
        /// Time.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: somebody passed the first step of a recovery.
    GatePassed {
        /// Time.
        at: Timestamp,
        /// The page for recovering the account.
        start_link: String,
    },
    /// Notice: a recovery made a new password.
    PasswordCreated {
        /// Time.
        at: Timestamp,
        /// Number of sessions that ended.
        sessions_ended: u64,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// Notice: a recovery kept the password and cleared every delay.
    PasswordKept {
        /// Time.
        at: Timestamp,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// Notice: the password was changed on the account page.
    PasswordChanged {
        /// Time.
        at: Timestamp,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// Notice: the person's ways to prove who they are have changed.
    MethodsChanged {
        /// Time.
        at: Timestamp,
        /// The change.
        change: MethodsChange,
        /// Days until a new way counts in a recovery.
        counts_after_days: u32,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// Reminder: a year has passed since the person last checked their ways back.
    CheckUpDue {
        /// Time.
        at: Timestamp,
        /// The check-up page.
        link: String,
    },
    /// Asks a chosen recovery contact whether they agree.
    ContactInvitation {
        /// The requester's name, in their own words.
        owner: String,
        /// Proves the invitation.
        code: LinkToken,
        /// The page for answering, with the code in the fragment.
        link: String,
        /// Until when it can be accepted.
        expires_at: Timestamp,
    },
    /// Asks a recovery contact to pass on a code, and says nothing else about it (S27).
    ContactAsked {
        /// The requester's name, in their own words.
        owner: String,
        /// Proves that this contact was asked; not the code to pass on.
        code: LinkToken,
        /// The page with the code to pass on; carries `code` in its fragment.
        link: String,
        /// Expiry.
        expires_at: Timestamp,
    },
    /// Tells a former recovery contact that they no longer are one.
    ContactRemoved {
        /// Time.
        at: Timestamp,
        /// The owner's name, in their own words.
        owner: String,
    },
    /// Notice: news about the person's recovery contacts.
    ContactNews {
        /// Time.
        at: Timestamp,
        /// The news.
        news: ContactNews,
        /// The contact, by the person's name for them; empty if it is about all of them.
        contact: String,
        /// Days until a contact who agreed counts in a recovery.
        counts_after_days: u32,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// The code for a claimed address.
    AddressCode {
        /// The code to type where the address was claimed.
        code: OneTimeCode,
        /// When it was claimed.
        at: Timestamp,
        /// When the code expires.
        expires_at: Timestamp,
    },
    /// Tells the holder of an address that somebody else claimed it (S6).
    AddressClaimed {
        /// Time.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: one of the person's addresses was added, changed, removed or restored.
    AddressesChanged {
        /// Time.
        at: Timestamp,
        /// The change.
        change: AddressesChange,
        /// Days until a new address counts in a recovery.
        counts_after_days: u32,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// To an address that was changed or removed, or that gave way to one that objected.
    AddressGone {
        /// Time.
        at: Timestamp,
        /// The change.
        change: AddressesChange,
        /// The way to object, if there is one.
        objection: Option<AddressObjection>,
    },
    /// Notice: a sign-in on an unknown device.
    NewDevice {
        /// Time.
        at: Timestamp,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// Notice: a right password but no right second step, on an unknown device.
    PasswordKnown {
        /// Time.
        at: Timestamp,
        /// The sign-in page, for changing the password.
        sign_in_link: String,
    },
    /// Notice: the account was frozen, by its owner or by a link in a notice.
    AccountFrozen {
        /// Time.
        at: Timestamp,
        /// Credentials that were too new to count (S111).
        new: Vec<NewWay>,
        /// The page for opening it again.
        recover_link: String,
    },
    /// Notice: a backup brought an older password back, so the account is frozen.
    FrozenByRestore {
        /// Time.
        at: Timestamp,
        /// The page for opening it again.
        recover_link: String,
    },
    /// Notice: the account will be closed for good, was closed, or won't be.
    Closing {
        /// Time.
        at: Timestamp,
        /// The stage.
        what: Closing,
        /// The page for revoking it.
        link: String,
    },
    /// Notice: an administrator disabled the account.
    AccountDisabled {
        /// Time.
        at: Timestamp,
        /// Reason in the administrator's words.
        reason: String,
        /// When it will be erased if it stays disabled.
        until: Option<Timestamp>,
    },
    /// Notice: an administrator enabled the account.
    AccountEnabled {
        /// Time.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: an administrator ended all sessions.
    SessionsEnded {
        /// Time.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: a saved code was used.
    SavedCodeUsed {
        /// Time.
        at: Timestamp,
        /// Number of codes left.
        left: u32,
        /// The page for recovering the account.
        recover_link: String,
    },
    /// Notice: the person has another role.
    RoleChanged {
        /// Time.
        at: Timestamp,
        /// The role.
        role: Role,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// To administrators: a role waits for a second administrator.
    RoleRequested {
        /// Time.
        at: Timestamp,
        /// The role.
        role: Role,
        /// The person who would get it.
        person: String,
        /// The page for deciding.
        link: String,
    },
    /// To administrators: news about the policy.
    PolicyTold {
        /// Time.
        at: Timestamp,
        /// The news.
        news: PolicyNews,
        /// When it takes effect, if later.
        from: Option<Timestamp>,
        /// The policy page.
        link: String,
    },
    /// Notice: the policy was tightened, and the reader falls short of it.
    PolicyConcerns {
        /// Time.
        at: Timestamp,
        /// What they lack.
        lacks: Lack,
        /// When it takes effect.
        from: Timestamp,
        /// The page for fixing it.
        link: String,
    },
    /// To administrators: a command on the host invited another one.
    AdministratorInvited {
        /// Time.
        at: Timestamp,
        /// The masked address of the invited person.
        address: String,
        /// The history page.
        link: String,
    },
    /// Notice: the stored account data isn't what its owner made.
    AccountTampered {
        /// Time.
        at: Timestamp,
    },
    /// The same, to administrators.
    AccountTamperedAdmin {
        /// Time.
        at: Timestamp,
        /// The person.
        person: String,
        /// The history page.
        link: String,
    },
    /// To administrators: the database was restored from a backup, or accepted without proof that it is the newest.
    DatabaseRestored {
        /// Time.
        at: Timestamp,
        /// Whether it was accepted as it is.
        accepted: bool,
        /// History entries that the backup lacks.
        lost_entries: u64,
        /// The history page.
        link: String,
    },
    /// An invitation was cancelled.
    InvitationCancelled {
        /// Time.
        at: Timestamp,
    },
    /// Somebody tried to invite an address that has an account (S6).
    InvitedElsewhere {
        /// Time.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
}

/// Only the kind: links and codes must never be logged (S102).
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({})", self.kind())
    }
}
