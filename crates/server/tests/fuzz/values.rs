//! Values that have tripped up parsers, databases, pages and mails.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Texts that have tripped up parsers, databases, pages and mails.
pub(crate) const TEXTS: [&str; 48] = [
    "",
    " ",
    "\0",
    "a\0b",
    "\r\n",
    "a\r\nSet-Cookie: x=y",
    "a\nBcc: eve@evil.example",
    "\t\u{b}\u{c}\u{85}\u{2028}",
    "\u{202e}drow ssap",
    "\u{2066}a\u{2069}\u{200b}\u{feff}",
    "e\u{301}\u{301}\u{301}\u{328}",
    "\u{1f469}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f3fd}",
    "\u{fdfa}\u{fdfa}\u{fdfa}",
    "ﬀ①Ⅷ㌀K",
    "ıİſßẞ",
    "\u{10ffff}\u{e000}\u{fffe}",
    "王小明",
    "محمد",
    "<x-planted>",
    "\"'><x-planted>",
    "</script><x-planted>",
    "' OR '1'='1' --",
    "'); DROP TABLE people; --",
    "%' ESCAPE '\\' _%",
    "*",
    "\\",
    "../../etc/passwd",
    "//evil.example",
    "javascript:alert(1)",
    "null",
    "undefined",
    "true",
    "[]",
    "{\"a\":[1,{}]}",
    "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{\"clientDataJSON\":\"e30\",\"authenticatorData\":\"\",\"signature\":\"\"},\"type\":\"public-key\"}",
    "-1",
    "0",
    "255",
    "256",
    "65536",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1e999",
    "NaN",
    "0x10",
    "1.5",
    "١٢٣",
];

/// Fragments of a body that no encoder writes.
const BROKEN: [&[u8]; 12] = [
    b"%",
    b"%2",
    b"%zz",
    b"%ff",
    b"%00",
    b"%c0%af",
    b"\xff\xfe",
    b"+",
    b"%u0041",
    b"%ed%a0%80",
    b"=",
    b"&&",
];

/// A value as bytes of a body.
pub(crate) fn value(known: Vec<String>) -> BoxedStrategy<Vec<u8>> {
    let text = prop_oneof![
        6 => select(TEXTS.as_slice()).prop_map(str::to_owned),
        5 => select(known),
        2 => any::<String>(),
        1 => "\\PC{0,300}",
        2 => (select(vec!["x", "話", "\u{301}", " ", "%", "a@"]), lengths()).prop_map(|(one, length)| repeat(one, length)),
        1 => any::<i128>().prop_map(|number| number.to_string()),
        1 => "[0-9A-Fa-f]{32}",
        1 => "[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}",
        1 => "[0-9]{6}",
    ];
    let encoded = text
        .prop_map(|text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>());
    prop_oneof![
        9 => encoded.prop_map(String::into_bytes),
        1 => (vec(any::<u8>(), 0..12), select(BROKEN.as_slice())).prop_map(|(bytes, broken)| [&bytes, broken].concat()),
    ]
    .boxed()
}

/// Lengths around the limits of names, reasons, passwords, identifiers and bodies.
fn lengths() -> impl Strategy<Value = usize> {
    let limits = [
        32,
        60,
        64,
        100,
        128,
        200,
        254,
        256,
        300,
        1024,
        2048,
        4096,
        16 * 1024 - 20,
        16 * 1024,
    ];
    (select(limits.to_vec()), 0_usize..3).prop_map(|(limit, more)| limit + more - 1)
}

fn repeat(one: &str, length: usize) -> String {
    one.repeat(length)
}
