//! `/recover/password`: the end of a recovery, with a new password or the old one.

screen! {
    /// The texts of `/recover/password`, and the rules of every new password.
    Password {
        new_heading: "Choose a new password", "選擇新密碼", "选择新密码";
        new_lead:
            "It's you: both steps are done. A sentence that only you would write makes a good password.",
            "兩個步驟都完成了，確認是您本人。一句只有您才會寫的話，就是好密碼。",
            "两个步骤都完成了，确认是你本人。一句只有你才会写的话，就是好密码。";
        new_password: "New password", "新密碼", "新密码";
        rules: "What it needs", "密碼需要符合", "密码需要符合";
        rule_length: "{password_min} to 256 characters; spaces count", "{password_min} 到 256 個字元，空格也算", "{password_min} 到 256 个字符，空格也算";
        rule_context:
            "More than your user name, email address or organisation",
            "不能只是您的使用者名稱、電子郵件地址或組織名稱",
            "不能只是你的用户名、电子邮件地址或组织名称";
        rule_known:
            "Not a common password, and more than known words and runs like 1234",
            "不是常見密碼，也不只是常見字詞和 1234 這類連續字元",
            "不是常见密码，也不只是常见词语和 1234 这类连续字符";
        rule_repetition:
            "Not one short piece over and over",
            "不能一直重複同一小段",
            "不能一直重复同一小段";
        rule_met: "Done", "已符合", "已符合";
        rule_open: "Not yet", "尚未符合", "尚未符合";
        strength_none: "Strength: too easy to guess.", "強度：太容易猜到。", "强度：太容易猜到。";
        strength_weak: "Strength: weak.", "強度：弱。", "强度：弱。";
        strength_fair: "Strength: fair.", "強度：普通。", "强度：一般。";
        strength_good: "Strength: good.", "強度：好。", "强度：好。";
        strength_strong: "Strength: very good.", "強度：很好。", "强度：很好。";
        advice_vary: "Use different words instead of one again.", "請用不同的字詞，不要重複。", "请用不同的词语，不要重复。";
        advice_own_words:
            "Add words that nobody would expect from you.",
            "請加上別人猜不到的字詞。",
            "请加上别人猜不到的词语。";
        advice_no_runs:
            "Runs like 1234 or qwer hardly count; add words.",
            "1234 或 qwer 這類連續字元幾乎不算，請加上字詞。",
            "1234 或 qwer 这类连续字符几乎不算，请加上词语。";
        advice_longer: "One more word makes it better.", "再加一個詞會更好。", "再加一个词会更好。";
        advice_keep: "Nothing more is needed.", "這樣就夠了。", "这样就够了。";
        new_effect:
            "When you finish, every device is signed out, and we email you that your password has changed.",
            "完成後，所有裝置都會登出，我們也會寄信告知您密碼已更新。",
            "完成后，所有设备都会退出登录，我们也会发邮件告知你密码已更新。";
        use_new: "Choose a new password instead", "改為選擇新密碼", "改为选择新密码";

        keep_heading: "Keep my password", "保留我的密碼", "保留我的密码";
        keep_lead:
            "Enter it once, and your account is open again.",
            "輸入一次，您的帳戶就能恢復使用。",
            "输入一次，你的帐户就能恢复使用。";
        password: "Password", "密碼", "密码";
        keep_effect:
            "When you finish, you don't have to wait any longer, your password stays the same, and we email you about it.",
            "完成後，不必再等待，密碼不變，我們也會寄信告知您這件事。",
            "完成后，不必再等待，密码不变，我们也会发邮件告知你这件事。";
        use_kept: "Keep my password instead", "改為保留我的密碼", "改为保留我的密码";

        submit: "Finish", "完成", "完成";
        busy: "Finishing…", "即將完成…", "即将完成…";
    }
}
