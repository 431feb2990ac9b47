//! Neighbouring modules don't need each other in a circle, so people can read each with the modules
//! that it needs, and without those that need it. A module is its file and everything in the folder
//! with its name; what it and its own parts take from each other is its own matter. This leaves
//! tests out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, UseTree};

/// Modules are named by their path from the crate's root.
type Name = Vec<String>;

/// The contents of a module.
#[derive(Default)]
struct Module {
    /// The names that it defines.
    defined: BTreeSet<String>,
    /// The names that it imports, and their sources.
    used: BTreeMap<String, Name>,
    /// The modules whose names it imports with `*`.
    globs: Vec<Name>,
    /// Every path in it.
    paths: BTreeSet<Name>,
}

/// The modules of one target.
struct Target {
    modules: BTreeMap<Name, Module>,
}

impl Target {
    fn of(root: &Path) -> Self {
        let mut target = Self {
            modules: BTreeMap::new(),
        };
        let folder = root.parent().expect("a folder");
        target.read(root, folder, Vec::new());
        target
    }

    fn read(&mut self, file: &Path, folder: &Path, name: Name) {
        let text = fs::read_to_string(file).expect("a source is text");
        let parsed = syn::parse_file(&text).expect("it compiles");
        self.take(&parsed.items, folder, name);
    }

    fn take(&mut self, items: &[Item], folder: &Path, name: Name) {
        let mut module = Module::default();
        for item in items.iter().filter(|item| !is_of_tests(item)) {
            match item {
                Item::Mod(child) => {
                    let ident = child.ident.to_string();
                    let path: Name = [name.clone(), vec![ident.clone()]].concat();
                    let within = folder.join(&ident);
                    match (&child.content, elsewhere(child)) {
                        (Some((_, items)), _) => self.take(items, &within, path),
                        // Modules of a file elsewhere stand beside it.
                        (None, Some(file)) => {
                            let file = folder.join(file);
                            let beside = file.parent().expect("a folder").to_owned();
                            self.read(&file, &beside, path);
                        }
                        (None, None) => {
                            let beside = folder.join(format!("{ident}.rs"));
                            let file = if beside.exists() {
                                beside
                            } else {
                                within.join("mod.rs")
                            };
                            self.read(&file, &within, path);
                        }
                    }
                }
                Item::Use(item) => {
                    bring(&item.tree, &Vec::new(), &mut module);
                    note(item, &mut module);
                }
                _ => {
                    module.defined.extend(ident_of(item));
                    Written(&mut module.paths).visit_item(item);
                }
            }
        }
        self.modules.insert(name, module);
    }

    /// The module that defines the item behind a path, as written in a module.
    fn definer(&self, at: &Name, path: &[String], depth: u8) -> Option<Name> {
        if depth == 0 {
            return None;
        }
        let (mut at, mut rest) = match path.first()?.as_str() {
            "crate" => (Vec::new(), &path[1..]),
            "self" => (at.clone(), &path[1..]),
            "super" => (at[..at.len().checked_sub(1)?].to_vec(), &path[1..]),
            _ => (at.clone(), path),
        };
        while let Some(segment) = rest.first() {
            if segment == "super" {
                at.pop()?;
                rest = &rest[1..];
                continue;
            }
            let child: Name = [at.clone(), vec![segment.clone()]].concat();
            if self.modules.contains_key(&child) {
                at = child;
                rest = &rest[1..];
                continue;
            }
            let module = self.modules.get(&at)?;
            if module.defined.contains(segment) {
                return Some(at);
            }
            if let Some(path) = module.used.get(segment) {
                let whole: Name = path.iter().chain(&rest[1..]).cloned().collect();
                return self.definer(&at, &whole, depth - 1);
            }
            let mut globs = module.globs.iter();
            return globs.find_map(|glob| {
                let whole: Name = glob.iter().chain(rest).cloned().collect();
                self.definer(&at, &whole, depth - 1)
            });
        }
        Some(at)
    }

    /// The neighbours that each module needs, and for what.
    fn needs(&self) -> Needs {
        let mut needs = Needs::new();
        for (name, module) in &self.modules {
            for path in &module.paths {
                let Some(to) = self.definer(name, path, 9) else {
                    continue;
                };
                let shared = name.iter().zip(&to).take_while(|(one, other)| one == other);
                let beside = shared.count() + 1;
                // One contains the other.
                if name.len() < beside || to.len() < beside {
                    continue;
                }
                let what = format!(
                    "{} needs {} of {}",
                    name.join("::"),
                    path.join("::"),
                    to.join("::")
                );
                let needed = needs.entry(name[..beside].to_vec()).or_default();
                needed.entry(to[..beside].to_vec()).or_insert(what);
            }
        }
        needs
    }
}

/// A module's needs, each with an example in words.
type Needs = BTreeMap<Name, BTreeMap<Name, String>>;

/// Every path of an item except those of `use`.
struct Written<'a>(&'a mut BTreeSet<Name>);

impl<'ast> Visit<'ast> for Written<'_> {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let segments = path.segments.iter();
            self.0
                .insert(segments.map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        // Within a function: take the whole path, since nothing else reads it.
        each(&item.tree, &Vec::new(), &mut |path, _| {
            self.0.insert(path);
        });
    }
}

/// Calls `tell` for each name that a `use` brings, with its local name.
fn each(tree: &UseTree, before: &Name, tell: &mut impl FnMut(Name, Option<String>)) {
    let with = |ident: &syn::Ident| [before.clone(), vec![ident.to_string()]].concat();
    match tree {
        UseTree::Path(path) => each(&path.tree, &with(&path.ident), tell),
        UseTree::Name(name) if name.ident == "self" => tell(before.clone(), before.last().cloned()),
        UseTree::Name(name) => tell(with(&name.ident), Some(name.ident.to_string())),
        UseTree::Rename(rename) => tell(with(&rename.ident), Some(rename.rename.to_string())),
        UseTree::Glob(_) => tell(before.clone(), None),
        UseTree::Group(group) => group.items.iter().for_each(|tree| each(tree, before, tell)),
    }
}

fn bring(tree: &UseTree, before: &Name, module: &mut Module) {
    each(tree, before, &mut |path, called| match called {
        Some(called) => {
            module.used.insert(called, path);
        }
        None => module.globs.push(path),
    });
}

/// A private `use` is a need of its module; a re-export isn't.
fn note(item: &ItemUse, module: &mut Module) {
    if matches!(item.vis, syn::Visibility::Inherited) {
        each(&item.tree, &Vec::new(), &mut |path, _| {
            module.paths.insert(path);
        });
    }
}

fn is_of_tests(item: &Item) -> bool {
    let attributes: &[Attribute] = match item {
        Item::Mod(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    };
    attributes.iter().any(|attribute| {
        matches!(&attribute.meta, syn::Meta::List(list)
                 if list.path.is_ident("cfg") && list.tokens.to_string() == "test")
    })
}

/// The file that `#[path]` gives to a module.
fn elsewhere(module: &syn::ItemMod) -> Option<String> {
    module.attrs.iter().find_map(|attribute| {
        let syn::Meta::NameValue(pair) = &attribute.meta else {
            return None;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(file),
            ..
        }) = &pair.value
        else {
            return None;
        };
        pair.path.is_ident("path").then(|| file.value())
    })
}

fn ident_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        _ => return None,
    };
    Some(ident.to_string())
}

/// The shortest way from a module back to itself, if there is one.
fn circle<'a>(from: &'a Name, needs: &'a Needs) -> Option<Vec<&'a Name>> {
    let mut reached: BTreeMap<&Name, &Name> = BTreeMap::new();
    let mut next = vec![from];
    while !next.is_empty() {
        let mut later = Vec::new();
        for at in next {
            for to in needs.get(at).into_iter().flat_map(BTreeMap::keys) {
                if to == from {
                    let mut way = vec![at];
                    while let Some(before) = reached.get(way[way.len() - 1]) {
                        way.push(before);
                    }
                    way.reverse();
                    return Some(way);
                }
                if !reached.contains_key(to) {
                    reached.insert(to, at);
                    later.push(to);
                }
            }
        }
        next = later;
    }
    None
}

#[test]
fn no_module_needs_itself_through_those_beside_it() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = BTreeSet::new();
    let mut modules = 0;
    let mut arrows = 0;
    let rooms = [crates.clone(), crates.join("tests"), crates.join("tools")];
    let members = rooms
        .iter()
        .flat_map(|room| fs::read_dir(room).expect("the crates"));
    for member in members {
        let member = member.expect("a crate");
        for front in ["lib.rs", "main.rs"] {
            let front = member.path().join("src").join(front);
            if !front.exists() {
                continue;
            }
            let target = Target::of(&front);
            let needs = target.needs();
            modules += target.modules.len();
            arrows += needs.values().map(BTreeMap::len).sum::<usize>();
            for from in needs.keys() {
                let Some(way) = circle(from, &needs) else {
                    continue;
                };
                let along = (0..way.len()).map(|nth| &needs[way[nth]][way[(nth + 1) % way.len()]]);
                let mut said: Vec<&str> = along.map(String::as_str).collect();
                said.sort_unstable();
                let member = member.file_name();
                found.insert(format!("{}: {}", member.display(), said.join("\n  ")));
            }
        }
    }
    assert!(
        modules > 500 && arrows > 500,
        "the sources are read: {modules} modules, {arrows} arrows"
    );
    let shown: Vec<String> = found.iter().map(|circle| format!("\n- {circle}")).collect();
    assert!(
        found.is_empty(),
        "{} circles:{}",
        found.len(),
        shown.concat()
    );
}

#[test]
fn a_circle_is_found_through_a_name_that_is_passed_on_and_none_within_one_module() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("the disk takes it");
    };
    write(
        "lib.rs",
        "mod a; mod b; mod c; pub use b::{Of as OfB, deep::Deeper};",
    );
    write("a.rs", "use crate::OfB; pub struct OfA(OfB);");
    write("b.rs", "pub mod deep; pub struct Of;");
    write("b/deep.rs", "use super::Of; pub struct Deeper(Of);");
    write("c.rs", "pub fn c() -> crate::Deeper { todo!() }");
    let of = || Target::of(&folder.path().join("lib.rs")).needs();
    let a = vec!["a".to_owned()];
    assert_eq!(circle(&a, &of()), None);
    // By a path within a function, and from a part of `b`.
    write(
        "b/deep.rs",
        "pub struct Deeper; fn f() { let _ = crate::a::OfA; }",
    );
    let needs = of();
    let way = circle(&a, &needs).expect("a circle");
    assert_eq!(way, [&["a".to_owned()], &["b".to_owned()]]);
    assert_eq!(needs[&a][&vec!["b".to_owned()]], "a needs OfB of b");
}
