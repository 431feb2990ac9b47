//! Traditional Chinese, in Taiwan's usage: the policy, for administrators and the people affected.

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
            "有一項原則變更等候第二位管理員確認",
            vec![
                "另一位管理員想變更原則，其中有些規定會變得寬鬆。要有第二位管理員確認後才會生效。如果您不清楚原因，請先當面詢問那位管理員，再做決定。".to_owned(),
            ],
            Some(("查看這項變更", link)),
        ),
        Message::PolicyTold { news: PolicyNews::Changed, from, link, .. } => (
            "原則已變更",
            vec![
                match from {
                    Some(from) => format!("管理員變更了原則，新規定自 {}起生效。還不符合的人已收到通知，可以在那之前補齊。", shown(*from)),
                    None => "管理員變更了原則，新規定立即生效。".to_owned(),
                },
                "歷程會保留變更前後的數值。如果您不知道這件事，請當面詢問其他管理員。".to_owned(),
            ],
            Some(("查看原則", link)),
        ),
        Message::PolicyTold { news: PolicyNews::Refused, link, .. } => (
            "一項原則變更未獲採用",
            vec!["有一項原則變更遭到拒絕、收回或取消。原則維持不變。".to_owned()],
            Some(("查看原則", link)),
        ),
        Message::PolicyConcerns { lacks, from, link, .. } => {
            let (title, what) = match lacks {
                Lack::Gates => (
                    "請為您的帳戶新增另一種重新進入的方法",
                    format!("自 {}起，您的組織提供的重新進入方法會減少，您現有的方法屆時就不夠了：如果忘記密碼，您將無法重新進入帳戶。", shown(*from)),
                ),
                Lack::SecondFactor => (
                    "請設定登入的第二步",
                    format!("自 {}起，在您的組織登入時，除了密碼還需要第二步。您還沒有設定；設定之前，登入時會請您輸入一組先前保存的還原碼。", shown(*from)),
                ),
            };

            (
                title,
                vec![what, "您的帳戶沒有任何變更，也沒有關閉。請登入後開啟重新進入的方法，看看要新增或更新什麼，只需要兩分鐘。".to_owned()],
                Some(("查看重新進入的方法", link)),
            )
        }
        _ => ("", Vec::new(), None),
    }
}
