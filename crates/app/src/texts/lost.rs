//! `/recover/lost`.

screen! {
    /// The texts of `/recover/lost`.
    Lost {
        heading: "If you have lost every way back", "如果您失去了所有能重新進入的方法", "如果你失去了所有能重新进入的办法";
        lead:
            "Take your time. Often one way is left that doesn't come to mind at once.",
            "請不要著急。往往還有一種方法，只是一時沒有想到。",
            "请不要着急。往往还有一种办法，只是一时没有想到。";
        try_heading: "Try this first", "請先試試看", "请先试试";
        try_session:
            "A phone, tablet or computer on which you are still signed in: there you can see your account.",
            "還保持登入的手機、平板或電腦：在那裡看得到您的帳戶。",
            "还保持登录的手机、平板或电脑：在那里看得到你的帐户。";
        try_codes:
            "Your saved recovery codes: on paper, in a password manager, in a file called recovery-codes.txt, or in \
             a photo.",
            "存好的還原碼：可能印在紙上、在密碼管理工具裡、在名為 recovery-codes.txt 的檔案裡，或在照片裡。",
            "保存好的恢复代码：可能印在纸上、在密码管理器里、在名为 recovery-codes.txt 的文件里，或在照片里。";
        try_app:
            "Your authenticator app: it may also be on a tablet or an old phone, or in a password manager.",
            "您的驗證器應用程式：也可能在平板、舊手機或密碼管理工具裡。",
            "你的身份验证器应用：也可能在平板、旧手机或密码管理器里。";
        try_mailbox:
            "Your mailbox: if that is all you can't get into, whoever runs it can help you back in.",
            "您的信箱：如果只是進不了信箱，可以請提供信箱服務的單位協助。",
            "你的邮箱：如果只是进不了邮箱，可以请提供邮箱服务的单位协助。";
        recover: "Get back into your account", "重新進入您的帳戶", "重新进入你的帐户";
        else_heading: "If nothing is left", "如果什麼都沒有了", "如果什么都没有了";
        nobody:
            "Then this account can't be opened any more, by anybody. Nobody here can reset, set or see your password or your \
             codes, not even an administrator. That protects you: nobody can talk or force them into letting someone else in.",
            "那麼這個帳戶就再也沒有人能開啟了。這裡沒有任何人能重設、設定或看到您的密碼和還原碼，管理員也不能。\
             這是在保護您：沒有人能說服或強迫他們放別人進去。",
            "那么这个帐户就再也没有人能打开了。这里没有任何人能重置、设置或看到你的密码和恢复代码，管理员也不能。\
             这是在保护你：没有人能说服或强迫他们放别人进去。";
        new_account:
            "What an administrator can do: disable the old account, and invite you to a new one. Your organisation then \
             gives you what you need in it, in its own way.",
            "管理員能做的是：停用舊帳戶，並邀請您設定新帳戶。您在新帳戶中需要的權限與資料，由您的組織按自己的程序重新給您。",
            "管理员能做的是：停用旧帐户，并邀请你设置新帐户。你在新帐户中需要的权限和数据，由你的组织按自己的流程重新给你。";
        gone:
            "The two accounts have nothing to do with each other. What only the old one could reach stays out of reach.",
            "兩個帳戶互不相關。只有舊帳戶才能取得的內容，就再也取不回來了。",
            "两个帐户互不相关。只有旧帐户才能取得的内容，就再也取不回来了。";
        admin_heading:
            "If you are an administrator and somebody asks you for help",
            "如果您是管理員，有人向您求助",
            "如果你是管理员，有人向你求助";
        admin_why:
            "There is no button to reset a password, and no command: whoever has one can be tricked into using it. Send the \
             person here instead:",
            "這裡沒有重設密碼的按鈕，也沒有這樣的指令：誰有這種權力，誰就可能受騙去使用它。請告訴對方打開這個網址：",
            "这里没有重置密码的按钮，也没有这样的命令：谁有这种权力，谁就可能受骗去使用它。请告诉对方打开这个网址：";
        admin_address:
            "It leads back in with two proofs, within minutes.",
            "用兩種驗證，幾分鐘就能重新進入。",
            "用两种验证，几分钟就能重新进入。";
        admin_never:
            "Never ask for a password or a code, and never take one that is offered. Whoever presses you to hurry may be \
             pretending: call them back on a number that you knew before.",
            "絕不要索取密碼或驗證碼，對方主動給也不要收。催您趕快處理的人可能是假冒的：請用您原本就知道的號碼回電確認。",
            "绝不要索要密码或验证码，对方主动给也不要收。催你赶快处理的人可能是冒充的：请用你原本就知道的号码回电确认。";
        admin_last:
            "If every way back is lost, disable the account and invite the person to a new one.",
            "如果所有方法都沒有了，請停用該帳戶，並邀請對方設定新帳戶。",
            "如果所有办法都没有了，请停用该帐户，并邀请对方设置新帐户。";
    }
}
