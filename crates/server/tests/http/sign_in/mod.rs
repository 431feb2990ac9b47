//! Signing in: the form, the second factor, passkeys, sessions and throttling, and every way it can
//! fail.

mod delays;
mod effort;
mod form;
mod passkeys;
mod refused;
mod return_to;
mod second_factor;
mod sessions;
mod several_names;
mod shared_browsers;
mod throttling;
