//! Problems with a code as typed or asked for: mailed, passed on by a contact, saved, or an authenticator app's.

use super::names_and_passwords;
use regain_domain::Refusal;

/// The texts, in the order of [`Language::ALL`](regain_domain::Language::ALL); those of other refusals are elsewhere.
pub(super) const fn sentences(refusal: Refusal) -> [&'static str; 3] {
    use Refusal as R;
    match refusal {
        R::AuthenticatorMalformed => [
            "A code from an authenticator app has six digits. Check for a missing or extra one. No try was used up.",
            "驗證器應用程式的驗證碼是六位數字。請檢查是否少了或多了。這次不算在次數裡。",
            "身份验证器应用的验证码是六位数字。请检查是否少了或多了。这次不算在次数里。",
        ],
        R::AuthenticatorWrong => [
            "That isn't the app's current code. Nothing was lost. Wait for the next code and enter it at once; if that fails \
             too, check your phone's clock.",
            "這不是應用程式目前的驗證碼。先前的步驟都還在。請等下一組出現後立刻輸入；如果還是不行，請檢查手機的時間。",
            "这不是应用当前的验证码。之前的步骤都还在。请等下一个出现后立刻输入；如果还是不行，请检查手机的时间。",
        ],
        R::AuthenticatorUsed => [
            "That code was used already, and each works once. Nothing was lost. Wait up to 30 seconds for the next one.",
            "這組驗證碼已經用過，每組只能用一次。先前的步驟都還在。請等待最多 30 秒，輸入下一組。",
            "这个验证码已经用过，每个只能用一次。之前的步骤都还在。请等待最多 30 秒，输入下一个。",
        ],
        R::AuthenticatorTries => [
            "There were too many wrong codes from authenticator apps. They can't be used here for a day; nothing has \
             changed in your account. Use a saved recovery code, another device where you have signed in before, or get back in \
             another way.",
            "驗證器應用程式的驗證碼錯誤太多次，在這裡一天內無法再用。您的帳戶沒有任何變更。請改用還原碼或另一部您登入過的裝置，\
             或用其他方式重新進入。",
            "身份验证器应用的验证码错误太多次，在这里一天内无法再用。你的帐户没有任何变化。请改用恢复代码或另一台你登录过的设备，\
             或用其他方式重新进入。",
        ],
        R::VerifyNone => [
            "No sign-in is waiting for its second step in this browser. Sign in again.",
            "這個瀏覽器裡沒有等待第二步的登入。請重新登入。",
            "这个浏览器里没有等待第二步的登录。请重新登录。",
        ],
        R::VerifyExpired => [
            "The second step took longer than {verify_minutes} minutes. Nothing has changed in your account. Sign in again.",
            "第二步超過了 {verify_minutes} 分鐘。您的帳戶沒有任何變更。請重新登入。",
            "第二步超过了 {verify_minutes} 分钟。你的帐户没有任何变化。请重新登录。",
        ],
        R::PassedExpired => [
            "That code is too old: codes from contacts work for {contact_code_hours} hours. Nothing else was lost. Ask your \
             contacts again.",
            "這組代碼已過期，聯絡人的代碼有效時間是 {contact_code_hours} 小時。其他步驟都還在。請再次請聯絡人協助。",
            "这个代码已过期，联系人的代码有效时间是 {contact_code_hours} 小时。其他步骤都还在。请再次请联系人帮忙。",
        ],
        R::PassedReplaced => [
            "You have asked your contacts again, so that code no longer works. Nothing was lost. They have a newer email now; ask \
             one of them for a new code.",
            "您之後又請聯絡人協助過，這組代碼已失效。先前的步驟都還在。他們已收到較新的一封信，請向其中一位要新的代碼。",
            "你之后又请联系人帮过忙，这个代码已失效。之前的步骤都还在。他们已收到较新的一封邮件，请向其中一位要新的代码。",
        ],
        R::CodeEmpty => ["Enter the code.", "請輸入代碼。", "请输入代码。"],
        R::CodeMalformed => [
            "That isn't a complete code. Check for a missing or extra letter or digit. No try was used up.",
            "代碼不完整。請檢查是否少了或多了字母或數字。這次不算在次數裡。",
            "代码不完整。请检查是否少了或多了字母或数字。这次不算在次数里。",
        ],
        R::CodeWrong => [
            "That code isn't right. Nothing was lost. Compare it with the original and try again.",
            "代碼不正確。先前的步驟都還在。請對照原來的代碼，再試一次。",
            "代码不正确。之前的步骤都还在。请对照原来的代码，再试一次。",
        ],
        R::CodeExpired => [
            "That code is too old: codes work for {code_minutes} minutes. Nothing else was lost. Send a new code.",
            "這組驗證碼已過期，有效時間是 {code_minutes} 分鐘。其他步驟都還在。請寄送新的驗證碼。",
            "这个验证码已过期，有效时间是 {code_minutes} 分钟。其他步骤都还在。请发送新的验证码。",
        ],
        R::CodeUsed => [
            "That code was used before, and each works once. Nothing else was lost. Use another one.",
            "這組代碼已經用過，每組只能用一次。其他步驟都還在。請改用另一組。",
            "这个代码已经用过，每个只能用一次。其他步骤都还在。请改用另一个。",
        ],
        R::CodeReplaced => [
            "A newer code has taken the place of that one. Nothing was lost. Use the code from the newest email.",
            "這組驗證碼已經由較新的一組取代。先前的步驟都還在。請使用最新一封信裡的驗證碼。",
            "这个验证码已经由较新的一个取代。之前的步骤都还在。请使用最新一封邮件里的验证码。",
        ],
        R::CodeTries => [
            "There were too many wrong codes, so this one can't be used any more. Nothing has changed in your account. Send a new code \
             or choose another way.",
            "錯誤次數太多，這組代碼已停用。您的帳戶沒有任何變更。請寄送新的驗證碼，或改用其他方式。",
            "错误次数太多，这个代码已停用。你的帐户没有任何变化。请发送新的验证码，或换一种方式。",
        ],
        R::ResendEarly => [
            "A code was sent just now. Give it a moment to arrive; you can ask for a new one shortly.",
            "驗證碼剛剛才寄出，請稍等它送達。過一會兒就可以再寄送新的。",
            "验证码刚刚才发出，请稍等它送达。过一会儿就可以再发送新的。",
        ],
        R::ResendSpent => [
            "No more codes can be sent this time. Use the newest one, choose another way, or start again.",
            "這次不能再寄送更多驗證碼了。請使用最新的一組、改用其他方式，或重新開始。",
            "这次不能再发送更多验证码了。请使用最新的一个、换一种方式，或重新开始。",
        ],
        refusal => names_and_passwords::sentences(refusal),
    }
}
