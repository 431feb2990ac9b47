//! `/account/methods`, `/account/devices` and "Could you get back in?". Only the server says these words.

use super::{Texts, around, number};
use regain_domain::{Loss, Method, Ways};

screen! {
    /// The words of one's own ways back, and of where one is signed in.
    Methods {
        heading: "Your ways back", "您重新進入的方法", "你重新进入的办法";
        lead:
            "With two of these you get back in whenever you can't sign in. Nobody else can change them.",
            "無法登入時，憑其中兩種就能重新進入。其他人都無法更改。",
            "无法登录时，凭其中两种就能重新进入。其他人都无法更改。";
        confirm_first: "Confirm that it's you to change something", "要變更，請先確認是您本人", "要更改，请先确认是你本人";
        apps: "Authenticator apps", "驗證器應用程式", "身份验证器应用";
        no_apps: "None yet. With one, losing your saved codes or your mailbox doesn't keep you out.",
            "還沒有。有了它，就算遺失還原碼或信箱，也不會被擋在外面。",
            "还没有。有了它，就算丢失恢复代码或邮箱，也不会被挡在外面。";
        add_app: "Add an authenticator app", "新增驗證器應用程式", "添加身份验证器应用";
        rename: "Rename", "重新命名", "重命名";
        remove: "Remove", "移除", "移除";
        name: "Name", "名稱", "名称";
        last_app:
            "Signing in needs one: to remove this one, add another first.",
            "登入時需要它：要移除，請先新增另一個。",
            "登录时需要它：要移除，请先添加另一个。";
        never_used: "Not used yet", "還沒用過", "还没用过";
        codes: "Saved recovery codes", "還原碼", "恢复代码";
        codes_lead:
            "Ten codes on paper or in a password manager, each good for one use.",
            "寫在紙上或存在密碼管理工具裡的十組代碼，每組只能用一次。",
            "写在纸上或存在密码管理器里的十个代码，每个只能用一次。";
        renew: "Make new codes", "產生新的還原碼", "生成新的恢复代码";
        renew_lead:
            "The earlier ones stop working at once.",
            "原來的會立刻失效。",
            "原来的会立刻失效。";
        mail: "Email", "電子郵件", "电子邮件";
        new_codes: "Your new recovery codes", "您新的還原碼", "你新的恢复代码";
        new_codes_lead:
            "The earlier ones no longer work; throw them away.",
            "原來的已經失效，請丟棄。",
            "原来的已经失效，请丢弃。";
        new_codes_gone:
            "They can't be shown again. If you didn't keep them, make new ones.",
            "無法再次顯示。如果沒有保存，請產生新的。",
            "无法再次显示。如果没有保存，请生成新的。";
        kept: "I have kept them", "我已經保存好了", "我已经保存好了";
        done_added: "The authenticator app is added.", "已新增驗證器應用程式。", "已添加身份验证器应用。";
        done_renamed: "The authenticator app has its new name.", "驗證器應用程式已重新命名。", "身份验证器应用已重命名。";
        done_removed: "The authenticator app is removed.", "已移除驗證器應用程式。", "已移除身份验证器应用。";
        done_confirmed:
            "Confirmed. You can make changes for five minutes.",
            "已確認，五分鐘內可以變更。",
            "已确认，五分钟内可以更改。";
        back: "Back to your account", "回到您的帳戶", "回到你的帐户";
        back_to_methods: "Back to your ways back", "回到您重新進入的方法", "回到你重新进入的办法";

        devices_heading: "Sessions and devices", "登入狀態與裝置", "登录状态与设备";
        sessions: "Where you are signed in", "您在哪裡登入", "你在哪里登录";
        this_one: "This device", "這部裝置", "这台设备";
        unknown_device: "Unknown device", "不明裝置", "未知设备";
        end: "End this session", "結束這個登入", "结束这个登录";
        end_others: "End all other sessions", "結束其他所有登入", "结束其他所有登录";
        only_this: "You are signed in nowhere else.", "您沒有在別處登入。", "你没有在别处登录。";
        known: "Devices we know", "我們認得的裝置", "我们认得的设备";
        known_lead:
            "When someone signs in on a device that isn't among these, we email you.",
            "有人用不在其中的裝置登入時，我們會寄信給您。",
            "有人用不在其中的设备登录时，我们会发邮件给你。";
        no_devices: "None yet.", "還沒有。", "还没有。";
        forget: "Forget this device", "不再記得這部裝置", "不再记住这台设备";
        done_ended: "The session is ended.", "已結束那個登入。", "已结束那个登录。";
        done_others: "Every other session is ended.", "其他登入都已結束。", "其他登录都已结束。";
        done_forgotten: "The device is forgotten.", "已不再記得那部裝置。", "已不再记住那台设备。";

        ready_heading: "Could you get back in?", "您能重新進入嗎？", "你能重新进入吗？";
        ready_all:
            "Yes: whichever one of these you lose, two other ways are left.",
            "可以：不論遺失哪一樣，都還有另外兩種方法。",
            "可以：不论丢失哪一样，都还有另外两种办法。";
        ready_not:
            "Not always: look below at what would keep you out, and add what is missing.",
            "不一定：請看下面哪種情況會把您擋在外面，並補上缺少的方法。",
            "不一定：请看下面哪种情况会把你挡在外面，并补上缺少的办法。";
        ready_link: "Your ways back", "您重新進入的方法", "你重新进入的办法";
        devices_link: "Sessions and devices", "登入狀態與裝置", "登录状态与设备";
    }
    with {
        /// When a credential was added.
        added: fn(&str) -> String =
            |at| around("Added ", at, ""), |at| around("新增於 ", at, ""), |at| around("添加于 ", at, "");
        /// When it was used last.
        used: fn(&str) -> String =
            |at| around("Last used ", at, ""), |at| around("上次使用：", at, ""), |at| around("上次使用：", at, "");
        /// From when it counts in a recovery.
        counts_from: fn(&str) -> String =
            |at| around("For getting back in it counts from ", at, ""),
            |at| around("用於重新進入時，從 ", at, " 起算數"),
            |at| around("用于重新进入时，从 ", at, " 起算数");
        /// How many saved codes are left.
        codes_left: fn(u32) -> String =
            |n| number("", n, if n == 1 { " code is left." } else { " codes are left." }),
            |n| number("還剩 ", n, " 組。"),
            |n| number("还剩 ", n, " 个。");
        /// Since when somebody is signed in.
        since: fn(&str) -> String =
            |at| around("Since ", at, ""), |at| around("開始於 ", at, ""), |at| around("开始于 ", at, "");
        /// Until when no second step is asked for.
        remembered: fn(&str) -> String =
            |at| around("No second step until ", at, ""),
            |at| around("在 ", at, " 之前不要求第二步"),
            |at| around("在 ", at, " 之前不要求第二步");
    }
}

impl Texts {
    /// "If you lost this phone today, …".
    pub(crate) fn loss(&self, loss: Loss) -> &'static str {
        self.pick(match loss {
            Loss::Phone => ["If you lost this phone today", "如果您今天遺失了手機", "如果你今天丢了手机"],
            Loss::Mail => ["If you lost your mailbox today", "如果您今天失去了信箱", "如果你今天失去了邮箱"],
            Loss::SavedCodes => {
                ["If you lost your saved codes today", "如果您今天遺失了還原碼", "如果你今天丢了恢复代码"]
            }
        })
    }

    /// What would be missing then.
    pub(crate) fn missing(&self, loss: Loss, ways: Ways) -> &'static str {
        self.pick(match loss {
            Loss::Phone => [
                "you couldn't get back in. Make new recovery codes and keep them away from the phone.",
                "您就無法重新進入。請產生新的還原碼，並保存在手機以外的地方。",
                "你就无法重新进入。请生成新的恢复代码，并保存在手机以外的地方。",
            ],
            Loss::Mail | Loss::SavedCodes if ways.authenticator_waits => [
                "you couldn't get back in yet: your new authenticator app counts three days after it was added.",
                "您暫時無法重新進入：新的驗證器應用程式在新增三天後才算數。",
                "你暂时无法重新进入：新的身份验证器应用在添加三天后才算数。",
            ],
            Loss::Mail | Loss::SavedCodes => [
                "you couldn't get back in. Add an authenticator app; it counts three days later.",
                "您就無法重新進入。請新增驗證器應用程式，三天後就能算數。",
                "你就无法重新进入。请添加身份验证器应用，三天后就能算数。",
            ],
        })
    }

    /// "you could get back in with …".
    pub(crate) fn with_these(&self, ways: [Method; 2]) -> String {
        let way = |method| {
            self.pick(match method {
                Method::Mail => ["your email", "電子郵件", "电子邮件"],
                Method::SavedCode => ["a saved recovery code", "一組還原碼", "一个恢复代码"],
                Method::Authenticator => ["your authenticator app", "驗證器應用程式", "身份验证器应用"],
                Method::Contact => ["your recovery contacts", "還原聯絡人", "恢复联系人"],
            })
        };
        let [before, and, after] = self.pick([
            ["you could get back in with ", " and ", "."],
            ["還能憑", "和", "重新進入。"],
            ["还能凭", "和", "重新进入。"],
        ]);
        [before, way(ways[0]), and, way(ways[1]), after].concat()
    }
}
