//! Passkeys (WebAuthn): client data, attestation (CBOR), authenticator data and COSE keys, as the
//! product takes them.
//!
//! A case begins with a line that says which part of a genuine answer it replaces; `CHALLENGE` in
//! it stands for the real challenge. So a case reaches even a parser that comes after another one.

use crate::stage::{Place, on_stage};
use data_encoding::BASE64URL_NOPAD;
use regain_service::{
    Failure, PasskeyAnswer, PasskeyQuestion, Requester, SessionToken, SignedIn, Visitor,
};
use regain_testkit::{SoftPasskey, World, done};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;

const HOST: &str = "id.example.org";

struct Kept {
    passkey: SoftPasskey,
    signed_in: SignedIn,
}

thread_local! {
    static ANSWERS: Place<Kept> = const { RefCell::new(None) };
    static MADE: Place<Kept> = const { RefCell::new(None) };
}

/// Anna, with a passkey, signed in and with changes open.
async fn set() -> (World, Kept) {
    let world = World::strict().await;
    let browser = world.confirmed(world.anna()).await;
    let mut passkey = SoftPasskey::new(7);
    done(
        &browser
            .make_passkey("add", "add_passkey", &mut passkey)
            .await,
    );
    let session = browser.cookie("session").expect("a session").value;
    let token = SessionToken::from_cookie(&session).expect("a token");
    let signed_in = world
        .regain()
        .sessions
        .signed_in(&token)
        .await
        .expect("the database answers")
        .expect("Anna");
    (world, Kept { passkey, signed_in })
}

/// The name of the part, and the bytes in its place.
fn parted(data: &[u8]) -> (&[u8], &[u8]) {
    let end = data
        .iter()
        .position(|byte| *byte == b'\n')
        .unwrap_or(data.len());
    let (part, rest) = data.split_at(end);
    (part, rest.get(1..).unwrap_or_default())
}

fn options(question: &PasskeyQuestion) -> Value {
    serde_json::from_str(&question.options).expect("options are JSON")
}

fn with_challenge(bytes: &[u8], options: &Value) -> Vec<u8> {
    const MARK: &[u8] = b"CHALLENGE";
    let challenge = options["publicKey"]["challenge"]
        .as_str()
        .unwrap_or_default()
        .as_bytes();
    match bytes.windows(MARK.len()).position(|window| window == MARK) {
        Some(at) => [&bytes[..at], challenge, &bytes[at + MARK.len()..]].concat(),
        None => bytes.to_vec(),
    }
}

/// The genuine credential with one part replaced, and whether this changed anything.
fn credential(genuine: &str, part: &[u8], bytes: &[u8]) -> (String, bool) {
    let mut credential: Value = serde_json::from_str(genuine).expect("a credential is JSON");
    let place = match part {
        b"client" => "/response/clientDataJSON",
        b"data" => "/response/authenticatorData",
        b"signature" => "/response/signature",
        b"owner" => "/response/userHandle",
        b"attestation" => "/response/attestationObject",
        b"id" => "/rawId",
        // The whole text.
        _ => return (String::from_utf8_lossy(bytes).into_owned(), true),
    };
    let coded = BASE64URL_NOPAD.encode(bytes);
    let Some(value) = credential.pointer_mut(place) else {
        return (genuine.to_owned(), false);
    };
    let changed = value.as_str() != Some(&coded);
    *value = json!(coded);
    (credential.to_string(), changed)
}

/// An answer to a challenge for a passkey: only the genuine one signs in, and the server refuses
/// others without failing.
pub fn answer(data: &[u8]) {
    let (part, bytes) = parted(data);
    on_stage(&ANSWERS, set, async |world, kept| {
        let regain = world.regain();
        let question = regain.sign_in.passkey_to_sign_in().expect("a question");
        let options = options(&question);
        let bytes = with_challenge(bytes, &options);
        let genuine = kept.passkey.answer(&options);
        let (credential, changed) = credential(&genuine, part, &bytes);
        let answer = PasskeyAnswer {
            credential: &credential,
            state: &question.state,
        };
        let entered = regain
            .sign_in
            .by_passkey(&Requester::default(), &answer, false)
            .await;
        match entered {
            Ok(_) => assert!(!changed, "a changed answer signs in: {credential}"),
            Err(Failure::Refused(_)) => {}
            Err(failure) => panic!("{failure}: {credential}"),
        }
        // The state that comes back is under the client's control, too.
        let state = String::from_utf8_lossy(&bytes);
        let answer = PasskeyAnswer {
            credential: &genuine,
            state: &state,
        };
        let entered = regain
            .sign_in
            .by_passkey(&Requester::default(), &answer, false)
            .await;
        assert!(
            matches!(entered, Err(Failure::Refused(_))),
            "nobody else seals questions"
        );
    });
}

/// A passkey that a browser made: the server keeps it only if it is for us, its user was verified,
/// and it answers the challenge; a kept one reads back.
pub fn made(data: &[u8]) {
    let (part, bytes) = parted(data);
    on_stage(&MADE, set, async |world, kept| {
        let regain = world.regain();
        let Ok(question) = regain.ways_back.passkey_to_add(&kept.signed_in).await else {
            // The maximum is reached: the case runs on the next stage's first passkeys.
            return make_room(world, kept).await;
        };
        let options = options(&question);
        let bytes = with_challenge(bytes, &options);
        let mut passkey = SoftPasskey::new(9);
        let genuine = passkey.make(&options);
        let (credential, changed) = match part {
            b"made" => credential(&genuine, b"attestation", &attested(&bytes)),
            part => credential(&genuine, part, &bytes),
        };
        let answer = PasskeyAnswer {
            credential: &credential,
            state: &question.state,
        };
        let added = regain
            .ways_back
            .add_passkey(&Visitor::default(), &kept.signed_in, "Key", &answer)
            .await;
        match added {
            Ok(()) if changed => {
                if part == b"made" {
                    let ours: &[u8] = &Sha256::digest(HOST.as_bytes());
                    assert!(
                        bytes.starts_with(ours),
                        "S42: it was made for somebody else"
                    );
                    assert!(
                        bytes[32] & 0x45 == 0x45,
                        "S42: its user was recognised, and a key comes along"
                    );
                }
                if part == b"client" {
                    let said: Value =
                        serde_json::from_slice(&bytes).expect("what was accepted is JSON");
                    assert_eq!(said["challenge"], options["publicKey"]["challenge"], "S42");
                    assert_eq!(
                        (said["type"].as_str(), said["origin"].as_str()),
                        (Some("webauthn.create"), Some("https://id.example.org")),
                        "S42"
                    );
                    assert_ne!(said["crossOrigin"], json!(true), "S42");
                }
                make_room(world, kept).await;
            }
            Ok(()) => make_room(world, kept).await,
            Err(Failure::Refused(_)) => {}
            Err(failure) => panic!("{failure}: {credential}"),
        }
    });
}

/// Reads every kept passkey, and removes all but one.
async fn make_room(world: &World, kept: &Kept) {
    let regain = world.regain();
    let view = regain
        .ways_back
        .view(&kept.signed_in)
        .await
        .expect("what is kept can be read");
    for method in view.passkeys.iter().skip(1) {
        regain
            .ways_back
            .remove_method(&Visitor::default(), &kept.signed_in, method.id)
            .await
            .expect("it isn't the last one");
    }
}

/// An attestation object (CBOR, RFC 8949) of the format `none` around authenticator data.
fn attested(data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len()).unwrap_or(u16::MAX);
    let head = [
        b"\xA3\x63fmt\x64none\x67attStmt\xA0\x68authData\x59".as_slice(),
        &length.to_be_bytes(),
    ]
    .concat();
    [&head, &data[..usize::from(length)]].concat()
}
