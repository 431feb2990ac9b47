//! Simplified Chinese, in the mainland's usage: closing an account for good.

use crate::content::BodyPart;
use crate::message::Closing;
use regain_domain::Timestamp;

const KEEP: &str = "保留我的帐户";

pub(super) fn content(
    what: &Closing,
    link: &str,
    facts: BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, mut blocks) = match what {
        Closing::Asked { until } => (
            "你的帐户即将注销",
            vec![
                BodyPart::paragraph(format!(
                    "有人登录你的帐户，并再次证明是你本人之后，申请注销帐户。帐户会在 {}注销；在那之前一切照旧，你随时可以撤回。",
                    shown(*until)
                )),
                BodyPart::paragraph(format!(
                    "注销之后，我们所知道的关于你的一切都会清除：姓名、用户名、电子邮件地址，以及所有登录方式。{}之后，任何人都无法恢复，管理员也不行。",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "如果想保留帐户，请登录后撤回，或者冻结帐户，冻结也会一并撤回。如果不是你本人申请的，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
                BodyPart::button(KEEP, link),
            ],
        ),
        Closing::TakenBack {
            last_administrator: false,
        } => (
            "你的帐户不会注销了",
            vec![
                BodyPart::paragraph("有人登录你的帐户，撤回了注销申请。帐户和以前一样继续使用。"),
                BodyPart::paragraph(
                    "如果你确实想注销帐户，而撤回的人不是你，请立刻冻结帐户，然后重新进入并选择新密码。",
                ),
                BodyPart::button("查看我的帐户", link),
            ],
        ),
        Closing::TakenBack {
            last_administrator: true,
        } => (
            "你的帐户无法注销",
            vec![
                BodyPart::paragraph(
                    "你之前申请了注销帐户。你现在是最后一位启用的全局管理员，一旦注销，你的组织就再也无法管理帐户，所以你的帐户照旧保留。请先指定另一位全局管理员，再申请一次。",
                ),
                BodyPart::button("查看我的帐户", link),
            ],
        ),
        Closing::Announced { until, asked: true } => (
            "你的帐户三天后注销",
            vec![
                BodyPart::paragraph(format!(
                    "你申请了注销帐户。帐户会在 {}注销，我们所知道的关于你的一切到时都会清除，任何人都无法恢复。",
                    shown(*until)
                )),
                BodyPart::paragraph(
                    "如果这正是你要的，什么都不必做。如果想保留帐户，请登录后撤回，或者冻结帐户，冻结也会一并撤回。",
                ),
                BodyPart::button(KEEP, link),
            ],
        ),
        Closing::Announced {
            until,
            asked: false,
        } => (
            "你已停用的帐户即将清除",
            vec![
                BodyPart::paragraph(format!(
                    "你的帐户已经停用很久了。如果一直停用，帐户会在 {}清除，连同我们所知道的关于你的一切：姓名、用户名、电子邮件地址，以及所有登录方式。",
                    shown(*until)
                )),
                BodyPart::paragraph("如果你还需要这个帐户，请在那之前请你的组织重新启用。"),
            ],
        ),
        Closing::Done => (
            "你的帐户已永久注销",
            vec![
                BodyPart::paragraph(
                    "你的帐户已经不在了，我们所知道的关于你的一切也已清除：姓名、用户名、电子邮件地址，以及所有登录方式。组织的历史记录仍保留与你有关的条目，但没有你的姓名。",
                ),
                BodyPart::paragraph(
                    "这是我们发给你的最后一封邮件，你不需要做任何事。以后如果再次受到邀请，你会得到一个新的帐户。",
                ),
            ],
        ),
    };

    blocks.push(facts);
    (title.to_owned(), title.to_owned(), blocks)
}
