//! The inventory (S8, S47, S88): every path that takes a POST, and its fields, as the server functions declare them. The
//! inventory's test fails for a new server function until it is listed here. Each form also takes the field with its
//! page's marks ([`crate::marks::FIELD`]).

use crate::{actions, reads};
use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;
use serde_aux::serde_introspection::serde_introspect;
use std::sync::LazyLock;

/// Path and fields.
pub type Form = (&'static str, &'static [&'static str]);

/// Every form that a server function takes.
pub static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    let mut forms = Vec::new();
    macro_rules! list {
        ($($part:ident::$module:ident: $($function:ident),+;)+) => {
            $($(forms.push(form::<$part::$module::$function>());)+)+
        };
    }

    list! {
        actions::sign_in: SignIn, SignOut;
        actions::language: ChooseLanguage;
        actions::recovery:
            StartRecovery, ChooseMethod, ChooseAnotherWay, ResendCode, EnterMailedCode, EnterSavedCode,
            ConfirmLink, StopRecovery, EnterAuthenticator, EnterContactCode;
        reads::recovery: ReadRecovery;
        actions::recovery_end: NewPassword, KeepPassword, EndWith;
        reads::invite: ReadInvite;
        actions::invite:
            OpenInvitation, LeaveInvitation, EnrolNames, EnrolPassword, NewSavedCodes, ConfirmSavedCode,
            EnrolAuthenticator;
        reads::account: ReadAccount;
        reads::screen: ReadScreen;
        actions::second: VerifyAuthenticator, VerifySavedCode, Confirm;
        actions::methods:
            ReplaceAuthenticator, AddAuthenticator, RenameMethod, RemoveMethod, PutBackMethod, EndMethod,
            RenewSavedCodes, KeepSavedCodes, EndSession, EndOtherSessions, ForgetDevice;
        actions::check_up: FinishCheckUp;
        actions::contacts:
            AddContact, ResendContact, RemoveContact, SetContactsNeeded, OpenContact, AcceptContact,
            DeclineContact, OpenPassOn, PassOn, RefusePassOn, ForgetPassed;
        actions::addresses:
            ClaimAddress, EnterAddressCode, ResendAddressCode, StopAddress, RemoveAddress, EndAddress,
            ObjectByCode;
        actions::admin:
            InvitePerson, InviteMany, CancelInvitation, DisablePerson, EnablePerson, EndSessions,
            RequestRole, DecideRole;
        actions::policy: SavePolicy, DecidePolicy, CallOffPolicy;
        actions::account: FreezeOwn, AskToClose, TakeClosingBack, FreezeByCode, ChangePassword;
        actions::passkeys:
            AskForPasskey, SignInWithPasskey, VerifyWithPasskey, ConfirmWithPasskey, EnterPasskey,
            AddPasskey, EnrolPasskey;
    }

    forms
});

fn form<F: ServerFn + DeserializeOwned>() -> Form {
    (F::PATH, serde_introspect::<F>())
}

/// The forms that name somebody other than the sender: administrators' actions.
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

/// Paths that take a POST but aren't server functions: the answer is a page or a file.
pub const PAGE_FORMS: &[Form] = &[
    (crate::paths::ADMIN_INVITE, &["table", "language"]),
    (
        crate::paths::ADMIN_READINESS_EXPORT,
        &["q", "state", "reason", "role"],
    ),
    (crate::paths::ADMIN_EXPORT, &["format", "event", "person"]),
];
