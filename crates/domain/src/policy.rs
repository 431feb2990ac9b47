//! The numbers of every rule: those that an organisation sets, and fixed ones. Screens, mails and use cases read them
//! here (F21).

mod limits;
mod news;
mod settings;
mod values;

pub use limits::*;
pub use news::PolicyNews;
pub use settings::{Looser, Rule, Setting, ValueUnit};
pub use values::{ChangedValue, Policy, PolicyError};
