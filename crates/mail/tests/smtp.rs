//! SMTP, against a relay of a few lines on the loopback interface.

mod common;
#[path = "relay/faults.rs"]
mod faults;
#[path = "relay/refused.rs"]
mod refused;
mod relay;

use common::{envelope, mail, messages};
use regain_domain::Language;
use regain_mail::{
    Consequence, Context, Email, HelloName, SendError, SendFailure, Sender, SmtpStep,
    SmtpTransport, SmtpUrlError, Transport, Zone, render,
};
use relay::Does::Says;
use relay::{FRIENDLY, Relay, Script};
use tokio::net::TcpListener;

const PLAIN: &str = "smtp://127.0.0.1:PORT";

fn code_mail() -> Email {
    mail(&messages()[1], Language::TraditionalChinese)
}

async fn outcome(script: Script) -> (Result<(), SendError>, Vec<String>) {
    relay::outcome(script, PLAIN, &code_mail()).await
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
        "X-Auto-Response-Suppress: All",
        "Content-Language: zh-Hant",
        "MIME-Version: 1.0",
    ] {
        assert_eq!(count(header), 1, "{header}");
    }
    assert_eq!(count("Content-Type: text/plain; charset=utf-8"), 1);
    assert_eq!(count("Content-Type: text/html; charset=utf-8"), 1);
    assert!(
        told.iter().all(|line| line.is_ascii() && line.len() <= 998),
        "RFC 5322 lines"
    );
}

#[tokio::test]
async fn s67_a_hostile_organisation_adds_no_header_and_no_recipient() {
    let relay = Relay::start(FRIENDLY).await;
    let transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{}", relay.port), true)
        .expect("a relay");
    let organisation = "Example\r\nBcc: eve@example.net\r\n\r\n.\r\nRCPT TO:<eve@example.net>";
    let context = Context {
        organisation,
        language: Language::English,
        device: None,
        place: None,
        zone: Zone::default(),
        freeze: None,
    };
    transport
        .send(&render(envelope(1), &messages()[0], &context))
        .await
        .expect("taken");
    let told = relay.told().await;
    assert_eq!(
        told.iter().filter(|line| line.starts_with("RCPT")).count(),
        1
    );
    assert!(!told.iter().any(|line| line.starts_with("Bcc")));
    assert_eq!(told.iter().filter(|line| *line == ".").count(), 1);
}

/// The name after EHLO of one conversation, and what became of it.
async fn greeted_as(hello: Option<&str>, script: Script) -> (Result<(), SendError>, Vec<String>) {
    let relay = Relay::start(script).await;
    let mut transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{}", relay.port), true)
        .expect("a relay");
    if let Some(hello) = hello {
        transport = transport.greeting_as(HelloName::parse(hello).expect("a name"));
    }
    let result = transport.send(&code_mail()).await;
    let told = relay.told().await;
    (
        result,
        told.into_iter()
            .filter(|line| line.starts_with("EHLO"))
            .collect(),
    )
}

#[tokio::test]
async fn the_relay_is_greeted_by_the_configured_name_and_never_by_the_machines() {
    for (hello, said) in [
        (Some("id.example.org"), "EHLO id.example.org"),
        (Some("192.0.2.1"), "EHLO [192.0.2.1]"),
        (Some("2001:db8::1"), "EHLO [IPv6:2001:db8::1]"),
        (None, "EHLO [127.0.0.1]"),
    ] {
        assert_eq!(
            greeted_as(hello, FRIENDLY).await,
            (Ok(()), vec![said.to_owned()])
        );
    }
    let strict = Script {
        hello: Says("504 5.5.2 need fully-qualified hostname"),
        ..FRIENDLY
    };
    let (result, _) = greeted_as(None, strict).await;
    let error = result.expect_err("refused");
    assert_eq!(
        (error.consequence, error.step),
        (Consequence::Relay, SmtpStep::Hello)
    );
    assert_eq!(
        error.to_string(),
        "not sent for now: the relay answered 504 5.5.2 at the greeting (connection, EHLO)"
    );
}

#[tokio::test]
async fn a_probe_names_the_sender_and_sends_nothing() {
    let sender = Sender::parse("no-reply@example.org").expect("a sender");
    let anna = regain_domain::EmailAddress::parse("anna@example.org").expect("an address");
    for (script, recipient, step) in [
        (FRIENDLY, None, None),
        (FRIENDLY, Some(&anna), None),
        (
            Script {
                sender: Says("550 5.7.60 not yours"),
                ..FRIENDLY
            },
            None,
            Some(SmtpStep::Sender),
        ),
        (
            Script {
                recipient: Says("554 5.7.1 Relay access denied"),
                ..FRIENDLY
            },
            Some(&anna),
            Some(SmtpStep::Recipient),
        ),
    ] {
        let relay = Relay::start(script).await;
        let transport = SmtpTransport::from_url(&format!("smtp://127.0.0.1:{}", relay.port), true)
            .expect("a relay");
        let result = transport.probe(&sender, recipient).await;
        assert_eq!(result.err().map(|error| error.step), step);
        let told = relay.told().await;
        assert!(
            told.iter()
                .any(|line| line == "MAIL FROM:<no-reply@example.org>"),
            "{told:?}"
        );
        assert!(!told.iter().any(|line| line == "DATA"), "{told:?}");
        assert_eq!(told.last().map(String::as_str), Some("QUIT"));
    }
}

/// What the relay did wrong at once.
fn relays(failure: SendFailure) -> SendError {
    SendError {
        consequence: Consequence::Relay,
        step: SmtpStep::Hello,
        failure,
    }
}

#[tokio::test]
async fn a_refused_connection_is_temporary() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let transport =
        SmtpTransport::from_url(&format!("smtp://127.0.0.1:{port}"), true).expect("a relay");
    assert_eq!(
        transport.send(&code_mail()).await,
        Err(relays(SendFailure::Unreachable))
    );
}

#[tokio::test(start_paused = true)]
async fn a_relay_that_stays_silent_is_given_up() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let transport =
        SmtpTransport::from_url(&format!("smtp://127.0.0.1:{port}"), true).expect("a relay");
    assert_eq!(
        transport.send(&code_mail()).await,
        Err(relays(SendFailure::TimedOut))
    );
}

#[tokio::test]
async fn s68_a_relay_without_tls_or_that_fails_at_it_gets_no_mail() {
    let url = "smtp://user:secret@127.0.0.1:PORT?tls=required";
    let failing = Script {
        hello: Says("250-relay.example\r\n250 STARTTLS"),
        ..FRIENDLY
    };
    for (script, url) in [
        (FRIENDLY, url),
        (failing, url),
        (FRIENDLY, "smtps://user:secret@127.0.0.1:PORT"),
    ] {
        let script = Script {
            starttls: Says("220 go ahead\r\n250 no TLS"),
            ..script
        };
        let (result, told) = relay::outcome(script, url, &code_mail()).await;
        let error = result.expect_err("no TLS");
        assert_eq!(error.consequence, Consequence::Relay, "{error}");
        assert!(
            !told
                .iter()
                .any(|line| line.starts_with("MAIL") || line.starts_with("AUTH")),
            "{told:?}"
        );
    }
}

#[tokio::test]
async fn s68_only_tls_is_accepted_unless_plaintext_is_allowed() {
    let judged = |url: &str, plaintext| SmtpTransport::from_url(url, plaintext).err();
    assert_eq!(judged("smtps://relay.example.org", false), None);
    assert_eq!(
        judged("smtps://user:p%40ss@relay.example.org:465", false),
        None
    );
    assert_eq!(
        judged("smtp://user:pass@relay.example.org:587?tls=required", false),
        None
    );
    assert_eq!(
        judged("smtp://relay.example.org", false),
        Some(SmtpUrlError::Plaintext)
    );
    assert_eq!(judged("smtp://relay.example.org", true), None);
    assert_eq!(
        judged("smtp://relay.example.org?tls=opportunistic", true),
        Some(SmtpUrlError::Parameter)
    );
    assert_eq!(
        judged("smtp://relay.example.org?tls=required&tls=none", true),
        Some(SmtpUrlError::Parameter)
    );
    assert_eq!(
        judged("smtp://user@relay.example.org?tls=required", false),
        Some(SmtpUrlError::Credentials)
    );
    assert_eq!(
        judged("smtps://user:a/b@relay.example.org", false),
        Some(SmtpUrlError::Marks)
    );
    assert_eq!(
        judged("https://relay.example.org", true),
        Some(SmtpUrlError::Form)
    );
    assert_eq!(judged("smtp://", true), Some(SmtpUrlError::Form));
    assert_eq!(judged("relay.example.org", true), Some(SmtpUrlError::Form));
}
