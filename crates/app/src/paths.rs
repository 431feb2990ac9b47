//! The address of every page, once, so that links can't drift.

/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Say who you are and what the trouble is.
pub const RECOVER: &str = "/recover";
/// The second factor.
pub const VERIFY: &str = "/sign-in/verify";
/// Where the file is that pages judge new passwords with; the rest of its path is a hash.
pub const WORDS: &str = "/words/";
/// The two gates.
pub const RECOVER_VERIFY: &str = "/recover/verify";
/// Where a mailed link leads.
pub const RECOVER_LINK: &str = "/recover/link";
/// The end of a recovery.
pub const RECOVER_PASSWORD: &str = "/recover/password";
/// The end of a recovery of somebody who lost their authenticator app.
pub const RECOVER_AUTHENTICATOR: &str = "/recover/authenticator";
/// What a recovery did.
pub const RECOVER_DONE: &str = "/recover/done";
/// How far a recovery is, as JSON, for the tab that waits.
pub const RECOVER_PROGRESS: &str = "/recover/progress";
/// Where a tab leads that shows something else than the browser's cookies say by now.
pub const OTHER_TAB: &str = "/other-tab";
/// Accept an invitation.
pub const INVITE: &str = "/invite";
/// For those who have lost every way back, and for administrators who are asked to help.
pub const RECOVER_LOST: &str = "/recover/lost";
/// "This wasn't me".
pub const FREEZE: &str = "/freeze";
/// What happened to one's own account.
pub const HISTORY: &str = "/account/history";
/// Freezing one's own account.
pub const FREEZE_OWN: &str = "/account/freeze";
/// Closing one's own account for good.
pub const CLOSE: &str = "/account/close";
/// One's own ways to prove who one is.
pub const METHODS: &str = "/account/methods";
/// Setting up an authenticator app.
pub const METHODS_AUTHENTICATOR: &str = "/account/methods/authenticator";
/// Making a passkey.
pub const METHODS_PASSKEY: &str = "/account/methods/passkey";
/// New saved codes.
pub const METHODS_CODES: &str = "/account/methods/codes";
/// "Can you still use these?".
pub const CHECK_UP: &str = "/account/check-up";
/// One's recovery contacts.
pub const METHODS_CONTACTS: &str = "/account/methods/contacts";
/// Somebody is asked to be a recovery contact.
pub const CONTACT: &str = "/contact";
/// A recovery contact is asked to pass a code on.
pub const CONTACT_PASS_ON: &str = "/contact/pass-on";
/// A second address, or another one.
pub const METHODS_ADDRESS: &str = "/account/methods/address";
/// Where an address that was changed or removed objects.
pub const OBJECT: &str = "/object";
/// Where one is signed in.
pub const DEVICES: &str = "/account/devices";
/// A fresh proof before changes.
pub const CONFIRM: &str = "/account/confirm";
/// The signed-in person's own page.
pub const ACCOUNT: &str = "/account";
/// Whether the page of a path is sent as blocks.
#[must_use]
pub(crate) fn is_of_blocks(path: &str) -> bool {
    path == VERIFY
        || path == RECOVER_AUTHENTICATOR
        || path == OTHER_TAB
        || path == CONFIRM
        || path == OBJECT
        || path == DEVICES
        || path == HISTORY
        || path == CHECK_UP
        || path == CLOSE
        || path.starts_with(METHODS)
        || path.starts_with(CONTACT)
        || path.starts_with(ADMIN)
}

/// The list of people, for administrators and auditors.
pub const ADMIN: &str = "/admin";
/// One person; their id follows.
pub const ADMIN_PEOPLE: &str = "/admin/people";
/// Inviting people; a plain form posts its table here for the preview.
pub const ADMIN_INVITE: &str = "/admin/invite";
/// Roles that wait for a second administrator.
pub const ADMIN_REQUESTS: &str = "/admin/requests";
/// The policy.
pub const ADMIN_POLICY: &str = "/admin/policy";
/// What a policy would do, before it is saved.
pub const ADMIN_POLICY_PREVIEW: &str = "/admin/policy/preview";
/// The policy, for programs.
pub const API_POLICY: &str = "/api/policy";
/// Who could get back in.
pub const ADMIN_READINESS: &str = "/admin/readiness";
/// Takes a POST and answers with a file.
pub const ADMIN_READINESS_EXPORT: &str = "/admin/readiness/export";
/// The history of everybody.
pub const ADMIN_HISTORY: &str = "/admin/history";
/// Takes a POST and answers with a file.
pub const ADMIN_EXPORT: &str = "/admin/history/export";
