//! `/account/close`, and the account page's panel about it. These texts stay on the server.

use super::around;

screen! {
    /// The texts of `/account/close`.
    Closing {
        heading: "Close my account", "刪除我的帳戶", "注销我的帐户";
        panel:
            "Close the account for good, with everything that we know about you.",
            "永久刪除帳戶，連同我們所知道關於您的一切。",
            "永久注销帐户，连同我们所知道的关于你的一切。";
        link: "Close my account", "刪除我的帳戶", "注销我的帐户";
        closing_lead:
            "Nothing happens at once. For 14 days your account goes on as it is, and you can take this back; all your email addresses are told.",
            "帳戶不會立刻刪除。14 天內一切照舊，您隨時可以收回；您所有的電子郵件地址都會收到通知。",
            "帐户不会立刻注销。14 天内一切照旧，你随时可以撤回；你所有的电子邮件地址都会收到通知。";
        gone:
            "After that, your name, your user name, your email addresses and all your ways to sign in are erased. Nobody can bring the account back, not even an administrator. The organisation's history keeps its entries about you, without your name.",
            "之後，您的姓名、使用者名稱、電子郵件地址和所有登入方式都會清除。任何人都無法復原帳戶，管理員也不行。組織的歷程仍保留與您有關的紀錄，但沒有您的姓名。",
            "之后，你的姓名、用户名、电子邮件地址和所有登录方式都会清除。任何人都无法恢复帐户，管理员也不行。组织的历史记录仍保留与你有关的条目，但没有你的姓名。";
        contacts:
            "Your recovery contacts are released, and people who chose you as theirs are told that they need somebody else.",
            "您的還原聯絡人不再需要協助您；選您擔任還原聯絡人的人也會收到通知，另外找人。",
            "你的恢复联系人不再需要帮助你；选你担任恢复联系人的人也会收到通知，另外找人。";
        name_kept:
            "Your user name is never given to anybody else.",
            "您的使用者名稱不會再給任何人使用。",
            "你的用户名不会再给任何人使用。";
        last:
            "You are the last active global administrator. Name another one first; then you can close your account.",
            "您是最後一位使用中的全域管理員。請先指定另一位，才能刪除您的帳戶。",
            "你是最后一位启用的全局管理员。请先指定另一位，才能注销你的帐户。";
        confirm_first: "Confirm that it's you to close your account", "要刪除帳戶，請先確認是您本人", "要注销帐户，请先确认是你本人";
        closing_submit: "Close my account in 14 days", "14 天後刪除我的帳戶", "14 天后注销我的帐户";
        waits_heading: "Your account is going to be closed", "您的帳戶即將刪除", "你的帐户即将注销";
        keep: "Keep my account", "保留我的帳戶", "保留我的帐户";
        not_you:
            "If it wasn't you who asked for this, keep the account, then change your password and look at where you are signed in.",
            "如果不是您本人要求的，請保留帳戶，然後變更密碼，並查看您在哪些地方登入。",
            "如果不是你本人申请的，请保留帐户，然后修改密码，并查看你在哪些地方登录。";
        onwards: "Go on", "繼續", "继续";
        see: "Look at it", "查看", "查看";
        done_asked:
            "Your account is going to be closed. We have told all your email addresses.",
            "您的帳戶即將刪除。您所有的電子郵件地址都已收到通知。",
            "你的帐户即将注销。你所有的电子邮件地址都已收到通知。";
        done_kept:
            "Your account goes on as it was.",
            "您的帳戶和以前一樣繼續使用。",
            "你的帐户和以前一样继续使用。";
        back: "Back to your account", "回到您的帳戶", "回到你的帐户";
    }
    with {
        /// The date of closing.
        until: fn(&str) -> String =
            |at| around("Your account is closed on ", at, ". Until then you can keep it."),
            |at| around("您的帳戶會在 ", at, " 刪除。在那之前您都可以保留它。"),
            |at| around("你的帐户会在 ", at, " 注销。在那之前你都可以保留它。");
    }
}
