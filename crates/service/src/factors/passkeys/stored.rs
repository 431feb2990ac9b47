//! A stored passkey: its public half, sealed in its row, and the counter beside it.

use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{Credential, Passkey};

/// How a device keeps a passkey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PasskeyKeeping {
    /// Synced to the owner's other devices.
    Synced,
    /// Kept on the one device that made it.
    OneDevice,
    /// On a security key that is plugged in or held near.
    SecurityKey,
}

pub(super) struct StoredPasskey(Credential);

impl StoredPasskey {
    pub(super) fn new(passkey: Passkey) -> Self {
        Self(passkey.into())
    }

    /// The bytes to seal.
    pub(super) fn write(&self) -> Option<Vec<u8>> {
        serde_json::to_vec(&self.0).ok()
    }

    pub(super) fn counter(&self) -> u64 {
        self.0.counter.into()
    }

    /// Reads the bytes, with the counter that was last seen.
    pub(super) fn read(bytes: &[u8], counter: u64) -> Option<Self> {
        let mut credential: Credential = serde_json::from_slice(bytes).ok()?;
        credential.counter = u32::try_from(counter).ok()?;
        Some(Self(credential))
    }

    pub(super) fn id(&self) -> &[u8] {
        &self.0.cred_id
    }

    pub(super) const fn credential(&self) -> &Credential {
        &self.0
    }

    pub(super) fn keeping(&self) -> PasskeyKeeping {
        // The names of transports are the standard's: `usb`, `nfc`, `ble`, `internal`, `hybrid`.
        let transports = self
            .0
            .transports
            .iter()
            .flatten()
            .filter_map(|way| serde_json::to_value(way).ok());
        let carried = transports
            .filter(|way| matches!(way.as_str(), Some("usb" | "nfc" | "ble")))
            .count();
        if self.0.backup_eligible {
            PasskeyKeeping::Synced
        } else if carried > 0 {
            PasskeyKeeping::SecurityKey
        } else {
            PasskeyKeeping::OneDevice
        }
    }
}
