//! The style sheet.

use std::ffi::OsStr;
use std::path::Path;

use crate::OUTPUT;
use crate::failure::Failure;
use crate::tools::Tools;

/// Writes `regain.css`: the imports in one file, for the browsers that are named.
pub(crate) fn write(
    style: &Path,
    browsers: &str,
    tools: &Tools<'_>,
    pkg: &Path,
) -> Result<(), Failure> {
    let to = pkg.join(format!("{OUTPUT}.css"));
    let fixed = [
        "--bundle",
        "--minify",
        "--targets",
        browsers,
        "--output-file",
    ];
    tools.lightningcss()?.run(
        fixed
            .iter()
            .map(OsStr::new)
            .chain([to.as_os_str(), style.as_os_str()]),
    )
}
