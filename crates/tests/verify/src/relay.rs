//! A mail relay on loopback that misbehaves on command. Good relays come as libraries; bad ones
//! don't.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// The point in a conversation at which it refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Greeting,
    Sender,
    Recipient,
    Content,
}

/// Its behaviour towards a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Takes every mail.
    Takes,
    /// Doesn't listen, so that connections are refused.
    Down,
    /// Accepts the connection, and never says a word.
    TarPit,
    /// Replies with this code at that point.
    Refuses(At, u16),
    /// Reads the whole mail, keeps it or not, and hangs up without a word.
    HangsUp { keeps: bool },
}

/// How often it took each mail, by the left side of its `Message-ID`.
type Taken = BTreeMap<String, u32>;

/// The relay; it ends when it is dropped.
pub(crate) struct Relay {
    port: u16,
    taken: Arc<Mutex<Taken>>,
    /// Holds the port while nobody listens.
    held: Option<TcpSocket>,
    serving: JoinSet<()>,
}

impl Relay {
    /// A relay that is down.
    pub(crate) fn new() -> std::io::Result<Self> {
        let held = bound(0)?;
        let port = held.local_addr()?.port();
        Ok(Self {
            port,
            taken: Arc::default(),
            held: Some(held),
            serving: JoinSet::new(),
        })
    }

    /// Its address, for the configuration.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// Changes its behaviour from now on.
    pub(crate) async fn behave(&mut self, manner: Manner) -> std::io::Result<()> {
        self.serving.shutdown().await;
        let socket = match self.held.take() {
            Some(held) => held,
            None => bound(self.port)?,
        };
        if manner == Manner::Down {
            self.held = Some(socket);
            return Ok(());
        }
        let listener = socket.listen(64)?;
        self.serving
            .spawn(serve(listener, manner, Arc::clone(&self.taken)));
        Ok(())
    }

    /// How often a mail arrived whole, and was kept.
    pub(crate) fn copies(&self, id: &str) -> u32 {
        self.taken().get(id).copied().unwrap_or(0)
    }

    /// Every mail that arrived, including copies.
    pub(crate) fn mails(&self) -> u32 {
        self.taken().values().sum()
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        lock(&self.taken)
    }
}

fn lock(taken: &Mutex<Taken>) -> MutexGuard<'_, Taken> {
    taken.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bound(port: u16) -> std::io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_reuseaddr(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    Ok(socket)
}

async fn serve(listener: TcpListener, manner: Manner, taken: Arc<Mutex<Taken>>) {
    let mut conversations = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        let taken = Arc::clone(&taken);
        conversations.spawn(async move {
            // Some manners break the conversation off on purpose.
            let _ = converse(stream, manner, &taken).await;
        });
        while conversations.try_join_next().is_some() {}
    }
}

async fn converse(stream: TcpStream, manner: Manner, taken: &Mutex<Taken>) -> std::io::Result<()> {
    if manner == Manner::TarPit {
        std::future::pending::<()>().await;
    }
    let mut stream = BufReader::new(stream);
    let refusal = |at: At| match manner {
        Manner::Refuses(where_, code) if where_ == at => Some(format!("{code} no\r\n")),
        _ => None,
    };
    let greeting = refusal(At::Greeting);
    let refused = greeting.is_some();
    stream
        .write_all(
            greeting
                .unwrap_or_else(|| "220 relay\r\n".to_owned())
                .as_bytes(),
        )
        .await?;
    if refused {
        return Ok(());
    }
    let mut line = String::new();
    while {
        line.clear();
        stream.read_line(&mut line).await? > 0
    } {
        let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" | "HELO" | "RSET" | "NOOP" => "250 relay\r\n".to_owned(),
            "MAIL" => refusal(At::Sender).unwrap_or_else(|| "250 yes\r\n".to_owned()),
            "RCPT" => refusal(At::Recipient).unwrap_or_else(|| "250 yes\r\n".to_owned()),
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let id = content(&mut stream).await?;
                if let Some(refusal) = refusal(At::Content) {
                    refusal
                } else {
                    if manner != (Manner::HangsUp { keeps: false }) {
                        *lock(taken).entry(id).or_default() += 1;
                    }
                    if matches!(manner, Manner::HangsUp { .. }) {
                        return Ok(());
                    }
                    "250 taken\r\n".to_owned()
                }
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "500 what\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await?;
    }
    Ok(())
}

/// Reads a mail to its end; returns the left side of its `Message-ID`.
async fn content(stream: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut id = String::new();
    let mut line = String::new();
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        if line == ".\r\n" {
            return Ok(id);
        }
        if let Some(rest) = line.strip_prefix("Message-ID: <") {
            rest.split('@')
                .next()
                .unwrap_or_default()
                .clone_into(&mut id);
        }
    }
}
