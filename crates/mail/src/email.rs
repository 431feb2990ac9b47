//! Turns a message into a mail in one person's language.

use crate::{
    Message, Sender, Zone,
    content::{BodyPart, Content},
    one_line::one_line,
    texts::{self, TextContext},
};
use askama::Template;
use data_encoding::HEXLOWER;
use regain_domain::{Device, EmailAddress, Language, LinkToken, OutboxId, Place, Timestamp};

/// Recipient, sender and identity of a mail.
#[derive(Debug, Clone)]
pub struct Envelope {
    /// The outbox row; the same row always gives the same `Message-ID`, so that duplicates can be recognised (S65).
    pub id: OutboxId,
    /// The only recipient (S67).
    pub to: EmailAddress,
    /// The sender.
    pub from: Sender,
    /// The mail's date.
    pub date: Timestamp,
}

/// Context for writing a mail.
#[derive(Debug, Clone)]
pub struct Context<'a> {
    /// The organisation's name, from the configuration.
    pub organisation: &'a str,
    /// The reader's language.
    pub language: Language,
    /// The device used, if known.
    pub device: Option<Device>,
    /// Approximate location, if known.
    pub place: Option<Place>,
    /// Time zone for times: that of the browser involved.
    pub zone: Zone,
    /// The link for "This wasn't me", where that makes sense.
    pub freeze: Option<LinkToFreeze>,
}

/// A link that can only freeze the reader's account (S30).
#[derive(Clone)]
pub struct LinkToFreeze {
    /// The URL, with the code in its fragment.
    pub link: String,
    /// The code to type if script is off.
    pub code: LinkToken,
}

/// Redacted: links and codes must never be logged (S102).
impl std::fmt::Debug for LinkToFreeze {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LinkToFreeze(…)")
    }
}

/// A mail, ready to be sent.
#[derive(Clone)]
pub struct Email {
    /// The left side of the `Message-ID`.
    pub id: String,
    /// The only recipient.
    pub to: EmailAddress,
    /// The sender.
    pub from: Sender,
    /// The mail's date.
    pub date: Timestamp,
    /// The language it is written in.
    pub language: Language,
    /// The subject, on one line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The code in it, as shown.
    pub code: Option<String>,
    /// Its main link; empty if there is nothing to do.
    pub link: String,
    /// The link that can only freeze, and its code as shown.
    pub freeze: Option<(String, String)>,
}

/// Only what may be logged: bodies, codes and links must never be (S102).
impl std::fmt::Debug for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Email")
            .field("id", &self.id)
            .field("to", &self.to)
            .field("language", &self.language)
            .finish_non_exhaustive()
    }
}

#[derive(Template)]
#[template(path = "mail.txt")]
struct TextLayout<'a> {
    content: &'a Content,
}

#[derive(Template)]
#[template(path = "mail.html")]
struct HtmlLayout<'a> {
    language: Language,
    organisation: &'a str,
    content: &'a Content,
}

impl HtmlLayout<'_> {
    /// System fonts, with Chinese ones for the language; nothing is loaded from elsewhere.
    const fn fonts(&self) -> &'static str {
        match self.language {
            Language::English => {
                "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif"
            }
            Language::TraditionalChinese => {
                "system-ui, -apple-system, Segoe UI, Roboto, PingFang TC, Microsoft JhengHei, Noto Sans TC, sans-serif"
            }
            Language::SimplifiedChinese => {
                "system-ui, -apple-system, Segoe UI, Roboto, PingFang SC, Microsoft YaHei, Noto Sans SC, sans-serif"
            }
        }
    }
}

/// Writes a message for one reader.
#[must_use]
pub fn render(envelope: Envelope, message: &Message, context: &Context<'_>) -> Email {
    let organisation = one_line(context.organisation);
    let setting = TextContext {
        organisation: &organisation,
        device: context.device,
        place: context.place.as_ref(),
        zone: &context.zone,
    };
    let freeze = context
        .freeze
        .as_ref()
        .map(|freeze| (freeze.link.clone(), freeze.code.shown()));
    let mut content = texts::content(message, context.language, setting);

    if let Some((link, code)) = &freeze {
        content.put_first(texts::freeze(link, code, context.language));
    }

    let text = TextLayout { content: &content }.render();
    let html = HtmlLayout {
        language: context.language,
        organisation: &organisation,
        content: &content,
    }
    .render();

    Email {
        id: HEXLOWER.encode(envelope.id.as_bytes()),
        to: envelope.to,
        from: envelope.from,
        date: envelope.date,
        language: context.language,
        text: text.expect("writing strings to a string never fails"),
        html: html.expect("writing strings to a string never fails"),
        code: message.code(),
        link: message.link().to_owned(),
        freeze,
        subject: content.subject,
    }
}
