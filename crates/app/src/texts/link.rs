//! `/recover/link`: the page that the mailed link opens.

screen! {
    /// The texts of `/recover/link`.
    LinkPage {
        heading: "Confirm it's you", "確認是您本人", "确认是你本人";
        lead:
            "Confirm that you want to get back into your account. If you didn't ask for this, close the page: nothing \
             changes.",
            "請確認是您想重新進入帳戶。如果不是您要求的，請關閉這一頁，什麼都不會改變。",
            "请确认是你想重新进入帐户。如果不是你要求的，请关闭这一页，什么都不会改变。";
        code: "Code from the email", "信中的驗證碼", "邮件中的验证码";
        code_hint:
            "It is beside the link, like ABCD-EFGH.",
            "就在連結旁邊，例如 ABCD-EFGH。",
            "就在链接旁边，例如 ABCD-EFGH。";
        submit: "Confirm", "確認", "确认";
        busy: "Confirming…", "正在確認…", "正在确认…";
        elsewhere_heading: "Type the code where you started", "請在一開始的地方輸入驗證碼", "请在一开始的地方输入验证码";
        elsewhere:
            "This isn't the browser where you started. Type this code there:",
            "這不是您一開始使用的瀏覽器。請在那裡輸入這組驗證碼：",
            "这不是你一开始使用的浏览器。请在那里输入这个验证码：";
        elsewhere_warning:
            "Don't give it to anybody. We never ask for it by phone or message.",
            "不要告訴任何人。我們絕不會用電話或訊息向您要這組驗證碼。",
            "不要告诉任何人。我们绝不会通过电话或消息向你要这个验证码。";
        confirmed_heading: "Confirmed", "已確認", "已确认";
        confirmed:
            "Confirmed. Go back to the tab where you started; it moves on by itself.",
            "已確認。請回到一開始的分頁，它會自動繼續。",
            "已确认。请回到一开始的标签页，它会自动继续。";
        new_code: "Go back and send a new code", "返回並寄送新的驗證碼", "返回并发送新的验证码";
        go_on: "Go on with the newer one", "繼續較新的一次", "继续较新的一次";
        continue_here: "Continue here", "在這裡繼續", "在这里继续";
    }
}
