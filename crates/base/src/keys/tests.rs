//! Keys, and what they seal.

use super::*;
use crate::digest::same;
use regain_domain::{
    ChallengeId, ContactId, ContactInvitationId, ContactRequestId, FlowId, FreezeLinkId, Identifier,
};

fn keys(byte: u8) -> Keys {
    Keys::derive(&MasterKey {
        id: 1,
        secret: Zeroizing::new([byte; 32]),
    })
}

#[test]
fn s57_however_somebody_is_written_it_counts_as_one() {
    let keys = keys(7);
    let digests = |text: &str| {
        let identifier = Identifier::parse(text).expect(text);
        (
            keys.sign_in_key(None, &identifier),
            keys.identifier_digest(&identifier),
        )
    };
    for (one, others) in [
        (
            "anna@example.org",
            [
                "ANNA@Example.ORG",
                "\u{200B}an\u{AD}na@example\u{2060}.org",
                "ａｎｎａ＠example。org",
                "Anna Smith <mailto:anna@example.org>",
            ],
        ),
        (
            "li@xn--fsqu00a.tw",
            [
                "li@例子.tw",
                "LI＠例子。TW",
                "「li@例子.tw」",
                "li@例\u{200D}子.tw,",
            ],
        ),
        (
            "anna.s",
            ["Anna.S", "ａｎｎａ．ｓ", "anna。s\u{FEFF}", "“anna.s”"],
        ),
    ] {
        for other in others {
            assert_eq!(digests(one), digests(other), "{one} {other}");
        }
    }

    assert_ne!(digests("anna@example.org"), digests("anna@example.net"));
}

#[test]
fn s104_every_purpose_has_a_key_of_its_own() {
    let keys = keys(7);
    assert_ne!(*keys.code, *keys.lookup);
    assert_ne!(keys.cookie.expose()[..32], keys.code[..]);
}

#[test]
fn s18_codes_are_derived_and_differ_by_challenge_nonce_and_key() {
    let id = ChallengeId::from_bytes([1; 16]);
    let code = keys(7).one_time_code(id, &[2; 16]);
    assert!(code == keys(7).one_time_code(id, &[2; 16]));
    assert!(code != keys(7).one_time_code(id, &[3; 16]));
    assert!(code != keys(7).one_time_code(ChallengeId::from_bytes([9; 16]), &[2; 16]));
    assert!(code != keys(8).one_time_code(id, &[2; 16]));
}

#[test]
fn s19_a_digest_for_one_purpose_is_useless_for_another() {
    let keys = keys(7);
    assert!(!same(
        keys.session_digest(&[5; 32]).as_bytes(),
        keys.browser_digest(&[5; 32]).as_bytes()
    ));

    // Codes of the same ids and nonce differ too.
    let nonce = [6; 16];
    let contact = keys.contact_code(
        ContactInvitationId::from_bytes(nonce),
        ContactId::from_bytes(nonce),
        &nonce,
    );
    let request = (
        ContactRequestId::from_bytes(nonce),
        ChallengeId::from_bytes(nonce),
    );
    let pass_on = keys.pass_on_token(request.0, request.1, &nonce);
    let freeze = keys.freeze_code(FreezeLinkId::from_bytes(nonce), &nonce);

    assert!(contact != pass_on && contact != freeze && pass_on != freeze);
    assert!(!same(
        keys.contact_digest(&contact).as_bytes(),
        keys.pass_on_digest(&contact).as_bytes()
    ));
    assert!(!same(
        keys.contact_digest(&contact).as_bytes(),
        keys.freeze_digest(&contact).as_bytes()
    ));
    let code = keys.passed_code(request.0, request.1, &nonce);
    assert!(code != keys.one_time_code(request.1, &nonce));
    let of = CodeOf {
        challenge: request.1,
        flow: FlowId::from_bytes(nonce),
        person: None,
    };
    let by = |contact: u8| {
        keys.passed_digest(
            &of,
            (request.0, ContactId::from_bytes([contact; 16])),
            &code,
        )
    };
    assert!(!same(&by(1), &by(2)));
    assert!(!same(
        by(1).as_bytes(),
        keys.code_digest(&of, &code).as_bytes()
    ));
    assert_ne!(
        keys.shown("recovery", &[5; 32]),
        keys.shown("person", &[5; 32])
    );
    assert_ne!(
        keys.shown("recovery", &[5; 32])[..],
        keys.browser_digest(&[5; 32]).as_bytes()[..8]
    );
    let identifier = Identifier::parse("anna@example.org").expect("an identifier");
    assert!(!same(
        keys.identifier_digest(&identifier).as_bytes(),
        keys.sign_in_key(None, &identifier).as_bytes()
    ));
    assert_ne!(
        digest::<[u8; 32]>(&keys.lookup, "a", &[b"bc"]),
        digest::<[u8; 32]>(&keys.lookup, "ab", &[b"c"])
    );
}

#[test]
fn s5_one_identifier_has_one_key_however_it_is_written() {
    let key = |text| keys(7).identifier_digest(&Identifier::parse(text).expect("an identifier"));
    assert_eq!(key("anna@example.org"), key(" Anna@Example.org "));
    assert_ne!(key("anna@example.org"), key("anna"));
}

#[test]
fn s14_a_million_codes_spread_evenly_and_a_hundred_thousand_hold_no_duplicate() {
    let keys = keys(7);
    let mut seen = std::collections::HashSet::new();
    let mut counts = [0u32; 32];
    for index in 0..1_000_000u32 {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&index.to_be_bytes());
        let code = keys.one_time_code(ChallengeId::from_bytes(id), &[0; 16]);
        for symbol in code.expose().bytes() {
            let value = regain_domain::crockford::ALPHABET
                .iter()
                .position(|s| *s == symbol);
            counts[value.expect("a symbol of the alphabet")] += 1;
        }

        if index < 100_000 {
            assert!(
                seen.insert(code.expose().to_owned()),
                "duplicate at {index}"
            );
        }
    }

    let expected = 8_000_000.0 / 32.0;
    let chi_squared: f64 = counts
        .iter()
        .map(|count| (f64::from(*count) - expected).powi(2) / expected)
        .sum();
    assert!(
        chi_squared < 61.1,
        "χ² = {chi_squared} with 31 degrees of freedom (p = 0.001)"
    );
}
