//! All reasons for refusing a step, as a closed list without personal data (S89).
//!
//! A refusal travels to the browser as a value or, for a plain form, as a code in the URL of the next page.

mod broken_rules;

use serde::{Deserialize, Serialize};

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// Why a step was refused. Serialised as its code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        // Uses the two functions below: a derived deserialiser for so many names takes several kilobytes in the
        // browser's bundle.
        #[serde(into = "&'static str", try_from = "String")]
        pub enum Refusal {
            $($(#[$doc])* $name,)+
        }

        impl Refusal {
            /// Every refusal.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code in `?problem=…`.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The refusal with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

impl From<Refusal> for &'static str {
    fn from(refusal: Refusal) -> Self {
        refusal.code()
    }
}

impl TryFrom<String> for Refusal {
    type Error = &'static str;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::from_code(&code).ok_or("no refusal has this code")
    }
}

refusals! {
    /// Sign-in: unknown, wrong, invited, disabled or delayed, all the same (S1).
    SignIn = "sign-in",
    /// No identifier was given.
    IdentifierEmpty = "identifier-empty",
    /// The identifier is too long.
    IdentifierLong = "identifier-long",
    /// Not a complete mail address.
    IdentifierAddress = "identifier-address",
    /// Not a user name.
    IdentifierUserName = "identifier-user-name",
    /// An address is needed, but a user name was given.
    AddressNeeded = "address-needed",
    /// No trouble was chosen.
    TroubleMissing = "trouble-missing",
    /// No name was given.
    NameEmpty = "name-empty",
    /// The name is too long.
    NameLong = "name-long",
    /// The name has a character that can't be shown.
    NameCharacter = "name-character",
    /// It has no letter, or is more than a name: a link, a number, a sentence (S70).
    NameOnly = "name-only",
    /// No user name was given.
    UserNameEmpty = "user-name-empty",
    /// The user name is too short.
    UserNameShort = "user-name-short",
    /// The user name is too long.
    UserNameLong = "user-name-long",
    /// The user name has a character that isn't allowed.
    UserNameCharacter = "user-name-character",
    /// The user name is somebody else's.
    UserNameTaken = "user-name-taken",
    /// An invited person tried too many user names (S6).
    UserNameTries = "user-name-tries",
    /// No password was given.
    PasswordEmpty = "password-empty",
    /// The password is too short.
    PasswordShort = "password-short",
    /// The password is too long.
    PasswordLong = "password-long",
    /// The password is a name that others know.
    PasswordContext = "password-context",
    /// The password is on the list of common ones, or next to one of them.
    PasswordCommon = "password-common",
    /// The password is little more than known words.
    PasswordWeak = "password-weak",
    /// The password is known from a breach.
    PasswordBreached = "password-breached",
    /// The password repeats itself.
    PasswordRepetition = "password-repetition",
    /// The new password is the current one.
    PasswordUnchanged = "password-unchanged",
    /// The current password was required but not given.
    CurrentEmpty = "current-empty",
    /// The current password given is wrong.
    PasswordWrong = "password-wrong",
    /// The current password was wrong too often; only a new one helps.
    PasswordTries = "password-tries",
    /// No code was given.
    CodeEmpty = "code-empty",
    /// The code has the wrong length or characters.
    CodeMalformed = "code-malformed",
    /// The code is wrong.
    CodeWrong = "code-wrong",
    /// The code is too old.
    CodeExpired = "code-expired",
    /// The code was used before.
    CodeUsed = "code-used",
    /// A newer code was sent.
    CodeReplaced = "code-replaced",
    /// Too many wrong codes.
    CodeTries = "code-tries",
    /// A new code can't be sent yet.
    ResendEarly = "resend-early",
    /// No more codes can be sent in this recovery.
    ResendSpent = "resend-spent",
    /// This way was used for the other step.
    MethodUsed = "method-used",
    /// This way is accepted only as the second step (S15).
    MethodLater = "method-later",
    /// The credential was added too recently to count (S28).
    MethodNew = "method-new",
    /// The code of an authenticator app has six digits.
    AuthenticatorMalformed = "authenticator-malformed",
    /// The code isn't the app's present one.
    AuthenticatorWrong = "authenticator-wrong",
    /// The code was used before: the next one works.
    AuthenticatorUsed = "authenticator-used",
    /// Too many wrong codes of authenticator apps.
    AuthenticatorTries = "authenticator-tries",
    /// No passkey came with the form: script is off, or the browser asked for none.
    PasskeyMissing = "passkey-missing",
    /// The person, or the browser, gave up; only the browser says this.
    PasskeyCancelled = "passkey-cancelled",
    /// Browser or device don't support it; only the browser says this.
    PasskeyUnsupported = "passkey-unsupported",
    /// The device has one for this account already; only the browser says this.
    PasskeyKnown = "passkey-known",
    /// The question was answered too late, or before (S42).
    PasskeyExpired = "passkey-expired",
    /// It isn't a passkey of this account, or was removed.
    PasskeyUnknown = "passkey-unknown",
    /// The device didn't verify its user (S43).
    PasskeyUnverified = "passkey-unverified",
    /// There seems to be a copy of it (S42).
    PasskeyCopied = "passkey-copied",
    /// The answer isn't valid: made for another site, or altered (S42).
    PasskeyRefused = "passkey-refused",
    /// No second factor is pending in this browser.
    VerifyNone = "verify-none",
    /// The password was given too long ago.
    VerifyExpired = "verify-expired",
    /// A change of credentials needs a fresh proof (S45).
    ConfirmNeeded = "confirm-needed",
    /// The credential is gone.
    MethodUnknown = "method-unknown",
    /// The last one can't be removed (S46).
    MethodLast = "method-last",
    /// A former credential that still counts can be ended at once only by two gates of other classes (S109).
    EndNeedsTwo = "end-needs-two",
    /// A way back was left unticked in a check-up.
    CheckUpUnticked = "check-up-unticked",
    /// None of the unused saved codes begins with what was typed.
    CheckUpGroup = "check-up-group",
    /// The limit of these is reached.
    MethodMany = "method-many",
    /// A contact's address is one of the owner's own.
    ContactOwn = "contact-own",
    /// There is a contact with this address already.
    ContactTwice = "contact-twice",
    /// The limit of contacts is reached.
    ContactsMany = "contacts-many",
    /// Two of three needs three contacts who count.
    ContactsFew = "contacts-few",
    /// While two of three have to help, no contact can be removed.
    ContactStays = "contact-stays",
    /// Without this one there wouldn't be two ways back (S46).
    ContactLast = "contact-last",
    /// No contact has such a code, or they no longer are one.
    ContactUnknown = "contact-unknown",
    /// The invitation to be a contact is too old.
    ContactExpired = "contact-expired",
    /// The invitation to be a contact was answered before.
    ContactAnswered = "contact-answered",
    /// A newer mail replaced the contact's.
    ContactReplaced = "contact-replaced",
    /// The request to the contact has ended.
    PassOnOver = "pass-on-over",
    /// The contact confirmed, or refused, before.
    PassOnUsed = "pass-on-used",
    /// The contact didn't confirm that they have spoken with the owner.
    PassOnTick = "pass-on-tick",
    /// The code that a contact passed on is too old.
    PassedExpired = "passed-expired",
    /// The contacts were asked again since.
    PassedReplaced = "passed-replaced",
    /// The session has ended.
    SessionUnknown = "session-unknown",
    /// No new address was given.
    AddressEmpty = "address-empty",
    /// A character that isn't allowed in addresses.
    AddressCharacter = "address-character",
    /// It is one of the person's own already.
    AddressOwn = "address-own",
    /// A recovery contact has it: one mailbox would be two ways back (S12, S27).
    AddressContact = "address-contact",
    /// The limit of addresses is reached.
    AddressMany = "address-many",
    /// Somebody else has it by now.
    AddressTaken = "address-taken",
    /// No address waits for a code, or the address is gone.
    AddressNone = "address-none",
    /// No more codes for new addresses today (S66).
    AddressMails = "address-mails",
    /// Others have caused as many mails to the mailbox in this hour as permitted (S115).
    MailsSpent = "mails-spent",
    /// The same for some of the people to be invited; the others were invited.
    MailsSpentSome = "mails-spent-some",
    /// No more contacts can be asked today (S115).
    ContactsToday = "contacts-today",
    /// The first address doesn't count yet, so the second one stays (S46).
    AddressFirst = "address-first",
    /// No such code of an objection.
    ObjectionUnknown = "objection-unknown",
    /// Too late to object.
    ObjectionExpired = "objection-expired",
    /// The objection was made before.
    ObjectionUsed = "objection-used",
    /// The link was opened in another browser, or belongs to another recovery.
    LinkElsewhere = "link-elsewhere",
    /// No recovery is under way in this browser.
    FlowNone = "flow-none",
    /// The recovery took too long.
    FlowExpired = "flow-expired",
    /// Something else ended the recovery.
    FlowCancelled = "flow-cancelled",
    /// The recovery isn't at this step.
    FlowStep = "flow-step",
    /// The page belongs to an earlier recovery than the browser's present one.
    FlowOther = "flow-other",
    /// The page belongs to an earlier sign-in than the browser's present one.
    VerifyOther = "verify-other",
    /// The page belongs to another invitation than the last one opened in this browser.
    InvitationOther = "invitation-other",
    /// The page belongs to another request than the last one opened in this browser.
    ContactOther = "contact-other",
    /// The page shows saved codes that newer ones have replaced.
    CodesOther = "codes-other",
    /// The page belongs to somebody other than the person signed in now.
    PersonOther = "person-other",
    /// A mailed link belongs to an earlier recovery of this browser.
    LinkEarlier = "link-earlier",
    /// The browser keeps no cookies.
    CookiesRefused = "cookies-refused",
    /// Neither browser nor form states the form's origin (S87).
    OriginHidden = "origin-hidden",
    /// No such invitation.
    InvitationUnknown = "invitation-unknown",
    /// The invitation is too old.
    InvitationExpired = "invitation-expired",
    /// The invitation was accepted before.
    InvitationUsed = "invitation-used",
    /// A newer invitation was sent.
    InvitationReplaced = "invitation-replaced",
    /// The enrolment isn't at this step.
    InvitationStep = "invitation-step",
    /// No notice has such a code.
    FreezeCodeUnknown = "freeze-unknown",
    /// The notice is too old to freeze anything.
    FreezeCodeExpired = "freeze-expired",
    /// The notice's code was used before, or the owner has opened the account since.
    FreezeCodeUsed = "freeze-used",
    /// Links in notices have frozen the account as often as permitted in a day, and it was opened again each time.
    FreezeCodesSpent = "freeze-spent",
    /// Nobody is signed in.
    SignedOut = "signed-out",
    /// The role doesn't allow it.
    NotAllowed = "not-allowed",
    /// The time to get a passkey is over, and none counts: the role can't be used until one does (S114).
    PasskeyNeeded = "passkey-needed",
    /// No such person.
    PersonUnknown = "person-unknown",
    /// The person isn't invited.
    NotInvited = "not-invited",
    /// The account isn't active.
    NotActive = "not-active",
    /// The account isn't disabled.
    NotDisabled = "not-disabled",
    /// No reason was given.
    ReasonEmpty = "reason-empty",
    /// The reason is too long.
    ReasonLong = "reason-long",
    /// The reason contains a link, an address or a telephone number (S70).
    ReasonLink = "reason-link",
    /// The last global administrator can't be removed.
    LastAdministrator = "last-administrator",
    /// Administrators can't do that to themselves.
    Yourself = "yourself",
    /// No role was chosen, or the person has it already.
    RoleUnchanged = "role-unchanged",
    /// A request for another role is waiting already.
    RoleRequested = "role-requested",
    /// The request isn't waiting.
    RequestOver = "request-over",
    /// The requester no longer has the right to ask for it.
    AskerMayNot = "asker-may-not",
    /// The administrator's acts for this hour are used up (S114).
    ActsSpent = "acts-spent",
    /// Somebody else must confirm it.
    SecondAdministrator = "second-administrator",
    /// The policy has these values already.
    PolicyUnchanged = "policy-unchanged",
    /// Another change of the policy waits, or is to take effect later.
    PolicyWaiting = "policy-waiting",
    /// The values seen before saving have changed; they are shown again.
    PolicyStale = "policy-stale",
    /// No global administrator could get back in (S82).
    PolicyStrands = "policy-strands",
    /// Under pressure: effort has to be shown first (S62).
    EffortNeeded = "pow-needed",
    /// A waiting ticket was sent too early.
    EffortEarly = "pow-early",
    /// Too many waiting tickets from one network.
    EffortWaits = "pow-waits",
    /// The server is too busy to check a password now (S97).
    Busy = "busy",
    /// The server did not answer; only the browser says this.
    NoAnswer = "no-answer",
    /// The form can't be read (S8).
    Form = "form",
}

#[cfg(test)]
mod tests;
