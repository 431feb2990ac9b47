//! Whether a person could get back in if they lost something today (S20, S46).

use crate::policy;
use serde::{Deserialize, Serialize};

/// How many there are of something that takes a while to count (S28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Count {
    /// That count in a recovery already.
    pub counting: u32,
    /// That were added too recently to count.
    pub waiting: u32,
}

impl Count {
    /// So many that count already, and none that waits.
    #[must_use]
    pub const fn of(counting: u32) -> Self {
        Self { counting, waiting: 0 }
    }

    /// However they stand.
    #[must_use]
    pub const fn all(self) -> u32 {
        self.counting.saturating_add(self.waiting)
    }

    const fn without_one(self) -> Self {
        Self { counting: self.counting.saturating_sub(1), ..self }
    }
}

/// The ways back that a person has: how many, never which (S81).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Ways {
    /// Verified addresses.
    pub mail_addresses: Count,
    /// Saved codes that weren't used.
    pub saved_codes: u32,
    /// Authenticator apps.
    pub authenticators: Count,
    /// Passkeys.
    pub passkeys: Count,
    /// Recovery contacts who have accepted.
    pub contacts: Count,
    /// How many contacts have to help; 0 means one.
    pub contacts_needed: u32,
}

/// A class of ways back, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A code that is mailed.
    Mail,
    /// A saved code.
    SavedCode,
    /// A passkey: with the finger, face or number that it asks for it is both steps (S12).
    Passkey,
    /// A code of an authenticator app, which only counts second (S15).
    Authenticator,
    /// The help of recovery contacts: one step, however many there are.
    Contact,
}

impl Way {
    /// Every class.
    pub const ALL: [Self; 5] = [Self::Mail, Self::SavedCode, Self::Passkey, Self::Authenticator, Self::Contact];
}

/// What opens an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Opens {
    /// One that is both steps.
    Alone(Way),
    /// Two of different classes; the first is one that may come first (S12, S15).
    Both(Way, Way),
}

impl Opens {
    /// Whether a class takes part in it.
    #[must_use]
    pub fn with(self, way: Way) -> bool {
        match self {
            Self::Alone(one) => one == way,
            Self::Both(first, second) => first == way || second == way,
        }
    }
}

/// What somebody may lose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Loss {
    /// The phone: with the authenticator apps on it, and with the passkeys, if they were on it; nobody can know.
    Phone,
    /// The mailbox: the first one, where there are two.
    Mail,
    /// The saved codes, all of them.
    SavedCodes,
    /// One passkey: a security key, say.
    Passkey,
    /// One recovery contact, who can't be reached.
    Contact,
}

impl Loss {
    /// Everything that may be lost, in the order in which it is told.
    pub const ALL: [Self; 5] = [Self::Phone, Self::Mail, Self::SavedCodes, Self::Passkey, Self::Contact];
}

/// Whether somebody could get back in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Readiness {
    /// Whatever single thing they lose.
    Ready,
    /// Today, but not after every loss.
    FallsShort,
    /// Not even today.
    CannotGetIn,
}

impl Readiness {
    /// Every state, the best first.
    pub const ALL: [Self; 3] = [Self::Ready, Self::FallsShort, Self::CannotGetIn];

    /// The code, as in filters and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::FallsShort => "falls-short",
            Self::CannotGetIn => "cannot-get-in",
        }
    }

    /// The state of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// Why somebody isn't ready, or soon won't be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shortfall {
    /// No address counts.
    NoAddress,
    /// No saved code is left.
    NoSavedCodes,
    /// Neither an authenticator app nor a passkey.
    NoDevice,
    /// Something was added too recently to count (S28).
    StillWaits,
    /// Few saved codes are left (S25): told even to those who are ready.
    FewSavedCodes,
    /// The owner hasn't looked at their ways back for a year: told even of those who are ready.
    CheckOverdue,
}

impl Shortfall {
    /// Every reason, the gravest first.
    pub const ALL: [Self; 6] = [
        Self::NoAddress,
        Self::NoSavedCodes,
        Self::NoDevice,
        Self::StillWaits,
        Self::FewSavedCodes,
        Self::CheckOverdue,
    ];

    /// The code, as in filters and exports.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoAddress => "no-address",
            Self::NoSavedCodes => "no-saved-codes",
            Self::NoDevice => "no-app-or-passkey",
            Self::StillWaits => "still-waits",
            Self::FewSavedCodes => "few-saved-codes",
            Self::CheckOverdue => "check-overdue",
        }
    }

    /// The reason of a code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// What would help most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Nothing to do: what was added will do once it counts.
    Wait,
    /// New saved codes: they count at once.
    MakeSavedCodes,
    /// An authenticator app, or a passkey.
    AddDevice,
    /// One more address.
    AddAddress,
}

impl Ways {
    /// What is left after a loss.
    #[must_use]
    pub const fn after(self, loss: Loss) -> Self {
        match loss {
            Loss::Phone => Self { authenticators: Count::of(0), passkeys: Count::of(0), ..self },
            Loss::Mail => Self { mail_addresses: self.mail_addresses.without_one(), ..self },
            Loss::SavedCodes => Self { saved_codes: 0, ..self },
            Loss::Passkey => Self { passkeys: self.passkeys.without_one(), ..self },
            Loss::Contact => Self { contacts: self.contacts.without_one(), ..self },
        }
    }

    /// What there is for this person to lose: everybody is told of the first three.
    pub fn losses(self) -> impl Iterator<Item = Loss> {
        Loss::ALL.into_iter().filter(move |loss| match loss {
            Loss::Phone | Loss::Mail | Loss::SavedCodes => true,
            Loss::Passkey => self.passkeys.counting > 0,
            Loss::Contact => self.contacts.counting > 0,
        })
    }

    /// Whether a class is there and counts.
    #[must_use]
    pub const fn has(self, way: Way) -> bool {
        match way {
            Way::Mail => self.mail_addresses.counting > 0,
            Way::SavedCode => self.saved_codes > 0,
            Way::Passkey => self.passkeys.counting > 0,
            Way::Authenticator => self.authenticators.counting > 0,
            Way::Contact => self.contacts.counting > 0 && self.contacts.counting >= self.contacts_needed,
        }
    }

    /// Whether there is some of a class, none of which counts yet.
    #[must_use]
    pub const fn waits(self, way: Way) -> bool {
        match way {
            Way::Mail => self.mail_addresses.waiting > 0 && self.mail_addresses.counting == 0,
            Way::SavedCode => false,
            Way::Passkey => self.passkeys.waiting > 0 && self.passkeys.counting == 0,
            Way::Authenticator => self.authenticators.waiting > 0 && self.authenticators.counting == 0,
            Way::Contact => !self.has(Way::Contact) && self.contacts.waiting > 0,
        }
    }

    /// What opens the account: a passkey by itself, or two of different classes that don't begin with an authenticator app
    /// (S12, S15).
    #[must_use]
    pub fn opens(self) -> Option<Opens> {
        if self.has(Way::Passkey) {
            return Some(Opens::Alone(Way::Passkey));
        }
        // An authenticator app and a contact: the contact first.
        let order = [Way::Mail, Way::SavedCode, Way::Contact, Way::Authenticator];
        let mut ways = order.into_iter().filter(|way| self.has(*way));
        Some(Opens::Both(ways.next()?, ways.next()?))
    }

    /// Whether this person could get back in.
    #[must_use]
    pub fn readiness(self) -> Readiness {
        if self.opens().is_none() {
            Readiness::CannotGetIn
        } else if self.losses().all(|loss| self.after(loss).opens().is_some()) {
            Readiness::Ready
        } else {
            Readiness::FallsShort
        }
    }

    /// Whether something was added that doesn't count yet (S28).
    #[must_use]
    pub const fn something_waits(self) -> bool {
        self.waiting() > 0
    }

    /// How many of everything don't count yet.
    #[must_use]
    pub const fn waiting(self) -> u32 {
        self.mail_addresses.waiting + self.authenticators.waiting + self.passkeys.waiting + self.contacts.waiting
    }

    /// Whether so few saved codes are left that new ones should be made (S25).
    #[must_use]
    pub const fn few_saved_codes(self) -> bool {
        self.saved_codes > 0 && self.saved_codes <= policy::FEW_SAVED_CODES
    }

    /// Why somebody isn't ready, or soon won't be; never nothing for somebody who isn't.
    #[must_use]
    pub fn shortfalls(self, check_overdue: bool) -> Vec<Shortfall> {
        let short = self.readiness() != Readiness::Ready;
        let device = self.authenticators.all() + self.passkeys.all() > 0;
        let holds = |reason: &Shortfall| match reason {
            Shortfall::NoAddress => short && self.mail_addresses.counting == 0,
            Shortfall::NoSavedCodes => short && self.saved_codes == 0,
            Shortfall::NoDevice => short && !device,
            Shortfall::StillWaits => short && self.something_waits(),
            Shortfall::FewSavedCodes => self.few_saved_codes(),
            Shortfall::CheckOverdue => check_overdue,
        };
        Shortfall::ALL.into_iter().filter(holds).collect()
    }

    /// How many of the losses, and of losing nothing, leave a way in.
    fn strength(self) -> usize {
        let today = usize::from(self.opens().is_some());
        today + Loss::ALL.into_iter().filter(|loss| self.after(*loss).opens().is_some()).count()
    }

    /// As it will be once everything counts.
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

    const fn with(self, advice: Advice) -> Self {
        match advice {
            Advice::Wait => self,
            Advice::MakeSavedCodes => Self { saved_codes: self.saved_codes + 1, ..self },
            Advice::AddDevice => Self { authenticators: Count::of(self.authenticators.counting + 1), ..self },
            Advice::AddAddress => Self { mail_addresses: Count::of(self.mail_addresses.counting + 1), ..self },
        }
    }

    /// What would keep a loss from keeping this person out; none if no single thing would.
    #[must_use]
    pub fn fix(self, loss: Loss) -> Option<Advice> {
        let all = [Advice::Wait, Advice::MakeSavedCodes, Advice::AddDevice, Advice::AddAddress];
        all.into_iter().find(|advice| self.later().with(*advice).after(loss).opens().is_some())
    }

    /// What to add: the single most useful thing first; nothing where nothing is missing.
    #[must_use]
    pub fn advice(self) -> Vec<Advice> {
        let later = self.later();
        if self.readiness() != Readiness::Ready && later.readiness() == Readiness::Ready {
            return vec![Advice::Wait];
        }
        let mut useful: Vec<Advice> = [Advice::MakeSavedCodes, Advice::AddDevice, Advice::AddAddress]
            .into_iter()
            .filter(|advice| later.with(*advice).strength() > later.strength())
            .collect();
        // What helps against more losses comes first; of equals, what takes least.
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

#[cfg(test)]
mod tests {
    use super::*;
    use Way::{Authenticator, Contact, Mail, Passkey, SavedCode};

    const NOTHING: Ways = Ways {
        mail_addresses: Count::of(0),
        saved_codes: 0,
        authenticators: Count::of(0),
        passkeys: Count::of(0),
        contacts: Count::of(0),
        contacts_needed: 0,
    };

    fn ways(list: &[Way]) -> Ways {
        list.iter().fold(NOTHING, |ways, way| match way {
            Mail => Ways { mail_addresses: Count::of(ways.mail_addresses.counting + 1), ..ways },
            SavedCode => Ways { saved_codes: 10, ..ways },
            Passkey => Ways { passkeys: Count::of(ways.passkeys.counting + 1), ..ways },
            Authenticator => Ways { authenticators: Count::of(ways.authenticators.counting + 1), ..ways },
            Contact => Ways { contacts: Count::of(ways.contacts.counting + 1), ..ways },
        })
    }

    /// Every set of classes: what it must open by the rule of S12 and S15, written down once more and independently.
    fn opens_by_the_rule(set: &[Way]) -> bool {
        let gates = set.iter().filter(|way| **way != Passkey).count();
        let first = set.iter().any(|way| matches!(way, Mail | SavedCode | Contact));
        set.contains(&Passkey) || (gates >= 2 && first)
    }

    fn sets() -> impl Iterator<Item = Vec<Way>> {
        (0u32..32).map(|bits| {
            let all = Way::ALL.into_iter().enumerate();
            all.filter(|(at, _)| bits >> at & 1 == 1).map(|(_, way)| way).collect()
        })
    }

    #[test]
    fn s12_s15_every_set_of_classes_opens_what_the_rule_says_after_every_loss() {
        for set in sets() {
            let all = ways(&set);
            assert_eq!(all.opens().is_some(), opens_by_the_rule(&set), "{set:?}");
            let mut every = true;
            for loss in all.losses() {
                let left: Vec<Way> = set
                    .iter()
                    .copied()
                    .filter(|way| match loss {
                        Loss::Phone => !matches!(way, Authenticator | Passkey),
                        Loss::Mail => *way != Mail,
                        Loss::SavedCodes => *way != SavedCode,
                        Loss::Passkey => *way != Passkey,
                        Loss::Contact => *way != Contact,
                    })
                    .collect();
                let opens = all.after(loss).opens();
                assert_eq!(opens.is_some(), opens_by_the_rule(&left), "{set:?} after {loss:?}");
                every &= opens.is_some();
                match opens {
                    Some(Opens::Alone(way)) => assert_eq!(way, Passkey),
                    Some(Opens::Both(first, second)) => {
                        assert!(first != second && first != Authenticator, "{first:?} {second:?}");
                        assert!(left.contains(&first) && left.contains(&second), "{set:?}: only what is left");
                    }
                    None => {}
                }
            }
            let expected = match (opens_by_the_rule(&set), every) {
                (false, _) => Readiness::CannotGetIn,
                (true, false) => Readiness::FallsShort,
                (true, true) => Readiness::Ready,
            };
            assert_eq!(all.readiness(), expected, "{set:?}");
        }
    }

    #[test]
    fn who_is_not_ready_is_always_told_why_and_what_to_do() {
        for set in sets() {
            let all = ways(&set);
            if all.readiness() == Readiness::Ready {
                assert_eq!(all.shortfalls(false), [], "{set:?}");
            } else {
                assert!(!all.shortfalls(false).is_empty(), "{set:?}");
                assert!(!all.advice().is_empty(), "{set:?}");
            }
            for loss in all.losses().filter(|loss| all.after(*loss).opens().is_none()) {
                let fixed = all.fix(loss).map(|advice| all.with(advice).after(loss).opens().is_some());
                assert_ne!(fixed, Some(false), "{set:?} {loss:?}");
            }
        }
    }

    #[test]
    fn s20_what_enrolment_ends_with_is_ready_and_a_second_address_is_what_is_left_to_add() {
        let enrolled = ways(&[Mail, SavedCode, Authenticator]);
        assert_eq!(enrolled.readiness(), Readiness::Ready);
        assert_eq!(enrolled.after(Loss::Phone).opens(), Some(Opens::Both(Mail, SavedCode)));
        assert_eq!(enrolled.after(Loss::Mail).opens(), Some(Opens::Both(SavedCode, Authenticator)));
        assert_eq!(enrolled.after(Loss::SavedCodes).opens(), Some(Opens::Both(Mail, Authenticator)));
        assert_eq!(enrolled.advice(), [Advice::AddAddress]);
        assert_eq!(ways(&[Mail, Mail, SavedCode, Authenticator]).advice(), []);
    }

    #[test]
    fn the_most_useful_thing_comes_first() {
        let advice = |list: &[Way]| ways(list).advice().first().copied();
        assert_eq!(advice(&[Mail, SavedCode]), Some(Advice::AddDevice));
        assert_eq!(advice(&[Mail, Authenticator]), Some(Advice::MakeSavedCodes));
        assert_eq!(advice(&[Mail]), Some(Advice::MakeSavedCodes), "codes count at once");
        let few = Ways { saved_codes: 2, ..ways(&[Mail, Mail, SavedCode, Authenticator]) };
        assert_eq!(few.advice(), [Advice::MakeSavedCodes]);
        assert_eq!(few.shortfalls(false), [Shortfall::FewSavedCodes], "told to those who are ready, too");
    }

    #[test]
    fn s28_what_waits_opens_nothing_and_is_waited_for() {
        let waits = Ways { authenticators: Count { counting: 0, waiting: 1 }, ..ways(&[Mail, SavedCode]) };
        assert_eq!(waits.readiness(), Readiness::FallsShort);
        assert_eq!(waits.advice(), [Advice::Wait]);
        assert_eq!(waits.fix(Loss::Mail), Some(Advice::Wait));
        assert_eq!(waits.shortfalls(false), [Shortfall::StillWaits]);
        assert!(waits.waits(Authenticator) && !waits.has(Authenticator));
    }

    #[test]
    fn s12_contacts_are_one_gate_however_many_and_as_many_as_are_needed() {
        assert_eq!(ways(&[Contact, Contact, Contact]).opens(), None);
        let two_of_three = Ways { contacts_needed: 2, ..ways(&[Mail, Contact, Contact, Contact]) };
        assert!(two_of_three.after(Loss::Contact).opens().is_some());
        assert!(two_of_three.after(Loss::Contact).after(Loss::Contact).opens().is_none());
    }

    #[test]
    fn with_two_addresses_the_second_is_left() {
        let two = ways(&[Mail, Mail, SavedCode]);
        assert_eq!(two.after(Loss::Mail).opens(), Some(Opens::Both(Mail, SavedCode)));
        assert_eq!(two.readiness(), Readiness::FallsShort, "the codes may be lost");
    }

    #[test]
    fn every_code_leads_back_to_what_it_means() {
        for state in Readiness::ALL {
            assert_eq!(Readiness::from_code(state.code()), Some(state));
        }
        for reason in Shortfall::ALL {
            assert_eq!(Shortfall::from_code(reason.code()), Some(reason));
        }
        assert_eq!((Readiness::from_code("perfect"), Shortfall::from_code("")), (None, None));
    }
}
