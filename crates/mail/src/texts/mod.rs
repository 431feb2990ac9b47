//! Texts of all mails, one file per language; a message without a text doesn't compile.

mod en;
mod zh_hans;
mod zh_hant;

use crate::content::{BodyPart, Content};
use crate::{Message, Zone};
use regain_domain::{Device, Language, Place, Timestamp};

/// Context for a language besides the message.
#[derive(Clone, Copy)]
pub(crate) struct TextContext<'a> {
    /// The organisation, on one line.
    pub(crate) organisation: &'a str,
    /// The device used, if known.
    pub(crate) device: Option<Device>,
    /// Approximate location, if known.
    pub(crate) place: Option<&'a Place>,
    /// Time zone for times.
    pub(crate) zone: &'a Zone,
}

/// The text of a message.
pub(crate) fn content(message: &Message, language: Language, setting: TextContext<'_>) -> Content {
    match language {
        Language::English => en::content(message, setting),
        Language::TraditionalChinese => zh_hant::content(message, setting),
        Language::SimplifiedChinese => zh_hans::content(message, setting),
    }
}

/// Whole minutes from one time to another.
fn minutes(from: Timestamp, to: Timestamp) -> u64 {
    from.until(to).as_secs() / 60
}

/// "This wasn't me": the end of a notice to the person concerned (S30).
pub(crate) fn freeze(link: &str, code: &str, language: Language) -> Vec<BodyPart> {
    let (title, text, label, typed) = match language {
        Language::English => (
            "Stop everything at once",
            "\u{201C}This wasn't me\u{201D} closes your account for the moment: every session and every recovery under way \
             ends, and nothing else changes. You open it again by signing in with a second step, or by getting back into your account.",
            "This wasn't me",
            "If the page asks for the code from the email, enter this one:",
        ),
        Language::TraditionalChinese => (
            "立刻停止一切",
            "「這不是我」會暫時關閉您的帳戶：所有登入和進行中的重新進入都會結束，其他什麼都不會改變。\
             您用第二步登入，或重新進入帳戶時，帳戶就會再次開啟。",
            "這不是我",
            "如果頁面要求輸入郵件中的代碼，請輸入：",
        ),
        Language::SimplifiedChinese => (
            "立刻停止一切",
            "“这不是我”会暂时关闭你的帐户：所有登录和正在进行的重新进入都会结束，其他什么都不会改变。\
             你用第二步登录，或者重新进入帐户时，帐户就会再次打开。",
            "这不是我",
            "如果页面要求输入邮件中的代码，请输入：",
        ),
    };

    vec![
        BodyPart::aside(title, text),
        BodyPart::button(label, link),
        BodyPart::paragraph(typed),
        BodyPart::value(code),
    ]
}

/// A name prepared for quotation marks, without any of its own.
fn called(name: &str) -> String {
    let marks = [
        '"', '\u{201C}', '\u{201D}', '\u{201E}', '\u{201F}', '「', '」', '『', '』', '«', '»',
        '〝', '〞', '＂',
    ];
    quoted(name).replace(marks, "").trim().to_owned()
}

/// Somebody's own words, on one line and truncated (S67, S70).
fn quoted(words: &str) -> String {
    crate::one_line::one_line(words).chars().take(200).collect()
}
