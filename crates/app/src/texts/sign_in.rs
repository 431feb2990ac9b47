//! `/sign-in`.

screen! {
    /// The texts of `/sign-in`.
    SignIn {
        heading: "Sign in", "登入", "登录";
        identifier: "User name or email", "使用者名稱或電子郵件", "用户名或电子邮件地址";
        password: "Password", "密碼", "密码";
        keep: "Keep me signed in", "讓我保持登入", "保持登录状态";
        keep_hint:
            "On this device, even after the browser closes: for {session_hours} hours at most, or until it hasn't been used for {idle_minutes} minutes.",
            "在這部裝置上，關閉瀏覽器後仍保持登入：最長 {session_hours} 小時，{idle_minutes} 分鐘沒有使用就會登出。",
            "在这台设备上，关闭浏览器后仍保持登录：最长 {session_hours} 小时，{idle_minutes} 分钟没有使用就会退出。";
        submit: "Sign in", "登入", "登录";
        busy: "Signing in…", "正在登入…", "正在登录…";
        passkey: "Sign in with a passkey", "用通行密鑰登入", "用通行密钥登录";
        no_access: "Can't access your account?", "無法存取您的帳戶嗎？", "无法访问你的帐户？";
        signed_out: "You are signed out.", "您已登出。", "你已退出登录。";
        needed: "Sign in to continue.", "請先登入再繼續。", "请先登录再继续。";
        frozen:
            "Your account is frozen, and everyone is signed out. To open it again, sign in with your second step, or select \
             \"Can't access your account?\".",
            "您的帳戶已凍結，所有人都已登出。要再次開啟，請用第二步登入，或選擇「無法存取您的帳戶嗎？」。",
            "你的帐户已冻结，所有人都已退出登录。要再次打开，请用第二步登录，或选择“无法访问你的帐户？”。";
        ended:
            "You were signed out because some time has passed. Sign in to go on where you were.",
            "因為已經過了一段時間，系統已將您登出。請重新登入，回到剛才的地方。",
            "因为已经过了一段时间，你已退出登录。请重新登录，回到刚才的地方。";
    }
}
