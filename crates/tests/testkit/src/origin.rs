//! The origin of every world.

/// The origin of every world.
pub const ORIGIN: &str = "https://id.example.org";
/// Its host.
pub(crate) const HOST: &str = "id.example.org";
