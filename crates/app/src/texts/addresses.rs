//! The person's own addresses, and `/object`. These texts stay on the server.

use super::around;

screen! {
    /// The texts of the person's own addresses, and of the page for objecting.
    Addresses {
        add: "Add a second address", "新增第二個地址", "添加第二个地址";
        change: "Change this address", "變更這個地址", "更改这个地址";
        remove: "Remove this address", "移除這個地址", "移除这个地址";
        first_waits:
            "To remove this one, wait until the first one counts.",
            "要移除，請等到第一個地址開始算數。",
            "要移除，请等到第一个地址开始算数。";
        ends_later:
            "It can be ended at once when another of your addresses counts.",
            "等您的另一個地址開始算數後，才能立刻終止。",
            "等你的另一个地址开始算数后，才能立刻终止。";
        heading_add: "Add a second address", "新增第二個地址", "添加第二个地址";
        heading_change: "Change your address", "變更您的地址", "更改你的地址";
        lead_add:
            "Codes and notices go to both addresses, and you can sign in with either.",
            "驗證碼和通知會寄到兩個地址，用任何一個都能登入。",
            "验证码和通知会发到两个地址，用任何一个都能登录。";
        lead_change:
            "We email a code to the new address. Until you enter it here, nothing changes. For at least seven days after that, \
             codes for getting back in still go to the old address, too.",
            "我們會把驗證碼寄到新地址。在您輸入之前，什麼都不會變更。之後至少七天，重新進入用的驗證碼也還會寄到舊地址。",
            "我们会把验证码发到新地址。在你输入之前，什么都不会更改。之后至少七天，重新进入用的验证码也还会发到旧地址。";
        new: "New email address", "新的電子郵件地址", "新的电子邮件地址";
        new_hint: "Like anna@example.org", "例如 anna@example.org", "例如 anna@example.org";
        send: "Email a code", "寄送驗證碼", "发送验证码";
        code_heading: "Enter the code", "輸入驗證碼", "输入验证码";
        code: "Code we emailed to the new address", "寄到新地址的驗證碼", "发到新地址的验证码";
        code_hint:
            "Eight letters and digits. It works for {code_minutes} minutes. Check your spam folder too.",
            "八個字母和數字，{code_minutes} 分鐘內有效。也請查看垃圾郵件匣。",
            "八个字母和数字，{code_minutes} 分钟内有效。也请查看垃圾邮件箱。";
        confirm: "Confirm the address", "確認地址", "确认地址";
        over:
            "This code can't be used any more. Nothing has changed. Send a new one.",
            "這組驗證碼已經不能用了。一切都沒有變更。請寄送新的。",
            "这个验证码已经不能用了。一切都没有变化。请发送新的。";
        resend: "Send a new code", "寄送新的驗證碼", "发送新的验证码";
        spent:
            "No more codes can be sent to new addresses today. You can continue tomorrow.",
            "今天不能再寄送驗證碼到新地址了，請明天再繼續。",
            "今天不能再发送验证码到新地址了，请明天再继续。";
        stop: "Use another address, or stop", "改用其他地址，或停止", "改用其他地址，或停止";
        full:
            "You have two addresses already. Change one of them, or remove the second.",
            "您已經有兩個地址了。請變更其中一個，或移除第二個。",
            "你已经有两个地址了。请更改其中一个，或移除第二个。";
        done_sent: "A code is on its way.", "驗證碼已寄出。", "验证码已发出。";
        done_added:
            "The address is yours: you can sign in with it right away. It takes up to {quarantine_days} days until it counts for \
             getting back in.",
            "這個地址是您的了：現在就能用來登入，最多 {quarantine_days} 天後也能用來重新進入。",
            "这个地址是你的了：现在就能用来登录，最多 {quarantine_days} 天后也能用来重新进入。";
        done_removed:
            "The address is removed. For at least seven days, codes for getting back in still go there.",
            "地址已移除。至少七天之內，重新進入用的驗證碼仍會寄到那裡。",
            "地址已移除。至少七天之内，重新进入用的验证码仍会发到那里。";

        object_heading: "Put an address back", "恢復地址", "恢复地址";
        object_lead:
            "If someone else changed or removed your address, put it back with the code from the email.",
            "如果有別人變更或移除了您的地址，請用信中的代碼恢復。",
            "如果有别人更改或移除了你的地址，请用邮件中的代码恢复。";
        object_only:
            "The address will be what it was before, and any address that took its place is removed. Every session ends, and the \
             account is frozen until its owner opens it again. The password and all recovery codes stay as they are.",
            "地址會和以前一樣，取代它的地址會移除。所有登入都會結束，帳戶會凍結，直到本人再次開啟。密碼和所有還原碼都維持原樣。",
            "地址会和以前一样，取代它的地址会移除。所有登录都会结束，帐户会冻结，直到本人再次打开。密码和所有恢复代码都保持原样。";
        object_code: "Code from the email", "信中的代碼", "邮件中的代码";
        object_hint:
            "It is below the button in the email, in groups of four.",
            "在郵件按鈕的下方，每四個字元一組。",
            "在邮件按钮的下方，每四个字符一组。";
        object: "Put this address back", "恢復這個地址", "恢复这个地址";
        objected_heading: "Your address is back", "您的地址已恢復", "你的地址已恢复";
        objected:
            "It is what it was before. Everyone is signed out, and the account is frozen.",
            "它和以前一樣。所有人都已登出，帳戶也已凍結。",
            "它和以前一样。所有人都已退出登录，帐户也已冻结。";
        reopen:
            "Someone may know your password. Get back into your account, choose a new password, and check your ways back.",
            "可能有別人知道您的密碼。請重新進入您的帳戶、選擇新密碼，並檢查您重新進入的方法。",
            "可能有别人知道你的密码。请重新进入你的帐户、选择新密码，并检查你重新进入的办法。";
        recover: "Get back into your account", "重新進入您的帳戶", "重新进入你的帐户";
        sign_in: "Sign in", "登入", "登录";
    }
    with {
        /// Date since which an address has been the person's.
        since: fn(&str) -> String =
            |at| around("Yours since ", at, ""), |at| around("從 ", at, " 起屬於您"), |at| around("从 ", at, " 起属于你");
        /// The address the code was sent to.
        code_lead: fn(&str) -> String =
            |to| around("We emailed a code to ", to, ". Enter it here; until then nothing changes."),
            |to| around("我們已把驗證碼寄到 ", to, "。請在這裡輸入；在那之前什麼都不會變更。"),
            |to| around("我们已把验证码发到 ", to, "。请在这里输入；在那之前什么都不会更改。");
    }
}
