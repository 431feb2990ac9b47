//! `/admin/readiness`. These texts stay on the server.

use super::{Texts, around, number};
use regain_domain::Readiness;
use regain_domain::readiness::Shortfall;

screen! {
    /// The texts of the administrators' report.
    Report {
        heading: "Readiness", "還原準備", "恢复准备";
        lead:
            "Who could get back in today, and after losing one thing. Only numbers and kinds are shown; nobody but the owner sees or changes their ways back.",
            "誰今天、或遺失一樣東西之後，還能重新進入。這裡只顯示數量和種類；除了本人，沒有人能查看或變更。",
            "谁今天、或丢失一样东西之后，还能重新进入。这里只显示数量和种类；除了本人，没有人能查看或更改。";
        nobody_yet: "Nobody has enrolled yet.", "還沒有人完成註冊。", "还没有人完成注册。";
        by_state: "How people stand", "整體狀況", "整体状况";
        by_reason: "Why", "原因", "原因";
        nothing_short: "Nobody lacks anything.", "沒有人缺少什麼。", "没有人缺少什么。";
        several: "One person may have several reasons.", "同一個人可能有幾項原因。", "同一个人可能有几项原因。";
        column_state: "State", "狀態", "状态";
        column_reason: "Reason", "原因", "原因";
        column_people: "People", "人數", "人数";
        who: "Who", "名單", "名单";
        search_label: "Name, user name or email", "姓名、使用者名稱或電子郵件", "姓名、用户名或电子邮件";
        export: "As a file", "存成檔案", "导出为文件";
        export_lead:
            "The people found above, with what they lack and how many of each kind they have. The export is written into the history.",
            "匯出上面找到的人、各自缺少什麼，以及每種方法的數量。匯出這件事會寫入歷程。",
            "导出上面找到的人、各自缺少什么，以及每种办法的数量。导出这件事会写入历史记录。";
        export_csv: "Download CSV", "下載 CSV", "下载 CSV";
        never: "not checked since enrolment", "註冊後還沒檢查過", "注册后还没检查过";
    }
    with {
        /// Number of addresses.
        addresses: fn(u32) -> String =
            |n| number("", n, if n == 1 { " address" } else { " addresses" }), |n| number("地址 ", n, ""), |n| number("地址 ", n, "");
        /// Number of saved codes.
        saved_codes: fn(u32) -> String =
            |n| number("", n, if n == 1 { " saved code" } else { " saved codes" }), |n| number("還原碼 ", n, ""), |n| number("恢复代码 ", n, "");
        /// Number of authenticator apps.
        authenticators: fn(u32) -> String =
            |n| number("", n, if n == 1 { " app" } else { " apps" }), |n| number("驗證器 ", n, ""), |n| number("验证器 ", n, "");
        /// Number of passkeys.
        passkeys: fn(u32) -> String =
            |n| number("", n, if n == 1 { " passkey" } else { " passkeys" }), |n| number("通行密鑰 ", n, ""), |n| number("通行密钥 ", n, "");
        /// Number of recovery contacts.
        contacts: fn(u32) -> String =
            |n| number("", n, if n == 1 { " contact" } else { " contacts" }), |n| number("聯絡人 ", n, ""), |n| number("联系人 ", n, "");
        /// Number that don't count yet.
        waiting: fn(u32) -> String =
            |n| number("", n, " not counting yet"), |n| number("其中 ", n, " 項還不算數"), |n| number("其中 ", n, " 项还不算数");
        /// Time of the last check-up.
        checked: fn(&str) -> String =
            |at| around("checked ", at, ""), |at| around("檢查於 ", at, ""), |at| around("检查于 ", at, "");
    }
}

impl Texts {
    /// A person's state.
    pub(crate) fn readiness(&self, state: Readiness) -> &'static str {
        self.pick(match state {
            Readiness::Ready => ["Ready", "準備妥當", "准备妥当"],
            Readiness::FallsShort => [
                "One loss away from being kept out",
                "再遺失一樣就進不來",
                "再丢一样就进不来",
            ],
            Readiness::CannotGetIn => [
                "Can't get back in today",
                "今天就無法重新進入",
                "今天就无法重新进入",
            ],
        })
    }

    /// The reason.
    pub(crate) fn shortfall(&self, reason: Shortfall) -> &'static str {
        self.pick(match reason {
            Shortfall::NoAddress => [
                "No email address that counts",
                "沒有算數的電子郵件地址",
                "没有算数的电子邮件地址",
            ],
            Shortfall::NoSavedCodes => ["No saved codes left", "還原碼已用完", "恢复代码已用完"],
            Shortfall::NoDevice => [
                "No authenticator app or passkey",
                "沒有驗證器應用程式或通行密鑰",
                "没有身份验证器应用或通行密钥",
            ],
            Shortfall::StillWaits => [
                "Something new doesn't count yet",
                "新增的方法還不算數",
                "新添加的办法还不算数",
            ],
            Shortfall::FewSavedCodes => {
                ["Few saved codes left", "還原碼剩下不多", "恢复代码剩下不多"]
            }
            Shortfall::CheckOverdue => ["Not checked for a year", "一年沒有檢查", "一年没有检查"],
        })
    }
}
