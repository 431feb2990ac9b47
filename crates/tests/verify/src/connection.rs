//! Requests to a server on this machine over a kept connection.

use std::net::{Ipv4Addr, SocketAddr};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// The relevant parts of an answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u64>,
    /// Whether a session has begun.
    pub(crate) signed_in: bool,
    /// The body, with its framing.
    pub(crate) body: String,
}

/// A connection from an address of this machine.
pub(crate) struct Connection(TcpStream);

impl Connection {
    pub(crate) async fn open(port: u16, address: u8) -> std::io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from(([127, 0, 0, address], 0)))?;
        let stream = socket
            .connect(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            .await?;
        stream.set_nodelay(true)?;
        Ok(Self(stream))
    }

    /// Sends a request and reads the whole answer.
    pub(crate) async fn ask(&mut self, request: &str) -> std::io::Result<Answer> {
        self.0.write_all(request.as_bytes()).await?;
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
                let header = |name: &str| {
                    let value = head
                        .lines()
                        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
                    value.and_then(|value| value.trim().parse::<u64>().ok())
                };
                let status = head
                    .split(' ')
                    .nth(1)
                    .and_then(|status| status.parse().ok())
                    .unwrap_or(0);
                let length =
                    header("content-length").and_then(|length| usize::try_from(length).ok());
                let whole = match length {
                    Some(length) => bytes.len() >= end + 4 + length,
                    None => bytes.ends_with(b"0\r\n\r\n"),
                };
                if whole {
                    let signed_in = head.contains("set-cookie: __host-regain-session=");
                    let body = String::from_utf8_lossy(&bytes[end + 4..]).into_owned();
                    return Ok(Answer {
                        status,
                        retry_after: header("retry-after"),
                        signed_in,
                        body,
                    });
                }
            }
            if self.0.read_buf(&mut bytes).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }
}

pub(crate) fn get(port: u16, path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\naccept: text/html\r\n\r\n")
}
