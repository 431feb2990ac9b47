//! Traditional Chinese: recovery contacts, to them and to their owners.

use super::super::{called, quoted};
use crate::{Message, content::BodyPart};
use regain_domain::{ContactNews, Timestamp};

const IF_ASKED: &str = "如果頁面要求輸入信中的代碼，請輸入：";
const OURS_ALONE: &str =
    "請不要轉寄這封信，也不要把代碼告訴別人。我們絕不會透過電話、訊息或郵件向您索取。";

pub(super) fn content(
    message: &Message,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    match message {
        Message::ContactInvitation {
            owner,
            code,
            link,
            expires_at,
        } => {
            let title = "有人想請您擔任還原聯絡人".to_owned();
            let blocks = vec![
                BodyPart::paragraph(format!(
                    "{}想請您擔任還原聯絡人。如果有一天對方無法進入帳戶，我們會寄信請您轉交一組代碼給對方。請先和對方說過話，確定真的是本人。",
                    somebody(owner)
                )),
                BodyPart::paragraph(
                    "需要做的就只有這樣：您不會進入帳戶，也看不到帳戶裡的任何內容，而且隨時可以退出。",
                ),
                BodyPart::button("回覆", link),
                BodyPart::paragraph(IF_ASKED),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "您可以在 {}前接受。請保留這封信，之後想退出時會用到。",
                    shown(*expires_at)
                )),
                BodyPart::paragraph(OURS_ALONE),
                BodyPart::aside(
                    "不認識這個人嗎？",
                    "您可以忽略這封信。只要您沒有接受，就不會發生任何事。",
                ),
            ];
            (title.clone(), title, blocks)
        }
        Message::ContactAsked {
            owner,
            code,
            link,
            expires_at,
        } => {
            let title = "有人請您轉交一組代碼".to_owned();
            let blocks = vec![
                BodyPart::paragraph(format!(
                    "{}無法進入帳戶，並指定您為聯絡人。請打電話給對方或當面確認：只有從聲音或面容確定真的是本人，\
                     才打開頁面並轉交代碼。",
                    somebody(owner)
                )),
                BodyPart::paragraph(
                    "如果有人傳訊息向您要代碼，不論聽起來多緊急，都請不要回覆。如果不是本人，請在同一個頁面告訴我們。",
                ),
                BodyPart::button("轉交代碼", link),
                BodyPart::paragraph(IF_ASKED),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!("有效期限到 {}為止。", shown(*expires_at))),
                BodyPart::paragraph(OURS_ALONE),
            ];
            (title.clone(), title, blocks)
        }
        Message::ContactRemoved { owner, .. } => {
            let title = "您不再是還原聯絡人".to_owned();
            let text = format!(
                "{}先前選擇您擔任還原聯絡人，現在已經取消。您不需要做任何事。我們先前信中的連結已經失效。",
                somebody(owner)
            );
            (title.clone(), title, vec![BodyPart::paragraph(text)])
        }
        Message::ContactNews {
            at,
            news,
            contact,
            counts_after_days,
            recover_link,
        } => {
            let (title, what) = news_of(*news, &quoted(contact), *counts_after_days);
            let blocks = vec![
                BodyPart::paragraph(what),
                BodyPart::paragraph(match news {
                    ContactNews::Accepted | ContactNews::Declined | ContactNews::Gone => {
                        "如果您完全不知道這件事，請立刻凍結帳戶；接著重新進入帳戶，並檢查您的還原聯絡人。"
                    }
                    _ => "如果不是您本人，請立刻凍結帳戶；接著重新進入帳戶，並選擇新密碼。",
                }),
                BodyPart::button("重新進入您的帳戶", recover_link),
                facts(*at),
            ];
            (title.to_owned(), title.to_owned(), blocks)
        }
        _ => Default::default(),
    }
}

/// The requester: a name that anybody can choose, so the mail never presents it as ours (S70); left out if it
/// contained more than a name.
fn somebody(owner: &str) -> String {
    match called(owner) {
        name if name.is_empty() => "有人".to_owned(),
        name => format!("一位自稱「{name}」的人"),
    }
}

fn news_of(news: ContactNews, contact: &str, days: u32) -> (&'static str, String) {
    match news {
        ContactNews::Added => (
            "新增了還原聯絡人",
            format!(
                "有人登入了您的帳戶，重新證明是您本人，並選擇了還原聯絡人：「{contact}」。我們已經詢問對方是否同意，\
                 同意的 {days} 天後才算數（如果是用通行密鑰證明的，只要三分之一的時間）。"
            ),
        ),
        ContactNews::Accepted => (
            "您的還原聯絡人同意了",
            format!(
                "「{contact}」同意擔任您的還原聯絡人，{days} 天後（如果當時是用通行密鑰證明的，只要三分之一的時間）就能用來重新進入帳戶。"
            ),
        ),
        ContactNews::Declined => (
            "您的還原聯絡人不想擔任",
            format!("「{contact}」不想擔任您的還原聯絡人，或不想再繼續擔任。您可以另外選擇一位。"),
        ),
        ContactNews::Gone => (
            "您少了一位還原聯絡人",
            format!("「{contact}」的帳戶已經刪除，因此不再是您的還原聯絡人。您可以另外選擇一位。"),
        ),
        ContactNews::Removed => (
            "移除了還原聯絡人",
            format!("有人登入了您的帳戶，重新證明是您本人，並移除了還原聯絡人：「{contact}」。我們已經通知對方。"),
        ),
        ContactNews::TwoNeeded => (
            "現在需要兩位還原聯絡人協助",
            "從現在起，透過還原聯絡人重新進入帳戶時，需要三位當中兩位的代碼。".to_owned(),
        ),
        ContactNews::OneNeeded => (
            "現在只需要一位還原聯絡人協助",
            "從現在起，透過還原聯絡人重新進入帳戶時，只需要其中一位的代碼。".to_owned(),
        ),
        ContactNews::Asked => (
            "有人請您的還原聯絡人協助",
            "有人想重新進入您的帳戶，並請您的還原聯絡人轉交代碼。如果是您本人，請打電話給對方。目前沒有任何變更，\
             而且單憑聯絡人的代碼，誰都無法進入。"
                .to_owned(),
        ),
        ContactNews::Refused => (
            "還原聯絡人說那不是您",
            format!(
                "有人請您的還原聯絡人轉交代碼，而「{contact}」表示那不是您。那一次的代碼都已失效，您的帳戶沒有任何變更。\
                 如果其實是您本人，請重新開始，並先打電話給聯絡人。"
            ),
        ),
    }
}
