//! What holds for every password.

use proptest::prelude::*;
use regain_passwords::breach::{Digits, Range};
use regain_passwords::{
    Common, Length, Level, Names, Rules, Score, Terms, skeleton, within_one_edit,
};

fn points(password: &str, banned: &Terms) -> usize {
    Score::of(
        password,
        &Terms::default(),
        banned,
        Some(Common::embedded()),
    )
    .points()
}

/// The edit distance by the book.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let least = (corner + usize::from(x != y))
                .min(row[j] + 1)
                .min(row[j + 1] + 1);
            corner = std::mem::replace(&mut row[j + 1], least);
        }
    }
    row[b.len()]
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(password in any::<String>(), name in any::<String>(), banned in any::<String>()) {
        let names = Terms::new([name.as_str()]);
        let banned = Terms::new([banned.as_str()]);
        for (naming, common) in [(Names::Count, None), (Names::Refuse, Some(Common::embedded()))] {
            let length = Length { minimum: 0, ..Length::default() };
            let verdict = Rules { length, names: &names, naming, banned: &banned, common }.judge(&password);
            prop_assert_eq!(verdict.is_accepted(), verdict.reasons().is_empty());
            prop_assert!(verdict.is_accepted() || verdict.strength().level == Level::None);
            let _ = verdict.score().explained(&password);
        }
        let _ = (Range::read(&password).map(|range| range.has(&Digits::of(password.as_bytes()))), Common::from_bytes(password.as_bytes()));
    }

    #[test]
    fn the_pieces_are_the_password(password in "[ -~äé中]{0,40}") {
        let score = Score::of(&password, &Terms::default(), &Terms::default(), Some(Common::embedded()));
        let characters: usize = score.pieces().iter().map(|(_, length)| length).sum();
        prop_assert_eq!(characters, password.chars().count());
        prop_assert!(score.points() <= characters);
    }

    #[test]
    fn one_more_banned_term_never_gives_more_points(password in "[a-f0-9]{0,24}", term in "[a-f]{4,8}", other in "[a-f]{4,6}") {
        prop_assert!(points(&password, &Terms::new([term.as_str(), &other])) <= points(&password, &Terms::new([term.as_str()])));
    }

    #[test]
    fn two_halves_have_no_fewer_points_than_the_whole(a in "[a-z0-9]{0,16}", b in "[a-z0-9]{0,16}") {
        let none = Terms::default();
        let whole = format!("{a}{b}");
        prop_assert!(points(&whole, &none) <= points(&a, &none) + points(&b, &none));
    }

    #[test]
    fn look_alikes_and_case_change_nothing(word in "[a-z]{4,16}") {
        let disguised: String = word.chars().enumerate().map(|(place, c)| match c {
            'o' => '0', 's' => '$', 'a' => '@', 'l' => '1', 'e' => '3', 't' => '7',
            c if place % 2 == 0 => c.to_ascii_uppercase(),
            c => c,
        }).collect();
        let banned = Terms::new([word.as_str()]);
        prop_assert_eq!(Score::of(&disguised, &Terms::default(), &banned, None).points(), 1);
    }

    #[test]
    fn one_edit_is_an_edit_distance_of_one(a in "[ab]{0,6}", b in "[ab]{0,6}") {
        let a = skeleton(&a);
        let b = skeleton(&b);
        prop_assert_eq!(within_one_edit(&a, &b), distance(&a, &b) <= 1);
    }

    #[test]
    fn a_written_set_has_all_it_was_given(words in proptest::collection::vec("[a-z0-9]{5,20}", 0..50)) {
        let common = Common::from_bytes(&Common::write(words.iter().map(String::as_str))).expect("a set");
        prop_assert!(words.iter().all(|word| common.has(&skeleton(word))));
    }
}

#[test]
fn every_reason_is_told_at_once() {
    use regain_passwords::Reason;
    let names = Terms::new(["anna"]);
    let banned = Terms::new(["contoso"]);
    let rules = Rules {
        names: &names,
        banned: &banned,
        common: Some(Common::embedded()),
        ..Rules::default()
    };
    let reasons = |password: &str| rules.judge(password).reasons().to_vec();
    let short = Reason::TooShort { minimum: 12 };
    assert_eq!(reasons(""), [Reason::Empty]);
    assert_eq!(
        reasons(&"x1".repeat(200)),
        [Reason::TooLong { maximum: 256 }]
    );
    assert_eq!(
        reasons("contos0!"),
        [
            short,
            Reason::NearBanned,
            Reason::TooFewPoints { points: 2 }
        ]
    );
    assert_eq!(reasons("contosu"), [short, Reason::NearBanned]);
    assert_eq!(reasons("Anna-Anna-Anna"), [Reason::OnlyName]);
    assert_eq!(
        reasons("annaannaanna"),
        [
            Reason::Repeats,
            Reason::OnlyName,
            Reason::TooFewPoints { points: 3 }
        ]
    );
    assert_eq!(
        reasons("password1234"),
        [Reason::Common, Reason::TooFewPoints { points: 1 }]
    );
    assert_eq!(
        reasons("Football2026"),
        [Reason::TooFewPoints { points: 2 }]
    );
    assert_eq!(reasons("anna rides her bicycle"), []);
}
