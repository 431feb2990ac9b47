//! Names proofs, factors and roles.

use regain_domain::{Factor, ProofClass, Role};

pub(super) const fn proof(class: ProofClass) -> [&'static str; 3] {
    match class {
        ProofClass::MailedCode => ["code by email", "郵件驗證碼", "邮件验证码"],
        ProofClass::SavedCode => ["saved recovery code", "還原碼", "恢复代码"],
        ProofClass::Passkey => ["passkey", "通行密鑰", "通行密钥"],
        ProofClass::Authenticator => ["authenticator app", "驗證器應用程式", "身份验证器应用"],
        ProofClass::Contact => ["recovery contact", "還原聯絡人", "恢复联系人"],
    }
}

pub(super) const fn factor_name(factor: Factor) -> [&'static str; 3] {
    match factor {
        Factor::Password => ["password", "密碼", "密码"],
        Factor::Authenticator => proof(ProofClass::Authenticator),
        Factor::SavedCode => proof(ProofClass::SavedCode),
        Factor::Passkey => proof(ProofClass::Passkey),
    }
}

pub(in crate::texts) const fn role_name(role: Role) -> [&'static str; 3] {
    match role {
        Role::Member => ["member", "一般成員", "普通成员"],
        Role::Auditor => ["auditor", "稽核員", "审计员"],
        Role::UserAdministrator => ["user administrator", "使用者管理員", "用户管理员"],
        Role::GlobalAdministrator => ["global administrator", "全域管理員", "全局管理员"],
    }
}
