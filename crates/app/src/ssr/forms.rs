//! Every address that takes a POST, and the fields it takes: the inventory (S8, S47, S88). A new server function fails
//! the test of the inventory until it stands here.

/// Address and fields.
pub type Form = (&'static str, &'static [&'static str]);

/// Every form.
pub const FORMS: &[Form] = &[
    ("/api/sign_in", &["identifier", "password", "keep", "return_to"]),
    ("/api/sign_out", &[]),
    ("/api/choose_language", &["language"]),
    ("/api/start_recovery", &["identifier", "trouble"]),
    ("/api/read_recovery", &["page"]),
    ("/api/choose_method", &["method"]),
    ("/api/choose_another_way", &[]),
    ("/api/resend_code", &[]),
    ("/api/enter_mailed_code", &["code"]),
    ("/api/enter_saved_code", &["code"]),
    ("/api/confirm_link", &["code", "token"]),
    ("/api/stop_recovery", &[]),
    ("/api/new_password", &["password"]),
    ("/api/keep_password", &["password"]),
    ("/api/end_with", &["keep"]),
    ("/api/read_invite", &["confirm"]),
    ("/api/open_invitation", &["code"]),
    ("/api/leave_invitation", &[]),
    ("/api/enrol_names", &["name", "user_name"]),
    ("/api/enrol_password", &["user_name", "password"]),
    ("/api/new_saved_codes", &[]),
    ("/api/confirm_saved_code", &["code"]),
    ("/api/read_account", &[]),
    ("/api/read_history", &["before"]),
    ("/api/read_screen", &["address", "language", "table"]),
    ("/api/verify_authenticator", &["code", "remember", "return_to"]),
    ("/api/verify_saved_code", &["code", "remember", "return_to"]),
    ("/api/confirm", &["user_name", "password", "code", "with", "return_to"]),
    ("/api/enter_authenticator", &["code"]),
    ("/api/replace_authenticator", &["name", "code"]),
    ("/api/enrol_authenticator", &["name", "code"]),
    ("/api/add_authenticator", &["name", "code"]),
    ("/api/rename_method", &["method", "name"]),
    ("/api/remove_method", &["method"]),
    ("/api/renew_saved_codes", &[]),
    ("/api/keep_saved_codes", &[]),
    ("/api/add_contact", &["name", "mailbox"]),
    ("/api/resend_contact", &["contact"]),
    ("/api/remove_contact", &["contact"]),
    ("/api/set_contacts_needed", &["needed"]),
    ("/api/open_contact", &["code"]),
    ("/api/accept_contact", &[]),
    ("/api/decline_contact", &[]),
    ("/api/open_pass_on", &["code"]),
    ("/api/pass_on", &["spoken"]),
    ("/api/refuse_pass_on", &[]),
    ("/api/forget_passed", &[]),
    ("/api/enter_contact_code", &["code"]),
    ("/api/end_session", &["session"]),
    ("/api/end_other_sessions", &[]),
    ("/api/forget_device", &["device"]),
    ("/api/invite_person", &["address", "language", "person"]),
    ("/api/invite_many", &["table", "language"]),
    ("/api/cancel_invitation", &["person"]),
    ("/api/disable_person", &["person", "reason"]),
    ("/api/enable_person", &["person"]),
    ("/api/end_sessions", &["person"]),
    ("/api/request_role", &["person", "role"]),
    ("/api/decide_role", &["request", "decision"]),
    ("/api/freeze_own", &[]),
    ("/api/freeze_by_code", &["code"]),
    ("/api/change_password", &["user_name", "current", "new"]),
];

/// Those of them that name somebody else than whoever sends them: what administrators do.
pub const ABOUT_OTHERS: &[&str] = &[
    "/api/invite_person",
    "/api/invite_many",
    "/api/cancel_invitation",
    "/api/disable_person",
    "/api/enable_person",
    "/api/end_sessions",
    "/api/request_role",
    "/api/decide_role",
];

/// Addresses that take a POST and aren't server functions: the answer is a page or a file.
pub const PAGE_FORMS: &[Form] = &[
    (crate::paths::ADMIN_INVITE, &["table", "language"]),
    (crate::paths::ADMIN_EXPORT, &["format", "event", "person"]),
];
