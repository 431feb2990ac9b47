//! `/recover/done`: the results.

use super::{around, number};

screen! {
    /// The texts of `/recover/done`.
    Done {
        new_heading: "Your new password is set", "新密碼已設定", "新密码已设置";
        new_text:
            "Sign in with it from now on. The old one no longer works.",
            "從現在起請用新密碼登入，舊密碼不再有效。",
            "从现在起请用新密码登录，旧密码不再有效。";
        kept_heading: "Your account is open again", "您的帳戶已恢復使用", "你的帐户已恢复使用";
        kept_text:
            "Your password is the same as before. You don't have to wait any longer: you can sign in now.",
            "密碼和原來一樣。不必再等待，現在就可以登入。",
            "密码和原来一样。不必再等待，现在就可以登录。";
        authenticator_heading: "Your new authenticator app is set up", "新的驗證器應用程式已設定", "新的身份验证器应用已设置";
        authenticator_text:
            "Use its codes from now on. The earlier apps no longer work, and your password is the same as before.",
            "從現在起請用它的驗證碼。原來的應用程式已經失效，密碼和原來一樣。",
            "从现在起请用它的验证码。原来的应用已经失效，密码和原来一样。";
        user_name_heading: "Check your email", "請查看您的電子郵件", "请查看你的电子邮件";
        user_name_text:
            "If there is an account, its user name is on its way. It can take a minute; check your spam folder too.",
            "如果有這個帳戶，它的使用者名稱正在寄送途中。可能需要一分鐘，也請看看垃圾郵件匣。",
            "如果有这个帐户，它的用户名正在发送途中。可能需要一分钟，也请看看垃圾邮件箱。";
        what_happened: "What happened", "發生了什麼", "发生了什么";
        proof_mailed: "A code that we emailed to you", "我們寄給您的驗證碼", "我们发给你的验证码";
        proof_saved: "A saved recovery code", "一組保存的還原碼", "一个保存的恢复代码";
        proof_passkey: "A passkey, which was enough for both steps", "通行密鑰，一次就完成了兩個步驟", "通行密钥，一次就完成了两个步骤";
        proof_app: "A code from your authenticator app", "驗證器應用程式的驗證碼", "身份验证器应用的验证码";
        proof_contact: "A code from your recovery contact", "還原聯絡人轉交的代碼", "恢复联系人转告的代码";
        proven_by: "How you proved that it's you", "您用來證明身分的方式", "你用来证明身份的方式";
        saved_code_spent:
            "The saved recovery code you used is spent. Cross it out.",
            "您用掉的那組還原碼已失效，請把它劃掉。",
            "你用掉的那个恢复代码已失效，请把它划掉。";
        codes_set_aside:
            "The recovery codes that were made shortly before are set aside: they no longer work. The ones before them do.",
            "不久前產生的還原碼已擱置，無法使用；在那之前的仍可使用。",
            "不久前生成的恢复代码已搁置，不能使用；在那之前的仍可使用。";
        no_codes:
            "The recovery codes that were made shortly before are set aside: they no longer work. Once signed in, make new ones.",
            "不久前產生的還原碼已擱置，無法使用。登入後請重新產生。",
            "不久前生成的恢复代码已搁置，不能使用。登录后请重新生成。";
        told:
            "We emailed you about it, so that you would notice if it wasn't you.",
            "我們已寄信告知您；萬一不是您本人，您就會發現。",
            "我们已发邮件告知你；万一不是你本人，你就会发现。";
        sign_in: "Sign in", "登入", "登录";
    }
    with {
        /// Number of sessions ended.
        signed_out: fn(u32) -> String =
            |n| match n {
                0 => "No device was signed in.".to_owned(),
                1 => "One device was signed out.".to_owned(),
                _ => number("", n, " devices were signed out."),
            },
            |n| match n {
                0 => "沒有裝置處於登入狀態。".to_owned(),
                _ => number("已將 ", n, " 部裝置登出。"),
            },
            |n| match n {
                0 => "没有设备处于登录状态。".to_owned(),
                _ => number("已让 ", n, " 台设备退出登录。"),
            };
        /// Methods set aside because they were too new.
        set_aside: fn(&str) -> String =
            |names| around("Added shortly before, and set aside: ", names, ". It works again only if, once signed in, you say that it's yours."),
            |names| around("不久前加入、現已擱置：", names, "。登入之後，您確認是自己的，才會恢復使用。"),
            |names| around("不久前加入、现已搁置：", names, "。登录之后，你确认是自己的，才会恢复使用。");
        /// The masked address that was notified.
        told_to: fn(&str) -> String =
            |address| around("We emailed ", address, " about it, so that you would notice if it wasn't you."),
            |address| around("我們已寄信到 ", address, " 告知您；萬一不是您本人，您就會發現。"),
            |address| around("我们已发邮件到 ", address, " 告知你；万一不是你本人，你就会发现。");
        /// Number of saved recovery codes left.
        saved_codes_left: fn(u32) -> String =
            |n| match n {
                0 => "You have no saved recovery codes left.".to_owned(),
                1 => "You have one saved recovery code left.".to_owned(),
                _ => number("You have ", n, " saved recovery codes left."),
            },
            |n| match n {
                0 => "您已經沒有還原碼了。".to_owned(),
                _ => number("您還有 ", n, " 組還原碼。"),
            },
            |n| match n {
                0 => "你已经没有恢复代码了。".to_owned(),
                _ => number("你还有 ", n, " 个恢复代码。"),
            };
    }
}
