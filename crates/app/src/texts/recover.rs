//! `/recover`.

screen! {
    /// The texts of `/recover`.
    Recover {
        heading: "Get back into your account", "重新進入您的帳戶", "重新进入你的帐户";
        lead:
            "Tell us who you are and what the trouble is. It takes about two minutes.",
            "請告訴我們您是誰、遇到什麼問題。大約兩分鐘就能完成。",
            "请告诉我们你是谁、遇到了什么问题。大约两分钟就能完成。";
        identifier: "User name or email", "使用者名稱或電子郵件", "用户名或电子邮件地址";
        identifier_hint:
            "The name you sign in with, or the email address of your account. If you forgot the name, only the address helps.",
            "您登入時用的名稱，或帳戶的電子郵件地址。如果忘記了名稱，請輸入地址。",
            "你登录时用的名称，或帐户的电子邮件地址。如果忘记了名称，请输入地址。";
        email: "Email address", "電子郵件地址", "电子邮件地址";
        email_hint:
            "The email address of your account. A user name isn't enough here.",
            "您帳戶的電子郵件地址，這裡不能用使用者名稱。",
            "你帐户的电子邮件地址，这里不能用用户名。";
        trouble: "What is the trouble?", "您遇到什麼問題？", "你遇到了什么问题？";
        forgot_password: "I forgot my password", "我忘記密碼", "我忘记了密码";
        forgot_password_hint:
            "You prove who you are and choose a new one.",
            "證明您的身分，然後選擇新密碼。",
            "证明你的身份，然后选择新密码。";
        know_password:
            "I know my password, but still can't sign in",
            "我知道密碼，但仍然無法登入",
            "我知道密码，但是仍然无法登录";
        know_password_hint:
            "You prove who you are, and your password stays.",
            "證明您的身分，密碼不變。",
            "证明你的身份，密码不变。";
        forgot_user_name: "I forgot my user name", "我忘記使用者名稱", "我忘记了用户名";
        forgot_user_name_hint:
            "Enter your email address above, and we email you the name.",
            "在上面輸入電子郵件地址，我們會把使用者名稱寄給您。",
            "在上面输入电子邮件地址，我们会把用户名发给你。";
        lost_authenticator:
            "I lost my phone or authenticator",
            "我遺失了手機或驗證器",
            "我丢了手机或身份验证器";
        lost_authenticator_hint:
            "You prove who you are in two other ways and set up a new one.",
            "用另外兩種方式證明您的身分，然後設定新的驗證器。",
            "用另外两种方式证明你的身份，然后设置新的验证器。";
        under_way:
            "You began this in this browser already, and it is still open.",
            "您已經在這個瀏覽器開始了，而且還可以繼續。",
            "你已经在这个浏览器开始了，而且还可以继续。";
        go_on: "Go on where you were", "從上次的地方繼續", "从上次的地方继续";
        submit: "Next", "下一步", "下一步";
        back: "Back to sign-in", "回到登入頁面", "返回登录页面";
    }
}
