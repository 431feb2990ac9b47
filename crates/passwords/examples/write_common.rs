//! Writes `data/common.bin` anew from the frequency lists of the crate `zxcvbn`, as `cargo` keeps its source:
//!
//! ```text
//! cargo run --package regain-passwords --example write_common -- ~/.cargo/registry/src/*/zxcvbn-3.1.1/src/frequency_lists.rs
//! ```

use regain_passwords::Common;
use std::path::Path;

/// How many of the shorter passwords come along: they count as terms inside of others.
const SHORT: usize = 4_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args()
        .nth(1)
        .ok_or("the path of frequency_lists.rs is missing")?;
    let source = std::fs::read_to_string(path)?;
    let list = source
        .split_once("const PASSWORDS: &str = \"")
        .ok_or("there is no list of passwords")?
        .1;
    let list = list.split('"').next().unwrap_or_default();
    let size = |password: &&str| password.chars().count();
    let short = list
        .split(',')
        .filter(|password| (5..8).contains(&size(password)))
        .take(SHORT);
    let bytes = Common::write(
        list.split(',')
            .filter(|password| size(password) >= 8)
            .chain(short),
    );
    let written = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/common.bin");
    std::fs::write(written, bytes)?;
    Ok(())
}
