//! Compression: beside each file one in brotli and one in gzip.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::thread;

use brotli::enc::BrotliEncoderParams;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::failure::{Failure, OnPath as _};

/// What gains nothing by it.
const PACKED_ALREADY: [&str; 1] = ["png"];

/// Compresses every file of a folder and of the folders in it, as well as can be.
pub(crate) fn compress_all(folder: &Path) -> Result<(), Failure> {
    let mut files = Vec::new();
    collect(folder, &mut files)?;
    files.iter().try_for_each(|file| compress(file))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).on(folder)? {
        let path = entry.on(folder)?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if !path
            .extension()
            .is_some_and(|kind| PACKED_ALREADY.iter().any(|packed| kind == *packed))
        {
            files.push(path);
        }
    }
    Ok(())
}

/// The two at once: brotli takes the longest of all that happens here.
fn compress(file: &Path) -> Result<(), Failure> {
    let content = fs::read(file).on(file)?;
    let (packed, zipped) = thread::scope(|scope| {
        let zipped = scope.spawn(|| gzip(&content));
        (brotli(&content), zipped.join())
    });
    let zipped = zipped.unwrap_or_else(|_| Err(std::io::Error::other("gzip panicked")));
    for (kind, packed) in [("br", packed), ("gz", zipped)] {
        let mut name = file.as_os_str().to_owned();
        name.push(".");
        name.push(kind);
        let beside = PathBuf::from(name);
        packed
            .and_then(|packed| fs::write(&beside, packed))
            .on(&beside)?;
    }
    Ok(())
}

fn brotli(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    let best = BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut packed, &best)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn what_was_packed_is_what_comes_out() {
        let site = tempfile::tempdir().unwrap();
        let pkg = site.path().join("pkg");
        fs::create_dir(&pkg).unwrap();
        let content = "a sentence that comes again and again; ".repeat(500);
        fs::write(pkg.join("regain.js"), &content).unwrap();
        fs::write(site.path().join("icon.png"), "a picture").unwrap();

        compress_all(site.path()).unwrap();

        let packed = fs::read(pkg.join("regain.js.br")).unwrap();
        assert!(packed.len() < content.len() / 10);
        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut packed.as_slice(), &mut unpacked).unwrap();
        assert_eq!(unpacked, content.as_bytes());
        let mut unzipped = String::new();
        let zipped = fs::read(pkg.join("regain.js.gz")).unwrap();
        flate2::read::GzDecoder::new(zipped.as_slice())
            .read_to_string(&mut unzipped)
            .unwrap();
        assert_eq!(unzipped, content);
        assert!(!site.path().join("icon.png.br").exists());
    }
}
