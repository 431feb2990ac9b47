//! Location of the built site: beside the binary, or where the build says.

use leptos::config::LeptosOptions;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The base name of every built file.
const OUTPUT: &str = "regain";
/// The folder of scripts and styles.
const PKG: &str = "pkg";
/// The file with the hashes in the names of built files; beside the binary.
const HASHES: &str = "hash.txt";

/// The options of this process.
///
/// # Errors
/// If the binary's own path can't be determined.
pub fn from_process() -> Result<LeptosOptions, String> {
    let binary = std::env::current_exe()
        .map_err(|error| format!("the binary's own path is unknown: {error}"))?;
    Ok(options(variable, &binary))
}

/// Whether cargo-leptos started this process: `watch` or `serve`.
pub(crate) fn is_started_by_cargo_leptos() -> bool {
    variable("LEPTOS_OUTPUT_NAME").is_some() && variable("LEPTOS_SITE_ADDR").is_some()
}

/// Whether `cargo leptos watch` started this process.
pub(super) fn is_watched() -> bool {
    variable("LEPTOS_WATCH").is_some()
}

#[expect(
    clippy::disallowed_methods,
    reason = "the build's own variables, not configuration"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// The options for rendering pages: from the variables that `cargo leptos` sets, otherwise for the released
/// layout, with a folder `site` beside the binary.
#[must_use]
pub fn options(variable: impl Fn(&str) -> Option<String>, binary: &Path) -> LeptosOptions {
    let folder = binary.parent().unwrap_or(Path::new("."));
    let root = variable("LEPTOS_SITE_ROOT").map_or_else(|| folder.join("site"), PathBuf::from);
    let hashed = match variable("LEPTOS_HASH_FILES") {
        Some(value) => value == "true",
        None => folder.join(HASHES).is_file(),
    };

    let options = LeptosOptions::builder()
        .output_name(variable("LEPTOS_OUTPUT_NAME").unwrap_or_else(|| OUTPUT.to_owned()))
        .site_root(root.to_string_lossy().into_owned())
        .site_pkg_dir(variable("LEPTOS_SITE_PKG_DIR").unwrap_or_else(|| PKG.to_owned()))
        .hash_file(Arc::from(HASHES))
        .hash_files(hashed);

    match variable("LEPTOS_RELOAD_PORT").and_then(|port| port.parse().ok()) {
        Some(port) => options.reload_port(port).build(),
        None => options.build(),
    }
}

/// The path of the stylesheet, with the hash in its name if it has one.
#[must_use]
pub fn stylesheet(options: &LeptosOptions) -> String {
    let hash = options
        .hash_files
        .then(|| std::env::current_exe().ok())
        .flatten()
        .and_then(|binary| {
            let hashes =
                std::fs::read_to_string(binary.parent()?.join(options.hash_file.as_ref())).ok()?;
            hashes
                .lines()
                .find_map(|line| line.strip_prefix("css:").map(|hash| hash.trim().to_owned()))
        });
    let hash = hash.map(|hash| format!(".{hash}")).unwrap_or_default();
    format!(
        "/{}/{}{hash}.css",
        options.site_pkg_dir, options.output_name
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_variables_the_site_is_beside_the_binary() {
        let options = options(|_| None, Path::new("/opt/regain/regain"));
        assert_eq!(options.site_root.as_ref(), "/opt/regain/site");
        assert!(!options.hash_files);
        assert_eq!(stylesheet(&options), "/pkg/regain.css");
    }

    #[test]
    fn the_variables_of_the_build_decide() {
        let variable = |name: &str| match name {
            "LEPTOS_SITE_ROOT" => Some("/build/site".to_owned()),
            "LEPTOS_HASH_FILES" => Some("true".to_owned()),
            _ => None,
        };
        let options = options(variable, Path::new("/opt/regain/regain"));
        assert_eq!(options.site_root.as_ref(), "/build/site");
        assert!(options.hash_files);
    }
}
