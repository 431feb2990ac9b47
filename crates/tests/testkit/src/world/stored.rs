//! People's stored rows.

use super::{WHY, World};
use regain_domain::PersonId;
use regain_vault::Holdings;

impl World {
    /// Somebody's id.
    ///
    /// # Panics
    /// If nobody has that address.
    pub async fn id_of(&self, address: &str) -> PersonId {
        let mut work = self.stores.vault.read().await.expect(WHY);
        let person = work.people().by_identifier(address).await.expect(WHY);
        person.unwrap_or_else(|| panic!("nobody has {address}")).id
    }

    /// Everything stored that decides how the server recognises somebody.
    pub async fn holdings(&self, address: &str) -> Holdings {
        self.holdings_of(self.id_of(address).await).await
    }

    /// The same for somebody whose addresses may have changed.
    ///
    /// # Panics
    /// If nobody has that id.
    pub async fn holdings_of(&self, id: PersonId) -> Holdings {
        let mut work = self.stores.vault.read_vault().await.expect(WHY);
        work.rows()
            .holdings(id)
            .await
            .expect(WHY)
            .expect("a person")
    }

    /// Every row of every table that decides how the server recognises people, as text.
    pub async fn credentials(&self) -> Vec<String> {
        let mut rows = Vec::new();
        for (table, columns) in [
            ("passwords", "hex(person_id) || phc || set_at || hex(change_id)"),
            ("saved_codes", "hex(id) || hex(person_id) || selector || phc || hex(change_id)"),
            ("saved_code_uses", "hex(code_id) || hex(person_id) || hex(proof_id) || at"),
            (
                "methods",
                "hex(id) || hex(person_id) || kind || name || hex(secret) || added_at || counts_from || hex(change_id)",
            ),
            (
                "contacts",
                "hex(id) || hex(person_id) || name || address || waits || coalesce(CAST(accepted_at AS text), '') || hex(change_id)",
            ),
            ("contacts_needed", "hex(person_id) || needed || hex(change_id)"),
            ("manifests", "hex(person_id) || version || hex(mac)"),
            (
                "identifiers",
                "canonical || hex(person_id) || shown || position || coalesce(CAST(verified_at AS text), '') || coalesce(CAST(counts_from AS text), '')
                 || hex(coalesce(change_id, x''))",
            ),
            (
                "former_addresses",
                "canonical || hex(person_id) || shown || position || verified_at || counts_from || hex(ended_by)
                 || counts_until || coalesce(CAST(objectable_until AS text), '') || coalesce(CAST(objected_at AS text), '')",
            ),
            ("credential_changes", "hex(id) || hex(person_id) || action"),
        ] {
            rows.extend(self.database.texts(&format!("SELECT {columns} FROM {table} ORDER BY 1")).await);
        }
        rows
    }

    /// Somebody's password in its stored form.
    pub async fn stored_password(&self, address: &str) -> Option<String> {
        self.holdings(address)
            .await
            .password
            .map(|row| row.hash.phc().to_owned())
    }
}
