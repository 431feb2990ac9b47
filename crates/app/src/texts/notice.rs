//! The text of a page on which the person can't continue.

/// Why a screen can't continue, and the way on.
pub struct Notice {
    /// The heading.
    pub title: &'static str,
    /// What happened, whether anything was lost, what to do now.
    pub text: &'static str,
    /// The text of the button or link for that.
    pub action: &'static str,
}
