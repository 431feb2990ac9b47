//! No function takes more than five parameters besides `self`: parameters that belong together form
//! a type. Components' properties and forms' fields don't count, since callers give them by name.

use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Expr, FnArg, Local, Pat, Signature};

const MOST: usize = 5;

struct Long {
    file: PathBuf,
    found: Vec<String>,
}

impl Long {
    fn judge(&mut self, attributes: &[Attribute], signature: &Signature) {
        let named = attributes.iter().any(|attribute| {
            let path = attribute.path();
            path.is_ident("component") || path.is_ident("server")
        });
        let inputs = signature.inputs.iter();
        let count = inputs
            .filter(|input| matches!(input, FnArg::Typed(_)))
            .count();
        if count > MOST && !named {
            self.found.push(format!(
                "{}: {} takes {count}",
                self.file.display(),
                signature.ident
            ));
        }
    }
}

impl<'ast> Visit<'ast> for Long {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.judge(&item.attrs, &item.sig);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.judge(&item.attrs, &item.sig);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if let (Pat::Tuple(names), Some(init)) = (&local.pat, &local.init)
            && let Expr::Tuple(_) = *init.expr
            && init.diverge.is_none()
        {
            let count = names.elems.len();
            let at = self.file.display();
            self.found.push(format!("{at}: a let binds {count} things"));
        }
        visit::visit_local(self, local);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        self.judge(&item.attrs, &item.sig);
        visit::visit_trait_item_fn(self, item);
    }
}

#[test]
fn functions_take_few_parameters_and_lets_bind_one_thing() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders: Vec<PathBuf> = fs::read_dir(crates)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.is_dir())
        .collect();
    let mut found = Vec::new();
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files += 1;
                let text = fs::read_to_string(&path).expect("a source is text");
                let mut long = Long {
                    file: path,
                    found: Vec::new(),
                };
                long.visit_file(&syn::parse_file(&text).expect("it compiles"));
                found.append(&mut long.found);
            }
        }
    }
    assert!(files > 500, "they are found: {files}");
    assert!(found.is_empty(), "{found:#?}");
}
