//! Packages from Debian: the browser that the tests drive, and fonts for the Chinese screens.

use std::env;
use std::path::PathBuf;

use crate::sh::{self, Failure, Result};
use crate::workspace::Workspace;

/// The names that distributions give the browser.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser: the one `CHROMIUM` names, else the one on the PATH, else Debian's.
pub(crate) fn chromium(workspace: &Workspace) -> Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").map(PathBuf::from) {
        return if named.is_file() {
            Ok(named)
        } else {
            Err(Failure::new(format!("CHROMIUM names {}, which isn't there", named.display())))
        };
    }
    let found = || BROWSERS.iter().find_map(|name| workspace.which(name));
    if let Some(browser) = found() {
        return Ok(browser);
    }
    install(workspace, "chromium", "the browser of the browser tests; 300 MB")?;
    found()
        .ok_or_else(|| Failure::new("Chromium was installed, but isn't on the PATH; name it with CHROMIUM=/its/path"))
}

/// Another program that speaks RFC 6238, to hold the server's codes against.
pub(crate) fn oathtool(workspace: &Workspace) -> Result {
    match workspace.which("oathtool") {
        Some(_) => Ok(()),
        None => {
            install(workspace, "oathtool", "an authenticator app for the terminal, against which ours is tested; 1 MB")
        }
    }
}

/// Without Chinese fonts the screens show boxes, and the tests that measure them measure boxes.
pub(crate) fn chinese_fonts(workspace: &Workspace) -> Result {
    let listed = sh::probe(workspace.command("fc-list").args([":lang=zh-tw", "family"]));
    let packaged = || sh::probe(workspace.command("dpkg-query").args(["-W", "-f", "${Status}", "fonts-noto-cjk"]));
    if listed.is_some_and(|fonts| !fonts.is_empty()) || packaged().is_some_and(|status| status.ends_with(" installed"))
    {
        return Ok(());
    }
    install(workspace, "fonts-noto-cjk", "Chinese letters on the screens under test; 60 MB")
}

fn install(workspace: &Workspace, package: &str, purpose: &str) -> Result {
    let by_hand =
        || Failure::new(format!("`{package}` is missing ({purpose}); install it by your system's means and try again"));
    if workspace.which("apt-get").is_none() {
        return Err(by_hand());
    }
    sh::say(format!("Installing Debian's {package}: {purpose}"));
    let root = sh::probe(workspace.command("id").arg("-u")).as_deref() == Some("0");
    if !root && workspace.which("sudo").is_none() {
        return Err(by_hand());
    }
    for arguments in
        [vec!["update", "--quiet"], vec!["install", "--yes", "--quiet", "--no-install-recommends", package]]
    {
        let mut command = workspace.command(if root { "env" } else { "sudo" });
        command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(arguments);
        sh::run(&mut command).map_err(|failure| Failure::new(format!("{failure}\n{}", by_hand())))?;
    }
    Ok(())
}
