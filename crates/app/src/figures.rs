//! The figures that sentences name: those of the policy in force (F21).
//!
//! On the server they come with the request; the browser reads them off the page, beside the organisation's name, so that
//! they cost no request. What is decided follows the server alone.

use regain_domain::{Policy, Setting};
use std::sync::{PoisonError, RwLock};

/// How the figures stand in texts, and what they are.
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

/// The figures that sentences name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures([u32; NAMES.len()]);

impl Default for Figures {
    fn default() -> Self {
        Self::of(&Policy::default())
    }
}

impl Figures {
    /// Those of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        Self(NAMES.map(|(_, setting)| policy.get(setting)))
    }

    /// Those of the page that is made or shown.
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

    /// The fewest characters of a new password.
    pub(crate) const fn password_min(self) -> usize {
        self.0[0] as usize
    }

    /// As they stand in the page.
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

/// Sentences with their figures: few, since a figure has few values. They are kept, so that all texts stay of one type.
static SAID: RwLock<Vec<&'static str>> = RwLock::new(Vec::new());

/// A text with the figures of the present page in it.
pub(crate) fn figured(text: &'static str) -> &'static str {
    filled(text, Figures::present())
}

/// A text with figures in it.
pub(crate) fn fill(text: &str, figures: Figures) -> String {
    let mut filled = text.to_owned();
    for ((name, _), figure) in NAMES.iter().zip(figures.0) {
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
