//! The rules for new passwords, which are the same in every flow.

mod breaches;
mod terms;
