//! Tags, and headers of browsers.

use super::*;
use Language::{English, SimplifiedChinese, TraditionalChinese};
use proptest::prelude::*;

#[test]
fn regions_decide_the_script_where_none_is_given() {
    assert_eq!(Language::from_tag("zh-TW"), Some(TraditionalChinese));
    assert_eq!(Language::from_tag("zh-Hant-CN"), Some(TraditionalChinese));
    assert_eq!(Language::from_tag("zh_HK"), Some(TraditionalChinese));
    assert_eq!(Language::from_tag("zh-CN"), Some(SimplifiedChinese));
    assert_eq!(Language::from_tag("zh"), Some(SimplifiedChinese));
    assert_eq!(Language::from_tag("en-GB"), Some(English));
    assert_eq!(Language::from_tag("de"), None);
}

#[test]
fn every_way_to_say_chinese_is_understood() {
    for tag in [
        "zh-Hant",
        "ZH-HANT",
        "zh_Hant",
        "zh-hant-TW",
        "zh-Hant-CN",
        "zh-TW",
        "zh_tw",
        "zh-HK",
        "zh-MO",
        "zh_TW.UTF-8",
        "zh_HK@euro",
        "yue",
        "yue-HK",
        "yue-Hant",
        "yue-Hant-HK",
        "yue-Hant-CN",
        "zh-yue",
        "zh-yue-HK",
        "zh-yue-Hant",
        "yue_HK",
        "YUE",
        "cmn-Hant",
        "cmn-TW",
        "zh-cmn-Hant",
        "zh-cmn-TW",
        "zh-cmn-Hant-TW",
        "nan-TW",
        "nan-Hant",
        "nan-Hant-TW",
        "zh-nan-Hant-TW",
        "zh-min-nan-TW",
        "zh-min-nan-Hant",
        "hak-TW",
        "hak-Hant",
        "zh-hakka-TW",
        "i-hak-TW",
        "zh-guoyu-TW",
        "lzh",
        "lzh-Hant",
        "zh-lzh",
        "wuu-Hant",
        "gan-Hant",
        "hsn-TW",
        "cdo-TW",
        "zho-Hant",
        "zho-TW",
        "chi-TW",
        "zh-CHT",
        "zh-Hanb",
        "zh-Bopo-TW",
        "zh-Bopo",
        "zh-TW-u-co-stroke",
        "zh-Hant-u-nu-hanidec",
        "zh-TW-x-hans",
        "zh-HK-u-rg-cnzzzz",
        "zh-Hant-t-zh-hans",
        "zh-TW-Hant",
        "  zh-TW ",
    ] {
        assert_eq!(Language::from_tag(tag), Some(TraditionalChinese), "{tag}");
    }

    for tag in [
        "zh",
        "ZH",
        "zh-Hans",
        "zh-hans-HK",
        "zh-Hans-TW",
        "zh-CN",
        "zh_CN",
        "zh-SG",
        "zh-MY",
        "zh-Hans-MY",
        "zh_CN.GB18030",
        "zho",
        "chi",
        "cmn",
        "cmn-Hans",
        "cmn-CN",
        "zh-cmn",
        "zh-cmn-Hans",
        "zh-cmn-Hans-CN",
        "zh-guoyu",
        "yue-CN",
        "yue-Hans",
        "yue-Hans-HK",
        "zh-yue-Hans",
        "wuu",
        "wuu-CN",
        "zh-wuu",
        "gan",
        "zh-gan",
        "hak",
        "hak-CN",
        "i-hak",
        "zh-hakka",
        "nan",
        "zh-min-nan",
        "zh-min",
        "hsn",
        "zh-xiang",
        "lzh-Hans",
        "cjy",
        "czh",
        "mnp",
        "zh-CHS",
        "zh-u-co-pinyin",
        "zh-CN-u-rg-twzzzz",
        "zh-x-hant",
        "zh-CN-x-hant-tw",
        "zh-Latn-pinyin",
        "zh-US",
    ] {
        assert_eq!(Language::from_tag(tag), Some(SimplifiedChinese), "{tag}");
    }

    for tag in [
        "en",
        "EN",
        "en-GB",
        "en_US.UTF-8",
        "en-Latn-HK",
        "en-x-hant",
        "eng",
    ] {
        assert_eq!(Language::from_tag(tag), Some(English), "{tag}");
    }

    for tag in [
        "",
        "-",
        "de",
        "ja",
        "ko-Hant",
        "x-zh-hant",
        "x-yue",
        "i-klingon",
        "zhx",
        "z",
        "*",
        "und-Hant",
        "hant",
        "é",
        "enm",
    ] {
        assert_eq!(Language::from_tag(tag), None, "{tag}");
    }
}

#[test]
fn a_header_is_read_as_browsers_and_others_write_it() {
    for (header, language) in [
        ("yue-Hant-HK,en;q=0.5", TraditionalChinese),
        ("de, nan-TW;q=0.9, en;q=0.8", TraditionalChinese),
        ("en;q=0.8,zh-cmn-Hans-CN;q=0.9", SimplifiedChinese),
        ("ja,zh-HK;q=0.9,zh;q=0.8,en;q=0.7", TraditionalChinese),
        ("zh;q=0,en", English),
        ("en;q=0, zh-TW;q=0.1", TraditionalChinese),
        ("zh-TW, zh;q=0", TraditionalChinese),
        ("*", English),
        ("fr, *;q=0.5", English),
        ("*;q=0.5, zh-TW;q=0.4", English),
        ("*;q=0.4, zh-TW;q=0.5", TraditionalChinese),
        ("en;q=0, *", TraditionalChinese),
        ("*;q=0", English),
        ("*;q=0, zh-CN;q=0.1", SimplifiedChinese),
        ("en;q=2, zh-TW;q=0.1", TraditionalChinese),
        ("en;q=-1, zh-TW;q=0.1", TraditionalChinese),
        ("en;q=1e0, zh-TW;q=0.1", TraditionalChinese),
        ("en;q=nan, zh-TW;q=0.1", TraditionalChinese),
        ("en;q=, zh-TW;q=0.1", TraditionalChinese),
        ("zh-TW;q=0.0001", TraditionalChinese),
        ("en;Q=0.1, zh-TW; q=0.2", TraditionalChinese),
        ("en ; q=0.1 , zh-TW ; q=0.2", TraditionalChinese),
        ("en;level=1;q=0.1,zh-TW;level=1;q=0.2", TraditionalChinese),
        (",,;q=1, ,zh-TW,", TraditionalChinese),
        ("zh-TW,zh-CN", TraditionalChinese),
        ("en;q=0.5,zh-CN;q=0.5", English),
    ] {
        assert_eq!(Language::from_accept_language(header), language, "{header}");
    }
}

#[test]
fn the_heaviest_accepted_language_wins_and_ties_go_to_the_first() {
    assert_eq!(
        Language::from_accept_language("de, zh-TW;q=0.8, en;q=0.7"),
        TraditionalChinese
    );
    assert_eq!(
        Language::from_accept_language("en;q=0.5, zh-CN;q=0.9"),
        SimplifiedChinese
    );
    assert_eq!(
        Language::from_accept_language("zh-HK,en"),
        TraditionalChinese
    );
    assert_eq!(Language::from_accept_language("fr;q=1, zh;q=0"), English);
    assert_eq!(
        Language::from_accept_language("zh;q=banana, en;q=0.1"),
        English
    );
    assert_eq!(Language::from_accept_language(""), English);
}

#[test]
fn every_tag_leads_back_to_its_language() {
    for language in Language::ALL {
        assert_eq!(Language::from_tag(language.tag()), Some(language));
    }
}

proptest! {
    #[test]
    fn no_tag_or_header_panics(text in ".{0,200}|[a-z-]{0,30}(;q=[0-9.e+-]{0,8})?") {
        let _ = Language::from_tag(&text);
        let _ = Language::from_accept_language(&text);
    }

    #[test]
    fn the_script_wins_whatever_else_is_said(
        language in "zh|zho|cmn|yue|wuu|nan|hak|gan|hsn|lzh|zh-cmn|zh-yue|zh-min-nan|zh-hakka",
        script in "hant|Hant|hANT|hans|Hans|hAnS",
        region in "(-TW|-HK|-MO|-CN|-SG|-MY|-US|-419)?",
        behind in "(-u-nu-hanidec|-x-hant|-x-hans|-t-zh-hant)?",
    ) {
        let wanted = if script.eq_ignore_ascii_case("hant") { TraditionalChinese } else { SimplifiedChinese };
        let tag = format!("{language}-{script}{region}{behind}");
        prop_assert_eq!(Language::from_tag(&tag), Some(wanted), "{}", tag);
        prop_assert_eq!(Language::from_tag(&tag.to_uppercase().replace('-', "_")), Some(wanted), "{}", tag);
        prop_assert_eq!(Language::from_accept_language(&format!("{tag};q=0.2,en;q=0.1")), wanted, "{}", tag);
    }
}
