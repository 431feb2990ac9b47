//! The second factor at sign-in.

mod codes;
mod password_known;
mod remembered_devices;
mod wrong_app_codes;
