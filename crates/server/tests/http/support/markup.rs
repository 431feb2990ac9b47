//! The elements of an answer as a browser reads them, by the tokenizer of the HTML standard.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{Rawtext, Rcdata, ScriptData};
use html5ever::tokenizer::{
    BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use std::cell::RefCell;

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

#[derive(Default)]
struct Elements(RefCell<Vec<Element>>);

impl TokenSink for Elements {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else {
            return TokenSinkResult::Continue;
        };
        if tag.kind != TagKind::StartTag {
            return TokenSinkResult::Continue;
        }
        let attributes = tag
            .attrs
            .iter()
            .map(|one| (one.name.local.to_string(), one.value.to_string()))
            .collect();
        self.0.borrow_mut().push(Element {
            name: tag.name.to_string(),
            attributes,
        });
        // As the tree builder would say: in these, tags are text.
        match &*tag.name {
            "script" => TokenSinkResult::RawData(ScriptData),
            "style" | "iframe" | "noembed" | "noframes" | "xmp" => {
                TokenSinkResult::RawData(Rawtext)
            }
            "title" | "textarea" => TokenSinkResult::RawData(Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }
}

/// The elements of an answer, in order.
pub(crate) fn elements(html: &str) -> Vec<Element> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let tokenizer = Tokenizer::new(Elements::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner()
}

#[test]
fn tags_are_told_from_what_only_looks_like_them() {
    let names = |html: &str| {
        elements(html)
            .into_iter()
            .map(|element| element.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("<p title=\"<b>\">a &lt;i&gt; <!-- <u> --></p><BR/>"),
        ["p", "br"]
    );
    assert_eq!(
        names("<script>'<b>'</script><title><i></title><textarea><u></textarea>"),
        ["script", "title", "textarea"]
    );
    assert_eq!(
        elements("<a HREF='x&amp;y' b>")[0].attribute("href"),
        Some("x&y")
    );
}
