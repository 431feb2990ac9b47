//! A relay of a few lines on the loopback interface, which says what a test's script says.

use regain_mail::{Email, SendError, SmtpTransport, Transport};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// What the relay does when it is its turn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Does {
    Says(&'static str),
    Hangs,
    Closes,
}

/// What the relay does, command by command.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Script {
    pub(crate) greeting: Does,
    pub(crate) hello: Does,
    pub(crate) starttls: Does,
    pub(crate) sign_in: Does,
    pub(crate) sender: Does,
    pub(crate) recipient: Does,
    pub(crate) data: Does,
    pub(crate) end: Does,
    pub(crate) quit: Does,
}

pub(crate) const FRIENDLY: Script = Script {
    greeting: Does::Says("220 relay.example ESMTP"),
    hello: Does::Says("250-relay.example\r\n250 8BITMIME"),
    starttls: Does::Says("220 go ahead"),
    sign_in: Does::Says("235 2.7.0 welcome"),
    sender: Does::Says("250 2.1.0 ok"),
    recipient: Does::Says("250 2.1.5 ok"),
    data: Does::Says("354 go ahead"),
    end: Does::Says("250 2.0.0 queued"),
    quit: Does::Says("221 2.0.0 bye"),
};

/// A relay for one conversation.
pub(crate) struct Relay {
    pub(crate) port: u16,
    /// Told when it hangs.
    hung: Arc<Notify>,
    conversation: JoinHandle<Vec<String>>,
}

impl Relay {
    pub(crate) async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let hung = Arc::new(Notify::new());
        let conversation = tokio::spawn({
            let hung = Arc::clone(&hung);
            async move {
                let (stream, _) = listener.accept().await.expect("a connection");
                converse(stream, script, &hung).await
            }
        });
        Self {
            port,
            hung,
            conversation,
        }
    }

    /// What it was told.
    pub(crate) async fn told(self) -> Vec<String> {
        self.conversation.await.expect("a conversation")
    }

    /// Does something that the relay may hold up. Where it hangs, time passes at once.
    pub(crate) async fn with<T>(&self, doing: impl Future<Output = T>) -> T {
        let mut doing = pin!(doing);
        tokio::select! {
            done = &mut doing => done,
            () = self.hung.notified() => {
                tokio::time::pause();
                tokio::time::advance(2 * PATIENCE + Duration::from_secs(1)).await;
                let done = doing.await;
                tokio::time::resume();
                done
            }
        }
    }
}

/// Longer than any test lasts on any machine.
const PATIENCE: Duration = Duration::from_secs(60 * 60);

/// What becomes of a mail, and what the relay was told.
pub(crate) async fn outcome(
    script: Script,
    url: &str,
    email: &Email,
) -> (Result<(), SendError>, Vec<String>) {
    let relay = Relay::start(script).await;
    let url = url.replace("PORT", &relay.port.to_string());
    let transport = SmtpTransport::with_time_out(&url, true, PATIENCE).expect("a relay");
    let result = relay.with(transport.send(email)).await;
    drop(transport);
    (result, relay.told().await)
}

async fn converse(stream: TcpStream, script: Script, hung: &Notify) -> Vec<String> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut told = Vec::new();
    let mut in_data = false;
    let mut lines_of_login = 0;
    let mut turn = Some(script.greeting);
    loop {
        let said = match turn {
            Some(Does::Says(words)) => writer.write_all(format!("{words}\r\n").as_bytes()).await,
            Some(Does::Closes) => return told,
            Some(Does::Hangs) => {
                hung.notify_one();
                Ok(())
            }
            None => Ok(()),
        };
        if said.is_err() {
            return told;
        }
        let Ok(Some(line)) = lines.next_line().await else {
            return told;
        };
        let mut words = line.split([' ', ':']).map(str::to_ascii_uppercase);
        turn = match (
            words.next().unwrap_or_default().as_str(),
            words.next().unwrap_or_default().as_str(),
        ) {
            _ if in_data && line == "." => {
                in_data = false;
                Some(script.end)
            }
            _ if in_data => None,
            _ if lines_of_login > 0 => {
                lines_of_login -= 1;
                Some(if lines_of_login > 0 {
                    Does::Says("334 UGFzc3dvcmQ6")
                } else {
                    script.sign_in
                })
            }
            ("EHLO", _) => Some(script.hello),
            ("STARTTLS", _) => Some(script.starttls),
            ("AUTH", "LOGIN") => {
                lines_of_login = 2;
                Some(Does::Says("334 VXNlcm5hbWU6"))
            }
            ("AUTH", _) => Some(script.sign_in),
            ("MAIL", _) => Some(script.sender),
            ("RCPT", _) => Some(script.recipient),
            ("DATA", _) => {
                in_data = matches!(script.data, Does::Says(words) if words.starts_with('3'));
                Some(script.data)
            }
            ("QUIT", _) => Some(script.quit),
            _ => Some(Does::Says("250 ok")),
        };
        told.push(line);
    }
}
