//! What a relay can do wrong, step by step, and what it means for the mail (S65): each step, each class of answers, with and
//! without enhanced codes (RFC 3463, RFC 5321), hanging and hanging up.

use crate::code_mail;
use crate::relay::Does::{Closes, Hangs, Says};
use crate::relay::{Does, FRIENDLY, Script, outcome};
use regain_mail::{Consequence, SendError, SendFailure, SmtpStep};

pub(crate) const PLAIN: &str = "smtp://127.0.0.1:PORT";
const WITH_PASSWORD: &str = "smtp://user:hunter2@127.0.0.1:PORT";
const WITH_STARTTLS: &str = "smtp://user:hunter2@127.0.0.1:PORT?tls=required";

pub(crate) async fn failure(script: Script, url: &str) -> SendError {
    let (result, told) = outcome(script, url, &code_mail()).await;
    let error = result.expect_err("a failure");
    let shown = format!("{error} {error:?}");
    for secret in ["anna", "28T5", "hunter2", "example.org"] {
        assert!(!shown.contains(secret), "S102: {shown}");
    }
    let goes_on = told.iter().any(|line| line.starts_with("Subject:"));
    assert!(
        !goes_on || error.step == SmtpStep::Content,
        "{error}: {told:?}"
    );
    error
}

pub(crate) fn answering(step: SmtpStep, does: Does) -> Script {
    let hello_with_auth = Says("250-relay.example\r\n250 AUTH PLAIN LOGIN");
    match step {
        SmtpStep::Compose => FRIENDLY,
        SmtpStep::Hello => Script {
            hello: does,
            ..FRIENDLY
        },
        SmtpStep::StartTls => Script {
            hello: Says("250-relay.example\r\n250 STARTTLS"),
            starttls: does,
            ..FRIENDLY
        },
        SmtpStep::SignIn => Script {
            hello: hello_with_auth,
            sign_in: does,
            ..FRIENDLY
        },
        SmtpStep::Sender => Script {
            sender: does,
            ..FRIENDLY
        },
        SmtpStep::Recipient => Script {
            recipient: does,
            ..FRIENDLY
        },
        SmtpStep::Content => Script {
            end: does,
            ..FRIENDLY
        },
    }
}

fn url_of(step: SmtpStep) -> &'static str {
    match step {
        SmtpStep::StartTls => WITH_STARTTLS,
        SmtpStep::SignIn => WITH_PASSWORD,
        _ => PLAIN,
    }
}

const STEPS: [SmtpStep; 6] = [
    SmtpStep::Hello,
    SmtpStep::StartTls,
    SmtpStep::SignIn,
    SmtpStep::Sender,
    SmtpStep::Recipient,
    SmtpStep::Content,
];

#[tokio::test]
async fn before_the_recipient_is_named_nothing_is_the_mails_fault() {
    for answer in [
        "421 4.3.2 closing",
        "450 4.7.1 try later",
        "451 4.3.0 no disk",
        "454 4.7.0 temporary authentication failure",
        "500 5.5.1 what?",
        "501 5.5.4 bad name",
        "502 5.5.1 not here",
        "504 5.5.2 need fully-qualified hostname",
        "504 need fully-qualified hostname",
        "521 5.3.2 no mail here",
        "530 5.7.0 sign in first",
        "534 5.7.9 another way",
        "535 5.7.8 refused",
        "535 refused",
        "538 5.7.11 encrypt first",
        "550 5.1.1 unknown user",
        "550 5.1.8 sender's domain",
        "550 5.7.60 SMTP; Client does not have permissions to send as this sender",
        "550 no",
        "552 5.2.2 full",
        "553 5.7.1 not owned by user",
        "553 no",
        "554 5.7.1 Relay access denied",
        "554 no",
    ] {
        let code = answer[..3].parse::<u16>().expect("a code");
        for step in STEPS.into_iter().filter(|step| *step < SmtpStep::Recipient) {
            let error = failure(answering(step, Says(answer)), url_of(step)).await;
            assert_eq!(
                (error.consequence, error.step),
                (Consequence::Relay, step),
                "{answer} at {step:?}"
            );
            assert!(
                matches!(error.failure, SendFailure::Refused(reply) if reply.code == code),
                "{error}"
            );
        }
        let greeting = failure(
            Script {
                greeting: Says(answer),
                ..FRIENDLY
            },
            PLAIN,
        )
        .await;
        assert_eq!(
            (greeting.consequence, greeting.step),
            (Consequence::Relay, SmtpStep::Hello),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn a_relay_that_hangs_or_hangs_up_is_tried_again() {
    for step in STEPS {
        let error = failure(answering(step, Closes), url_of(step)).await;
        assert_eq!(
            (error.consequence, error.step),
            (Consequence::Relay, step),
            "closes at {step:?}"
        );
        let error = failure(answering(step, Hangs), url_of(step)).await;
        assert_eq!(
            (error.consequence, error.failure),
            (Consequence::Relay, SendFailure::TimedOut),
            "hangs at {step:?}"
        );
        assert_eq!(error.step, step);
    }
    for script in [
        Script {
            greeting: Closes,
            ..FRIENDLY
        },
        Script {
            data: Closes,
            ..FRIENDLY
        },
    ] {
        assert_eq!(failure(script, PLAIN).await.consequence, Consequence::Relay);
    }
    for script in [
        Script {
            greeting: Hangs,
            ..FRIENDLY
        },
        Script {
            data: Hangs,
            ..FRIENDLY
        },
    ] {
        assert_eq!(failure(script, PLAIN).await.failure, SendFailure::TimedOut);
    }
}

#[tokio::test]
async fn what_the_relay_took_is_sent_whatever_happens_at_the_parting() {
    for quit in [
        Closes,
        Hangs,
        Says("421 4.3.2 closing"),
        Says("500 what?"),
        Says("HTTP/1.1 400"),
    ] {
        let (result, told) = outcome(Script { quit, ..FRIENDLY }, PLAIN, &code_mail()).await;
        assert_eq!(result, Ok(()), "{quit:?}");
        assert!(told.iter().any(|line| line == "QUIT"), "{told:?}");
    }
}

#[tokio::test]
async fn a_relay_that_lacks_what_is_needed_is_the_relays_fault() {
    for (hello, url, step) in [
        ("250 relay.example", WITH_STARTTLS, SmtpStep::StartTls),
        ("250 relay.example", WITH_PASSWORD, SmtpStep::SignIn),
        (
            "250-relay.example\r\n250 AUTH GSSAPI CRAM-MD5",
            WITH_PASSWORD,
            SmtpStep::SignIn,
        ),
    ] {
        let error = failure(
            Script {
                hello: Says(hello),
                ..FRIENDLY
            },
            url,
        )
        .await;
        assert_eq!(
            error,
            SendError {
                consequence: Consequence::Relay,
                step,
                failure: SendFailure::Lacks
            }
        );
    }
    // It agrees to TLS, and speaks none.
    let error = failure(
        answering(SmtpStep::StartTls, Says("220 go ahead\r\n250 no TLS")),
        WITH_STARTTLS,
    )
    .await;
    assert_eq!(
        (error.consequence, error.step, error.failure),
        (
            Consequence::Relay,
            SmtpStep::StartTls,
            SendFailure::Insecure
        )
    );
    let error = failure(FRIENDLY, "smtps://127.0.0.1:PORT").await;
    assert_eq!(
        (error.consequence, error.step, error.failure),
        (Consequence::Relay, SmtpStep::Hello, SendFailure::Insecure)
    );
    let error = failure(
        Script {
            greeting: Says("HTTP/1.1 400 Bad Request"),
            ..FRIENDLY
        },
        PLAIN,
    )
    .await;
    assert_eq!(
        (error.consequence, error.failure),
        (Consequence::Relay, SendFailure::Protocol)
    );
}

#[tokio::test]
async fn credentials_with_any_marks_work_in_auth() {
    let password = "/#?@:% \u{e9}";
    let written = "%2F%23%3F%40%3A%25%20%C3%A9";
    let url = format!("smtp://us%40er:{written}@127.0.0.1:PORT");
    let encoded = |text: &str| data_encoding::BASE64.encode(text.as_bytes());
    for (offered, said) in [
        (
            "PLAIN",
            vec![format!(
                "AUTH PLAIN {}",
                encoded(&format!("\0us@er\0{password}"))
            )],
        ),
        (
            "LOGIN",
            vec!["AUTH LOGIN".to_owned(), encoded("us@er"), encoded(password)],
        ),
        (
            "LOGIN PLAIN",
            vec![format!(
                "AUTH PLAIN {}",
                encoded(&format!("\0us@er\0{password}"))
            )],
        ),
    ] {
        let hello: &'static str = format!("250-relay.example\r\n250 AUTH {offered}").leak();
        let (result, told) = outcome(
            Script {
                hello: Says(hello),
                ..FRIENDLY
            },
            &url,
            &code_mail(),
        )
        .await;
        assert_eq!(result, Ok(()), "{offered}");
        assert!(
            told.windows(said.len()).any(|lines| lines == said),
            "{offered}: {told:?}"
        );
    }
    let login = Script {
        hello: Says("250-relay.example\r\n250 AUTH LOGIN"),
        sign_in: Says("535 5.7.8 refused"),
        ..FRIENDLY
    };
    let error = failure(login, WITH_PASSWORD).await;
    assert_eq!(
        (error.consequence, error.step),
        (Consequence::Relay, SmtpStep::SignIn)
    );
}
