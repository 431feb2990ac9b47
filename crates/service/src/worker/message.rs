//! Turns a letter, which holds no secret, into the message to be mailed (S18).
//!
//! A message with a code goes only to an address that its person has made their own, looked up anew: changing an
//! outbox row by SQL redirects nothing (S79).

mod addresses;
mod contacts;
mod genuine;
mod invitation;
mod recovery_code;
mod user_name;

use crate::Outcome;
use crate::accounts::Accounts;
use crate::contacts::Contacts;
use regain_base::{Base, Letter};
use regain_domain::{EmailAddress, Setting, Timestamp, paths};
use regain_mail::{Closing, Message};
use regain_vault::{Vault, VaultStore};
use std::sync::Arc;

/// Makes messages of letters.
pub(crate) struct Messages {
    pub(crate) base: Base,
    pub(crate) store: Arc<dyn VaultStore>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) contacts: Arc<Contacts>,
}

impl Messages {
    /// The message of a letter; `None` if there is nothing left to say, or it isn't for this address.
    pub(super) async fn message(
        &self,
        letter: &Letter,
        to: &EmailAddress,
        at: Timestamp,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let link = |path: &str| self.base.link(path);
        let sign_in_link = link(paths::SIGN_IN);
        let recover_link = link(paths::RECOVER);
        let close = link(paths::CLOSE);
        let closing = |at, what, link| Message::Closing { at, what, link };

        Ok(Some(match letter {
            // Neither is a mail.
            Letter::Noop | Letter::TellContactsAsked { .. } => return Ok(None),
            Letter::Invitation { invitation } => return self.invitation(invitation, to, now).await,
            Letter::RecoveryCode { challenge } => {
                return self.recovery_code(challenge, to, now).await;
            }
            Letter::UserName { person } => return self.user_name(person, to, at, now).await,
            Letter::InvitationCancelled => Message::InvitationCancelled { at },
            Letter::InvitedElsewhere => Message::InvitedElsewhere { at, sign_in_link },
            Letter::Enrolled => Message::Enrolled { at, sign_in_link },
            Letter::GatePassed => Message::GatePassed {
                at,
                start_link: recover_link,
            },
            Letter::SavedCodeUsed { left } => Message::SavedCodeUsed {
                at,
                left: *left,
                recover_link,
            },
            Letter::PasswordCreated { sessions_ended } => Message::PasswordCreated {
                at,
                sessions_ended: *sessions_ended,
                recover_link,
            },
            Letter::PasswordKept => Message::PasswordKept { at, recover_link },
            Letter::PasswordChanged => Message::PasswordChanged { at, recover_link },
            Letter::MethodsChanged { change } => {
                let counts_after_days = self.counts_after_days().await;
                Message::MethodsChanged {
                    at,
                    change: *change,
                    counts_after_days,
                    recover_link,
                }
            }
            Letter::PolicyTold { news, from } => {
                let from = from.map(Timestamp::from_millis);
                Message::PolicyTold {
                    at,
                    news: *news,
                    from,
                    link: link(paths::ADMIN_POLICY),
                }
            }
            Letter::PolicyConcerns { lacks, from } => {
                let from = Timestamp::from_millis(*from);
                Message::PolicyConcerns {
                    at,
                    lacks: *lacks,
                    from,
                    link: link(paths::METHODS),
                }
            }
            Letter::CheckUpDue => Message::CheckUpDue {
                at,
                link: link(paths::CHECK_UP),
            },
            Letter::ContactInvitation { invitation } => {
                return self.contact_invitation(invitation, to, now).await;
            }
            Letter::ContactAsked { request } => {
                return self.contact_asked_by_mail(request, to).await;
            }
            Letter::ContactRemoved { owner } => Message::ContactRemoved {
                at,
                owner: owner.clone(),
            },
            Letter::ContactNews { news, contact } => {
                let contact = contact.clone().unwrap_or_default();
                let counts_after_days = self.counts_after_days().await;
                Message::ContactNews {
                    at,
                    news: *news,
                    contact,
                    counts_after_days,
                    recover_link,
                }
            }
            Letter::AddressCode { claim } => return self.address_code(claim, to, now).await,
            Letter::AddressClaimed => Message::AddressClaimed { at, sign_in_link },
            Letter::AddressesChanged { change } => {
                let counts_after_days = self.counts_after_days().await;
                Message::AddressesChanged {
                    at,
                    change: *change,
                    counts_after_days,
                    recover_link,
                }
            }
            Letter::AddressGone {
                change,
                ended_by,
                person,
            } => {
                let objection = self.objection(person, ended_by, to, now).await?;
                Message::AddressGone {
                    at,
                    change: *change,
                    objection,
                }
            }
            Letter::NewDevice => Message::NewDevice { at, recover_link },
            Letter::PasswordKnown => Message::PasswordKnown { at, sign_in_link },
            Letter::Frozen { new } => Message::AccountFrozen {
                at,
                new: new.clone(),
                recover_link,
            },
            Letter::FrozenByRestore => Message::FrozenByRestore { at, recover_link },
            Letter::Disabled { reason, until } => Message::AccountDisabled {
                at,
                reason: reason.clone(),
                until: until.map(Timestamp::from_millis),
            },
            Letter::ClosingAsked { until } => closing(
                at,
                Closing::Asked {
                    until: Timestamp::from_millis(*until),
                },
                close,
            ),
            Letter::ClosingTakenBack { last_administrator } => closing(
                at,
                Closing::TakenBack {
                    last_administrator: *last_administrator,
                },
                close,
            ),
            Letter::ErasureAnnounced { until, asked } => closing(
                at,
                Closing::Announced {
                    until: Timestamp::from_millis(*until),
                    asked: *asked,
                },
                close,
            ),
            Letter::Erased => closing(at, Closing::Done, close),
            Letter::Enabled => Message::AccountEnabled { at, sign_in_link },
            Letter::SessionsEnded => Message::SessionsEnded { at, sign_in_link },
            Letter::RoleRequested { person, role } => Message::RoleRequested {
                at,
                role: *role,
                person: person.clone(),
                link: link(paths::ADMIN_REQUESTS),
            },
            Letter::RoleChanged { role } => Message::RoleChanged {
                at,
                role: *role,
                sign_in_link,
            },
            Letter::AdministratorInvited { address } => Message::AdministratorInvited {
                at,
                address: address.clone(),
                link: link(paths::ADMIN_HISTORY),
            },
            Letter::Tampered => Message::AccountTampered { at },
            Letter::TamperedReport { person } => Message::AccountTamperedAdmin {
                at,
                person: person.clone(),
                link: link(paths::ADMIN_HISTORY),
            },
            Letter::Restored { lost, accepted } => Message::DatabaseRestored {
                at,
                accepted: *accepted,
                lost_entries: *lost,
                link: link(paths::ADMIN_HISTORY),
            },
        }))
    }

    /// Days until a new credential counts in a recovery, if no passkey proved it (S28).
    async fn counts_after_days(&self) -> u32 {
        self.base.shown_policy().await.get(Setting::Quarantine)
    }
}
