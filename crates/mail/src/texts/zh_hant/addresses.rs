//! Traditional Chinese, in Taiwan's usage: a person's addresses.

use super::super::minutes;
use crate::content::BodyPart;
use crate::{AddressObjection, Message};
use regain_domain::{AddressesChange, Timestamp};

const NEVER: &str = "請不要把驗證碼告訴任何人。我們絕不會透過電話、訊息或郵件向您索取驗證碼。";

pub(super) fn content(
    message: &Message,
    organisation: &str,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, mut blocks, at): (&str, _, _) = match message {
        Message::AddressCode {
            code,
            at,
            expires_at,
        } => (
            "請確認您的新電子郵件地址",
            vec![
                BodyPart::paragraph("請回到剛才的頁面，輸入這組驗證碼："),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "驗證碼在 {} 分鐘內有效，請在 {}前輸入。",
                    minutes(*at, *expires_at),
                    shown(*expires_at)
                )),
                BodyPart::paragraph(format!(
                    "提出要求的人已登入「{organisation}」的帳戶，並再次證明是本人。沒有驗證碼，什麼都不會發生。"
                )),
                BodyPart::paragraph(NEVER),
                BodyPart::aside(
                    "不是您要求的？",
                    "您可以略過這封郵件，可能是有人把自己的地址打錯了。沒有驗證碼，這個地址不會加入任何帳戶。",
                ),
            ],
            *at,
        ),
        Message::AddressClaimed { at, sign_in_link } => {
            let mut blocks = Vec::from(["有人想把這個電子郵件地址加入自己的帳戶。一切都沒有變動：地址還在原來的地方，對方也沒有收到驗證碼。", "您不需要做任何事。如果是您本人：一個地址只能屬於一個帳戶。"].map(BodyPart::paragraph));
            blocks.push(BodyPart::button("登入", sign_in_link));
            ("有人想使用您的地址", blocks, *at)
        }
        Message::AddressesChanged {
            at,
            change,
            counts_after_days,
            recover_link,
        } => {
            let (title, words) = changed(*change);
            let said = |words: &str| {
                BodyPart::paragraph(words.replace("{}", &counts_after_days.to_string()))
            };
            let mut blocks = Vec::from(words.map(said));
            blocks.push(BodyPart::button("重新進入您的帳戶", recover_link));
            (title, blocks, *at)
        }
        Message::AddressGone {
            at,
            change,
            objection,
        } => {
            let (title, words) = gone(*change);
            (
                title,
                objecting(*change, words, objection.as_ref(), shown),
                *at,
            )
        }
        _ => ("", Vec::new(), Timestamp::from_millis(0)),
    };

    blocks.push(facts(at));
    (title.to_owned(), title.to_owned(), blocks)
}

fn changed(change: AddressesChange) -> (&'static str, [&'static str; 2]) {
    match change {
        AddressesChange::Added => (
            "已新增電子郵件地址",
            [
                "有人登入您的帳戶，並再次證明是您本人之後，新增了第二個電子郵件地址。它現在就能用來登入，{} 天後（如果是用通行密鑰證明的，只要三分之一的時間）也能用來重新進入帳戶。",
                "如果不是您本人，請立刻凍結帳戶，然後重新進入、選擇新密碼，並移除這個地址。",
            ],
        ),
        AddressesChange::Changed => (
            "電子郵件地址已變更",
            [
                "有人登入您的帳戶，並再次證明是您本人之後，用新的電子郵件地址取代了原來的。新地址現在就能用來登入，{} 天後（如果是用通行密鑰證明的，只要三分之一的時間）也能用來重新進入帳戶。如果原來的地址已經算數，至少七天之內，重新進入用的驗證碼仍會寄到那裡。",
                "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。原來已經算數的地址，七天內可以恢復原狀；做法已寄到那裡。",
            ],
        ),
        AddressesChange::Removed => (
            "已移除電子郵件地址",
            [
                "有人登入您的帳戶，並再次證明是您本人之後，移除了第二個電子郵件地址。如果它已經算數，至少七天之內，重新進入用的驗證碼仍會寄到那裡。",
                "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。已經算數的地址，七天內可以恢復原狀；做法已寄到那裡。",
            ],
        ),
        AddressesChange::Ended => (
            "原來的電子郵件地址已不再算數",
            [
                "有人登入您的帳戶，並用兩種方式證明是您本人之後，終止了先前變更或移除的一個電子郵件地址。重新進入用的驗證碼不會再寄到那裡，也不能再恢復它。",
                "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
            ],
        ),
        AddressesChange::Restored => (
            "原來的電子郵件地址已恢復",
            [
                "有一個先前變更或移除的地址，收得到它郵件的人把它恢復了。它和以前一樣，取代它的地址已經不在。所有登入、記得的裝置和進行中的重新進入都已結束，帳戶也已凍結。您的密碼和其他一切都維持原樣。",
                "如果您不清楚原因，可能有別人知道您的密碼：請重新進入帳戶、選擇新密碼，並檢查您重新進入的方法。",
            ],
        ),
    }
}

fn gone(change: AddressesChange) -> (&'static str, &'static str) {
    match change {
        AddressesChange::Removed => (
            "這個地址已從您的帳戶移除",
            "有人登入您的帳戶，並再次證明是您本人之後，從帳戶移除了這個電子郵件地址。",
        ),
        AddressesChange::Ended => (
            "這個地址在您的帳戶裡已不再算數",
            "有人登入您的帳戶，並用兩種方式證明是您本人之後，終止了這個電子郵件地址。重新進入用的驗證碼不會再寄到這裡，也不能再恢復它。",
        ),
        AddressesChange::Restored => (
            "這個地址不再屬於帳戶",
            "原來的地址提出異議，已經恢復。這個地址不再屬於那個帳戶，也不會再收到它的驗證碼和通知。您不需要做任何事。",
        ),
        AddressesChange::Added | AddressesChange::Changed => (
            "這個地址已由另一個取代",
            "有人登入您的帳戶，並再次證明是您本人之後，用另一個電子郵件地址取代了這個地址。",
        ),
    }
}

fn objecting(
    change: AddressesChange,
    words: &'static str,
    objection: Option<&AddressObjection>,
    shown: impl Fn(Timestamp) -> String,
) -> Vec<BodyPart> {
    let mut blocks = vec![BodyPart::paragraph(words)];
    match objection {
        Some(AddressObjection { link, code, until }) => blocks.extend([
            BodyPart::paragraph("如果是您本人，什麼都不必做。"),
            BodyPart::aside(
                "不是您本人操作的？",
                format!("請恢復這個地址。它會和以前一樣，取代它的地址會移除，所有登入都會結束，帳戶會凍結，直到本人再次開啟。其他什麼都不會改變。期限是 {}。", shown(*until)),
            ),
            BodyPart::button("恢復這個地址", link),
            BodyPart::paragraph("如果頁面要求輸入郵件中的代碼，請輸入："),
            BodyPart::value(code.shown()),
            BodyPart::paragraph("請不要把這組代碼告訴任何人。我們絕不會透過電話、訊息或郵件向您索取代碼。"),
        ]),
        None if matches!(change, AddressesChange::Restored | AddressesChange::Ended) => {}
        None => blocks.push(BodyPart::paragraph("它在重新進入時還不算數，所以無法恢復。")),
    }

    blocks
}
