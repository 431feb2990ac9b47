//! Checks a release's public files before the tests: nothing of the server's (S92), nothing that
//! leads elsewhere (S91).

use std::fs;
use std::path::{Path, PathBuf};

use crate::sh::{Failure, Result};
use crate::workspace::{Build, Workspace};

/// Crates that the browser shares with the server. The names of all others stand for code that
/// isn't the browser's.
const SHARED: [&str; 5] = ["app", "domain", "frontend", "passwords", "pow"];

/// The kinds of files in a build; maps of sources, archives and logs aren't among them.
const KINDS: [&str; 8] = ["br", "css", "gz", "js", "png", "svg", "txt", "wasm"];

/// Words of the server, in small letters: its libraries, its SQL, the names of its secrets and
/// settings, and references from a bundle back to its sources.
const SERVERS: [&str; 42] = [
    "argon2",
    "axum",
    "hkdf",
    "lettre",
    "rustls",
    "smtp",
    "sqlite",
    "sqlx",
    "tokio",
    "totp_rs",
    "totp-rs",
    "tracing_subscriber",
    "webauthn_rs",
    "webauthn-rs",
    "begin immediate",
    "create table",
    "create trigger",
    "delete from",
    "drop trigger",
    "insert into",
    "on conflict",
    "pragma ",
    "select count(",
    " where id = ",
    "returning id",
    "credential_changes",
    "identifiers where",
    "outbox",
    "saved_codes where",
    "begin private key",
    "database_url",
    "key_file",
    "regain.keys",
    "regain_key",
    "regain_smtp",
    "master_key",
    "masterkey",
    "manifest_seal",
    "password_hash",
    "pepper",
    "sourcemappingurl",
    "sourcescontent",
];

/// Hosts that bundles name without ever requesting anything from them: namespaces.
const NAMESPACES: [&str; 1] = ["www.w3.org"];

/// Checks everything that was built to be handed out.
pub(crate) fn check(workspace: &Workspace, build: Build) -> Result {
    let server = names_of_the_server(&workspace.path("crates"))?;
    let builders = workspace.builders_paths();
    let root = workspace.product(build).join("site");
    let mut problems = Vec::new();
    let mut scripts = 0;
    for path in files_in(&root)? {
        let name = path
            .strip_prefix(&root)
            .unwrap_or(&path)
            .to_string_lossy()
            .into_owned();
        let content = fs::read(&path).map_err(|error| unreadable(&path, &error))?;
        scripts += u32::from(name.ends_with(".wasm") || name.ends_with(".js"));
        problems.extend(problems_of(&name, &content, &server));
        problems.extend(paths_in(&name, &content, &builders));
    }
    if build == Build::Release {
        let program = workspace.server(build);
        let content = fs::read(&program).map_err(|error| unreadable(&program, &error))?;
        problems.extend(paths_in("the program", &content, &builders));
    }
    if scripts < 2 {
        problems.push(format!("{} has no bundle", root.display()));
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Failure::new(format!("the bundle: {}", problems.join("; "))))
    }
}

/// The names, in code and in paths, of crates that are the server's alone.
fn names_of_the_server(crates: &Path) -> Result<Vec<String>> {
    let mut folders = Vec::new();
    for folder in [
        crates.to_owned(),
        crates.join("tests"),
        crates.join("tools"),
    ] {
        let entries = fs::read_dir(&folder).map_err(|error| unreadable(&folder, &error))?;
        folders.extend(entries.filter_map(|entry| entry.ok().map(|entry| entry.path())));
    }
    let names = folders
        .iter()
        .filter(|folder| folder.join("Cargo.toml").exists())
        .filter_map(|folder| folder.file_name())
        .map(|name| name.to_string_lossy().into_owned());
    let alone: Vec<String> = names
        .filter(|name| !SHARED.contains(&name.as_str()))
        .collect();
    Ok(alone
        .iter()
        .flat_map(|name| {
            [
                format!("regain_{}", name.replace('-', "_")),
                format!("crates/{name}/"),
            ]
        })
        .collect())
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The problems of a file; `server` lists further forbidden words.
fn problems_of(name: &str, content: &[u8], server: &[String]) -> Vec<String> {
    let kind = name.rsplit('.').next().unwrap_or_default();
    if !KINDS.contains(&kind) {
        return vec![format!("{name} is of a kind that nobody should get")];
    }
    // Copies of files that the check reads themselves.
    if matches!(kind, "br" | "gz") {
        return Vec::new();
    }
    let text = String::from_utf8_lossy(content).to_ascii_lowercase();
    let words = SERVERS
        .iter()
        .copied()
        .chain(server.iter().map(String::as_str));
    let of_the_server = words
        .filter(|word| text.contains(word))
        .map(|word| format!("{name} has \"{word}\""));
    let hosts = hosts_in(&text)
        .into_iter()
        .map(|host| format!("{name} names the host {host}"));
    of_the_server.chain(hosts).collect()
}

/// The builder's paths, which reveal nothing but who built it.
fn paths_in(name: &str, content: &[u8], builders: &[String]) -> Vec<String> {
    let text = String::from_utf8_lossy(content);
    let holds = |path: &&String| text.contains(path.as_str());
    builders
        .iter()
        .filter(holds)
        .map(|path| format!("{name} names the builder's {path}"))
        .collect()
}

/// The hosts in a text, except namespaces. In WebAssembly, texts follow each other without a
/// delimiter, so only names with a dot inside are hosts.
fn hosts_in(text: &str) -> Vec<&str> {
    let schemes = [
        "http://", "https://", "ws://", "wss://", "url(//", "url(\"//", "url('//", "from\"//",
        "src=\"//",
    ];
    let rests = schemes.iter().flat_map(|scheme| text.split(scheme).skip(1));
    let hosts = rests.map(|rest| {
        let end =
            rest.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-.".contains(letter)));
        &rest[..end.unwrap_or(rest.len())]
    });
    let is_host = |host: &&str| host.trim_matches('.').contains('.') && !NAMESPACES.contains(host);
    hosts.filter(is_host).collect()
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(format!("{} can't be read: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str, content: &str) -> Vec<String> {
        problems_of(
            name,
            content.as_bytes(),
            &["regain_vault".to_owned(), "crates/service/".to_owned()],
        )
    }

    #[test]
    fn s92_what_is_the_servers_is_found_in_any_case_and_between_bytes_that_are_no_text() {
        for content in [
            "INSERT INTO people",
            "\u{0}\u{1}Argon2id\u{2}",
            "src/regain_vault::writer",
            "crates/service/src/lib.rs",
            "Pepper",
            "REGAIN_KEY_FILE",
            "//# sourceMappingURL=regain.js.map",
        ] {
            assert!(!found("pkg/regain.wasm", content).is_empty(), "{content}");
        }
        let bytes = [&[0xff, 0xfe][..], b"sqlx", &[0xc0]].concat();
        assert_eq!(
            problems_of("pkg/regain.wasm", &bytes, &[]),
            ["pkg/regain.wasm has \"sqlx\""]
        );
        assert_eq!(
            found(
                "pkg/regain.wasm",
                "Select \"Sign in\" in crates/app/src/lib.rs"
            ),
            [""; 0]
        );
    }

    #[test]
    fn s92_files_that_nobody_should_get_are_found_by_their_kind() {
        for name in [
            "pkg/regain.js.map",
            "pkg/regain",
            "regain.keys",
            "data/regain.sqlite3",
            ".env",
        ] {
            assert_eq!(found(name, "").len(), 1, "{name}");
        }
        assert_eq!(found("pkg/regain.js.br", "argon2"), [""; 0], "a copy");
    }

    #[test]
    fn the_builders_paths_are_found_between_bytes() {
        let builders = ["/home/zoe/regain".to_owned(), "/home/zoe/.cargo".to_owned()];
        let content = [
            &[0, 255][..],
            b"/home/zoe/.cargo/registry/src/x/lib.rs",
            &[0],
        ]
        .concat();
        assert_eq!(
            paths_in("a.wasm", &content, &builders),
            ["a.wasm names the builder's /home/zoe/.cargo"]
        );
        assert_eq!(
            paths_in("a.wasm", b"/regain/crates/app/src/lib.rs", &builders),
            [""; 0]
        );
    }

    #[test]
    fn s91_other_hosts_are_found() {
        for content in [
            "@import url(//fonts.example/x.css)",
            "fetch('https://evil.example/x')",
            "\"http://127.0.0.1:3000\"",
            "new WebSocket(\"wss://a.example\")",
        ] {
            assert_eq!(found("pkg/regain.css", content).len(), 1, "{content}");
        }
        assert_eq!(
            found(
                "pkg/regain.wasm",
                "http://www.w3.org/2000/svg http://NFCNFKC"
            ),
            [""; 0]
        );
    }

    #[test]
    fn s92_every_crate_that_is_the_servers_alone_is_named() {
        let names = names_of_the_server(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
            .unwrap_or_default();
        for name in [
            "regain_service",
            "regain_storage_sqlite",
            "crates/storage-sqlite/",
            "crates/server/",
            "regain_vault",
        ] {
            assert!(
                names.iter().any(|known| known == name),
                "{name} in {names:?}"
            );
        }
        assert!(
            !names
                .iter()
                .any(|name| name.contains("domain") || name.contains("app")),
            "{names:?}"
        );
    }
}
