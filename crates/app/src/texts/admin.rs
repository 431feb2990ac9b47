//! `/admin` and the pages below it. These texts stay on the server.

use super::history::{event, role_name};
use super::{Texts, around, number};
use regain_domain::{HistoryEvent, PersonStatus, Role};

screen! {
    /// The texts of administrators' screens.
    Admin {
        area: "Administration", "管理", "管理";
        people: "People", "人員", "人员";
        invite: "Invite people", "邀請人員", "邀请人员";
        requests: "Role requests", "角色變更要求", "角色更改请求";
        history: "History of everybody", "所有人的歷程", "所有人的历史记录";
        any: "Any", "全部", "全部";
        search: "Search", "搜尋", "搜索";
        search_label: "Name, user name or email", "姓名、使用者名稱或電子郵件", "姓名、用户名或电子邮件";
        nobody:
            "Nobody found. Try fewer letters, or another filter.",
            "找不到任何人。請減少字數，或換個條件。",
            "没有找到任何人。请减少字数，或换个条件。";
        next: "Next page", "下一頁", "下一页";
        first: "First page", "第一頁", "第一页";
        unnamed: "No name yet", "尚未取名", "还没有名字";
        name: "Name", "姓名", "姓名";
        user_name: "User name", "使用者名稱", "用户名";
        email: "Email", "電子郵件", "电子邮件";
        status: "Status", "狀態", "状态";
        role: "Role", "角色", "角色";
        invited_on: "First invited", "首次邀請", "首次邀请";
        activated_on: "Account set up", "帳戶設定完成", "帐户设置完成";
        invitation_ends: "Invitation open until", "邀請有效至", "邀请有效至";
        erased_on: "Will be erased on", "預定清除時間", "预定清除时间";
        frozen_since: "Frozen since", "凍結於", "冻结于";
        is_you:
            "This is you. You can freeze your own account on its own page; nobody can disable their own.",
            "這是您本人。要凍結自己的帳戶，請到帳戶頁面；沒有人能停用自己的帳戶。",
            "这是你本人。要冻结自己的帐户，请到帐户页面；没有人能停用自己的帐户。";
        is_last:
            "This is the last active global administrator: the account can't be disabled and keeps its role. Invite \
             another one first.",
            "這是最後一位使用中的全域管理員，不能停用，也不能變更角色。請先邀請另一位。",
            "这是最后一位启用的全局管理员，不能停用，也不能更改角色。请先邀请另一位。";
        is_frozen:
            "The owner froze this account, or its stored data was changed from outside. Only its owner can open it, with a \
             second step or by getting back in.",
            "這個帳戶由本人凍結，或儲存的資料遭外部更動。只有本人用第二步登入或重新進入後，才能再次開啟。",
            "这个帐户由本人冻结，或保存的数据遭外部改动。只有本人用第二步登录或重新进入后，才能再次打开。";
        why: "Why there is no \"Reset password\"", "為什麼沒有「重設密碼」", "为什么没有“重置密码”";
        why_text:
            "Nobody can choose, clear or see another person's password or ways back, administrators included. Otherwise \
             whoever takes over one administrator takes over everybody. The person gets back in on their own, with two proofs, at \
             this address:",
            "沒有人能為別人選擇、清除或查看密碼和重新進入的方法，管理員也不例外。否則只要一位管理員遭人冒用，所有人都會受害。本人憑兩項\
             證明就能自行重新進入，請對方開啟這個網址：",
            "没有人能为别人选择、清除或查看密码和重新进入的办法，管理员也不例外。否则只要一位管理员被人冒用，所有人都会受害。本人凭两项\
             证明就能自行重新进入，请对方打开这个网址：";
        why_lost:
            "When every way back is lost",
            "失去所有重新進入的方法時",
            "失去所有重新进入的办法时";
        access: "Access", "存取權", "访问权限";
        disable_lead:
            "Disabling ends every session and recovery at once. Password and ways back stay as they are. The person is told, \
             with your reason.",
            "停用會立刻結束所有登入和進行中的重新進入。密碼和重新進入的方法都維持原樣。系統會通知對方，並附上您寫的原因。",
            "停用会立刻结束所有登录和正在进行的重新进入。密码和重新进入的办法都保持原样。系统会通知对方，并附上你写的原因。";
        cancel_act: "Cancel", "取消", "取消";
        reason: "Reason", "原因", "原因";
        reason_hint:
            "At most 200 characters. The person reads it.",
            "最多 200 個字元，對方會看到。",
            "最多 200 个字符，对方会看到。";
        disable: "Disable this account", "停用這個帳戶", "停用这个帐户";
        enable_lead:
            "Enabling gives back exactly what was there: the same password, the same ways back. The person is told.",
            "重新啟用後一切照舊：同樣的密碼，同樣的重新進入方法。系統會通知對方。",
            "重新启用后一切照旧：同样的密码，同样的重新进入办法。系统会通知对方。";
        enable: "Enable this account", "重新啟用這個帳戶", "重新启用这个帐户";
        sessions_lead:
            "The person is signed out everywhere and told. Signing in again works at once.",
            "對方會在所有裝置上登出，並收到通知，之後可以立刻重新登入。",
            "对方会在所有设备上退出登录，并收到通知，之后可以立刻重新登录。";
        end_sessions: "End all sessions", "結束所有登入", "结束所有登录";
        role_lead:
            "A second administrator has to confirm it. When the role changes, the person is told and signed out.",
            "必須由第二位管理員確認。角色變更時，對方會收到通知並登出。",
            "必须由第二位管理员确认。角色更改时，对方会收到通知并退出登录。";
        request_role: "Ask for this role", "要求變更為這個角色", "请求更改为这个角色";
        see_requests: "See role requests", "查看角色變更要求", "查看角色更改请求";
        invitation: "Invitation", "邀請", "邀请";
        invitation_lead:
            "A new invitation replaces the earlier one. Once an invitation is taken back, it can't be accepted any more, and the \
             address is free for another.",
            "新的邀請會取代先前的邀請。收回之後就無法再接受，這個地址可以另行邀請。",
            "新的邀请会取代之前的邀请。收回之后就无法再接受，这个地址可以另行邀请。";
        invite_again: "Send a new invitation", "寄送新的邀請", "发送新的邀请";
        cancel: "Take the invitation back", "收回邀請", "收回邀请";
        one: "One person", "一位", "一位";
        address: "Email address", "電子郵件地址", "电子邮件地址";
        language: "Language of the invitation", "邀請的語言", "邀请的语言";
        send: "Send invitation", "寄出邀請", "发送邀请";
        many: "Many people", "多位", "多位";
        table: "Addresses", "地址", "地址";
        table_hint:
            "One person a line: an address, or an address and a language (en, zh-Hant, zh-Hans, or its name), as in a CSV file \
             or copied from a spreadsheet; or a list of addresses, as in a mail program. At most 200 people. Nothing is sent \
             before you have seen the preview.",
            "每行一位：一個地址，或一個地址加語言（en、zh-Hant、zh-Hans 或語言名稱），可以貼上 CSV 檔或試算表的內容，也可以貼上郵件軟體裡的\
             一串地址。最多 200 位。在您看過預覽之前，什麼都不會寄出。",
            "每行一位：一个地址，或一个地址加语言（en、zh-Hant、zh-Hans 或语言名称），可以粘贴 CSV 文件或电子表格的内容，也可以粘贴邮件程序里的\
             一串地址。最多 200 位。在你看过预览之前，什么都不会发送。";
        preview: "Preview", "預覽", "预览";
        preview_empty: "There is no address in it.", "裡面沒有任何地址。", "里面没有任何地址。";
        send_many: "Send these invitations", "寄出這些邀請", "发送这些邀请";
        bad_left:
            "Lines with a problem are left out. Correct them above and preview again, or send the others now.",
            "有問題的行不會寄出。請在上方修正後再次預覽，或先寄出其他的。",
            "有问题的行不会发送。请在上方改正后再次预览，或先发送其他的。";
        bad_address: "This isn't a complete email address.", "這不是完整的電子郵件地址。", "这不是完整的电子邮件地址。";
        bad_language:
            "This isn't a language that Regain speaks: en, zh-Hant or zh-Hans.",
            "語言代碼只能是 en、zh-Hant 或 zh-Hans。",
            "语言代码只能是 en、zh-Hant 或 zh-Hans。";
        bad_repeated: "An earlier line has the same address.", "前面已經有相同的地址。", "前面已经有相同的地址。";
        bad_form:
            "This line can't be read. Check its quotation marks.",
            "這一行無法讀取，請檢查引號。",
            "这一行无法读取，请检查引号。";
        bad_many:
            "This line and those below are more than can be invited at once. Invite them afterwards.",
            "從這一行起超過一次能邀請的人數，請之後再邀請。",
            "从这一行起超过一次能邀请的人数，请之后再邀请。";
        no_requests: "Nothing is waiting for a second administrator.", "沒有等待確認的要求。", "没有等待确认的请求。";
        confirm: "Confirm", "確認", "确认";
        turn_down: "Turn down", "不同意", "不同意";
        take_back: "Take the request back", "收回要求", "收回请求";
        needs_second:
            "Somebody else has to confirm it: neither the person who asked, nor the person who gets the role.",
            "必須由其他人確認，不能是提出要求的人，也不能是得到角色的人。",
            "必须由其他人确认，不能是提出请求的人，也不能是得到角色的人。";
        switches_off:
            "This switches a way back off. It only takes effect if a second administrator confirms it.",
            "這會停用一種重新進入的方法，要有第二位管理員確認才會生效。",
            "这会停用一种重新进入的办法，要有第二位管理员确认才会生效。";
        happened: "What happened", "發生的事", "发生的事";
        filter: "Show", "顯示", "显示";
        verify: "Verify the whole history", "驗證整份歷程", "验证全部历史记录";
        export: "Export", "匯出", "导出";
        export_lead:
            "What the filter shows, at most 100,000 entries, without devices and places. Every export is itself an entry.",
            "匯出符合條件的紀錄，最多 100,000 筆，不含裝置和地點。每次匯出也會寫成一筆紀錄。",
            "导出符合条件的记录，最多 100,000 条，不含设备和地点。每次导出也会写成一条记录。";
        export_csv: "As CSV", "表格檔（CSV）", "表格文件（CSV）";
        export_json: "As JSON lines", "逐行資料（JSON）", "逐行数据（JSON）";
        no_entries: "No entries match.", "沒有符合條件的紀錄。", "没有符合条件的记录。";
        of_person: "Only one person's entries are shown.", "只顯示一個人的紀錄。", "只显示一个人的记录。";
        of_everybody: "Everybody's entries", "所有人的紀錄", "所有人的记录";
        persons_history: "History of this person", "這個人的歷程", "这个人的历史记录";
        done_invited:
            "The invitation is on its way. If the address has an account already, its owner is told instead, and nothing \
             changes.",
            "邀請已寄出。如果這個地址已經有帳戶，系統會改為通知帳戶本人，一切都不會變更。",
            "邀请已发出。如果这个地址已经有帐户，系统会改为通知帐户本人，一切都不会变化。";
        done_many: "The invitations are on their way.", "邀請都已寄出。", "邀请都已发出。";
        done_cancelled: "The invitation is taken back.", "邀請已收回。", "邀请已收回。";
        done_disabled:
            "The account is disabled, and the person is told.",
            "帳戶已停用，並已通知對方。",
            "帐户已停用，并已通知对方。";
        done_enabled:
            "The account is enabled again, as it was, and the person is told.",
            "帳戶已照原樣重新啟用，並已通知對方。",
            "帐户已照原样重新启用，并已通知对方。";
        done_sessions:
            "All sessions are ended, and the person is told.",
            "所有登入都已結束，並已通知對方。",
            "所有登录都已结束，并已通知对方。";
        done_requested:
            "The role has been asked for. The other administrators have been told; one of them has to confirm it.",
            "要求已提出，並已通知其他管理員，須由其中一位確認。",
            "请求已提出，并已通知其他管理员，须由其中一位确认。";
        done_confirmed: "The role is changed, and the person is told.", "角色已變更，並已通知對方。", "角色已更改，并已通知对方。";
        done_refused: "The role stays as it is.", "角色維持不變。", "角色保持不变。";
    }
    with {
        /// Number of people.
        total: fn(u64) -> String =
            |n| number("", n, if n == 1 { " person" } else { " people" }),
            |n| number("共 ", n, " 人"),
            |n| number("共 ", n, " 人");
        /// Number of invitations in a table.
        good: fn(u64) -> String =
            |n| number("", n, if n == 1 { " invitation can be sent." } else { " invitations can be sent." }),
            |n| number("可以寄出 ", n, " 份邀請。"),
            |n| number("可以发送 ", n, " 份邀请。");
        /// A line of a table.
        line: fn(u64) -> String =
            |n| number("Line ", n, ""),
            |n| number("第 ", n, " 行"),
            |n| number("第 ", n, " 行");
        /// The person who requested it.
        asked_by: fn(&str) -> String =
            |name| around("Asked for by ", name, ""),
            |name| around("提出要求的人：", name, ""),
            |name| around("提出请求的人：", name, "");
        /// Date until which it may be confirmed.
        waits_until: fn(&str) -> String =
            |at| around("Waits until ", at, ""),
            |at| around("等待至：", at, ""),
            |at| around("等待至：", at, "");
        /// A requested role.
        waiting: fn(&str) -> String =
            |role| around("Waiting for a second administrator: ", role, "."),
            |role| around("正在等待第二位管理員確認：", role, "。"),
            |role| around("正在等待第二位管理员确认：", role, "。");
        /// Asks for confirmation before an account is disabled.
        disable_sure: fn(&str) -> String =
            |name| around("Disable the account of ", name, "?"),
            |name| around("要停用「", name, "」的帳戶嗎？"),
            |name| around("要停用“", name, "”的帐户吗？");
        /// The consequences of disabling an account.
        disable_means: fn(&str) -> String =
            |name| around("", name, " is signed out everywhere at once, and can't sign in until the account is enabled again. \
                                     Nothing else changes. Your reason is emailed to them."),
            |name| around("「", name, "」會立刻在所有裝置上登出，在重新啟用之前都無法登入。其他什麼都不會改變。您寫的原因會寄給對方。"),
            |name| around("“", name, "”会立刻在所有设备上退出登录，在重新启用之前都无法登录。其他什么都不会改变。你写的原因会发给对方。");
        /// The person an entry is about.
        about: fn(&str) -> String =
            |name| around("about ", name, ""),
            |name| around("關於：", name, ""),
            |name| around("关于：", name, "");
        /// An erased person, by the beginning of their id.
        erased: fn(&str) -> String =
            |id| around("Erased person ", id, ""),
            |id| around("已清除的人 ", id, ""),
            |id| around("已清除的人 ", id, "");
        /// The person who did it.
        by: fn(&str) -> String =
            |name| around("by ", name, ""),
            |name| around("由：", name, ""),
            |name| around("由：", name, "");
        /// The whole history is intact.
        whole: fn(u64) -> String =
            |n| number("Verified: all ", n, " entries are as they were written, and none is missing."),
            |n| number("已驗證：全部 ", n, " 筆紀錄和當初寫下時完全相同，一筆也不少。"),
            |n| number("已验证：全部 ", n, " 条记录和当初写下时完全相同，一条也不少。");
        /// It isn't, from this entry on.
        broken: fn(u64) -> String =
            |n| number("Entry ", n, " is the first that isn't as it was written. Run \"regain audit verify\" on the server."),
            |n| number("從第 ", n, " 筆起和當初寫下的不同。請在伺服器上執行「regain audit verify」。"),
            |n| number("从第 ", n, " 条起和当初写下的不同。请在服务器上运行“regain audit verify”。");
    }
}

impl Texts {
    /// An account's status, in words.
    pub(crate) const fn status(&self, status: PersonStatus) -> &'static str {
        self.pick(match status {
            PersonStatus::Invited => ["invited", "已邀請", "已邀请"],
            PersonStatus::Active => ["active", "使用中", "启用"],
            PersonStatus::Disabled => ["disabled", "已停用", "已停用"],
            PersonStatus::Revoked => ["invitation taken back", "邀請已收回", "邀请已收回"],
            PersonStatus::Erased => ["erased", "已清除", "已清除"],
        })
    }

    /// A role, in words.
    pub(crate) const fn role(&self, role: Role) -> &'static str {
        self.pick(role_name(role))
    }

    /// An event, as told to somebody other than the person concerned.
    pub(crate) const fn event(&self, happened: HistoryEvent) -> &'static str {
        use HistoryEvent as E;
        self.pick(match happened {
            E::Invited => ["A person was invited", "邀請了一個人", "邀请了一个人"],
            E::Activated => ["An account was set up", "帳戶設定完成", "帐户设置完成"],
            E::Disabled => ["An account was disabled", "帳戶已停用", "帐户已停用"],
            E::Enabled => [
                "An account was enabled again",
                "帳戶已重新啟用",
                "帐户已重新启用",
            ],
            E::ClosingAsked => [
                "The owner asked for an account to be closed",
                "本人要求刪除帳戶",
                "本人申请注销帐户",
            ],
            E::ClosingTakenBack => [
                "It was taken back that an account is to be closed",
                "刪除帳戶的要求已收回",
                "注销帐户的申请已撤回",
            ],
            E::ErasureAnnounced => [
                "The owner was told that an account is about to be erased",
                "已通知本人帳戶即將清除",
                "已通知本人帐户即将清除",
            ],
            E::Erased => ["An account was erased", "帳戶已清除", "帐户已清除"],
            E::Frozen => ["An account was frozen", "帳戶已凍結", "帐户已冻结"],
            E::Opened => [
                "An account was opened again",
                "帳戶已再次開啟",
                "帐户已再次打开",
            ],
            E::Tampered => [
                "Stored data was changed from outside; the account was closed",
                "儲存的資料遭外部更動，帳戶已關閉",
                "保存的数据遭外部改动，帐户已关闭",
            ],
            E::RoleChanged => ["A role was changed", "角色已變更", "角色已更改"],
            E::Confirmed => [
                "The owner confirmed that it's them",
                "確認了是本人",
                "确认了是本人",
            ],
            E::ContactsAsked => [
                "Recovery contacts were asked for help",
                "請還原聯絡人協助",
                "请恢复联系人帮忙",
            ],
            E::ContactVouched => [
                "A recovery contact confirmed the owner",
                "還原聯絡人確認了是本人",
                "恢复联系人确认了是本人",
            ],
            E::ContactRefused => [
                "A recovery contact said that it wasn't the owner",
                "還原聯絡人說那不是本人",
                "恢复联系人说那不是本人",
            ],
            E::AddressReleased => [
                "An earlier email address is no longer reserved",
                "不再保留先前的電子郵件地址",
                "不再保留之前的电子邮件地址",
            ],
            other => event(other),
        })
    }
}
