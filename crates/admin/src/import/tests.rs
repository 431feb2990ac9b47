use super::*;
use regain_domain::Language::{English, SimplifiedChinese, TraditionalChinese};

/// A line's address and language, or what is wrong with it.
type Read = Result<(String, Language), ImportProblem>;

/// Each person, by line.
fn read(text: &str) -> Vec<(u64, Read)> {
    let lines = read_import(text, English);
    let read = lines.into_iter().map(|line| {
        (
            line.number,
            line.read
                .map(|(address, language)| (address.canonical().to_owned(), language)),
        )
    });
    read.collect()
}

fn problems(text: &str) -> Vec<(u64, Option<ImportProblem>)> {
    read(text)
        .into_iter()
        .map(|(number, read)| (number, read.err()))
        .collect()
}

/// Anna in Traditional Chinese and Bo in English, however the table is written.
#[test]
fn one_table_is_read_whatever_wrote_it() {
    let expected = [
        ("anna@example.org".to_owned(), TraditionalChinese),
        ("bo@example.org".to_owned(), English),
    ];
    for text in [
        "anna@example.org,zh-Hant\nbo@example.org,en\n",
        "anna@example.org;zh-Hant\r\nbo@example.org;en\r\n",
        "anna@example.org\tzh-Hant\rbo@example.org\ten\r",
        "anna@example.org;zh_TW\nbo@example.org,en-GB\n",
        "anna@example.org\tzh-Hant\nbo@example.org;en",
        "anna@example.org , zh-Hant ,\n\n  ;;;\nbo@example.org;;\n",
        "sep=;\r\nemail;language\r\nanna@example.org;zh-Hant\r\nbo@example.org;en\r\n",
        "SEP=|\nanna@example.org|zh-Hant\nbo@example.org|en\n",
        "\"sep=;\"\nanna@example.org;zh-Hant\nbo@example.org;en\n",
        "\u{feff}Email,Language\nanna@example.org,zh-Hant\nbo@example.org,en\n",
        "ï»¿E-Mail Address;Preferred Language\nanna@example.org;zh-Hant\nbo@example.org;en\n",
        "ÿþe\0m\0a\0i\0l\0\n\0a\0n\0n\0a\0@\0e\0x\0a\0m\0p\0l\0e\0.\0o\0r\0g\0,\0z\0h\0-\0H\0a\0n\0t\0\nbo@example.org",
        "\"anna@example.org\",\"zh-Hant\"\n\"bo@example.org\",\"en\"\n",
        "電子郵件；語言\nanna@example.org；繁體中文\nbo@example.org；英文\n",
        "电子邮件地址，语言\nanna@example.org，繁体中文\nbo@example.org，英语\n",
        "電郵 (Email),語系\nanna@example.org,正體中文\nbo@example.org,English\n",
        "Language,Name,Email\nTraditional Chinese,\"Smith, Anna\",anna@example.org\nEnglish,Bo,bo@example.org\n",
        "Email,Name,Language\nanna@example.org;Anna;zh-Hant\nbo@example.org\n",
        "anna@example.org,Chinese (Traditional)\nbo@example.org,English (United States)\n",
        "anna@example.org\t\"Chinese (Traditional, Taiwan)\"\nbo@example.org\ten-US\n",
        "Anna Smith <anna@example.org>,zh-Hant\n<bo@example.org>\n",
        "\"Smith, Anna\" <anna@example.org>;zh-Hant\n\"Li, Bo\" <bo@example.org>\n",
        "\"\"\"Smith, Anna\"\" <anna@example.org>\",zh-Hant\nLi, Bo <bo@example.org>\n",
        "Anna,anna@example.org,zh-HK\nBo,bo@example.org\n",
        "anna@example.org (Anna Smith);zh-Hant\nmailto:bo@example.org\n",
        "anna@example.org zh-Hant\nbo@example.org English",
        "anna@example.org; zh-Hant; bo@example.org; en",
        "\"Anna\nSmith\" <anna@example.org>;zh-Hant\nbo@example.org\n",
        "“Smith， Anna” ＜anna@example.org＞，繁中\nbo@example.org",
        "anna＠example.org、中文（繁體）\nbo@example.org、英語\n",
    ] {
        let people: Vec<_> = read(text).into_iter().map(|(_, read)| read).collect();
        assert_eq!(people, expected.clone().map(Ok), "{text:?}");
    }
}

/// As mail programs give them: all in one line.
#[test]
fn many_people_may_stand_in_one_line() {
    let expected = ["anna@example.org", "bo@example.org", "li@example.org"];
    for text in [
        "anna@example.org; bo@example.org; li@example.org;",
        "anna@example.org,bo@example.org,li@example.org",
        "anna@example.org bo@example.org\u{3000}li@example.org",
        "anna@example.org\tbo@example.org\tli@example.org",
        "anna@example.org; bo@example.org, li@example.org",
        "Smith, Anna <anna@example.org>; Li, Bo <bo@example.org>; <li@example.org>",
        "\"Smith, Anna\" <anna@example.org>, \"Li, Bo\" <bo@example.org>, li@example.org",
        "Anna <anna@example.org> Bo <bo@example.org> <li@example.org>",
        "Email\n\"anna@example.org; bo@example.org\"\nli@example.org",
        "anna@example.org；bo@example.org、li@example.org",
    ] {
        let people: Vec<_> = read(text)
            .into_iter()
            .map(|(_, read)| read.map(|(address, _)| address))
            .collect();
        assert_eq!(
            people,
            expected.map(|address| Ok(address.to_owned())),
            "{text:?}"
        );
    }
}

#[test]
fn each_line_is_judged_by_itself() {
    use ImportProblem::{Address, Form, Language, Repeated};
    let table = "\u{feff}Email,Language\r\nanna@example.org,zh-Hant\r\n\r\nnobody\r\nbo@example.org,fr\r\n\"Anna@example.org\"\r\n";
    assert_eq!(
        problems(table),
        [
            (2, None),
            (4, Some(Address)),
            (5, Some(Language)),
            (6, Some(Repeated))
        ]
    );
    for (line, problem) in [
        ("anna@example.org\tzh-Hant", Repeated),
        ("ANNA@example.org; en", Repeated),
        ("cai@example.org; Klingon", Language),
        ("cai@example.org\tfr", Language),
        ("cai@; zh-Hant", Address),
        ("@example.org", Address),
        ("cai smith@example.org", Address),
        ("Cai <cai>", Address),
        ("cai\"@example.org", Address),
        ("\"cai@example.org", Form),
        ("cai@example.org, \"zh-Hant", Form),
    ] {
        let text = format!("sep=;\nanna@example.org\n\n{line}\nbo@example.org;fr\nli@example.org");
        let expected = [
            (2, None),
            (4, Some(problem)),
            (5, Some(Language)),
            (6, None),
        ];
        assert_eq!(problems(&text), expected, "{line:?}");
    }
    assert_eq!(
        problems("email\nanna@example.org,fr\nbo@example.org,en"),
        [(2, Some(Language)), (3, None)]
    );
    assert_eq!(
        problems("email,name\nanna@example.org,fr\nbo@example.org,Bo"),
        [(2, None), (3, None)]
    );
    assert_eq!(
        problems("anna@example.org, nobody, bo@example.org"),
        [(1, None), (1, Some(Address)), (1, None)]
    );
}

#[test]
fn languages_have_tags_and_names() {
    for (names, expected) in [
        (
            "en EN en-GB English ENGLISH 英文 英語 英语 English(US)",
            English,
        ),
        (
            "zh-Hant zh_TW zh-HK 繁體中文 繁体中文 正體中文 中文（繁體） 中文(台灣) 繁中 TraditionalChinese CHT",
            TraditionalChinese,
        ),
        (
            "zh-Hans zh_CN zh 简体中文 簡體中文 中文（简体） 中文 Chinese ChineseSimplified CHS",
            SimplifiedChinese,
        ),
    ] {
        for name in names.split(' ') {
            let found = read(&format!("anna@example.org,{name}"));
            assert_eq!(
                found,
                [(1, Ok(("anna@example.org".to_owned(), expected)))],
                "{name}"
            );
        }
    }
    for name in [
        "Traditional Chinese",
        "Chinese (Traditional)",
        "Chinese - Hong Kong",
        "中文 (zh-Hant)",
    ] {
        assert_eq!(
            words::language(name, English),
            Some(TraditionalChinese),
            "{name}"
        );
    }
    // Where the organisation chose a Chinese, that is meant.
    assert_eq!(
        words::language("中文", TraditionalChinese),
        Some(TraditionalChinese)
    );
    for name in ["Hantke", "Deutsch", "fr", "Anna", "Englisch"] {
        assert_eq!(words::language(name, English), None, "{name}");
    }
    let without = read_import(
        "li@example.org\nmei@example.org,zh-Hans",
        TraditionalChinese,
    );
    let languages: Vec<_> = without
        .into_iter()
        .filter_map(|line| line.read.ok())
        .map(|(_, language)| language)
        .collect();
    assert_eq!(languages, [TraditionalChinese, SimplifiedChinese]);
}

#[test]
fn there_is_a_most() {
    let text: String = (0..IMPORT_MAX + 5)
        .map(|number| format!("p{number}@example.org\n"))
        .collect();
    for text in [text.clone(), text.replace('\n', "; ")] {
        let lines = problems(&text);
        assert_eq!(lines.len(), IMPORT_MAX + 1);
        assert_eq!(
            lines.last().expect("a line").1,
            Some(ImportProblem::TooMany)
        );
    }
}
