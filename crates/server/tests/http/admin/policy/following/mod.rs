//! The policy in force applies everywhere (F21, S82).

mod lifetimes;
mod passwords;
mod ways_back;
