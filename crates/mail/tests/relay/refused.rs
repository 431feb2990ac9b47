//! Replies that refuse a mail, by what they are about.

use crate::faults::{PLAIN, answering, failure};
use crate::relay::Does::Says;
use crate::relay::{FRIENDLY, Script};
use regain_mail::{Consequence, SmtpStep};

#[tokio::test]
async fn only_a_recipient_who_is_refused_for_ever_ends_a_mail() {
    use Consequence::{ForNow, Never, Relay};
    for (answer, at_recipient, at_content) in [
        // This recipient.
        (
            "550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown",
            Never,
            Never,
        ),
        (
            "550-5.1.1 The email account that you tried to reach\r\n550 5.1.1 does not exist",
            Never,
            Never,
        ),
        ("550 5.1.2 no such domain", Never, Never),
        ("501 5.1.3 bad address", Never, Never),
        ("550 5.1.6 moved", Never, Never),
        ("556 5.1.10 null MX", Never, Never),
        ("550 5.2.1 disabled", Never, Never),
        ("552 5.2.3 longer than this mailbox takes", Never, Never),
        ("554 5.1.1 unknown", Never, Never),
        (
            "553 sorry, no mailbox here by that name (#5.1.1)",
            Never,
            Never,
        ),
        ("550 no such user anna@example.org", Never, Relay),
        (
            "550 Requested action not taken: mailbox unavailable",
            Never,
            Relay,
        ),
        ("550 5.0.0 unknown user", Never, Relay),
        (
            "552 Requested mail action aborted: exceeded storage allocation",
            Never,
            Relay,
        ),
        (
            "553 Requested action not taken: mailbox name not allowed",
            Never,
            Relay,
        ),
        ("556 domain takes no mail", Never, Relay),
        // A full mailbox can be emptied.
        ("552 5.2.2 mailbox full", ForNow, ForNow),
        ("452 4.2.2 mailbox full", ForNow, ForNow),
        ("450 mailbox busy", ForNow, ForNow),
        ("450 4.2.0 greylisted", ForNow, ForNow),
        ("451 4.7.1 greylisted", ForNow, ForNow),
        ("450 5.1.1 unknown, or not", ForNow, ForNow),
        ("550 4.2.1 contradicts itself", ForNow, ForNow),
        // The relay, or what is configured.
        ("554 5.7.1 Relay access denied", Relay, Relay),
        ("550 5.7.1 Unable to relay", Relay, Relay),
        (
            "550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain",
            Relay,
            Relay,
        ),
        (
            "550 5.7.64 TenantAttribution; Relay Access Denied",
            Relay,
            Relay,
        ),
        ("454 4.7.1 Relay access denied", Relay, Relay),
        (
            "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)",
            Relay,
            Relay,
        ),
        ("550 relay not permitted", Relay, Relay),
        ("550 Relaying denied", Relay, Relay),
        ("550 authentication required", Relay, Relay),
        ("550 Administrative prohibition", Relay, Relay),
        ("553 sender rejected", Relay, Relay),
        ("550 5.1.7 sender's address", Relay, Relay),
        ("550 5.1.8 sender's domain", Relay, Relay),
        ("550 5.3.4 too long for me", Relay, Relay),
        ("550 5.4.1 no answer from host", Relay, Relay),
        ("550 5.4.4 unable to route", Relay, Relay),
        ("554 5.4.6 loop", Relay, Relay),
        ("503 5.5.1 bad sequence", Relay, Relay),
        ("554 5.6.0 content", Relay, Relay),
        ("550 5.7.26 unauthenticated", Relay, Relay),
        ("530 5.7.0 sign in first", Relay, Relay),
        ("530 sign in first", Relay, Relay),
        ("535 5.7.8 refused", Relay, Relay),
        ("521 no mail here", Relay, Relay),
        ("500 what?", Relay, Relay),
        ("501 syntax", Relay, Relay),
        ("551 not local", Relay, Relay),
        ("554 refused", Relay, Relay),
        ("421 4.3.2 closing", Relay, Relay),
        ("421 5.1.1 closing", Relay, Relay),
        ("451 4.3.0 no disk", Relay, Relay),
        ("452 4.3.1 no room", Relay, Relay),
        ("451 4.4.1 no route", Relay, Relay),
        ("451 try later", ForNow, ForNow),
    ] {
        for (step, expected) in [
            (SmtpStep::Recipient, at_recipient),
            (SmtpStep::Content, at_content),
        ] {
            let error = failure(answering(step, Says(answer)), PLAIN).await;
            assert_eq!(
                (error.consequence, error.step),
                (expected, step),
                "{answer} at {step:?}"
            );
        }
    }
    let refused_before_the_content = failure(
        Script {
            data: Says("554 5.5.1 no valid recipients"),
            ..FRIENDLY
        },
        PLAIN,
    )
    .await;
    assert_eq!(
        (
            refused_before_the_content.consequence,
            refused_before_the_content.step
        ),
        (Relay, SmtpStep::Content)
    );
}
