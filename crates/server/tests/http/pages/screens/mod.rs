//! Screens tell what is true now: of this recovery, of this code, at this moment, by the reader's
//! clock. Acts that take something from somebody ask first.

mod danger;
mod endings;
mod moments;
mod steps;

use regain_testkit::Answer;

/// The words of the primary buttons.
fn primary(page: &Answer) -> Vec<String> {
    buttons(page, |class| class.contains("button--primary"))
}

/// The words of the buttons, and of links that look like buttons, whose class matches.
fn buttons(page: &Answer, like: impl Fn(&str) -> bool) -> Vec<String> {
    let body = page.body.split_once("<body").expect("a page").1;
    let tags = [("<button ", "</button>"), ("<a ", "</a>")];
    let mut found: Vec<(usize, String)> = Vec::new();
    for (open, close) in tags {
        for (at, _) in body.match_indices(open) {
            let Some((tag, rest)) = body[at..].split_once('>') else {
                continue;
            };
            let class = tag
                .split_once(" class=\"")
                .and_then(|(_, rest)| rest.split('"').next())
                .unwrap_or_default();
            if !class.starts_with("button") || !like(class) {
                continue;
            }
            let inner = rest.split_once(close).map_or(rest, |(inner, _)| inner);
            // "Checking…" lies in the same cell.
            let shown = inner
                .split("<span class=\"button__busy")
                .next()
                .unwrap_or_default();
            let text = shown.split('<').enumerate();
            let text = text.map(|(nth, part)| {
                if nth == 0 {
                    part
                } else {
                    part.split_once('>').map_or("", |(_, text)| text)
                }
            });
            found.push((at, text.collect::<String>().trim().to_owned()));
        }
    }
    found.sort();
    found.into_iter().map(|(_, words)| words).collect()
}
