//! Every route, from its definition: the app's list of pages, the inventory of forms, and the rest,
//! which a test compares with the router's own list.

use regain_app::ssr::forms::{FORMS, PAGE_FORMS};
use regain_server::compose::page_paths;
use regain_testkit::World;
use std::collections::BTreeSet;

/// Routes that are neither pages nor forms, as the router names them, each with an address that it
/// answers.
const OTHERS: [(&str, &str); 15] = [
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
pub(super) const NOWHERE: [&str; 9] = [
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
pub(super) fn page_addresses(person: &str) -> Vec<String> {
    page_paths()
        .map(|path| path.replace("{person}", person))
        .collect()
}

/// An address for every route.
pub(super) fn all_addresses(person: &str) -> Vec<String> {
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
pub(super) fn other_addresses() -> impl Iterator<Item = &'static str> {
    OTHERS.iter().map(|(_, address)| *address)
}

/// The paths of a router, from its debug output: axum has no other way to list them.
fn served(world: &World) -> BTreeSet<String> {
    let printed = format!("{:?}", world.router());
    let (_, paths) = printed
        .split_once("node: Node { paths: {")
        .expect("axum prints its paths");
    let (paths, _) = paths
        .split_once('}')
        .map(|_| paths.split_once("} }").expect("the map ends"))
        .expect("a map");
    let paths = paths.split('"').skip(1).step_by(2);
    paths
        .filter(|path| !path.contains("__private__axum"))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn s86_the_tables_of_these_tests_hold_every_route_that_is_served() {
    let world = World::new().await;
    let served: BTreeSet<String> = served(&world)
        .into_iter()
        .map(|path| {
            if path.starts_with("/words/") {
                "/words/{hash}".to_owned()
            } else {
                path
            }
        })
        .collect();
    let forms = FORMS.iter().chain(PAGE_FORMS).map(|(path, _)| *path);
    let known: BTreeSet<String> = page_paths()
        .chain(forms)
        .chain(OTHERS.iter().map(|(route, _)| *route))
        .map(str::to_owned)
        .collect();
    // The nested folder of built files takes these and one more.
    let known: BTreeSet<String> = known
        .into_iter()
        .chain(["/pkg", "/pkg/"].map(str::to_owned))
        .collect();
    assert_eq!(served, known);
    assert!(page_paths().count() > 30);
}
