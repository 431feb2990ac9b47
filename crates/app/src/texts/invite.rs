//! `/invite`: from an invitation to an active account.

use super::{Notice, around};

screen! {
    /// The texts of `/invite`.
    Invite {
        heading: "Accept your invitation", "接受邀請", "接受邀请";
        lead:
            "A few short steps, and your account is ready. You can stop at any time and go on later with the same invitation.",
            "只要幾個簡短的步驟，帳戶就準備好了。隨時可以停下來，之後用同一份邀請繼續。",
            "只要几个简短的步骤，帐户就准备好了。随时可以停下来，之后用同一份邀请继续。";
        code: "Invitation code", "邀請碼", "邀请码";
        code_hint:
            "From the email that invited you; seven groups of four letters and digits. Paste it if you can.",
            "在邀請您的信裡，共七組，每組四個英文字母和數字。可以直接貼上。",
            "在邀请你的邮件里，共七组，每组四位字母和数字。可以直接粘贴。";
        submit: "Next", "下一步", "下一步";

        name_heading: "Who are you?", "您是哪位？", "你是哪位？";
        name: "Your name", "您的姓名", "你的姓名";
        name_hint: "As you want to be greeted.", "我們會這樣稱呼您。", "我们会这样称呼你。";
        user_name: "User name", "使用者名稱", "用户名";
        user_name_hint:
            "For signing in: 2 to 32 letters (a to z), digits, dots, hyphens or underscores.",
            "登入時使用：2 到 32 個英文字母、數字、句點、連字號或底線。",
            "登录时使用：2 到 32 个英文字母、数字、句点、连字符或下划线。";

        password_heading: "Choose a password", "選擇密碼", "选择密码";
        password_lead:
            "A sentence that only you would write makes a good password. Your browser can also make and keep one.",
            "一句只有您才會寫的話，就是好密碼。也可以讓瀏覽器替您產生並記住。",
            "一句只有你才会写的话，就是好密码。也可以让浏览器替你生成并记住。";
        password: "Password", "密碼", "密码";
        password_kept:
            "You have chosen a password already. Enter another one only if you want to change it.",
            "您已經選好密碼。想更換時才需要再輸入。",
            "你已经选好密码。想更换时才需要再输入。";

        codes_heading: "Keep your recovery codes", "保存您的還原碼", "保存你的恢复代码";
        codes_why:
            "Nobody can reset your password, not even an administrator. If one day you can't sign in, you get back in with \
             your email and one of these codes.",
            "沒有人能重設您的密碼，管理員也不行。哪天無法登入時，靠電子郵件加上其中一組還原碼，您就能回來。",
            "没有人能重置你的密码，管理员也不行。哪天无法登录时，靠电子邮件加上其中一个恢复代码，你就能回来。";
        codes_once:
            "They are shown only now. Each works once.",
            "只在現在顯示，每組只能用一次。",
            "只在现在显示，每个只能用一次。";
        codes_where:
            "Keep them away from this device and from your mailbox: on paper, or in a password manager.",
            "請放在這部裝置和信箱以外的地方，例如寫在紙上，或存入密碼管理工具。",
            "请放在这台设备和邮箱以外的地方，例如写在纸上，或存入密码管理器。";
        codes_list: "Your recovery codes", "您的還原碼", "你的恢复代码";
        copy: "Copy", "複製", "复制";
        copied: "Copied", "已複製", "已复制";
        copy_failed:
            "Copying didn't work here. Select the codes and copy them, or download them.",
            "這裡無法自動複製。請選取還原碼自行複製，或改用下載。",
            "这里无法自动复制。请选中恢复代码自行复制，或改用下载。";
        download: "Download", "下載", "下载";
        downloaded: "Downloaded", "已下載", "已下载";
        print: "Print", "列印", "打印";
        codes_kept: "I have kept them", "我已經保存好了", "我已经保存好了";

        confirm_heading: "Type one code back", "輸入其中一組還原碼", "输入其中一个恢复代码";
        confirm_lead:
            "So that we both know you can find them. This doesn't use the code up.",
            "這樣您和我們都能確定找得到。這不會用掉那組還原碼。",
            "这样你和我们都能确定找得到。这不会用掉那个恢复代码。";
        confirm: "One of your codes", "其中一組還原碼", "其中一个恢复代码";
        confirm_hint:
            "Twenty letters and digits. Small letters and spaces are fine.",
            "二十個英文字母和數字，用小寫或加空格都可以。",
            "二十位字母和数字，用小写或加空格都可以。";
        show_again: "Show the codes again", "再看一次還原碼", "再看一次恢复代码";
        new_codes: "Make new codes", "產生新的還原碼", "生成新的恢复代码";
        new_codes_hint:
            "Your codes can't be shown in this browser any more. If you don't have them, make new ones; the old ones then \
             stop working.",
            "這個瀏覽器已無法再顯示您的還原碼。如果您沒有保存，請產生新的，舊的就不再有效。",
            "这个浏览器已无法再显示你的恢复代码。如果你没有保存，请生成新的，旧的就不再有效。";
        finish: "Finish", "完成", "完成";

        done_heading: "Your account is ready", "您的帳戶準備好了", "你的帐户准备好了";
        done_text:
            "You can sign in now. Keep the recovery codes: they are your way back.",
            "現在就可以登入。請收好還原碼，那是您回來的路。",
            "现在就可以登录。请收好恢复代码，那是你回来的路。";
        sign_in: "Sign in", "登入", "登录";

        file_name: "recovery-codes.txt", "recovery-codes.txt", "recovery-codes.txt";
        file_note:
            "Each code works once. To get back in, open the sign-in page and choose \"Can't access your account?\". Keep \
             this file away from your mailbox, and don't give the codes to anybody.",
            "每組還原碼只能用一次。需要時，請在登入頁面選擇「無法存取您的帳戶嗎？」。請把這個檔案放在信箱以外的地方，不要把還原碼交給任何人。",
            "每个恢复代码只能用一次。需要时，请在登录页面选择“无法访问你的帐户？”。请把这个文件放在邮箱以外的地方，不要把恢复代码交给任何人。";
    }
    with {
        /// The first line of the file with the codes: user name and organisation.
        file_title: fn(&str, &str) -> String =
            |user_name, organisation| [organisation, ": recovery codes of ", user_name].concat(),
            |user_name, organisation| [organisation, "：", user_name, " 的還原碼"].concat(),
            |user_name, organisation| [organisation, "：", user_name, " 的恢复代码"].concat();
        /// The invitation's address.
        invited: fn(&str) -> String =
            |address| around("Your account will belong to ", address, "."),
            |address| around("您的帳戶將屬於 ", address, "。"),
            |address| around("你的帐户将属于 ", address, "。");
        /// There is no such invitation.
        unknown: Notice =
            Notice {
                title: "We don't know this invitation",
                text: "The code or link may be incomplete. Open the newest invitation email again and copy the whole code.",
                action: "Enter the code again",
            },
            Notice {
                title: "找不到這份邀請",
                text: "邀請碼或連結可能不完整。請再打開最新的邀請信，複製整組邀請碼。",
                action: "重新輸入邀請碼",
            },
            Notice {
                title: "找不到这份邀请",
                text: "邀请码或链接可能不完整。请再打开最新的邀请邮件，复制整个邀请码。",
                action: "重新输入邀请码",
            };
        /// The invitation has expired.
        expired: Notice =
            Notice {
                title: "This invitation has expired",
                text: "Invitations work for {invitation_hours} hours. Ask the administrator who invited you for a new one.",
                action: "Enter another code",
            },
            Notice {
                title: "這份邀請已過期",
                text: "邀請在 {invitation_hours} 小時內有效。請向邀請您的管理員索取新的邀請。",
                action: "輸入另一組邀請碼",
            },
            Notice {
                title: "这份邀请已过期",
                text: "邀请在 {invitation_hours} 小时内有效。请向邀请你的管理员要一份新的邀请。",
                action: "输入另一个邀请码",
            };
        /// The invitation was accepted before.
        used: Notice =
            Notice {
                title: "This invitation has already been accepted",
                text: "Its account is ready. Sign in; if that doesn't work, choose \"Can't access your account?\" there.",
                action: "Sign in",
            },
            Notice {
                title: "這份邀請已經接受過了",
                text: "帳戶已經準備好，請直接登入。如果登入不了，請在登入頁面選擇「無法存取您的帳戶嗎？」。",
                action: "登入",
            },
            Notice {
                title: "这份邀请已经接受过了",
                text: "帐户已经准备好，请直接登录。如果登录不了，请在登录页面选择“无法访问你的帐户？”。",
                action: "登录",
            };
        /// A newer invitation was sent.
        replaced: Notice =
            Notice {
                title: "There is a newer invitation",
                text: "Only the newest one works. Look for it in your mailbox and use its link or code.",
                action: "Enter the newer code",
            },
            Notice {
                title: "已經有更新的邀請",
                text: "只有最新的一份有效。請在信箱裡找到它，使用其中的連結或邀請碼。",
                action: "輸入較新的邀請碼",
            },
            Notice {
                title: "已经有更新的邀请",
                text: "只有最新的一份有效。请在邮箱里找到它，使用其中的链接或邀请码。",
                action: "输入较新的邀请码",
            };
    }
}
