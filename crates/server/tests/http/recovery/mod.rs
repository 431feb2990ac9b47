//! Recovery, from the identifier over two gates to its end.

mod alike;
mod authenticator_app;
mod browser_token;
mod contacts;
mod end;
mod flood;
mod gates;
mod link;
mod mailed_code_budget;
mod passkeys;
mod several_open;
mod start;
