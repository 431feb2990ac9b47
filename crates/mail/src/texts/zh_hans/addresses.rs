//! Simplified Chinese, in the mainland's usage: a person's addresses.

use super::super::minutes;
use crate::content::BodyPart;
use crate::{AddressObjection, Message};
use regain_domain::{AddressesChange, Timestamp};

const NEVER: &str = "请不要把验证码告诉任何人。我们绝不会通过电话、短信或邮件向你索要验证码。";

pub(super) fn content(
    message: &Message,
    organisation: &str,
    facts: impl Fn(Timestamp) -> BodyPart,
    shown: impl Fn(Timestamp) -> String,
) -> (String, String, Vec<BodyPart>) {
    let (title, mut blocks, at): (&str, _, _) = match message {
        Message::AddressCode {
            code,
            at,
            expires_at,
        } => (
            "请确认你的新电子邮件地址",
            vec![
                BodyPart::paragraph("请回到刚才的页面，输入这个验证码："),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "验证码 {} 分钟内有效，请在 {}前输入。",
                    minutes(*at, *expires_at),
                    shown(*expires_at)
                )),
                BodyPart::paragraph(format!(
                    "提出请求的人已登录“{organisation}”的帐户，并再次证明是本人。没有验证码，什么都不会发生。"
                )),
                BodyPart::paragraph(NEVER),
                BodyPart::aside(
                    "不是你本人操作？",
                    "你可以忽略这封邮件，可能是有人把自己的地址输错了。没有验证码，这个地址不会加入任何帐户。",
                ),
            ],
            *at,
        ),
        Message::AddressClaimed { at, sign_in_link } => {
            let mut blocks = Vec::from(["有人想把这个电子邮件地址加入自己的帐户。一切都没有变化：地址还在原来的地方，对方也没有收到验证码。", "你不需要做任何事。如果是你本人：一个地址只能属于一个帐户。"].map(BodyPart::paragraph));
            blocks.push(BodyPart::button("登录", sign_in_link));
            ("有人想使用你的地址", blocks, *at)
        }
        Message::AddressesChanged {
            at,
            change,
            counts_after_days,
            recover_link,
        } => {
            let (title, words) = changed(*change);
            let said = |words: &str| {
                BodyPart::paragraph(words.replace("{}", &counts_after_days.to_string()))
            };
            let mut blocks = Vec::from(words.map(said));
            blocks.push(BodyPart::button("重新进入你的帐户", recover_link));
            (title, blocks, *at)
        }
        Message::AddressGone {
            at,
            change,
            objection,
        } => {
            let (title, words) = gone(*change);
            (
                title,
                objecting(*change, words, objection.as_ref(), shown),
                *at,
            )
        }
        _ => ("", Vec::new(), Timestamp::from_millis(0)),
    };

    blocks.push(facts(at));
    (title.to_owned(), title.to_owned(), blocks)
}

fn changed(change: AddressesChange) -> (&'static str, [&'static str; 2]) {
    match change {
        AddressesChange::Added => (
            "已添加电子邮件地址",
            [
                "有人登录你的帐户，并再次证明是你本人之后，添加了第二个电子邮件地址。它现在就能用来登录，{} 天后（如果是用通行密钥证明的，只要三分之一的时间）也能用来重新进入帐户。",
                "如果不是你本人，请立刻冻结帐户，然后重新进入、选择新密码，并移除这个地址。",
            ],
        ),
        AddressesChange::Changed => (
            "电子邮件地址已更改",
            [
                "有人登录你的帐户，并再次证明是你本人之后，用新的电子邮件地址取代了原来的。新地址现在就能用来登录，{} 天后（如果是用通行密钥证明的，只要三分之一的时间）也能用来重新进入帐户。如果原来的地址已经算数，至少七天之内，重新进入用的验证码仍会发到那里。",
                "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。原来已经算数的地址，七天内可以恢复原状；做法已发到那里。",
            ],
        ),
        AddressesChange::Removed => (
            "已移除电子邮件地址",
            [
                "有人登录你的帐户，并再次证明是你本人之后，移除了第二个电子邮件地址。如果它已经算数，至少七天之内，重新进入用的验证码仍会发到那里。",
                "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。已经算数的地址，七天内可以恢复原状；做法已发到那里。",
            ],
        ),
        AddressesChange::Ended => (
            "原来的电子邮件地址已不再算数",
            [
                "有人登录你的帐户，并用两种方式证明是你本人之后，终止了之前更改或移除的一个电子邮件地址。重新进入用的验证码不会再发到那里，也不能再恢复它。",
                "如果不是你本人，请立刻冻结帐户，然后重新进入并选择新密码。",
            ],
        ),
        AddressesChange::Restored => (
            "原来的电子邮件地址已恢复",
            [
                "有一个之前更改或移除的地址，收得到它邮件的人把它恢复了。它和以前一样，取代它的地址已经不在。所有登录、记住的设备和正在进行的重新进入都已结束，帐户也已冻结。你的密码和其他一切都保持原样。",
                "如果你不清楚原因，可能有别人知道你的密码：请重新进入帐户、选择新密码，并检查你重新进入的办法。",
            ],
        ),
    }
}

fn gone(change: AddressesChange) -> (&'static str, &'static str) {
    match change {
        AddressesChange::Removed => (
            "这个地址已从你的帐户移除",
            "有人登录你的帐户，并再次证明是你本人之后，从帐户移除了这个电子邮件地址。",
        ),
        AddressesChange::Ended => (
            "这个地址在你的帐户里已不再算数",
            "有人登录你的帐户，并用两种方式证明是你本人之后，终止了这个电子邮件地址。重新进入用的验证码不会再发到这里，也不能再恢复它。",
        ),
        AddressesChange::Restored => (
            "这个地址不再属于帐户",
            "原来的地址提出异议，已经恢复。这个地址不再属于那个帐户，也不会再收到它的验证码和通知。你不需要做任何事。",
        ),
        AddressesChange::Added | AddressesChange::Changed => (
            "这个地址已由另一个取代",
            "有人登录你的帐户，并再次证明是你本人之后，用另一个电子邮件地址取代了这个地址。",
        ),
    }
}

fn objecting(
    change: AddressesChange,
    words: &'static str,
    objection: Option<&AddressObjection>,
    shown: impl Fn(Timestamp) -> String,
) -> Vec<BodyPart> {
    let mut blocks = vec![BodyPart::paragraph(words)];
    match objection {
        Some(AddressObjection { link, code, until }) => blocks.extend([
            BodyPart::paragraph("如果是你本人，什么都不必做。"),
            BodyPart::aside(
                "不是你本人操作？",
                format!("请恢复这个地址。它会和以前一样，取代它的地址会移除，所有登录都会结束，帐户会冻结，直到本人再次打开。其他什么都不会改变。期限是 {}。", shown(*until)),
            ),
            BodyPart::button("恢复这个地址", link),
            BodyPart::paragraph("如果页面要求输入邮件中的代码，请输入："),
            BodyPart::value(code.shown()),
            BodyPart::paragraph("请不要把这个代码告诉任何人。我们绝不会通过电话、短信或邮件向你索要代码。"),
        ]),
        None if matches!(change, AddressesChange::Restored | AddressesChange::Ended) => {}
        None => blocks.push(BodyPart::paragraph("它在重新进入时还不算数，所以无法恢复。")),
    }

    blocks
}
