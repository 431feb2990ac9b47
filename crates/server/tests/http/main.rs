//! The whole app over HTTP, on a real database, with a clock that stands still. The folders are
//! subjects; each test's name begins with the number of the requirement that it proves.

mod account;
mod admin;
mod attacks;
mod enrolment;
mod operation;
mod pages;
mod passwords;
mod recovery;
mod sign_in;
mod support;
