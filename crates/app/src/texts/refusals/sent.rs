//! Texts of refusals that occur only on screens sent by the server; they aren't in the bundle.

use regain_domain::Refusal;

/// Whether a refusal's text is one of these, and so must come with the answer.
pub(crate) const fn is_sent(refusal: Refusal) -> bool {
    !sentences(refusal)[0].is_empty()
}

/// The texts, in the order of [`Language::ALL`](regain_domain::Language::ALL); empty if the bundle contains them.
pub(super) const fn sentences(refusal: Refusal) -> [&'static str; 3] {
    use Refusal as R;
    match refusal {
        R::ConfirmNeeded => [
            "Changes need a fresh proof that it's you; it lasts five minutes. Nothing was changed. Confirm, then go on.",
            "要變更，需要再次證明是您本人，五分鐘內有效。目前沒有任何變更。請先確認，再繼續。",
            "要修改，需要再次证明是你本人，五分钟内有效。目前没有任何变化。请先确认，再继续。",
        ],
        R::FlowOther => [
            "The page you came from belongs to an earlier recovery; this browser has begun a newer one since. Nothing was done, and no try \
             was counted. Go on with the newer one, or start again.",
            "您剛才的頁面屬於較早的一次操作，這個瀏覽器之後又開始了新的一次。剛才什麼都沒有執行，也不算在次數裡。請繼續較新的一次，或重新開始。",
            "你刚才的页面属于较早的一次操作，这个浏览器之后又开始了新的一次。刚才什么都没有执行，也不算在次数里。请继续较新的一次，或重新开始。",
        ],
        R::VerifyOther => [
            "The page you came from belongs to an earlier sign-in; this browser has begun a newer one since. Nothing was done, and no try \
             was counted. Go on with the newer one, or sign in again.",
            "您剛才的頁面屬於較早的一次登入，這個瀏覽器之後又開始了新的一次。剛才什麼都沒有執行，也不算在次數裡。請繼續較新的一次，或重新登入。",
            "你刚才的页面属于较早的一次登录，这个浏览器之后又开始了新的一次。刚才什么都没有执行，也不算在次数里。请继续较新的一次，或重新登录。",
        ],
        R::InvitationOther => [
            "The page you came from belongs to another invitation than the one opened last. Nothing was done with either. Go on with the last \
             one; for the other, open the link in its email again.",
            "您剛才的頁面屬於另一份邀請，不是最後打開的那一份。兩份都沒有變更。請繼續最後打開的那一份；要接受另一份，請再打開那封信裡的連結。",
            "你刚才的页面属于另一份邀请，不是最后打开的那一份。两份都没有变化。请继续最后打开的那一份；要接受另一份，请再打开那封邮件里的链接。",
        ],
        R::ContactOther => [
            "The page you came from belongs to another email than the one opened last. Nothing was answered. Go on with the last one; for the \
             other, open the link in its email again.",
            "您剛才的頁面屬於另一封信，不是最後打開的那一封。目前沒有回覆任何一封。請繼續最後打開的那一封；要回覆另一封，請再打開信裡的連結。",
            "你刚才的页面属于另一封邮件，不是最后打开的那一封。目前没有答复任何一封。请继续最后打开的那一封；要答复另一封，请再打开邮件里的链接。",
        ],
        R::CodesOther => [
            "The codes you saw aren't the newest: others were made after them. Nothing was changed. Look at the newer ones, and keep those.",
            "您剛才看到的還原碼不是最新的，之後又產生了另一組。目前沒有變更。請查看並保存較新的還原碼。",
            "你刚才看到的恢复代码不是最新的，之后又生成了另一组。目前没有变化。请查看并保存较新的恢复代码。",
        ],
        R::PersonOther => [
            "The page you came from shows another person's account than the one signed in now. Nothing was done in either. To go on with yours, \
             sign in again.",
            "您剛才的頁面屬於另一個人的帳戶，不是現在登入的帳戶。兩個帳戶都沒有變更。要繼續使用您的帳戶，請重新登入。",
            "你刚才的页面属于另一个人的帐户，不是现在登录的帐户。两个帐户都没有变化。要继续使用你的帐户，请重新登录。",
        ],
        R::OriginHidden => [
            "Your browser, or an add-on, hides which page this came from, so we can't tell it from a forgery. Nothing was changed. Let it send the \
             origin to this site, or use another browser, then try again.",
            "您的瀏覽器或附加元件隱藏了這項要求的來源頁面，所以無法與偽造的要求區分。一切都沒有變更。請允許向這個網站傳送來源，或改用其他瀏覽器，再試一次。",
            "你的浏览器或扩展程序隐藏了这个请求的来源页面，所以无法与伪造的请求区分。一切都没有变化。请允许向这个网站发送来源，或换一个浏览器，再试一次。",
        ],
        R::MethodUnknown => [
            "That is gone already, perhaps changed in another tab. Nothing else has changed. Here is what there is now.",
            "它已經不在了，可能在另一個分頁裡變更過。其他都沒有變更。以下是目前的狀況。",
            "它已经不在了，可能在另一个标签页里改过。其他都没有变化。以下是目前的情况。",
        ],
        R::CheckUpUnticked => [
            "Not everything is ticked, so this check wasn't noted; nothing else has changed. In \"Your ways back\" you can replace what you no longer have.",
            "還有項目沒有勾選，所以這次檢查沒有記下，其他一切都沒有變更。不見了的，請到「您重新進入的方法」換掉。",
            "还有项目没有勾选，所以这次检查没有记下，其他一切都没有变化。不见了的，请到“你重新进入的办法”换掉。",
        ],
        R::CheckUpGroup => [
            "None of your unused codes begins with these four characters. Nothing has changed. Look at another code, or make new ones in \"Your ways back\".",
            "您未使用的還原碼中，沒有以這四個字元開頭的。一切都沒有變更。請看另一組，或到「您重新進入的方法」產生新的。",
            "你未使用的恢复代码中，没有以这四个字符开头的。一切都没有变化。请看另一个，或到“你重新进入的办法”生成新的。",
        ],
        R::MethodLast => [
            "Without this one you couldn't sign in or get back in; what was added recently doesn't count yet. Nothing was removed. First add another or, where that has to wait, make new recovery codes.",
            "少了這個，您就無法登入或重新進入；不久前新增的還不能算數，所以沒有移除。請先新增另一個；如果還要等待，請先產生新的還原碼。",
            "少了这个，你就无法登录或重新进入；不久前添加的还不能算数，所以没有移除。请先添加另一个；如果还要等待，请先生成新的恢复代码。",
        ],
        R::EndNeedsTwo => [
            "To end this at once, prove in two other ways that it's you: confirm with a passkey; or with a code of an authenticator app and then, again, with a recovery code, neither of them what you want to end. If you can't, get back into your account and say that the app is lost, which ends it. Otherwise it ends by itself.",
            "要立刻終止，請用另外兩種方式證明是您本人：用通行密鑰確認；或先用驗證器應用程式的驗證碼確認，再用還原碼確認一次，兩者都不能是您要終止的這一個。如果辦不到，請重新進入帳戶，並選擇遺失了應用程式，它就會失效。否則到期後會自動終止。",
            "要立刻终止，请用另外两种方式证明是你本人：用通行密钥确认；或先用身份验证器应用的验证码确认，再用恢复代码确认一次，两者都不能是你要终止的这一个。如果办不到，请重新进入帐户，并选择丢失了应用，它就会失效。否则到期后会自动终止。",
        ],
        R::MethodMany => [
            "You have ten of these already; there can't be more. First remove one that you no longer use.",
            "您已經有十個，不能再多了。請先移除不再使用的。",
            "你已经有十个，不能再多了。请先移除不再使用的。",
        ],
        R::ContactOwn => [
            "That is one of your own addresses. If you can't get in, somebody else has to help. Nothing was added. Enter \
             another address.",
            "這是您自己的地址。您無法進入時，需要由別人協助。目前沒有新增。請輸入別人的地址。",
            "这是你自己的地址。你无法进入时，需要由别人帮忙。目前没有添加。请输入别人的地址。",
        ],
        R::ContactTwice => [
            "You have chosen somebody with this address already. Nothing was added. Enter another address.",
            "您已經選過使用這個地址的人。目前沒有新增。請輸入另一個地址。",
            "你已经选过使用这个地址的人。目前没有添加。请输入另一个地址。",
        ],
        R::ContactsMany => [
            "You have three recovery contacts already; there can't be more. Nothing was added. Remove one first.",
            "您已經有三位還原聯絡人，不能再多了。目前沒有新增。請先移除其中一位。",
            "你已经有三位恢复联系人，不能再多了。目前没有添加。请先移除其中一位。",
        ],
        R::ContactsFew => [
            "For two of three you need three contacts who have agreed and already count. Nothing was changed. Wait until they do, \
             or choose more.",
            "要三位中的兩位協助，需要三位都已同意並且算數。目前沒有變更。請等他們算數，或再選擇聯絡人。",
            "要三位中的两位帮忙，需要三位都已同意并且算数。目前没有变化。请等他们算数，或再选择联系人。",
        ],
        R::ContactStays => [
            "Two of your three contacts have to help, so none of them can be removed. Nothing was removed. First select \"One is \
             enough\".",
            "目前需要三位中的兩位協助，所以不能移除。目前沒有變更。請先改為只需要一位。",
            "目前需要三位中的两位帮忙，所以不能移除。目前没有变化。请先改为只需要一位。",
        ],
        R::ContactLast => [
            "Without this contact you wouldn't have two ways back. Nothing was removed. Make new recovery codes or add an \
             authenticator app first.",
            "沒有這位聯絡人，您就沒有兩種重新進入的方法，所以沒有移除。請先產生新的還原碼，或新增驗證器應用程式。",
            "没有这位联系人，你就没有两种重新进入的办法，所以没有移除。请先生成新的恢复代码，或添加身份验证器应用。",
        ],
        R::ContactUnknown => [
            "We don't know this code, or what it was for is over. Nothing has changed. Compare it with the newest \
             email.",
            "查不到這組代碼，或是它所說的事情已經結束。一切都沒有變更。請對照最新的一封信。",
            "查不到这个代码，或者它所说的事情已经结束。一切都没有变化。请对照最新的一封邮件。",
        ],
        R::ContactExpired => [
            "This invitation is too old: it could be accepted for seven days. Nothing has changed. Ask whoever chose you to send \
             a new one.",
            "這份邀請已過期，有效時間是七天。一切都沒有變更。請向選擇您的人索取新的邀請。",
            "这份邀请已过期，有效时间是七天。一切都没有变化。请向选择你的人要一份新的邀请。",
        ],
        R::ContactAnswered => [
            "This was answered already, perhaps in another tab. Your answer is kept. If you changed your mind, ask whoever chose \
             you to send a new invitation.",
            "已經回覆過了，可能是在另一個分頁。您的回覆已保留。如果改變主意，請向選擇您的人索取新的邀請。",
            "已经答复过了，可能是在另一个标签页。你的答复已保留。如果改变主意，请向选择你的人要一份新的邀请。",
        ],
        R::ContactReplaced => [
            "A newer email has taken the place of this one. Nothing was lost. Use the newest email you have.",
            "這封信已經由較新的一封取代。先前的步驟都還在。請使用您收到的最新一封信。",
            "这封邮件已经由较新的一封取代。之前的步骤都还在。请使用你收到的最新一封邮件。",
        ],
        R::PassOnOver => [
            "This is over: they got in, stopped, or too much time has passed. Nothing has changed, and there is nothing you need \
             to do.",
            "這件事已經結束：對方可能已經進入、停止，或時間過了太久。一切都沒有變更，您不需要做任何事。",
            "这件事已经结束：对方可能已经进入、停止，或者时间过了太久。一切都没有变化，你不需要做任何事。",
        ],
        R::PassOnUsed => [
            "You have answered this already, and the code is shown only once. Nothing was lost. If you missed it, they can ask you \
             again.",
            "您已經回覆過了，代碼只顯示一次。先前的步驟都還在。如果來不及看，對方可以再次請您協助。",
            "你已经答复过了，代码只显示一次。之前的步骤都还在。如果来不及看，对方可以再次请你帮忙。",
        ],
        R::PassOnTick => [
            "Speak with them first, then tick the box. Nothing has happened yet.",
            "請先和對方說話，再勾選。目前什麼都還沒有發生。",
            "请先和对方说话，再勾选。目前什么都还没有发生。",
        ],
        R::SessionUnknown => [
            "That is over already. Here is what there is now.",
            "它已經結束了。以下是目前的狀況。",
            "它已经结束了。以下是目前的情况。",
        ],
        R::AddressEmpty => [
            "Enter the new email address.",
            "請輸入新的電子郵件地址。",
            "请输入新的电子邮件地址。",
        ],
        R::AddressCharacter => [
            "The address has a character that can't be part of one here. Type it again instead of pasting it.",
            "地址裡有不能使用的字元。請不要貼上，改為重新輸入。",
            "地址里有不能使用的字符。请不要粘贴，改为重新输入。",
        ],
        R::AddressOwn => [
            "This address is yours already. Nothing has changed.",
            "這個地址已經是您的，一切都沒有變更。",
            "这个地址已经是你的，一切都没有变化。",
        ],
        R::AddressContact => [
            "One of your recovery contacts has this address, and one mailbox can't be two of your ways back. Nothing has changed. \
             Enter another address, or remove the contact first.",
            "您的一位還原聯絡人使用這個地址，而同一個信箱不能同時是您的兩種方法。一切都沒有變更。請輸入其他地址，或先移除那位聯絡人。",
            "你的一位恢复联系人使用这个地址，而同一个邮箱不能同时是你的两种办法。一切都没有变化。请输入其他地址，或先移除那位联系人。",
        ],
        R::AddressMany => [
            "You have two addresses already; there can't be more. Change one of them, or remove the second first.",
            "您已經有兩個地址，不能再多了。請變更其中一個，或先移除第二個。",
            "你已经有两个地址，不能再多了。请更改其中一个，或先移除第二个。",
        ],
        R::AddressTaken => [
            "This address belongs to another account now. Nothing has changed in yours. Use another address.",
            "這個地址現在已屬於另一個帳戶。您的帳戶沒有任何變更。請使用其他地址。",
            "这个地址现在已属于另一个帐户。你的帐户没有任何变化。请使用其他地址。",
        ],
        R::AddressNone => [
            "That is over, perhaps stopped or changed in another tab. Nothing else has changed. Begin again here.",
            "這個步驟已經結束，可能在另一個分頁裡停止或變更過。其他都沒有變更。請從這裡重新開始。",
            "这个步骤已经结束，可能在另一个标签页里停止或更改过。其他都没有变化。请从这里重新开始。",
        ],
        R::AddressMails => [
            "Five codes were sent to new addresses within a day; there can't be more. Nothing has changed. Use the newest \
             one, or continue tomorrow.",
            "一天內已經寄了五組驗證碼到新地址，不能再寄了。一切都沒有變更。請使用最新的一組，或明天再繼續。",
            "一天内已经发了五个验证码到新地址，不能再发了。一切都没有变化。请使用最新的一个，或明天再继续。",
        ],
        R::MailsSpent => [
            "This mailbox has had three of our emails within an hour, whoever caused them; there can't be more. Nothing was sent or \
             changed. Try again in an hour.",
            "這個信箱在一小時內已經收到三封我們的郵件（不論是誰引起的），不能再寄了。目前沒有寄出，也沒有任何變更。請一小時後再試。",
            "这个邮箱在一小时内已经收到三封我们的邮件（不管是谁引起的），不能再发了。目前没有发出，也没有任何变化。请一小时后再试。",
        ],
        R::MailsSpentSome => [
            "All were invited but those whose mailbox has had three of our emails within an hour. Invite these again in an hour; the list of \
             people shows who is invited.",
            "除了在一小時內已經收到三封我們郵件的信箱，其他人都已邀請。請一小時後再邀請這些人；使用者清單會顯示已邀請的人。",
            "除了在一小时内已经收到三封我们邮件的邮箱，其他人都已邀请。请一小时后再邀请这些人；用户列表会显示已邀请的人。",
        ],
        R::ContactsToday => [
            "You have asked ten times within a day; that is as often as it goes. Nothing was sent or changed. Try again tomorrow.",
            "您一天內已經請託了十次，不能再多了。目前沒有寄出，也沒有任何變更。請明天再試。",
            "你一天内已经请求了十次，不能再多了。目前没有发出，也没有任何变化。请明天再试。",
        ],
        R::AddressFirst => [
            "Your other address doesn't count for getting back in yet, so this one stays. Nothing was removed. Wait until the \
             other one counts.",
            "您的另一個地址在重新進入時還不算數，所以這個地址沒有移除。請等到另一個地址開始算數。",
            "你的另一个地址在重新进入时还不算数，所以这个地址没有移除。请等到另一个地址开始算数。",
        ],
        R::ObjectionUnknown => [
            "We don't know this code, or its address is back already. Nothing has changed. The code is in the email, below \
             the button.",
            "查不到這組代碼，或是它的地址已經恢復。一切都沒有變更。代碼在郵件按鈕的下方。",
            "查不到这个代码，或是它的地址已经恢复。一切都没有变化。代码在邮件按钮的下方。",
        ],
        R::ObjectionExpired => [
            "This email is too old to put the address back: that was possible for seven days. Nothing has changed. Get back into your \
             account and change the address there.",
            "這封郵件太舊，無法再恢復地址，期限是七天。一切都沒有變更。請重新進入您的帳戶，在那裡變更地址。",
            "这封邮件太旧，无法再恢复地址，期限是七天。一切都没有变化。请重新进入你的帐户，在那里更改地址。",
        ],
        R::ObjectionUsed => [
            "This code was used already, and works only once: the address was put back then. Get back into your account to go on.",
            "這組代碼已經用過，只能用一次，地址當時就恢復了。請重新進入您的帳戶。",
            "这个代码已经用过，只能用一次，地址当时就恢复了。请重新进入你的帐户。",
        ],
        R::NotAllowed => [
            "Your role doesn't allow this, and nothing has changed.",
            "您的角色不能這麼做，一切都沒有變更。",
            "你的角色不能这么做，一切都没有变化。",
        ],
        R::PasskeyNeeded => [
            "Administration needs a passkey that counts, and you have none yet. Nothing has changed, and your own account works as \
             before. Add a passkey; as soon as it counts, administration is open to you again.",
            "管理功能需要算數的通行密鑰，而您還沒有。一切都沒有變更，您自己的帳戶照常使用。請新增通行密鑰，一旦算數，管理功能就會再次對您開放。",
            "管理功能需要算数的通行密钥，而你还没有。一切都没有变化，你自己的帐户照常使用。请添加通行密钥，一旦算数，管理功能就会再次对你开放。",
        ],
        R::PersonUnknown => ["There is no such person.", "查無此人。", "查无此人。"],
        R::NotInvited => [
            "The invitation was accepted or taken back in the meantime. Nothing has changed.",
            "這份邀請在這段時間已經接受或收回。一切都沒有變更。",
            "这份邀请在此期间已经接受或收回。一切都没有变化。",
        ],
        R::NotActive => [
            "The account isn't active at present. Nothing has changed.",
            "這個帳戶目前不是使用中的狀態。一切都沒有變更。",
            "这个帐户目前不是启用状态。一切都没有变化。",
        ],
        R::NotDisabled => [
            "The account isn't disabled. Nothing has changed.",
            "這個帳戶沒有停用。一切都沒有變更。",
            "这个帐户没有停用。一切都没有变化。",
        ],
        R::ReasonEmpty => [
            "Enter a reason. The person concerned reads it.",
            "請輸入原因。當事人會看到。",
            "请输入原因。当事人会看到。",
        ],
        R::ReasonLong => [
            "The reason is too long: 200 characters at most.",
            "原因太長：最多 200 個字元。",
            "原因太长：最多 200 个字符。",
        ],
        R::ReasonLink => [
            "The reason is sent by email, so it can't have a link, an email address or a phone number. Nothing has changed. Say it without.",
            "原因會以郵件寄出，所以不能有連結、電子郵件地址或電話號碼。一切都沒有變更。請改用其他說法。",
            "原因会通过邮件发出，所以不能有链接、电子邮件地址或电话号码。一切都没有变化。请换一种说法。",
        ],
        R::LastAdministrator => [
            "This is the last active global administrator. Invite another one first.",
            "這是最後一位使用中的全域管理員。請先邀請另一位。",
            "这是最后一位启用的全局管理员。请先邀请另一位。",
        ],
        R::Yourself => [
            "You can't do this to your own account.",
            "您不能對自己的帳戶這麼做。",
            "你不能对自己的帐户这么做。",
        ],
        R::RoleUnchanged => [
            "The person has this role already.",
            "對方已經是這個角色。",
            "对方已经是这个角色。",
        ],
        R::RoleRequested => [
            "Another role has already been requested for this person, and is waiting for a second administrator.",
            "已經有一項角色變更在等待第二位管理員確認。",
            "已经有一项角色更改在等待第二位管理员确认。",
        ],
        R::RequestOver => [
            "This request was decided or has ended in the meantime. Nothing has changed.",
            "這項要求在這段時間已經處理或結束。一切都沒有變更。",
            "这项请求在此期间已经处理或结束。一切都没有变化。",
        ],
        R::ActsSpent => [
            "You have disabled accounts, taken invitations back, asked for roles or changed the policy twenty times within an hour; that is as \
             often as one administrator can. Nothing was changed. Go on in an hour, or let another administrator do it now.",
            "您在一小時內已經停用帳戶、收回邀請、要求角色或變更原則共二十次，一位管理員不能再多了。目前沒有任何變更。請一小時後再繼續，或請另一位管理員現在處理。",
            "你在一小时内已经停用帐户、收回邀请、请求角色或更改策略共二十次，一位管理员不能再多了。目前没有任何变化。请一小时后再继续，或请另一位管理员现在处理。",
        ],
        R::SecondAdministrator => [
            "A second administrator has to confirm this: neither the person who asked, nor the person who gets the role.",
            "這必須由第二位管理員確認，不能是提出要求的人，也不能是得到角色的人。",
            "这必须由第二位管理员确认，不能是提出请求的人，也不能是得到角色的人。",
        ],
        R::AskerMayNot => [
            "Whoever asked for this is no longer an active global administrator, so it can't be confirmed. Turn it down; if it \
             is right, ask for it anew.",
            "提出要求的人已不是有效的全域管理員，所以無法確認。請拒絕；如果要求合理，請重新提出。",
            "提出请求的人已不是有效的全局管理员，所以无法确认。请拒绝；如果请求合理，请重新提出。",
        ],
        R::PolicyUnchanged => [
            "The policy has these values already, so nothing was saved.",
            "目前的規定就是這些數值，所以沒有儲存任何變更。",
            "目前的规定就是这些数值，所以没有保存任何更改。",
        ],
        R::PolicyWaiting => [
            "Another change to the policy is under way, so this one wasn't saved. Decide that one first, or call it off.",
            "已有另一項原則變更正在處理，所以這一項沒有儲存。請先決定或取消那一項。",
            "已有另一项策略更改正在处理，所以这一项没有保存。请先决定或取消那一项。",
        ],
        R::PolicyStale => [
            "Something has changed since you saw this, so it wasn't saved. Look at it again, and then save.",
            "您查看之後情況有了變化，所以沒有儲存。請再看一次，然後儲存。",
            "你查看之后情况有了变化，所以没有保存。请再看一次，然后保存。",
        ],
        R::PolicyStrands => [
            "No global administrator could get back in then, so it wasn't saved. Let one of them add another way back first.",
            "這樣一來沒有任何全域管理員能重新進入，所以沒有儲存。請先讓其中一位新增另一種方法。",
            "这样一来没有任何全局管理员能重新进入，所以没有保存。请先让其中一位添加另一种办法。",
        ],
        _ => [""; 3],
    }
}
