//! Server functions that read what a page shows, and change nothing. They are POST, too, and in a place of their own: what they
//! answer with is made of screens, and screens name what their forms do. An error is a problem of the server.

pub mod account;
pub mod invite;
pub mod recovery;
pub mod screen;
