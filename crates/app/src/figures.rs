//! The figures that texts mention: those of the policy in force (F21), and limits that no policy changes.
//!
//! On the server those of the policy come with the request. The browser reads them from the page, beside the
//! organisation's name, so that they cost no request. Decisions always follow the server's values.

use regain_domain::{Policy, Setting, policy};
use std::sync::{PoisonError, RwLock};

/// The placeholders of figures that a policy sets, and their settings.
const NAMES: [(&str, Setting); 8] = [
    ("{password_min}", Setting::PasswordMin),
    ("{code_minutes}", Setting::CodeLifetime),
    ("{flow_minutes}", Setting::FlowAfterGate),
    ("{idle_minutes}", Setting::SessionIdle),
    ("{session_hours}", Setting::SessionAbsolute),
    ("{invitation_hours}", Setting::InvitationLifetime),
    ("{quarantine_days}", Setting::Quarantine),
    ("{remember_days}", Setting::DeviceRemembered),
];

/// The placeholders of limits that no policy changes, and their figures.
const FIXED: [(&str, u64); 3] = [
    ("{verify_minutes}", policy::VERIFY_LIFETIME.as_secs() / 60),
    (
        "{contact_code_hours}",
        policy::CONTACT_CODE_LIFETIME.as_secs() / (60 * 60),
    ),
    ("{saved_codes}", policy::SAVED_CODES as u64),
];

/// The figures that texts mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures([u32; NAMES.len()]);

impl Default for Figures {
    fn default() -> Self {
        Self::of(&Policy::default())
    }
}

impl Figures {
    /// The figures of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        Self(NAMES.map(|(_, setting)| policy.get(setting)))
    }

    /// The figures of the page being rendered or shown.
    pub(crate) fn present() -> Self {
        #[cfg(feature = "ssr")]
        return leptos::prelude::use_context::<Self>().unwrap_or_default();
        #[cfg(not(feature = "ssr"))]
        {
            thread_local! { static OF_PAGE: std::cell::Cell<Option<Figures>> = const { std::cell::Cell::new(None) } }
            OF_PAGE.with(|of_page| {
                let figures = of_page
                    .get()
                    .unwrap_or_else(|| Self::read().unwrap_or_default());
                of_page.set(Some(figures));
                figures
            })
        }
    }

    /// Minimum length of a new password, in characters.
    pub(crate) const fn password_min(self) -> usize {
        self.0[0] as usize
    }

    /// The figures as an attribute of the page.
    pub(crate) fn to_attribute(self) -> String {
        self.0.map(|figure| figure.to_string()).join(" ")
    }

    #[cfg(not(feature = "ssr"))]
    fn read() -> Option<Self> {
        let holder = leptos::prelude::document()
            .query_selector("[data-figures]")
            .ok()??;
        let text = holder.get_attribute("data-figures")?;
        let mut figures = Self([0; NAMES.len()]);
        let mut words = text.split(' ');

        for figure in &mut figures.0 {
            *figure = words.next()?.parse().ok()?;
        }

        Some(figures)
    }
}

/// Texts with figures filled in: few, since a figure has few values. They are kept, so that all texts have one
/// type.
static SAID: RwLock<Vec<&'static str>> = RwLock::new(Vec::new());

/// A text with the current page's figures filled in.
pub(crate) fn figured(text: &'static str) -> &'static str {
    filled(text, Figures::present())
}

/// A text with figures filled in.
pub(crate) fn fill(text: &str, figures: Figures) -> String {
    let mut filled = text.to_owned();
    for ((name, _), figure) in NAMES.iter().zip(figures.0) {
        filled = filled.replace(name, &figure.to_string());
    }

    for (name, figure) in FIXED {
        filled = filled.replace(name, &figure.to_string());
    }

    filled
}

fn filled(text: &'static str, figures: Figures) -> &'static str {
    if !text.contains('{') {
        return text;
    }

    let filled = fill(text, figures);
    let find = |said: &[&'static str]| {
        said.binary_search(&filled.as_str())
            .map(|place| said[place])
    };
    if let Ok(said) = find(&SAID.read().unwrap_or_else(PoisonError::into_inner)) {
        return said;
    }

    let mut said = SAID.write().unwrap_or_else(PoisonError::into_inner);
    match find(&said) {
        Ok(known) => known,
        Err(place) => {
            let kept: &'static str = Box::leak(filled.into_boxed_str());
            said.insert(place, kept);
            kept
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f21_sentences_name_the_figures_of_the_policy() {
        let text = "{password_min} to 256 characters";
        let at = |policy: &Policy| filled(text, Figures::of(policy));
        assert_eq!(at(&Policy::default()), "12 to 256 characters");
        assert_eq!(at(&Policy::password_alone()), "15 to 256 characters");
        assert!(
            std::ptr::eq(at(&Policy::default()), at(&Policy::default())),
            "kept once"
        );
        assert_eq!(
            filled("nothing to fill", Figures::default()),
            "nothing to fill"
        );
    }

    #[test]
    fn the_page_tells_them_in_order() {
        assert_eq!(Figures::default().to_attribute(), "12 10 15 60 24 72 3 90");
    }
}
