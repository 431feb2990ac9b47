//! Codes and other proofs that people type or bring back.

use crate::text;
use data_encoding::HEXLOWER;
use regain_domain::effort::{Demand, EffortPurpose, Returned, Search};
use regain_domain::{
    AuthenticatorCode, InvitationCode, LinkToken, OneTimeCode, PersonId, SavedCode,
    crockford::ALPHABET,
};

macro_rules! code {
    ($kind:ty, $data:expr, $input:expr) => {
        if let Some(bytes) = $data.first_chunk() {
            let made = <$kind>::from_bytes(bytes);
            assert_eq!(
                <$kind>::parse(&made.shown()),
                Ok(made.clone()),
                "what is shown reads back"
            );
        }
        if let Ok(code) = <$kind>::parse($input) {
            assert_eq!(code.expose().len(), <$kind>::SYMBOLS);
            assert!(
                code.expose()
                    .bytes()
                    .all(|symbol| ALPHABET.contains(&symbol)),
                "of {:?}",
                $input
            );
            for form in [
                code.shown(),
                code.shown().to_lowercase(),
                code.expose().to_owned(),
            ] {
                assert_eq!(<$kind>::parse(&form), Ok(code.clone()), "of {:?}", $input);
            }
            assert!(!format!("{code:?}").contains(code.expose()), "S102");
        }
    };
}

/// Mailed codes, saved codes, invitations, links: the shown form reads back, and whatever reads has
/// one form.
pub fn codes(data: &[u8]) {
    let input = text(data);
    code!(OneTimeCode, data, &input);
    code!(SavedCode, data, &input);
    code!(InvitationCode, data, &input);
    code!(LinkToken, data, &input);
    if let Ok(code) = SavedCode::parse(&input) {
        assert_eq!(
            SavedCode::parse_selector(code.selector()).as_deref(),
            Ok(code.selector())
        );
        assert_eq!([code.selector(), code.verifier()].concat(), code.expose());
    }
    // No text is two kinds of code, or somebody could try it as both; those of 28 symbols share a
    // length by purpose.
    let read = [
        OneTimeCode::parse(&input).is_ok(),
        SavedCode::parse(&input).is_ok(),
        LinkToken::parse(&input).is_ok(),
    ];
    assert!(read.iter().filter(|read| **read).count() <= 1, "{input:?}");
}

/// Codes of authenticator apps: six ASCII digits, or nothing.
pub fn authenticator_code(data: &[u8]) {
    let input = text(data);
    if let Ok(code) = AuthenticatorCode::parse(&input) {
        assert!(
            code.expose().len() == AuthenticatorCode::DIGITS
                && code.expose().bytes().all(|c| c.is_ascii_digit())
        );
        assert_eq!(AuthenticatorCode::parse(code.expose()), Ok(code.clone()));
        let (one, two) = code.expose().split_at(3);
        assert_eq!(
            AuthenticatorCode::parse(&format!(" {one} {two}")),
            Ok(code.clone()),
            "as apps show it"
        );
        assert!(!format!("{code:?}").contains(code.expose()), "S102");
    }
}

/// Returned tickets of proof of work (S62): the text contains the sealed part, and only a solution
/// solves it.
pub fn proof_of_work(data: &[u8]) {
    let input = text(data);
    if let Some(returned) = Returned::parse(&input) {
        let ticket = [returned.body, ".", returned.seal].concat();
        assert!(input.starts_with(&ticket), "{input:?}");
        let behind = &input[ticket.len()..];
        match returned.kind {
            Demand::Wait => assert!(behind.is_empty() && returned.is_solved()),
            Demand::Work(bits) => {
                let counter = behind
                    .strip_prefix('.')
                    .expect("a counter stands behind the ticket");
                assert!(counter.parse::<u64>().is_ok(), "{input:?}");
                assert!(
                    returned.is_solved() || bits > 0,
                    "no bits are solved by anything"
                );
            }
        }
        assert!(
            !(returned.is_for(EffortPurpose::SignIn) && returned.is_for(EffortPurpose::Recovery))
        );
    }
    // The server takes the browser's solution. Few bits, or the search would take all the time.
    let asks = input
        .split_once('.')
        .and_then(|(bits, _)| bits.parse::<u8>().ok());
    if asks.is_some_and(|bits| bits <= 8)
        && let Some(mut search) = Search::of(&input)
        && let Some(solution) = search.go_on(5_000)
    {
        let returned = Returned::parse(&solution);
        // A search takes a text of another shape, but its result never reads back as a ticket.
        assert!(
            returned.is_none_or(|returned| returned.is_solved()),
            "{solution}"
        );
        if Returned::parse(&format!("{input}.0")).is_some() {
            assert!(returned.is_some(), "{solution}");
        }
    }
}

/// Ids in addresses and forms: the digits as we write them, and nothing else.
pub fn ids(data: &[u8]) {
    let input = text(data);
    if let Some(id) = PersonId::from_hex(&input) {
        assert_eq!(id.to_hex(), input, "one form alone");
    }
    assert_eq!(
        PersonId::from_hex(&input).is_some(),
        input.len() == 32 && HEXLOWER.decode(input.as_bytes()).is_ok()
    );
    if let Some(bytes) = data.first_chunk() {
        let id = PersonId::from_bytes(*bytes);
        assert_eq!(PersonId::from_hex(&id.to_hex()), Some(id));
    }
    assert_eq!(PersonId::from_slice(data).is_some(), data.len() == 16);
}
