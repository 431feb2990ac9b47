//! `/other-tab`: a tab shows something other than what was last begun in this browser. Also the page for a form whose
//! origin is hidden.

screen! {
    /// The texts of `/other-tab`. The refusal says what happened.
    OtherTab {
        recovery:
            "You started again in another tab",
            "您已在另一個分頁重新開始",
            "你已在另一个标签页重新开始";
        sign_in:
            "You signed in again in another tab",
            "您已在另一個分頁重新登入",
            "你已在另一个标签页重新登录";
        invitation:
            "Another invitation was opened in this browser",
            "這個瀏覽器打開了另一份邀請",
            "这个浏览器打开了另一份邀请";
        contact:
            "Another email was opened in this browser",
            "這個瀏覽器打開了另一封信",
            "这个浏览器打开了另一封邮件";
        codes:
            "Newer codes were made in another tab",
            "已在另一個分頁產生較新的還原碼",
            "已在另一个标签页生成较新的恢复代码";
        person:
            "Somebody else is signed in in this browser now",
            "這個瀏覽器現在登入的是另一個人",
            "这个浏览器现在登录的是另一个人";
        origin:
            "We can't tell where this came from",
            "無法得知這項要求來自哪裡",
            "无法得知这个请求来自哪里";
        go_on: "Go on with that one", "繼續那一次", "继续那一次";
        start_again: "Start again here", "在這裡重新開始", "在这里重新开始";
        sign_in_again: "Sign in again here", "在這裡重新登入", "在这里重新登录";
        show_codes: "Show the newer codes", "顯示較新的還原碼", "显示较新的恢复代码";
        their_account: "Go to that person's account", "前往那個人的帳戶", "前往那个人的帐户";
        other_account: "Sign in as yourself", "以您自己的身分登入", "以你自己的身份登录";
    }
}
