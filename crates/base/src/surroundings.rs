//! Device and approximate location of a sign-in: personal data, so that no row contains it in clear (S103).

use crate::sealing;
use crate::{Base, Visitor};
use regain_domain::{Device, Place, ZoneName};
use serde::{Deserialize, Serialize};

/// Device, location and time zone of a sign-in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// Browser and system, as far as known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<Device>,
    /// Approximate location.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Time zone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<ZoneName>,
}

impl Surroundings {
    /// Those of a request.
    #[must_use]
    pub fn of(visitor: &Visitor) -> Self {
        Self {
            device: visitor.device,
            place: visitor.place.clone(),
            zone: visitor.zone.clone(),
        }
    }
}

impl Base {
    /// Seals them for the row of this id.
    ///
    /// # Panics
    /// Never: they are short.
    #[must_use]
    pub fn seal_surroundings(&self, row: &[u8; 16], surroundings: &Surroundings) -> Vec<u8> {
        let text = serde_json::to_vec(surroundings).expect("plain values become JSON");
        sealing::seal(
            self.keys.surroundings(),
            self.randomness.as_ref(),
            row,
            &text,
        )
    }

    /// Opens them; empty if they don't belong to the row of this id.
    #[must_use]
    pub fn open_surroundings(&self, row: &[u8; 16], sealed: &[u8]) -> Surroundings {
        let text = self
            .keys
            .all()
            .find_map(|(_, keys)| sealing::open(keys.surroundings(), row, sealed));
        text.and_then(|text| serde_json::from_slice(&text).ok())
            .unwrap_or_default()
    }
}
