//! Packages from Debian: the tests' browser, and fonts for the Chinese screens.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::sh::{self, Failure, Result};
use crate::workspace::Workspace;

/// The browser's names in distributions.
const BROWSERS: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The browser's paths on macOS.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser: the one that `CHROMIUM` names, else the one on the PATH or at macOS' path, else
/// Playwright's own, else Debian's, which this installs. `None` if none of these is available.
pub(crate) fn chromium(workspace: &Workspace) -> Result<Option<PathBuf>> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        return if named.is_file() {
            Ok(Some(named))
        } else {
            Err(Failure::new(format!(
                "CHROMIUM names {}, which isn't there",
                named.display()
            )))
        };
    }
    let on_path = || BROWSERS.iter().find_map(|name| workspace.which(name));
    let found = on_path()
        .or_else(|| {
            APPLICATIONS
                .iter()
                .map(PathBuf::from)
                .find(|path| path.is_file())
        })
        .or_else(|| playwrights_own(workspace));
    if found.is_none() {
        let installed = install(
            workspace,
            "chromium",
            "the browser of the browser tests; 300 MB",
        );
        or_without(installed, "browser tests don't run");
        return Ok(on_path());
    }
    Ok(found)
}

/// The browser from `npx playwright install chromium`, if somebody ran that.
fn playwrights_own(workspace: &Workspace) -> Option<PathBuf> {
    let ask =
        "import('@playwright/test').then(({ chromium }) => console.log(chromium.executablePath()))";
    let path = sh::probe(
        workspace
            .command("node")
            .args(["-e", ask])
            .current_dir(workspace.path("end2end")),
    )?;
    Some(PathBuf::from(path)).filter(|path| path.is_file())
}

/// The folder of PostgreSQL's programs: that on the PATH, else the newest of Debian's, else Debian's, which this
/// installs. `None` if none of these is available.
pub(crate) fn postgresql(workspace: &Workspace) -> Option<PathBuf> {
    let folder = || {
        let on_path = workspace.which("initdb");
        on_path
            .and_then(|program| program.parent().map(PathBuf::from))
            .or_else(newest_postgresql)
    };
    folder().or_else(|| {
        let purpose = "the database server of the tests on PostgreSQL; 60 MB";
        or_without(
            install(workspace, "postgresql", purpose),
            "nothing is tested on PostgreSQL",
        );
        folder()
    })
}

fn newest_postgresql() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    versions
        .filter_map(|version| {
            let number: u32 = version.file_name().to_str()?.parse().ok()?;
            let programs = version.path().join("bin");
            programs
                .join("initdb")
                .is_file()
                .then_some((number, programs))
        })
        .max()
        .map(|(_, programs)| programs)
}

/// Another RFC 6238 program, with which the test compares the server's codes; without it that test
/// doesn't run.
pub(crate) fn oathtool(workspace: &Workspace) {
    if workspace.which("oathtool").is_none() {
        let purpose = "an authenticator app for the terminal, against which ours is tested; 1 MB";
        or_without(
            install(workspace, "oathtool", purpose),
            "its test is left out",
        );
    }
}

/// Without Chinese fonts the screens show boxes, and the tests that measure them measure boxes.
pub(crate) fn chinese_fonts(workspace: &Workspace) {
    let has_its_own = cfg!(target_os = "macos");
    let listed = sh::probe(workspace.command("fc-list").args([":lang=zh-tw", "family"]));
    let packaged = || {
        sh::probe(
            workspace
                .command("dpkg-query")
                .args(["-W", "-f", "${Status}", "fonts-noto-cjk"]),
        )
    };
    if has_its_own
        || listed.is_some_and(|fonts| !fonts.is_empty())
        || packaged().is_some_and(|status| status.ends_with(" installed"))
    {
        return;
    }
    let installed = install(
        workspace,
        "fonts-noto-cjk",
        "Chinese letters on the screens under test; 60 MB",
    );
    or_without(
        installed,
        "Chinese screens are measured with boxes for letters",
    );
}

/// Goes on without a package that only some tests need, and says what is lost.
fn or_without(installed: Result<bool>, loss: &str) {
    match installed {
        Ok(true) => {}
        Ok(false) => sh::say(format!("It can't be installed here: {loss}")),
        Err(failure) => sh::say(format!("{failure}: {loss}")),
    }
}

/// Installs a Debian package; `false` if this isn't Debian, or without root and sudo.
fn install(workspace: &Workspace, package: &str, purpose: &str) -> Result<bool> {
    let root = sh::probe(workspace.command("id").arg("-u")).as_deref() == Some("0");
    let may = root || workspace.which("sudo").is_some();
    if workspace.which("apt-get").is_none() || !may {
        sh::say(format!("`{package}` is missing: {purpose}"));
        return Ok(false);
    }
    sh::say(format!("Installing Debian's {package}: {purpose}"));
    for arguments in [
        vec!["update", "--quiet"],
        vec![
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            package,
        ],
    ] {
        let mut command = workspace.command(if root { "env" } else { "sudo" });
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .args(arguments);
        sh::run(&mut command).map_err(|failure| {
            Failure::new(format!(
                "{failure}\nInstall `{package}` ({purpose}) by your system's means and try again."
            ))
        })?;
    }
    Ok(true)
}
