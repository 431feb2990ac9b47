//! The use cases of `service` have walls inside: others reach a wing by its methods, never by its
//! fields, and nobody adds a method to the object that composes them.

use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Expr, ExprField, Fields, ImplItem, Item, ItemImpl, Member, Type};

const COMPOSITION: &str = "regain.rs";

fn sources() -> Vec<(PathBuf, syn::File)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../service/src");
    let mut sources = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).expect("a source is text");
                sources.push((path, syn::parse_file(&text).expect("it compiles")));
            }
        }
    }
    sources
}

/// The names by which wings hold each other: the fields of the composition.
fn wings(sources: &[(PathBuf, syn::File)]) -> Vec<String> {
    let composition = sources.iter().find(|(path, _)| path.ends_with(COMPOSITION));
    let (_, file) = composition.expect("the composition is where it was");
    let regain = file.items.iter().find_map(|item| match item {
        Item::Struct(item) if item.ident == "Regain" => Some(item),
        _ => None,
    });
    let Fields::Named(fields) = &regain.expect("it is a struct").fields else {
        panic!("its fields have names")
    };
    let names = fields.named.iter().filter_map(|field| field.ident.as_ref());
    // Every wing holds these two, but neither is a wing.
    names
        .map(ToString::to_string)
        .filter(|name| !["base", "store"].contains(&name.as_str()))
        .chain(["accounts".to_owned(), "factors".to_owned()])
        .collect()
}

/// Fields taken from a wing inside another one: `self.sessions.store`.
struct Reaching<'a> {
    wings: &'a [String],
    found: Vec<String>,
}

impl<'ast> Visit<'ast> for Reaching<'_> {
    fn visit_expr_field(&mut self, field: &'ast ExprField) {
        if let (Expr::Field(held), Member::Named(taken)) = (&*field.base, &field.member)
            && let Member::Named(wing) = &held.member
            && self.wings.iter().any(|name| wing == name)
        {
            self.found.push(format!("{wing}.{taken}"));
        }
        visit::visit_expr_field(self, field);
    }
}

#[test]
fn a_wing_is_reached_by_its_methods_alone() {
    let sources = sources();
    let wings = wings(&sources);
    assert!(wings.len() > 15, "they are found: {wings:?}");
    for (path, file) in &sources {
        // The letters' wing and the chain's are parts of the worker and of the keeper, in the same
        // folder.
        let own =
            ["worker", "heads"].map(|folder| path.parent().is_some_and(|of| of.ends_with(folder)));
        if path.ends_with(COMPOSITION) || own.contains(&true) {
            continue;
        }
        let mut reaching = Reaching {
            wings: &wings,
            found: Vec::new(),
        };
        reaching.visit_file(file);
        assert!(
            reaching.found.is_empty(),
            "{}: {:?}",
            path.display(),
            reaching.found
        );
    }
}

#[test]
fn the_composition_has_no_use_case_of_its_own() {
    for (path, file) in sources() {
        let of_regain = |item: &&ItemImpl| matches!(&*item.self_ty, Type::Path(of) if of.path.is_ident("Regain"));
        let impls = file.items.iter().filter_map(|item| match item {
            Item::Impl(item) => Some(item),
            _ => None,
        });
        let methods: Vec<String> = impls
            .filter(of_regain)
            .flat_map(|item| &item.items)
            .filter_map(|item| match item {
                ImplItem::Fn(method) => Some(method.sig.ident.to_string()),
                _ => None,
            })
            .collect();
        if path.ends_with(COMPOSITION) {
            assert!(methods.len() < 20, "{methods:?}");
        } else {
            assert!(methods.is_empty(), "{}: {methods:?}", path.display());
        }
    }
}
