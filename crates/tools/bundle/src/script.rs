//! The script around the WebAssembly, and the WebAssembly itself.

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::OUTPUT;
use crate::failure::{Failure, OnPath as _};
use crate::tools::Tools;

/// What every browser that Regain is for understands (WebAssembly 2.0), beside what wasm-opt takes for granted.
const FEATURES: [&str; 2] = ["--enable-bulk-memory", "--enable-nontrapping-float-to-int"];

/// Writes `regain.js` and `regain.wasm`.
pub(crate) fn write(wasm: &Path, tools: &Tools<'_>, pkg: &Path) -> Result<(), Failure> {
    let raw = pkg.join("raw");
    bind(wasm, &raw).map_err(|reason| Failure::Bindgen {
        path: wasm.to_owned(),
        reason,
    })?;

    let from = raw.join(format!("{OUTPUT}_bg.wasm"));
    let to = pkg.join(format!("{OUTPUT}.wasm"));
    let optimised = [
        from.as_os_str(),
        "-o".as_ref(),
        to.as_os_str(),
        "-Oz".as_ref(),
    ];
    tools.wasm_opt()?.run(
        optimised
            .into_iter()
            .chain(FEATURES.iter().map(AsRef::as_ref)),
    )?;

    // What wasm-bindgen takes from crates as snippets becomes part of the one module, too.
    let from = raw.join(format!("{OUTPUT}.js"));
    let to = pkg.join(format!("{OUTPUT}.js"));
    let mut outfile = std::ffi::OsString::from("--outfile=");
    outfile.push(&to);
    let fixed = [
        "--bundle",
        "--format=esm",
        "--minify",
        "--target=es2022",
        "--log-level=warning",
    ];
    tools.esbuild()?.run(
        [from.as_os_str(), &outfile]
            .into_iter()
            .chain(fixed.iter().map(AsRef::as_ref)),
    )?;

    fs::remove_dir_all(&raw).on(&raw)
}

/// The page tells where the WebAssembly is; nobody reads types of TypeScript here.
fn bind(wasm: &Path, into: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(wasm)
        .out_name(OUTPUT)
        .typescript(false)
        .omit_default_module_path(true);
    bindgen
        .remove_name_section(true)
        .remove_producers_section(true);
    let bound = bindgen.web(true).and_then(|bindgen| bindgen.generate(into));
    bound.map_err(|error| format!("{error:#}"))
}
