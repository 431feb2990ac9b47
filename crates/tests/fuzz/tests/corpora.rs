//! Every file of the corpora, and seeded changes of them, through their targets (T10).

use regain_fuzz::mutation::Mutator;
use regain_fuzz::{TARGETS, Target};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;

/// Changed cases of each target; those that call the whole app take some milliseconds each.
const CHANGED: usize = 3_000;
const CHANGED_SLOW: usize = 120;

fn corpora() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"))
}

/// The files of a target's corpus, in the order of their names.
fn corpus(name: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = corpora().join(name);
    let listing =
        std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = listing
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(&path).expect("a file")))
        .collect()
}

fn target(name: &str) -> &'static Target {
    TARGETS
        .iter()
        .find(|target| target.name == name)
        .expect("a target of this name")
}

/// Runs a target over its corpus and over changes of it; a case that breaks a promise is shown before the panic goes on.
fn exercise(name: &str) {
    struct Shown<'a>(&'a [u8], String);
    impl Drop for Shown<'_> {
        fn drop(&mut self) {
            if std::thread::panicking() {
                let case = String::from_utf8_lossy(self.0);
                let _ = writeln!(std::io::stderr(), "{}: {case:?}", self.1);
            }
        }
    }
    let target = target(name);
    let files = corpus(name);
    assert!(
        files.len() >= 3,
        "a corpus has at least a few seeds: {name}"
    );
    for (path, bytes) in &files {
        let _shown = Shown(bytes, path.display().to_string());
        (target.run)(bytes);
    }
    let seeds: Vec<Vec<u8>> = files.into_iter().map(|(_, bytes)| bytes).collect();
    let mut mutator = Mutator::new(&seeds, 1);
    for nth in 0..if target.slow { CHANGED_SLOW } else { CHANGED } {
        let case = mutator.case();
        let _shown = Shown(&case, format!("the change {nth}"));
        (target.run)(&case);
    }
}

macro_rules! exercises {
    ($($name:ident),+ $(,)?) => {
        const EXERCISED: &[&str] = &[$(stringify!($name)),+];
        $(
            #[test]
            fn $name() {
                exercise(stringify!($name));
            }
        )+
    };
}

exercises! {
    identifier,
    names,
    codes,
    authenticator_code,
    proof_of_work,
    ids,
    password_rules,
    common_words,
    breach_range,
    password_hash,
    cookies,
    seals,
    client_address,
    headers,
    own_addresses,
    violations,
    policy,
    configuration,
    mails,
    sender,
    import_table,
    dns_answer,
    connection,
    passkey_answer,
    passkey_made,
    form_bodies,
    pages,
}

#[test]
fn every_target_is_exercised_here_and_built_for_the_fuzzer_and_has_a_corpus() {
    let names: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names.len(), TARGETS.len(), "each once");
    assert_eq!(EXERCISED.iter().copied().collect::<BTreeSet<_>>(), names);
    let listed = |folder: PathBuf, ending: &str| -> BTreeSet<String> {
        let entries = std::fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name());
        entries
            .map(|name| name.to_string_lossy().trim_end_matches(ending).to_owned())
            .collect()
    };
    let names: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
    assert_eq!(
        listed(corpora(), ""),
        names,
        "a folder of seeds for each target, and no others"
    );
    let programs = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/libfuzzer"));
    assert_eq!(
        listed(programs.join("fuzz_targets"), ".rs"),
        names,
        "a program for each target, and no others"
    );
    let manifest = std::fs::read_to_string(programs.join("Cargo.toml")).expect("a manifest");
    for name in &names {
        assert!(
            manifest.contains(&format!(
                "name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\""
            )),
            "{name}"
        );
    }
}

#[test]
fn the_corpora_stay_small() {
    let mut whole = 0;
    for target in TARGETS {
        for (path, bytes) in corpus(target.name) {
            assert!(
                bytes.len() <= 1_024,
                "{} has {} bytes",
                path.display(),
                bytes.len()
            );
            whole += bytes.len();
        }
    }
    assert!(whole <= 300_000, "{whole} bytes");
}

#[test]
fn what_is_fuzzed_has_the_versions_that_are_shipped() {
    let packages = |path: &str| -> BTreeSet<String> {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
        let lock = std::fs::read_to_string(&path).expect("a lock file");
        let blocks = lock.split("[[package]]\n").skip(1);
        blocks
            .map(|block| block.lines().take(2).collect::<Vec<_>>().join(" "))
            .collect()
    };
    let shipped = packages("../../../Cargo.lock");
    let fuzzed = packages("libfuzzer/Cargo.lock");
    assert!(fuzzed.len() > 300 && shipped.len() > 300, "both were read");
    let own =
        ["regain-libfuzzer", "libfuzzer-sys", "arbitrary"].map(|name| format!("name = \"{name}\""));
    let others: Vec<_> = fuzzed
        .difference(&shipped)
        .filter(|one| !own.iter().any(|own| one.starts_with(own)))
        .collect();
    assert!(
        others.is_empty(),
        "copy Cargo.lock to crates/tests/fuzz/libfuzzer and let Cargo complete it: {others:?}"
    );
}
