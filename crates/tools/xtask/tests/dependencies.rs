//! The rules of `deny.toml` for the dependency tree: licences, banned crates, sources. They are
//! those of `cargo deny check` that need no network; `cargo deny` itself checks advisories and
//! yanked versions.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{Metadata, MetadataCommand, Package, PackageId};
use spdx::{Expression, Licensee, ParseMode};
use toml::{Table, Value};

/// The only source of crates.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn rules() -> Table {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../deny.toml"))
        .expect("deny.toml");
    text.parse().expect("deny.toml is TOML")
}

fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .expect("a list")
        .iter()
        .map(|text| text.as_str().expect("a text"))
        .collect()
}

fn metadata(target: &str) -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(env!("CARGO_MANIFEST_PATH"));
    command.other_options(["--locked", "--filter-platform", target].map(str::to_owned));
    command.exec().expect("cargo metadata answers")
}

/// Every crate compiled for one of the targets, including build dependencies.
fn packages(rules: &Table) -> BTreeMap<PackageId, Package> {
    let mut found = BTreeMap::new();
    for target in texts(&rules["graph"]["targets"]) {
        let metadata = metadata(target);
        let nodes = metadata.resolve.expect("a resolved graph").nodes;
        let used: BTreeSet<PackageId> = nodes.into_iter().map(|node| node.id).collect();
        let used = metadata
            .packages
            .into_iter()
            .filter(|package| used.contains(&package.id));
        found.extend(used.map(|package| (package.id.clone(), package)));
    }
    found
}

/// The problem with a crate's licence, if any.
fn licence_problem(name: &str, licence: Option<&str>, rules: &Table) -> Option<String> {
    let mut allowed = texts(&rules["licenses"]["allow"]);
    let exceptions = rules["licenses"]["exceptions"].as_array().expect("a list");
    let own = exceptions
        .iter()
        .filter(|exception| exception["crate"].as_str() == Some(name));
    own.for_each(|exception| allowed.extend(texts(&exception["allow"])));

    let Some(licence) = licence else {
        return Some(format!("{name} names no licence"));
    };
    let Ok(expression) = Expression::parse_mode(licence, ParseMode::LAX) else {
        return Some(format!("{name}: `{licence}` is no licence expression"));
    };
    let allowed: Vec<Licensee> = allowed
        .iter()
        .map(|name| Licensee::parse(name).expect("a licence"))
        .collect();
    let is_allowed = expression.evaluate(|requirement| {
        allowed
            .iter()
            .any(|licensee| licensee.satisfies(requirement))
    });
    (!is_allowed).then(|| format!("{name}: {licence}"))
}

#[test]
fn s106_every_crate_has_a_licence_that_is_allowed_and_comes_from_the_registry() {
    let rules = rules();
    let packages = packages(&rules);
    assert!(
        packages.len() > 300,
        "{} crates were looked at",
        packages.len()
    );
    let mut problems = Vec::new();
    for package in packages.values() {
        // The workspace's own crates have no source.
        let Some(source) = &package.source else {
            continue;
        };
        if source.repr != REGISTRY {
            problems.push(format!("{} comes from {source}", package.name));
        }
        problems.extend(licence_problem(
            &package.name,
            package.license.as_deref(),
            &rules,
        ));
    }
    assert_eq!(problems, Vec::<String>::new());
}

#[test]
fn s106_no_banned_crate_is_used_and_every_version_is_named() {
    let rules = rules();
    let banned = rules["bans"]["deny"].as_array().expect("a list");
    let banned: Vec<&str> = banned
        .iter()
        .map(|ban| ban["crate"].as_str().expect("a name"))
        .collect();
    for package in packages(&rules).values() {
        assert!(
            !banned.contains(&package.name.as_str()),
            "{} is banned",
            package.name
        );
        if package.source.is_none() {
            let open = package
                .dependencies
                .iter()
                .filter(|used| used.path.is_none() && used.req.to_string() == "*");
            let open: Vec<&str> = open.map(|used| used.name.as_str()).collect();
            assert_eq!(open, [""; 0], "{} names no version of these", package.name);
        }
    }
}

#[test]
fn a_licence_that_is_not_allowed_is_found_and_an_exception_is_for_one_crate_alone() {
    let rules = rules();
    for (name, licence, is_fine) in [
        ("a", Some("MIT"), true),
        ("a", Some("MIT/Apache-2.0"), true),
        ("a", Some("GPL-3.0-only OR ISC"), true),
        ("a", Some("GPL-3.0-only"), false),
        ("a", Some("MIT AND GPL-3.0-only"), false),
        ("a", Some("MPL-2.0"), false),
        ("webauthn-rs", Some("MPL-2.0"), true),
        ("a", None, false),
    ] {
        assert_eq!(
            licence_problem(name, licence, &rules).is_none(),
            is_fine,
            "{name} {licence:?}"
        );
    }
}
