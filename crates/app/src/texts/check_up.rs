//! `/account/check-up`. These texts stay on the server.

use super::{Texts, around, number};
use regain_domain::check_up::CheckUpReason;

screen! {
    /// The texts of the yearly check-up.
    CheckUp {
        heading: "Can you still use these?", "這些您都還能用嗎？", "这些你都还能用吗？";
        lead:
            "If you ever forget your password, these get you back in. Check that you still have each of them. It takes a minute, and changes nothing.",
            "萬一您忘記密碼，就要靠這些重新進入。請看看是否每一樣都還在。只要一分鐘，也不會改變任何設定。",
            "万一你忘记密码，就要靠这些重新进入。请看看是否每一样都还在。只要一分钟，也不会改变任何设置。";
        first_group: "First four characters of one of your codes", "任一組還原碼的前四個字元", "任意一个恢复代码的前四个字符";
        first_group_hint:
            "Optional: it shows that you have the right ones. The code isn't used up.",
            "可以不填。填了就能確認您手上的是正確的那一份，而且不會用掉還原碼。",
            "可以不填。填了就能确认你手上的是正确的那一份，而且不会用掉恢复代码。";
        no_codes:
            "You have no saved recovery codes left. Make new ones on the page \"Your ways back\".",
            "您的還原碼已經用完。請到「您重新進入的方法」產生新的。",
            "你的恢复代码已经用完。请到“你重新进入的办法”生成新的。";
        done: "Done", "完成", "完成";
        later: "Later", "以後再說", "以后再说";
        gone_heading: "Is something gone?", "有什麼不見了嗎？", "有什么不见了吗？";
        gone:
            "Replace it now, while you are signed in. Later it may be too late.",
            "請趁現在還在登入狀態換掉它，之後可能就來不及了。",
            "请趁现在还在登录状态换掉它，之后可能就来不及了。";
        gone_link: "Your ways back", "您重新進入的方法", "你重新进入的办法";
        checked:
            "Thank you. We will ask again in a year, or when you have fewer of them.",
            "謝謝您。一年後，或這些方法變少時，我們會再問一次。",
            "谢谢你。一年后，或这些办法变少时，我们会再问一次。";
        back: "Back to your account", "回到您的帳戶", "回到你的帐户";
    }
    with {
        /// The tick for the mailboxes.
        mail: fn(&str) -> String =
            |at| around("I still get the mail for ", at, ""),
            |at| around("我還收得到 ", at, " 的郵件"),
            |at| around("我还收得到 ", at, " 的邮件");
        /// The tick for the authenticator apps.
        app: fn(&str) -> String =
            |name| around("I still have my authenticator app: ", name, ""),
            |name| around("我的驗證器應用程式還在：", name, ""),
            |name| around("我的身份验证器应用还在：", name, "");
        /// The tick for the passkeys.
        passkeys: fn(u32) -> String =
            |n| if n == 1 { "I can still use my passkey".to_owned() } else { number("I can still use each of my ", n, " passkeys") },
            |n| number("我的 ", n, " 個通行密鑰都還能用"),
            |n| number("我的 ", n, " 个通行密钥都还能用");
        /// The tick for the recovery contacts.
        contacts: fn(u32) -> String =
            |n| if n == 1 { "I can still reach my recovery contact".to_owned() } else { number("I can still reach each of my ", n, " recovery contacts") },
            |n| number("我的 ", n, " 位還原聯絡人都還聯絡得到"),
            |n| number("我的 ", n, " 位恢复联系人都还联系得到");
        /// The tick for the saved codes.
        saved_codes: fn(u32) -> String =
            |n| number("I still have my saved recovery codes (", n, " left)"),
            |n| number("我的還原碼還在（剩 ", n, " 組）"),
            |n| number("我的恢复代码还在（剩 ", n, " 个）");
        /// Time of the last check.
        last: fn(&str) -> String =
            |at| around("Last checked ", at, ""), |at| around("上次檢查：", at, ""), |at| around("上次检查：", at, "");
    }
}

impl Texts {
    /// The separator between several names.
    pub(crate) const fn between(&self) -> &'static str {
        self.pick([", ", "、", "、"])
    }

    /// Why the owner is asked.
    pub(crate) fn check_up_reason(&self, reason: CheckUpReason) -> &'static str {
        self.pick(match reason {
            CheckUpReason::FewSavedCodes => [
                "You have few saved recovery codes left.",
                "還原碼剩下不多了。",
                "恢复代码剩下不多了。",
            ],
            CheckUpReason::AddressGone => [
                "You have one email address fewer than before.",
                "電子郵件地址比之前少了。",
                "电子邮件地址比之前少了。",
            ],
            CheckUpReason::AuthenticatorGone => [
                "You have one authenticator app fewer than before.",
                "驗證器應用程式比之前少了。",
                "身份验证器应用比之前少了。",
            ],
            CheckUpReason::PasskeyGone => [
                "You have one passkey fewer than before.",
                "通行密鑰比之前少了。",
                "通行密钥比之前少了。",
            ],
            CheckUpReason::ContactGone => [
                "You have one recovery contact fewer than before.",
                "還原聯絡人比之前少了。",
                "恢复联系人比之前少了。",
            ],
            CheckUpReason::Yearly => [
                "You last checked a year ago.",
                "您上次檢查已經是一年前。",
                "你上次检查已经是一年前。",
            ],
        })
    }
}
