//! `/recover/verify`: the choice of a method, the mailed code, the saved code, and the ends of a recovery.

use super::{Notice, around, number};
use crate::figures::figured;

screen! {
    /// The texts of `/recover/verify`.
    Verify {
        heading_first: "Verification step 1 of 2", "驗證：第 1 步，共 2 步", "验证：第 1 步，共 2 步";
        heading_second: "Verification step 2 of 2", "驗證：第 2 步，共 2 步", "验证：第 2 步，共 2 步";
        lead_first:
            "Two different proofs keep everybody else out. Choose the one to begin with.",
            "兩種不同的證明，才能把別人擋在外面。請選擇先用哪一種。",
            "两种不同的证明，才能把别人挡在外面。请选择先用哪一种。";
        lead_second:
            "The first step is done. Now use the other way.",
            "第一步完成了。現在請用另一種方式。",
            "第一步完成了。现在请用另一种方式。";
        methods: "How do you want to prove it's you?", "您想用哪種方式證明身分？", "你想用哪种方式证明身份？";
        mail: "Email me a code", "用電子郵件寄驗證碼給我", "用电子邮件给我发验证码";
        mail_hint:
            "We send it to the address we know.",
            "我們會寄到您先前登記的地址。",
            "我们会发到你之前登记的地址。";
        saved_code: "Use a saved recovery code", "使用先前保存的還原碼", "使用之前保存的恢复代码";
        saved_code_hint:
            "One of the {saved_codes} codes you kept when you set up your account.",
            "設定帳戶時您保存的 {saved_codes} 組還原碼之一。",
            "设置帐户时你保存的 {saved_codes} 个恢复代码之一。";
        passkey: "Use a passkey", "使用通行密鑰", "使用通行密钥";
        passkey_hint:
            "One that you made for this account. It is enough for both steps.",
            "您為這個帳戶建立過的通行密鑰，一次就能完成兩個步驟。",
            "你为这个帐户创建过的通行密钥，一次就能完成两个步骤。";
        passkey_heading: "Use your passkey", "使用您的通行密鑰", "使用你的通行密钥";
        passkey_lead:
            "Your browser asks for your fingerprint, your face, the device's PIN or a security key.",
            "瀏覽器會請您用指紋、臉部、裝置的 PIN 碼或安全金鑰確認。",
            "浏览器会请你用指纹、面容、设备的 PIN 码或安全密钥确认。";
        passkey_script:
            "A passkey needs JavaScript, which is off in this browser. Choose another way.",
            "通行密鑰需要 JavaScript，但這個瀏覽器已將它關閉。請改用其他方式。",
            "通行密钥需要 JavaScript，但这个浏览器已将它关闭。请换一种方式。";
        authenticator:
            "Enter a code from my authenticator app",
            "輸入驗證器應用程式的驗證碼",
            "输入身份验证器应用的验证码";
        authenticator_hint:
            "Six digits from the app on your phone, if you have set one up.",
            "如果您設定過，手機應用程式會顯示六位數字。",
            "如果你设置过，手机应用会显示六位数字。";
        contact: "Ask my recovery contact", "請還原聯絡人協助", "请恢复联系人帮忙";
        contact_hint:
            "Somebody you chose passes a code on to you. It may take up to a day.",
            "由您選擇的人轉交代碼給您，最多可能需要一天。",
            "由你选择的人把代码转告你，最多可能需要一天。";
        contact_heading: "Enter the code from your contact", "輸入聯絡人給您的代碼", "输入联系人给你的代码";
        contact_lead:
            "If you have recovery contacts, we have emailed them. Call one: they tell you a code once they know that it's you. In the meantime you can close this page, and come back in this browser.",
            "如果您有還原聯絡人，我們已寄信給他們。請打電話給其中一位：對方確定是您之後，會告訴您代碼。這段時間您可以關閉這一頁，之後再用這個瀏覽器回來。",
            "如果你有恢复联系人，我们已给他们发了邮件。请打电话给其中一位：对方确定是你之后，会告诉你代码。这段时间你可以关闭这一页，之后再用这个浏览器回来。";
        contact_code: "Code from your contact", "聯絡人給您的代碼", "联系人给你的代码";
        contact_again: "Ask my contacts again", "再次請聯絡人協助", "再次请联系人帮忙";
        contact_resent:
            "Your contacts have been asked again. Only codes from the newest email work.",
            "已再次請聯絡人協助，只有最新一封信的代碼有效。",
            "已再次请联系人帮忙，只有最新一封邮件的代码有效。";
        one_more:
            "That code is right. Now enter the code from another contact.",
            "代碼正確。現在請輸入另一位聯絡人的代碼。",
            "代码正确。现在请输入另一位联系人的代码。";
        for_step_two: "For step 2", "到第 2 步再使用", "到第 2 步再使用";
        later: "For step 2 only", "只能用在第 2 步", "只能用在第 2 步";
        app_heading: "Enter a code from your authenticator app", "輸入驗證器應用程式的驗證碼", "输入身份验证器应用的验证码";
        app_lead:
            "The six digits that the app shows for this account.",
            "應用程式為這個帳戶顯示的六位數字。",
            "应用为这个帐户显示的六位数字。";
        app_code: "Code from the app", "應用程式的驗證碼", "应用的验证码";
        used: "Used for step 1", "第 1 步已使用", "第 1 步已使用";
        lost: "I can't use what is offered here", "這裡的方式我都用不了", "这里的方式我都用不了";
        lost_more:
            "If you have lost every way back",
            "如果您失去了所有能重新進入的方法",
            "如果你失去了所有能重新进入的办法";
        lost_text:
            "Look for your saved codes first: on paper, in a password manager, in a file you downloaded or printed. \
             Nobody can open your account for you, not even an administrator. If both ways are really gone, an \
             administrator can disable this account and invite you to a new one.",
            "請先找找您保存的還原碼：可能在紙上、密碼管理工具裡，或是您下載、列印過的檔案裡。沒有人能替您打開帳戶，管理員也不行。\
             如果兩種方式真的都沒有了，管理員可以停用這個帳戶，再邀請您建立新帳戶。",
            "请先找找你保存的恢复代码：可能在纸上、密码管理器里，或者你下载、打印过的文件里。没有人能替你打开帐户，管理员也不行。\
             如果两种方式真的都没有了，管理员可以停用这个帐户，再邀请你建立新帐户。";

        mail_heading: "Enter the code we emailed", "輸入我們寄給您的驗證碼", "输入我们发给你的验证码";
        mail_lead:
            "If there is an account, a code is on its way to its address. It works for {code_minutes} minutes.",
            "如果有這個帳戶，驗證碼已寄往它的電子郵件地址，{code_minutes} 分鐘內有效。",
            "如果有这个帐户，验证码已发往它的电子邮件地址，{code_minutes} 分钟内有效。";
        code: "Code", "驗證碼", "验证码";
        code_hint:
            "Eight letters and digits, like ABCD-EFGH. Small letters and spaces are fine.",
            "八個英文字母和數字，例如 ABCD-EFGH。用小寫或加空格都可以。",
            "八位字母和数字，例如 ABCD-EFGH。用小写或加空格都可以。";
        not_there:
            "Nothing there yet? It can take a minute. Check your spam folder too. Only a few codes are mailed in an hour, whoever \
             asks; another way needs no email.",
            "還沒收到嗎？可能需要一分鐘，也請看看垃圾郵件匣。不論由誰要求，一小時內只會寄出少數幾組驗證碼；改用其他方式就不必等信。",
            "还没收到吗？可能需要一分钟，也请看看垃圾邮件箱。不论由谁要求，一小时内只会发出少数几个验证码；改用其他方式就不必等邮件。";
        waiting:
            "You can also confirm with the link in the email, in this browser. This page then moves on by itself.",
            "您也可以在這個瀏覽器裡打開信中的連結來確認，這一頁會自動繼續。",
            "你也可以在这个浏览器里打开邮件中的链接来确认，这一页会自动继续。";
        waiting_without_script:
            "You can also confirm with the link in the email, in this browser. Then come back here and continue.",
            "您也可以在這個瀏覽器裡打開信中的連結來確認，然後回到這裡按「繼續」。",
            "你也可以在这个浏览器里打开邮件中的链接来确认，然后回到这里按“继续”。";
        confirmed: "Confirmed. Moving on…", "已確認，正在繼續…", "已确认，正在继续…";
        resend: "Send a new code", "寄送新的驗證碼", "发送新的验证码";
        resend_ready: "You can ask for a new code now.", "現在可以寄送新的驗證碼。", "现在可以发送新的验证码。";
        resent:
            "A new code is on its way. Only the newest one works.",
            "新的驗證碼正在寄送，只有最新的一組有效。",
            "新的验证码正在发送，只有最新的一个有效。";

        saved_heading: "Enter a saved recovery code", "輸入您保存的還原碼", "输入你保存的恢复代码";
        saved_lead:
            "Any one of the codes you kept that you haven't used yet.",
            "您保存的還原碼中，任何一組還沒用過的都可以。",
            "你保存的恢复代码中，任何一个还没用过的都可以。";
        saved: "Saved recovery code", "保存的還原碼", "保存的恢复代码";
        saved_hint:
            "Twenty letters and digits, like ABCD-EFGH-JKMN-PQRS-TVWX. Each code works once.",
            "二十個英文字母和數字，例如 ABCD-EFGH-JKMN-PQRS-TVWX。每組只能用一次。",
            "二十位字母和数字，例如 ABCD-EFGH-JKMN-PQRS-TVWX。每个只能用一次。";

        submit: "Next", "下一步", "下一步";
        continue_: "Continue", "繼續", "继续";
        busy: "Checking…", "正在檢查…", "正在检查…";
        other_way: "Choose another way", "改用其他方式", "换一种方式";
        time_limit:
            "You have {flow_minutes} minutes from the first step to finish.",
            "從第一步完成起，您有 {flow_minutes} 分鐘可以完成其餘步驟。",
            "从第一步完成起，你有 {flow_minutes} 分钟可以完成其余步骤。";
        time_limit_day:
            "This stays open for up to 24 hours, so that your contacts can answer.",
            "為了讓聯絡人有時間回覆，這些步驟最多保留 24 小時。",
            "为了让联系人有时间答复，这些步骤最多保留 24 小时。";
        ends_soon:
            "Less than two minutes are left. If that is too short, start again; nothing has changed in your account.",
            "剩下不到兩分鐘。如果來不及，請重新開始；您的帳戶沒有任何變更。",
            "剩下不到两分钟。如果来不及，请重新开始；你的帐户没有任何变化。";
        mail_expired:
            "The code we emailed is too old: codes work for {code_minutes} minutes. Send a new one; nothing else was lost.",
            "我們寄出的驗證碼已過期，有效時間是 {code_minutes} 分鐘。請寄送新的一組，其他步驟都還在。",
            "我们发出的验证码已过期，有效时间是 {code_minutes} 分钟。请发送新的一个，其他步骤都还在。";
        mail_tries:
            "There were too many wrong codes, so the one we emailed can't be used any more. Send a new one; nothing else was lost.",
            "錯誤次數太多，我們寄出的驗證碼已停用。請寄送新的一組，其他步驟都還在。",
            "错误次数太多，我们发出的验证码已停用。请发送新的一个，其他步骤都还在。";
        contact_over:
            "The codes that your contacts have can't be used any more. Ask your contacts again; nothing else was lost.",
            "聯絡人手上的代碼都已失效。請再次請聯絡人協助，其他步驟都還在。",
            "联系人手上的代码都已失效。请再次请联系人帮忙，其他步骤都还在。";
        over_spent:
            "This code can't be used any more, and no more codes can be sent this time. Choose another way, or start again.",
            "這組代碼已失效，這次也不能再寄送更多了。請改用其他方式，或重新開始。",
            "这个代码已失效，这次也不能再发送更多了。请换一种方式，或重新开始。";
        stop: "Stop and start again", "停止並重新開始", "停止并重新开始";
    }
    with {
        /// The address the code was sent to; shown only after a first gate has passed.
        mail_lead_to: fn(&str) -> String =
            |address| around("A code is on its way to ", address, figured(". It works for {code_minutes} minutes.")),
            |address| around("驗證碼已寄往 ", address, figured("，{code_minutes} 分鐘內有效。")),
            |address| around("验证码已发往 ", address, figured("，{code_minutes} 分钟内有效。"));
        /// Seconds until a new code can be requested.
        wait: fn(u32) -> String =
            |n| number("You can ask for a new code in ", n, if n == 1 { " second" } else { " seconds" }),
            |n| number("", n, " 秒後可以寄送新的驗證碼"),
            |n| number("", n, " 秒后可以发送新的验证码");
        /// The end time, which follows "You have 15 minutes …".
        until: fn(&str) -> String =
            |at| around("That is until ", at, "."),
            |at| around("也就是到 ", at, " 為止。"),
            |at| around("也就是到 ", at, " 为止。");
        /// Attempts left for a code.
        tries_left: fn(u32) -> String =
            |n| number("", n, if n == 1 { " try left." } else { " tries left." }),
            |n| number("還可以試 ", n, " 次。"),
            |n| number("还可以试 ", n, " 次。");
        /// No recovery is under way in this browser.
        none: Notice =
            Notice {
                title: "Nothing has been started in this browser",
                text: "Getting back in works in the browser where you began. Go back to it, or start again here; \
                       nothing has changed in your account.",
                action: "Start again",
            },
            Notice {
                title: "這個瀏覽器裡沒有進行中的步驟",
                text: "請在一開始使用的瀏覽器裡繼續，或在這裡重新開始。您的帳戶沒有任何變更。",
                action: "重新開始",
            },
            Notice {
                title: "这个浏览器里没有进行中的步骤",
                text: "请在一开始使用的浏览器里继续，或在这里重新开始。你的帐户没有任何变化。",
                action: "重新开始",
            };
        /// The browser keeps no cookies.
        no_cookies: Notice =
            Notice {
                title: "This browser keeps no cookies",
                text: "Regain needs them to find what you began from one page to the next. Nothing has changed in your account. \
                       Allow cookies for this site, perhaps in an add-on, or use another browser; then start again.",
                action: "Start again",
            },
            Notice {
                title: "這個瀏覽器不保存 Cookie",
                text: "Regain 需要 Cookie，換頁之後才能找到您已經開始的步驟。您的帳戶沒有任何變更。請允許這個網站使用 Cookie（也請檢查附加元件），\
                       或改用其他瀏覽器，再重新開始。",
                action: "重新開始",
            },
            Notice {
                title: "这个浏览器不保存 Cookie",
                text: "Regain 需要 Cookie，换页之后才能找到你已经开始的步骤。你的帐户没有任何变化。请允许这个网站使用 Cookie（也请检查扩展程序），\
                       或换一个浏览器，再重新开始。",
                action: "重新开始",
            };
        /// The recovery took too long.
        expired: Notice =
            Notice {
                title: "The time is up",
                text: "For your safety this can't stay open for long. Nothing has changed in your account. Start again; \
                       it takes about two minutes.",
                action: "Start again",
            },
            Notice {
                title: "時間到了",
                text: "為了您的安全，這些步驟不能一直開著。您的帳戶沒有任何變更。請重新開始，大約兩分鐘就能完成。",
                action: "重新開始",
            },
            Notice {
                title: "时间到了",
                text: "为了你的安全，这些步骤不能一直开着。你的帐户没有任何变化。请重新开始，大约两分钟就能完成。",
                action: "重新开始",
            };
        /// Something else ended the recovery.
        cancelled: Notice =
            Notice {
                title: "This was stopped",
                text: "You stopped it, or something newer took its place, such as a sign-in or a new password. If you \
                       still can't get in, start again.",
                action: "Start again",
            },
            Notice {
                title: "這次的步驟已停止",
                text: "可能是您停止了，或是之後有別的操作取代了它，例如登入或設定新密碼。如果您還是進不去，請重新開始。",
                action: "重新開始",
            },
            Notice {
                title: "这次的步骤已停止",
                text: "可能是你停止了，或者之后有别的操作取代了它，例如登录或设置新密码。如果你还是进不去，请重新开始。",
                action: "重新开始",
            };
    }
}
