//! What DNS servers answer.

use regain_server::dns::{self, DnsError, Found};

/// An answer to the question with the id 1: it is read or refused, and no text has more than it has (S69).
pub fn answer(data: &[u8]) {
    match dns::read(1, data) {
        Ok(Found::Texts(texts)) => {
            // What isn't UTF-8 takes three bytes for one.
            assert!(texts.iter().map(String::len).sum::<usize>() <= 3 * data.len());
            assert!(texts.len() <= data.len());
            assert_eq!(
                dns::read(2, data),
                Err(DnsError::Unreadable),
                "an answer to another question"
            );
        }
        Ok(Found::NoName | Found::Longer) | Err(_) => {}
    }
    let name = crate::text(data);
    if let Ok(question) = dns::question(1, &name) {
        assert!(
            question.len() < 300 && dns::read(1, &question) == Err(DnsError::Unreadable),
            "no question is an answer"
        );
    }
}
