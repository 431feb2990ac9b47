//! Lists which forms act on what the browser's cookies name, and which on the fields typed.

use super::Kind;
use crate::paths;

/// Forms that act on what the browser's cookies name, by kind. Every other form acts on its fields, or on what its
/// URL names.
pub const ACTS: &[(&[Kind], &[&str])] = &[
    (
        &[Kind::Recovery],
        &[
            "/api/choose_method",
            "/api/choose_another_way",
            "/api/resend_code",
            "/api/enter_mailed_code",
            "/api/enter_saved_code",
            "/api/enter_authenticator",
            "/api/enter_contact_code",
            "/api/enter_passkey",
            "/api/confirm_link",
            "/api/stop_recovery",
            "/api/new_password",
            "/api/keep_password",
            "/api/end_with",
            "/api/replace_authenticator",
        ],
    ),
    (
        &[Kind::SignIn],
        &[
            "/api/verify_authenticator",
            "/api/verify_saved_code",
            "/api/verify_with_passkey",
        ],
    ),
    (
        &[Kind::Invitation],
        &[
            "/api/leave_invitation",
            "/api/enrol_names",
            "/api/enrol_password",
            "/api/new_saved_codes",
            "/api/confirm_saved_code",
            "/api/enrol_authenticator",
            "/api/enrol_passkey",
        ],
    ),
    (
        &[Kind::Contact],
        &[
            "/api/accept_contact",
            "/api/decline_contact",
            "/api/pass_on",
            "/api/refuse_pass_on",
        ],
    ),
    (&[Kind::Passed], &["/api/forget_passed"]),
    (&[Kind::Person, Kind::Codes], &["/api/keep_saved_codes"]),
    (
        &[Kind::Person],
        &[
            "/api/sign_out",
            "/api/confirm",
            "/api/confirm_with_passkey",
            "/api/change_password",
            "/api/freeze_own",
            "/api/ask_to_close",
            "/api/take_closing_back",
            "/api/add_authenticator",
            "/api/add_passkey",
            "/api/rename_method",
            "/api/remove_method",
            "/api/put_back_method",
            "/api/end_method",
            "/api/renew_saved_codes",
            "/api/finish_check_up",
            "/api/add_contact",
            "/api/resend_contact",
            "/api/remove_contact",
            "/api/set_contacts_needed",
            "/api/claim_address",
            "/api/enter_address_code",
            "/api/resend_address_code",
            "/api/stop_address",
            "/api/remove_address",
            "/api/end_address",
            "/api/end_session",
            "/api/end_other_sessions",
            "/api/forget_device",
            "/api/invite_person",
            "/api/invite_many",
            "/api/cancel_invitation",
            "/api/disable_person",
            "/api/enable_person",
            "/api/end_sessions",
            "/api/request_role",
            "/api/decide_role",
            "/api/save_policy",
            "/api/decide_policy",
            "/api/call_off_policy",
            paths::ADMIN_INVITE,
            paths::ADMIN_EXPORT,
            paths::ADMIN_READINESS_EXPORT,
        ],
    ),
];

/// Forms that act on their fields, or begin something new.
pub const ACTS_ON_ITS_FIELDS: &[&str] = &[
    "/api/sign_in",
    "/api/sign_in_with_passkey",
    "/api/start_recovery",
    "/api/open_invitation",
    "/api/open_contact",
    "/api/open_pass_on",
    "/api/object_by_code",
    "/api/freeze_by_code",
];

/// The kinds a form acts on besides its fields; `purpose` is the purpose of a passkey.
#[must_use]
pub fn acts_on(path: &str, purpose: &str) -> &'static [Kind] {
    if path == "/api/ask_for_passkey" {
        return match purpose {
            "verify" => &[Kind::SignIn],
            "recover" => &[Kind::Recovery],
            "enrol" => &[Kind::Invitation],
            "confirm" | "add" => &[Kind::Person],
            _ => &[],
        };
    }

    ACTS.iter()
        .find(|(_, forms)| forms.contains(&path))
        .map_or(&[], |(kinds, _)| kinds)
}

#[cfg(test)]
mod tests {
    use super::super::page_of_question;
    use super::*;
    use crate::forms::{FORMS, PAGE_FORMS};

    #[test]
    fn every_form_says_what_it_acts_on() {
        for (path, _) in FORMS.iter().chain(PAGE_FORMS) {
            let acts = ACTS
                .iter()
                .filter(|(_, forms)| forms.contains(path))
                .count();
            let fields = ACTS_ON_ITS_FIELDS
                .iter()
                .filter(|form| *form == path)
                .count();
            let asks = usize::from(page_of_question(path, "").is_some());
            let special = usize::from(matches!(
                *path,
                "/api/ask_for_passkey" | "/api/choose_language"
            ));

            assert_eq!(acts + fields + asks + special, 1, "{path}");
        }
    }
}
