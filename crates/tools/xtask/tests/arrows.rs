//! The direction in which the crates may depend on each other, and the crates that must never reach
//! the browser or the inner crates.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};

/// Every crate of the workspace, with the crates of the workspace that its code may use. A new
/// crate needs a line here.
const MAY_USE: [(&str, &[&str]); 21] = [
    ("regain-passwords", &[]),
    ("regain-domain", &["regain-passwords"]),
    ("regain-storage", &["regain-domain"]),
    ("regain-base", &["regain-domain", "regain-storage"]),
    (
        "regain-vault",
        &["regain-domain", "regain-storage", "regain-base"],
    ),
    (
        "regain-storage-sqlite",
        &["regain-domain", "regain-storage", "regain-vault"],
    ),
    (
        "regain-storage-postgres",
        &["regain-domain", "regain-storage", "regain-vault"],
    ),
    ("regain-mail", &["regain-domain"]),
    // Administrators' actions have no credential in reach (S73): see the test below.
    (
        "regain-admin",
        &["regain-domain", "regain-storage", "regain-base"],
    ),
    (
        "regain-service",
        &[
            "regain-domain",
            "regain-storage",
            "regain-vault",
            "regain-mail",
            "regain-base",
        ],
    ),
    // The development mailbox is a page over the mails that `regain-mail` keeps; stored data is
    // only reachable by a use case.
    (
        "regain-app",
        &[
            "regain-domain",
            "regain-mail",
            "regain-service",
            "regain-admin",
        ],
    ),
    ("regain-frontend", &["regain-app"]),
    (
        "regain-server",
        &[
            "regain-domain",
            "regain-storage",
            "regain-vault",
            "regain-storage-sqlite",
            "regain-mail",
            "regain-service",
            "regain-admin",
            "regain-app",
            "regain-base",
            "regain-storage-postgres",
        ],
    ),
    (
        "regain-testkit",
        &[
            "regain-domain",
            "regain-storage",
            "regain-vault",
            "regain-mail",
            "regain-service",
            "regain-admin",
            "regain-server",
            "regain-base",
            "regain-cluster",
            "regain-storage-postgres",
            "regain-storage-sqlite",
        ],
    ),
    // Measures the whole from outside, and simultaneous acts at its use cases, behind a bad relay
    // and on a bad disk; it has the app for its inventory of forms.
    (
        "regain-verify",
        &[
            "regain-domain",
            "regain-mail",
            "regain-storage",
            "regain-storage-sqlite",
            "regain-service",
            "regain-admin",
            "regain-app",
            "regain-testkit",
        ],
    ),
    // Calls the parsers directly; nothing may use it.
    (
        "regain-fuzz",
        &[
            "regain-domain",
            "regain-vault",
            "regain-mail",
            "regain-base",
            "regain-service",
            "regain-admin",
            "regain-app",
            "regain-server",
            "regain-testkit",
        ],
    ),
    // Makes the site; a tool that works on files, and nothing depends on it.
    ("regain-bundle", &[]),
    // Writes PostgreSQL's schema from SQLite's; it reads files alone.
    ("regain-schema", &[]),
    // Databases for tests.
    ("regain-cluster", &["regain-storage-postgres"]),
    (
        "regain-postgres-tests",
        &[
            "regain-cluster",
            "regain-domain",
            "regain-storage",
            "regain-storage-postgres",
            "regain-vault",
        ],
    ),
    ("xtask", &[]),
];

/// The server's side: no browser may download any of it. A name includes those that begin with it
/// and a dash.
const SERVER_ONLY: [&str; 24] = [
    "regain-service",
    "regain-admin",
    "regain-base",
    "regain-vault",
    "aes-gcm",
    "regain-storage",
    "regain-mail",
    "regain-server",
    "regain-testkit",
    "regain-verify",
    "regain-fuzz",
    "regain-bundle",
    "argon2",
    "hkdf",
    "hmac",
    "sqlx",
    "lettre",
    "tokio",
    "axum",
    "hyper",
    "rustls",
    "aws-lc",
    "askama",
    "figment",
];

/// Frameworks that only `app` and `server` may know.
const WEB: [&str; 5] = ["leptos", "leptos_axum", "axum", "hyper", "tower-http"];

/// The things that `domain` does without: I/O, clock, randomness.
const OUTSIDE_WORLD: [&str; 8] = [
    "tokio",
    "sqlx",
    "lettre",
    "axum",
    "rand",
    "getrandom",
    "uuid",
    "time",
];

fn workspace() -> Metadata {
    MetadataCommand::new()
        .manifest_path(env!("CARGO_MANIFEST_PATH"))
        .no_deps()
        .exec()
        .expect("cargo metadata answers")
}

/// The crates that a crate's code uses, except in tests.
fn dependencies(package: &Package) -> BTreeSet<&str> {
    let used = package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development);
    used.map(|dependency| dependency.name.as_str()).collect()
}

/// The names of all crates in a crate's build, as Cargo would build it alone.
fn tree(package: &str, extra: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--package",
            package,
            "--edges",
            "normal",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args(extra)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo tree starts");
    assert!(
        output.status.success(),
        "cargo tree: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("cargo tree prints UTF-8");
    let names: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect();
    assert!(names.contains(package), "cargo tree begins with {package}");
    names
}

/// The names that are in `banned` or belong to the family of one in it.
fn intruders<'a>(names: &'a BTreeSet<String>, banned: &[&str]) -> Vec<&'a str> {
    let is_of = |name: &str, family: &str| {
        name.strip_prefix(family)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    names
        .iter()
        .map(String::as_str)
        .filter(|name| banned.iter().any(|family| is_of(name, family)))
        .collect()
}

#[test]
fn crates_depend_on_each_other_only_in_the_direction_of_the_arrows() {
    let metadata = workspace();
    let allowed: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    let own: BTreeSet<&str> = metadata
        .packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    assert_eq!(
        own,
        allowed.keys().copied().collect(),
        "every crate has its line in MAY_USE"
    );
    for package in &metadata.packages {
        let may_use = allowed[package.name.as_str()];
        for used in dependencies(package).intersection(&own) {
            assert!(
                may_use.contains(used),
                "{} must not depend on {used}",
                package.name
            );
        }
    }
}

#[test]
fn what_the_app_uses_besides_the_domain_comes_with_the_servers_feature_alone() {
    let metadata = workspace();
    let app = metadata
        .packages
        .iter()
        .find(|package| package.name == "regain-app")
        .expect("there is an app");
    let inner = dependencies(app)
        .into_iter()
        .filter(|name| name.starts_with("regain-") && *name != "regain-domain");
    for name in inner {
        let switch = format!("dep:{name}");
        let features: Vec<_> = app
            .features
            .iter()
            .filter(|(_, enabled)| enabled.contains(&switch))
            .collect();
        let [(feature, _)] = features[..] else {
            panic!("{name} must be optional, and one feature's alone")
        };
        assert_eq!(feature, "ssr", "the feature of {name}");
    }
}

#[test]
fn nothing_waits_for_what_makes_the_site_and_its_version_is_the_browsers() {
    let all = tree("regain-server", &[])
        .union(&tree("regain-testkit", &[]))
        .cloned()
        .collect();
    assert_eq!(
        intruders(
            &all,
            &["wasm-bindgen-cli-support", "regain-bundle", "xtask"]
        ),
        Vec::<&str>::new()
    );
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../Cargo.lock"))
        .expect("Cargo.lock");
    let version = |name: &str| {
        let at = lock
            .find(&format!("name = \"{name}\"\n"))
            .expect("it is in Cargo.lock");
        lock[at..].lines().nth(1).expect("a version").to_owned()
    };
    assert_eq!(version("wasm-bindgen-cli-support"), version("wasm-bindgen"));
}

#[test]
fn nothing_of_the_server_reaches_the_browser() {
    let bundle = tree("regain-frontend", &["--target", "wasm32-unknown-unknown"]);
    assert!(
        bundle.contains("regain-domain"),
        "browser and server run the same parsers"
    );
    assert_eq!(intruders(&bundle, &SERVER_ONLY), Vec::<&str>::new());
}

#[test]
fn use_cases_storage_and_mail_know_no_web_framework() {
    for package in [
        "regain-passwords",
        "regain-domain",
        "regain-storage",
        "regain-vault",
        "regain-storage-sqlite",
        "regain-storage-postgres",
        "regain-mail",
        "regain-base",
        "regain-admin",
        "regain-service",
    ] {
        assert_eq!(
            intruders(&tree(package, &[]), &WEB),
            Vec::<&str>::new(),
            "in {package}"
        );
    }
}

#[test]
fn s73_no_credential_is_in_reach_of_administrators_actions() {
    let names = tree("regain-admin", &[]);
    assert_eq!(
        intruders(
            &names,
            &["regain-vault", "regain-service", "sqlx", "argon2"]
        ),
        Vec::<&str>::new()
    );
    assert!(
        tree("regain-service", &[]).contains("regain-vault"),
        "the owners' use cases reach it"
    );
}

#[test]
fn the_domain_has_no_way_to_the_outside_world() {
    for package in ["regain-passwords", "regain-domain"] {
        assert_eq!(
            intruders(&tree(package, &[]), &OUTSIDE_WORLD),
            Vec::<&str>::new(),
            "in {package}"
        );
    }
}

#[test]
fn a_family_is_caught_and_a_namesake_is_not() {
    let names = ["sqlx", "sqlx-core", "sqlxmq", "tokio-util"]
        .map(str::to_owned)
        .into();
    assert_eq!(
        intruders(&names, &["sqlx", "tokio"]),
        ["sqlx", "sqlx-core", "tokio-util"]
    );
}
