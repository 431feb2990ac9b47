//! For tests: the whole app on a throw-away database, with typed actors, a fixed clock and fixed
//! randomness.
//!
//! A [`World`] is everything that `regain serve` puts together, without a network: tests call its
//! router as a service. Time stands still unless [`World::advance`] moves it, [`World::deliver`]
//! sends the mail, and every random byte comes from a seed, so a test that fails once always fails.
//!
//! A [`Browser`] keeps cookies as real ones do, and sends forms either plainly ([`Browser::post`])
//! or as script does ([`Browser::call`]). It follows no redirect by itself.

mod answer;
mod app;
mod at_once;
mod browser;
mod clock;
mod contacts;
mod counted;
mod database;
mod jar;
mod long_history;
mod origin;
mod passkey;
mod people;
mod randomness;
mod same;
mod steps;
mod template;
mod walks;
mod world;

pub use answer::Answer;
pub use app::App;
pub use at_once::{Ended, Tally, at_once, processes};
pub use browser::Browser;
pub use clock::SettableClock;
pub use contacts::CONTACTS;
pub use counted::counted;
pub use database::{Database, Lock};
pub use jar::Kept;
pub use long_history::lengthen_history;
pub use origin::ORIGIN;
pub use passkey::SoftPasskey;
pub use people::{ADDRESSES, Person, ROOT};
pub use randomness::SeededRandomness;
pub use same::comparable;
pub use walks::{done, wrong_code, wrong_saved_code};
pub use world::{BEGINNING, World};
