//! S93: no code writes HTML out of data. Everything goes through Leptos' and askama's escaping; the
//! sources contain nothing that could get around it.

use std::fs;
use std::path::{Path, PathBuf};

/// Calls that put text into a document as markup, in Rust or in a script.
const WRITERS: [&str; 14] = [
    "inner_html",
    "innerhtml",
    "outer_html",
    "outerhtml",
    "insert_adjacent_html",
    "insertadjacenthtml",
    "document.write",
    "document().write",
    "create_contextual_fragment",
    "createcontextualfragment",
    "parse_from_string",
    "domparser",
    "srcdoc",
    "set_html",
];

/// Words that turn askama's escaping off.
const UNESCAPED: [&str; 6] = [
    "|safe",
    "| safe",
    "|escape(",
    "escape = \"none\"",
    "escape=\"none\"",
    "markupdisplay",
];

/// The crates that make pages and mails.
const MAKERS: [&str; 4] = ["app", "frontend", "mail", "server"];

/// The sources of these crates, without tests.
fn sources(crates: &[&str]) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for name in crates {
        for part in ["src", "templates"] {
            walk(&folder.join(name).join(part), &mut found);
        }
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("a folder can be read").path();
        if path.is_dir() {
            walk(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The lines of a source with one of these words, in any case.
fn lines_with(text: &str, words: &[&str]) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| {
        let small = line.to_lowercase();
        words.iter().any(|word| small.contains(word))
    });
    lines.map(str::to_owned).collect()
}

#[test]
fn s93_no_source_writes_html_out_of_data_or_turns_escaping_off() {
    let sources = sources(&MAKERS);
    assert!(
        sources.len() > 150,
        "{} files were looked at",
        sources.len()
    );
    assert!(
        sources
            .iter()
            .filter(|path| path.extension().is_some_and(|kind| kind == "html"))
            .count()
            >= 3
    );
    for path in sources {
        let text = fs::read_to_string(&path).expect("a source is text");
        for words in [&WRITERS[..], &UNESCAPED] {
            assert_eq!(
                lines_with(&text, words),
                Vec::<String>::new(),
                "{}",
                path.display()
            );
        }
    }
}

/// The code without comments, with each chained call on the line of its receiver.
fn with_chains_on_one_line(text: &str) -> String {
    let mut code = String::new();
    for line in text.lines() {
        let call = line.trim_start();
        if call.starts_with("//") {
            continue;
        }
        if call.starts_with('.') {
            code.push_str(call);
        } else {
            code.push('\n');
            code.push_str(line);
        }
    }
    code
}

/// Leptos writes the content of these elements unescaped; `in_raw_element` escapes it.
#[test]
fn s93_where_leptos_does_not_escape_we_do() {
    let mut titles = 0;
    let mut areas = 0;
    for path in sources(&["app"]) {
        let text = fs::read_to_string(&path).expect("a source is text");
        for line in lines_with(
            &with_chains_on_one_line(&text),
            &[
                "titleprops::builder",
                "</textarea>",
                "<title",
                "<noscript",
                "<style",
                "<script",
            ],
        ) {
            // The script's text is a constant without any data.
            let constant = line.contains("{NOTES}")
                && text.contains("const NOTES: &str = include_str!(\"page.js\")");
            assert!(
                line.contains("in_raw_element(&") || constant,
                "{}: {line}",
                path.display()
            );
            titles += u32::from(line.contains("TitleProps"));
            areas += u32::from(line.contains("textarea"));
        }
    }
    assert_eq!((titles, areas), (1, 1));
}

#[test]
fn s93_the_ways_around_escaping_are_found() {
    for line in [
        "<div inner_html=name/>",
        "element.set_inner_html(name)",
        "element.innerHTML = name",
        "document.write(x)",
    ] {
        assert_eq!(lines_with(line, &WRITERS).len(), 1, "{line}");
    }
    for line in [
        "{{ name|safe }}",
        "#[template(path = \"x.html\", escape = \"none\")]",
    ] {
        assert_eq!(lines_with(line, &UNESCAPED).len(), 1, "{line}");
    }
}
