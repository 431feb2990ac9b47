//! The address of every page, once, so that links can't drift.

/// Sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Say who you are and what the trouble is.
pub const RECOVER: &str = "/recover";
/// The two gates.
pub const RECOVER_VERIFY: &str = "/recover/verify";
/// Where a mailed link leads.
pub const RECOVER_LINK: &str = "/recover/link";
/// The end of a recovery.
pub const RECOVER_PASSWORD: &str = "/recover/password";
/// What a recovery did.
pub const RECOVER_DONE: &str = "/recover/done";
/// How far a recovery is, as JSON, for the tab that waits.
pub const RECOVER_PROGRESS: &str = "/recover/progress";
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
/// The signed-in person's own page.
pub const ACCOUNT: &str = "/account";
