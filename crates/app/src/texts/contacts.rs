//! Recovery contacts: for the owner, and for the contacts. These texts stay on the server.

use super::around;

screen! {
    /// The texts of `/account/methods/contacts`, `/contact` and `/contact/pass-on`.
    Contacts {
        contacts: "Recovery contacts", "還原聯絡人", "恢复联系人";
        manage: "Your recovery contacts", "您的還原聯絡人", "你的恢复联系人";
        contacts_lead:
            "People you trust, inside or outside the organisation. When you can't get in, they pass a code on to you once they \
             have spoken with you. They never get into your account.",
            "您信任的人，不論是否屬於這個組織。您無法進入時，他們和您說過話之後，會轉交一組代碼給您。他們永遠不會進入您的帳戶。",
            "你信任的人，不管是否属于这个组织。你无法进入时，他们和你说过话之后，会把一个代码转告你。他们永远不会进入你的帐户。";
        contacts_gate:
            "However many there are, they count as one of the two steps. Only you can choose them; no administrator can.",
            "不論有幾位，都只算兩個步驟當中的一個。只有您能選擇，管理員不能。",
            "不管有几位，都只算两个步骤当中的一个。只有你能选择，管理员不能。";
        none: "None yet.", "還沒有。", "还没有。";
        chosen: "People you have chosen", "您選擇的人", "你选择的人";
        expired:
            "Didn't answer within seven days. Ask again.",
            "七天內沒有回覆，請再次詢問。",
            "七天内没有答复，请再次询问。";
        counts: "Agreed, and counts", "已同意，並且算數", "已同意，并且算数";
        has_declined:
            "Doesn't want to be one, or not any more. Remove them, and choose somebody else.",
            "不想擔任，或不想再繼續。請移除並另外選擇一位。",
            "不想担任，或不想再继续。请移除并另外选择一位。";
        former: "Removed or set aside", "已移除或擱置的", "已移除或搁置的";
        aside:
            "Set aside when your account was opened again: they can't help. If you chose them, ask them anew.",
            "帳戶重新開啟時已擱置，無法協助您。如果是您選的，請重新詢問對方。",
            "帐户重新打开时已搁置，不能帮忙。如果是你选的，请重新询问对方。";
        resend: "Ask again", "再次詢問", "再次询问";
        remove: "Remove", "移除", "移除";
        add: "Choose somebody", "選擇聯絡人", "选择联系人";
        add_lead:
            "We email them in your language and ask whether they agree. Once they do, it takes up to {quarantine_days} days until \
             they count.",
            "我們會用您的語言寄信詢問對方是否同意。對方同意後，最多要等 {quarantine_days} 天才算數。",
            "我们会用你的语言发邮件询问对方是否同意。对方同意后，最多要等 {quarantine_days} 天才算数。";
        name: "Their name", "對方的姓名", "对方的姓名";
        name_hint: "As you know them.", "您平常對他們的稱呼。", "你平常对他们的称呼。";
        address: "Their email address", "對方的電子郵件地址", "对方的电子邮件地址";
        address_hint:
            "One that only they read, and not one of your own.",
            "只有對方會看的信箱，而且不是您自己的。",
            "只有对方会看的邮箱，而且不是你自己的。";
        ask: "Ask them", "詢問對方", "询问对方";
        full:
            "You have chosen three; there can't be more. To choose somebody else, remove one first.",
            "您已經選了三位，不能再多了。要另選一位，請先移除其中一位。",
            "你已经选了三位，不能再多了。要另选一位，请先移除其中一位。";
        needed: "How many have to help", "需要幾位協助", "需要几位帮忙";
        one_helps: "One of them is enough.", "只需要其中一位。", "只需要其中一位。";
        two_help: "Two of three have to help.", "需要三位當中的兩位。", "需要三位当中的两位。";
        three_first:
            "Once three contacts count, you can require two of them to help.",
            "有三位聯絡人算數之後，您就可以要求其中兩位協助。",
            "有三位联系人算数之后，你就可以要求其中两位帮忙。";
        need_two: "Two of three must help", "改為需要三位中的兩位", "改为需要三位中的两位";
        need_one: "One is enough", "改為只需要一位", "改为只需要一位";
        done_added: "They have been asked. We will tell you when they answer.", "已詢問對方。對方回覆時會通知您。", "已询问对方。对方答复时会通知你。";
        done_resent:
            "They have been asked again. The earlier email no longer works.",
            "已再次詢問對方。先前的信已失效。",
            "已再次询问对方。之前的邮件已失效。";
        done_removed: "The recovery contact is removed, and has been told.", "已移除還原聯絡人，並通知對方。", "已移除恢复联系人，并通知对方。";
        done_needed: "Your choice is saved.", "已依您的選擇設定。", "已按你的选择设置。";

        somebody: "Somebody", "某位使用者", "某位用户";
        heading: "Be a recovery contact", "擔任還原聯絡人", "担任恢复联系人";
        lead:
            "Somebody would like your help with getting back into their account, should they ever need it. Open the invitation \
             with the code from the email.",
            "有人希望在需要時，請您協助他們重新進入帳戶。請用信中的代碼打開邀請。",
            "有人希望在需要时，请你帮他们重新进入帐户。请用邮件中的代码打开邀请。";
        code: "Code from the email", "信中的代碼", "邮件中的代码";
        code_hint:
            "It is in the email, in groups of four.",
            "在信中，每四個字元一組。",
            "在邮件中，每四个字符一组。";
        open: "Next", "下一步", "下一步";
        to_sign_in: "To the sign-in page", "前往登入頁面", "前往登录页面";
        means_asked:
            "One day you may be asked, by email, to pass a code on to them.",
            "有一天，您可能會收到郵件，請您轉交一組代碼給對方。",
            "有一天，你可能会收到邮件，请你把一个代码转告对方。";
        means_never:
            "You never get into their account, and you see nothing of it. You can step back at any time with the same email.",
            "您永遠不會進入對方的帳戶，也看不到裡面的任何內容。您隨時可以用同一封信退出。",
            "你永远不会进入对方的帐户，也看不到里面的任何内容。你随时可以用同一封邮件退出。";
        means_check:
            "What matters is that you check: pass the code on only when you know by voice or face that it is really them.",
            "最重要的是確認：只有從聲音或面容確定真的是本人，才轉交代碼。",
            "最重要的是确认：只有从声音或面容确定真的是本人，才转告代码。";
        accept: "Accept", "接受", "接受";
        decline: "Decline", "婉拒", "婉拒";
        step_back_lead:
            "You agreed to be a recovery contact. If you no longer want to, we will tell them, and you won't be asked again.",
            "您已經同意擔任。如果不想再繼續，我們會告訴對方，之後不會再請您協助。",
            "你已经同意担任。如果不想再继续，我们会告诉对方，之后不会再请你帮忙。";
        step_back: "I no longer want to", "我不想再擔任", "我不想再担任";
        accepted_heading: "Thank you", "謝謝您", "谢谢你";
        accepted:
            "You are a recovery contact now, and we have told them. Keep the email: you can use it to step back.",
            "您現在是還原聯絡人，我們已經告訴對方。請保留那封信，之後可以用它退出。",
            "你现在是恢复联系人，我们已经告诉对方。请保留那封邮件，以后可以用它退出。";
        declined_heading: "That is settled", "已經處理好了", "已经处理好了";
        declined:
            "You aren't a recovery contact, and we have told them. There is nothing else to do.",
            "您不是還原聯絡人，我們已經告訴對方。您不需要再做什麼。",
            "你不是恢复联系人，我们已经告诉对方。你不需要再做什么。";

        pass_on_heading: "Pass on a code", "轉交代碼", "转告代码";
        pass_on_lead:
            "Somebody named you as the one who can help them back into their account. Open the request with the code from the \
             email.",
            "有人指定由您協助他們重新進入帳戶。請用信中的代碼打開這項請求。",
            "有人指定由你帮他们重新进入帐户。请用邮件中的代码打开这项请求。";
        speak_first:
            "Call them, or meet them, before you go on. Anybody can write in their name; their voice or face is what you know.",
            "繼續之前，請先打電話或當面和對方說話。訊息誰都能冒名寫，您認得的是對方的聲音和面容。",
            "继续之前，请先打电话或当面和对方说话。消息谁都能冒名写，你认得的是对方的声音和面容。";
        show_code: "Show me the code", "顯示代碼", "显示代码";
        not_them_lead:
            "If they didn't ask for this, or you aren't sure, say so. That stops this attempt, and they are told.",
            "如果對方沒有要求，或您不確定，請告訴我們。這次的操作會停止，對方也會收到通知。",
            "如果对方没有要求，或者你不确定，请告诉我们。这次的操作会停止，对方也会收到通知。";
        not_them: "No, this isn't them", "不，這不是本人", "不，这不是本人";
        code_heading: "Pass this code on", "請轉交這組代碼", "请转告这个代码";
        code_hint_spoken:
            "Say it group by group. For each letter, say the word too.",
            "請一組一組念出來，英文字母請連同單字一起念。",
            "请一组一组念出来，英文字母请连同单词一起念。";
        code_label: "Code", "代碼", "代码";
        code_lead:
            "Tell it to them while you speak. It works for them alone, where they began, and lets nobody in by itself.",
            "請在通話或見面時告訴對方。它只在對方開始的地方有效，單憑它誰都無法進入。",
            "请在通话或见面时告诉对方。它只在对方开始的地方有效，单凭它谁都无法进入。";
        code_warning:
            "By voice or in person only. Don't send it by message or email, and don't give it to anybody else.",
            "只用口頭或當面告知。不要用訊息或郵件傳送，也不要告訴其他人。",
            "只用口头或当面告知。不要用消息或邮件发送，也不要告诉其他人。";
        code_done: "I have passed it on", "我已經轉交了", "我已经转告了";
        passed_heading: "Thank you", "謝謝您", "谢谢你";
        passed:
            "They can go on now. The code won't be shown again.",
            "對方現在可以繼續了。代碼不會再顯示。",
            "对方现在可以继续了。代码不会再显示。";
        refused_heading: "Thank you", "謝謝您", "谢谢你";
        refused:
            "This attempt is stopped, and the owner of the account has been told. If you can, tell them yourself, too.",
            "這次的操作已停止，帳戶的主人會收到通知。如果方便，也請您親自告訴對方。",
            "这次的操作已停止，帐户的主人会收到通知。如果方便，也请你亲自告诉对方。";
    }
    with {
        /// Date until which the invitation can be accepted.
        invited: fn(&str) -> String =
            |until| around("Asked, no answer yet; they can answer until ", until, ""),
            |until| around("已詢問，尚未回覆；可在 ", until, " 前回覆"),
            |until| around("已询问，尚未答复；可在 ", until, " 前答复");
        /// Date until which a removed contact can still help.
        former_until: fn(&str) -> String =
            |until| around("Removed. Until ", until, " they can still help you to get back in. To keep them, choose them again."),
            |until| around("已移除。在 ", until, " 之前仍可協助您回到帳戶。如要保留，請再次選擇。"),
            |until| around("已移除。在 ", until, " 之前仍可帮你重新进入帐户。要保留的话，请再次选择。");
        /// Date from which they count.
        counts_from: fn(&str) -> String =
            |at| around("Agreed; for getting back in they count from ", at, ""),
            |at| around("已同意；用於重新進入時，從 ", at, " 起算數"),
            |at| around("已同意；用于重新进入时，从 ", at, " 起算数");
        /// The owner who asks somebody to be a contact.
        asks_you: fn(&str) -> String =
            |owner| around("", owner, " asks you to be a recovery contact"),
            |owner| around("「", owner, "」想請您擔任還原聯絡人"),
            |owner| around("“", owner, "”想请你担任恢复联系人");
        /// The owner whose contact somebody is.
        you_are: fn(&str) -> String =
            |owner| around("You are a recovery contact of ", owner, ""),
            |owner| around("您是「", owner, "」的還原聯絡人"),
            |owner| around("你是“", owner, "”的恢复联系人");
        /// The owner who asks for a code.
        asked_you: fn(&str) -> String =
            |owner| around("", owner, " asked you to pass on a code"),
            |owner| around("「", owner, "」請您轉交一組代碼"),
            |owner| around("“", owner, "”请你转告一个代码");
        /// A letter, and a word that begins with it.
        spelt: fn(&str, &str) -> String =
            |letter, word| [letter, " as in ", word].concat(),
            |letter, word| [letter, "（", word, "）"].concat(),
            |letter, word| [letter, "（", word, "）"].concat();
        /// The statement that a contact must tick.
        spoken: fn(&str) -> String =
            |owner| around("I have spoken with ", owner, ", and I know by voice or face that it is them."),
            |owner| around("我已經和「", owner, "」說過話，並從聲音或面容確定是本人。"),
            |owner| around("我已经和“", owner, "”说过话，并从声音或面容确定是本人。");
    }
}
