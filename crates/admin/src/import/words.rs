//! Words for headings and languages in the three languages.

use regain_domain::Language;

/// The columns of addresses and languages, if a heading says so.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) address: Option<usize>,
    pub(super) language: Option<usize>,
    /// Number of columns with a heading.
    pub(super) named: usize,
}

/// Parts of address headings; the second list alone doesn't make one.
const ADDRESS: [&str; 14] = [
    "email",
    "mail",
    "address",
    "addresses",
    "郵件",
    "邮件",
    "郵箱",
    "邮箱",
    "信箱",
    "電郵",
    "电邮",
    "地址",
    "位址",
    "郵址",
];
const BESIDE_ADDRESS: [&str; 24] = [
    "e",
    "s",
    "the",
    "your",
    "primary",
    "work",
    "business",
    "company",
    "user",
    "required",
    "電子",
    "电子",
    "主要",
    "工作",
    "公司",
    "公務",
    "使用者",
    "用户",
    "員工",
    "员工",
    "必填",
    "的",
    "和",
    "或",
];

/// The same for languages.
const LANGUAGE: [&str; 8] = [
    "language",
    "languages",
    "lang",
    "locale",
    "語言",
    "语言",
    "語系",
    "语系",
];
const BESIDE_LANGUAGE: [&str; 20] = [
    "preferred",
    "display",
    "mail",
    "ui",
    "user",
    "code",
    "tag",
    "optional",
    "偏好",
    "慣用",
    "惯用",
    "首選",
    "首选",
    "介面",
    "界面",
    "顯示",
    "显示",
    "代碼",
    "代码",
    "的",
];

/// Names of languages, without spaces, brackets and hyphens. Chinese and long names may be followed by more.
const NAMES: [(Language, &[&str]); 3] = [
    (Language::English, &["english", "英文", "英語", "英语"]),
    (
        Language::TraditionalChinese,
        &[
            "traditionalchinese",
            "chinesetraditional",
            "traditional",
            "chinesetaiwan",
            "chinesehongkong",
            "chinesemacao",
            "chinesemacau",
            "cht",
            "hant",
            "繁體",
            "繁体",
            "繁中",
            "正體",
            "正体",
            "中文繁",
            "中文正",
            "中文台灣",
            "中文臺灣",
            "中文台湾",
            "中文香港",
            "中文澳",
            "台灣中文",
            "臺灣中文",
        ],
    ),
    (
        Language::SimplifiedChinese,
        &[
            "simplifiedchinese",
            "chinesesimplified",
            "simplified",
            "chinesechina",
            "chinesesingapore",
            "chs",
            "hans",
            "简体",
            "簡體",
            "简中",
            "簡中",
            "中文简",
            "中文簡",
            "中文中国",
        ],
    ),
];

/// Names that don't say which of the two it is.
const CHINESE: [&str; 6] = ["chinese", "中文", "漢語", "汉语", "華語", "华语"];

impl Columns {
    /// The columns of a row of headings; `None` if it isn't one.
    pub(super) fn of(fields: &[String]) -> Option<Self> {
        if fields.iter().any(|field| has_at(field)) {
            return None;
        }

        let heads = |main: &[&str], beside: &[&str]| {
            fields
                .iter()
                .position(|field| is_made_of(&bare(field), main, beside))
        };
        let address = heads(&ADDRESS, &BESIDE_ADDRESS);
        let language = heads(&LANGUAGE, &BESIDE_LANGUAGE);
        let named = fields
            .iter()
            .rposition(|field| !field.is_empty())
            .map_or(0, |last| last + 1);

        (address.is_some() || language.is_some()).then_some(Self {
            address,
            language,
            named,
        })
    }
}

/// The language of a tag or a name. For Chinese without a variant, this is `other` if that is Chinese, otherwise the
/// language of the tag `zh`.
pub(super) fn language(name: &str, other: Language) -> Option<Language> {
    if let Some(language) = Language::from_tag(name) {
        return Some(language);
    }

    let whole = bare(name);
    if CHINESE.contains(&whole.as_str()) {
        return if other == Language::English {
            Language::from_tag("zh")
        } else {
            Some(other)
        };
    }

    // `English (United States)`, `中文（zh-Hant）`.
    let mut parts = name.split(['(', ')', '（', '）', ',', '，', '-', '–']);
    let head = parts.next().map(bare).unwrap_or_default();
    let is = |known: &&str| {
        let goes_on = !known.is_ascii() || known.len() >= "chinesechina".len();
        *known == head || *known == whole || goes_on && whole.starts_with(*known)
    };
    let named = NAMES
        .iter()
        .find(|(_, names)| names.iter().any(is))
        .map(|(language, _)| *language);

    named.or_else(|| {
        let inner = name
            .split_once(['(', '（'])?
            .1
            .trim_end_matches([')', '）']);
        Language::from_tag(inner).filter(|_| CHINESE.contains(&head.as_str()))
    })
}

/// Only letters and digits, in lower case.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a text is composed of these pieces, at least one of them from `main`.
fn is_made_of(text: &str, main: &[&str], beside: &[&str]) -> bool {
    fn goes_on(text: &str, found: bool, main: &[&str], beside: &[&str], left: u8) -> bool {
        if text.is_empty() || left == 0 {
            return found && text.is_empty();
        }

        let rest = |pieces: &[&str], found: bool| {
            let mut rests = pieces.iter().filter_map(|piece| text.strip_prefix(piece));
            rests.any(|rest| goes_on(rest, found, main, beside, left - 1))
        };
        rest(main, true) || rest(beside, found)
    }

    goes_on(text, false, main, beside, 6)
}

/// Whether it contains an at sign, of any width.
pub(super) fn has_at(text: &str) -> bool {
    text.contains(['@', '＠', '﹫'])
}
