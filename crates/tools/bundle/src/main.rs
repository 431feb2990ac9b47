//! Makes the site that browsers load out of what Cargo, `style/` and `public/` hold.
//!
//! 1. [`script`]: wasm-bindgen writes the script around the WebAssembly; wasm-opt and esbuild shrink the two.
//! 2. [`style`]: lightningcss makes one style sheet.
//! 3. [`names`]: the files get names of their content, so that browsers may keep them for ever.
//! 4. [`pack`]: every file is compressed here once, so that the server never has to.
//!
//! It knows nothing of the product but two names; `cargo xtask` calls it, and nothing waits for it to compile.

#![expect(
    clippy::print_stderr,
    reason = "a command-line tool speaks on its terminal"
)]

mod failure;
mod inputs;
mod names;
mod pack;
mod script;
mod style;
mod tools;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

use crate::failure::{Failure, OnPath as _};
use crate::tools::Tools;

/// The name of every file in the site's folder `pkg`, and of the folder: what `Cargo.toml` tells cargo-leptos, too.
const OUTPUT: &str = "regain";
const PKG: &str = "pkg";

/// What the site is made of, and where it goes.
#[derive(Debug, Parser)]
#[command(name = "bundle", about = "Makes the site that browsers load")]
struct Arguments {
    /// The WebAssembly as Cargo built it
    #[arg(long)]
    wasm: PathBuf,
    /// The style sheet that imports the others
    #[arg(long)]
    style: PathBuf,
    /// The browsers that the style sheet is for, as browserslist says it
    #[arg(long)]
    browsers: String,
    /// The folder of files that are served as they are
    #[arg(long)]
    public: PathBuf,
    /// The `node_modules` that holds wasm-opt, esbuild and lightningcss
    #[arg(long)]
    tools: PathBuf,
    /// The folder that gets `site/` and `hash.txt`: the one that the server's program is in
    #[arg(long)]
    into: PathBuf,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Makes the site beside the one that is there, and puts it in its place once it is whole.
fn run(arguments: &Arguments) -> Result<(), Failure> {
    let made_from = inputs::digest(arguments)?;
    if inputs::is_made_from(&arguments.into, &made_from) {
        return Ok(());
    }

    let site = arguments.into.join("site.new");
    let pkg = site.join(PKG);
    remove(&site)?;
    fs::create_dir_all(&pkg).on(&pkg)?;
    let tools = Tools::in_folder(&arguments.tools);
    script::write(&arguments.wasm, &tools, &pkg)?;
    style::write(&arguments.style, &arguments.browsers, &tools, &pkg)?;
    let hashes = names::hash(&pkg)?;
    inputs::copy_all(&arguments.public, &site)?;
    pack::compress_all(&site)?;

    inputs::forget(&arguments.into)?;
    let place = arguments.into.join("site");
    remove(&place)?;
    fs::rename(&site, &place).on(&place)?;
    names::write(&hashes, &arguments.into)?;
    inputs::remember(&arguments.into, &made_from)
}

fn remove(folder: &std::path::Path) -> Result<(), Failure> {
    if folder.exists() {
        fs::remove_dir_all(folder).on(folder)
    } else {
        Ok(())
    }
}
