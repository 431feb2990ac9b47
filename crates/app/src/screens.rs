//! What pages need to know to show themselves: read by server functions, without secrets (S31).

use crate::blocks::Screen;
use regain_domain::{EnrolmentStep, Language, Method, ProofClass, Refusal, Trouble};
use serde::{Deserialize, Serialize};

/// A screen of blocks in each language, in the order of [`Language::ALL`]: a change of language needs no question.
///
/// As JSON of what a page of blocks asks for: it is read by the code that is in the bundle for that already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InLanguages(Vec<String>);

impl InLanguages {
    /// Makes the screen in each language.
    #[cfg(feature = "ssr")]
    pub(crate) fn of(screen: impl Fn(Language) -> Screen) -> Self {
        let json = |language| serde_json::to_string(&Some(screen(language))).unwrap_or_default();
        Self(Language::ALL.map(json).into())
    }

    /// The screen in a language.
    pub(crate) fn get(&self, language: Language) -> Screen {
        let at = Language::ALL.iter().position(|of| *of == language);
        let json = at.and_then(|at| self.0.get(at));
        json.and_then(|json| serde_json::from_str::<Option<Screen>>(json).ok().flatten())
            .unwrap_or_default()
    }
}

/// Where the recovery of this browser stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecoveryScreen {
    /// There is none that could go on.
    Gone(Refusal),
    /// A proof is asked for.
    Proof {
        /// The ways that are offered: the same for everybody (S2).
        methods: Vec<Method>,
        /// The class that has passed already.
        passed: Option<ProofClass>,
        /// The way being tried.
        entry: Option<CodeScreen>,
        /// Contacts were asked, who have a day.
        day: bool,
        /// Until when it stays open; once a gate has passed.
        limit: Option<Limit>,
        /// A hint at the address, after a gate has passed.
        address_hint: Option<String>,
    },
    /// The end is asked for.
    Password {
        /// The password is to be kept.
        keep: bool,
        /// Tries left for entering it.
        keep_tries_left: u32,
        /// Whose password it is, for password managers.
        user_name: String,
        /// Until when it stays open.
        limit: Limit,
    },
    /// Another authenticator app is to be set up.
    Authenticator,
    /// It is done.
    Done {
        /// What kept the person out.
        trouble: Trouble,
        /// What it came to; none where nothing was proven.
        ending: Option<EndingScreen>,
    },
}

/// Until when a recovery stays open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Milliseconds since 1970.
    pub at: i64,
    /// Whole seconds until then, from when this was read: the reader's clock may be wrong.
    pub seconds: u32,
}

/// What a recovery came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndingScreen {
    /// The proofs that this recovery was finished with.
    pub proofs: Vec<ProofClass>,
    /// How many sessions ended with it, if it ends any.
    pub sessions_ended: Option<u32>,
    /// Saved codes left, if one was used.
    pub saved_codes_left: Option<u32>,
    /// What was too new and was set aside: the names of apps and passkeys.
    pub set_aside: Vec<String>,
    /// Whether a set of saved codes was, too.
    pub codes_set_aside: bool,
    /// Who was told, by masked address.
    pub told: Vec<String>,
}

/// A code that is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeScreen {
    /// The way being tried.
    pub method: Method,
    /// Tries left, once one was used.
    pub tries_left: Option<u32>,
    /// Whether the code's time is over.
    pub expired: bool,
    /// Seconds until a new code can be asked for; none if no more can be.
    pub resend_in: Option<u32>,
    /// Which code of this recovery it is, from 1.
    pub number: u32,
    /// One contact's code was right, and another one's is needed.
    pub one_more: bool,
}

/// Where an enrolment stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteScreen {
    /// The invitation's code is asked for.
    Code,
    /// The invitation can't be used.
    Gone(Refusal),
    /// A step is to be done.
    Step {
        /// Which.
        step: EnrolmentStep,
        /// Of how many.
        steps: u32,
        /// Whose account it will be.
        address: String,
        /// The name, once given.
        name: String,
        /// The user name, once given.
        user_name: String,
        /// The codes, while this browser still holds them (sealed, in a cookie).
        codes: Vec<String>,
        /// The organisation, for the file of codes.
        organisation: String,
    },
    /// An authenticator app is to be set up.
    Setup(InLanguages),
    /// The account is ready.
    Ready,
}

/// The account page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountScreen {
    /// What the person is called.
    pub name: String,
    /// What they sign in with.
    pub user_name: String,
    /// Their verified addresses.
    pub addresses: Vec<String>,
    /// Saved recovery codes left.
    pub saved_codes_left: u32,
    /// Whether it takes a fresh proof before the password can be changed.
    pub confirm_first: bool,
    /// Whether there is more for them than their own account.
    pub administers: bool,
    /// "Could you get back in?".
    pub readiness: InLanguages,
    /// The account is going to be closed, which is said before everything else.
    pub closes: bool,
    /// That, or how it is asked for.
    pub closing: InLanguages,
}

/// Whether something of a recovery has happened in another tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// 0: there is none; 1 and 2: the verification step; 3: the password; 4: done.
    pub step: u8,
}

/// Whole seconds, so that none is promised too early.
#[cfg(feature = "ssr")]
pub(crate) fn seconds(wait: std::time::Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}
