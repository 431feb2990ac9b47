//! Tables of people to invite.

use crate::text;
use regain_admin::{IMPORT_MAX, ImportProblem, read_import};
use regain_domain::{EmailAddress, Language};
use std::collections::HashSet;

/// A pasted table: nobody gets two invitations, and the parser reads no line past the bound.
pub fn import_table(data: &[u8]) {
    let input = text(data);
    let lines = read_import(&input, Language::English);
    assert!(lines.len() <= IMPORT_MAX + 1, "{}", lines.len());
    let mut seen = HashSet::new();
    let mut last = 0;
    for line in &lines {
        assert!(line.shown.chars().count() <= 80);
        match &line.read {
            Ok((address, _)) => {
                assert!(seen.insert(address.canonical()), "{address:?} twice");
                assert_eq!(EmailAddress::parse(address.as_str()).as_ref(), Ok(address));
            }
            Err(ImportProblem::TooMany) => assert_eq!(lines.len(), IMPORT_MAX + 1),
            Err(_) => {}
        }
        assert!(
            line.number >= last,
            "lines go down the table: {} after {last}",
            line.number
        );
        last = line.number;
    }
}
