//! Bodies, queries, cookies and headers, from those that a page of ours would send to those that no
//! client ever sent.

use crate::values::{TEXTS, value};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::fmt::Write as _;

/// A request before it is sent.
#[derive(Clone)]
pub(crate) struct Sent {
    /// Whether script asks, which wants JSON.
    pub(crate) script: bool,
    /// The part after the path; with its question mark, unless it is empty.
    pub(crate) query: String,
    pub(crate) body: Vec<u8>,
    pub(crate) content_type: Option<&'static str>,
    /// Cookies that replace those of the browser.
    pub(crate) cookies: Vec<(&'static str, String)>,
    pub(crate) headers: Vec<(&'static str, Vec<u8>)>,
}

impl std::fmt::Debug for Sent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let who = if self.script {
            "script"
        } else {
            "a plain form"
        };
        write!(
            f,
            "{who}, query {:?}, {:?}, body \"",
            self.query, self.content_type
        )?;
        match self.body.len() {
            0..=2000 => write!(f, "{}\"", self.body.escape_ascii())?,
            length => write!(
                f,
                "{}…\" of {length} bytes",
                self.body[..200].escape_ascii()
            )?,
        }
        write!(f, ", cookies {:?}", self.cookies)?;
        f.write_str(", headers")?;
        self.headers
            .iter()
            .try_for_each(|(name, value)| write!(f, " {name}: {}", value.escape_ascii()))
    }
}

pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The names of our cookies, without their common prefix.
const COOKIES: [&str; 10] = [
    "session",
    "recovery",
    "invitation",
    "codes",
    "contact",
    "passed",
    "verify",
    "device",
    "language",
    "draft",
];

const CONTENT_TYPES: [&str; 8] = [
    "application/json",
    "application/cbor",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded; charset=utf-8",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/octet-stream",
    "",
];

/// A form's faults beside its values.
#[derive(Debug, Clone)]
enum Bend {
    Nothing,
    Left(Index),
    Twice(Index),
    Array(Index),
    Map(Index),
    Unknown,
    Many,
    Json,
    Raw(Vec<u8>),
}

fn bend() -> impl Strategy<Value = Bend> {
    prop_oneof![
        24 => Just(Bend::Nothing),
        3 => any::<Index>().prop_map(Bend::Left),
        1 => any::<Index>().prop_map(Bend::Twice),
        1 => any::<Index>().prop_map(Bend::Array),
        1 => any::<Index>().prop_map(Bend::Map),
        1 => Just(Bend::Unknown),
        1 => Just(Bend::Many),
        2 => Just(Bend::Json),
        2 => vec(any::<u8>(), 0..400).prop_map(Bend::Raw),
    ]
}

/// A body built from the fields of a form.
fn body(fields: &'static [&'static str], known: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    (vec(value(known), fields.len()), bend()).prop_map(move |(values, bend)| {
        let mut pairs: Vec<Vec<u8>> = Vec::new();
        for (field, value) in fields.iter().zip(&values) {
            pairs.push([field.as_bytes(), b"=", value].concat());
        }
        let nth = |index: &Index| (!fields.is_empty()).then(|| index.index(fields.len()));
        match &bend {
            Bend::Nothing => {}
            Bend::Left(index) => drop(nth(index).map(|nth| pairs.remove(nth))),
            Bend::Twice(index) => pairs.extend(nth(index).map(|nth| pairs[nth].clone())),
            Bend::Array(index) => {
                pairs.extend(nth(index).map(|nth| format!("{}[]=x", fields[nth]).into_bytes()));
            }
            Bend::Map(index) => {
                pairs.extend(nth(index).map(|nth| format!("{}[a][b]=x", fields[nth]).into_bytes()));
            }
            Bend::Unknown => pairs.push(b"another=x".to_vec()),
            Bend::Many => pairs.extend((0..80).map(|nth| format!("f{nth}=").into_bytes())),
            Bend::Json => return json(fields, &values),
            Bend::Raw(bytes) => return bytes.clone(),
        }
        pairs.join(&b'&')
    })
}

/// The same as JSON, with right and wrong types by turns.
fn json(fields: &[&str], values: &[Vec<u8>]) -> Vec<u8> {
    let mut text = String::from("{");
    for (nth, (field, value)) in fields.iter().zip(values).enumerate() {
        let value = match nth % 4 {
            0 => serde_json::Value::from(String::from_utf8_lossy(value)),
            1 => serde_json::json!([1, null]),
            2 => serde_json::json!(-1.5e300),
            _ => serde_json::json!({"a": true}),
        };
        let _ = write!(
            text,
            "{}\"{field}\":{value}",
            if nth == 0 { "" } else { "," }
        );
    }
    text.push('}');
    text.into_bytes()
}

/// The part of an address after its path: visible ASCII.
pub(crate) fn query() -> impl Strategy<Value = String> {
    let names = [
        "lang",
        "problem",
        "notice",
        "return_to",
        "step",
        "way",
        "change",
        "q",
        "status",
        "role",
        "event",
        "person",
        "before",
        "after",
        "page",
        "verify",
        "policy",
        "seen",
        "state",
        "reason",
        "format",
        "password_min",
        "quarantine",
    ];
    let value = prop_oneof![
        4 => select(TEXTS.as_slice()).prop_map(|text| url::form_urlencoded::byte_serialize(text.as_bytes()).collect()),
        1 => "[!$-;=?-~]{0,40}",
        1 => select(vec!["%", "%zz", "%ff", "%00", "%c0%af", "[]", "a b", "1 2"]).prop_map(|text| text.replace(' ', "+")),
    ];
    let pair = (select(names.to_vec()), value)
        .prop_map(|(name, value): (&str, String)| format!("{name}={value}"));
    vec(pair, 0..4).prop_map(|pairs| {
        if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        }
    })
}

/// Cookies that only an attacker sends.
fn cookies() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let value = prop_oneof![
        "[ -:<-~]{0,60}",
        select(vec![
            "",
            "%",
            "%ff",
            "a; __Host-regain-session=b",
            "=",
            "\"",
            "\u{e9}\u{202e}",
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        ])
        .prop_map(str::to_owned),
        Just("A".repeat(5000)),
    ];
    prop_oneof![
        7 => Just(Vec::new()),
        1 => vec((select(COOKIES.as_slice()), value), 1..4),
    ]
}

fn headers() -> impl Strategy<Value = Vec<(&'static str, Vec<u8>)>> {
    let header = (
        select(vec![
            "user-agent",
            "accept-language",
            "referer",
            "x-forwarded-for",
            "if-none-match",
            "range",
            "accept-encoding",
        ]),
        prop_oneof![
            vec(0x80..=0xff_u8, 0..20),
            "[ -~]{0,80}".prop_map(String::into_bytes),
            Just(b"https://id.example.org/sign-in?problem=%ff&problem=sign-in".to_vec()),
            Just(b"Mozilla/5.0 (X11; Linux x86_64) Chrome/<x-planted> Firefox/".to_vec()),
        ],
    );
    prop_oneof![
        3 => Just(Vec::new()),
        1 => vec(header, 1..3),
    ]
}

/// Requests to a form with these fields; `known` are values with a meaning at this stage.
pub(crate) fn sent(
    fields: &'static [&'static str],
    known: Vec<String>,
) -> impl Strategy<Value = Sent> {
    let kind = prop_oneof![24 => Just(Some(FORM)), 2 => select(CONTENT_TYPES.as_slice()).prop_map(Some), 1 => Just(None)];
    let query = prop_oneof![4 => Just(String::new()), 1 => query()];
    (
        any::<bool>(),
        query,
        body(fields, known),
        kind,
        cookies(),
        headers(),
    )
        .prop_map(
            |(script, query, body, content_type, cookies, headers)| Sent {
                script,
                query,
                body,
                content_type,
                cookies,
                headers,
            },
        )
}

/// Visits of a page.
pub(crate) fn visit() -> impl Strategy<Value = Sent> {
    (query(), cookies(), headers()).prop_map(|(query, cookies, headers)| Sent {
        script: false,
        query,
        body: Vec::new(),
        content_type: None,
        cookies,
        headers,
    })
}
