//! The components of pages.

mod again;
mod arrival;
mod brand;
mod button;
mod card;
#[cfg(feature = "hydrate")]
mod exchange;
mod fault;
mod field;
mod form;
mod icon;
mod language_menu;
mod moment;
mod notice;
mod passkey;
mod password_field;
mod password_rules;
mod problem;
mod proof;
mod zone;

pub(crate) use again::Again;
pub(crate) use arrival::{focus_first_problem, provide_arrivals};
pub(crate) use brand::Brand;
pub(crate) use button::{Quiet, Submit};
pub(crate) use card::{Card, CardOf, Loading, organisation};
#[cfg(feature = "hydrate")]
pub(crate) use exchange::exchange;
#[cfg(feature = "hydrate")]
pub use exchange::under_way;
pub(crate) use fault::Fault;
pub(crate) use field::{CodeShape, Field, HiddenUserName};
pub(crate) use form::{Form, MarkField, PostForm, sender, taken_over};
pub(crate) use icon::{Icon, Shape};
pub(crate) use language_menu::LanguageMenu;
pub(crate) use moment::{by_the_readers_clock, moment};
pub(crate) use notice::{DeadEnd, Notice, Tone};
pub(crate) use passkey::{PasskeyForm, offer_passkeys};
pub(crate) use password_field::PasswordField;
pub(crate) use password_rules::{Judge, PasswordRules};
pub(crate) use problem::{Problem, Shown, problem};
#[cfg(feature = "hydrate")]
pub(crate) use proof::proven;
pub(crate) use proof::{ProofOf, Proving};
pub(crate) use zone::{ZoneTold, tell_zone};
