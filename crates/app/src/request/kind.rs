//! What a page can be of, as its cookies say.

use regain_domain::Refusal;

/// What a page can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A recovery.
    Recovery,
    /// A sign-in that waits for its second factor.
    SignIn,
    /// An invitation that is being accepted.
    Invitation,
    /// What a recovery contact is asked.
    Contact,
    /// A code that a contact passes on.
    Passed,
    /// Saved codes that are shown to be kept.
    Codes,
    /// Who is signed in, in whatever session.
    Person,
}

impl Kind {
    /// Each of them.
    pub const ALL: [Self; 7] = [
        Self::Recovery,
        Self::SignIn,
        Self::Invitation,
        Self::Contact,
        Self::Passed,
        Self::Codes,
        Self::Person,
    ];

    /// How its mark begins; also the purpose of its digest.
    pub(super) const fn letter(self) -> &'static str {
        match self {
            Self::Recovery => "r",
            Self::SignIn => "v",
            Self::Invitation => "i",
            Self::Contact => "c",
            Self::Passed => "d",
            Self::Codes => "k",
            Self::Person => "p",
        }
    }

    /// Why a page of another one isn't acted for.
    #[must_use]
    pub const fn refusal(self) -> Refusal {
        match self {
            Self::Recovery => Refusal::FlowOther,
            Self::SignIn => Refusal::VerifyOther,
            Self::Invitation => Refusal::InvitationOther,
            Self::Contact | Self::Passed => Refusal::ContactOther,
            Self::Codes => Refusal::CodesOther,
            Self::Person => Refusal::PersonOther,
        }
    }
}
