//! Clocks that go wrong: set back, or ahead and set right (S16, S17, S28, S57).

mod ahead;
mod set_back;

use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
