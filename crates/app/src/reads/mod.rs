//! Server functions that read the data of a page and change nothing. They are POST too, and kept apart: their answers
//! are made of screens, and screens name what their forms do. An error is a fault of the server.

pub mod account;
pub mod invite;
pub mod recovery;
pub mod screen;
