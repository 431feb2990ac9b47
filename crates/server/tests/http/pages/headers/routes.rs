//! The tables of routes hold every route of the router (S86).

use crate::support::routes::OTHERS;
use regain_app::forms::{FORMS, PAGE_FORMS};
use regain_server::compose::page_paths;
use regain_testkit::World;
use std::collections::BTreeSet;

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
