//! `/dev/mailbox`: every mail that was sent, for developers and browser tests. Mounted in development mode only.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::header::{ACCEPT, CONTENT_SECURITY_POLICY, VARY};
use http::{HeaderMap, StatusCode};
use regain_domain::Timestamp;
use regain_mail::{Mailbox, MailboxEntry};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// Allows a mail's own styles and nothing else.
const MAIL_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

const MOMENT: &[BorrowedFormatItem<'static>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");

/// Contents of the page.
#[derive(Clone)]
pub struct MailboxPage {
    /// The mails.
    pub mailbox: Arc<Mailbox>,
    /// The name in the page header.
    pub organisation: Arc<str>,
    /// The path of the hashed CSS file.
    pub stylesheet: Option<Arc<str>>,
}

/// Routes for the list, and for each mail as the recipient's program shows it.
pub fn routes(page: MailboxPage) -> Router {
    Router::new()
        .route("/dev/mailbox", get(list))
        .route("/dev/mailbox/{id}", get(show))
        .with_state(page)
}

#[derive(Template)]
#[template(path = "mailbox.html")]
struct ListTemplate<'a> {
    organisation: &'a str,
    stylesheet: Option<&'a str>,
    mails: Vec<ListedMail<'a>>,
}

/// A mail as shown in the list.
struct ListedMail<'a> {
    mail: &'a MailboxEntry,
    moment: String,
    pieces: Vec<Piece<'a>>,
}

impl<'a> From<&'a MailboxEntry> for ListedMail<'a> {
    fn from(mail: &'a MailboxEntry) -> Self {
        Self {
            mail,
            moment: moment(mail.sent_at),
            pieces: pieces(&mail.text),
        }
    }
}

async fn list(State(page): State<MailboxPage>, headers: HeaderMap) -> Response {
    let mails = page.mailbox.list();
    let answer = if wants_json(&headers) {
        Json(mails).into_response()
    } else {
        html(&page, &mails)
    };

    ([(VARY, "accept")], answer).into_response()
}

fn wants_json(headers: &HeaderMap) -> bool {
    headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("application/json"))
}

fn html(page: &MailboxPage, mails: &[MailboxEntry]) -> Response {
    let template = ListTemplate {
        organisation: &page.organisation,
        stylesheet: page.stylesheet.as_deref(),
        mails: mails.iter().map(ListedMail::from).collect(),
    };
    match template.render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

async fn show(State(page): State<MailboxPage>, Path(id): Path<String>) -> Response {
    match page.mailbox.get(&id) {
        Some(mail) => ([(CONTENT_SECURITY_POLICY, MAIL_CSP)], Html(mail.html)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn moment(moment: Timestamp) -> String {
    OffsetDateTime::from_unix_timestamp(moment.as_secs())
        .ok()
        .and_then(|moment| moment.format(MOMENT).ok())
        .unwrap_or_default()
}

/// A piece of a mail's text.
#[derive(Debug, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Link(&'a str),
}

/// Separates the links in a text from the rest.
fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some(start) = ["http://", "https://"]
        .iter()
        .filter_map(|scheme| text.find(scheme))
        .min()
    {
        let (before, rest) = text.split_at(start);
        let (link, after) = rest.split_at(link_length(rest));
        pieces.extend([Piece::Text(before), Piece::Link(link)]);
        text = after;
    }

    pieces.push(Piece::Text(text));
    pieces
}

/// Length of a link: up to white space, brackets, or anything but ASCII. Punctuation at its end belongs to the
/// sentence.
fn link_length(text: &str) -> usize {
    let end = text
        .find(|letter: char| !letter.is_ascii_graphic() || "<>\"()".contains(letter))
        .unwrap_or(text.len());
    text[..end]
        .trim_end_matches(['.', ',', ';', ':', '!', '?'])
        .len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::{Body, to_bytes};
    use http::Request;
    use regain_domain::{EmailAddress, Language};
    use regain_mail::{Email, Sender, Transport as _};
    use tower::ServiceExt as _;

    fn mail(id: &str, subject: &str) -> Email {
        Email {
            id: id.to_owned(),
            to: EmailAddress::parse("mike@example.org").unwrap(),
            from: Sender::parse("Regain <no-reply@example.org>").unwrap(),
            date: Timestamp::from_millis(1_793_714_709_999),
            language: Language::TraditionalChinese,
            subject: subject.to_owned(),
            text: "代碼：<b>\nhttp://127.0.0.1:3000/recover/link#t=a&b。".to_owned(),
            html: "<!DOCTYPE html><p style=\"color: red\">whole</p>".to_owned(),
            code: Some("123 456".to_owned()),
            link: "http://127.0.0.1:3000/recover/link#t=a&b".to_owned(),
            freeze: None,
        }
    }

    async fn page_with(mails: &[Email]) -> MailboxPage {
        let mailbox = Arc::new(Mailbox::new());
        for mail in mails {
            mailbox.send(mail).await.unwrap();
        }

        MailboxPage {
            mailbox,
            organisation: "Example & Co".into(),
            stylesheet: Some("/pkg/regain.css".into()),
        }
    }

    async fn get(page: &MailboxPage, path: &str, accept: &str) -> (u16, HeaderMap, String) {
        let request = Request::builder()
            .uri(path)
            .header("accept", accept)
            .body(Body::empty())
            .unwrap();
        let (parts, body) = routes(page.clone())
            .oneshot(request)
            .await
            .unwrap()
            .into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();

        (
            parts.status.as_u16(),
            parts.headers,
            String::from_utf8(body.to_vec()).unwrap(),
        )
    }

    #[tokio::test]
    async fn the_page_shows_every_mail_newest_first_with_links() {
        let page = page_with(&[mail("1", "First"), mail("2", "Second")]).await;
        let (status, _, html) = get(&page, "/dev/mailbox", "text/html").await;
        assert_eq!(status, 200);
        assert!(html.find("Second").unwrap() < html.find("First").unwrap());
        for part in [
            "href=\"/pkg/regain.css\"",
            "Example &#38; Co",
            "<a href=\"http://127.0.0.1:3000/recover/link#t=a&#38;b\">http://127.0.0.1:3000/recover/link#t=a&#38;b</a>。",
            "&#60;b&#62;",
            "lang=\"zh-Hant\"",
            "href=\"/dev/mailbox/2\"",
            "2026-11-03T14:05:09Z",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }

        assert!(!html.contains("<script") && !html.contains("style="), "S85");
    }

    #[tokio::test]
    async fn an_empty_mailbox_says_so() {
        let page = page_with(&[]).await;
        assert!(
            get(&page, "/dev/mailbox", "text/html")
                .await
                .2
                .contains("No mail yet")
        );
        assert_eq!(get(&page, "/dev/mailbox", "application/json").await.2, "[]");
    }

    #[tokio::test]
    async fn json_is_an_array_newest_first() {
        let page = page_with(&[mail("1", "First"), mail("2", "Second")]).await;
        let (_, headers, body) = get(&page, "/dev/mailbox", "application/json").await;
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["vary"], "accept");
        let mails: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(mails[0]["subject"], "Second");
        assert_eq!(mails[0]["to"], "mike@example.org");
        assert_eq!(mails[0]["code"], "123 456");
        assert_eq!(mails[1]["id"], "1");
    }

    #[tokio::test]
    async fn a_mail_is_shown_whole_under_a_policy_of_its_own() {
        let page = page_with(&[mail("1", "First")]).await;
        let (status, headers, html) = get(&page, "/dev/mailbox/1", "text/html").await;
        assert_eq!(
            (status, html.as_str()),
            (200, "<!DOCTYPE html><p style=\"color: red\">whole</p>")
        );
        assert_eq!(headers[CONTENT_SECURITY_POLICY], MAIL_CSP);
        assert_eq!(get(&page, "/dev/mailbox/9", "text/html").await.0, 404);
    }

    #[test]
    fn links_end_where_the_sentence_goes_on() {
        use Piece::{Link, Text};

        assert_eq!(pieces("plain"), [Text("plain")]);
        assert_eq!(
            pieces("(http://a.b/c)."),
            [Text("("), Link("http://a.b/c"), Text(").")]
        );
        assert_eq!(
            pieces("https://a.b/c. http://d"),
            [
                Text(""),
                Link("https://a.b/c"),
                Text(". "),
                Link("http://d"),
                Text("")
            ]
        );
    }
}
