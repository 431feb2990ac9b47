//! Two tabs of one browser share its cookies: a page acts on what it shows, and on nothing that
//! began elsewhere since.

mod forms;
mod people;
mod recoveries;
