//! Mail as rows in the transaction of its cause, without any secret (S18, S65).

mod letter;

pub use letter::Letter;

use crate::{Base, Outcome, Surroundings, Visitor};
use data_encoding::HEXLOWER;
use regain_domain::{
    EmailAddress, FreezeLinkId, Language, OutboxId, Role, Timestamp, ZoneName, policy,
};
use regain_storage::{FreezeLink, NewOutboxEntry, Person, Session, Work};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long delivery of a notice is tried (S65).
const NOTICE_LIFETIME: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// An outbox row's payload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutboxPayload {
    /// A stored address, never a submitted one (S7); `None` for [`Letter::Noop`].
    pub to: Option<String>,
    /// The reader's language.
    pub language: Language,
    /// Device and approximate location of the event, sealed for this row, in hexadecimal (S103).
    pub surroundings: String,
    /// Id of the link that can only freeze.
    #[serde(default)]
    pub freeze: Option<String>,
    /// Content.
    pub letter: Letter,
}

impl OutboxPayload {
    /// The surroundings, as far as known; empty if the row was changed.
    #[must_use]
    pub fn surroundings(&self, base: &Base, row: OutboxId) -> Surroundings {
        let sealed = HEXLOWER
            .decode(self.surroundings.as_bytes())
            .unwrap_or_default();
        base.open_surroundings(row.as_bytes(), &sealed)
    }
}

/// Who gets a letter.
struct Recipient<'a> {
    /// The address; `None` if there is nobody, and the row is written all the same (S3).
    address: Option<&'a EmailAddress>,
    /// The link that can freeze the account, if the letter brings one.
    freeze: Option<FreezeLinkId>,
}

impl Base {
    /// Adds a mail to the unit of work.
    pub(crate) async fn enqueue(
        &self,
        work: &mut dyn Work,
        to: Option<&EmailAddress>,
        visitor: &Visitor,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        let to = Recipient {
            address: to,
            freeze: None,
        };
        self.post(work, to, visitor, letter, expires_at).await
    }

    /// Adds a notice to each of the person's verified addresses and to former ones that still count, except one, in
    /// the person's language. Addresses that count get a link that can only freeze (S30).
    pub(crate) async fn notify_but(
        &self,
        work: &mut dyn Work,
        person: &Person,
        visitor: &Visitor,
        letter: &Letter,
        except: Option<&EmailAddress>,
    ) -> Outcome<()> {
        // In the reader's own time zone, if known: the visitor may be somebody else, with a misleading one.
        let zone = match self.zone_of(work, person).await? {
            Some(zone) => Some(zone),
            None => visitor.zone.clone(),
        };

        let reader = Visitor {
            language: person.language,
            zone,
            ..visitor.clone()
        };
        let expires_at = self.now().plus(NOTICE_LIFETIME);

        // A freeze stops the waiting periods: addresses that were told then are told now (S111).
        let at = person.counting_at(self.now());
        let mut addresses = work.addresses().told(person.id, at).await?;
        addresses.retain(|address| Some(address) != except);

        // An address that doesn't count yet may be a thief's, who would freeze the account whenever its owner opens
        // it.
        let mut freezing = if letter.can_freeze() {
            work.addresses().counting(person.id, at).await?
        } else {
            Vec::new()
        };

        freezing.retain(|address| addresses.contains(address));
        let freeze = if freezing.is_empty() {
            None
        } else {
            Some(self.add_freeze_link(work, person).await?)
        };

        for address in addresses {
            let freeze = freeze.filter(|_| freezing.contains(&address));
            let to = Recipient {
                address: Some(&address),
                freeze,
            };
            self.post(work, to, &reader, letter.clone(), expires_at)
                .await?;
        }

        Ok(())
    }

    /// Adds a notice to every active global administrator, except one.
    pub(crate) async fn notify_administrators(
        &self,
        work: &mut dyn Work,
        except: Option<regain_domain::PersonId>,
        visitor: &Visitor,
        letter: &Letter,
    ) -> Outcome<()> {
        for id in work.people().active_of(Role::GlobalAdministrator).await? {
            if Some(id) == except {
                continue;
            }

            if let Some(administrator) = work.people().by_id(id).await? {
                // In the reader's own time zone: the event is somebody else's.
                let zone = self.zone_of(work, &administrator).await?;
                let visitor = Visitor {
                    zone,
                    ..visitor.clone()
                };
                self.notify_but(work, &administrator, &visitor, letter, None)
                    .await?;
            }
        }

        Ok(())
    }

    /// The person's time zone, from their latest session; `None` if no session has one.
    pub async fn zone_of(&self, work: &mut dyn Work, person: &Person) -> Outcome<Option<ZoneName>> {
        let mut sessions = work.sessions().of_person(person.id).await?;
        sessions.sort_by_key(|session| std::cmp::Reverse(session.last_seen_at));
        let zone = |session: &Session| {
            self.open_surroundings(session.id.as_bytes(), &session.surroundings)
                .zone
        };
        Ok(sessions.iter().find_map(zone))
    }

    async fn add_freeze_link(&self, work: &mut dyn Work, person: &Person) -> Outcome<FreezeLinkId> {
        let id = FreezeLinkId::from_bytes(self.bytes());
        let nonce = self.bytes();
        let code_digest = self.keys.freeze_digest(&self.keys.freeze_code(id, &nonce));
        let expires_at = self.now().plus(policy::FREEZE_LINK_LIFETIME);

        work.freeze_links()
            .insert(&FreezeLink {
                id,
                person: person.id,
                nonce,
                code_digest,
                expires_at,
                ended_at: None,
            })
            .await?;

        Ok(id)
    }

    async fn post(
        &self,
        work: &mut dyn Work,
        to: Recipient<'_>,
        visitor: &Visitor,
        letter: Letter,
        expires_at: Timestamp,
    ) -> Outcome<()> {
        let id = OutboxId::from_bytes(self.bytes());
        let surroundings = self.seal_surroundings(id.as_bytes(), &Surroundings::of(visitor));
        let envelope = OutboxPayload {
            to: to.address.map(|address| address.as_str().to_owned()),
            language: visitor.language,
            surroundings: HEXLOWER.encode(&surroundings),
            freeze: to.freeze.map(|id| id.to_hex()),
            letter,
        };
        let urgency = envelope.letter.urgency();
        let payload = serde_json::to_string(&envelope).expect("an envelope has string keys only");
        let entry = NewOutboxEntry {
            id,
            payload,
            urgency,
            created_at: self.now(),
            expires_at,
        };

        Ok(work.outbox().enqueue(&entry).await?)
    }
}
