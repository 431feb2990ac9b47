//! SMTP, against a relay of a few lines on the loopback interface.

mod common;

use common::{envelope, mail, messages};
use regain_domain::Language;
use regain_mail::{Context, Email, Failure, SendError, SmtpTransport, SmtpUrlError, Transport, Zone, render};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What the relay answers, command by command.
#[derive(Clone, Copy)]
struct Script {
    greeting: &'static str,
    hello: &'static str,
    recipient: &'static str,
    data: &'static str,
}

const FRIENDLY: Script = Script {
    greeting: "220 relay.example ESMTP",
    hello: "250-relay.example\r\n250 8BITMIME",
    recipient: "250 ok",
    data: "250 queued",
};

/// Starts a relay for one conversation; returns its port and, at the end, what it was told.
async fn relay(script: Script) -> (u16, JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let conversation = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a connection");
        converse(stream, script).await
    });
    (port, conversation)
}

async fn converse(stream: TcpStream, script: Script) -> Vec<String> {
    let (reader, mut writer) = stream.into_split();
    let mut lines = BufReader::new(reader).lines();
    let mut told = Vec::new();
    let mut in_data = false;
    let mut answer = Some(script.greeting);
    loop {
        if let Some(answer) = answer
            && writer.write_all(format!("{answer}\r\n").as_bytes()).await.is_err()
        {
            return told;
        }
        let Ok(Some(line)) = lines.next_line().await else { return told };
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        answer = match verb.as_str() {
            _ if in_data && line == "." => {
                in_data = false;
                Some(script.data)
            }
            _ if in_data => None,
            "EHLO" => Some(script.hello),
            "RCPT" => Some(script.recipient),
            "DATA" => {
                in_data = true;
                Some("354 go ahead")
            }
            "QUIT" => Some("221 bye"),
            "STARTTLS" => Some("220 go ahead"),
            _ => Some("250 ok"),
        };
        told.push(line);
    }
}

fn code_mail() -> Email {
    mail(&messages()[1], Language::TraditionalChinese)
}

async fn outcome(script: Script) -> (Result<(), SendError>, Vec<String>) {
    let (port, conversation) = relay(script).await;
    let transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{port}"), true).expect("a relay");
    let result = transport.send(&code_mail()).await;
    (result, conversation.await.expect("a conversation"))
}

#[tokio::test]
async fn a_mail_that_is_taken_has_one_recipient_and_the_right_headers() {
    let (result, told) = outcome(FRIENDLY).await;
    assert_eq!(result, Ok(()));
    let count = |start: &str| told.iter().filter(|line| line.starts_with(start)).count();
    assert_eq!(count("RCPT TO:"), 1);
    for header in [
        "MAIL FROM:<no-reply@example.org>",
        "RCPT TO:<anna@example.org>",
        "Message-ID: <07070707070707070707070707070707@example.org>",
        "Date: Tue, 03 Nov 2026 14:05:00 +0000",
        "From: Example <no-reply@example.org>",
        "To: anna@example.org",
        "Auto-Submitted: auto-generated",
        "Content-Language: zh-Hant",
        "MIME-Version: 1.0",
    ] {
        assert_eq!(count(header), 1, "{header}");
    }
    assert_eq!(count("Content-Type: text/plain; charset=utf-8"), 1);
    assert_eq!(count("Content-Type: text/html; charset=utf-8"), 1);
    assert!(told.iter().all(|line| line.is_ascii() && line.len() <= 998), "RFC 5322 lines");
}

#[tokio::test]
async fn s67_a_hostile_organisation_adds_no_header_and_no_recipient() {
    let (port, conversation) = relay(FRIENDLY).await;
    let transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{port}"), true).expect("a relay");
    let organisation = "Example\r\nBcc: eve@example.net\r\n\r\n.\r\nRCPT TO:<eve@example.net>";
    let context = Context {
        organisation,
        language: Language::English,
        device: None,
        place: None,
        zone: Zone::default(),
        freeze: None,
    };
    transport.send(&render(envelope(1), &messages()[0], &context)).await.expect("taken");
    let told = conversation.await.expect("a conversation");
    assert_eq!(told.iter().filter(|line| line.starts_with("RCPT")).count(), 1);
    assert!(!told.iter().any(|line| line.starts_with("Bcc")));
    assert_eq!(told.iter().filter(|line| *line == ".").count(), 1);
}

#[tokio::test]
async fn a_4xx_answer_is_temporary_and_a_5xx_answer_permanent() {
    use Failure::Refused;
    let cases = [
        (Script { recipient: "450 mailbox busy", ..FRIENDLY }, SendError::Temporary(Refused(450))),
        (Script { recipient: "550 no such user anna@example.org", ..FRIENDLY }, SendError::Permanent(Refused(550))),
        (Script { data: "451 try later", ..FRIENDLY }, SendError::Temporary(Refused(451))),
        (Script { data: "554 refused", ..FRIENDLY }, SendError::Permanent(Refused(554))),
        (Script { greeting: "421 too busy", ..FRIENDLY }, SendError::Temporary(Refused(421))),
        (Script { greeting: "521 no mail here", ..FRIENDLY }, SendError::Temporary(Refused(521))),
        (Script { recipient: "530 sign in first", ..FRIENDLY }, SendError::Temporary(Refused(530))),
        (Script { greeting: "HTTP/1.1 400 Bad Request", ..FRIENDLY }, SendError::Temporary(Failure::Protocol)),
    ];
    for (script, expected) in cases {
        let (result, _) = outcome(script).await;
        assert_eq!(result, Err(expected));
        let shown = expected.to_string();
        assert!(!shown.contains("anna") && !shown.contains("28T5"), "S102: {shown}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_temporary() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{port}"), true).expect("a relay");
    assert_eq!(transport.send(&code_mail()).await, Err(SendError::Temporary(Failure::Unreachable)));
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_stays_silent_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{port}"), true).expect("a relay");
    assert_eq!(transport.send(&code_mail()).await, Err(SendError::Temporary(Failure::TimedOut)));
}

#[tokio::test]
async fn s68_a_relay_without_starttls_gets_no_mail() {
    let (port, conversation) = relay(FRIENDLY).await;
    let transport =
        SmtpTransport::from_url(&format!("smtp://user:secret@127.0.0.1:{port}?tls=required"), true).expect("a relay");
    assert_eq!(transport.send(&code_mail()).await, Err(SendError::Temporary(Failure::Protocol)));
    let told = conversation.await.expect("a conversation");
    assert!(!told.iter().any(|line| line.starts_with("MAIL") || line.starts_with("AUTH")), "{told:?}");
}

#[tokio::test]
async fn s68_a_relay_that_fails_at_tls_gets_no_mail() {
    let script = Script { hello: "250-relay.example\r\n250 STARTTLS", ..FRIENDLY };
    let (port, conversation) = relay(script).await;
    let url = format!("smtp://user:secret@127.0.0.1:{port}?tls=required");
    let transport = SmtpTransport::from_url(&url, true).expect("a relay");
    let error = transport.send(&code_mail()).await.expect_err("no TLS");
    assert!(matches!(error, SendError::Temporary(_)), "{error}");
    let told = conversation.await.expect("a conversation");
    assert!(!told.iter().any(|line| line.starts_with("MAIL") || line.starts_with("AUTH")), "{told:?}");
}

#[tokio::test]
async fn s68_only_tls_is_accepted_unless_plaintext_is_allowed() {
    let judged = |url: &str, plaintext| SmtpTransport::from_url(url, plaintext).err();
    assert_eq!(judged("smtps://relay.example.org", false), None);
    assert_eq!(judged("smtps://user:p%40ss@relay.example.org:465", false), None);
    assert_eq!(judged("smtp://user:pass@relay.example.org:587?tls=required", false), None);
    assert_eq!(judged("smtp://relay.example.org", false), Some(SmtpUrlError::Plaintext));
    assert_eq!(judged("smtp://relay.example.org", true), None);
    assert_eq!(judged("smtp://relay.example.org?tls=opportunistic", true), Some(SmtpUrlError::Parameter));
    assert_eq!(judged("smtp://relay.example.org?tls=required&tls=none", true), Some(SmtpUrlError::Parameter));
    assert_eq!(judged("smtp://user@relay.example.org?tls=required", false), Some(SmtpUrlError::Credentials));
    assert_eq!(judged("https://relay.example.org", true), Some(SmtpUrlError::Form));
    assert_eq!(judged("smtp://", true), Some(SmtpUrlError::Form));
    assert_eq!(judged("relay.example.org", true), Some(SmtpUrlError::Form));
}
