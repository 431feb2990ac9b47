//! "Could you get back in?", the yearly check-up, and the administrators' report. These texts stay on the server.

use super::Texts;
use crate::figures::figured;
use regain_domain::readiness::{Advice, Opens};
use regain_domain::{Loss, Way, Ways};

screen! {
    /// The texts of readiness.
    Ready {
        heading: "Could you get back in?", "您能重新進入嗎？", "你能重新进入吗？";
        yes:
            "Yes: whichever one of these you lose, two other ways are left.",
            "可以：不論遺失哪一樣，都還有另外兩種方法。",
            "可以：不论丢失哪一样，都还有另外两种办法。";
        yes_alone:
            "Yes: whichever one of these you lose, there is still a way back in.",
            "可以：不論遺失哪一樣，都還有方法重新進入。",
            "可以：不论丢失哪一样，都还有办法重新进入。";
        not_always:
            "Not always: look below at what would keep you out, and add what is missing.",
            "不一定：請看下面哪種情況會把您擋在外面，並補上缺少的方法。",
            "不一定：请看下面哪种情况会把你挡在外面，并补上缺少的办法。";
        no:
            "No: if you forgot your password today, you couldn't get back in. Add what is missing now, while you are signed in.",
            "不能：如果您今天忘記密碼，就無法重新進入。請趁現在還在登入狀態，補上缺少的方法。",
            "不能：如果你今天忘记密码，就无法重新进入。请趁现在还在登录状态，补上缺少的办法。";
        picture: "What is left after each loss", "每種情況下還剩下什麼", "每种情况下还剩下什么";
        corner: "When", "情況", "情况";
        nothing_lost: "Today", "今天", "今天";
        column_mail: "Email", "電子郵件", "电子邮件";
        column_code: "Codes", "還原碼", "恢复代码";
        column_passkey: "Passkey", "通行密鑰", "通行密钥";
        column_app: "App", "驗證器", "验证器";
        column_contact: "Contacts", "聯絡人", "联系人";
        row_phone: "No phone", "沒有手機", "没有手机";
        row_mail: "No mailbox", "沒有信箱", "没有邮箱";
        row_codes: "No codes", "沒有還原碼", "没有恢复代码";
        row_passkey: "No passkey", "沒有通行密鑰", "没有通行密钥";
        row_contact: "No contact", "沒有聯絡人", "没有联系人";
        mark_used: "gets you in", "憑它進入", "凭它进入";
        mark_left: "also left", "也還在", "也还在";
        mark_lost: "lost", "遺失", "丢失";
        mark_waits: "doesn't count yet", "還不算數", "还不算数";
        mark_none: "none", "沒有", "没有";
        add: "What to add", "建議您補上", "建议你补上";
        advise_wait:
            "Nothing to do: what you added will count soon. \"Your ways back\" says from when.",
            "不必做什麼：您新增的方法很快就會算數，開始的時間寫在「您重新進入的方法」。",
            "不必做什么：你添加的办法很快就会算数，开始的时间写在“你重新进入的办法”里。";
        advise_codes:
            "Make new recovery codes, and keep them away from your phone. They count at most {quarantine_days} days later.",
            "請產生新的還原碼，並保存在手機以外的地方，最多 {quarantine_days} 天後就算數。",
            "请生成新的恢复代码，并保存在手机以外的地方，最多 {quarantine_days} 天后就算数。";
        advise_device:
            "Add an authenticator app. Then losing your mailbox or your codes doesn't keep you out.",
            "請新增驗證器應用程式。之後就算失去信箱或還原碼，也不會被擋在外面。",
            "请添加身份验证器应用。之后就算失去邮箱或恢复代码，也不会被挡在外面。";
        advise_address:
            "Add a second email address. Then losing one mailbox doesn't keep you out.",
            "請新增第二個電子郵件地址。之後就算失去一個信箱也沒關係。",
            "请添加第二个电子邮件地址。之后就算失去一个邮箱也没关系。";
        taken: "What if somebody took something?", "如果被人拿走了呢？", "如果被人拿走了呢？";
        taken_lead:
            "Freeze your account at once, here or by the link in our emails. For 7 days, what you had before wins over whatever \
             somebody added since, even if they removed yours.",
            "請立刻在這裡，或用我們信中的連結凍結帳戶。7 天之內，您原有的方法勝過別人後來加入的任何東西，就算對方移除了您的也一樣。",
            "请立刻在这里，或用我们邮件中的链接冻结帐户。7 天之内，你原有的办法胜过别人后来添加的任何东西，就算对方移除了你的也一样。";
        taken_one: "Your password, or one of the ways above", "您的密碼，或上面其中一種方法", "你的密码，或上面其中一种办法";
        taken_one_holds:
            "That alone opens nothing. With two others you get back in, and it gives way.",
            "單憑這一樣什麼也打不開。您用另外兩種就能回來，被拿走的就不再算數。",
            "单凭这一样什么也打不开。你用另外两种就能回来，被拿走的就不再算数。";
        taken_password:
            "The password alone opens your account. Add an authenticator app, so that it doesn't.",
            "單憑密碼就能打開您的帳戶。請新增驗證器應用程式，讓密碼不再足夠。",
            "单凭密码就能打开你的帐户。请添加身份验证器应用，让密码不再足够。";
        taken_phone: "Your phone, unlocked", "您沒上鎖的手機", "你没上锁的手机";
        taken_phone_opens:
            "App and email on it are two ways, and no rule can tell who holds them: whoever comes first wins. Keep your codes \
             elsewhere, and freeze the account from any other device.",
            "上面的驗證器和電子郵件就是兩種方法，沒有規則能分辨是誰拿著：先到的人贏。請把還原碼放在別處，並用任何別的裝置凍結帳戶。",
            "上面的验证器和电子邮件就是两种办法，没有规则能分辨是谁拿着：先到的人赢。请把恢复代码放在别处，并用任何别的设备冻结帐户。";
        taken_paper: "Your codes and your mailbox, both", "您的還原碼，加上您的信箱", "你的恢复代码，加上你的邮箱";
        taken_paper_opens:
            "No rule can tell somebody who has both from you. Keep the codes where your mailbox's password isn't.",
            "同時擁有兩者的人，沒有規則能和您分辨。請別把還原碼和信箱的密碼放在一起。",
            "同时拥有两者的人，没有规则能和你分辨。请别把恢复代码和邮箱的密码放在一起。";
        aside_heading: "Set aside when your account was opened", "帳戶重新開啟時擱置的方式", "帐户重新打开时搁置的方式";
        aside:
            "This was added shortly before, and doesn't work until you say that it's yours:",
            "這是不久前加入的，要等您確認是自己的才能使用：",
            "这是不久前加入的，要等你确认是自己的才能使用：";
        aside_link: "Keep or remove it", "保留或移除", "保留或移除";
        ways_link: "Your ways back", "您重新進入的方法", "你重新进入的办法";
        check_link: "Check that you still have them", "檢查這些是否都還在", "检查这些是否都还在";
        devices_link: "Sessions and devices", "登入狀態與裝置", "登录状态与设备";
        on_the_phone:
            "This counts your passkeys as lost too, in case they were on that phone.",
            "如果通行密鑰就在那部手機上，也會一起遺失，所以這裡不算。",
            "如果通行密钥就在那部手机上，也会一起丢失，所以这里不算。";
    }
}

impl Texts {
    /// "If you lost this phone today, …".
    pub(crate) fn loss(&self, loss: Loss, ways: Ways) -> &'static str {
        self.pick(match loss {
            Loss::Phone => [
                "If you lost this phone today",
                "如果您今天遺失了手機",
                "如果你今天丢了手机",
            ],
            Loss::Mail if ways.mail_addresses.counting > 1 => [
                "If you lost your first mailbox today",
                "如果您今天失去了第一個信箱",
                "如果你今天失去了第一个邮箱",
            ],
            Loss::Mail => [
                "If you lost your mailbox today",
                "如果您今天失去了信箱",
                "如果你今天失去了邮箱",
            ],
            Loss::SavedCodes => [
                "If you lost your saved codes today",
                "如果您今天遺失了還原碼",
                "如果你今天丢了恢复代码",
            ],
            Loss::Passkey => [
                "If you lost a passkey today",
                "如果您今天失去了一個通行密鑰",
                "如果你今天失去了一个通行密钥",
            ],
            Loss::Contact => [
                "If you couldn't reach one of your contacts today",
                "如果您今天聯絡不到其中一位聯絡人",
                "如果你今天联系不到其中一位联系人",
            ],
        })
    }

    /// What would then be missing, and what helps.
    pub(crate) fn missing(&self, loss: Loss, ways: Ways) -> &'static str {
        figured(self.pick(match ways.fix(loss) {
            Some(Advice::Wait) if ways.authenticators.waiting > 0 => [
                "you couldn't get back in yet: your new authenticator app counts at most {quarantine_days} days after it was added.",
                "您暫時無法重新進入：新的驗證器應用程式在新增後，最多要等 {quarantine_days} 天才算數。",
                "你暂时无法重新进入：新的身份验证器应用在添加后，最多要等 {quarantine_days} 天才算数。",
            ],
            Some(Advice::Wait) => [
                "you couldn't get back in yet: what you added counts at most {quarantine_days} days after that.",
                "您暫時無法重新進入：新增的方法最多要等 {quarantine_days} 天才算數。",
                "你暂时无法重新进入：添加的办法最多要等 {quarantine_days} 天才算数。",
            ],
            Some(Advice::MakeSavedCodes) => [
                "you couldn't get back in. Make new recovery codes and keep them away from the phone.",
                "您就無法重新進入。請產生新的還原碼，並保存在手機以外的地方。",
                "你就无法重新进入。请生成新的恢复代码，并保存在手机以外的地方。",
            ],
            Some(Advice::AddDevice) => [
                "you couldn't get back in. Add an authenticator app; it counts within {quarantine_days} days.",
                "您就無法重新進入。請新增驗證器應用程式，最多 {quarantine_days} 天後就能算數。",
                "你就无法重新进入。请添加身份验证器应用，最多 {quarantine_days} 天后就能算数。",
            ],
            Some(Advice::AddAddress) => [
                "you couldn't get back in. Add a second email address; it counts within {quarantine_days} days.",
                "您就無法重新進入。請新增第二個電子郵件地址，最多 {quarantine_days} 天後就能算數。",
                "你就无法重新进入。请添加第二个电子邮件地址，最多 {quarantine_days} 天后就能算数。",
            ],
            None => [
                "you couldn't get back in. Make new recovery codes and add an authenticator app.",
                "您就無法重新進入。請產生新的還原碼，並新增驗證器應用程式。",
                "你就无法重新进入。请生成新的恢复代码，并添加身份验证器应用。",
            ],
        }))
    }

    /// "you could get back in with …".
    pub(crate) fn with_these(&self, opens: Opens) -> String {
        let way = |way| {
            self.pick(match way {
                Way::Mail => ["your email", "電子郵件", "电子邮件"],
                Way::SavedCode => ["a saved recovery code", "一組還原碼", "一个恢复代码"],
                Way::Passkey => ["your passkey", "通行密鑰", "通行密钥"],
                Way::Authenticator => {
                    ["your authenticator app", "驗證器應用程式", "身份验证器应用"]
                }
                Way::Contact => ["your recovery contact", "還原聯絡人", "恢复联系人"],
            })
        };
        let [before, and, after] = self.pick([
            ["you could get back in with ", " and ", "."],
            ["還能憑", "和", "重新進入。"],
            ["还能凭", "和", "重新进入。"],
        ]);
        let alone = self.pick([" alone.", "就能重新進入。", "就能重新进入。"]);
        match opens {
            Opens::Alone(one) => [before, way(one), alone].concat(),
            Opens::Both(first, second) => [before, way(first), and, way(second), after].concat(),
        }
    }
}
