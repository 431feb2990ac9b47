//! The frame around the pages, and the routes.

use crate::components::{Brand, LanguageMenu};
use crate::language::{provide_language, t};
use crate::pages::{
    AccountPage, BlockPage, DonePage, FreezeOwnPage, FreezePage, InvitePage, LinkPage, LostPage,
    NotFoundPage, PasswordPage, RecoverPage, SignInPage, VerifyPage,
};
use crate::paths;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Redirect, Route, Router};
use leptos_router::{SsrMode, path};

/// The app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_language();
    crate::components::provide_arrivals();
    crate::components::tell_zone();

    // Async: the whole page at once, so that no script is needed to assemble it.
    let ssr = || SsrMode::Async;
    view! {
        <Router>
            <a class="skip-link" href="#main">{t(|t| t.common.skip)}</a>
            <div class="page">
                <Brand/>
                <FlatRoutes fallback=NotFoundPage>
                    <Route path=path!("/") view=|| view! { <Redirect path=paths::SIGN_IN/> } ssr=ssr()/>
                    <Route path=path!("/sign-in") view=SignInPage ssr=ssr()/>
                    <Route path=path!("/sign-in/verify") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/recover") view=RecoverPage ssr=ssr()/>
                    <Route path=path!("/recover/verify") view=VerifyPage ssr=ssr()/>
                    <Route path=path!("/recover/link") view=LinkPage ssr=ssr()/>
                    <Route path=path!("/recover/password") view=PasswordPage ssr=ssr()/>
                    <Route path=path!("/recover/authenticator") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/other-tab") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/recover/done") view=DonePage ssr=ssr()/>
                    <Route path=path!("/recover/lost") view=LostPage ssr=ssr()/>
                    <Route path=path!("/freeze") view=FreezePage ssr=ssr()/>
                    <Route path=path!("/invite") view=InvitePage ssr=ssr()/>
                    <Route path=path!("/account") view=AccountPage ssr=ssr()/>
                    <Route path=path!("/account/history") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/methods") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/methods/authenticator") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/methods/passkey") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/methods/codes") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/methods/contacts") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/contact") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/contact/pass-on") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/methods/address") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/object") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/devices") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/check-up") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/close") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/confirm") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/account/freeze") view=FreezeOwnPage ssr=ssr()/>
                    <Route path=path!("/admin") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/people/:person") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/invite") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/requests") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/policy") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/policy/preview") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/readiness") view=BlockPage ssr=ssr()/>
                    <Route path=path!("/admin/history") view=BlockPage ssr=ssr()/>
                </FlatRoutes>
                <footer class="page__foot">
                    <LanguageMenu/>
                </footer>
            </div>
        </Router>
    }
}
