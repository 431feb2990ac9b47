//! Changes to a person's own addresses, and objections from an address that was changed or removed.

use crate::answer::Answer;
use leptos::prelude::*;

/// Requests another address: a second one, or a replacement for the one at `position`. A code is mailed to it.
#[server(prefix = "/api", endpoint = "claim_address")]
pub async fn claim_address(
    #[server(default)] new_address: String,
    #[server(default)] position: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS_ADDRESS;
    use crate::request::{regain, visitor};
    use regain_domain::Refusal;

    let typed = [("new_address", new_address.as_str())];
    let page = match position.as_str() {
        "1" | "2" => format!("{METHODS_ADDRESS}?change={position}"),
        _ => METHODS_ADDRESS.to_owned(),
    };

    let done = own(&page, &typed, async |signed_in| {
        let position = match position.as_str() {
            "" => None,
            "1" => Some(1),
            "2" => Some(2),
            _ => return Err(Refusal::AddressNone.into()),
        };

        regain()
            .addresses
            .claim_address(&visitor(), signed_in, &new_address, position)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS_ADDRESS}?notice=sent")))
}

/// Enters the code mailed to the new address.
#[server(prefix = "/api", endpoint = "enter_address_code")]
pub async fn enter_address_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::{METHODS, METHODS_ADDRESS};
    use crate::request::{regain, visitor};

    let done = own(METHODS_ADDRESS, &[], async |signed_in| {
        regain()
            .addresses
            .enter_address_code(&visitor(), signed_in, &code)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=address-added")))
}

/// Mails a new code to the new address.
#[server(prefix = "/api", endpoint = "resend_address_code")]
pub async fn resend_address_code() -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS_ADDRESS;
    use crate::request::{regain, visitor};

    let done = own(METHODS_ADDRESS, &[], async |signed_in| {
        regain()
            .addresses
            .resend_address_code(&visitor(), signed_in)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS_ADDRESS}?notice=sent")))
}

/// Stops waiting for the new address's code.
#[server(prefix = "/api", endpoint = "stop_address")]
pub async fn stop_address() -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::{METHODS, METHODS_ADDRESS};
    use crate::request::regain;

    let done = own(METHODS_ADDRESS, &[], async |signed_in| {
        regain().addresses.stop_address(signed_in).await
    });
    done.await.map(|answer| onwards(answer, METHODS))
}

/// Removes the second address.
#[server(prefix = "/api", endpoint = "remove_address")]
pub async fn remove_address() -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS;
    use crate::request::{regain, visitor};

    let done = own(METHODS, &[], async |signed_in| {
        regain()
            .addresses
            .remove_address(&visitor(), signed_in)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=address-removed")))
}

/// Ends at once the remaining rights of an address that was changed or removed.
#[server(prefix = "/api", endpoint = "end_address")]
pub async fn end_address(#[server(default)] former: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS;
    use crate::request::{regain, visitor};
    use regain_domain::{ChangeId, Refusal};

    let done = own(METHODS, &[], async |signed_in| {
        let ended_by = ChangeId::from_hex(&former).ok_or(Refusal::AddressNone)?;
        regain()
            .ways_back
            .end_former_address(&visitor(), signed_in, ended_by)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS}?notice=gone")))
}

/// Restores an address that was changed or removed, given the code mailed to it. Nobody has to be signed in.
#[server(prefix = "/api", endpoint = "object_by_code")]
pub async fn object_by_code(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse_keeping};
    use crate::paths::OBJECT;
    use crate::request::{regain, visitor};

    match regain().objections.by_code(&visitor(), &code).await {
        Ok(()) => Ok(continue_at(&format!("{OBJECT}?notice=objected"))),
        // A refused code is useless, so it may be shown again.
        Err(failure) => refuse_keeping(&failure, OBJECT, &[("code", &code)]),
    }
}
