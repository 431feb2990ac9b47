//! Simplified Chinese, in the mainland's usage.

mod addresses;
mod closing;
mod contacts;
mod notices;
mod policy;

use super::{TextContext, minutes};
use crate::{
    Message,
    content::{BodyPart, Content},
    date,
};
use regain_domain::Language::SimplifiedChinese;

const NOT_YOU: &str = "不是你本人操作？";
const GET_BACK: &str = "重新进入你的帐户";
const SIGN_IN: &str = "登录";

pub(super) fn content(message: &Message, setting: TextContext<'_>) -> Content {
    let TextContext {
        organisation,
        device,
        place,
        zone,
    } = setting;
    let shown = |at| date::shown(at, SimplifiedChinese, zone);
    let facts = |at| BodyPart::facts(shown(at), device, place, SimplifiedChinese);
    let (subject, heading, blocks) = match message {
        Message::Invitation {
            code,
            link,
            expires_at,
        } => (
            format!("“{organisation}”邀请你设置帐户"),
            "设置你的帐户".to_owned(),
            vec![
                BodyPart::paragraph(format!(
                    "“{organisation}”已经为你准备好帐户，几分钟就能设置完成：选择用户名和密码，\
                     并保存好恢复代码。以后万一无法登录，你自己就能重新进入帐户。"
                )),
                BodyPart::button("设置我的帐户", link),
                BodyPart::paragraph("如果页面要求输入邀请码，请输入："),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "邀请的有效期至 {}。在此之前，你可以随时停下来，之后再从停下的地方继续。",
                    shown(*expires_at)
                )),
                BodyPart::paragraph(
                    "请不要转发这封邮件，也不要把邀请码告诉别人：谁拿到邀请码，谁就能使用这份邀请。\
                     我们绝不会通过电话、短信或邮件向你索要邀请码。",
                ),
                BodyPart::aside(
                    "不清楚为什么会收到邀请？",
                    "你可以忽略这封邮件。只要没有人使用这份邀请，就不会发生任何变化。",
                ),
            ],
        ),
        Message::RecoveryCode {
            code,
            link,
            at,
            expires_at,
        } => (
            "用于重新进入帐户的验证码".to_owned(),
            "你的验证码".to_owned(),
            vec![
                BodyPart::paragraph("请回到刚才的页面，输入这个验证码："),
                BodyPart::value(code.shown()),
                BodyPart::paragraph(format!(
                    "验证码 {} 分钟内有效，请在 {}前输入。",
                    minutes(*at, *expires_at),
                    shown(*expires_at)
                )),
                BodyPart::paragraph(
                    "如果你是在同一个浏览器里看这封邮件，也可以直接点击下面的按钮，原来的页面会自动继续。",
                ),
                BodyPart::button("在此浏览器中继续", link),
                BodyPart::paragraph(
                    "请不要把验证码告诉任何人。我们绝不会通过电话、短信或邮件向你索要验证码。",
                ),
                facts(*at),
                BodyPart::aside(
                    "没有申请过验证码？",
                    "你可以忽略这封邮件。你的帐户没有任何变化，而且只凭这个验证码也进不了帐户。",
                ),
            ],
        ),
        Message::UserName {
            user_name,
            at,
            sign_in_link,
        } => (
            "你的用户名".to_owned(),
            "你的用户名".to_owned(),
            vec![
                BodyPart::paragraph("你要找回的用户名是："),
                BodyPart::value(user_name.as_str()),
                BodyPart::paragraph("你也可以用收到这封邮件的邮箱地址登录。"),
                BodyPart::button(SIGN_IN, sign_in_link),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "你不需要做任何事。用户名只发给了你，你的帐户也没有任何变化。",
                ),
            ],
        ),
        Message::Enrolled { at, sign_in_link } => (
            "你的帐户可以使用了".to_owned(),
            "你的帐户可以使用了".to_owned(),
            vec![
                BodyPart::paragraph(format!(
                    "你在“{organisation}”的帐户已经设置完成，现在就可以登录。"
                )),
                BodyPart::button(SIGN_IN, sign_in_link),
                BodyPart::paragraph(
                    "万一哪天无法登录，请在登录页面选择“无法访问你的帐户？”，通过两种验证就能重新进入帐户，\
                     比如发到这个邮箱的验证码，加上一个恢复代码。请把恢复代码放在即使没有手机和电脑也能拿到的地方。",
                ),
                BodyPart::paragraph(
                    "除了你自己，没有人能重置你的密码；我们也绝不会向你索要密码、验证码或恢复代码。",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    format!(
                        "有人使用了发到这个邮箱的邀请。请立即联系“{organisation}”的管理员，管理员可以停用这个帐户。"
                    ),
                ),
            ],
        ),
        Message::GatePassed { at, start_link } => (
            "重新进入你的帐户：已通过第 1 步验证（共 2 步）".to_owned(),
            "已通过第 1 步验证（共 2 步）".to_owned(),
            vec![
                BodyPart::paragraph(
                    "刚才有人为了重新进入你的帐户，通过了第 1 步验证。如果是你本人，请继续完成第 2 步，\
                     不用理会这封邮件。",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "目前什么都还没有改变，对方还需要通过另一种验证。为了安全，请你自己重新进入帐户并选择新密码\
                     ，其他人的尝试就会全部失效。如果别人可能看得到你的邮件，也请一并修改邮箱的密码。",
                ),
                BodyPart::button(GET_BACK, start_link),
            ],
        ),
        Message::PasswordCreated {
            at,
            sessions_ended,
            recover_link,
        } => (
            "你的帐户已启用新密码".to_owned(),
            "你的帐户已启用新密码".to_owned(),
            vec![
                BodyPart::paragraph("通过两步验证之后，你的帐户启用了新密码，旧密码已经失效。"),
                BodyPart::paragraph(match sessions_ended {
                    0 => "当时你的帐户没有在任何地方登录。请用新密码登录。".to_owned(),
                    places => format!(
                        "你的帐户原来在 {places} 处登录，现在已全部退出。请用新密码重新登录。"
                    ),
                }),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "请马上重新进入你的帐户，再选择一个新密码，其他人的登录就会全部失效。然后请修改邮箱的密码，\
                     因为可能有人在看你的邮件。",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        Message::PasswordKept { at, recover_link } => (
            "你的帐户又可以登录了".to_owned(),
            "又可以登录了".to_owned(),
            vec![
                BodyPart::paragraph(
                    "两步验证都已通过，你的密码保持不变。之前登录失败后的等待时间也已取消，现在就可以登录。",
                ),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "这说明别人知道你的密码。请马上重新进入你的帐户并选择新密码，其他人的登录就会全部失效。\
                     也请一并修改邮箱的密码，因为可能有人在看你的邮件。",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        Message::PasswordChanged { at, recover_link } => (
            "你的密码已修改".to_owned(),
            "你的密码已修改".to_owned(),
            vec![
                BodyPart::paragraph("你的密码已在帐户页面上修改，旧密码已经失效。"),
                facts(*at),
                BodyPart::aside(
                    NOT_YOU,
                    "这说明有人登录了你的帐户，而且知道你的密码。请马上重新进入你的帐户并选择新密码，\
                     其他人的登录就会全部失效。",
                ),
                BodyPart::button(GET_BACK, recover_link),
            ],
        ),
        about_contacts @ (Message::ContactInvitation { .. }
        | Message::ContactAsked { .. }
        | Message::ContactRemoved { .. }
        | Message::ContactNews { .. }) => contacts::content(about_contacts, facts, shown),
        Message::AddressCode { .. }
        | Message::AddressClaimed { .. }
        | Message::AddressesChanged { .. }
        | Message::AddressGone { .. } => addresses::content(message, organisation, facts, shown),
        Message::Closing { at, what, link } => closing::content(what, link, facts(*at), shown),
        notice => notices::content(notice, facts, shown),
    };

    let footer = format!("这封邮件由“{organisation}”自动发送，请不要直接回复。");
    Content {
        subject,
        heading,
        blocks,
        footer,
    }
}
