//! Texts shared by several screens.

use super::{Notice, number};

screen! {
    /// Texts shared by several screens.
    Common {
        organisation: "Regain", "Regain", "Regain";
        skip: "Skip to content", "跳到主要內容", "跳到主要内容";
        language: "Language", "語言", "语言";
        language_apply: "Change language", "切換語言", "切换语言";
        next: "Next", "下一步", "下一步";
        back: "Back", "上一步", "上一步";
        continue_: "Continue", "繼續", "继续";
        finish: "Finish", "完成", "完成";
        sign_in: "Sign in", "登入", "登录";
        show_password: "Show password", "顯示密碼", "显示密码";
        hide_password: "Hide password", "隱藏密碼", "隐藏密码";
        problem_title: "Please check this", "請檢查以下內容", "请检查以下内容";
        problem_prefix: "Problem: ", "需要修正：", "需要修正：";
        busy: "One moment…", "請稍候…", "请稍候…";
        proving:
            "One moment, we're checking that this isn't a flood of requests…",
            "請稍候，我們正在確認這不是大量湧入的自動要求…",
            "请稍候，我们正在确认这不是大量涌入的自动请求…";
        offline:
            "The server didn't answer. Nothing was lost; try again.",
            "伺服器沒有回應。您輸入的內容都還在，請再試一次。",
            "服务器没有响应。你输入的内容都还在，请再试一次。";
        try_again: "Try again", "再試一次", "重试";
        footer_promise:
            "Nobody can reset your password for you. That keeps your account yours.",
            "沒有人能替您重設密碼，您的帳戶因此只屬於您。",
            "没有人能替你重置密码，你的帐户因此只属于你。";
    }
    with {
        /// The page's title: its heading, then the organisation.
        page_title: fn(&str, &str) -> String =
            |heading, organisation| [heading, " · ", organisation].concat(),
            |heading, organisation| [heading, " · ", organisation].concat(),
            |heading, organisation| [heading, " · ", organisation].concat();
        /// "Step 2 of 4".
        steps: fn(u32, u32) -> String =
            |n, of| number(&number("Step ", n, " of "), of, ""),
            |n, of| number(&number("第 ", n, " 步，共 "), of, " 步"),
            |n, of| number(&number("第 ", n, " 步，共 "), of, " 步");
        /// A duration in minutes.
        minutes: fn(u32) -> String =
            |n| number("", n, if n == 1 { " minute" } else { " minutes" }),
            |n| number("", n, " 分鐘"),
            |n| number("", n, " 分钟");
        /// A duration in seconds.
        seconds: fn(u32) -> String =
            |n| number("", n, if n == 1 { " second" } else { " seconds" }),
            |n| number("", n, " 秒"),
            |n| number("", n, " 秒");
        /// An unknown address.
        not_found: Notice =
            Notice {
                title: "There is nothing at this address",
                text: "The address may be mistyped, or the page has moved. Nothing has changed in your account.",
                action: "Go to sign-in",
            },
            Notice {
                title: "這個網址沒有內容",
                text: "網址可能輸入有誤，或是頁面已經移動。您的帳戶沒有任何變更。",
                action: "前往登入頁面",
            },
            Notice {
                title: "这个网址没有内容",
                text: "网址可能输入有误，或者页面已经移走。你的帐户没有任何变化。",
                action: "前往登录页面",
            };
        /// A fault of the server.
        fault: Notice =
            Notice {
                title: "Something went wrong on our side",
                text: "This is not your fault. Whatever was already confirmed to you is kept. Please try again in a moment.",
                action: "Try again",
            },
            Notice {
                title: "我們這邊出了問題",
                text: "這不是您的錯。已經向您確認過的內容都還在，請稍後再試一次。",
                action: "再試一次",
            },
            Notice {
                title: "我们这边出了问题",
                text: "这不是你的错。已经向你确认过的内容都还在，请稍后再试。",
                action: "重试",
            };
    }
}
