//! Names the settings and their values.

use crate::texts::Texts;
use regain_domain::policy::{ChangedValue, ValueUnit};
use regain_domain::{Method, Policy, Setting};

impl Texts {
    /// The name of a setting.
    pub(crate) fn setting(&self, setting: Setting) -> &'static str {
        self.pick(match setting {
            Setting::SecondFactor => [
                "Signing in takes a second step",
                "登入需要第二步",
                "登录需要第二步",
            ],
            Setting::PasswordMin => [
                "Shortest new password, in characters",
                "新密碼最少字元數",
                "新密码最少字符数",
            ],
            Setting::CodeLifetime => [
                "How long a mailed code works, in minutes",
                "郵寄驗證碼的有效分鐘數",
                "邮件验证码的有效分钟数",
            ],
            Setting::FlowAfterGate => [
                "How long a recovery may take after its first step, in minutes",
                "重新進入時，第一步之後可用的分鐘數",
                "重新进入时，第一步之后可用的分钟数",
            ],
            Setting::SessionIdle => [
                "Sign out when unused for so many minutes",
                "閒置多少分鐘後登出",
                "闲置多少分钟后退出登录",
            ],
            Setting::SessionAbsolute => [
                "Sign out after so many hours, used or not",
                "不論是否使用，多少小時後登出",
                "不论是否使用，多少小时后退出登录",
            ],
            Setting::InvitationLifetime => [
                "How long an invitation works, in hours",
                "邀請的有效小時數",
                "邀请的有效小时数",
            ],
            Setting::Quarantine => [
                "Days until a new way back counts in a recovery",
                "新的重新進入方法多少天後才算數",
                "新的重新进入办法多少天后才算数",
            ],
            Setting::DeviceRemembered => [
                "Days without a second step on a remembered device; 0 means not offered",
                "記住的裝置多少天內不要求第二步，0 表示不提供",
                "记住的设备多少天内不要求第二步，0 表示不提供",
            ],
            Setting::Offers(method) => offers(method),
        })
    }

    /// A setting's value.
    pub(crate) fn value(&self, setting: Setting, value: u32) -> String {
        let words = &self.policy;
        let counted = |one: [&str; 3], many: [&str; 3]| {
            [
                value.to_string().as_str(),
                self.pick(if value == 1 { one } else { many }),
            ]
            .concat()
        };
        match (setting, setting.rule().unit) {
            (Setting::Offers(_), _) => if value == 0 {
                words.not_offered
            } else {
                words.offered
            }
            .to_owned(),
            (Setting::DeviceRemembered, _) if value == 0 => words.not_offered.to_owned(),
            (_, ValueUnit::YesNo) => if value == 0 { words.no } else { words.yes }.to_owned(),
            (_, ValueUnit::Characters) => counted(
                [" character", " 個字元", " 个字符"],
                [" characters", " 個字元", " 个字符"],
            ),
            (_, ValueUnit::Minutes) => counted(
                [" minute", " 分鐘", " 分钟"],
                [" minutes", " 分鐘", " 分钟"],
            ),
            (_, ValueUnit::Hours) => {
                counted([" hour", " 小時", " 小时"], [" hours", " 小時", " 小时"])
            }
            (_, ValueUnit::Days) => counted([" day", " 天", " 天"], [" days", " 天", " 天"]),
        }
    }

    /// "12 characters becomes 15 characters".
    pub(crate) fn became(&self, change: &ChangedValue) -> String {
        let old = self.value(change.setting, change.old);
        let new = self.value(change.setting, change.new);
        (self.policy.became)(&old, &new)
    }

    /// The range of a number, given the other values.
    pub(crate) fn range(&self, setting: Setting, policy: &Policy) -> String {
        let rule = setting.rule_in(policy);
        (self.policy.between)(rule.min, rule.max)
    }
}

fn offers(method: Method) -> [&'static str; 3] {
    match method {
        Method::Mail => [
            "Ways back: a code by email",
            "重新進入的方法：用電子郵件寄驗證碼",
            "重新进入的办法：用电子邮件发验证码",
        ],
        Method::SavedCode => [
            "Ways back: a saved recovery code",
            "重新進入的方法：保存的還原碼",
            "重新进入的办法：保存的恢复代码",
        ],
        Method::Authenticator => [
            "Ways back: an authenticator app",
            "重新進入的方法：驗證器應用程式",
            "重新进入的办法：身份验证器应用",
        ],
        Method::Passkey => [
            "Ways back: a passkey",
            "重新進入的方法：通行密鑰",
            "重新进入的办法：通行密钥",
        ],
        Method::Contact => [
            "Ways back: a recovery contact",
            "重新進入的方法：還原聯絡人",
            "重新进入的办法：恢复联系人",
        ],
    }
}
