//! What signed-in people do with their own account: password, ways back, addresses, contacts,
//! devices, freeze, check-up and closing.

mod addresses;
mod closing;
mod contacts;
mod freeze;
mod history;
mod methods;
mod page;
mod passkeys;
mod readiness;
mod saved_codes;
mod sessions_and_devices;
