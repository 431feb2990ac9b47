//! Mail: typed messages, their texts in every language, and the ways to send them.
//!
//! A [`Message`] says what happened. [`render`] turns it into an [`Email`] in the person's language, as plain text
//! and HTML. A [`Transport`] hands that to a relay ([`SmtpTransport`]) or keeps it for inspection ([`Mailbox`]).
//!
//! A body never contains text that a person chose freely (S70): no name, no `User-Agent` text. The only exception is
//! the user name in [`Message::UserName`], whose alphabet can't be abused.
//!
//! It knows no stored row: everything that a mail says is in its message. Read first: `message.rs` (all mails),
//! `texts/en.rs` (their words), `smtp/conversation.rs` (how one leaves).

mod content;
mod date;
mod email;
mod mailbox;
mod message;
mod one_line;
mod sender;
mod smtp;
mod texts;
mod transport;
mod zone;

pub use email::{Context, Email, Envelope, LinkToFreeze, render};
pub use mailbox::{Mailbox, MailboxEntry};
pub use message::{AddressObjection, Closing, Message};
pub use sender::{Sender, SenderError};
pub use smtp::{HelloName, SmtpTransport, SmtpUrlError, formatted};
pub use transport::{Consequence, Reply, SendError, SendFailure, SmtpStep, Transport};
pub use zone::Zone;
