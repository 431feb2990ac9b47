//! All rules together, and every reason at once.

use crate::score::Score;
use crate::strength::{Level, Strength};
use crate::{Common, Length, LengthError, Terms, repeats, skeleton, within_one_edit};

/// What a new password is held against.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// How long it may be.
    pub length: Length,
    /// Names around the person and the organisation.
    pub names: &'a Terms,
    /// What a name inside of a password does.
    pub naming: Names,
    /// Terms that the organisation bans.
    pub banned: &'a Terms,
    /// Common passwords; without them this rule is open, not met.
    pub common: Option<&'a Common>,
}

/// What a name of four characters and more inside of a password does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Names {
    /// It counts as one point, like any banned term: a long sentence may hold a name.
    #[default]
    Count,
    /// It refuses the password, however long, as Entra does.
    Refuse,
}

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// There is nothing.
    Empty,
    /// It has fewer characters than this.
    TooShort {
        /// The fewest characters.
        minimum: usize,
    },
    /// It has more characters than this, or too many bytes; nothing else was looked at.
    TooLong {
        /// The most characters.
        maximum: usize,
    },
    /// It is one short piece over and over.
    Repeats,
    /// It is a name around the person or the organisation, perhaps repeated.
    OnlyName,
    /// It holds such a name, and [`Names::Refuse`] was asked for.
    HoldsName,
    /// It is a common password, or one edit away from one.
    Common,
    /// It is a banned term or a name, or one edit away from one.
    NearBanned,
    /// Known words taken out, too little is left.
    TooFewPoints {
        /// What is left.
        points: usize,
    },
}

/// What was found about a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    reasons: Vec<Reason>,
    score: Score,
    strength: Strength,
}

impl Default for Rules<'_> {
    fn default() -> Self {
        static NONE: std::sync::LazyLock<Terms> = std::sync::LazyLock::new(Terms::default);

        Self {
            length: Length::default(),
            names: &NONE,
            naming: Names::Count,
            banned: &NONE,
            common: None,
        }
    }
}

impl Rules<'_> {
    /// Judges a password, given in NFKC.
    ///
    /// ```
    /// use regain_passwords::{Length, Names, Reason, Rules, Terms};
    ///
    /// // Microsoft's example of a name inside of a password.
    /// let names = Terms::new(["Poll"]);
    /// let length = Length { minimum: 8, ..Length::default() };
    /// let rules = Rules { length, names: &names, naming: Names::Refuse, ..Rules::default() };
    /// assert_eq!(rules.judge("p0LL23fb").reasons(), [Reason::HoldsName]);
    /// ```
    #[must_use]
    pub fn judge(&self, password: &str) -> Verdict {
        let mut reasons = Vec::new();
        match self.length.judge(password) {
            Err(LengthError::Empty) => reasons.push(Reason::Empty),
            Err(LengthError::TooLong) => reasons.push(Reason::TooLong {
                maximum: self.length.maximum,
            }),
            Err(LengthError::TooShort) => reasons.push(Reason::TooShort {
                minimum: self.length.minimum,
            }),
            Ok(()) => {}
        }

        if matches!(reasons[..], [Reason::Empty | Reason::TooLong { .. }]) {
            return Verdict {
                reasons,
                ..Verdict::nothing()
            };
        }

        let shape = skeleton(password);
        let mut refuse_if = |refused: bool, reason| {
            if refused {
                reasons.push(reason);
            }
        };
        refuse_if(repeats(password), Reason::Repeats);
        refuse_if(self.names.make_up(password), Reason::OnlyName);

        if self.naming == Names::Refuse {
            let holds = |name: &Vec<char>| {
                shape
                    .windows(name.len())
                    .any(|window| window == name.as_slice())
            };
            refuse_if(self.names.skeletons().iter().any(holds), Reason::HoldsName);
        }

        refuse_if(
            self.common.is_some_and(|common| common.has_near(&shape)),
            Reason::Common,
        );
        let near = |terms: &Terms| {
            terms
                .skeletons()
                .iter()
                .any(|term| within_one_edit(&shape, term))
        };
        refuse_if(near(self.banned) || near(self.names), Reason::NearBanned);
        let score = Score::of(password, self.names, self.banned, self.common);
        refuse_if(
            !score.is_enough(),
            Reason::TooFewPoints {
                points: score.points(),
            },
        );
        let mut strength = Strength::of(password, &score);
        if !reasons.is_empty() {
            strength.level = Level::None;
        }

        Verdict {
            reasons,
            score,
            strength,
        }
    }
}

impl Verdict {
    fn nothing() -> Self {
        let score = Score::default();
        let strength = Strength {
            level: Level::None,
            advice: crate::StrengthAdvice::Longer,
        };
        Self {
            reasons: Vec::new(),
            score,
            strength,
        }
    }

    /// Whether nothing speaks against it.
    #[must_use]
    pub fn is_accepted(&self) -> bool {
        self.reasons.is_empty()
    }

    /// Every reason against it, in the order of [`Reason`].
    #[must_use]
    pub fn reasons(&self) -> &[Reason] {
        &self.reasons
    }

    /// The pieces and their points.
    #[must_use]
    pub const fn score(&self) -> &Score {
        &self.score
    }

    /// How hard it is to guess, roughly.
    #[must_use]
    pub const fn strength(&self) -> Strength {
        self.strength
    }
}
