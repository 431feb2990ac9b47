//! `/account`.

use super::{around, number};
use crate::figures::figured;

screen! {
    /// The texts of `/account`.
    Account {
        heading: "Your account", "您的帳戶", "你的帐户";
        facts: "About you", "關於您", "关于你";
        name: "Name", "姓名", "姓名";
        user_name: "User name", "使用者名稱", "用户名";
        email: "Email", "電子郵件", "电子邮件";
        saved_codes: "Saved recovery codes left", "剩餘的還原碼", "剩余的恢复代码";
        change_heading: "Change password", "變更密碼", "修改密码";
        change_lead:
            "Afterwards every other device is signed out; this one stays signed in.",
            "變更後，其他裝置都會登出，這部裝置會保持登入。",
            "修改后，其他设备都会退出登录，这台设备会保持登录。";
        confirm_first: "Confirm that it's you to change your password", "要變更密碼，請先確認是您本人", "要修改密码，请先确认是你本人";
        confirmed:
            "Confirmed. You can change your password now.",
            "已確認，現在可以變更密碼。",
            "已确认，现在可以修改密码。";
        current_password: "Current password", "目前的密碼", "当前密码";
        new_password: "New password", "新密碼", "新密码";
        change_submit: "Change password", "變更密碼", "修改密码";
        changed:
            "Your password is changed. Every other device is signed out.",
            "密碼已變更，其他裝置都已登出。",
            "密码已修改，其他设备都已退出登录。";
        forgot_current: "Forgot your current password?", "忘記目前的密碼了嗎？", "忘记当前密码了？";
        history: "Your history", "您的歷程", "你的历史记录";
        history_lead:
            "What happened to your account, when and on which device. Nobody can change it unnoticed.",
            "您的帳戶在何時、哪部裝置上發生了什麼。任何人更改它，都一定看得出來。",
            "你的帐户在何时、哪台设备上发生了什么。任何人改动它，都一定看得出来。";
        history_link: "Your history", "您的歷程", "你的历史记录";
        freeze_link: "Freeze my account", "凍結我的帳戶", "冻结我的帐户";
        administration: "Administration", "管理", "管理";
        sign_out: "Sign out", "登出", "退出登录";
        busy: "Saving…", "正在儲存…", "正在保存…";
    }
    with {
        /// A greeting by name.
        greeting: fn(&str) -> String =
            |name| around("Hello, ", name, "."),
            |name| around("您好，", name, "。"),
            |name| around("你好，", name, "。");
        /// Number of saved recovery codes left, as a value beside its label.
        saved_codes_left: fn(u32) -> String =
            |n| if n == 0 { "None".to_owned() } else { number("", n, figured(" of {saved_codes}")) },
            |n| if n == 0 { "一組也沒有".to_owned() } else { number(figured("{saved_codes} 組中的 "), n, " 組") },
            |n| if n == 0 { "一个也没有".to_owned() } else { number(figured("{saved_codes} 个中的 "), n, " 个") };
    }
}
