//! Contents of the history: a closed list of events, and their approximate location.

use crate::{Factor, Language, ProofClass, Role};
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// Kinds of events (S101).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum HistoryEvent {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl HistoryEvent {
            /// Every event.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The stored and exported code.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The event with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

events! {
    /// Somebody was invited to a new account.
    Invited = "account.invited",
    /// The invitation was sent again; the earlier one no longer works.
    InvitedAgain = "account.invited_again",
    /// The invitation was cancelled before it was accepted.
    InvitationCancelled = "account.invitation_cancelled",
    /// A command on the host invited a global administrator (S83).
    AdministratorInvited = "account.administrator_invited",
    /// Enrolment is finished: the account is active.
    Activated = "account.activated",
    /// An administrator disabled the account.
    Disabled = "account.disabled",
    /// An administrator enabled the account; its credentials are unchanged.
    Enabled = "account.enabled",
    /// The owner requested that the account be closed, which happens fourteen days later (S103).
    ClosingAsked = "account.closing_asked",
    /// The owner revoked the request, or it couldn't be carried out.
    ClosingTakenBack = "account.closing_taken_back",
    /// The owner was told again that the account is about to be erased.
    ErasureAnnounced = "account.erasure_announced",
    /// The account is closed for good, and its owner's data is gone.
    Erased = "account.erased",
    /// "This wasn't me", or "Freeze my account".
    Frozen = "account.frozen",
    /// The frozen account was opened again.
    Opened = "account.opened",
    /// Stored credentials weren't those that their owner had made; the account is closed (S79).
    Tampered = "account.tampered",
    /// The password was chosen in enrolment.
    PasswordSet = "password.set",
    /// The password was changed on the account page.
    PasswordChanged = "password.changed",
    /// A recovery made a new password.
    PasswordCreated = "password.created",
    /// A recovery confirmed the password.
    PasswordKept = "password.kept",
    /// The same password was stored with stronger parameters (S32).
    PasswordRehashed = "password.rehashed",
    /// A set of saved codes was made.
    SavedCodesMade = "codes.made",
    /// A saved code was used.
    SavedCodeUsed = "codes.used",
    /// An authenticator app was set up.
    AuthenticatorAdded = "authenticator.added",
    /// An authenticator app was removed.
    AuthenticatorRemoved = "authenticator.removed",
    /// An authenticator app was renamed.
    AuthenticatorRenamed = "authenticator.renamed",
    /// A recovery replaced the lost authenticator apps.
    AuthenticatorReplaced = "authenticator.replaced",
    /// A passkey was added.
    PasskeyAdded = "passkey.added",
    /// A passkey was removed.
    PasskeyRemoved = "passkey.removed",
    /// A passkey was renamed.
    PasskeyRenamed = "passkey.renamed",
    /// A passkey was refused: its counter went back, which suggests a copy (S42).
    PasskeyRefused = "passkey.refused",
    /// A credential that was removed or set aside was restored (S109).
    MethodPutBack = "method.put_back",
    /// At the end of a recovery, or when a frozen account opened, credentials too new to count were set aside, and
    /// removed ones that were used were restored (S112).
    WaysSettled = "ways.settled",
    /// The owner added a recovery contact.
    ContactAdded = "contact.added",
    /// Somebody agreed to be a recovery contact.
    ContactAccepted = "contact.accepted",
    /// Somebody declined to be a recovery contact, or withdrew.
    ContactDeclined = "contact.declined",
    /// The owner removed a recovery contact.
    ContactRemoved = "contact.removed",
    /// The number of recovery contacts who have to help was changed.
    ContactsNeeded = "contact.needed",
    /// In a recovery, the contacts were asked for help.
    ContactsAsked = "contact.asked",
    /// A contact confirmed that the requester is the owner.
    ContactVouched = "contact.vouched",
    /// A contact said that the requester isn't the owner.
    ContactRefused = "contact.refused",
    /// A second address was added.
    AddressAdded = "address.added",
    /// An address was replaced.
    AddressChanged = "address.changed",
    /// The second address was removed.
    AddressRemoved = "address.removed",
    /// A former address objected and was restored.
    AddressRestored = "address.restored",
    /// An address that was given up long ago was released.
    AddressReleased = "address.released",
    /// One of two steps of a recovery was passed.
    GatePassed = "recovery.gate_passed",
    /// Somebody signed in.
    SignedIn = "session.started",
    /// Somebody signed in from an unknown device.
    NewDevice = "session.new_device",
    /// A right password with a wrong second step, on an unknown device; recorded at most once a day.
    SecondStepFailed = "session.second_step_failed",
    /// The owner confirmed their identity, to change something.
    Confirmed = "session.confirmed",
    /// The owner ended one of their sessions.
    SessionEnded = "session.one_ended",
    /// A device is no longer remembered.
    DeviceForgotten = "device.forgotten",
    /// Somebody signed out.
    SignedOut = "session.ended",
    /// All sessions were ended at once.
    SessionsEnded = "session.all_ended",
    /// A privileged role is waiting for a second administrator.
    RoleRequested = "role.requested",
    /// A role was changed.
    RoleChanged = "role.changed",
    /// Roles need a passkey from here on; for people who already had a role, the time to get one begins (S114).
    PasskeysNeeded = "role.passkeys_needed",
    /// A request for a role was rejected or withdrawn.
    RoleRefused = "role.refused",
    /// A policy that loosens something waits for a second administrator.
    PolicyRequested = "policy.requested",
    /// The policy was changed, at once or from a stated day.
    PolicyChanged = "policy.changed",
    /// A change of the policy was rejected, withdrawn, or cancelled before it took effect.
    PolicyRefused = "policy.refused",
    /// The history was exported.
    HistoryExported = "history.exported",
    /// The owner confirmed that they still have their ways back.
    CheckedUp = "account.checked_up",
    /// The readiness report was exported.
    ReadinessExported = "readiness.exported",
    /// The database was restored from a backup (S84).
    Restored = "database.restored",
    /// An operator accepted the database although the published heads disagreed or were gone (S80).
    Accepted = "database.accepted",
    /// The clock was set back, almost a day ago: times before this entry that lie ahead of it were written by a wrong
    /// clock.
    ClockSetBack = "clock.set_back",
    /// A newer master key seals from here on (S104).
    KeysRotated = "keys.rotated",
    /// Data of somebody's account sealed by an older master key was resealed, unchanged (S104).
    SealedAnew = "account.sealed_anew",
}

impl HistoryEvent {
    /// Whether an entry decides if a person's request to close their account is in force: the newest such entry
    /// decides. Every way in which an owner regains their account is included (S103).
    #[must_use]
    pub const fn is_about_closing(self) -> bool {
        matches!(
            self,
            Self::ClosingAsked
                | Self::ClosingTakenBack
                | Self::Erased
                | Self::Frozen
                | Self::Opened
                | Self::Tampered
                | Self::Disabled
                | Self::PasswordCreated
                | Self::PasswordKept
                | Self::AuthenticatorReplaced
                | Self::AddressRestored
        )
    }

    /// The same for disabling.
    #[must_use]
    pub const fn is_about_disabling(self) -> bool {
        matches!(self, Self::Disabled | Self::Enabled | Self::Erased)
    }
}

/// Details of an event, without personal data: they can never be deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Number of sessions that ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u64>,
    /// Number of saved codes left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes_left: Option<u32>,
    /// Number of failed tries before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<u32>,
    /// The factor given besides the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Factor>,
    /// Class of the proof.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<ProofClass>,
    /// At the end of a recovery: whether none of its proofs was young (S113).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old_proofs: Option<bool>,
    /// The role concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Number of recovery contacts who have to help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<u32>,
    /// History entries that were exported, or lost by a restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<u64>,
    /// How many times another database has been put in place, this time included (S84).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u64>,
    /// The changed policy keys with old and new values, separated by spaces: `password_min=12>15`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The policy that the entry vouches for: a keyed digest of its content, in hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_seal: Option<String>,
    /// Id of the master key that seals from this entry on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<u32>,
    /// Id of the key before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_before: Option<u32>,
}

/// Approximate location of an event: never a whole address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The machine that runs Regain.
    ThisMachine,
    /// An address that is only valid inside a network.
    PrivateNetwork,
    /// The network part of a public address: `203.0.113.0/24`, `2001:db8::/48`.
    Network(String),
}

impl Place {
    /// Describes it in a reader's language.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let network = |words: &str, network: &str| {
            format!("{words}{}", network.split('/').next().unwrap_or(network))
        };
        match (self, language) {
            (Self::ThisMachine, Language::English) => {
                "the machine that this service runs on".to_owned()
            }
            (Self::ThisMachine, Language::TraditionalChinese) => "執行本服務的主機".to_owned(),
            (Self::ThisMachine, Language::SimplifiedChinese) => "运行本服务的主机".to_owned(),
            (Self::PrivateNetwork, Language::English) => {
                "inside the organisation's network".to_owned()
            }
            (Self::PrivateNetwork, Language::TraditionalChinese) => "組織的內部網路".to_owned(),
            (Self::PrivateNetwork, Language::SimplifiedChinese) => "组织的内部网络".to_owned(),
            (Self::Network(near), Language::English) => network("near the network address ", near),
            (Self::Network(near), Language::TraditionalChinese) => network("網路位址鄰近 ", near),
            (Self::Network(near), Language::SimplifiedChinese) => network("网络地址邻近 ", near),
        }
    }

    /// The approximate location of a client's address.
    #[must_use]
    pub fn of(address: std::net::IpAddr) -> Self {
        use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

        match address.to_canonical() {
            address if address.is_loopback() => Self::ThisMachine,
            IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() || v4.is_unspecified() => {
                Self::PrivateNetwork
            }
            IpAddr::V6(v6)
                if v6.is_unique_local() || v6.is_unicast_link_local() || v6.is_unspecified() =>
            {
                Self::PrivateNetwork
            }
            IpAddr::V4(v4) => {
                Self::Network(format!("{}/24", Ipv4Addr::from_bits(v4.to_bits() & !0xFF)))
            }
            IpAddr::V6(v6) => Self::Network(format!(
                "{}/48",
                Ipv6Addr::from_bits(v6.to_bits() & !(u128::MAX >> 48))
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_leads_back_to_its_event() {
        for event in HistoryEvent::ALL {
            assert_eq!(HistoryEvent::from_code(event.code()), Some(*event));
        }

        assert_eq!(
            HistoryEvent::from_code("password.reset_by_administrator"),
            None
        );
    }

    #[test]
    fn a_place_is_never_a_whole_address() {
        let of = |text: &str| Place::of(text.parse().expect("an address"));
        assert_eq!(of("127.0.0.1"), Place::ThisMachine);
        assert_eq!(of("::1"), Place::ThisMachine);
        assert_eq!(of("10.1.2.3"), Place::PrivateNetwork);
        assert_eq!(of("fd00::1"), Place::PrivateNetwork);
        assert_eq!(
            of("203.0.113.77"),
            Place::Network("203.0.113.0/24".to_owned())
        );
        assert_eq!(
            of("::ffff:203.0.113.77"),
            Place::Network("203.0.113.0/24".to_owned())
        );
        assert_eq!(
            of("2001:db8:1:2::3"),
            Place::Network("2001:db8:1::/48".to_owned())
        );
    }
}
