//! The path of every page, defined once: pages, mails and redirects name the same.

/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Starting a recovery.
pub const RECOVER: &str = "/recover";
/// The second factor.
pub const VERIFY: &str = "/sign-in/verify";
/// The file by which pages judge new passwords; a hash follows.
pub const WORDS: &str = "/words/";
/// The two gates of a recovery.
pub const RECOVER_VERIFY: &str = "/recover/verify";
/// Target of a mailed link.
pub const RECOVER_LINK: &str = "/recover/link";
/// The end of a recovery.
pub const RECOVER_PASSWORD: &str = "/recover/password";
/// The end of a recovery for people who lost their authenticator app.
pub const RECOVER_AUTHENTICATOR: &str = "/recover/authenticator";
/// The results of a recovery.
pub const RECOVER_DONE: &str = "/recover/done";
/// A recovery's progress, as JSON, for the waiting tab.
pub const RECOVER_PROGRESS: &str = "/recover/progress";
/// The page for a tab that differs from the browser's current cookies.
pub const OTHER_TAB: &str = "/other-tab";
/// Accepting an invitation.
pub const INVITE: &str = "/invite";
/// For people who have lost every method, and for administrators asked to help.
pub const RECOVER_LOST: &str = "/recover/lost";
/// "This wasn't me".
pub const FREEZE: &str = "/freeze";
/// The history of the person's own account.
pub const HISTORY: &str = "/account/history";
/// Freezing one's own account.
pub const FREEZE_OWN: &str = "/account/freeze";
/// Closing one's own account for good.
pub const CLOSE: &str = "/account/close";
/// The person's own methods.
pub const METHODS: &str = "/account/methods";
/// Setting up an authenticator app.
pub const METHODS_AUTHENTICATOR: &str = "/account/methods/authenticator";
/// Creating a passkey.
pub const METHODS_PASSKEY: &str = "/account/methods/passkey";
/// New saved codes.
pub const METHODS_CODES: &str = "/account/methods/codes";
/// "Can you still use these?".
pub const CHECK_UP: &str = "/account/check-up";
/// The person's recovery contacts.
pub const METHODS_CONTACTS: &str = "/account/methods/contacts";
/// An invitation to be a recovery contact.
pub const CONTACT: &str = "/contact";
/// A request to a recovery contact to pass on a code.
pub const CONTACT_PASS_ON: &str = "/contact/pass-on";
/// Adding or changing an address.
pub const METHODS_ADDRESS: &str = "/account/methods/address";
/// Objecting from an address that was changed or removed.
pub const OBJECT: &str = "/object";
/// The person's sessions and devices.
pub const DEVICES: &str = "/account/devices";
/// A fresh proof before changes.
pub const CONFIRM: &str = "/account/confirm";
/// The signed-in person's own page.
pub const ACCOUNT: &str = "/account";
/// The list of people, for administrators and auditors.
pub const ADMIN: &str = "/admin";
/// One person; their id follows.
pub const ADMIN_PEOPLE: &str = "/admin/people";
/// Inviting people; a plain form posts its table here for the preview.
pub const ADMIN_INVITE: &str = "/admin/invite";
/// Roles waiting for a second administrator.
pub const ADMIN_REQUESTS: &str = "/admin/requests";
/// The policy.
pub const ADMIN_POLICY: &str = "/admin/policy";
/// The effects of a policy, before it is saved.
pub const ADMIN_POLICY_PREVIEW: &str = "/admin/policy/preview";
/// The policy, for programs.
pub const API_POLICY: &str = "/api/policy";
/// The report on who could recover their account.
pub const ADMIN_READINESS: &str = "/admin/readiness";
/// Takes a POST and answers with a file.
pub const ADMIN_READINESS_EXPORT: &str = "/admin/readiness/export";
/// Everybody's history.
pub const ADMIN_HISTORY: &str = "/admin/history";
/// Takes a POST and answers with a file.
pub const ADMIN_EXPORT: &str = "/admin/history/export";
