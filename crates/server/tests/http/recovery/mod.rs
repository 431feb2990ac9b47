//! Recovery, from the identifier over two gates to its end.

mod alike;
mod browser_token;
mod contacts;
mod end;
mod flood;
mod gates;
mod link;
mod passkeys;
mod several_open;
mod start;
