//! Simplified Chinese, in the mainland's usage: notices about accounts, to their owners and to administrators.

use super::{super::quoted, policy};
use crate::{Message, content::BodyPart};
use regain_domain::{MethodsChange, NewWay, NewWayKind, Role, Timestamp};

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Member => "普通成员",
        Role::Auditor => "审计员",
        Role::UserAdministrator => "用户管理员",
        Role::GlobalAdministrator => "全局管理员",
    }
}

/// Credentials that were too new to count when the account was frozen, in one sentence.
fn too_new(new: &[NewWay], shown: impl Fn(Timestamp) -> String) -> Option<String> {
    let told = |way: &NewWay| {
        let since = shown(way.since);
        match way.kind {
            NewWayKind::Authenticator => format!("身份验证器应用，{since}添加"),
            NewWayKind::Passkey => format!("通行密钥，{since}添加"),
            NewWayKind::SavedCodes => format!("恢复代码，{since}生成"),
            NewWayKind::Contact => format!("恢复联系人，{since}选择"),
            NewWayKind::Address => format!("邮箱地址，{since}添加"),
        }
    };
    let ways: Vec<String> = new.iter().map(told).collect();
    (!ways.is_empty()).then(|| {
        [
            "以下是当时才刚加入、还不算数的，在你确认是自己的之前都不能使用：",
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
                    "已添加身份验证器应用",
                    "有人登录你的帐户，并再次证明是你本人之后，添加了一个身份验证器应用。它现在就能用来登录，{} 天后（如果是用通行密钥证明的，只要三分之一的时间）也能用来重新进入帐户。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
                MethodsChange::AuthenticatorRemoved => (
                    "已移除身份验证器应用",
                    "有人登录你的帐户，并再次证明是你本人之后，移除了一个身份验证器应用。它的验证码不能再用来登录；七天之内，仍可用来重新进入帐户，或解除帐户的冻结。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
                MethodsChange::AuthenticatorReplaced => (
                    "身份验证器应用已更换",
                    "有人用另外两种方式证明是你本人，并设置了新的身份验证器应用。原来的都已失效，所有设备也都已退出登录。你的密码和其他重新进入的办法都保持原样。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入。",
                ),
                MethodsChange::SavedCodesMade => (
                    "已生成新的恢复代码",
                    "有人登录你的帐户，并再次证明是你本人之后，生成了十个新的恢复代码。新的恢复代码 {} 天后（如果是用通行密钥证明的，只要三分之一的时间；如果刚刚才用旧代码重新进入帐户，则立即）可用来重新进入帐户。旧代码七天之内仍然有效，请先保留。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
                MethodsChange::PasskeyAdded => (
                    "已添加通行密钥",
                    "有人登录你的帐户，并再次证明是你本人之后，添加了一个通行密钥。它现在就能用来登录，{} 天后（如果是用通行密钥证明的，只要三分之一的时间）也能用来重新进入帐户。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入、选择新密码，并移除这个通行密钥。",
                ),
                MethodsChange::PasskeyRemoved => (
                    "已移除通行密钥",
                    "有人登录你的帐户，并再次证明是你本人之后，移除了一个通行密钥。它不能再用来登录；七天之内，仍可用来重新进入帐户，或解除帐户的冻结。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
                MethodsChange::PasskeyRefused => (
                    "有一个通行密钥被拒绝",
                    "有人使用了你的一个通行密钥，但它看起来像是较旧的副本，因此我们没有让对方进入。设备被复制时会这样，从备份恢复的设备有时也会。",
                    "如果是你本人，请改用其他方式登录，再移除并重新添加这个通行密钥。如果不是你本人，请立刻冻结帐户，然后重新进入，并移除这个通行密钥。",
                ),
                MethodsChange::SetAside => (
                    "新加入的方式已搁置",
                    "你的帐户刚刚重新打开。在那之前不久，有人加入了身份验证器应用、通行密钥或恢复代码。这些目前都不能用，要等你确认是自己的才会生效。",
                    "登录之后，请到“重新进入的办法”页面：是你的就保留，不认得的就移除。",
                ),
                MethodsChange::PutBack => (
                    "有一个方式已恢复",
                    "有人登录你的帐户，并再次证明是你本人之后，把先前移除或搁置的身份验证器应用或通行密钥放了回来。",
                    "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
            };

            (title, vec![what.replace("{}", &counts_after_days.to_string()), otherwise.to_owned()], Some(("重新进入你的帐户", recover_link)))
        }
        Message::CheckUpDue { link, .. } => (
            "你还能重新进入帐户吗？",
            vec![
                "距离你上次检查重新进入帐户的办法，已经过了一年，例如邮箱、恢复代码和身份验证器应用。".to_owned(),
                "请看看这些是否都还在，只要一分钟。如果有什么不见了，现在就可以换掉，而且只有你自己能换。".to_owned(),
                ],
            Some(("检查重新进入的办法", link)),
        ),
        Message::NewDevice { recover_link, .. } => (
            "有新设备登录",
            vec![
                "有人用我们没见你用过的浏览器登录了你的帐户。".to_owned(),
                "如果是你本人，什么都不必做。如果不是，请立刻冻结帐户，然后重新进入并选择新密码。".to_owned(),
                ],
            Some(("重新进入你的帐户", recover_link)),
        ),
        Message::PasswordKnown { sign_in_link, .. } => (
            "有人知道你的密码",
            vec![
                "有人在我们没见过你使用的浏览器上输入了你的正确密码，但接下来的第二步没有通过，所以我们没有让对方登录。".to_owned(),
                "如果是你本人，不用做任何事。如果不是，就是有人知道了你的密码：请马上在自己的设备上登录并修改密码，别处如果用了同一个密码，也请一并修改。如果一时没法修改，请先冻结帐户。".to_owned(),
                ],
            Some(("登录并修改密码", sign_in_link)),
        ),
        Message::AccountFrozen { new, recover_link, .. } => (
            "你的帐户已冻结",
            std::iter::once("有人冻结了你的帐户：可能是你自己在帐户页面上操作，也可能是有人在我们发给你的邮件里选了“这不是我”。所有登录和正在进行的重新进入都已结束。你的密码、恢复代码和其他一切都保持原样。".to_owned())
                .chain(too_new(new, &shown))
                .chain(std::iter::once("在帐户重新打开之前，请保留之前的恢复代码、身份验证器应用和手机：打开帐户可能要靠它们。".to_owned()))
                .chain(std::iter::once("要再次打开帐户，请用密码加上身份验证器应用的验证码或一个恢复代码登录。如果这样不行，或者别人可能知道你的密码，请重新进入你的帐户。".to_owned()))
                .collect(),
            Some(("重新进入你的帐户", recover_link)),
        ),
        Message::FrozenByRestore { recover_link, .. } => (
            "请重新进入你的帐户",
            vec![
                "我们的数据库必须从备份恢复，而备份比你最新的密码还要旧。为了不让任何人使用旧密码，你的帐户会保持关闭，直到你自己重新进入为止。".to_owned(),
                "请选择“我忘记了密码”，然后选择新密码。在那之后用过或更新过的恢复代码，可能会回到较早的状态。".to_owned(),
                ],
            Some(("重新进入你的帐户", recover_link)),
        ),
        Message::AccountDisabled { reason, until, .. } => (
            "你的帐户已停用",
            [
                "管理员停用了你的帐户。你暂时无法登录，也已从所有地方退出。你的密码、恢复代码和其他一切都保持原样，没有人看过或改过。".to_owned(),
                format!("管理员说明的原因：{}", quoted(reason)),
                "如果你认为这是误会，请与你的组织联系。帐户重新启用之后，一切都会和以前一样。".to_owned(),
            ]
            .into_iter()
            .chain(until.map(|until| format!("如果帐户一直停用到 {}，帐户和我们所知道的关于你的一切会在那时清除。在那之前我们会再通知你一次。", shown(until))))
            .collect(),
            None,
        ),
        Message::AccountEnabled { sign_in_link, .. } => (
            "你的帐户已重新启用",
            vec![
                "管理员重新启用了你的帐户。你的密码、恢复代码和其他一切都和原来完全相同。".to_owned(),
                ],
            Some(("登录", sign_in_link)),
        ),
        Message::SessionsEnded { sign_in_link, .. } => (
            "你已从所有地方退出",
            vec![
                "管理员结束了你的所有登录。你的密码和其他一切都保持原样，现在就可以重新登录。".to_owned(),
                ],
            Some(("登录", sign_in_link)),
        ),
        Message::SavedCodeUsed { left, recover_link, .. } => (
            "有一个恢复代码已使用",
            vec![
                match left {
                    0 => "刚才有人用你的一个恢复代码登录、确认更改，或重新进入你的帐户。那是最后一个。".to_owned(),
                    left => format!("刚才有人用你的一个恢复代码登录、确认更改，或重新进入你的帐户。你还剩 {left} 个。"),
                },
                "如果不是你本人，就说明别人拿到了你的恢复代码：请你自己重新进入帐户，并选择新密码。".to_owned(),
                ],
            Some(("重新进入你的帐户", recover_link)),
        ),
        Message::RoleChanged { role, sign_in_link, .. } => (
            "你的角色已更改",
            std::iter::once(format!("两位管理员已将你的角色改为“{}”。你已从所有地方退出，新角色从下次登录起生效。", role_name(*role)))
                .chain(role.is_privileged().then(|| "担任这类角色需要通行密钥。如果你还没有，请在第一次取得这类角色后的 14 天内，到帐户页面添加；逾期后，在它算数之前，管理功能不对你开放。".to_owned()))
                .collect(),
            Some(("登录", sign_in_link)),
        ),
        Message::RoleRequested { role, person, link, .. } => (
            "有一项角色更改等待第二位管理员",
            vec![
                format!("另一位管理员要求将“{}”的角色改为“{}”。必须由第二位管理员确认才会生效。如果你不清楚原因，请先当面询问对方，再做决定。", quoted(person), role_name(*role)),
                ],
            Some(("查看这项请求", link)),
        ),
        Message::AdministratorInvited { address, link, .. } => (
            "邀请了新的管理员",
            vec![
                format!("有人在服务器上用命令邀请了新的全局管理员：{}。没有任何现有帐户因此改变，这个命令也做不到。", quoted(address)),
                "如果你不知道这件事，请与负责服务器的人联系。".to_owned(),
                ],
            Some(("查看历史记录", link)),
        ),
        Message::AccountTampered { .. } => (
            "你的帐户已关闭",
            vec![
                "我们保存的登录数据，已经不是你当初设置的内容，可能有人改动了我们的数据库。为了保护你，你的帐户已经关闭：无论输入什么，都没有人能进入。".to_owned(),
                "你的管理员已经收到通知。你现在不需要做任何事；数据恢复正确之后，帐户就会再次打开。".to_owned(),
                ],
            None,
        ),
        Message::AccountTamperedAdmin { person, link, .. } => (
            "保存的登录数据遭到外部改动",
            vec![
                format!("“{}”的登录数据，已经不是本人当初设置的内容：数据库中的数据被本服务以外的程序修改、复制、添加、删除或回滚。这个帐户已经关闭，没有人因此进入。", quoted(person)),
                "请查明谁能访问数据库，并保留一份副本。审计命令会告诉你历史记录是否完整。然后请用恢复命令从备份恢复，除此之外没有别的方法能打开这个帐户。".to_owned(),
                ],
            Some(("查看历史记录", link)),
        ),
        Message::DatabaseRestored { accepted: false, lost_entries, link, .. } => (
            "数据库已从备份恢复",
            vec![
                match lost_entries {
                    0 => "有人在服务器上从备份恢复了数据库。历史记录没有缺少任何条目。".to_owned(),
                    lost => format!("有人在服务器上从备份恢复了数据库。最新的 {lost} 条历史记录，连同它们的内容都已不在。"),
                },
                "所有登录和正在进行的重新进入都已结束。密码比备份更新的帐户会保持关闭，直到本人重新进入为止。".to_owned(),
                ],
            Some(("查看历史记录", link)),
        ),
        Message::DatabaseRestored { accepted: true, lost_entries, link, .. } => (
            "数据库未经证明为最新，即被接受",
            vec![
                match lost_entries {
                    0 => "有人在服务器上接受了现有的数据库。数据库之外没有任何记录能说明它是不是最新的。".to_owned(),
                    lost => format!("有人在服务器上接受了现有的数据库。最新的 {lost} 条历史记录，连同它们的内容都已不在。"),
                },
                "所有登录和正在进行的重新进入都已结束。密码比现存的更新的帐户会保持关闭，直到本人重新进入为止。如果你不知道为什么这样做，请询问管理服务器的人。".to_owned(),
                ],
            Some(("查看历史记录", link)),
        ),
        Message::InvitationCancelled { .. } => (
            "你的邀请已收回",
            vec![
                "之前发到这个邮箱、请你设置帐户的邀请已经失效。你输入过的内容都不会保留，你也不需要做任何事。".to_owned(),
                ],
            None,
        ),
        Message::InvitedElsewhere { sign_in_link, .. } => (
            "你已经有帐户了",
            vec![
                "有管理员想邀请这个邮箱设置新帐户。你已经有帐户，帐户也没有任何变化。如果无法登录，请在登录页面选择“无法访问你的帐户？”。".to_owned(),
                ],
            Some(("登录", sign_in_link)),
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
