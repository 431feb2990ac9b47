//! Writes published heads to the system's log, which other machines may keep.

use super::Head;
use regain_storage::EntryDigest;
use std::os::unix::net::UnixDatagram;

/// Socket of the system's log.
const SYSLOG: &str = "/dev/log";
/// Facility "security/authorization messages" (10), severity "notice" (5), as RFC 5424 numbers them.
const PRIORITY: u8 = 10 * 8 + 5;

/// Writes a line to the system's log, which other machines may keep (RFC 5424 without its optional parts).
pub(super) fn say_to_syslog(head: Head) {
    let line = format!(
        "<{PRIORITY}>regain: history head {} {}",
        head.seq,
        hex(&head.digest)
    );
    let sent = UnixDatagram::unbound().and_then(|socket| socket.send_to(line.as_bytes(), SYSLOG));
    if let Err(error) = sent {
        tracing::warn!(%error, "the system's log can't be reached");
    }
}

fn hex(digest: &EntryDigest) -> String {
    data_encoding::HEXLOWER.encode(digest.as_bytes())
}
