//! What can be said by mail.

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
    /// Notice: something about the ways to prove who one is was changed.
    MethodsChanged {
        /// When.
        at: Timestamp,
        /// What.
        change: MethodsChange,
        /// Days after which a new way counts in a recovery.
        counts_after_days: u32,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// Reminder: a year has passed since the person last looked at their ways back.
    CheckUpDue {
        /// When.
        at: Timestamp,
        /// Where they look.
        link: String,
    },
    /// To somebody whom a person chose as recovery contact: whether they agree.
    ContactInvitation {
        /// Who asks, in their own words.
        owner: String,
        /// What proves the invitation.
        code: LinkToken,
        /// Where it is answered; carries the code in its fragment.
        link: String,
        /// Until when it can be accepted.
        expires_at: Timestamp,
    },
    /// To a recovery contact: to pass a code on, and nothing else about it (S27).
    ContactAsked {
        /// Who asks, in their own words.
        owner: String,
        /// What proves that this contact was asked; not the code that is passed on.
        code: LinkToken,
        /// Where the code to pass on is; carries the other in its fragment.
        link: String,
        /// Until when.
        expires_at: Timestamp,
    },
    /// To somebody who was a recovery contact: they no longer are.
    ContactRemoved {
        /// When.
        at: Timestamp,
        /// Whose, in their own words.
        owner: String,
    },
    /// Notice: something about the person's recovery contacts.
    ContactNews {
        /// When.
        at: Timestamp,
        /// What.
        news: ContactNews,
        /// About whom, as the person calls them; empty if it is about all of them.
        contact: String,
        /// Days after which a contact who agreed counts in a recovery.
        counts_after_days: u32,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// The code of an address that somebody asks for.
    AddressCode {
        /// To be typed where it was asked for.
        code: OneTimeCode,
        /// When it was asked for.
        at: Timestamp,
        /// When the code ends.
        expires_at: Timestamp,
    },
    /// Somebody asked for an address that isn't theirs: to whoever has it (S6).
    AddressClaimed {
        /// When.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: one of the person's addresses was added, changed, removed or put back.
    AddressesChanged {
        /// When.
        at: Timestamp,
        /// What.
        change: AddressesChange,
        /// Days after which a new address counts in a recovery.
        counts_after_days: u32,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// To the address that was changed or removed, or that made room for one that objected.
    AddressGone {
        /// When.
        at: Timestamp,
        /// What.
        change: AddressesChange,
        /// How it objects, where it can.
        objection: Option<AddressObjection>,
    },
    /// Notice: somebody signed in on a device that wasn't known.
    NewDevice {
        /// When.
        at: Timestamp,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// Notice: somebody gave the right password, and no right second step, on a device that wasn't known.
    PasswordKnown {
        /// When.
        at: Timestamp,
        /// Where the owner signs in, to change the password.
        sign_in_link: String,
    },
    /// Notice: the account was frozen, by its owner or by a notice's link.
    AccountFrozen {
        /// When.
        at: Timestamp,
        /// What was too new to count by then (S111).
        new: Vec<NewWay>,
        /// Where the owner opens it again.
        recover_link: String,
    },
    /// Notice: a backup brought an older password back, so the account is frozen.
    FrozenByRestore {
        /// When.
        at: Timestamp,
        /// Where the owner opens it again.
        recover_link: String,
    },
    /// Notice: the account is to be closed for good, or is, or isn't any longer.
    Closing {
        /// When.
        at: Timestamp,
        /// What.
        what: Closing,
        /// Where the owner takes it back.
        link: String,
    },
    /// Notice: an administrator disabled the account.
    AccountDisabled {
        /// When.
        at: Timestamp,
        /// Why, in the administrator's words.
        reason: String,
        /// When it is erased if it stays so.
        until: Option<Timestamp>,
    },
    /// Notice: an administrator enabled the account.
    AccountEnabled {
        /// When.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: an administrator ended all sessions.
    SessionsEnded {
        /// When.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// Notice: a saved code was used.
    SavedCodeUsed {
        /// When.
        at: Timestamp,
        /// How many are left.
        left: u32,
        /// Where the owner can recover the account.
        recover_link: String,
    },
    /// Notice: the person has another role.
    RoleChanged {
        /// When.
        at: Timestamp,
        /// Which.
        role: Role,
        /// The sign-in screen.
        sign_in_link: String,
    },
    /// To administrators: a role waits for a second one of them.
    RoleRequested {
        /// When.
        at: Timestamp,
        /// Which.
        role: Role,
        /// For whom.
        person: String,
        /// Where it is decided.
        link: String,
    },
    /// To administrators: something about the policy.
    PolicyTold {
        /// When.
        at: Timestamp,
        /// What.
        news: PolicyNews,
        /// From when it holds, if that is later.
        from: Option<Timestamp>,
        /// The policy.
        link: String,
    },
    /// Notice: the policy was tightened, and the reader falls short of it.
    PolicyConcerns {
        /// When.
        at: Timestamp,
        /// What they lack.
        lacks: Lack,
        /// From when it holds.
        from: Timestamp,
        /// Where they mend it.
        link: String,
    },
    /// To administrators: the host's command invited one more.
    AdministratorInvited {
        /// When.
        at: Timestamp,
        /// Whose, masked.
        address: String,
        /// The history.
        link: String,
    },
    /// Notice: what is stored about the account isn't what its owner made.
    AccountTampered {
        /// When.
        at: Timestamp,
    },
    /// The same, to administrators.
    AccountTamperedAdmin {
        /// When.
        at: Timestamp,
        /// Whose account.
        person: String,
        /// The history.
        link: String,
    },
    /// To administrators: the database was restored from a backup, or accepted without proof that it is the newest.
    DatabaseRestored {
        /// When.
        at: Timestamp,
        /// It was accepted as it is.
        accepted: bool,
        /// Entries of the history that the backup didn't have.
        lost_entries: u64,
        /// The history.
        link: String,
    },
    /// An invitation was taken back.
    InvitationCancelled {
        /// When.
        at: Timestamp,
    },
    /// Somebody tried to invite an address that has an account (S6).
    InvitedElsewhere {
        /// When.
        at: Timestamp,
        /// The sign-in screen.
        sign_in_link: String,
    },
}

/// Only the kind: links and codes are on the never-log list (S102).
impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({})", self.kind())
    }
}
