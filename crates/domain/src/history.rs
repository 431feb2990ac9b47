//! What the history tells: a closed list of events, and where they happened, as far as it may be known.

use crate::{Factor, Language, ProofClass, Role};
use serde::{Deserialize, Serialize};

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// What happened (S101).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum HistoryEvent {
            $($(#[$doc])* #[serde(rename = $code)] $name,)+
        }

        impl HistoryEvent {
            /// Every event.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code, as stored and exported.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The event of a code.
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
    /// The invitation was sent anew; the earlier one no longer works.
    InvitedAgain = "account.invited_again",
    /// The invitation was taken back before it was accepted.
    InvitationCancelled = "account.invitation_cancelled",
    /// The host's command invited a global administrator (S83).
    AdministratorInvited = "account.administrator_invited",
    /// Enrolment is finished: the account is active.
    Activated = "account.activated",
    /// An administrator disabled the account.
    Disabled = "account.disabled",
    /// An administrator enabled the account; its credentials are what they were.
    Enabled = "account.enabled",
    /// The owner asked for the account to be closed; that happens fourteen days later (S103).
    ClosingAsked = "account.closing_asked",
    /// The owner took that back, or it couldn't be done.
    ClosingTakenBack = "account.closing_taken_back",
    /// The owner was told once more that the account is about to be erased.
    ErasureAnnounced = "account.erasure_announced",
    /// The account is closed for good, and what it knew of its owner is gone.
    Erased = "account.erased",
    /// "This wasn't me", or "Freeze my account".
    Frozen = "account.frozen",
    /// A recovery opened the frozen account again.
    Opened = "account.opened",
    /// Stored credentials weren't what their owner had made them: the account is closed (S79).
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
    /// An authenticator app was taken away.
    AuthenticatorRemoved = "authenticator.removed",
    /// An authenticator app has another name.
    AuthenticatorRenamed = "authenticator.renamed",
    /// A recovery set up an authenticator app in place of those that were lost.
    AuthenticatorReplaced = "authenticator.replaced",
    /// A passkey was added.
    PasskeyAdded = "passkey.added",
    /// A passkey was taken away.
    PasskeyRemoved = "passkey.removed",
    /// A passkey has another name.
    PasskeyRenamed = "passkey.renamed",
    /// A passkey was refused: its counter went back, as that of a copy would (S42).
    PasskeyRefused = "passkey.refused",
    /// A credential that was removed or set aside is its owner's again (S109).
    MethodPutBack = "method.put_back",
    /// What was too new to count was set aside at the end of a recovery, or when a frozen account opened; what had been removed
    /// and was used came back (S112).
    WaysSettled = "ways.settled",
    /// The owner chose a recovery contact.
    ContactAdded = "contact.added",
    /// Somebody agreed to be a recovery contact.
    ContactAccepted = "contact.accepted",
    /// Somebody doesn't want to be a recovery contact, or no longer.
    ContactDeclined = "contact.declined",
    /// The owner took a recovery contact away.
    ContactRemoved = "contact.removed",
    /// Another number of recovery contacts has to help.
    ContactsNeeded = "contact.needed",
    /// In a recovery, the contacts were asked for help.
    ContactsAsked = "contact.asked",
    /// A contact confirmed that it is the owner who asks.
    ContactVouched = "contact.vouched",
    /// A contact said that it isn't the owner who asks.
    ContactRefused = "contact.refused",
    /// A second address was added.
    AddressAdded = "address.added",
    /// An address took the place of another.
    AddressChanged = "address.changed",
    /// The second address was taken away.
    AddressRemoved = "address.removed",
    /// An address that was changed or removed objected, and is back.
    AddressRestored = "address.restored",
    /// An address that was given up long ago is free for others.
    AddressReleased = "address.released",
    /// One of two steps of a recovery was passed.
    GatePassed = "recovery.gate_passed",
    /// Somebody signed in.
    SignedIn = "session.started",
    /// Somebody signed in from a device that wasn't known.
    NewDevice = "session.new_device",
    /// Somebody gave the right password and a wrong second step, on a device that wasn't known: told once a day.
    SecondStepFailed = "session.second_step_failed",
    /// The owner proved anew that it is them, to change something.
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
    /// From here on whoever has a role needs a passkey; the time to get one begins for those who had it before (S114).
    PasskeysNeeded = "role.passkeys_needed",
    /// A request for a role was turned down or taken back.
    RoleRefused = "role.refused",
    /// A policy that loosens something is waiting for a second administrator.
    PolicyRequested = "policy.requested",
    /// The policy was changed, at once or from a day that is told.
    PolicyChanged = "policy.changed",
    /// A change of the policy was turned down, taken back, or called off before it took effect.
    PolicyRefused = "policy.refused",
    /// The history was exported.
    HistoryExported = "history.exported",
    /// The owner confirmed that they still have their ways back.
    CheckedUp = "account.checked_up",
    /// The report of readiness was exported.
    ReadinessExported = "readiness.exported",
    /// The database was restored from a backup (S84).
    Restored = "database.restored",
    /// An operator accepted the database, though the heads outside of it told otherwise or were gone (S80).
    Accepted = "database.accepted",
    /// The clock was set back, almost a day ago: what was noted before this entry, and lies ahead of it, was noted by a clock
    /// that was wrong.
    ClockSetBack = "clock.set_back",
    /// A newer master key seals from here on (S104).
    KeysRotated = "keys.rotated",
    /// What an older master key had sealed of somebody's account was sealed anew, unchanged (S104).
    SealedAnew = "account.sealed_anew",
}

impl HistoryEvent {
    /// Whether an entry about somebody says that what they asked about closing their account holds, or no longer does: the newest
    /// of these decides. Every way in which an owner gets their account back is among them (S103).
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

    /// The same of being disabled.
    #[must_use]
    pub const fn is_about_disabling(self) -> bool {
        matches!(self, Self::Disabled | Self::Enabled | Self::Erased)
    }
}

/// What else there is to say about an event, without personal data: it can never be forgotten.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// How many sessions ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions: Option<u64>,
    /// How many saved codes are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes_left: Option<u32>,
    /// How many tries had failed before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<u32>,
    /// What was given beside the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Factor>,
    /// Of what class the proof was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<ProofClass>,
    /// The role that it was about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// How many recovery contacts have to help.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<u32>,
    /// Entries of the history, exported or lost with a restore.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entries: Option<u64>,
    /// How many times another database had been put in place by then, this one included (S84).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub epoch: Option<u64>,
    /// The keys of the policy that it was about, with old and new values: `password_min=12>15`, parted by spaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Which policy it vouches for: a keyed digest of all of it, in hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_seal: Option<String>,
    /// The id of the master key that seals from this entry on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<u32>,
    /// That of the key that did before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key_before: Option<u32>,
}

/// Roughly where something happened: never a whole address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The machine that Regain runs on.
    ThisMachine,
    /// An address that only means something inside a network.
    PrivateNetwork,
    /// The network part of a public address: `203.0.113.0/24`, `2001:db8::/48`.
    Network(String),
}

impl Place {
    /// In a reader's language.
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

    /// The place of a client's address.
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
