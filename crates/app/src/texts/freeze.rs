//! `/freeze` and `/account/freeze`.

use super::around;

screen! {
    /// The texts of `/freeze` and `/account/freeze`.
    Freeze {
        heading: "This wasn't me", "這不是我", "这不是我";
        lead:
            "Freeze the account that the email was about, if what it says wasn't you.",
            "如果郵件中所說的不是您本人操作的，請凍結那個帳戶。",
            "如果邮件里所说的不是你本人操作的，请冻结那个帐户。";
        only:
            "Every session and every recovery under way ends. Nothing else changes: the password and all recovery codes stay \
             as they are.",
            "所有登入和進行中的重新進入都會結束。其他什麼都不會改變：密碼和所有還原碼都維持原樣。",
            "所有登录和正在进行的重新进入都会结束。其他什么都不会改变：密码和所有恢复代码都保持原样。";
        code: "Code from the email", "信中的代碼", "邮件中的代码";
        code_hint:
            "It is in the email, below \"This wasn't me\", in groups of four.",
            "在郵件裡「這不是我」的下方，每四個字元一組。",
            "在邮件里“这不是我”的下方，每四个字符一组。";
        submit: "Freeze my account", "凍結我的帳戶", "冻结我的帐户";
        busy: "Freezing…", "正在凍結…", "正在冻结…";
        done_heading: "The account is frozen", "帳戶已凍結", "帐户已冻结";
        done:
            "Everyone is signed out, and every recovery under way has ended.",
            "所有人都已登出，進行中的重新進入也都已結束。",
            "所有人都已退出登录，正在进行的重新进入也都已结束。";
        reopen:
            "To open the account again, sign in with your password and your second step. If that doesn't work, or if someone \
             else may know your password, get back into your account.",
            "要再次開啟帳戶，請用密碼和第二步登入。如果這樣不行，或別人可能知道您的密碼，請重新進入您的帳戶。",
            "要再次打开帐户，请用密码和第二步登录。如果这样不行，或者别人可能知道你的密码，请重新进入你的帐户。";
        recover: "Get back into your account", "重新進入您的帳戶", "重新进入你的帐户";
        own_heading: "Freeze my account", "凍結我的帳戶", "冻结我的帐户";
        own_lead:
            "If you think that someone else is in your account, freeze it: every session ends, this one too, and so does every \
             recovery under way. Your password and recovery codes stay as they are.",
            "如果您覺得有別人進入了您的帳戶，可以將它凍結：所有登入都會結束，這裡也不例外，進行中的重新進入也會結束。\
             您的密碼和還原碼都維持原樣。",
            "如果你觉得有别人进入了你的帐户，可以把它冻结：所有登录都会结束，这里也不例外，正在进行的重新进入也会结束。\
             你的密码和恢复代码都保持原样。";
        back: "Back to your account", "回到您的帳戶", "回到你的帐户";
    }
    with {
        /// The account to be frozen.
        whose: fn(&str) -> String =
            |name| around("You are about to freeze the account of ", name, "."),
            |name| around("您即將凍結「", name, "」的帳戶。"),
            |name| around("你即将冻结“", name, "”的帐户。");
    }
}
