//! Answers of DNS servers.

use regain_server::dns::{self, DnsError, FoundRecords};

/// An answer to the question with the id 1: it reads or is refused, and no text is longer than its
/// bytes (S69).
pub fn answer(data: &[u8]) {
    match dns::read(1, data) {
        Ok(FoundRecords::Texts(texts)) => {
            // A byte that isn't UTF-8 becomes three bytes.
            assert!(texts.iter().map(String::len).sum::<usize>() <= 3 * data.len());
            assert!(texts.len() <= data.len());
            assert_eq!(
                dns::read(2, data),
                Err(DnsError::Unreadable),
                "an answer to another question"
            );
        }
        Ok(FoundRecords::NoName | FoundRecords::Longer) | Err(_) => {}
    }
    let name = crate::text(data);
    if let Ok(question) = dns::question(1, &name) {
        assert!(
            question.len() < 300 && dns::read(1, &question) == Err(DnsError::Unreadable),
            "no question is an answer"
        );
    }
}
