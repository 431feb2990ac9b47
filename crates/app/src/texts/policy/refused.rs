//! Says why a value can't be used.

use crate::texts::Texts;
use regain_domain::{PolicyError, Setting, policy};

impl Texts {
    /// Why a value isn't allowed: the range, and that nothing was lost.
    pub(crate) fn beyond(&self, error: PolicyError) -> String {
        let PolicyError(setting) = error;
        let rule = setting.rule();
        let min = rule.min;
        let max = rule.max;
        let alone = policy::PASSWORD_MIN;
        match setting {
            Setting::PasswordMin => self.said([
                format!(
                    "Use a whole number from {min} to {max}, or from {alone} to {max} where no second step is required."
                ),
                format!("請輸入 {min} 到 {max} 的整數；不要求第二步時是 {alone} 到 {max}。"),
                format!("请输入 {min} 到 {max} 的整数；不要求第二步时是 {alone} 到 {max}。"),
            ]),
            Setting::CodeLifetime => self.said([
                format!("A mailed code works for {min} to {max} minutes. Use a whole number."),
                format!("郵寄驗證碼的有效時間是 {min} 到 {max} 分鐘。請輸入整數。"),
                format!("邮件验证码的有效时间是 {min} 到 {max} 分钟。请输入整数。"),
            ]),
            Setting::FlowAfterGate => self.said([
                format!("After its first step a recovery takes {min} to {max} minutes. Use a whole number."),
                format!("重新進入時，第一步之後可用 {min} 到 {max} 分鐘。請輸入整數。"),
                format!("重新进入时，第一步之后可用 {min} 到 {max} 分钟。请输入整数。"),
            ]),
            Setting::SessionIdle => self.said([
                format!("An unused session ends after {min} to {max} minutes. Use a whole number."),
                format!("閒置 {min} 到 {max} 分鐘後登出。請輸入整數。"),
                format!("闲置 {min} 到 {max} 分钟后退出登录。请输入整数。"),
            ]),
            Setting::SessionAbsolute => self.said([
                format!("Every session ends after {min} to {max} hours. Use a whole number."),
                format!("登入 {min} 到 {max} 小時後一律登出。請輸入整數。"),
                format!("登录 {min} 到 {max} 小时后一律退出。请输入整数。"),
            ]),
            Setting::InvitationLifetime => self.said([
                format!("An invitation works for {min} to {max} hours. Use a whole number."),
                format!("邀請的有效時間是 {min} 到 {max} 小時。請輸入整數。"),
                format!("邀请的有效时间是 {min} 到 {max} 小时。请输入整数。"),
            ]),
            Setting::Quarantine => self.said([
                format!("A new way back counts after {min} to {max} days. Use a whole number."),
                format!("新的方法在 {min} 到 {max} 天後才算數。請輸入整數。"),
                format!("新的办法在 {min} 到 {max} 天后才算数。请输入整数。"),
            ]),
            Setting::DeviceRemembered => self.said([
                format!("A device is remembered for at most {max} days; {min} means not at all. Use a whole number."),
                format!("裝置最多記住 {max} 天，{min} 表示不記住。請輸入整數。"),
                format!("设备最多记住 {max} 天，{min} 表示不记住。请输入整数。"),
            ]),
            Setting::SecondFactor | Setting::Offers(_) => {
                self.pick(["This is either on or off.", "這一項只能開啟或關閉。", "这一项只能开启或关闭。"]).to_owned()
            }
        }
    }

    fn said(&self, words: [String; 3]) -> String {
        let at = self.pick([0, 1, 2]);
        words.into_iter().nth(at).unwrap_or_default()
    }
}
