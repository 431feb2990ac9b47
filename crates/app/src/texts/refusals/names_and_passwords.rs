//! Problems with a name, an address or a password as typed.

use regain_domain::Refusal;

/// The texts, in the order of [`Language::ALL`](regain_domain::Language::ALL); those of other refusals are elsewhere.
pub(super) const fn sentences(refusal: Refusal) -> [&'static str; 3] {
    use Refusal as R;
    match refusal {
        R::IdentifierEmpty => [
            "Enter your user name or email address.",
            "請輸入使用者名稱或電子郵件地址。",
            "请输入用户名或电子邮件地址。",
        ],
        R::IdentifierLong => [
            "That is too long for a user name or email address. Check for extra text and shorten it.",
            "這比使用者名稱或電子郵件地址還長。請檢查是否多貼了文字。",
            "这比用户名或电子邮件地址还长。请检查是否多粘贴了文字。",
        ],
        R::IdentifierAddress => [
            "That isn't a complete email address. It needs a part before and after the @, like anna@example.org.",
            "這不是完整的電子郵件地址。@ 的前後都要有內容，例如 anna@example.org。",
            "这不是完整的电子邮件地址。@ 的前后都要有内容，例如 anna@example.org。",
        ],
        R::IdentifierUserName => [
            "No user name looks like that. Check the spelling, or use your email address.",
            "使用者名稱不會是這個樣子。請檢查拼寫，或改用電子郵件地址。",
            "用户名不会是这个样子。请检查拼写，或改用电子邮件地址。",
        ],
        R::AddressNeeded => [
            "That is a user name. To have a forgotten one emailed to you, enter the email address of your account; it has an @ in it.",
            "這是使用者名稱。要找回忘記的使用者名稱，請輸入帳戶的電子郵件地址，裡面有 @。",
            "这是用户名。要找回忘记的用户名，请输入帐户的电子邮件地址，里面有 @。",
        ],
        R::NameEmpty => ["Enter your name.", "請輸入您的姓名。", "请输入你的姓名。"],
        R::NameLong => [
            "That name is too long. Use at most 100 characters.",
            "姓名太長，最多 100 個字元。",
            "姓名太长，最多 100 个字符。",
        ],
        R::NameCharacter => [
            "The name has a character that can't be shown. Type it again instead of pasting it.",
            "姓名裡有無法顯示的字元。請不要貼上，改為重新輸入。",
            "姓名里有无法显示的字符。请不要粘贴，改为重新输入。",
        ],
        R::NameOnly => [
            "Enter a name and nothing else, as others read it in our emails: no link, email address, phone number or sentence.",
            "請只輸入姓名，因為別人會在我們的郵件裡看到：不能有連結、電子郵件地址、電話號碼或句子。",
            "请只输入姓名，因为别人会在我们的邮件里看到：不能有链接、电子邮件地址、电话号码或句子。",
        ],
        R::UserNameEmpty => [
            "Enter the user name you want to sign in with.",
            "請輸入您想用來登入的使用者名稱。",
            "请输入你想用来登录的用户名。",
        ],
        R::UserNameShort => [
            "That user name is too short. Use at least 2 characters.",
            "使用者名稱太短，至少 2 個字元。",
            "用户名太短，至少 2 个字符。",
        ],
        R::UserNameLong => [
            "That user name is too long. Use at most 32 characters.",
            "使用者名稱太長，最多 32 個字元。",
            "用户名太长，最多 32 个字符。",
        ],
        R::UserNameCharacter => [
            "Use only letters from a to z, digits, dots, hyphens and underscores, and begin with a letter or digit.",
            "只能使用英文字母、數字、句點、連字號和底線，並以字母或數字開頭。",
            "只能使用英文字母、数字、句点、连字符和下划线，并以字母或数字开头。",
        ],
        R::UserNameTaken => [
            "Somebody has this user name already. Choose another one.",
            "這個使用者名稱已經有人用了，請換一個。",
            "这个用户名已经有人用了，请换一个。",
        ],
        R::UserNameTries => [
            "You have tried many user names. You can go on in an hour, or tomorrow at the latest. Nothing was lost.",
            "您已經試了很多使用者名稱。一小時後可以繼續，最遲明天。其餘都不受影響。",
            "你已经试了很多用户名。一小时后可以继续，最迟明天。其余都不受影响。",
        ],
        R::PasswordEmpty => ["Enter the password.", "請輸入密碼。", "请输入密码。"],
        R::PasswordShort => [
            "That password is too short. Use at least {password_min} characters; a short sentence is easy to remember. Nothing was lost.",
            "密碼太短，至少 {password_min} 個字元。一句短短的話就很好記。其餘都不受影響。",
            "密码太短，至少 {password_min} 个字符。一句短短的话就很好记。其余都不受影响。",
        ],
        R::PasswordLong => [
            "That password is too long. Use at most 256 characters. Nothing was lost.",
            "密碼太長，最多 256 個字元。其餘都不受影響。",
            "密码太长，最多 256 个字符。其余都不受影响。",
        ],
        R::PasswordContext => [
            "That password is only a name that others know: your user name, email address or organisation. Add words of \
             your own. Nothing was lost.",
            "這個密碼只是別人也知道的名稱，例如使用者名稱、電子郵件地址或組織名稱。請加上您自己的話。其餘都不受影響。",
            "这个密码只是别人也知道的名称，例如用户名、电子邮件地址或组织名称。请加上你自己的话。其余都不受影响。",
        ],
        R::PasswordCommon => [
            "That is one of the most common passwords, or nearly one, so it would be guessed at once. Use words of your own. \
             Nothing was lost.",
            "這是最常見的密碼之一，或只差一個字元，馬上就會被猜到。請改用您自己的話。其餘都不受影響。",
            "这是最常见的密码之一，或只差一个字符，马上就会被猜到。请改用你自己的话。其余都不受影响。",
        ],
        R::PasswordWeak => [
            "That password is little more than names, known words or runs like 1234, so it is easy to guess. Add a few words \
             of your own. Nothing was lost.",
            "這個密碼幾乎只有名稱、常見字詞或 1234 這類連續字元，很容易被猜到。請再加上幾個您自己的字詞。其餘都不受影響。",
            "这个密码几乎只有名称、常见词语或 1234 这类连续字符，很容易被猜到。请再加上几个你自己的词语。其余都不受影响。",
        ],
        R::PasswordBreached => [
            "That password is known from a data breach elsewhere, so others may try it. Choose one that you have never used \
             anywhere. Nothing was lost.",
            "這個密碼出現在其他地方外洩的資料裡，別人可能會拿來試。請選擇您從未在別處用過的密碼。其餘都不受影響。",
            "这个密码出现在其他地方泄露的数据里，别人可能会拿来试。请选择你从未在别处用过的密码。其余都不受影响。",
        ],
        R::PasswordRepetition => [
            "That password is one short piece over and over, so it is easy to guess. Use different words. Nothing was lost.",
            "這個密碼只是重複同一小段，很容易被猜到。請用不同的字詞。其餘都不受影響。",
            "这个密码只是重复同一小段，很容易被猜到。请用不同的词语。其余都不受影响。",
        ],
        R::PasswordUnchanged => [
            "That is the password you already have. Choose a different one. Nothing was lost.",
            "這就是您現在的密碼，請選擇不一樣的。其餘都不受影響。",
            "这就是你现在的密码，请选择不一样的。其余都不受影响。",
        ],
        R::CurrentEmpty => [
            "Enter your current password. It shows that it's you.",
            "請輸入目前的密碼，以確認是您本人。",
            "请输入当前密码，以确认是你本人。",
        ],
        refusal => super::of_screens_that_are_sent(refusal),
    }
}
