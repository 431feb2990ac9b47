//! In which circumstances somebody changes something.

use regain_domain::{Device, HistoryEvent, Place};
use regain_history::Entry;
use regain_storage::Person;

/// On which device, and roughly where.
#[derive(Debug, Clone)]
pub struct Circumstances {
    /// Browser and system, as far as they are known.
    pub device: Option<Device>,
    /// Roughly where.
    pub place: Option<Place>,
}

impl Circumstances {
    /// An entry about what the person did to themselves, in these circumstances.
    #[must_use]
    pub fn entry(&self, event: HistoryEvent, person: &Person) -> Entry {
        Entry::own(event, person.id).on(self.device, self.place.clone())
    }
}
