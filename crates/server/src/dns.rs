//! Looks up TXT records with one question to one server (RFC 1035), which is all that `regain doctor` needs of
//! DNS. A resolver library would be many times as much code. Only the doctor uses this.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

const TXT: u16 = 16;
const OPT: u16 = 41;
const INTERNET: u16 = 1;
/// A datagram size that passes on any path.
const DATAGRAM: u16 = 1232;
const HEADER: usize = 12;

/// The records found under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FoundRecords {
    /// The name's TXT records; empty if it has only other records, or only names under it.
    Texts(Vec<String>),
    /// No such name, and none under it (RFC 8020).
    NoName,
    /// More than fits a datagram: ask again over TCP.
    Longer,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DnsError {
    /// It isn't a valid name.
    #[error("that is no name of DNS")]
    Name,
    /// The server wasn't reached, or didn't answer in time.
    #[error("the DNS server doesn't answer")]
    Silent,
    /// The server can't or won't answer; its code.
    #[error("the DNS server has no answer (code {0})")]
    Refused(u8),
    /// The message isn't an answer to this question.
    #[error("the DNS server's answer can't be read")]
    Unreadable,
}

/// The servers named in a file like `/etc/resolv.conf`.
#[must_use]
pub fn servers(resolv_conf: &str) -> Vec<SocketAddr> {
    let lines = resolv_conf
        .lines()
        .filter_map(|line| line.trim().strip_prefix("nameserver"));
    lines
        .filter_map(|rest| rest.trim().parse::<IpAddr>().ok())
        .map(|ip| SocketAddr::new(ip, 53))
        .collect()
}

/// Encodes the question for a name's TXT records.
///
/// # Errors
/// [`DnsError::Name`].
pub fn question(id: u16, name: &str) -> Result<Vec<u8>, DnsError> {
    let mut message = id.to_be_bytes().to_vec();

    // Recursion desired (RD); one question, and one record with the longest answer accepted.
    message.extend([1, 0, 0, 1, 0, 0, 0, 0, 0, 1]);

    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len())
            .ok()
            .filter(|length| (1..64).contains(length))
            .ok_or(DnsError::Name)?;
        message.push(length);
        message.extend(label.as_bytes());
    }

    if message.len() > HEADER + 254 {
        return Err(DnsError::Name);
    }

    message.push(0);
    for field in [TXT, INTERNET] {
        message.extend(field.to_be_bytes());
    }

    message.push(0);
    for field in [OPT, DATAGRAM, 0, 0, 0] {
        message.extend(field.to_be_bytes());
    }

    Ok(message)
}

/// Decodes an answer to the question with this id.
///
/// # Errors
/// [`DnsError::Refused`], [`DnsError::Unreadable`].
pub fn read(id: u16, message: &[u8]) -> Result<FoundRecords, DnsError> {
    let mut rest = Rest(message);
    let given = rest.number()?;
    let flags = rest.number()?;
    let questions = rest.number()?;
    let answers = rest.number()?;

    rest.take(4)?;
    if given != id || flags & 0x8000 == 0 {
        return Err(DnsError::Unreadable);
    }

    match u8::try_from(flags & 0xF).unwrap_or_default() {
        0 if flags & 0x0200 != 0 => return Ok(FoundRecords::Longer),
        0 => {}
        3 => return Ok(FoundRecords::NoName),
        code => return Err(DnsError::Refused(code)),
    }

    for _ in 0..questions {
        rest.skip_name()?;
        rest.take(4)?;
    }

    let mut texts = Vec::new();
    for _ in 0..answers {
        rest.skip_name()?;
        let kind = rest.number()?;
        let class = rest.number()?;
        rest.take(4)?;
        let length = rest.number()?;
        let data = rest.take(usize::from(length))?;

        // The other records are aliases on the way.
        if (kind, class) == (TXT, INTERNET) {
            texts.push(text(data)?);
        }
    }

    Ok(FoundRecords::Texts(texts))
}

/// Joins the pieces of a TXT record.
fn text(data: &[u8]) -> Result<String, DnsError> {
    let mut rest = Rest(data);
    let mut whole = Vec::new();
    while !rest.0.is_empty() {
        let length = usize::from(rest.take(1)?[0]);
        whole.extend(rest.take(length)?);
    }

    Ok(String::from_utf8_lossy(&whole).into_owned())
}

/// The unread rest; each step consumes some of it, so reading always ends.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], DnsError> {
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or(DnsError::Unreadable)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u16, DnsError> {
        self.take(2)
            .map(|bytes| u16::from_be_bytes([bytes[0], bytes[1]]))
    }

    /// Names are skipped unread, so compression pointers are never followed.
    fn skip_name(&mut self) -> Result<(), DnsError> {
        loop {
            match self.take(1)?[0] {
                0 => return Ok(()),
                length @ 1..64 => drop(self.take(usize::from(length))?),
                192.. => return self.take(1).map(drop),
                _ => return Err(DnsError::Unreadable),
            }
        }
    }
}

/// Asks a server for the TXT records of a name, with this time limit; if the answer is too long for a datagram,
/// asks once more over TCP. `id` must be unpredictable.
///
/// # Errors
/// See [`DnsError`].
pub async fn texts(
    server: SocketAddr,
    id: u16,
    name: &str,
    patience: Duration,
) -> Result<FoundRecords, DnsError> {
    let question = question(id, name)?;
    let answer = timeout(patience, by_datagram(server, &question))
        .await
        .map_err(|_| DnsError::Silent)??;
    match read(id, &answer)? {
        FoundRecords::Longer => {
            let answer = timeout(patience, by_stream(server, &question))
                .await
                .map_err(|_| DnsError::Silent)??;
            match read(id, &answer)? {
                FoundRecords::Longer => Err(DnsError::Unreadable),
                found => Ok(found),
            }
        }
        found => Ok(found),
    }
}

async fn by_datagram(server: SocketAddr, question: &[u8]) -> Result<Vec<u8>, DnsError> {
    let any: IpAddr = if server.is_ipv4() {
        Ipv4Addr::UNSPECIFIED.into()
    } else {
        Ipv6Addr::UNSPECIFIED.into()
    };

    let exchange = async {
        let socket = UdpSocket::bind((any, 0)).await?;

        // Accept datagrams from this server only.
        socket.connect(server).await?;
        socket.send(question).await?;
        let mut answer = vec![0; usize::from(DATAGRAM)];
        let length = socket.recv(&mut answer).await?;
        answer.truncate(length);
        Ok::<_, std::io::Error>(answer)
    };
    exchange.await.map_err(|_| DnsError::Silent)
}

async fn by_stream(server: SocketAddr, question: &[u8]) -> Result<Vec<u8>, DnsError> {
    let length = u16::try_from(question.len()).map_err(|_| DnsError::Name)?;
    let exchange = async {
        let mut stream = TcpStream::connect(server).await?;
        stream
            .write_all(&[&length.to_be_bytes()[..], question].concat())
            .await?;
        let mut answer = vec![0; usize::from(stream.read_u16().await?)];
        stream.read_exact(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    exchange.await.map_err(|_| DnsError::Silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s69_servers_are_read_as_other_programs_do() {
        let text = "# by hand\nsearch example.org\nnameserver 192.0.2.1\n nameserver\t2001:db8::1\nnameserver x\n";
        assert_eq!(
            servers(text)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>(),
            ["192.0.2.1:53", "[2001:db8::1]:53"]
        );
    }

    #[test]
    fn s69_only_names_are_asked_for() {
        let asked = question(0x1234, "_dmarc.example.org.").unwrap();
        assert_eq!(&asked[..4], [0x12, 0x34, 1, 0]);
        assert_eq!(&asked[12..32], b"\x06_dmarc\x07example\x03org\0");
        assert_eq!(&asked[32..36], [0, 16, 0, 1]);
        let long = vec!["a".repeat(63); 5].join(".");
        for none in ["", ".", "a..b", &"a".repeat(64), &long] {
            assert_eq!(question(1, none), Err(DnsError::Name), "{none}");
        }
    }

    #[test]
    fn s69_whatever_an_answer_is_reading_has_an_end() {
        let head = |flags: u16, answers: u16| {
            [0x1234, flags, 0, answers, 0, 0]
                .iter()
                .flat_map(|field: &u16| field.to_be_bytes())
                .collect::<Vec<u8>>()
        };
        let record = |kind: u8, data: &[u8]| {
            let length = u8::try_from(data.len()).unwrap();
            [
                &[0xC0, 0x0C, 0, kind, 0, 1, 0, 0, 0, 9, 0, length][..],
                data,
            ]
            .concat()
        };
        let whole = [
            head(0x8180, 3),
            record(5, b"\xC0\x0C"),
            record(16, b"\x03v=s\x02pf"),
            record(16, b""),
        ]
        .concat();
        assert_eq!(
            read(0x1234, &whole),
            Ok(FoundRecords::Texts(vec!["v=spf".to_owned(), String::new()]))
        );
        for end in 0..whole.len() {
            assert_eq!(
                read(0x1234, &whole[..end]),
                Err(DnsError::Unreadable),
                "{end}"
            );
        }

        assert_eq!(
            read(0x1235, &whole),
            Err(DnsError::Unreadable),
            "another question's"
        );
        assert_eq!(
            read(0x1234, &head(0x0100, 0)),
            Err(DnsError::Unreadable),
            "a question"
        );
        assert_eq!(read(0x1234, &head(0x8183, 0)), Ok(FoundRecords::NoName));
        assert_eq!(read(0x1234, &head(0x8182, 0)), Err(DnsError::Refused(2)));
        assert_eq!(read(0x1234, &head(0x8380, 0)), Ok(FoundRecords::Longer));
        assert_eq!(
            read(
                0x1234,
                &[head(0x8180, 1), record(16, b"\x09v=spf")].concat()
            ),
            Err(DnsError::Unreadable)
        );
    }
}
