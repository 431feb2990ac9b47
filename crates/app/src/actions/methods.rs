//! Changes to a person's own recovery methods, sessions and devices.

use crate::answer::Answer;
use leptos::prelude::*;

/// Adds the authenticator app set up in this browser.
#[server(prefix = "/api", endpoint = "add_authenticator")]
pub async fn add_authenticator(
    #[server(default)] name: String,
    #[server(default)] code: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::{METHODS, METHODS_AUTHENTICATOR};
    use crate::request::{regain, visitor};

    let typed = [("name", name.as_str())];
    let done = own(METHODS_AUTHENTICATOR, &typed, async |signed_in| {
        regain()
            .ways_back
            .add_authenticator(&visitor(), signed_in, &name, &code)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=added")))
}

/// Renames an authenticator app or a passkey.
#[server(prefix = "/api", endpoint = "rename_method")]
pub async fn rename_method(
    #[server(default)] method: String,
    #[server(default)] name: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS;
    use crate::request::{regain, visitor};
    use regain_domain::{MethodId, Refusal};

    let done = own(METHODS, &[], async |signed_in| {
        let method = MethodId::from_hex(&method).ok_or(Refusal::MethodUnknown)?;
        regain()
            .ways_back
            .rename_method(&visitor(), signed_in, method, &name)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=renamed")))
}

/// Removes an authenticator app or a passkey.
#[server(prefix = "/api", endpoint = "remove_method")]
pub async fn remove_method(#[server(default)] method: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS;
    use crate::request::{regain, visitor};
    use regain_domain::{MethodId, Refusal};

    let done = own(METHODS, &[], async |signed_in| {
        let method = MethodId::from_hex(&method).ok_or(Refusal::MethodUnknown)?;
        regain()
            .ways_back
            .remove_method(&visitor(), signed_in, method)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=removed")))
}

/// "That's mine": restores a method that was removed or set aside.
#[server(prefix = "/api", endpoint = "put_back_method")]
pub async fn put_back_method(#[server(default)] method: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS;
    use crate::request::{regain, visitor};
    use regain_domain::{MethodId, Refusal};

    let done = own(METHODS, &[], async |signed_in| {
        let method = MethodId::from_hex(&method).ok_or(Refusal::MethodUnknown)?;
        regain()
            .ways_back
            .put_back_method(&visitor(), signed_in, method)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=put-back")))
}

/// Deletes a removed or set-aside method for good.
#[server(prefix = "/api", endpoint = "end_method")]
pub async fn end_method(#[server(default)] method: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS;
    use crate::request::{regain, visitor};
    use regain_domain::{MethodId, Refusal};

    let done = own(METHODS, &[], async |signed_in| {
        let method = MethodId::from_hex(&method).ok_or(Refusal::MethodUnknown)?;
        regain()
            .ways_back
            .end_method(&visitor(), signed_in, method)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=gone")))
}

/// Creates new saved codes, and shows them.
#[server(prefix = "/api", endpoint = "renew_saved_codes")]
pub async fn renew_saved_codes() -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::{METHODS, METHODS_CODES};
    use crate::request::{CodesOf, regain, set_codes, visitor};

    let done = own(METHODS, &[], async |signed_in| {
        let codes = regain()
            .ways_back
            .renew_saved_codes(&visitor(), signed_in)
            .await?;
        set_codes(
            &codes.0,
            regain().keys(),
            CodesOf::Person(signed_in.person.id),
            regain().now(),
        );
        Ok(())
    });

    done.await.map(|answer| onwards(answer, METHODS_CODES))
}

/// The new codes have been kept: stops showing them.
///
/// # Errors
/// Never.
#[server(prefix = "/api", endpoint = "keep_saved_codes")]
pub async fn keep_saved_codes() -> Result<Answer, ServerFnError> {
    crate::request::forget_codes();
    Ok(crate::answering::continue_at(crate::paths::METHODS))
}

/// Ends one of the person's own sessions.
#[server(prefix = "/api", endpoint = "end_session")]
pub async fn end_session(#[server(default)] session: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::DEVICES;
    use crate::request::{regain, visitor};
    use regain_domain::{Refusal, SessionId};

    let done = own(DEVICES, &[], async |signed_in| {
        let session = SessionId::from_hex(&session).ok_or(Refusal::SessionUnknown)?;
        regain().sessions.end(&visitor(), signed_in, session).await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{DEVICES}?notice=ended")))
}

/// Ends all of the person's own sessions but this one.
#[server(prefix = "/api", endpoint = "end_other_sessions")]
pub async fn end_other_sessions() -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::DEVICES;
    use crate::request::{regain, visitor};

    let done = own(DEVICES, &[], async |signed_in| {
        regain().sessions.end_others(&visitor(), signed_in).await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{DEVICES}?notice=others-ended")))
}

/// Makes one of the person's own devices unknown.
#[server(prefix = "/api", endpoint = "forget_device")]
pub async fn forget_device(#[server(default)] device: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::DEVICES;
    use crate::request::{regain, visitor};
    use regain_domain::{DeviceId, Refusal};

    let done = own(DEVICES, &[], async |signed_in| {
        let device = DeviceId::from_hex(&device).ok_or(Refusal::SessionUnknown)?;
        regain().devices.forget(&visitor(), signed_in, device).await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{DEVICES}?notice=forgotten")))
}

/// Ends a recovery with another authenticator app.
#[server(prefix = "/api", endpoint = "replace_authenticator")]
pub async fn replace_authenticator(
    #[server(default)] name: String,
    #[server(default)] code: String,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, lead, refuse_keeping};
    use crate::paths::{RECOVER_AUTHENTICATOR, RECOVER_DONE, RECOVER_VERIFY};
    use crate::request::{Cookies, forget_session, regain, visitor};
    use regain_domain::Refusal as R;
    use regain_service::Failure;

    let attempt = async {
        let token = Cookies::present().recovery().ok_or(R::FlowNone)?;
        regain()
            .recovery
            .finish_with_new_authenticator(&visitor(), &token, &name, &code)
            .await
    };

    match attempt.await {
        Ok(()) => {
            forget_session();
            Ok(continue_at(RECOVER_DONE))
        }
        Err(Failure::Refused(R::FlowNone | R::FlowExpired | R::FlowCancelled | R::FlowStep)) => {
            Ok(lead(R::FlowStep, RECOVER_VERIFY))
        }
        Err(failure) => refuse_keeping(&failure, RECOVER_AUTHENTICATOR, &[("name", &name)]),
    }
}
