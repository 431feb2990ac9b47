//! Every version of a tool that isn't in a lock file, in one place.

/// The developers' loop, `cargo leptos watch`. 0.3.11 needs a newer Rust than ours.
pub(crate) const CARGO_LEPTOS: &str = "0.3.10";

/// The tool that cargo-leptos calls; must be the version of the `wasm-bindgen` crate in
/// `Cargo.lock`.
pub(crate) const WASM_BINDGEN: &str = "0.2.130";

/// The oldest Node.js for Playwright and the browser tests' mail server.
pub(crate) const NODE_MAJOR: u32 = 20;

/// The browser's target.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Builds the fuzz targets with libFuzzer.
pub(crate) const CARGO_FUZZ: &str = "0.13.2";
