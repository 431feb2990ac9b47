//! Parses and writes the text of a key file.

use data_encoding::BASE64;
use regain_service::{MasterKey, MasterKeys, RETIRED_LENGTH, RetiredKey};
use zeroize::Zeroizing;

pub(super) const HEADER: &str = "regain-keys 1";

/// Most keys in a file: whatever the newest doesn't fit is tried with each. There may be more retired ones.
pub(super) const MOST: usize = 8;

/// Most lines in a file.
const MOST_LINES: usize = 100;

/// Parses the text; the error describes the problem without the content.
pub(super) fn parse(text: &str) -> Result<MasterKeys, String> {
    // Windows editors and shells add this around the text.
    let mut lines = text.trim_start_matches('\u{feff}').trim_end().lines();
    if lines.next() != Some(HEADER) {
        return Err("it does not begin as a key file of this version".to_owned());
    }

    let mut keys = Vec::new();
    let mut retired = Vec::new();
    for (nth, line) in lines.enumerate() {
        if nth >= MOST_LINES {
            return Err("it has more lines than keys can have".to_owned());
        }

        let mut fields = line.split(' ');
        match (fields.next(), fields.next(), fields.next(), fields.next()) {
            (Some("key"), Some(id), Some(secret), None) => keys.push(key(id, secret)?),
            (Some("retired"), Some(id), Some(left), None) => {
                retired.push(RetiredKey::from_bytes(
                    number(id)?,
                    &*bytes::<RETIRED_LENGTH>(left)?,
                ));
            }
            _ => return Err(format!("its line {} is no key", nth + 2)),
        }
    }

    check(&keys, &retired)?;
    MasterKeys::of(keys, retired)
        .ok_or_else(|| "the key with the highest id is retired, so nothing writes".to_owned())
}

/// Checks that keys are distinct, and not too many.
fn check(keys: &[MasterKey], retired: &[RetiredKey]) -> Result<(), String> {
    if keys.is_empty() {
        return Err("it has no key".to_owned());
    }

    if keys.len() > MOST {
        return Err(format!("it has more than {MOST} keys"));
    }

    let ids: Vec<u32> = keys
        .iter()
        .map(|key| key.id)
        .chain(retired.iter().map(|key| key.id))
        .collect();
    if let Some((_, id)) = ids
        .iter()
        .enumerate()
        .find(|(nth, id)| ids[..*nth].contains(id))
    {
        return Err(format!("it has two keys of the id {id}"));
    }

    for (nth, key) in keys.iter().enumerate() {
        if let Some(same) = keys[..nth].iter().find(|other| other.secret == key.secret) {
            return Err(format!("its keys {} and {} are the same", same.id, key.id));
        }
    }

    Ok(())
}

/// Writes the keys, the newest last, then the rests of retired ones.
pub(super) fn write(keys: &MasterKeys) -> Zeroizing<String> {
    let mut text = Zeroizing::new(format!("{HEADER}\n"));
    let mut all: Vec<_> = keys.keys().all().collect();
    all.reverse();

    for (id, key) in all {
        let secret = Zeroizing::new(BASE64.encode(key.secret.as_ref()));
        text.push_str(&Zeroizing::new(format!("key {id} {}\n", *secret)));
    }

    for key in keys.retired() {
        let left = Zeroizing::new(BASE64.encode(key.to_bytes().as_ref()));
        text.push_str(&Zeroizing::new(format!("retired {} {}\n", key.id, *left)));
    }

    text
}

fn key(id: &str, secret: &str) -> Result<MasterKey, String> {
    let id = number(id)?;
    let secret = bytes::<32>(secret)?;
    if looks_random(&secret) {
        Ok(MasterKey { id, secret })
    } else {
        Err("the key is not random".to_owned())
    }
}

fn number(id: &str) -> Result<u32, String> {
    id.parse()
        .ok()
        .filter(|id| *id > 0)
        .ok_or_else(|| "the key's id is not a number above 0".to_owned())
}

fn bytes<const N: usize>(text: &str) -> Result<Zeroizing<[u8; N]>, String> {
    let bytes = Zeroizing::new(
        BASE64
            .decode(text.as_bytes())
            .map_err(|_| "the key is not base64".to_owned())?,
    );
    let whole: [u8; N] = bytes
        .as_slice()
        .try_into()
        .map_err(|_| format!("the key is not {N} bytes long"))?;
    Ok(Zeroizing::new(whole))
}

/// Refuses keys that people typed: of 10¹⁶ random keys, not one has fewer than 16 different bytes.
fn looks_random(secret: &[u8; 32]) -> bool {
    let mut seen = [false; 256];
    for byte in secret {
        seen[usize::from(*byte)] = true;
    }

    seen.iter().filter(|seen| **seen).count() >= 16
}
