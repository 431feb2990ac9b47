//! The process that has a port or a file, so that a message can name the one in the way.

use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Command;

use crate::sh;

/// A process that is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Holder {
    pub(crate) pid: u32,
    /// The name of its program.
    pub(crate) name: String,
}

/// Whether something listens at an address already.
pub(crate) fn is_taken(address: SocketAddr) -> bool {
    TcpListener::bind(address).is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse)
}

/// A free port near one that is taken.
pub(crate) fn free_near(address: SocketAddr) -> Option<SocketAddr> {
    let later = (address.port()..address.port().saturating_add(100)).skip(1);
    later
        .map(|port| SocketAddr::new(address.ip(), port))
        .find(|address| TcpListener::bind(address).is_ok())
}

/// The process that listens on a port; `None` if that can't be known (another user's process, no
/// `lsof`).
pub(crate) fn of_port(port: u16) -> Option<Holder> {
    if cfg!(target_os = "linux") {
        let sockets = listening_sockets(port);
        return holder_of(|link| sockets.iter().any(|socket| link == Path::new(socket)));
    }
    told_by_lsof(&["-nP", &format!("-iTCP:{port}"), "-sTCP:LISTEN", "-Fpc"])
}

/// The process that has a file open, other than this one.
pub(crate) fn of_file(file: &Path) -> Option<Holder> {
    let file = fs::canonicalize(file).ok()?;
    if cfg!(target_os = "linux") {
        return holder_of(|link| link == file);
    }
    told_by_lsof(&["-Fpc", &file.to_string_lossy()])
}

/// `socket:[inode]` for everything that listens on a port, as Linux lists it.
fn listening_sockets(port: u16) -> Vec<String> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"]
        .map(|table| fs::read_to_string(table).unwrap_or_default());
    tables
        .iter()
        .flat_map(|table| {
            table
                .lines()
                .filter_map(|line| listening_socket(line, port))
        })
        .collect()
}

/// `sl local_address rem_address st … inode`: the address ends with the port in hexadecimal digits,
/// and state 0A means listening.
fn listening_socket(line: &str, port: u16) -> Option<String> {
    let mut fields = line.split_whitespace();
    let (_, local_port) = fields.nth(1)?.rsplit_once(':')?;
    let state = fields.nth(1)?;
    let inode = fields.nth(5)?;
    let is_it = u16::from_str_radix(local_port, 16) == Ok(port) && state == "0A";
    is_it.then(|| format!("socket:[{inode}]"))
}

fn holder_of(is_it: impl Fn(&Path) -> bool) -> Option<Holder> {
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let mut pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let pid = pids.find(|pid| {
        let files = fs::read_dir(format!("/proc/{pid}/fd"));
        files
            .into_iter()
            .flatten()
            .flatten()
            .any(|file| fs::read_link(file.path()).is_ok_and(|link| is_it(&link)))
    })?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm"))
        .unwrap_or_default()
        .trim()
        .to_owned();
    Some(Holder { pid, name })
}

fn told_by_lsof(arguments: &[&str]) -> Option<Holder> {
    parse_lsof(&sh::probe(Command::new("lsof").args(arguments))?)
}

/// `-Fpc` prints `p<pid>` and `c<command>`, one per line.
fn parse_lsof(output: &str) -> Option<Holder> {
    let field = |letter: char| output.lines().find_map(|line| line.strip_prefix(letter));
    Some(Holder {
        pid: field('p')?.parse().ok()?,
        name: field('c')?.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_that_is_taken_names_its_process_and_another_is_offered() {
        let here = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = here.local_addr().unwrap();
        assert!(is_taken(address));
        let other = free_near(address).unwrap();
        assert!(other.port() > address.port() && !is_taken(other));
        if cfg!(target_os = "linux") {
            assert_eq!(
                of_port(address.port()).map(|holder| holder.pid),
                Some(std::process::id())
            );
        }
    }

    #[test]
    fn an_open_file_names_its_process() {
        let path = std::env::temp_dir().join(format!("regain-xtask-{}", std::process::id()));
        let file = fs::File::create(&path).unwrap();
        if cfg!(target_os = "linux") {
            assert_eq!(
                of_file(&path).map(|holder| holder.pid),
                Some(std::process::id())
            );
        }
        drop(file);
        assert_eq!(of_file(&path), None);
        fs::remove_file(&path).unwrap();
    }

    #[test]
    fn lines_of_the_systems_tables_are_read() {
        let line = "   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 91234 1 0";
        assert_eq!(
            listening_socket(line, 3000).as_deref(),
            Some("socket:[91234]")
        );
        assert_eq!(listening_socket(line, 3001), None);
        assert_eq!(listening_socket(&line.replace(" 0A ", " 01 "), 3000), None);
        let told = parse_lsof("p4321\ncregain\nf9\n");
        assert_eq!(
            told,
            Some(Holder {
                pid: 4321,
                name: "regain".to_owned()
            })
        );
        assert_eq!(parse_lsof(""), None);
    }
}
