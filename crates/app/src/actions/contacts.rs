//! Recovery contacts: the owner's actions, and the contacts' own, given the codes mailed to them.

use crate::answer::Answer;
use leptos::prelude::*;

/// Chooses a recovery contact. The contact's address isn't treated as an account's: it identifies nobody here
/// (S10).
#[server(prefix = "/api", endpoint = "add_contact")]
pub async fn add_contact(
    #[server(default)] name: String,
    #[server(default)] mailbox: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS_CONTACTS;
    use crate::request::{regain, visitor};

    let typed = [("name", name.as_str()), ("mailbox", mailbox.as_str())];
    let done = own(METHODS_CONTACTS, &typed, async |signed_in| {
        regain()
            .contacts
            .add_contact(&visitor(), signed_in, &name, &mailbox)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS_CONTACTS}?notice=contact-added")))
}

/// Repeats the request to a contact who hasn't answered.
#[server(prefix = "/api", endpoint = "resend_contact")]
pub async fn resend_contact(#[server(default)] contact: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS_CONTACTS;
    use crate::request::regain;
    use regain_domain::{ContactId, Refusal};

    let done = own(METHODS_CONTACTS, &[], async |signed_in| {
        let contact = ContactId::from_hex(&contact).ok_or(Refusal::MethodUnknown)?;
        regain().contacts.resend_contact(signed_in, contact).await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS_CONTACTS}?notice=contact-resent")))
}

/// Removes a recovery contact.
#[server(prefix = "/api", endpoint = "remove_contact")]
pub async fn remove_contact(#[server(default)] contact: String) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS_CONTACTS;
    use crate::request::{regain, visitor};
    use regain_domain::{ContactId, Refusal};

    let done = own(METHODS_CONTACTS, &[], async |signed_in| {
        let contact = ContactId::from_hex(&contact).ok_or(Refusal::MethodUnknown)?;
        regain()
            .contacts
            .remove_contact(&visitor(), signed_in, contact)
            .await
    });

    done.await.map(|answer| {
        onwards(
            answer,
            &format!("{METHODS_CONTACTS}?notice=contact-removed"),
        )
    })
}

/// Sets whether two of three contacts must help.
#[server(prefix = "/api", endpoint = "set_contacts_needed")]
pub async fn set_contacts_needed(
    #[server(default)] needed: String,
) -> Result<Answer, ServerFnError> {
    use super::own::{onwards, own};
    use crate::paths::METHODS_CONTACTS;
    use crate::request::{regain, visitor};
    use regain_domain::{ContactsNeeded, Refusal};

    let done = own(METHODS_CONTACTS, &[], async |signed_in| {
        let needed = needed
            .parse()
            .ok()
            .and_then(ContactsNeeded::from_number)
            .ok_or(Refusal::Form)?;
        regain()
            .contacts
            .set_contacts_needed(&visitor(), signed_in, needed)
            .await
    });

    done.await
        .map(|answer| onwards(answer, &format!("{METHODS_CONTACTS}?notice=contact-needed")))
}

/// Opens an invitation to be a contact, given its code. This doesn't answer it.
#[server(prefix = "/api", endpoint = "open_contact")]
pub async fn open_contact(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse};
    use crate::paths::CONTACT;
    use crate::request::{regain, set_contact};

    match regain().contacts.contact_asked(&code).await {
        Ok(_) => {
            set_contact(&code);
            Ok(continue_at(&format!("{CONTACT}?step=answer")))
        }
        Err(failure) => refuse(&failure, CONTACT),
    }
}

/// Agrees to be a contact.
#[server(prefix = "/api", endpoint = "accept_contact")]
pub async fn accept_contact() -> Result<Answer, ServerFnError> {
    use crate::paths::CONTACT;

    answered(CONTACT, "accepted", async |code| {
        crate::request::regain()
            .contacts
            .accept_contact(&code)
            .await
    })
    .await
}

/// Declines to be a contact, or stops being one.
#[server(prefix = "/api", endpoint = "decline_contact")]
pub async fn decline_contact() -> Result<Answer, ServerFnError> {
    use crate::paths::CONTACT;

    answered(CONTACT, "declined", async |code| {
        crate::request::regain()
            .contacts
            .decline_contact(&code)
            .await
    })
    .await
}

/// Opens a contact's request in a recovery, given the code mailed to them. This doesn't answer it.
#[server(prefix = "/api", endpoint = "open_pass_on")]
pub async fn open_pass_on(#[server(default)] code: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, refuse};
    use crate::paths::CONTACT_PASS_ON;
    use crate::request::{regain, set_contact};

    match regain().contacts.pass_on_asked(&code).await {
        Ok(_) => {
            set_contact(&code);
            Ok(continue_at(&format!("{CONTACT_PASS_ON}?step=answer")))
        }
        Err(failure) => refuse(&failure, CONTACT_PASS_ON),
    }
}

/// The contact confirms having spoken with the owner, and sees the code to pass on.
#[server(prefix = "/api", endpoint = "pass_on")]
pub async fn pass_on(#[server(default)] spoken: String) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, lead, refuse};
    use crate::paths::CONTACT_PASS_ON;
    use crate::request::{Cookies, forget_contact, regain, set_passed};
    use regain_domain::Refusal;
    use regain_service::Failure;

    let attempt = async {
        let code = Cookies::present()
            .contact()
            .ok_or(Refusal::ContactUnknown)?;
        regain()
            .contacts
            .pass_on(code.expose(), spoken == "on")
            .await
    };

    match attempt.await {
        Ok(code) => {
            forget_contact();
            set_passed(&code, regain().keys());
            Ok(continue_at(&format!("{CONTACT_PASS_ON}?step=code")))
        }
        Err(failure @ Failure::Refused(Refusal::PassOnTick)) => {
            refuse(&failure, &format!("{CONTACT_PASS_ON}?step=answer"))
        }
        Err(Failure::Refused(refusal)) => {
            forget_contact();
            Ok(lead(
                refusal,
                &format!("{CONTACT_PASS_ON}?problem={}", refusal.code()),
            ))
        }
        Err(failure) => refuse(&failure, &format!("{CONTACT_PASS_ON}?step=answer")),
    }
}

/// "No, this isn't them".
#[server(prefix = "/api", endpoint = "refuse_pass_on")]
pub async fn refuse_pass_on() -> Result<Answer, ServerFnError> {
    use crate::paths::CONTACT_PASS_ON;

    answered(CONTACT_PASS_ON, "refused", async |code| {
        crate::request::regain()
            .contacts
            .refuse_pass_on(&code)
            .await
    })
    .await
}

/// The code was passed on: stops showing it.
///
/// # Errors
/// Never.
#[server(prefix = "/api", endpoint = "forget_passed")]
pub async fn forget_passed() -> Result<Answer, ServerFnError> {
    use crate::paths::CONTACT_PASS_ON;

    crate::request::forget_passed();
    Ok(crate::answering::continue_at(&format!(
        "{CONTACT_PASS_ON}?notice=passed"
    )))
}

/// Answers with the code opened in this browser. If it can't be answered any longer, leads back to the first
/// page, which says why.
#[cfg(feature = "ssr")]
async fn answered(
    page: &str,
    notice: &str,
    act: impl AsyncFnOnce(String) -> regain_service::Outcome<()>,
) -> Result<Answer, ServerFnError> {
    use crate::answering::{continue_at, lead, refuse};
    use crate::request::{Cookies, forget_contact};
    use regain_domain::Refusal;
    use regain_service::Failure;

    let outcome = match Cookies::present().contact() {
        Some(code) => act(code.expose().to_owned()).await,
        None => Err(Refusal::ContactUnknown.into()),
    };

    match outcome {
        Ok(()) => {
            forget_contact();
            Ok(continue_at(&format!("{page}?notice={notice}")))
        }
        Err(Failure::Refused(refusal)) => {
            forget_contact();
            Ok(lead(refusal, &format!("{page}?problem={}", refusal.code())))
        }
        Err(failure) => refuse(&failure, &format!("{page}?step=answer")),
    }
}
