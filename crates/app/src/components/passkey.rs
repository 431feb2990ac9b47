//! Asks the browser for a passkey, and sends its answer (WebAuthn).
//!
//! Without JavaScript the form is sent as it is, and the server says that passkeys need JavaScript.

use super::{Form, MarkField};
use leptos::prelude::*;

/// A form that first asks for a passkey.
#[component]
pub(crate) fn PasskeyForm(
    /// The form's state and target.
    form: Form,
    /// The purpose, as the server knows it.
    #[prop(into)]
    purpose: String,
    /// The fields to send, if not only the form's own.
    #[prop(optional)]
    body: Option<fn() -> String>,
    children: Children,
) -> impl IntoView {
    let send = browser::sender(form, purpose, body);
    view! {
        <form class="form" method="post" action=form.path() novalidate=true on:submit=move |event| send(&event)>
            <MarkField/>
            {children()}
        </form>
    }
}

/// Lets the browser offer passkeys in the user name's field while this page is shown. The fields of `body` are
/// sent along.
pub(crate) fn offer_passkeys(form: Form, body: fn() -> String) {
    browser::offer(form, body);
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Form;
    use crate::actions::passkeys::{AskForPasskey, PasskeyAsked};
    use crate::components::{exchange, taken_over};
    use crate::fields::FIELDS;
    use js_sys::{Function, JSON, Object, Promise, Reflect, encode_uri_component};
    use leptos::ev::SubmitEvent;
    use leptos::prelude::*;
    use leptos::server_fn::ServerFn;
    use regain_domain::Refusal;
    use std::cell::RefCell;
    use std::time::Duration;
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::AbortController;

    /// Shorter than the lifetime of a request ([`regain_domain::policy::PASSKEY_LIFETIME`]).
    const ASKED_ANEW: Duration = Duration::from_secs(4 * 60);

    thread_local! {
        /// Cancels the browser's offer: it can ask for only one passkey at a time.
        static OFFERED: RefCell<Option<AbortController>> = const { RefCell::new(None) };
    }

    pub(super) fn sender(
        form: Form,
        purpose: String,
        body: Option<fn() -> String>,
    ) -> impl Fn(&SubmitEvent) + Clone + 'static {
        move |event: &SubmitEvent| {
            let Some(fields) = taken_over(event, FIELDS) else {
                return;
            };

            if form.is_busy() {
                return;
            }

            let body = body.map_or(fields, |body| body());
            take_back();
            form.begin();
            let purpose = purpose.clone();
            leptos::task::spawn_local(async move {
                match ask(&purpose, None).await {
                    Ok(Some(given)) => form.go_on([&body, "&", &given].concat()).await,
                    // It leads elsewhere, which is already being loaded.
                    Ok(None) => form.end(None),
                    Err(refusal) => form.end(Some(refusal)),
                }
            });
        }
    }

    pub(super) fn offer(form: Form, body: fn() -> String) {
        let begin = move || {
            take_back();
            leptos::task::spawn_local(async move {
                if !can_be_offered().await {
                    return;
                }

                let Ok(controller) = AbortController::new() else {
                    return;
                };

                let signal = JsValue::from(controller.signal());
                OFFERED.set(Some(controller));

                if let Ok(Some(given)) = ask("sign-in", Some(&signal)).await {
                    form.begin();
                    form.go_on([&body(), "&", &given].concat()).await;
                }
            });
        };
        Effect::new(move |_| {
            begin();
            let anew = set_interval_with_handle(begin, ASKED_ANEW);
            on_cleanup(move || {
                take_back();
                if let Ok(handle) = anew {
                    handle.clear();
                }
            });
        });
    }

    fn take_back() {
        if let Some(controller) = OFFERED.take() {
            controller.abort();
        }
    }

    async fn can_be_offered() -> bool {
        let can = async {
            let passkeys = get(&window(), "PublicKeyCredential").ok()?;
            let promise = call(
                &passkeys,
                "isConditionalMediationAvailable",
                &JsValue::UNDEFINED,
            )
            .ok()?;
            JsFuture::from(promise.dyn_into::<Promise>().ok()?)
                .await
                .ok()?
                .as_bool()
        };
        can.await == Some(true)
    }

    /// Asks for a passkey. Returns the answer as form fields, or `None` if the server leads elsewhere. With
    /// `offered`, passkeys are offered in the user name's field until that is cancelled.
    async fn ask(purpose: &str, offered: Option<&JsValue>) -> Result<Option<String>, Refusal> {
        let exchanged = exchange(AskForPasskey::PATH, &["purpose=", purpose].concat())
            .await
            .ok_or(Refusal::NoAnswer)?;
        let asked = serde_json::from_str(&exchanged.answer).map_err(|_| Refusal::NoAnswer)?;
        let (options, state) = match asked {
            PasskeyAsked::Asked { options, state } => (options, state),
            PasskeyAsked::Refused(_) if exchanged.leads => return Ok(None),
            PasskeyAsked::Refused(refusal) => return Err(refusal),
        };

        let credential = credential(&options, offered)
            .await
            .map_err(|error| why(&error))?;
        let encoded = |text: &str| String::from(encode_uri_component(text));

        Ok(Some(
            [
                "state=",
                &encoded(&state),
                "&credential=",
                &encoded(&credential),
            ]
            .concat(),
        ))
    }

    async fn credential(options: &str, offered: Option<&JsValue>) -> Result<String, JsValue> {
        let options = get(&JSON::parse(options)?, "publicKey")?;
        let makes = Reflect::has(&options, &"user".into())?;
        let (read, act) = if makes {
            ("parseCreationOptionsFromJSON", "create")
        } else {
            ("parseRequestOptionsFromJSON", "get")
        };

        let options = call(&get(&window(), "PublicKeyCredential")?, read, &options)?;
        let request = Object::new();
        Reflect::set(&request, &"publicKey".into(), &options)?;

        if let Some(signal) = offered {
            Reflect::set(&request, &"mediation".into(), &"conditional".into())?;
            Reflect::set(&request, &"signal".into(), signal)?;
        }

        let credentials = get(&get(&window(), "navigator")?, "credentials")?;
        let given =
            JsFuture::from(call(&credentials, act, &request)?.dyn_into::<Promise>()?).await?;

        Ok(JSON::stringify(&call(&given, "toJSON", &JsValue::UNDEFINED)?)?.into())
    }

    fn get(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
        Reflect::get(of, &name.into())
    }

    fn call(of: &JsValue, name: &str, with: &JsValue) -> Result<JsValue, JsValue> {
        get(of, name)?.dyn_into::<Function>()?.call1(of, with)
    }

    /// Maps the browser's error to a reason for the person.
    fn why(error: &JsValue) -> Refusal {
        match get(error, "name")
            .ok()
            .and_then(|name| name.as_string())
            .as_deref()
        {
            Some("NotAllowedError" | "AbortError") => Refusal::PasskeyCancelled,
            Some("InvalidStateError") => Refusal::PasskeyKnown,
            _ => Refusal::PasskeyUnsupported,
        }
    }
}

/// On the server nothing is pressed.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use super::Form;
    use leptos::ev::SubmitEvent;

    pub(super) fn sender(
        _: Form,
        _: String,
        _: Option<fn() -> String>,
    ) -> impl Fn(&SubmitEvent) + Clone + 'static {
        |_: &SubmitEvent| {}
    }

    pub(super) const fn offer(_: Form, _: fn() -> String) {}
}
