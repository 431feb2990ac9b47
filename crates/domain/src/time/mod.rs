//! Moments: as a number, as people read them, and as the history counts them after a clock was wrong.

mod moment;
mod reckoning;
mod timestamp;

pub use moment::{Moment, ZoneName};
pub use reckoning::{EntryMoment, Reckoning};
pub use timestamp::Timestamp;
