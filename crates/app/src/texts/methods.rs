//! `/account/methods` and `/account/devices`. These texts stay on the server.

use super::{around, number};

screen! {
    /// The texts of the person's own methods, sessions and devices.
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
        passkeys: "Passkeys", "通行密鑰", "通行密钥";
        no_passkeys:
            "None yet. A passkey signs you in without a password, and is enough by itself to get back in.",
            "還沒有。有了通行密鑰，不用密碼就能登入，單憑它也能重新進入。",
            "还没有。有了通行密钥，不用密码就能登录，单凭它也能重新进入。";
        add_passkey: "Add a passkey", "新增通行密鑰", "添加通行密钥";
        synced: "Syncs to your other devices", "會同步到您的其他裝置", "会同步到你的其他设备";
        one_device: "On one device only", "只在一部裝置上", "只在一台设备上";
        security_key: "On a security key", "在安全金鑰上", "在安全密钥上";
        done_passkey: "The passkey is added.", "已新增通行密鑰。", "已添加通行密钥。";
        rename: "Rename", "重新命名", "重命名";
        remove: "Remove", "移除", "移除";
        name: "Name", "名稱", "名称";
        last_app:
            "Signing in needs one: to remove this one, add another app or a passkey first.",
            "登入時需要它：要移除，請先新增另一個應用程式或通行密鑰。",
            "登录时需要它：要移除，请先添加另一个应用或通行密钥。";
        never_used: "Not used yet", "還沒用過", "还没用过";
        codes: "Saved recovery codes", "還原碼", "恢复代码";
        codes_lead:
            "{saved_codes} codes on paper or in a password manager, each good for one use.",
            "寫在紙上或存在密碼管理工具裡的 {saved_codes} 組代碼，每組只能用一次。",
            "写在纸上或存在密码管理器里的 {saved_codes} 个代码，每个只能用一次。";
        renew: "Make new codes", "產生新的還原碼", "生成新的恢复代码";
        renew_lead:
            "The earlier ones no longer sign in, but help you to get back in for 7 more days.",
            "原來的不能再用來登入，但七天之內仍可用來重新進入。",
            "原来的不能再用来登录，但七天之内仍可用来重新进入。";
        mail: "Email", "電子郵件", "电子邮件";
        new_codes: "Your new recovery codes", "您新的還原碼", "你新的恢复代码";
        new_codes_lead:
            "They sign in at once. Keep the earlier ones for 7 days too: until the new ones count, they still help you to get back in.",
            "現在就能用來登入。原來的請再保留七天：新的算數之前，仍可用原來的重新進入。",
            "现在就能用来登录。原来的请再保留七天：新的算数之前，仍可用原来的重新进入。";
        new_codes_gone:
            "They can't be shown again. If you didn't keep them, make new ones.",
            "無法再次顯示。如果沒有保存，請產生新的。",
            "无法再次显示。如果没有保存，请生成新的。";
        kept: "I have kept them", "我已經保存好了", "我已经保存好了";
        done_added: "The authenticator app is added.", "已新增驗證器應用程式。", "已添加身份验证器应用。";
        done_renamed: "It has been renamed.", "已重新命名。", "已重命名。";
        former: "Removed or set aside", "已移除或擱置的", "已移除或搁置的";
        former_lead:
            "What was changed or removed still helps you to get back in, or to open a frozen account, for at least seven days: so nobody who was in your account for a moment can shut you out. What was new when your account was opened again is set aside until you say that it is yours.",
            "變更或移除的方式，至少七天之內仍可用來重新進入或解除凍結：這樣一來，就算有人短暫進入過您的帳戶，也無法把您擋在外面。帳戶重新開啟時才剛加入的，會先擱置，等您確認是自己的。",
            "更改或移除的方式，至少七天之内仍可用来重新进入或解除冻结：这样一来，就算有人短暂进入过你的帐户，也无法把你挡在外面。帐户重新打开时才刚加入的，会先搁置，等你确认是自己的。";
        set_aside: "Set aside: it doesn't work", "已擱置，無法使用", "已搁置，不能使用";
        mine: "That's mine", "這是我的", "这是我的";
        put_back: "Put back", "放回來", "放回来";
        end_now: "End it now", "立刻終止", "立刻终止";
        end_lead:
            "To end something at once, because someone else has it now, confirm with a passkey, or with a code of an app and then with a recovery code.",
            "如果已經落到別人手裡，要立刻終止，請用通行密鑰確認，或先用應用程式的驗證碼、再用還原碼確認。",
            "如果已经落到别人手里，要立刻终止，请用通行密钥确认，或先用应用的验证码、再用恢复代码确认。";
        confirm_more: "Confirm in another way, too", "再用另一種方式確認", "再用另一种方式确认";
        app: "Authenticator app", "驗證器應用程式", "身份验证器应用";
        passkey: "Passkey", "通行密鑰", "通行密钥";
        done_put_back: "It is there again.", "已放回來。", "已放回来。";
        done_gone: "It is gone for good.", "已永久移除。", "已永久移除。";
        done_removed: "It has been removed.", "已移除。", "已移除。";
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
        only_this: "You aren't signed in anywhere else.", "您沒有在別處登入。", "你没有在别处登录。";
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
    }
    with {
        /// Time at which a credential was added.
        added: fn(&str) -> String =
            |at| around("Added ", at, ""), |at| around("新增於 ", at, ""), |at| around("添加于 ", at, "");
        /// Time of its last use.
        used: fn(&str) -> String =
            |at| around("Last used ", at, ""), |at| around("上次使用：", at, ""), |at| around("上次使用：", at, "");
        /// Date from which it counts in a recovery.
        counts_from: fn(&str) -> String =
            |at| around("For getting back in it counts from ", at, ""),
            |at| around("用於重新進入時，從 ", at, " 起算數"),
            |at| around("用于重新进入时，从 ", at, " 起算数");
        /// Date until which a removed credential counts in a recovery.
        counts_until: fn(&str) -> String =
            |at| around("For getting back in it counts until ", at, ""),
            |at| around("用於重新進入時，到 ", at, " 為止算數"),
            |at| around("用于重新进入时，到 ", at, " 为止算数");
        /// Date from which the saved codes count in a recovery.
        codes_from: fn(&str) -> String =
            |at| around("They sign in already; for getting back in they count from ", at, "."),
            |at| around("現在就能用來登入；用於重新進入時，從 ", at, " 起算數。"),
            |at| around("现在就能用来登录；用于重新进入时，从 ", at, " 起算数。");
        /// Number of saved codes left.
        codes_left: fn(u32) -> String =
            |n| number("", n, if n == 1 { " code is left." } else { " codes are left." }),
            |n| number("還剩 ", n, " 組。"),
            |n| number("还剩 ", n, " 个。");
        /// Start of a session.
        since: fn(&str) -> String =
            |at| around("Since ", at, ""), |at| around("開始於 ", at, ""), |at| around("开始于 ", at, "");
        /// End of the time without a second step.
        remembered: fn(&str) -> String =
            |at| around("No second step until ", at, ""),
            |at| around("在 ", at, " 之前不要求第二步"),
            |at| around("在 ", at, " 之前不要求第二步");
    }
}
