//! Traditional Chinese, in Taiwan's usage.

mod addresses;
mod closing;
mod contacts;
mod notices;
mod policy;

use super::{TextContext, minutes};
use crate::{
    Message,
    content::{BodyPart, Content},
    date,
};
use regain_domain::Language::TraditionalChinese;

const NOT_YOU: &str = "不是您本人操作的？";
const GET_BACK: &str = "重新進入您的帳戶";
const SIGN_IN: &str = "登入";

pub(super) fn content(message: &Message, setting: TextContext<'_>) -> Content {
    let TextContext {
        organisation,
        device,
        place,
        zone,
    } = setting;
    let shown = |at| date::shown(at, TraditionalChinese, zone);
    let facts = |at| BodyPart::facts(shown(at), device, place, TraditionalChinese);
    let (subject, heading, blocks) = match message {
        Message::Invitation {
            code,
            link,
            expires_at,
        } => (
            format!("「{organisation}」邀請您設定帳戶"),
            "設定您的帳戶".to_owned(),
            vec![
                BodyPart::paragraph(format!(
                    "「{organisation}」已為您準備好帳戶，只要幾分鐘就能設定完成：選擇使用者名稱和密碼，\
                     並把還原碼存好。往後萬一無法登入，您自己就能重新進入帳戶。"
                )),
                BodyPart::button("設定我的帳戶", link),
                BodyPart::paragraph("如果頁面要求輸入邀請碼，請輸入："),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "這份邀請有效至 {}。在那之前您可以隨時中斷，之後再從中斷的地方繼續。",
                    shown(*expires_at)
                )),
                BodyPart::paragraph(
                    "請不要轉寄這封郵件，也不要把邀請碼告訴別人：拿到邀請碼的人就能使用這份邀請。\
                     我們絕不會透過電話、訊息或郵件向您索取邀請碼。",
                ),
                BodyPart::aside(
                    "不清楚為什麼會收到邀請？",
                    "您可以略過這封郵件。只要沒有人使用這份邀請，就不會有任何變動。",
                ),
            ],
        ),
        Message::RecoveryCode {
            code,
            link,
            at,
            expires_at,
        } => (
            "重新進入帳戶的驗證碼".to_owned(),
            "您的驗證碼".to_owned(),
            vec![
                BodyPart::paragraph("請回到剛才的頁面，輸入這組驗證碼："),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "驗證碼在 {} 分鐘內有效，請在 {}前輸入。",
                    minutes(*at, *expires_at),
                    shown(*expires_at)
                )),
                BodyPart::paragraph(
                    "如果您是在同一個瀏覽器中閱讀這封郵件，也可以直接按下面的按鈕，原來的頁面會自動繼續。",
                ),
                BodyPart::button("在這個瀏覽器中繼續", link),
                BodyPart::paragraph(
                    "請不要把驗證碼告訴任何人。我們絕不會透過電話、訊息或郵件向您索取驗證碼。",
                ),
                facts(*at),
                BodyPart::aside(
                    "不是您要求的？",
                    "您可以略過這封郵件。您的帳戶沒有任何變動，而且單憑這組驗證碼也無法進入帳戶。",
                ),
            ],
        ),
        Message::UserName {
            user_name,
            at,
            sign_in_link,
        } => (
            "您的使用者名稱".to_owned(),
            "您的使用者名稱".to_owned(),
            vec![
                BodyPart::paragraph("您要查詢的使用者名稱是："),
                BodyPart::value(user_name.as_str()),
                BodyPart::paragraph("您也可以用收到這封郵件的電子郵件地址登入。"),
                BodyPart::button(SIGN_IN, sign_in_link),
                facts(*at),
                BodyPart::aside(
                    "不是您要求的？",
                    "您不需要做任何事。使用者名稱只寄給了您，您的帳戶也沒有任何變動。",
                ),
            ],
        ),
        Message::Enrolled { at, sign_in_link } => (
            "您的帳戶已經可以使用".to_owned(),
            "您的帳戶已經可以使用".to_owned(),
            vec![
                BodyPart::paragraph(format!(
                    "您在「{organisation}」的帳戶已設定完成，現在就可以登入。"
                )),
                BodyPart::button(SIGN_IN, sign_in_link),
                BodyPart::paragraph(
                    "萬一哪天無法登入，請在登入畫面選擇「無法存取您的帳戶嗎？」，通過兩種驗證就能重新進入帳戶，\
                     例如寄到這個地址的驗證碼，加上一組還原碼。請把還原碼收在即使沒有手機和電腦也拿得到的地方。",
                ),
                BodyPart::paragraph(
                    "除了您自己，沒有人能重設您的密碼；我們也絕不會向您索取密碼、驗證碼或還原碼。",
                ),
                facts(*at),
                BodyPart::aside(
                    "不是您設定的？",
                    format!(
                        "有人使用了寄到這個地址的邀請。請立刻通知「{organisation}」的管理員，管理員可以停用這個帳戶。"
                    ),
                ),
            ],
        ),
        Message::GatePassed { at, start_link } => (
            "重新進入您的帳戶：已通過第 1 步驗證（共 2 步）".to_owned(),
            "已通過第 1 步驗證（共 2 步）".to_owned(),
            vec![
                BodyPart::paragraph(
                    "剛才有人為了重新進入您的帳戶，通過了第 1 步驗證。如果是您本人，請繼續完成第 2 步，\
                     不必理會這封郵件。",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "目前什麼都還沒有改變，對方還需要通過另一種驗證。為了安全起見，請您自己重新進入帳戶並選擇新\
                     密碼，其他人的嘗試就會全部失效。如果別人可能看得到您的郵件，也請一併更改信箱的密碼。",
                ),
                BodyPart::button(GET_BACK, start_link),
            ],
        ),
        Message::PasswordCreated {
            at,
            sessions_ended,
            recover_link,
        } => (
            "您的帳戶已設定新密碼".to_owned(),
            "您的帳戶已設定新密碼".to_owned(),
            vec![
                BodyPart::paragraph("通過兩步驗證之後，您的帳戶設定了新密碼，舊密碼已經失效。"),
                BodyPart::paragraph(match sessions_ended {
                    0 => "當時您的帳戶沒有在任何地方登入。請用新密碼登入。".to_owned(),
                    places => format!(
                        "您的帳戶原本在 {places} 個地方登入，現在已全部登出。請用新密碼重新登入。"
                    ),
                }),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "請立刻重新進入您的帳戶，再選擇另一個新密碼，其他人就會全部被登出。接著請更改信箱的密碼，\
                     因為可能有人在看您的郵件。",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        Message::PasswordKept { at, recover_link } => (
            "您的帳戶又可以登入了".to_owned(),
            "又可以登入了".to_owned(),
            vec![
                BodyPart::paragraph(
                    "兩步驗證都已通過，您的密碼維持不變。先前登入失敗後的等待時間也已取消，現在就可以登入。",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "這表示別人知道了您的密碼。請立刻重新進入您的帳戶並選擇新密碼，其他人就會全部被登出。\
                     也請一併更改信箱的密碼，因為可能有人在看您的郵件。",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        Message::PasswordChanged { at, recover_link } => (
            "您的密碼已變更".to_owned(),
            "您的密碼已變更".to_owned(),
            vec![
                BodyPart::paragraph("您的密碼已在帳戶頁面上變更，舊密碼已經失效。"),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "這表示有人登入了您的帳戶，而且知道您的密碼。請立刻重新進入您的帳戶並選擇新密碼，\
                     其他人就會全部被登出。",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        about_contacts @ (Message::ContactInvitation { .. }
        | Message::ContactAsked { .. }
        | Message::ContactRemoved { .. }
        | Message::ContactNews { .. }) => contacts::content(about_contacts, facts, shown),
        Message::AddressCode { .. }
        | Message::AddressClaimed { .. }
        | Message::AddressesChanged { .. }
        | Message::AddressGone { .. } => addresses::content(message, organisation, facts, shown),
        Message::Closing { at, what, link } => closing::content(what, link, facts(*at), shown),
        notice => notices::content(notice, facts, shown),
    };

    let footer = format!("這封郵件由「{organisation}」自動寄出，請不要直接回覆。");
    Content {
        subject,
        heading,
        blocks,
        footer,
    }
}
