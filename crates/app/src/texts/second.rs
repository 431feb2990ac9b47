//! The second factor: at sign-in, to confirm a change, and setting up an authenticator app. These texts stay on the
//! server.

screen! {
    /// The texts of `/sign-in/verify`, `/account/confirm` and of setting up an authenticator app.
    Second {
        heading: "One more step", "還有一步", "还有一步";
        lead_app:
            "Open your authenticator app and enter the code that it shows for this account.",
            "請打開驗證器應用程式，輸入它為這個帳戶顯示的驗證碼。",
            "请打开身份验证器应用，输入它为这个帐户显示的验证码。";
        lead_saved:
            "Enter one of the recovery codes that you kept. Each works once.",
            "請輸入一組您保存的還原碼，用過即失效。",
            "请输入一个你保存的恢复代码，用过即失效。";
        code: "Code from your authenticator app", "驗證器應用程式的驗證碼", "身份验证器应用的验证码";
        code_hint: "Six digits; they change every 30 seconds.", "六位數字，每 30 秒更換。", "六位数字，每 30 秒更换。";
        saved: "Saved recovery code", "保存的還原碼", "保存的恢复代码";
        saved_hint:
            "Twenty letters and digits, like ABCD-EFGH-JKMN-PQRS-TVWX.",
            "二十個英文字母和數字，例如 ABCD-EFGH-JKMN-PQRS-TVWX。",
            "二十位字母和数字，例如 ABCD-EFGH-JKMN-PQRS-TVWX。";
        passkey: "Use a passkey", "使用通行密鑰", "使用通行密钥";
        lead_passkey:
            "Your passkey is the quickest: your browser asks for your fingerprint, your face or the device's PIN.",
            "用通行密鑰最快：瀏覽器會請您用指紋、臉部或裝置的 PIN 碼確認。",
            "用通行密钥最快：浏览器会请你用指纹、面容或设备的 PIN 码确认。";
        confirm_passkey:
            "With a passkey you need no password.",
            "使用通行密鑰就不需要輸入密碼。",
            "使用通行密钥就不需要输入密码。";
        or_code: "Or with a code", "或使用驗證碼", "或使用验证码";
        or_password: "Or with your password", "或使用密碼", "或使用密码";
        or_passkey: "Or use a passkey instead", "或改用通行密鑰", "或改用通行密钥";
        passkey_heading: "Make a passkey", "建立通行密鑰", "创建通行密钥";
        passkey_lead:
            "A passkey lives on your phone, computer or security key, and opens with your fingerprint, your face or a PIN. It \
             can't be guessed, and no fake page can make you give it away.",
            "通行密鑰保存在手機、電腦或安全金鑰裡，用指紋、臉部或 PIN 碼開啟。別人猜不到，假網頁也騙不走。",
            "通行密钥保存在手机、电脑或安全密钥里，用指纹、面容或 PIN 码打开。别人猜不到，假网页也骗不走。";
        passkey_name: "Name of the passkey", "通行密鑰的名稱", "通行密钥的名称";
        my_passkey: "My passkey", "我的通行密鑰", "我的通行密钥";
        passkey_make: "Make a passkey", "建立通行密鑰", "创建通行密钥";
        passkey_script:
            "Making a passkey needs JavaScript, which is off in this browser. An authenticator app works without it.",
            "建立通行密鑰需要 JavaScript，但這個瀏覽器已將它關閉。驗證器應用程式不需要。",
            "创建通行密钥需要 JavaScript，但这个浏览器已将它关闭。身份验证器应用不需要。";
        remember:
            "Don't ask for a second step on this device for {remember_days} days",
            "{remember_days} 天內在這部裝置上不再要求第二步",
            "{remember_days} 天内在这台设备上不再要求第二步";
        submit: "Sign in", "登入", "登录";
        use_saved: "Use a saved recovery code instead", "改用保存的還原碼", "改用保存的恢复代码";
        use_app: "Use my authenticator app instead", "改用驗證器應用程式", "改用身份验证器应用";
        no_access: "Can't access your account?", "無法存取您的帳戶嗎？", "无法访问你的帐户？";
        again: "Back to sign-in", "回到登入頁面", "返回登录页面";

        confirm_heading: "Confirm that it's you", "確認是您本人", "确认是你本人";
        confirm_lead:
            "Prove again that it's you, so that nobody else can change anything in your name while you are signed in. It lasts five \
             minutes.",
            "為了不讓別人在您登入期間用您的名義變更任何內容，請再次證明是您本人。五分鐘內有效。",
            "为了不让别人在你登录期间用你的名义更改任何内容，请再次证明是你本人。五分钟内有效。";
        confirm: "Confirm", "確認", "确认";
        back: "Go back without changing anything", "不做變更並返回", "不做更改并返回";

        setup_heading: "Set up an authenticator app", "設定驗證器應用程式", "设置身份验证器应用";
        setup_lead:
            "The app on your phone shows a code that changes every 30 seconds. Any app for one-time codes will do, and your \
             password manager may have one built in.",
            "手機上的應用程式會顯示每 30 秒更換的驗證碼。任何一次性驗證碼應用程式都可以，您的密碼管理工具可能也內建。",
            "手机上的应用会显示每 30 秒更换的验证码。任何一次性验证码应用都可以，你的密码管理器可能也自带。";
        setup_new_lead:
            "Both steps are done: it's you. Set up the app that replaces the one you lost. The earlier ones stop \
             working, and every device is signed out.",
            "兩個步驟都完成了，確認是您本人。請設定新的應用程式來取代遺失的。原來的會失效，所有裝置都會登出。",
            "两个步骤都完成了，确认是你本人。请设置新的应用来取代丢失的。原来的会失效，所有设备都会退出登录。";
        picture: "Picture to scan with the app", "用應用程式掃描的圖", "用应用扫描的图";
        scan: "1. Scan this picture with the app.", "1. 用應用程式掃描這張圖。", "1. 用应用扫描这张图。";
        open: "On this phone: open the app", "在這支手機上：打開應用程式", "在这部手机上：打开应用";
        key: "Or enter this key:", "或輸入這組金鑰：", "或输入这个密钥：";
        shown: "2. Enter the code that the app shows.", "2. 輸入應用程式顯示的驗證碼。", "2. 输入应用显示的验证码。";
        name: "Name of the app or phone", "應用程式或手機的名稱", "应用或手机的名称";
        name_hint: "So that you can tell it apart later.", "方便您之後辨認。", "方便你以后辨认。";
        my_phone: "My phone", "我的手機", "我的手机";
        finish: "Finish", "完成", "完成";
        stop: "Stop and start again", "停止並重新開始", "停止并重新开始";
    }
}
