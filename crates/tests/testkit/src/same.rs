//! Compares answers byte for byte, without the parts that always differ (S1, S2).

use crate::Answer;
use std::fmt::Write as _;

/// Everything that a client can see of an answer: status, headers, cookies, body. It leaves out the
/// page's nonce, the request's id and the digest of the cookie that forms carry, which differ in
/// any two answers, and each of `typed`, which the client knows already.
#[must_use]
pub fn comparable(answer: &Answer, typed: &[&str]) -> String {
    let mut headers: Vec<String> = Vec::new();
    for (name, value) in &answer.headers {
        if name != "x-request-id" && name != "date" && name != "regain-shown" {
            headers.push(format!("{name}: {}", value.to_str().unwrap_or("not ASCII")));
        }
    }
    headers.sort_unstable();
    let mut text = format!("{}\n", answer.status);
    for header in headers {
        let _ = writeln!(text, "{header}");
    }
    let _ = write!(text, "\n{}", answer.body);
    if let Some(marks) = shown(answer).filter(|marks| !marks.is_empty()) {
        text = text.replace(marks, "SHOWN");
    }
    if let Some(nonce) = nonce(answer) {
        text = text.replace(&nonce, "NONCE");
    }
    for word in typed {
        text = text
            .replace(word, "TYPED")
            .replace(&word.replace('@', "%40"), "TYPED");
    }
    text
}

/// The nonce of a page's policy.
fn nonce(answer: &Answer) -> Option<String> {
    let policy = answer.header("content-security-policy")?;
    policy
        .split_once("'nonce-")?
        .1
        .split_once('\'')
        .map(|(nonce, _)| nonce.to_owned())
}

/// The digest of the cookie for which the page was made.
fn shown(answer: &Answer) -> Option<&str> {
    answer
        .body
        .split_once(" data-shown=\"")?
        .1
        .split_once('"')
        .map(|(marks, _)| marks)
}
