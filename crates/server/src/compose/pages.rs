//! Mounts the pages and their server functions.

use super::{forms, marks, whole};
use crate::middleware::page_csp;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use http::header::CONTENT_SECURITY_POLICY;
use http::{HeaderValue, StatusCode};
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list};
use regain_admin::Admin;
use regain_app::request::{AppState, api_policy, provide_request};
use regain_app::shell;
use regain_app::ssr::{PostedTable, export, export_readiness, progress};
use regain_app::{App, Figures, paths};
use regain_domain::Refusal;
use regain_service::Regain;
use std::sync::{Arc, LazyLock};

/// The app's routes, listed once per process and before any page is served. To list them, leptos renders the app;
/// if a page requested data at that moment, on any thread, the data would never arrive.
pub(super) static ROUTES: LazyLock<Vec<AxumRouteListing>> =
    LazyLock::new(|| generate_route_list(App));

/// Every page, every server function, and the page for unknown addresses.
pub(super) fn routes(
    site: LeptosOptions,
    regain: &Arc<Regain>,
    admin: &Arc<Admin>,
    words: Arc<str>,
) -> Router {
    let state = AppState::new(Arc::clone(regain), Arc::clone(admin), words);
    let watched = super::site::is_watched();
    let context = {
        let state = state.clone();
        move || {
            provide_request(state.clone());
            set_csp(watched);
            say_busy();
        }
    };

    let not_found = {
        let site = site.clone();
        leptos_axum::render_app_async_with_context(context.clone(), move || shell(site.clone()))
    };

    let page = {
        let site = site.clone();
        move || shell(site.clone())
    };

    let marked = state.clone();
    let exported = state.clone();
    let reported = state.clone();
    let told = Arc::clone(regain);
    let shown = site.clone();
    let preview_context = context.clone();

    Router::new()
        .route(
            paths::ADMIN_INVITE,
            // A table submitted by a plain form is answered with the page itself, since no URL may carry it.
            post(async move |request: Request| {
                let (parts, table) = table_of(request).await;
                let context = move || {
                    preview_context();
                    provide_context(PostedTable(table.clone()));
                };
                let page = leptos_axum::render_app_async_with_context(context, move || {
                    shell(shown.clone())
                });

                page(Request::from_parts(parts, Body::empty())).await
            }),
        )
        .route(
            paths::ADMIN_EXPORT,
            post(async move |request: Request| {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, forms::BOUND).await.unwrap_or_default();
                export(exported, &parts, &body).await
            }),
        )
        .route(
            paths::ADMIN_READINESS_EXPORT,
            post(async move |request: Request| {
                let (parts, body) = request.into_parts();
                let body = to_bytes(body, forms::BOUND).await.unwrap_or_default();
                export_readiness(reported, &parts, &body).await
            }),
        )
        .leptos_routes_with_context(&site, ROUTES.clone(), context, page)
        .route(
            paths::RECOVER_PROGRESS,
            get(async move |request: Request| {
                let (parts, _) = request.into_parts();
                progress(state, &parts).await
            }),
        )
        .route(
            paths::API_POLICY,
            get(async move || api_policy(&told).await),
        )
        .route_layer(from_fn_with_state(marked, marks::layer))
        .route_layer(from_fn(forms::known_fields_only))
        .fallback(get(not_found).fallback(async || StatusCode::NOT_FOUND))
        .layer(from_fn(whole::layer))
        // Figures of the policy for the texts of whichever page is rendered.
        .layer(from_fn_with_state(Arc::clone(regain), with_figures))
        .with_state(site)
}

/// Gives a page that says the server was too busy the matching status, and a time to come back (S97): a plain
/// form was redirected here with only the reason in the URL.
fn say_busy() {
    let busy = |parts: http::request::Parts| {
        let query = parts.uri.query().unwrap_or_default();
        url::form_urlencoded::parse(query.as_bytes())
            .any(|(name, value)| name == "problem" && value == Refusal::Busy.code())
    };
    if use_context::<http::request::Parts>().is_some_and(busy) {
        regain_app::answering::set_unavailable();
    }
}

/// Adds the policy's figures to a request.
async fn with_figures(
    State(regain): State<Arc<Regain>>,
    mut request: Request,
    next: Next,
) -> Response {
    let policy = regain.base().shown_policy().await;
    request.extensions_mut().insert(Figures::of(&policy));
    next.run(request).await
}

/// Takes the field `table` from a form. The page is then rendered as for a GET.
async fn table_of(request: Request) -> (http::request::Parts, String) {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, forms::BOUND).await.unwrap_or_default();
    let table = url::form_urlencoded::parse(&body).find(|(name, _)| name == "table");
    parts.method = http::Method::GET;

    (
        parts,
        table
            .map(|(_, table)| table.into_owned())
            .unwrap_or_default(),
    )
}

/// Sets the page policy, with this response's nonce. It also runs where there is no response: when routes are
/// listed.
fn set_csp(watched: bool) {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else {
        return;
    };

    let mut policy = page_csp(&nonce);
    if watched {
        // In development, cargo-leptos reloads pages over a web socket of its own.
        policy = policy.replace("connect-src 'self'", "connect-src 'self' ws://127.0.0.1:*");
    }

    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}
