//! A person's own account: password, ways back, addresses, contacts, devices, freeze, check-up and
//! closing.

mod addresses;
mod authenticator_apps;
mod closing;
mod confirmation;
mod contacts;
mod freeze;
mod history;
mod page;
mod passkeys;
mod password;
mod readiness;
mod saved_codes;
mod sessions_and_devices;
