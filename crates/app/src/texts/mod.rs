//! Every text of every screen, in every language, checked by the compiler.
//!
//! One file per screen, the three languages of each text side by side. Chinese is separated from Latin letters and
//! digits by a thin space (U+2009), whether or not the browser would add one.

#[macro_use]
mod macros;

mod account;
#[cfg(feature = "ssr")]
mod addresses;
#[cfg(feature = "ssr")]
mod admin;
#[cfg(feature = "ssr")]
mod check_up;
#[cfg(feature = "ssr")]
mod closing;
mod common;
#[cfg(feature = "ssr")]
mod contacts;
mod done;
#[cfg(feature = "ssr")]
mod duty;
mod freeze;
#[cfg(feature = "ssr")]
mod history;
mod invite;
mod link;
mod lost;
#[cfg(feature = "ssr")]
mod methods;
mod notice;
#[cfg(feature = "ssr")]
mod other_tab;
mod password;
#[cfg(feature = "ssr")]
mod policy;
#[cfg(feature = "ssr")]
mod readiness;
mod recover;
mod refusals;
#[cfg(feature = "ssr")]
mod report;
#[cfg(feature = "ssr")]
mod second;
mod sign_in;
#[cfg(test)]
mod tests;
mod verify;

pub use account::Account;
#[cfg(feature = "ssr")]
pub use addresses::Addresses;
#[cfg(feature = "ssr")]
pub use admin::Admin;
#[cfg(feature = "ssr")]
pub use check_up::CheckUp;
#[cfg(feature = "ssr")]
pub use closing::Closing;
pub use common::Common;
#[cfg(feature = "ssr")]
pub use contacts::Contacts;
pub use done::Done;
#[cfg(feature = "ssr")]
pub use duty::Duty;
pub use freeze::Freeze;
#[cfg(feature = "ssr")]
pub use history::History;
pub use invite::Invite;
pub use link::LinkPage;
pub use lost::Lost;
#[cfg(feature = "ssr")]
pub use methods::Methods;
pub use notice::Notice;
#[cfg(feature = "ssr")]
pub use other_tab::OtherTab;
pub use password::Password;
#[cfg(feature = "ssr")]
pub use policy::PolicyWords;
#[cfg(feature = "ssr")]
pub use readiness::Ready;
pub use recover::Recover;
pub use refusals::Actions;
#[cfg(feature = "ssr")]
pub(crate) use refusals::is_sent;
#[cfg(feature = "ssr")]
pub use report::Report;
#[cfg(feature = "ssr")]
pub use second::Second;
pub use sign_in::SignIn;
pub use verify::Verify;

use regain_domain::{Language, Refusal};

/// The texts of every screen in one language.
pub struct Texts {
    /// The language they are in.
    pub language: Language,
    /// Texts shared by several screens.
    pub common: Common,
    /// `/sign-in`.
    pub sign_in: SignIn,
    /// `/recover`.
    pub recover: Recover,
    /// `/recover/verify`.
    pub verify: Verify,
    /// `/recover/link`.
    pub link: LinkPage,
    /// `/recover/password`.
    pub password: Password,
    /// `/recover/done`.
    pub done: Done,
    /// `/invite`.
    pub invite: Invite,
    /// `/account`.
    pub account: Account,
    /// `/account/history`; only on the server.
    #[cfg(feature = "ssr")]
    pub history: History,
    /// `/freeze` and `/account/freeze`.
    pub freeze: Freeze,
    /// `/recover/lost`.
    pub lost: Lost,
    /// `/admin`: only on the server, so not part of the bundle.
    #[cfg(feature = "ssr")]
    pub admin: Admin,
    /// The second factor; only on the server.
    #[cfg(feature = "ssr")]
    pub second: Second,
    /// The person's own methods; only on the server.
    #[cfg(feature = "ssr")]
    pub methods: Methods,
    /// "Could you get back in?"; only on the server.
    #[cfg(feature = "ssr")]
    pub ready: Ready,
    /// The policy; only on the server.
    #[cfg(feature = "ssr")]
    pub policy: PolicyWords,
    /// `/account/check-up`; only on the server.
    #[cfg(feature = "ssr")]
    pub check_up: CheckUp,
    /// `/account/close`; only on the server.
    #[cfg(feature = "ssr")]
    pub closing: Closing,
    /// `/admin/readiness`; only on the server.
    #[cfg(feature = "ssr")]
    pub report: Report,
    /// Recovery contacts; only on the server.
    #[cfg(feature = "ssr")]
    pub contacts: Contacts,
    /// The person's own addresses, and `/object`; only on the server.
    #[cfg(feature = "ssr")]
    pub addresses: Addresses,
    /// The passkey of administrators; only on the server.
    #[cfg(feature = "ssr")]
    pub duty: Duty,
    /// `/other-tab`; only on the server.
    #[cfg(feature = "ssr")]
    pub other_tab: OtherTab,
    /// The buttons beside a refusal.
    pub actions: Actions,
}

macro_rules! texts {
    ($language:ident, $column:ident) => {
        Texts {
            language: Language::$language,
            common: Common::$column,
            sign_in: SignIn::$column,
            recover: Recover::$column,
            verify: Verify::$column,
            link: LinkPage::$column,
            password: Password::$column,
            done: Done::$column,
            invite: Invite::$column,
            account: Account::$column,
            #[cfg(feature = "ssr")]
            history: History::$column,
            freeze: Freeze::$column,
            lost: Lost::$column,
            #[cfg(feature = "ssr")]
            admin: Admin::$column,
            #[cfg(feature = "ssr")]
            second: Second::$column,
            #[cfg(feature = "ssr")]
            methods: Methods::$column,
            #[cfg(feature = "ssr")]
            ready: Ready::$column,
            #[cfg(feature = "ssr")]
            policy: PolicyWords::$column,
            #[cfg(feature = "ssr")]
            check_up: CheckUp::$column,
            #[cfg(feature = "ssr")]
            closing: Closing::$column,
            #[cfg(feature = "ssr")]
            report: Report::$column,
            #[cfg(feature = "ssr")]
            contacts: Contacts::$column,
            #[cfg(feature = "ssr")]
            addresses: Addresses::$column,
            #[cfg(feature = "ssr")]
            duty: Duty::$column,
            #[cfg(feature = "ssr")]
            other_tab: OtherTab::$column,
            actions: Actions::$column,
        }
    };
}

static ENGLISH: Texts = texts!(English, ENGLISH);
static TRADITIONAL_CHINESE: Texts = texts!(TraditionalChinese, TRADITIONAL_CHINESE);
static SIMPLIFIED_CHINESE: Texts = texts!(SimplifiedChinese, SIMPLIFIED_CHINESE);

impl Texts {
    /// The texts in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::TraditionalChinese => &TRADITIONAL_CHINESE,
            Language::SimplifiedChinese => &SIMPLIFIED_CHINESE,
        }
    }

    /// The text of a refusal: what happened, whether anything was lost, what to do now.
    #[must_use]
    pub fn refusal(&self, refusal: Refusal) -> &'static str {
        let [english, traditional, simplified] = refusals::sentences(refusal);
        let sentence = match self.language {
            Language::English => english,
            Language::TraditionalChinese => traditional,
            Language::SimplifiedChinese => simplified,
        };
        if sentence.is_empty() {
            return crate::said::recall(refusal).unwrap_or(self.common.fault.text);
        }
        crate::figures::figured(sentence)
    }
}

/// A number within a text.
fn number(before: &str, n: impl Into<u64>, after: &str) -> String {
    around(before, &n.into().to_string(), after)
}

/// A name or address within a text.
fn around(before: &str, name: &str, after: &str) -> String {
    [before, name, after].concat()
}
