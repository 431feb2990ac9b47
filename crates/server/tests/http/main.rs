//! The whole app over HTTP, on a real database, with a clock that stands still. The modules mirror the routes; the tests'
//! names begin with the number of the requirement they prove.

mod account;
mod addresses;
mod admin;
mod breaches;
mod clock;
mod contacts;
mod crash;
mod devices;
mod forms;
mod hardening;
mod headers;
mod history;
mod invite;
mod language;
mod link;
mod methods;
mod overload;
mod pass_on;
mod passkeys;
mod password;
mod policy;
mod pow;
mod races;
mod readiness;
mod recover;
mod roles;
mod second;
mod sign_in;
mod tamper;
mod throttle;
mod verify;
mod words;
