//! Traditional Chinese, in Taiwan's usage: closing an account for good.

use crate::content::BodyPart;
use crate::message::Closing;
use regain_domain::Timestamp;

const KEEP: &str = "保留我的帳戶";

pub(super) fn content(
    what: &Closing,
    link: &str,
    facts: BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, mut blocks) = match what {
        Closing::Asked { until } => (
            "您的帳戶即將刪除",
            vec![
                BodyPart::paragraph(format!(
                    "有人登入您的帳戶，並再次證明是您本人之後，要求刪除帳戶。帳戶會在 {}刪除；在那之前一切照舊，您隨時可以收回。",
                    shown(*until)
                )),
                BodyPart::paragraph(format!(
                    "刪除之後，我們所知道關於您的一切都會清除：姓名、使用者名稱、電子郵件地址，以及所有登入方式。{}之後，任何人都無法復原，管理員也不行。",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "如果想保留帳戶，請登入後收回，或凍結帳戶，凍結也會一併收回。如果不是您本人要求的，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
                BodyPart::button(KEEP, link),
            ],
        ),
        Closing::TakenBack {
            last_administrator: false,
        } => (
            "您的帳戶不會刪除了",
            vec![
                BodyPart::paragraph(
                    "有人登入您的帳戶，收回了刪除帳戶的要求。帳戶和以前一樣繼續使用。",
                ),
                BodyPart::paragraph(
                    "如果您確實想刪除帳戶，而收回的人不是您，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
                BodyPart::button("查看我的帳戶", link),
            ],
        ),
        Closing::TakenBack {
            last_administrator: true,
        } => (
            "您的帳戶無法刪除",
            vec![
                BodyPart::paragraph(
                    "您先前要求刪除帳戶。您現在是最後一位使用中的全域管理員，一旦刪除，您的組織就再也無法管理帳戶，所以您的帳戶照舊保留。請先指定另一位全域管理員，再提出一次。",
                ),
                BodyPart::button("查看我的帳戶", link),
            ],
        ),
        Closing::Announced { until, asked: true } => (
            "您的帳戶三天後刪除",
            vec![
                BodyPart::paragraph(format!(
                    "您要求刪除帳戶。帳戶會在 {}刪除，我們所知道關於您的一切到時都會清除，任何人都無法復原。",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "如果這正是您要的，什麼都不必做。如果想保留帳戶，請登入後收回，或凍結帳戶，凍結也會一併收回。",
                ),
                BodyPart::button(KEEP, link),
            ],
        ),
        Closing::Announced {
            until,
            asked: false,
        } => (
            "您已停用的帳戶即將清除",
            vec![
                BodyPart::paragraph(format!(
                    "您的帳戶已經停用很久了。如果一直停用，帳戶會在 {}清除，連同我們所知道關於您的一切：姓名、使用者名稱、電子郵件地址，以及所有登入方式。",
                    shown(*until)
                )),
                BodyPart::paragraph("如果您還需要這個帳戶，請在那之前請您的組織重新啟用。"),
            ],
        ),
        Closing::Done => (
            "您的帳戶已永久刪除",
            vec![
                BodyPart::paragraph(
                    "您的帳戶已經不在了，我們所知道關於您的一切也已清除：姓名、使用者名稱、電子郵件地址，以及所有登入方式。組織的歷程仍保留與您有關的紀錄，但沒有您的姓名。",
                ),
                BodyPart::paragraph(
                    "這是我們寄給您的最後一封郵件，您不需要做任何事。日後若再受邀請，您會得到一個新的帳戶。",
                ),
            ],
        ),
    };

    blocks.push(facts);
    (title.to_owned(), title.to_owned(), blocks)
}
