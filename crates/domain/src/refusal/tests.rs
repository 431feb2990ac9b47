//! Refusals and their codes.

use super::*;

#[test]
fn s89_every_code_leads_back_to_its_refusal_and_is_plain() {
    for refusal in Refusal::ALL {
        assert_eq!(Refusal::from_code(refusal.code()), Some(*refusal));
        assert!(
            refusal
                .code()
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b == b'-')
        );
    }
}
