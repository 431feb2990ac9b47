//! `/recover/lost`: the facts for people who have lost every method, and for administrators asked to help.

use crate::components::Card;
use crate::language::t;
use crate::paths;
use leptos::prelude::*;

/// What anybody can and can't do.
#[component]
pub(crate) fn LostPage() -> impl IntoView {
    let item = |text: Signal<&'static str>| view! { <li>{text}</li> };
    view! {
        <Card title=t(|t| t.lost.heading) wide=true>
            <p class="card__lead">{t(|t| t.lost.lead)}</p>
            <section class="panel" aria-labelledby="try">
                <h2 class="panel__title" id="try">{t(|t| t.lost.try_heading)}</h2>
                <ul class="list">
                    {item(t(|t| t.lost.try_session))}
                    {item(t(|t| t.lost.try_codes))}
                    {item(t(|t| t.lost.try_app))}
                    {item(t(|t| t.lost.try_mailbox))}
                </ul>
                <p><a class="button button--primary" href=paths::RECOVER>{t(|t| t.lost.recover)}</a></p>
            </section>
            <section class="panel" aria-labelledby="else">
                <h2 class="panel__title" id="else">{t(|t| t.lost.else_heading)}</h2>
                <p>{t(|t| t.lost.nobody)}</p>
                <p>{t(|t| t.lost.new_account)}</p>
                <p>{t(|t| t.lost.gone)}</p>
            </section>
            <section class="panel" aria-labelledby="administrators">
                <h2 class="panel__title" id="administrators">{t(|t| t.lost.admin_heading)}</h2>
                <p>{t(|t| t.lost.admin_why)}</p>
                <p class="code-shown">{address()}</p>
                <p>{t(|t| t.lost.admin_address)}</p>
                <p>{t(|t| t.lost.admin_never)}</p>
                <p>{t(|t| t.lost.admin_last)}</p>
            </section>
        </Card>
    }
}

/// The full URL of the recovery page: on the server from the configuration, in the browser from its location.
fn address() -> String {
    #[cfg(feature = "ssr")]
    let origin = use_context::<crate::request::AppState>()
        .map(|state| state.regain.settings().public_url.clone());
    #[cfg(not(feature = "ssr"))]
    let origin = window().location().origin().ok();
    [origin.as_deref().unwrap_or_default(), paths::RECOVER].concat()
}
