//! Names what happened.

use regain_domain::HistoryEvent;

pub(in crate::texts) const fn event(event: HistoryEvent) -> [&'static str; 3] {
    use HistoryEvent as E;
    match event {
        E::Invited => ["You were invited", "您收到了邀請", "你收到了邀请"],
        E::InvitedAgain => [
            "A new invitation was sent",
            "寄出了新的邀請",
            "发出了新的邀请",
        ],
        E::InvitationCancelled => ["The invitation was taken back", "邀請已收回", "邀请已收回"],
        E::AdministratorInvited => [
            "A global administrator was invited by the server's command",
            "以伺服器指令邀請了全域管理員",
            "用服务器命令邀请了全局管理员",
        ],
        E::Activated => ["Your account was set up", "帳戶設定完成", "帐户设置完成"],
        E::Disabled => ["Your account was disabled", "帳戶已停用", "帐户已停用"],
        E::Enabled => [
            "Your account was enabled again",
            "帳戶已重新啟用",
            "帐户已重新启用",
        ],
        E::ClosingAsked => [
            "You asked for your account to be closed",
            "要求刪除帳戶",
            "申请注销帐户",
        ],
        E::ClosingTakenBack => [
            "Your account isn't closed after all",
            "收回了刪除帳戶的要求",
            "撤回了注销帐户的申请",
        ],
        E::ErasureAnnounced => [
            "We told you that your account is about to be erased",
            "已通知帳戶即將清除",
            "已通知帐户即将清除",
        ],
        E::Erased => ["Your account was erased", "帳戶已清除", "帐户已清除"],
        E::Frozen => ["Your account was frozen", "帳戶已凍結", "帐户已冻结"],
        E::Opened => [
            "Your account was opened again",
            "帳戶已再次開啟",
            "帐户已再次打开",
        ],
        E::Tampered => [
            "Stored data was changed from outside; your account was closed",
            "儲存的資料遭外部更動，帳戶已關閉",
            "保存的数据遭外部改动，帐户已关闭",
        ],
        E::PasswordSet => ["The password was chosen", "選擇了密碼", "选择了密码"],
        E::PasswordChanged => ["The password was changed", "密碼已變更", "密码已修改"],
        E::PasswordCreated => [
            "A new password was chosen after both steps",
            "通過兩步驗證後選擇了新密碼",
            "通过两步验证后选择了新密码",
        ],
        E::PasswordKept => [
            "The password was confirmed after both steps",
            "通過兩步驗證後確認了密碼",
            "通过两步验证后确认了密码",
        ],
        E::PasswordRehashed => [
            "The password is stored more securely now",
            "密碼已改用更安全的方式儲存",
            "密码已改用更安全的方式保存",
        ],
        E::SavedCodesMade => [
            "Saved recovery codes were made",
            "產生了還原碼",
            "生成了恢复代码",
        ],
        E::SavedCodeUsed => [
            "A saved recovery code was used",
            "使用了一組還原碼",
            "使用了一个恢复代码",
        ],
        E::AuthenticatorAdded => [
            "An authenticator app was added",
            "新增了驗證器應用程式",
            "添加了身份验证器应用",
        ],
        E::AuthenticatorRemoved => [
            "An authenticator app was removed",
            "移除了驗證器應用程式",
            "移除了身份验证器应用",
        ],
        E::AuthenticatorRenamed => [
            "An authenticator app was renamed",
            "驗證器應用程式已重新命名",
            "身份验证器应用已重新命名",
        ],
        E::AuthenticatorReplaced => [
            "A lost authenticator app was replaced after both steps",
            "通過兩步驗證後更換了遺失的驗證器應用程式",
            "通过两步验证后更换了丢失的身份验证器应用",
        ],
        E::PasskeyAdded => ["A passkey was added", "新增了通行密鑰", "添加了通行密钥"],
        E::PasskeyRemoved => ["A passkey was removed", "移除了通行密鑰", "移除了通行密钥"],
        E::PasskeyRenamed => [
            "A passkey was renamed",
            "通行密鑰已重新命名",
            "通行密钥已重新命名",
        ],
        E::PasskeyRefused => [
            "A passkey was refused: it may have been copied",
            "拒絕了通行密鑰：它可能遭到複製",
            "拒绝了通行密钥：它可能被复制",
        ],
        E::MethodPutBack => [
            "A way back that was removed or set aside is there again",
            "已移除或擱置的方式已恢復",
            "已移除或搁置的方式已恢复",
        ],
        E::WaysSettled => [
            "Ways back that were too new were set aside",
            "太新的方式已擱置",
            "太新的方式已搁置",
        ],
        E::ContactAdded => [
            "A recovery contact was chosen",
            "選擇了還原聯絡人",
            "选择了恢复联系人",
        ],
        E::ContactAccepted => [
            "A recovery contact agreed",
            "還原聯絡人同意了",
            "恢复联系人同意了",
        ],
        E::ContactDeclined => [
            "A recovery contact declined",
            "還原聯絡人婉拒了",
            "恢复联系人婉拒了",
        ],
        E::ContactRemoved => [
            "A recovery contact was removed",
            "移除了還原聯絡人",
            "移除了恢复联系人",
        ],
        E::ContactsNeeded => [
            "The number of contacts who have to help was changed",
            "變更了需要協助的聯絡人人數",
            "更改了需要帮忙的联系人人数",
        ],
        E::ContactsAsked => [
            "Your recovery contacts were asked for help",
            "請還原聯絡人協助",
            "请恢复联系人帮忙",
        ],
        E::ContactVouched => [
            "A recovery contact confirmed that it was you",
            "還原聯絡人確認了是您",
            "恢复联系人确认了是你",
        ],
        E::ContactRefused => [
            "A recovery contact said that it wasn't you",
            "還原聯絡人說那不是您",
            "恢复联系人说那不是你",
        ],
        E::AddressAdded => [
            "A second email address was added",
            "新增了第二個電子郵件地址",
            "添加了第二个电子邮件地址",
        ],
        E::AddressChanged => [
            "An email address was changed",
            "電子郵件地址已變更",
            "电子邮件地址已更改",
        ],
        E::AddressRemoved => [
            "The second email address was removed",
            "移除了第二個電子郵件地址",
            "移除了第二个电子邮件地址",
        ],
        E::AddressRestored => [
            "An earlier email address objected and is back",
            "原來的電子郵件地址提出異議，已恢復",
            "原来的电子邮件地址提出异议，已恢复",
        ],
        E::AddressReleased => [
            "An earlier email address is no longer reserved for you",
            "不再為您保留先前的電子郵件地址",
            "不再为你保留之前的电子邮件地址",
        ],
        E::GatePassed => [
            "A step to get back in was passed",
            "通過了一步重新進入的驗證",
            "通过了一步重新进入的验证",
        ],
        E::SignedIn => ["Signed in", "登入", "登录"],
        E::NewDevice => [
            "First sign-in on this device",
            "第一次在這部裝置登入",
            "第一次在这台设备登录",
        ],
        E::SecondStepFailed => [
            "The right password with a wrong second step, on a device that isn't known",
            "在不認識的裝置上，密碼正確，但第二步錯誤",
            "在不认识的设备上，密码正确，但第二步错误",
        ],
        E::Confirmed => [
            "You confirmed that it's you",
            "確認了是您本人",
            "确认了是你本人",
        ],
        E::SessionEnded => ["A session was ended", "結束了一個登入", "结束了一个登录"],
        E::DeviceForgotten => [
            "A device was forgotten",
            "不再記得一部裝置",
            "不再记住一台设备",
        ],
        E::SignedOut => ["Signed out", "登出", "退出登录"],
        E::SessionsEnded => [
            "All sessions were ended",
            "結束了所有登入",
            "结束了所有登录",
        ],
        E::RoleRequested => [
            "A change of role was asked for",
            "要求變更角色",
            "请求更改角色",
        ],
        E::RoleChanged => ["Your role was changed", "角色已變更", "角色已更改"],
        E::RoleRefused => [
            "A change of role was turned down",
            "角色變更未獲同意",
            "角色更改未获同意",
        ],
        E::PolicyRequested => [
            "A change to the policy was asked for",
            "要求變更原則",
            "请求更改策略",
        ],
        E::PolicyChanged => ["The policy was changed", "原則已變更", "策略已更改"],
        E::PolicyRefused => [
            "A change to the policy was turned down",
            "原則變更未獲採用",
            "策略更改未被采用",
        ],
        E::CheckedUp => [
            "The ways back were checked",
            "檢查了重新進入的方法",
            "检查了重新进入的办法",
        ],
        E::ReadinessExported => [
            "The readiness report was exported",
            "匯出了還原準備報告",
            "导出了恢复准备报告",
        ],
        E::HistoryExported => ["The history was exported", "匯出了歷程", "导出了历史记录"],
        E::PasskeysNeeded => [
            "From now on, administrators need a passkey",
            "管理員從此需要通行密鑰",
            "管理员从此需要通行密钥",
        ],
        E::ClockSetBack => [
            "The server's clock was set back",
            "伺服器的時鐘被調回",
            "服务器的时钟被调回",
        ],
        E::KeysRotated => [
            "A newer key protects the history",
            "歷程改由新的金鑰保護",
            "历史记录改由新的密钥保护",
        ],
        E::SealedAnew => [
            "A newer key protects the account",
            "帳戶改由新的金鑰保護",
            "帐户改由新的密钥保护",
        ],
        E::Restored => [
            "The database was restored from a backup",
            "資料庫已從備份還原",
            "数据库已从备份恢复",
        ],
        E::Accepted => [
            "The database was accepted without proof that it is the newest",
            "資料庫未經證明為最新，即獲接受",
            "数据库未经证明为最新，即被接受",
        ],
    }
}
