//! The server's address and data files: this program looks at them beforehand, and the server
//! judges them itself.

use std::env;
use std::fs;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use crate::workspace::Workspace;

/// The server's default.
const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);
const DATABASE: &str = "sqlite://data/regain.sqlite3";

/// The server's address; `None` if it is given in a way that only the server may judge.
pub(super) fn listen(workspace: &Workspace, port: Option<u16>) -> Option<SocketAddr> {
    let said = said(workspace, "REGAIN_LISTEN", "listen");
    let address = said.map_or(Some(LISTEN), |said| said.parse().ok());
    match port {
        Some(port) => Some(SocketAddr::new(address.unwrap_or(LISTEN).ip(), port)),
        None => address,
    }
}

/// The database file, if the URL names a file and it exists.
pub(super) fn database(workspace: &Workspace) -> Option<PathBuf> {
    let url = said(workspace, "REGAIN_DATABASE_URL", "database_url")
        .unwrap_or_else(|| DATABASE.to_owned());
    Some(workspace.path(url.strip_prefix("sqlite://")?)).filter(|path| path.is_file())
}

/// The variable's value, or else the key's line in the file.
fn said(workspace: &Workspace, variable: &str, key: &str) -> Option<String> {
    let file =
        env::var_os("REGAIN_CONFIG").map_or_else(|| workspace.path("regain.toml"), PathBuf::from);
    env::var(variable)
        .ok()
        .or_else(|| in_file(&fs::read_to_string(file).ok()?, key))
}

fn in_file(toml: &str, key: &str) -> Option<String> {
    let values = toml.lines().filter_map(|line| {
        line.trim_start()
            .strip_prefix(key)?
            .trim_start()
            .strip_prefix('=')
    });
    values
        .map(|value| value.trim().trim_matches('"').to_owned())
        .next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_told_from_one_that_begins_alike() {
        let toml = "# listen = \"127.0.0.1:1\"\nlisten_more = 1\nlisten = \"127.0.0.1:4000\"\n";
        assert_eq!(in_file(toml, "listen").as_deref(), Some("127.0.0.1:4000"));
        assert_eq!(in_file(toml, "database_url"), None);
    }
}
