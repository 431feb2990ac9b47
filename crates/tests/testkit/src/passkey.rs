//! A passkey in software (WebAuthn, level 3): the answers of a browser and its authenticator, right
//! or, on request, wrong.

use data_encoding::BASE64URL_NOPAD;
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// The user was present.
const PRESENT: u8 = 0x01;
/// The user was verified.
const VERIFIED: u8 = 0x04;
/// The passkey may be on other devices, too.
const BACKUP_ELIGIBLE: u8 = 0x08;
/// The passkey is on other devices.
const BACKED_UP: u8 = 0x10;
/// The answer contains a new credential.
const ATTESTED: u8 = 0x40;

/// A passkey and its browser. A test can falsify every field.
#[derive(Clone)]
pub struct SoftPasskey {
    key: SigningKey,
    id: Vec<u8>,
    user: Vec<u8>,
    /// Counts every use, unless it is zero.
    pub counter: u32,
    /// The origin that the browser reports.
    pub origin: String,
    /// The relying party for which the passkey was made.
    pub rp_id: String,
    /// Whether it verifies the user.
    pub verifies_user: bool,
    /// Whether it follows its owner to other devices.
    pub synced: bool,
    /// Whether it claims to be backed up without being able to.
    pub claims_backup: bool,
    /// Whether a page of another origin asked.
    pub cross_origin: bool,
}

impl SoftPasskey {
    /// A passkey that will be made for the origin of the [`World`](crate::World); `seed` makes it
    /// differ from others.
    ///
    /// # Panics
    /// With a seed of zero.
    #[must_use]
    pub fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).expect("a number below the curve's order"),
            id: vec![seed; 32],
            user: Vec::new(),
            counter: 0,
            origin: crate::ORIGIN.to_owned(),
            rp_id: crate::origin::HOST.to_owned(),
            verifies_user: true,
            synced: true,
            claims_backup: false,
            cross_origin: false,
        }
    }

    /// Answers a request for a new passkey.
    ///
    /// # Panics
    /// If it isn't one.
    pub fn make(&mut self, options: &Value) -> String {
        let asked = &options["publicKey"];
        self.user = bytes(&asked["user"]["id"]);
        let client = self.client("webauthn.create", asked);
        let mut data = self.data(ATTESTED);
        data.extend([0; 16]);
        data.extend(
            u16::try_from(self.id.len())
                .expect("a short id")
                .to_be_bytes(),
        );
        data.extend(&self.id);
        data.extend(self.public_key());
        let mut attestation = vec![0xA3];
        attestation.extend(text("fmt"));
        attestation.extend(text("none"));
        attestation.extend(text("attStmt"));
        attestation.push(0xA0);
        attestation.extend(text("authData"));
        attestation.push(0x59);
        attestation.extend(u16::try_from(data.len()).expect("short").to_be_bytes());
        attestation.extend(data);
        let response = json!({
            "attestationObject": BASE64URL_NOPAD.encode(&attestation),
            "clientDataJSON": BASE64URL_NOPAD.encode(client.as_bytes()),
            "transports": ["internal"],
        });
        self.credential(&response)
    }

    /// Answers a request for a passkey.
    pub fn answer(&mut self, options: &Value) -> String {
        if self.counter > 0 {
            self.counter += 1;
        }
        let client = self.client("webauthn.get", &options["publicKey"]);
        let data = self.data(0);
        let signed = [data.as_slice(), &Sha256::digest(client.as_bytes())].concat();
        let signature: Signature = self.key.sign(&signed);
        let response = json!({
            "authenticatorData": BASE64URL_NOPAD.encode(&data),
            "clientDataJSON": BASE64URL_NOPAD.encode(client.as_bytes()),
            "signature": BASE64URL_NOPAD.encode(signature.to_der().as_bytes()),
            "userHandle": BASE64URL_NOPAD.encode(&self.user),
        });
        self.credential(&response)
    }

    /// Puts another person's name on the same key.
    pub fn claim_to_be(&mut self, user: &[u8]) {
        self.user = user.to_vec();
    }

    fn credential(&self, response: &Value) -> String {
        let id = BASE64URL_NOPAD.encode(&self.id);
        json!({
            "id": id, "rawId": id, "type": "public-key", "authenticatorAttachment": "platform",
            "response": response, "clientExtensionResults": {},
        })
        .to_string()
    }

    fn client(&self, kind: &str, asked: &Value) -> String {
        json!({
            "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": self.cross_origin,
        })
        .to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut flags = flags | PRESENT;
        for (set, flag) in [
            (self.verifies_user, VERIFIED),
            (self.synced, BACKUP_ELIGIBLE | BACKED_UP),
            (self.claims_backup, BACKED_UP),
        ] {
            if set {
                flags |= flag;
            }
        }
        let mut data = Sha256::digest(self.rp_id.as_bytes()).to_vec();
        data.push(flags);
        data.extend(self.counter.to_be_bytes());
        data
    }

    /// A COSE key (RFC 9053): elliptic curve, ES256, P-256.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let x = point.x().expect("a point");
        let y = point.y().expect("a point");
        let mut key = vec![0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
        key.extend(x);
        key.extend([0x22, 0x58, 0x20]);
        key.extend(y);
        key
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64URL_NOPAD
        .decode(value.as_str().expect("a text").as_bytes())
        .expect("base64url")
}

/// A CBOR text (RFC 8949) of less than 24 bytes.
fn text(text: &str) -> Vec<u8> {
    let length = u8::try_from(text.len()).expect("a short text");
    [&[0x60 + length], text.as_bytes()].concat()
}
