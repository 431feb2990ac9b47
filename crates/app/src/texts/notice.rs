//! What stands on a page that can't go on.

/// Why a screen can't go on, and the way that leads on from it.
pub struct Notice {
    /// The heading.
    pub title: &'static str,
    /// What happened, whether anything was lost, what to do now.
    pub text: &'static str,
    /// The button or link that does it.
    pub action: &'static str,
}
