//! Entries to be written.

use regain_domain::{Device, Facts, HistoryEvent, PersonId, Place};
use serde::{Deserialize, Serialize};

/// An event to be recorded.
#[derive(Debug, Clone)]
pub struct Entry {
    pub(crate) event: HistoryEvent,
    pub(crate) subject: Option<PersonId>,
    pub(crate) actor: Option<PersonId>,
    pub(crate) facts: Facts,
    pub(crate) manifest: Option<u64>,
    pub(crate) standing: Option<u64>,
    pub(crate) details: Details,
    pub(crate) place: Option<Place>,
}

/// Details stored beside the chain, because they may have to be forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Browser and system, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    /// An administrator's reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

impl Entry {
    /// An event about a person, without an actor.
    #[must_use]
    pub fn about(event: HistoryEvent, subject: PersonId) -> Self {
        Self {
            subject: Some(subject),
            ..Self::of(event)
        }
    }

    /// Something that a person did to their own account.
    #[must_use]
    pub fn own(event: HistoryEvent, person: PersonId) -> Self {
        Self::about(event, person).by(person)
    }

    /// An event about nobody in particular.
    #[must_use]
    pub fn of(event: HistoryEvent) -> Self {
        Self {
            event,
            subject: None,
            actor: None,
            facts: Facts::default(),
            manifest: None,
            standing: None,
            details: Details::default(),
            place: None,
        }
    }

    /// Sets the actor.
    #[must_use]
    pub fn by(mut self, actor: PersonId) -> Self {
        self.actor = Some(actor);
        self
    }

    /// Sets details without personal data.
    #[must_use]
    pub fn with(mut self, facts: Facts) -> Self {
        self.facts = facts;
        self
    }

    /// Sets the device and the approximate location.
    #[must_use]
    pub fn on(mut self, device: Option<Device>, place: Option<Place>) -> Self {
        self.details.device = device;
        self.place = place;
        self
    }

    /// Sets the reason, in somebody's own words.
    #[must_use]
    pub fn because(mut self, words: &str) -> Self {
        self.details.words = Some(words.to_owned());
        self
    }

    /// Vouches for this version of the person's manifest (S79).
    #[must_use]
    pub fn vouching_for_manifest(mut self, version: u64) -> Self {
        self.manifest = Some(version);
        self
    }

    pub(crate) fn vouching_for_standing(mut self, version: u64) -> Self {
        self.standing = Some(version);
        self
    }

    /// The person it is about.
    #[must_use]
    pub const fn subject(&self) -> Option<PersonId> {
        self.subject
    }
}
