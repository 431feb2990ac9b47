//! Every route, from its definition: the app's list of pages, the inventory of forms, and the rest,
//! which `pages::headers::routes` compares with the router's own list.

use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_server::compose::page_paths;

/// Routes that are neither pages nor forms, as the router names them, each with an address that it
/// answers.
pub(crate) const OTHERS: [(&str, &str); 15] = [
    ("/.well-known", "/.well-known"),
    ("/.well-known/", "/.well-known/"),
    (
        "/.well-known/change-password",
        "/.well-known/change-password",
    ),
    (
        "/.well-known/passkey-endpoints",
        "/.well-known/passkey-endpoints",
    ),
    ("/.well-known/{*rest}", "/.well-known/security.txt"),
    ("/api/policy", "/api/policy"),
    ("/apple-touch-icon.png", "/apple-touch-icon.png"),
    ("/dev/mailbox", "/dev/mailbox"),
    ("/dev/mailbox/{id}", "/dev/mailbox/0"),
    ("/favicon.svg", "/favicon.svg"),
    ("/healthz", "/healthz"),
    ("/readyz", "/readyz"),
    ("/recover/progress", "/recover/progress"),
    ("/robots.txt", "/robots.txt"),
    ("/words/{hash}", "/words/AAAAAAAAAAAAAAAAAAAAAA"),
];

/// Addresses without a route, in every part of the tree.
pub(crate) const NOWHERE: [&str; 9] = [
    "/nowhere",
    "/sign-in/nowhere",
    "/recover/verify/x",
    "/account/nothing",
    "/admin/people",
    "/index.html",
    "/.env",
    "/.git/config",
    "/pkg/nothing.js",
];

/// A page's address, with somebody's id in the place that its path has for one.
pub(crate) fn page_addresses(person: &str) -> Vec<String> {
    page_paths()
        .map(|path| path.replace("{person}", person))
        .collect()
}

/// An address for every route.
pub(crate) fn all_addresses(person: &str) -> Vec<String> {
    let forms = FORMS
        .iter()
        .chain(PAGE_FORMS)
        .map(|(path, _)| (*path).to_owned());
    let others = OTHERS.iter().map(|(_, address)| (*address).to_owned());
    let nowhere = NOWHERE.iter().map(|path| (*path).to_owned());
    page_addresses(person)
        .into_iter()
        .chain(forms)
        .chain(others)
        .chain(nowhere)
        .collect()
}

/// The addresses of the routes that are neither pages nor forms.
pub(crate) fn other_addresses() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().map(|(_, address)| *address)
}
