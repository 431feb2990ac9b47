//! `/admin/policy` and its preview. These texts stay on the server.

mod refused;
mod settings;

use super::{Texts, around, number};
use regain_domain::readiness::Lack;

screen! {
    /// The texts of the policy.
    PolicyWords {
        heading: "Policy", "原則", "策略";
        tab: "Policy", "原則", "策略";
        preview_heading: "What this would change", "這樣做會變更什麼", "这样做会更改什么";
        always: "What always holds", "一律適用", "始终适用";
        gates:
            "Getting back in takes two different proofs, for everybody; administrators can't go below that.",
            "重新進入帳戶需要兩種不同的證明，人人相同，管理員也不能更少。",
            "重新进入帐户需要两种不同的证明，人人相同，管理员也不能更少。";
        fixed_methods:
            "A code by email and saved recovery codes are always offered: they are the two ways that everybody has.",
            "用電子郵件寄驗證碼和使用保存的還原碼一律提供：這是每個人都有的兩種方法。",
            "用电子邮件发验证码和使用保存的恢复代码始终提供：这是每个人都有的两种办法。";
        for_programs:
            "Programs read the same at /api/policy.",
            "程式可以從 /api/policy 讀到相同的內容。",
            "程序可以从 /api/policy 读到相同的内容。";
        now: "What holds now", "目前的規定", "目前的规定";
        change: "Change the policy", "變更原則", "更改策略";
        change_lead:
            "Nothing is saved before you have seen whom it concerns. Whatever makes anything easier, or switches a way back off, takes a second administrator.",
            "看過會影響哪些人之後才會儲存。讓任何一項變得寬鬆，或停用一種重新進入的方法，都需要第二位管理員確認。",
            "看过会影响哪些人之后才会保存。让任何一项变得宽松，或停用一种重新进入的办法，都需要第二位管理员确认。";
        see_preview: "See what would change", "查看會變更什麼", "查看会更改什么";
        effects: "What a stricter policy does", "規定變嚴格時會怎樣", "规定变严格时会怎样";
        effect_password:
            "A longer password is only asked for when somebody next chooses one. Passwords that people already have keep working.",
            "密碼長度提高後，下次設定新密碼時才適用，現有的密碼仍然有效。",
            "密码长度提高后，下次设置新密码时才适用，现有的密码仍然有效。";
        effect_second:
            "Where a second step becomes required, whoever hasn't set one up is asked for a saved recovery code; whoever has \
             neither can still sign in. New accounts are only finished with one.",
            "開始要求第二步後，還沒有設定的人會改為輸入一組還原碼；兩者都沒有的人仍然可以登入。新帳戶要設定好第二步才算完成。",
            "开始要求第二步后，还没有设置的人会改为输入一个恢复代码；两者都没有的人仍然可以登录。新帐户要设置好第二步才算完成。";
        effect_methods:
            "A way back that is switched off opens no account from that day on. It stays in people's accounts, and signing in \
             with it still works.",
            "停用一種重新進入的方法後，從那天起就不能再用它打開帳戶。它仍留在帳戶裡，也仍然可以用來登入。",
            "停用一种重新进入的办法后，从那天起就不能再用它打开帐户。它仍留在帐户里，也仍然可以用来登录。";
        effect_times:
            "Shorter times hold for what begins from then on; for sessions and remembered devices they hold at once. Sessions of whoever has a role are short, whatever stands here.",
            "時間縮短後，適用於之後開始的步驟；對登入狀態和記住的裝置則立即適用。擔任管理角色的人，無論這裡怎麼設定，登入狀態都只維持很短的時間。",
            "时间缩短后，适用于之后开始的步骤；对登录状态和记住的设备则立即适用。担任管理角色的人，不管这里怎么设置，登录状态都只保持很短的时间。";
        effect_notice:
            "Where somebody would fall short, it only takes effect after 7 days, and they are told what to add.",
            "如果有人會因此不符合規定，要 7 天後才會生效，我們也會通知這些人要補上什麼。",
            "如果有人会因此不符合规定，要 7 天后才会生效，我们也会通知这些人要补上什么。";
        changes: "What changes", "變更內容", "更改内容";
        no_changes: "Nothing changes: the policy has these values already.", "沒有變更：目前的規定就是這些數值。", "没有更改：目前的规定就是这些数值。";
        loosens:
            "This makes something easier. It only takes effect if a second administrator confirms it.",
            "這會讓某些規定變得寬鬆，要有第二位管理員確認才會生效。",
            "这会让某些规定变得宽松，要有第二位管理员确认才会生效。";
        at_once: "It takes effect at once.", "會立即生效。", "会立即生效。";
        at_once_confirmed: "It takes effect as soon as it is confirmed.", "確認後立即生效。", "确认后立即生效。";
        after_notice:
            "It takes effect 7 days after it is decided, so that the people it concerns can put things right first.",
            "決定 7 天後才會生效，讓受影響的人有時間先補齊。",
            "决定 7 天后才会生效，让受影响的人有时间先补齐。";
        strands:
            "No global administrator could get back in under this policy, so it can't be saved. Let one of them add another \
             way back first.",
            "這樣一來，沒有任何全域管理員能重新進入帳戶，所以不能儲存。請先讓其中一位新增另一種方法。",
            "这样一来，没有任何全局管理员能重新进入帐户，所以不能保存。请先让其中一位添加另一种办法。";
        concerned: "Whom it concerns", "受影響的人", "受影响的人";
        lacks_gates:
            "Couldn't get back in: fewer than two ways back that count are left",
            "無法重新進入：剩下的有效方法不到兩種",
            "无法重新进入：剩下的有效办法不到两种";
        lacks_second:
            "Has no second step for signing in yet",
            "還沒有設定登入的第二步",
            "还没有设置登录的第二步";
        save: "Save", "儲存", "保存";
        ask: "Ask a second administrator", "請第二位管理員確認", "请第二位管理员确认";
        edit: "Change something", "修改內容", "修改内容";
        back: "Back to the policy", "回到原則", "回到策略";
        waiting: "Waiting for a second administrator", "等候第二位管理員確認", "等待第二位管理员确认";
        waiting_forged:
            "This request isn't what an administrator made, or another change came before it. It can only be turned down.",
            "這項要求不是管理員提出的內容，或已有其他變更在前，只能拒絕。",
            "这项请求不是管理员提出的内容，或已有其他更改在前，只能拒绝。";
        scheduled: "To take effect later", "之後生效", "之后生效";
        call_off: "Call it off", "取消這項變更", "取消这项更改";
        one_at_a_time:
            "One change at a time: this one has to be decided, or take effect, before the next.",
            "一次只能有一項變更：這一項處理完或生效後，才能再提出下一項。",
            "一次只能有一项更改：这一项处理完或生效后，才能再提出下一项。";
        not_genuine:
            "The stored policy isn't what administrators decided: someone changed the database. The strictest values hold until \
             two administrators save a policy again. Run \"regain doctor\" on the server.",
            "儲存的原則不是管理員決定的內容：有人更動了資料庫。在兩位管理員重新儲存原則之前，一律採用最嚴格的數值。\
             請在伺服器上執行「regain doctor」。",
            "保存的策略不是管理员决定的内容：有人改动了数据库。在两位管理员重新保存策略之前，一律采用最严格的数值。\
             请在服务器上运行“regain doctor”。";
        check_fields:
            "Some values can't be used, and nothing was saved. See below which, and what is allowed.",
            "有些數值不能使用，尚未儲存任何內容。請看下方哪些不能用、可以用什麼。",
            "有些数值不能使用，尚未保存任何内容。请看下方哪些不能用、可以用什么。";
        done_saved: "The policy is saved, and holds at once.", "原則已儲存，立即生效。", "策略已保存，立即生效。";
        done_later:
            "The policy is saved. It takes effect in 7 days; the people it concerns have been told.",
            "原則已儲存，7 天後生效，受影響的人也已收到通知。",
            "策略已保存，7 天后生效，受影响的人也已收到通知。";
        done_asked:
            "The other global administrators have been told. Nothing changes until one of them confirms it.",
            "已通知其他全域管理員。在其中一位確認之前，一切維持不變。",
            "已通知其他全局管理员。在其中一位确认之前，一切维持不变。";
        done_refused: "The change is turned down. The policy stays as it is.", "已拒絕，原則維持不變。", "已拒绝，策略维持不变。";
        done_called_off: "The change is called off. The policy stays as it is.", "已取消，原則維持不變。", "已取消，策略维持不变。";
        yes: "yes", "是", "是";
        no: "no", "否", "否";
        offered: "offered", "提供", "提供";
        not_offered: "not offered", "不提供", "不提供";
    }
    with {
        /// Number of people checked, if nobody is affected.
        nobody: fn(u64) -> String =
            |n| number("", n, if n == 1 { " person checked, nobody falls short." } else { " people checked, nobody falls short." }),
            |n| number("檢查了 ", n, " 個人，沒有人會不符合規定。"),
            |n| number("检查了 ", n, " 个人，没有人会不符合规定。");
        /// Number of people checked, if some are affected.
        checked: fn(u64) -> String =
            |n| number("", n, if n == 1 { " person checked." } else { " people checked." }),
            |n| number("檢查了 ", n, " 個人。"),
            |n| number("检查了 ", n, " 个人。");
        /// Number of people affected.
        people: fn(u64) -> String =
            |n| number("", n, if n == 1 { " person would fall short." } else { " people would fall short." }),
            |n| number("有 ", n, " 個人會不符合規定。"),
            |n| number("有 ", n, " 个人会不符合规定。");
        /// Date from which it is in force.
        from: fn(&str) -> String =
            |at| around("Holds from ", at, ""),
            |at| around("生效時間：", at, ""),
            |at| around("生效时间：", at, "");
        /// The person who decided.
        decided_by: fn(&str) -> String =
            |name| around("Decided by ", name, ""),
            |name| around("決定的人：", name, ""),
            |name| around("决定的人：", name, "");
        /// The old and the new value.
        became: fn(&str, &str) -> String =
            |old, new| [old, " becomes ", new].concat(),
            |old, new| [old, "，改為：", new].concat(),
            |old, new| [old, "，改为：", new].concat();
        /// The range of a number.
        between: fn(u32, u32) -> String =
            |min, max| format!("From {min} to {max}."),
            |min, max| format!("{min} 到 {max}。"),
            |min, max| format!("{min} 到 {max}。");
    }
}

impl Texts {
    /// What a person would lack.
    pub(crate) const fn lack(&self, lack: Lack) -> &'static str {
        match lack {
            Lack::Gates => self.policy.lacks_gates,
            Lack::SecondFactor => self.policy.lacks_second,
        }
    }
}

#[cfg(test)]
mod tests;
