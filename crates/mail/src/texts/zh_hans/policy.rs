//! Simplified Chinese, in the mainland's usage: the policy, for administrators and the people affected.

use crate::Message;
use regain_domain::Timestamp;
use regain_domain::policy::PolicyNews;
use regain_domain::readiness::Lack;

pub(super) fn content(
    message: &Message,
    shown: impl Fn(Timestamp) -> String,
) -> (&'static str, Vec<String>, Option<(&'static str, &String)>) {
    match message {
        Message::PolicyTold { news: PolicyNews::Requested, link, .. } => (
            "有一项策略更改等待第二位管理员确认",
            vec![
                "另一位管理员想更改策略，其中有些规定会变得宽松。要有第二位管理员确认后才会生效。如果你不清楚原因，请先当面询问那位管理员，再做决定。".to_owned(),
            ],
            Some(("查看这项更改", link)),
        ),
        Message::PolicyTold { news: PolicyNews::Changed, from, link, .. } => (
            "策略已更改",
            vec![
                match from {
                    Some(from) => format!("管理员更改了策略，新规定从 {}起生效。还不符合的人已收到通知，可以在那之前补齐。", shown(*from)),
                    None => "管理员更改了策略，新规定立即生效。".to_owned(),
                },
                "历史记录会保留更改前后的数值。如果你不知道这件事，请当面询问其他管理员。".to_owned(),
            ],
            Some(("查看策略", link)),
        ),
        Message::PolicyTold { news: PolicyNews::Refused, link, .. } => (
            "一项策略更改未被采用",
            vec!["有一项策略更改被拒绝、收回或取消。策略保持不变。".to_owned()],
            Some(("查看策略", link)),
        ),
        Message::PolicyConcerns { lacks, from, link, .. } => {
            let (title, what) = match lacks {
                Lack::Gates => (
                    "请为你的帐户添加另一种重新进入的办法",
                    format!("从 {}起，你的组织提供的重新进入办法会减少，你现有的办法到时就不够了：如果忘记密码，你将无法重新进入帐户。", shown(*from)),
                ),
                Lack::SecondFactor => (
                    "请设置登录的第二步",
                    format!("从 {}起，在你的组织登录时，除了密码还需要第二步。你还没有设置；设置之前，登录时会请你输入一个之前保存的恢复代码。", shown(*from)),
                ),
            };

            (
                title,
                vec![what, "你的帐户没有任何变化，也没有关闭。请登录后打开重新进入的办法，看看要添加或更新什么，只需要两分钟。".to_owned()],
                Some(("查看重新进入的办法", link)),
            )
        }
        _ => ("", Vec::new(), None),
    }
}
