//! Circumstances of a change.

use regain_base::history::Entry;
use regain_domain::{Device, HistoryEvent, Place};
use regain_storage::Person;

/// Device and approximate location.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// Browser and system, as far as known.
    pub device: Option<Device>,
    /// Approximate location.
    pub place: Option<Place>,
}

impl Circumstances {
    /// An entry about something that the person did to their own account in these circumstances.
    #[must_use]
    pub fn entry(&self, event: HistoryEvent, person: &Person) -> Entry {
        Entry::own(event, person.id).on(self.device, self.place.clone())
    }
}
