//! Data that pages need for display: read by server functions, without secrets (S31).

use crate::blocks::Screen;
use regain_domain::{EnrolmentStep, Language, Method, ProofClass, Refusal, Trouble};
use serde::{Deserialize, Serialize};

/// A screen of blocks in each language, in the order of [`Language::ALL`]: changing the language needs no request.
///
/// JSON in the form that a page of blocks receives: the bundle already contains the code that reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InLanguages(Vec<String>);

impl InLanguages {
    /// Builds the screen in each language.
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

/// The state of this browser's recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RecoveryScreen {
    /// None that can continue.
    Gone(Refusal),
    /// A proof is required.
    Proof {
        /// The methods offered: the same for everybody (S2).
        methods: Vec<Method>,
        /// The class already passed.
        passed: Option<ProofClass>,
        /// The method being tried.
        entry: Option<CodeScreen>,
        /// Whether contacts were asked, who have a day.
        day: bool,
        /// The recovery's end, once a gate has passed.
        limit: Option<Limit>,
        /// A hint at the address, after a gate has passed.
        address_hint: Option<String>,
    },
    /// A password is required.
    Password {
        /// Whether the existing password is to be kept.
        keep: bool,
        /// Attempts left for entering it.
        keep_tries_left: u32,
        /// The account's user name, for password managers.
        user_name: String,
        /// The recovery's end.
        limit: Limit,
    },
    /// Another authenticator app is to be set up.
    Authenticator,
    /// It is done.
    Done {
        /// The trouble that kept the person out.
        trouble: Trouble,
        /// The result; `None` if nothing was proven.
        ending: Option<EndingScreen>,
    },
}

/// The time at which a recovery ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limit {
    /// Milliseconds since 1970.
    pub at: i64,
    /// Whole seconds left when this was read: the reader's clock may be wrong.
    pub seconds: u32,
}

/// The result of a recovery.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndingScreen {
    /// The proofs by which this recovery was completed.
    pub proofs: Vec<ProofClass>,
    /// Number of sessions that it ended, if it ends any.
    pub sessions_ended: Option<u32>,
    /// Saved codes left, if one was used.
    pub saved_codes_left: Option<u32>,
    /// Names of apps and passkeys that were set aside because they were too new.
    pub set_aside: Vec<String>,
    /// Whether a set of saved codes was set aside too.
    pub codes_set_aside: bool,
    /// The masked addresses that were notified.
    pub told: Vec<String>,
}

/// A code to be entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeScreen {
    /// The method being tried.
    pub method: Method,
    /// Attempts left, once one was used.
    pub tries_left: Option<u32>,
    /// Whether the code has expired.
    pub expired: bool,
    /// Seconds until a new code can be requested; `None` if no more can be.
    pub resend_in: Option<u32>,
    /// The code's number in this recovery, from 1.
    pub number: u32,
    /// Whether one contact's code was right, and another one's is needed.
    pub one_more: bool,
}

/// The state of an enrolment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum InviteScreen {
    /// The invitation's code is required.
    Code,
    /// The invitation can't be used.
    Gone(Refusal),
    /// A step to take.
    Step {
        /// The step.
        step: EnrolmentStep,
        /// Number of steps.
        steps: u32,
        /// The address of the future account.
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
    /// The person's name.
    pub name: String,
    /// The user name for signing in.
    pub user_name: String,
    /// Their verified addresses.
    pub addresses: Vec<String>,
    /// Saved recovery codes left.
    pub saved_codes_left: u32,
    /// Whether changing the password requires a fresh proof first.
    pub confirm_first: bool,
    /// Whether the person has access to more than their own account.
    pub administers: bool,
    /// "Could you get back in?".
    pub readiness: InLanguages,
    /// Whether the account is about to be closed, which is shown before everything else.
    pub closes: bool,
    /// The notice of closing, or how to request it.
    pub closing: InLanguages,
}

/// A recovery's progress, to detect changes made in another tab.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryProgress {
    /// 0: no recovery; 1 and 2: the verification step; 3: the password; 4: done.
    pub step: u8,
}

/// Whole seconds, rounded up so that nothing is promised too early.
#[cfg(feature = "ssr")]
pub(crate) fn seconds(wait: std::time::Duration) -> u32 {
    u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}
