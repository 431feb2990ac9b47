//! Turns a letter, which holds no secret, into the message to be mailed (S18).
//!
//! A message with a code goes only to an address that its person has made their own, looked up anew: changing an
//! outbox row by SQL redirects nothing (S79).

use crate::Outcome;
use crate::accounts::Accounts;
use crate::contacts::Contacts;
use regain_base::{Base, CodeOf, Keys, Letter, Span};
use regain_domain::{
    ChallengeId, ChangeId, ClaimId, EmailAddress, InvitationId, PersonId, Setting, Timestamp,
    paths, policy,
};
use regain_mail::{AddressObjection, Closing, Message};
use regain_storage::{Challenge, Person, Work};
use regain_vault::{Holdings, Vault, VaultStore};
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

    async fn invitation(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = InvitationId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(invitation) = op.invitations().by_id(id).await? else {
            return Ok(None);
        };

        let open = invitation.accepted_at.is_none()
            && invitation.replaced_at.is_none()
            && invitation.lasts(now);
        if !open
            || self
                .base
                .invited_address(&mut op, &invitation)
                .await?
                .as_ref()
                != Some(to)
        {
            return Ok(None);
        }

        let link = self.base.invitation_link(&invitation, to);
        Ok(Some(Message::Invitation {
            code: link.code,
            link: link.url,
            expires_at: invitation.expires_at,
        }))
    }

    async fn recovery_code(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = ChallengeId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(challenge) = op.recovery().challenge(id).await? else {
            return Ok(None);
        };

        drop(op);
        if !challenge.is_open(now) || !self.counts(challenge.person, to, now).await? {
            return Ok(None);
        }

        let keys = self.keys_of_code(&challenge);
        let code = keys.one_time_code(id, &challenge.nonce);
        let token = keys.link_token(id, &challenge.nonce);
        let link = format!(
            "{}#{}.{}",
            self.base.link(paths::RECOVER_LINK),
            code.expose(),
            token.expose()
        );

        Ok(Some(Message::RecoveryCode {
            code,
            link,
            at: challenge.created_at,
            expires_at: challenge.expires_at,
        }))
    }

    /// The keys that made a mailed code, found by its digest, so that a mail delayed across a rotation has the right
    /// code.
    fn keys_of_code(&self, challenge: &Challenge) -> &Keys {
        let of = CodeOf {
            challenge: challenge.id,
            flow: challenge.flow,
            person: challenge.person,
        };
        let span = Span::of_recovery(challenge.created_at);
        let digest = |keys: &Keys| {
            keys.code_digest(&of, &keys.one_time_code(challenge.id, &challenge.nonce))
        };
        let made = challenge
            .code_digest
            .as_ref()
            .and_then(|code_digest| self.base.keys_of(span, code_digest, digest));

        made.unwrap_or(&self.base.keys)
    }

    async fn user_name(
        &self,
        reference: &str,
        to: &EmailAddress,
        at: Timestamp,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = PersonId::from_hex(reference) else {
            return Ok(None);
        };

        if !self.counts(Some(id), to, now).await? {
            return Ok(None);
        }

        let person = self
            .store
            .reading(&self.base)
            .await?
            .people()
            .by_id(id)
            .await?;
        let sign_in_link = self.base.link(paths::SIGN_IN);

        Ok(person
            .and_then(|person| person.user_name)
            .map(|user_name| Message::UserName {
                user_name,
                at,
                sign_in_link,
            }))
    }

    /// The code for a claimed address: only to the address in the same row, and only while nobody else has it (S6,
    /// S71).
    async fn address_code(
        &self,
        reference: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<Message>> {
        let Some(id) = ClaimId::from_hex(reference) else {
            return Ok(None);
        };

        let mut op = self.store.reading(&self.base).await?;
        let Some(claim) = op.addresses().claim(id).await? else {
            return Ok(None);
        };

        let open = claim.is_open() && claim.lasts(now);
        let digest = |keys: &Keys| keys.claim_digest(&claim, &keys.address_code(id, &claim.nonce));
        let span = Span::of(claim.created_at, policy::ADDRESS_MAILS_WITHIN);
        let keys = self.base.keys_of(span, &claim.code_digest, digest);
        let whole = keys.is_some();
        let code = keys
            .unwrap_or(&self.base.keys)
            .address_code(id, &claim.nonce);
        let holder = op.addresses().holder(claim.address.canonical()).await?;
        let free = holder.is_none_or(|holder| holder == claim.person);

        if !open || !whole || !free || claim.address != *to {
            return Ok(None);
        }

        Ok(Some(Message::AddressCode {
            code,
            at: claim.created_at,
            expires_at: claim.expires_at,
        }))
    }

    /// How an address can object to the change that removed it, while it can.
    async fn objection(
        &self,
        person: &str,
        ended_by: &str,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<Option<AddressObjection>> {
        let (Some(person), Some(ended_by)) =
            (PersonId::from_hex(person), ChangeId::from_hex(ended_by))
        else {
            return Ok(None);
        };

        let holdings = self.genuine_holdings(Some(person)).await?;
        let mut former = holdings
            .into_iter()
            .flat_map(|(_, holdings)| holdings.former_addresses);
        let former = former.find(|former| former.ended_by == ended_by && former.was.address == *to);
        let open = former.filter(|former| former.objected_at.is_none());

        Ok(open.and_then(|former| {
            let until = former.objectable_until.filter(|until| now < *until)?;
            let code = self.vault.objection_code(person, &former);
            Some(AddressObjection {
                link: self.base.objection_link(&code),
                code,
                until,
            })
        }))
    }

    /// Whether recovery codes of this person go to this address now, or did when the account was frozen (S111), and
    /// the record is genuine.
    async fn counts(
        &self,
        person: Option<PersonId>,
        to: &EmailAddress,
        now: Timestamp,
    ) -> Outcome<bool> {
        let holdings = self.genuine_holdings(person).await?;
        Ok(holdings.is_some_and(|(person, holdings)| {
            holdings
                .counting(person.counting_at(now))
                .any(|address| address == to)
        }))
    }

    /// A person and their holdings, if genuine; otherwise closes the account.
    async fn genuine_holdings(
        &self,
        person: Option<PersonId>,
    ) -> Outcome<Option<(Person, Holdings)>> {
        let mut op = self.store.reading(&self.base).await?;
        let person = match person {
            Some(person) => op.people().by_id(person).await?,
            None => None,
        };

        let Some(person) = person else {
            return Ok(None);
        };

        let holdings = self.accounts.genuine(&mut op, &person).await?;
        if holdings.is_none() {
            drop(op);
            self.accounts.close(person.id).await?;
        }

        Ok(holdings.map(|holdings| (person, holdings)))
    }
}
