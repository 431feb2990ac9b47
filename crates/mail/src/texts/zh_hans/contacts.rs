//! Simplified Chinese: recovery contacts, to them and to their owners.

use super::super::{called, quoted};
use crate::{Message, content::BodyPart};
use regain_domain::{ContactNews, Timestamp};

const IF_ASKED: &str = "如果页面要求输入邮件中的代码，请输入：";
const OURS_ALONE: &str =
    "请不要转发这封邮件，也不要把代码告诉别人。我们绝不会通过电话、短信或邮件向你索要。";

pub(super) fn content(
    message: &Message,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    match message {
        Message::ContactInvitation {
            owner,
            code,
            link,
            expires_at,
        } => {
            let title = "有人想请你担任恢复联系人".to_owned();
            let blocks = vec![
                BodyPart::paragraph(format!(
                    "{}想请你担任恢复联系人。如果有一天对方无法进入帐户，我们会发邮件请你把一个代码转告对方。请先和对方说过话，确定真的是本人。",
                    somebody(owner)
                )),
                BodyPart::paragraph(
                    "需要做的就只有这些：你不会进入帐户，也看不到帐户里的任何内容，而且随时可以退出。",
                ),
                BodyPart::button("答复", link),
                BodyPart::paragraph(IF_ASKED),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "你可以在 {}前接受。请保留这封邮件，以后想退出时会用到。",
                    shown(*expires_at)
                )),
                BodyPart::paragraph(OURS_ALONE),
                BodyPart::aside(
                    "不认识这个人？",
                    "你可以忽略这封邮件。只要你没有接受，就不会发生任何事。",
                ),
            ];
            (title.clone(), title, blocks)
        }
        Message::ContactAsked {
            owner,
            code,
            link,
            expires_at,
        } => {
            let title = "有人请你转告一个代码".to_owned();
            let blocks = vec![
                BodyPart::paragraph(format!(
                    "{}无法进入帐户，并指定你为联系人。请打电话给对方或当面确认：只有从声音或面容确定真的是本人，\
                     才打开页面并转告代码。",
                    somebody(owner)
                )),
                BodyPart::paragraph(
                    "如果有人发消息向你要代码，不管听起来多紧急，都请不要回复。如果不是本人，请在同一个页面告诉我们。",
                ),
                BodyPart::button("转告代码", link),
                BodyPart::paragraph(IF_ASKED),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!("有效期到 {}为止。", shown(*expires_at))),
                BodyPart::paragraph(OURS_ALONE),
            ];
            (title.clone(), title, blocks)
        }
        Message::ContactRemoved { owner, .. } => {
            let title = "你不再是恢复联系人".to_owned();
            let text = format!(
                "{}之前选择你担任恢复联系人，现在已经取消。你不需要做任何事。我们之前邮件里的链接已经失效。",
                somebody(owner)
            );
            (title.clone(), title, vec![BodyPart::paragraph(text)])
        }
        Message::ContactNews {
            at,
            news,
            contact,
            counts_after_days,
            recover_link,
        } => {
            let (title, what) = news_of(*news, &quoted(contact), *counts_after_days);
            let blocks = vec![
                BodyPart::paragraph(what),
                BodyPart::paragraph(match news {
                    ContactNews::Accepted | ContactNews::Declined | ContactNews::Gone => {
                        "如果你完全不知道这件事，请立刻冻结帐户；然后重新进入帐户，并检查你的恢复联系人。"
                    }
                    _ => "如果不是你本人，请立刻冻结帐户；然后重新进入帐户，并选择新密码。",
                }),
                BodyPart::button("重新进入你的帐户", recover_link),
                facts(*at),
            ];
            (title.to_owned(), title.to_owned(), blocks)
        }
        _ => Default::default(),
    }
}

/// The requester: a name that anybody can choose, so the mail never presents it as ours (S70); left out if it
/// contained more than a name.
fn somebody(owner: &str) -> String {
    match called(owner) {
        name if name.is_empty() => "有人".to_owned(),
        name => format!("一位自称“{name}”的人"),
    }
}

fn news_of(news: ContactNews, contact: &str, days: u32) -> (&'static str, String) {
    match news {
        ContactNews::Added => (
            "添加了恢复联系人",
            format!(
                "有人登录了你的帐户，重新证明是你本人，并选择了恢复联系人：“{contact}”。我们已经询问对方是否同意，\
                 同意的 {days} 天后才算数（如果是用通行密钥证明的，只要三分之一的时间）。"
            ),
        ),
        ContactNews::Accepted => (
            "你的恢复联系人同意了",
            format!(
                "“{contact}”同意担任你的恢复联系人，{days} 天后（如果当时是用通行密钥证明的，只要三分之一的时间）就能用来重新进入帐户。"
            ),
        ),
        ContactNews::Declined => (
            "你的恢复联系人不想担任",
            format!("“{contact}”不想担任你的恢复联系人，或者不想再继续担任。你可以另外选择一位。"),
        ),
        ContactNews::Gone => (
            "你少了一位恢复联系人",
            format!("“{contact}”的帐户已经注销，因此不再是你的恢复联系人。你可以另外选择一位。"),
        ),
        ContactNews::Removed => (
            "移除了恢复联系人",
            format!("有人登录了你的帐户，重新证明是你本人，并移除了恢复联系人：“{contact}”。我们已经通知对方。"),
        ),
        ContactNews::TwoNeeded => (
            "现在需要两位恢复联系人帮忙",
            "从现在起，通过恢复联系人重新进入帐户时，需要三位当中两位的代码。".to_owned(),
        ),
        ContactNews::OneNeeded => (
            "现在只需要一位恢复联系人帮忙",
            "从现在起，通过恢复联系人重新进入帐户时，只需要其中一位的代码。".to_owned(),
        ),
        ContactNews::Asked => (
            "有人请你的恢复联系人帮忙",
            "有人想重新进入你的帐户，并请你的恢复联系人转告代码。如果是你本人，请打电话给对方。目前没有任何变化，\
             而且单凭联系人的代码，谁都无法进入。"
                .to_owned(),
        ),
        ContactNews::Refused => (
            "恢复联系人说那不是你",
            format!(
                "有人请你的恢复联系人转告代码，而“{contact}”表示那不是你。那一次的代码都已失效，你的帐户没有任何变化。\
                 如果其实是你本人，请重新开始，并先打电话给联系人。"
            ),
        ),
    }
}
