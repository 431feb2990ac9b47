//! The kinds of things a page can be about, according to its cookies.

use regain_domain::Refusal;

/// The kind of thing a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A recovery.
    Recovery,
    /// A sign-in waiting for its second factor.
    SignIn,
    /// An invitation being accepted.
    Invitation,
    /// A request to a recovery contact.
    Contact,
    /// A code that a contact passes on.
    Passed,
    /// Saved codes shown to be kept.
    Codes,
    /// The signed-in person, in any session.
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

    /// The first letter of its mark; also the purpose of its digest.
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

    /// The refusal if a page is about another one.
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
