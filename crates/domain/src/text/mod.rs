//! Typed and pasted text: how all of it is normalised, which characters are never accepted, what is left out of a copied
//! address, and which names lead elsewhere.

pub(crate) mod copied;
mod plain;
pub(crate) mod plain_name;
pub(crate) mod unicode;

pub(crate) use plain::plain;
pub use plain::{folded, is_hiding, is_invisible, without_deceptive};
