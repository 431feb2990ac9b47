//! Spelling letters aloud, with the words that pilots and radio operators use everywhere (ICAO).

/// The words, in alphabetical order.
const WORDS: [&str; 26] = [
    "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "India", "Juliett",
    "Kilo", "Lima", "Mike", "November", "Oscar", "Papa", "Quebec", "Romeo", "Sierra", "Tango",
    "Uniform", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
];

/// A letter with its word, phrased by the language; a digit as it is.
pub(super) fn spelt(letter: char, with_word: fn(&str, &str) -> String) -> String {
    let word = WORDS.iter().find(|word| word.starts_with(letter));
    word.map_or_else(
        || letter.to_string(),
        |word| with_word(&letter.to_string(), word),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use regain_domain::crockford::ALPHABET;

    #[test]
    fn each_symbol_of_a_code_is_a_digit_or_has_a_word_of_its_own() {
        let said: std::collections::HashSet<String> = ALPHABET
            .iter()
            .map(|symbol| {
                spelt(char::from(*symbol), |letter, word| {
                    [letter, " as in ", word].concat()
                })
            })
            .collect();
        assert_eq!(said.len(), ALPHABET.len());
        assert!(said.contains("M as in Mike") && said.contains("7"));

        for (at, word) in WORDS.iter().enumerate() {
            assert!(
                word.starts_with(char::from(b'A' + u8::try_from(at).expect("26 letters"))),
                "{word}"
            );
        }
    }
}
