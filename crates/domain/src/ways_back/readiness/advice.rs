//! Advice on the most useful additional ways back.

use super::{Count, Loss, Readiness, Ways};

/// A piece of advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Nothing to do: what was added will suffice once it counts.
    Wait,
    /// Make new saved codes.
    MakeSavedCodes,
    /// Add an authenticator app or a passkey.
    AddDevice,
    /// Add an address.
    AddAddress,
}

impl Ways {
    /// Number of cases with a way in, among all losses and no loss.
    fn strength(self) -> usize {
        let today = usize::from(self.opens().is_some());
        today
            + Loss::ALL
                .into_iter()
                .filter(|loss| self.after(*loss).opens().is_some())
                .count()
    }

    /// The ways once everything counts.
    const fn later(self) -> Self {
        const fn counting(count: Count) -> Count {
            Count::of(count.all())
        }

        Self {
            mail_addresses: counting(self.mail_addresses),
            authenticators: counting(self.authenticators),
            passkeys: counting(self.passkeys),
            contacts: counting(self.contacts),
            ..self
        }
    }

    pub(super) const fn with(self, advice: Advice) -> Self {
        match advice {
            Advice::Wait => self,
            Advice::MakeSavedCodes => Self {
                saved_codes: self.saved_codes + 1,
                ..self
            },
            Advice::AddDevice => Self {
                authenticators: Count::of(self.authenticators.counting + 1),
                ..self
            },
            Advice::AddAddress => Self {
                mail_addresses: Count::of(self.mail_addresses.counting + 1),
                ..self
            },
        }
    }

    /// The advice that would protect this person against a loss; `None` if no single thing would.
    #[must_use]
    pub fn fix(self, loss: Loss) -> Option<Advice> {
        let all = [
            Advice::Wait,
            Advice::MakeSavedCodes,
            Advice::AddDevice,
            Advice::AddAddress,
        ];
        all.into_iter()
            .find(|advice| self.later().with(*advice).after(loss).opens().is_some())
    }

    /// What to add, most useful first; empty if nothing is missing.
    #[must_use]
    pub fn advice(self) -> Vec<Advice> {
        let later = self.later();
        if self.readiness() != Readiness::Ready && later.readiness() == Readiness::Ready {
            return vec![Advice::Wait];
        }

        let mut useful: Vec<Advice> = [
            Advice::MakeSavedCodes,
            Advice::AddDevice,
            Advice::AddAddress,
        ]
        .into_iter()
        .filter(|advice| later.with(*advice).strength() > later.strength())
        .collect();

        // Advice against more losses comes first; among equals, the easiest.
        useful.sort_by_key(|advice| std::cmp::Reverse(later.with(*advice).strength()));
        if self.few_saved_codes() && !useful.contains(&Advice::MakeSavedCodes) {
            useful.push(Advice::MakeSavedCodes);
        }

        if later.mail_addresses.counting < 2 && !useful.contains(&Advice::AddAddress) {
            useful.push(Advice::AddAddress);
        }

        useful
    }
}
