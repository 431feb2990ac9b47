//! Text typed in a plain form that was refused: restored once, except secrets.
//!
//! With script the form never leaves the page, so this isn't used. The draft stays in the browser, in a cookie for
//! five minutes, because no URL may carry personal data (S89).

use super::cookies::{Cookies, forget_draft, set_draft};

pub(crate) fn keep(fields: &[(&str, &str)]) {
    let mut draft = String::new();
    for (name, value) in fields {
        let short: String = value.chars().take(300).collect();
        draft.push_str(name);
        draft.push('=');
        draft.push_str(&short.replace(['\n', '\r'], " "));
        draft.push('\n');
    }

    set_draft(draft);
}

pub(crate) fn forget() {
    if Cookies::present().draft().is_some() {
        forget_draft();
    }
}

/// The text typed in the field of this name before the form was refused.
#[must_use]
pub fn draft(name: &str) -> Option<String> {
    let cookies = Cookies::present();
    let line = cookies.draft()?.lines().find_map(|line| {
        line.strip_prefix(name)?
            .strip_prefix('=')
            .map(str::to_owned)
    });
    line.filter(|value| !value.is_empty())
}
