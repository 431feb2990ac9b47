//! Visitors, as far as a request tells: browser and system, the network they are counted under, where they go next.

mod return_to;
mod source;
mod user_agent;

pub use return_to::ReturnTo;
pub use source::{Source, Width};
pub use user_agent::{Browser, Device, System};
