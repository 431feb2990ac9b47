//! Meanings of tools' failures that have nothing to do with the project, and advice.

/// A tool's words, in small letters, and the advice.
const CAUSES: [(&[&str], &str); 4] = [
    (
        &["no space left on device", "enospc", "disk quota exceeded"],
        "The disk is full: make room (a first build takes about 5 GB in `target`), then run it again; it goes on where it stopped.",
    ),
    (
        &[
            "could not resolve host",
            "couldn't resolve host",
            "could not connect to server",
            "failed to connect to",
            "network failure",
            "network unreachable",
            "network is unreachable",
            "enotfound",
            "eai_again",
            "econnrefused",
            "etimedout",
            "temporary failure in name resolution",
            "error sending request",
            "could not download file",
        ],
        "The package registries can't be reached: check the network (or the proxy), then run it again; what was downloaded stays.",
    ),
    (
        &[
            "linker `cc` not found",
            "failed to find tool \"cc\"",
            "is `cc` not installed",
        ],
        "A C compiler is missing: install one (`apt-get install build-essential`, or `xcode-select --install`) and run it again.",
    ),
    (
        &["permission denied", "eacces"],
        "Something may not be written: does `target` or Cargo's home belong to another user (after a run with sudo)?",
    ),
];

/// Advice on a failure that a tool reported in these words; `None` if only a developer can say.
pub(crate) fn advice(said: &str) -> Option<&'static str> {
    let said = said.to_lowercase();
    CAUSES
        .iter()
        .find(|(words, _)| words.iter().any(|word| said.contains(word)))
        .map(|(_, advice)| *advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tools_say_is_understood() {
        for (said, begin) in [
            (
                "error: failed to write `/x`: No space left on device (os error 28)",
                "The disk is full",
            ),
            (
                "warning: spurious network error: [6] Could not resolve host: x.example",
                "The package registries",
            ),
            ("npm error code EAI_AGAIN", "The package registries"),
            ("error: linker `cc` not found", "A C compiler"),
            ("npm error code EACCES", "Something may not be written"),
        ] {
            assert!(
                advice(said).is_some_and(|advice| advice.starts_with(begin)),
                "{said}"
            );
        }
        assert_eq!(advice("error[E0308]: mismatched types"), None);
    }
}
