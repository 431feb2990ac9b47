//! The text of each refusal, and the buttons beside it.

mod codes;
mod names_and_passwords;
#[cfg(feature = "ssr")]
mod sent;

#[cfg(feature = "ssr")]
pub(crate) use sent::is_sent;

use regain_domain::Refusal;

screen! {
    /// The buttons beside a refusal.
    Actions {
        new_code: "Send a new code", "寄送新的驗證碼", "发送新的验证码";
        start_again: "Start again", "重新開始", "重新开始";
        other_way: "Choose another way", "改用其他方式", "换一种方式";
        sign_in: "Sign in", "登入", "登录";
        recover: "Get back into your account", "重新進入您的帳戶", "重新进入你的帐户";
        new_password: "Choose a new password instead", "改為選擇新密碼", "改为选择新密码";
        try_again: "Try again", "再試一次", "重试";
        other_invitation: "Enter another code", "輸入另一組邀請碼", "输入另一个邀请码";
    }
}

/// The texts of a refusal, in the order of [`Language::ALL`](regain_domain::Language::ALL): what happened, whether
/// anything was lost, what to do now. The same refusal appears on several screens, so none names its screen.
pub(super) const fn sentences(refusal: Refusal) -> [&'static str; 3] {
    use Refusal as R;
    match refusal {
        R::SignIn => [
            "That didn't work. Check the user name or email and the password, and try again. After several tries, wait a \
             few minutes or get back into your account another way.",
            "無法登入。請檢查使用者名稱或電子郵件，以及密碼，再試一次。如果已經試了好幾次，請等幾分鐘，或用別的方式重新進入您的帳戶。",
            "无法登录。请检查用户名或电子邮件地址，以及密码，再试一次。如果已经试了好几次，请等几分钟，或用别的方式重新进入你的帐户。",
        ],
        R::NoAnswer => [
            "The server didn't answer. Nothing was lost; check your connection and try again.",
            "伺服器沒有回應。您輸入的內容都還在，請檢查網路連線再試一次。",
            "服务器没有响应。你输入的内容都还在，请检查网络连接再试一次。",
        ],
        R::PasswordWrong => [
            "That isn't your current password. Nothing has changed. Check for capitals and the keyboard's language, and \
             try again.",
            "這不是您目前的密碼。一切都沒有變更。請檢查大小寫和輸入法，再試一次。",
            "这不是你当前的密码。一切都没有变化。请检查大小写和输入法，再试一次。",
        ],
        R::PasswordTries => [
            "That was the wrong password too many times. Your verification still counts: choose a new password now.",
            "密碼錯誤次數太多了。您完成的驗證仍然有效，現在請選擇新密碼。",
            "密码错误次数太多了。你完成的验证仍然有效，现在请选择新密码。",
        ],
        R::TroubleMissing => [
            "Choose what the trouble is, so that we know where to take you.",
            "請選擇您遇到的問題，我們才知道怎麼幫您。",
            "请选择你遇到的问题，我们才知道怎么帮你。",
        ],
        R::MethodLater => [
            "A code from your authenticator app only counts as the second step. Begin with another way.",
            "驗證器應用程式的驗證碼只能用在第二步。請先用其他方式。",
            "身份验证器应用的验证码只能用在第二步。请先用其他方式。",
        ],
        R::MethodNew => [
            "That was added too recently to count here; it takes up to {quarantine_days} days. Nothing was lost. Choose another way.",
            "這是不久前才新增的，在這裡還不能算數，最多需要等 {quarantine_days} 天。先前的步驟都還在。請改用其他方式。",
            "这是不久前才添加的，在这里还不能算数，最多需要等 {quarantine_days} 天。之前的步骤都还在。请换一种方式。",
        ],
        R::MethodUsed => [
            "You used this way for the first step. It still counts; now choose another one.",
            "第一步已經用過這種方式，結果仍然有效。現在請選擇另一種。",
            "第一步已经用过这种方式，结果仍然有效。现在请选择另一种。",
        ],
        R::LinkElsewhere => [
            "This link belongs to another browser, or to an earlier attempt. Nothing was lost. Go back to where you \
             started and type the code from the email there.",
            "這個連結屬於另一個瀏覽器，或是較早的一次操作。先前的步驟都還在。請回到一開始的地方，輸入信中的驗證碼。",
            "这个链接属于另一个浏览器，或是较早的一次操作。之前的步骤都还在。请回到一开始的地方，输入邮件中的验证码。",
        ],
        R::LinkEarlier => [
            "This link belongs to an earlier recovery; this browser has begun a newer one since. Nothing was changed. Go on with the newer \
             one, and use the code from its email.",
            "這個連結屬於較早的一次操作，這個瀏覽器之後又開始了新的一次。一切都沒有變更。請繼續較新的一次，並使用那封信裡的驗證碼。",
            "这个链接属于较早的一次操作，这个浏览器之后又开始了新的一次。一切都没有变化。请继续较新的一次，并使用那封邮件里的验证码。",
        ],
        R::CookiesRefused => [
            "This browser keeps no cookies, and Regain needs them to know you from one page to the next. Nothing was changed. Allow cookies \
             for this site, perhaps in an add-on, then try again.",
            "這個瀏覽器不保存 Cookie，但 Regain 需要 Cookie，換頁之後才能認得您。一切都沒有變更。請允許這個網站使用 Cookie（也請檢查附加元件），再試一次。",
            "这个浏览器不保存 Cookie，但 Regain 需要 Cookie，换页之后才能认出你。一切都没有变化。请允许这个网站使用 Cookie（也请检查扩展程序），再试一次。",
        ],
        R::FlowNone => [
            "Nothing has been started in this browser. Go back to the one where you began, or start again here.",
            "這個瀏覽器裡沒有進行中的步驟。請回到一開始的瀏覽器，或在這裡重新開始。",
            "这个浏览器里没有进行中的步骤。请回到一开始的浏览器，或在这里重新开始。",
        ],
        R::FlowExpired => [
            "The time is up. Nothing has changed in your account. Start again; it takes about two minutes.",
            "時間到了。您的帳戶沒有任何變更。請重新開始，大約兩分鐘就能完成。",
            "时间到了。你的帐户没有任何变化。请重新开始，大约两分钟就能完成。",
        ],
        R::FlowCancelled => [
            "This was stopped, by you or by something newer such as a sign-in. If you still can't get in, start again.",
            "這次的步驟已停止，可能是您停止的，或被較新的操作（例如登入）取代。如果您還是進不去，請重新開始。",
            "这次的步骤已停止，可能是你停止的，或被较新的操作（例如登录）取代。如果你还是进不去，请重新开始。",
        ],
        R::FlowStep => [
            "You are at another step now, perhaps in another tab. Nothing was lost. Go on from here.",
            "您已經在另一個步驟，可能是在別的分頁操作過。先前的步驟都還在，請從這裡繼續。",
            "你已经在另一个步骤，可能是在别的标签页操作过。之前的步骤都还在，请从这里继续。",
        ],
        R::InvitationUnknown => [
            "We don't know this invitation. Check that the code is complete, or open the newest invitation email again.",
            "找不到這份邀請。請檢查邀請碼是否完整，或再打開最新的邀請信。",
            "找不到这份邀请。请检查邀请码是否完整，或再打开最新的邀请邮件。",
        ],
        R::InvitationExpired => [
            "This invitation has expired: invitations work for {invitation_hours} hours. Ask the administrator who invited you for a new \
             one.",
            "這份邀請已過期，有效時間是 {invitation_hours} 小時。請向邀請您的管理員索取新的邀請。",
            "这份邀请已过期，有效时间是 {invitation_hours} 小时。请向邀请你的管理员要一份新的邀请。",
        ],
        R::InvitationUsed => [
            "This invitation has already been accepted, and its account is ready. Sign in.",
            "這份邀請已經接受過，帳戶也準備好了。請直接登入。",
            "这份邀请已经接受过，帐户也准备好了。请直接登录。",
        ],
        R::InvitationReplaced => [
            "A newer invitation has taken the place of this one. Use the newest email you have.",
            "這份邀請已經由較新的一份取代。請使用您收到的最新一封信。",
            "这份邀请已经由较新的一份取代。请使用你收到的最新一封邮件。",
        ],
        R::InvitationStep => [
            "You are at another step of your invitation now, perhaps in another tab. What you entered is kept. Go on from \
             here.",
            "您的邀請已經進行到另一個步驟，可能是在別的分頁操作過。輸入過的內容都還在，請從這裡繼續。",
            "你的邀请已经进行到另一个步骤，可能是在别的标签页操作过。输入过的内容都还在，请从这里继续。",
        ],
        R::PasskeyMissing => [
            "A passkey needs JavaScript, which didn't run here, so nothing was asked. Use another way, or turn JavaScript \
             on and load the page again.",
            "通行密鑰需要 JavaScript，但它沒有執行，所以沒有進行任何詢問。請改用其他方式，或開啟 JavaScript 後重新載入頁面。",
            "通行密钥需要 JavaScript，但它没有运行，所以没有进行任何询问。请换一种方式，或打开 JavaScript 后重新加载页面。",
        ],
        R::PasskeyCancelled => [
            "No passkey was used: it was cancelled, took too long, or there is none for this account here. Nothing has \
             changed. Try again, or use another way.",
            "沒有使用通行密鑰：可能是取消了、等太久，或這裡沒有這個帳戶的通行密鑰。一切都沒有變更。請再試一次，或改用其他方式。",
            "没有使用通行密钥：可能是取消了、等太久，或这里没有这个帐户的通行密钥。一切都没有变化。请重试，或换一种方式。",
        ],
        R::PasskeyUnsupported => [
            "This browser or device can't use a passkey here. Nothing has changed. Use another way, or another device.",
            "這個瀏覽器或裝置無法在這裡使用通行密鑰。一切都沒有變更。請改用其他方式，或換一部裝置。",
            "这个浏览器或设备无法在这里使用通行密钥。一切都没有变化。请换一种方式，或换一台设备。",
        ],
        R::PasskeyKnown => [
            "This device already has a passkey for this account, so no second one was made. You can use that one.",
            "這部裝置已經有這個帳戶的通行密鑰，所以沒有再建立一個。您可以直接使用它。",
            "这台设备已经有这个帐户的通行密钥，所以没有再创建一个。你可以直接使用它。",
        ],
        R::PasskeyExpired => [
            "That took longer than five minutes, or was answered before. Nothing has changed. Try again.",
            "已經超過五分鐘，或先前已經回應過。一切都沒有變更。請再試一次。",
            "已经超过五分钟，或之前已经回应过。一切都没有变化。请重试。",
        ],
        R::PasskeyUnknown => [
            "This passkey doesn't belong to this account, or was removed from it. Choose another passkey, or use another way.",
            "這個通行密鑰不屬於這個帳戶，或已經移除。請選擇其他通行密鑰，或改用其他方式。",
            "这个通行密钥不属于这个帐户，或已经移除。请选择其他通行密钥，或换一种方式。",
        ],
        R::PasskeyUnverified => [
            "The device didn't check that it's you. Set up a PIN, fingerprint or face on it and try again, or use another \
             way.",
            "裝置沒有確認使用的人是您。請在裝置上設定 PIN 碼、指紋或臉部辨識後再試一次，或改用其他方式。",
            "设备没有确认使用的人是你。请在设备上设置 PIN 码、指纹或面容后重试，或换一种方式。",
        ],
        R::PasskeyCopied => [
            "This passkey looks like an older copy of itself, so we didn't accept it. We have emailed you. Use another way, \
             then remove this passkey and add it again.",
            "這個通行密鑰看起來像是較舊的複本，所以我們沒有接受。我們已經寄信給您。請改用其他方式，再移除並重新新增這個通行密鑰。",
            "这个通行密钥看起来像是较旧的副本，所以我们没有接受。我们已经发邮件给你。请换一种方式，再移除并重新添加这个通行密钥。",
        ],
        R::PasskeyRefused => [
            "The passkey's answer isn't valid here: it may have been made for another site. Nothing has changed. Check the \
             address of this page and try again, or use another way.",
            "通行密鑰的回應在這裡無效，可能是為別的網站建立的。一切都沒有變更。請檢查這一頁的網址後再試一次，或改用其他方式。",
            "通行密钥的回应在这里无效，可能是为别的网站创建的。一切都没有变化。请检查这一页的网址后重试，或换一种方式。",
        ],
        R::FreezeCodeUnknown => [
            "We don't know this code, and nothing has changed. It is in the email, below \"This wasn't me\".",
            "查不到這組代碼，一切都沒有變更。代碼在郵件裡，「這不是我」的下方。",
            "查不到这个代码，一切都没有变化。代码在邮件里，“这不是我”的下方。",
        ],
        R::FreezeCodeExpired => [
            "This email is more than 30 days old and can't freeze anything any more. Get back into your account and choose a new \
             password instead.",
            "這封郵件已超過 30 天，無法再用來凍結帳戶。請重新進入您的帳戶，並選擇新密碼。",
            "这封邮件已超过 30 天，无法再用来冻结帐户。请重新进入你的帐户，并选择新密码。",
        ],
        R::FreezeCodeUsed => [
            "This code no longer freezes anything: it was used once, or the account was opened again since. Nothing has changed. \
             If someone else is in your account now, use the newest of our emails, or sign in and select \"Freeze my account\". \
             If you can't sign in, get back into your account.",
            "這組代碼已不能用來凍結：它已經用過一次，或帳戶後來已重新開啟。一切都沒有變更。如果現在有別人進入了您的帳戶，\
             請改用我們最新的一封郵件，或登入後選擇「凍結我的帳戶」。如果無法登入，請重新進入您的帳戶。",
            "这个代码已不能用来冻结：它已经用过一次，或者帐户后来已重新打开。一切都没有变化。如果现在有别人进入了你的帐户，\
             请改用我们最新的一封邮件，或登录后选择“冻结我的帐户”。如果无法登录，请重新进入你的帐户。",
        ],
        R::FreezeCodesSpent => [
            "Our emails have frozen this account twice within a day, and it was opened again each time: for now they freeze it no \
             more. Nothing has changed. If someone else is in your account now, sign in and select \"Freeze my account\", or get \
             back into your account.",
            "我們的郵件在一天之內已經兩次凍結這個帳戶，每次都重新開啟了，所以暫時不能再用郵件凍結。一切都沒有變更。\
             如果現在有別人進入了您的帳戶，請登入後選擇「凍結我的帳戶」，或重新進入您的帳戶。",
            "我们的邮件在一天之内已经两次冻结这个帐户，每次都重新打开了，所以暂时不能再用邮件冻结。一切都没有变化。\
             如果现在有别人进入了你的帐户，请登录后选择“冻结我的帐户”，或重新进入你的帐户。",
        ],
        R::SignedOut => [
            "You are signed out, so this wasn't saved. Sign in and do it once more.",
            "您已登出，所以剛才的內容沒有儲存。請登入後再做一次。",
            "你已退出登录，所以刚才的内容没有保存。请登录后再做一次。",
        ],
        R::EffortNeeded => [
            "Very many requests are failing just now, so we ask for a little patience. Please wait 15 seconds, then send \
             again; only a password has to be typed once more. Nothing else was lost.",
            "目前有非常多的要求失敗，所以請您稍等一下。一切都不受影響，請等待 15 秒，再送出一次；密碼需要重新輸入。",
            "目前有非常多的请求失败，所以请你稍等一下。一切都不受影响，请等待 15 秒，再提交一次；密码需要重新输入。",
        ],
        R::EffortEarly => [
            "That was sent before the 15 seconds were over. Nothing was lost, and you needn't begin anew: send again in a few \
             seconds.",
            "送出的時候還不到 15 秒。一切都不受影響，也不必重新計時，請再過幾秒送出。",
            "提交的时候还不到 15 秒。一切都不受影响，也不必重新计时，请再过几秒提交。",
        ],
        R::EffortWaits => [
            "Too many requests without JavaScript came from your network. Nothing was lost. Turn JavaScript on, use a device that you \
             have signed in on before, or try again in an hour.",
            "您的網路送出了太多沒有使用 JavaScript 的要求。一切都不受影響。請開啟 JavaScript，改用以前登入過的裝置，或一小時後再試。",
            "你的网络发出了太多没有使用 JavaScript 的请求。一切都不受影响。请打开 JavaScript，改用以前登录过的设备，或一小时后再试。",
        ],
        R::Busy => [
            "We can't do this just now: very many people are here, or our system has a problem. Nothing was lost. Please try \
             again in a minute.",
            "現在無法處理：使用的人非常多，或是系統發生問題。一切都不受影響，請過一分鐘再試一次。",
            "现在无法处理：使用的人非常多，或者系统出了问题。一切都不受影响，请过一分钟再试一次。",
        ],
        R::Form => [
            "What was sent couldn't be read, and nothing has changed. Load the page again and enter it once more.",
            "無法讀取送出的內容，一切都沒有變更。請重新載入頁面，再輸入一次。",
            "无法读取提交的内容，一切都没有变化。请重新加载页面，再输入一次。",
        ],
        refusal => codes::sentences(refusal),
    }
}

/// Refusals only of screens that the server sends: the bundle doesn't contain their texts, so the answer brings them
/// (`crate::said`).
#[cfg(feature = "ssr")]
const fn of_screens_that_are_sent(refusal: Refusal) -> [&'static str; 3] {
    sent::sentences(refusal)
}

#[cfg(not(feature = "ssr"))]
const fn of_screens_that_are_sent(_: Refusal) -> [&'static str; 3] {
    [""; 3]
}
