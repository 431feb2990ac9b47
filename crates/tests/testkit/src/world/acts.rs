//! Administrators' acts.

use super::{WHY, World};
use crate::ROOT;
use data_encoding::HEXUPPER;
use regain_admin::InvitationOutcome;
use regain_domain::{EmailAddress, HistoryEvent, Language, Role, Timestamp};
use regain_service::{InvitationLink, Visitor};

impl World {
    /// Invites somebody new, as the administrator or, without one, by the host's command.
    ///
    /// # Panics
    /// If the address belongs to somebody who has enrolled.
    pub async fn invite(&self, address: &str) -> InvitationLink {
        let address = EmailAddress::parse(address).expect("an address");
        let mut work = self.stores.vault.read().await.expect(WHY);
        let root = work
            .people()
            .by_identifier(ROOT)
            .await
            .expect(WHY)
            .filter(|root| root.activated_at.is_some());
        drop(work);
        match root {
            Some(root) => {
                let invited = self
                    .admin()
                    .invite(&Visitor::default(), root.id, &address, Language::English)
                    .await;
                invited.expect("an administrator may");
            }
            None => {
                let invited = self
                    .admin()
                    .invite_administrator(&address, Language::English)
                    .await
                    .expect(WHY);
                assert!(
                    matches!(invited, InvitationOutcome::Sent(_)),
                    "an address that is free"
                );
            }
        }
        let mut work = self.stores.vault.read().await.expect(WHY);
        let person = work
            .people()
            .by_identifier(address.canonical())
            .await
            .expect(WHY)
            .expect("an invited person");
        let invitation = work
            .invitations()
            .open_of(person.id)
            .await
            .expect(WHY)
            .expect("an open invitation");
        let base = self.regain().base();
        let invited = base
            .invited_address(work.as_mut(), &invitation)
            .await
            .expect("an answer");
        base.invitation_link(&invitation, &invited.expect("the address that was invited"))
    }

    /// Disables somebody, or enables them again, as the administrator does.
    ///
    /// # Panics
    /// If that changes nothing.
    pub async fn set_disabled(&self, address: &str, disabled: bool) {
        let root = self.id_of(ROOT).await;
        let id = self.id_of(address).await;
        let visitor = Visitor::default();
        let done = if disabled {
            self.admin().disable(&visitor, root, id, "on leave").await
        } else {
            self.admin().enable(&visitor, root, id).await
        };
        done.expect("an administrator may");
    }

    /// Gives somebody a role, as two administrators do.
    ///
    /// # Panics
    /// If that is refused.
    pub async fn set_role(&self, address: &str, role: Role) {
        let id = self.id_of(address).await;
        let base = self.regain().base();
        let mut work = self.stores.vault.write().await.expect(WHY);
        let person = work.people().by_id(id).await.expect(WHY).expect("a person");
        let entry = regain_base::history::Entry::about(HistoryEvent::RoleChanged, id);
        let change = |person: &mut regain_storage::Person| person.role = role;
        let changed = base
            .historian
            .stand(work.as_mut(), &person, change, entry, self.now())
            .await
            .expect(WHY);
        assert!(changed.is_some());
        work.commit().await.expect(WHY);
    }

    /// Leaves somebody's role as a database has it from before the time limit for a passkey:
    /// nothing says since when they have it, and the seal of their standing is the old one (S114).
    ///
    /// # Panics
    /// If they have no role, or the database doesn't answer.
    pub async fn as_before_roles_had_a_beginning(&self, address: &str) {
        let id = self.id_of(address).await;
        let person = self
            .stores
            .vault
            .read()
            .await
            .expect(WHY)
            .people()
            .by_id(id)
            .await
            .expect(WHY)
            .expect("a person");
        assert_eq!(person.role, Role::GlobalAdministrator);
        let moment = |at: Option<Timestamp>| at.map_or([0; 8], |at| at.as_millis().to_be_bytes());
        let activated = moment(person.activated_at);
        let frozen = moment(person.frozen_at);
        let version = person.seal.version.to_be_bytes();
        // Active, and a global administrator.
        let parts: [&[u8]; 6] = [id.as_bytes(), &[2, 4], &activated, &frozen, &[0], &version];
        let master = super::files::key(1);
        let seal = HEXUPPER.encode(&regain_base::digest::<[u8; 32]>(
            &master.derive("standing"),
            "standing",
            &parts,
        ));
        self.database().run("DROP TRIGGER people_change").await;
        let set = format!("role_since = NULL, standing_mac = x'{seal}'");
        let changed = self
            .database()
            .run(&format!(
                "UPDATE people SET {set} WHERE id = x'{}'",
                id.to_hex()
            ))
            .await;
        assert_eq!(changed, 1);
    }
}
