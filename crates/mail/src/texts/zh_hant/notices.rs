//! Traditional Chinese, in Taiwan's usage: notices about accounts, to their owners and to administrators.

use super::{super::quoted, policy};
use crate::{Message, content::BodyPart};
use regain_domain::{MethodsChange, NewWay, NewWayKind, Role, Timestamp};

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "一般成員",
        Role::Auditor => "稽核員",
        Role::UserAdministrator => "使用者管理員",
        Role::GlobalAdministrator => "全域管理員",
    }
}

/// Credentials that were too new to count when the account was frozen, in one sentence.
fn too_new(new: &[NewWay], shown: impl Fn(Timestamp) -> String) -> Option<String> {
    let told = |way: &NewWay| {
        let since = shown(way.since);
        match way.kind {
            NewWayKind::Authenticator => format!("驗證器應用程式，{since}加入"),
            NewWayKind::Passkey => format!("通行密鑰，{since}加入"),
            NewWayKind::SavedCodes => format!("還原碼，{since}產生"),
            NewWayKind::Contact => format!("還原聯絡人，{since}選擇"),
            NewWayKind::Address => format!("電子郵件地址，{since}加入"),
        }
    };
    let ways: Vec<String> = new.iter().map(told).collect();
    (!ways.is_empty()).then(|| {
        [
            "以下是當時才剛加入、還不算數的，在您確認是自己的之前都無法使用：",
            &ways.join("；"),
            "。",
        ]
        .concat()
    })
}

pub(super) fn content(
    message: &Message,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, paragraphs, button) = match message {
        Message::MethodsChanged { change, counts_after_days, recover_link, .. } => {
            let (title, what, otherwise) = match change {
                MethodsChange::AuthenticatorAdded => (
                    "已新增驗證器應用程式",
                    "有人登入您的帳戶，並再次證明是您本人之後，新增了一個驗證器應用程式。它現在就能用來登入，{} 天後（如果是用通行密鑰證明的，只要三分之一的時間）也能用來重新進入帳戶。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
                MethodsChange::AuthenticatorRemoved => (
                    "已移除驗證器應用程式",
                    "有人登入您的帳戶，並再次證明是您本人之後，移除了一個驗證器應用程式。它的驗證碼已無法用來登入；七天之內，仍可用來重新進入帳戶，或解除帳戶的凍結。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
                MethodsChange::AuthenticatorReplaced => (
                    "驗證器應用程式已更換",
                    "有人用另外兩種方式證明是您本人，並設定了新的驗證器應用程式。原來的都已失效，所有裝置也都已登出。您的密碼和其他重新進入的方法都保持原樣。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入。",
                ),
                MethodsChange::SavedCodesMade => (
                    "已產生新的還原碼",
                    "有人登入您的帳戶，並再次證明是您本人之後，產生了十組新的還原碼。新的還原碼 {} 天後（如果是用通行密鑰證明的，只要三分之一的時間；如果剛剛才用舊的還原碼重新進入帳戶，則立即）可用來重新進入帳戶。舊的還原碼七天之內仍然有效，請先保留。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
                MethodsChange::PasskeyAdded => (
                    "已新增通行密鑰",
                    "有人登入您的帳戶，並再次證明是您本人之後，新增了一個通行密鑰。它現在就能用來登入，{} 天後（如果是用通行密鑰證明的，只要三分之一的時間）也能用來重新進入帳戶。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入、選擇新密碼，並移除這個通行密鑰。",
                ),
                MethodsChange::PasskeyRemoved => (
                    "已移除通行密鑰",
                    "有人登入您的帳戶，並再次證明是您本人之後，移除了一個通行密鑰。它已無法用來登入；七天之內，仍可用來重新進入帳戶，或解除帳戶的凍結。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
                MethodsChange::PasskeyRefused => (
                    "有一個通行密鑰遭到拒絕",
                    "有人使用了您的一個通行密鑰，但它看起來像是較舊的複本，因此我們沒有讓對方進入。裝置遭到複製時會這樣，從備份還原的裝置有時也會。",
                    "如果是您本人，請改用其他方式登入，再移除並重新新增這個通行密鑰。如果不是您本人，請立刻凍結帳戶，然後重新進入，並移除這個通行密鑰。",
                ),
                MethodsChange::SetAside => (
                    "新加入的方式已擱置",
                    "您的帳戶剛剛重新開啟。在那之前不久，有人加入了驗證器應用程式、通行密鑰或還原碼。這些目前都無法使用，要等您確認是自己的才會生效。",
                    "登入之後，請到「重新進入的方法」頁面：是您的就保留，不認得的就移除。",
                ),
                MethodsChange::PutBack => (
                    "有一個方式已恢復",
                    "有人登入您的帳戶，並再次證明是您本人之後，把先前移除或擱置的驗證器應用程式或通行密鑰放了回來。",
                    "如果不是您本人，請立刻凍結帳戶，然後重新進入並選擇新密碼。",
                ),
            };

            (title, vec![what.replace("{}", &counts_after_days.to_string()), otherwise.to_owned()], Some(("重新進入您的帳戶", recover_link)))
        }
        Message::CheckUpDue { link, .. } => (
            "您還能重新進入帳戶嗎？",
            vec![
                "距離您上次檢查重新進入帳戶的方法，已經過了一年，例如信箱、還原碼和驗證器應用程式。".to_owned(),
                "請看看這些是否都還在，只要一分鐘。如果有什麼不見了，現在就可以換掉，而且只有您自己能換。".to_owned(),
                ],
            Some(("檢查重新進入的方法", link)),
        ),
        Message::NewDevice { recover_link, .. } => (
            "有新裝置登入",
            vec![
                "有人用我們沒見您用過的瀏覽器登入了您的帳戶。".to_owned(),
                "如果是您本人，什麼都不必做。如果不是，請立刻凍結帳戶，然後重新進入並選擇新密碼。".to_owned(),
                ],
            Some(("重新進入您的帳戶", recover_link)),
        ),
        Message::PasswordKnown { sign_in_link, .. } => (
            "有人知道您的密碼",
            vec![
                "有人在我們沒見過您使用的瀏覽器輸入了您的正確密碼，但接下來的第二步沒有通過，所以我們沒有讓對方登入。".to_owned(),
                "如果是您本人，不必做任何事。如果不是，就是有人知道您的密碼：請立刻在自己的裝置上登入並變更密碼，其他地方若用了同一組密碼，也請一併變更。如果一時無法變更，請先凍結帳戶。".to_owned(),
                ],
            Some(("登入並變更密碼", sign_in_link)),
        ),
        Message::AccountFrozen { new, recover_link, .. } => (
            "您的帳戶已凍結",
            std::iter::once("有人凍結了您的帳戶：可能是您自己在帳戶頁面上操作，也可能是有人在我們寄給您的郵件中選了「這不是我」。所有登入和進行中的重新進入都已結束。您的密碼、還原碼和其他一切都維持原樣。".to_owned())
                .chain(too_new(new, &shown))
                .chain(std::iter::once("在帳戶重新開啟之前，請保留之前的還原碼、驗證器應用程式和手機：開啟帳戶可能要靠它們。".to_owned()))
                .chain(std::iter::once("要再次打開帳戶，請用密碼加上驗證器應用程式的驗證碼或一組還原碼登入。如果這樣不行，或別人可能知道您的密碼，請重新進入您的帳戶。".to_owned()))
                .collect(),
            Some(("重新進入您的帳戶", recover_link)),
        ),
        Message::FrozenByRestore { recover_link, .. } => (
            "請重新進入您的帳戶",
            vec![
                "我們的資料庫必須從備份還原，而備份比您最新的密碼還要舊。為了不讓任何人使用舊密碼，您的帳戶會保持關閉，直到您自己重新進入為止。".to_owned(),
                "請選擇「我忘記密碼」，然後選擇新密碼。在那之後用過或更新過的還原碼，可能會回到較早的狀態。".to_owned(),
                ],
            Some(("重新進入您的帳戶", recover_link)),
        ),
        Message::AccountDisabled { reason, until, .. } => (
            "您的帳戶已停用",
            [
                "管理員停用了您的帳戶。您目前無法登入，也已從所有地方登出。您的密碼、還原碼和其他一切都維持原樣，沒有人看過或更改過。".to_owned(),
                format!("管理員說明的原因：{}", quoted(reason)),
                "如果您認為這是誤會，請與您的組織聯絡。帳戶重新啟用之後，一切都會和以前一樣。".to_owned(),
            ]
            .into_iter()
            .chain(until.map(|until| format!("如果帳戶一直停用到 {}，帳戶和我們所知道關於您的一切會在那時清除。在那之前我們會再通知您一次。", shown(until))))
            .collect(),
            None,
        ),
        Message::AccountEnabled { sign_in_link, .. } => (
            "您的帳戶已重新啟用",
            vec![
                "管理員重新啟用了您的帳戶。您的密碼、還原碼和其他一切都和原來完全相同。".to_owned(),
                ],
            Some(("登入", sign_in_link)),
        ),
        Message::SessionsEnded { sign_in_link, .. } => (
            "您已從所有地方登出",
            vec![
                "管理員結束了您的所有登入。您的密碼和其他一切都維持原樣，現在就可以重新登入。".to_owned(),
                ],
            Some(("登入", sign_in_link)),
        ),
        Message::SavedCodeUsed { left, recover_link, .. } => (
            "有一組還原碼已使用",
            vec![
                match left {
                    0 => "剛才有人用您的一組還原碼登入、確認變更，或重新進入您的帳戶。那是最後一組。".to_owned(),
                    left => format!("剛才有人用您的一組還原碼登入、確認變更，或重新進入您的帳戶。您還剩 {left} 組。"),
                },
                "如果不是您本人，就表示別人拿到了您的還原碼：請您自己重新進入帳戶，並選擇新密碼。".to_owned(),
                ],
            Some(("重新進入您的帳戶", recover_link)),
        ),
        Message::RoleChanged { role, sign_in_link, .. } => (
            "您的角色已變更",
            std::iter::once(format!("兩位管理員已將您的角色變更為「{}」。您已從所有地方登出，新角色從下次登入起生效。", role_name(*role)))
                .chain(role.is_privileged().then(|| "擔任這類角色需要通行密鑰。如果您還沒有，請在第一次取得這類角色後的 14 天內，到帳戶頁面新增；逾期後，在它算數之前，管理功能不對您開放。".to_owned()))
                .collect(),
            Some(("登入", sign_in_link)),
        ),
        Message::RoleRequested { role, person, link, .. } => (
            "有一項角色變更等待第二位管理員",
            vec![
                format!("另一位管理員要求將「{}」的角色變更為「{}」。必須由第二位管理員確認才會生效。如果您不清楚原因，請先當面詢問對方，再做決定。", quoted(person), role_name(*role)),
                ],
            Some(("查看這項要求", link)),
        ),
        Message::AdministratorInvited { address, link, .. } => (
            "邀請了新的管理員",
            vec![
                format!("有人在伺服器上用指令邀請了新的全域管理員：{}。沒有任何現有帳戶因此改變，這個指令也做不到。", quoted(address)),
                "如果您不知道這件事，請與負責伺服器的人聯絡。".to_owned(),
                ],
            Some(("查看歷程", link)),
        ),
        Message::AccountTampered { .. } => (
            "您的帳戶已關閉",
            vec![
                "我們儲存的登入資料，已經不是您當初設定的內容，可能有人更動了我們的資料庫。為了保護您，您的帳戶已經關閉：無論輸入什麼，都沒有人能進入。".to_owned(),
                "您的管理員已經收到通知。您現在不需要做任何事；資料恢復正確之後，帳戶就會再次開啟。".to_owned(),
                ],
            None,
        ),
        Message::AccountTamperedAdmin { person, link, .. } => (
            "儲存的登入資料遭到外部更動",
            vec![
                format!("「{}」的登入資料，已經不是本人當初設定的內容：資料庫中的資料被本服務以外的程式更改、複製、新增、刪除或還原。這個帳戶已經關閉，沒有人因此進入。", quoted(person)),
                "請查明誰能存取資料庫，並保留一份副本。稽核指令會告訴您歷程是否完整。接著請用還原指令從備份還原，除此之外沒有別的方法能開啟這個帳戶。".to_owned(),
                ],
            Some(("查看歷程", link)),
        ),
        Message::DatabaseRestored { accepted: false, lost_entries, link, .. } => (
            "資料庫已從備份還原",
            vec![
                match lost_entries {
                    0 => "有人在伺服器上從備份還原了資料庫。歷程沒有缺少任何紀錄。".to_owned(),
                    lost => format!("有人在伺服器上從備份還原了資料庫。最新的 {lost} 筆歷程紀錄，連同紀錄的內容都已不在。"),
                },
                "所有登入和進行中的重新進入都已結束。密碼比備份更新的帳戶會保持關閉，直到本人重新進入為止。".to_owned(),
                ],
            Some(("查看歷程", link)),
        ),
        Message::DatabaseRestored { accepted: true, lost_entries, link, .. } => (
            "資料庫未經證明為最新，即獲接受",
            vec![
                match lost_entries {
                    0 => "有人在伺服器上接受了現有的資料庫。資料庫之外沒有任何紀錄能說明它是不是最新的。".to_owned(),
                    lost => format!("有人在伺服器上接受了現有的資料庫。最新的 {lost} 筆歷程紀錄，連同紀錄的內容都已不在。"),
                },
                "所有登入和進行中的重新進入都已結束。密碼比現存的更新的帳戶會保持關閉，直到本人重新進入為止。如果您不知道為什麼這樣做，請詢問管理伺服器的人。".to_owned(),
                ],
            Some(("查看歷程", link)),
        ),
        Message::InvitationCancelled { .. } => (
            "您的邀請已收回",
            vec![
                "先前寄到這個地址、請您設定帳戶的邀請已經失效。您輸入過的內容都不會保留，您也不需要做任何事。".to_owned(),
                ],
            None,
        ),
        Message::InvitedElsewhere { sign_in_link, .. } => (
            "您已經有帳戶了",
            vec![
                "有管理員想邀請這個地址設定新帳戶。您已經有帳戶，帳戶也沒有任何變動。如果無法登入，請在登入畫面選擇「無法存取您的帳戶嗎？」。".to_owned(),
                ],
            Some(("登入", sign_in_link)),
        ),
        _ => policy::content(message, shown),
    };

    let mut blocks: Vec<BodyPart> = paragraphs.into_iter().map(BodyPart::paragraph).collect();
    if let Some((label, link)) = button {
        blocks.push(BodyPart::button(label, link));
    }

    if let Some(at) = message.notice_at() {
        blocks.push(facts(at));
    }

    (title.to_owned(), title.to_owned(), blocks)
}
