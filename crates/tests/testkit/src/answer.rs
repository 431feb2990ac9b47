//! The server's answers.

use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

/// An answer, with its body read to the end.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: String,
}

impl Answer {
    /// A header that occurs at most once.
    ///
    /// # Panics
    /// If it occurs more than once.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let value = values.next().and_then(|value| value.to_str().ok());
        assert!(values.next().is_none(), "two headers {name}");
        value
    }

    /// The address in its `Location` header.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.header(header::LOCATION.as_str())
    }

    /// Every `Set-Cookie` header.
    #[must_use]
    pub fn cookies(&self) -> Vec<String> {
        let values = self.headers.get_all(header::SET_COOKIE);
        values
            .iter()
            .map(|value| value.to_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it isn't.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// The code of its refusal: a plain form's is in the address that it leads to, script's in the
    /// value.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        match self.location() {
            Some(location) => {
                let (_, query) = location.split_once('?')?;
                let problem = query
                    .split('&')
                    .find_map(|pair| pair.strip_prefix("problem="));
                problem.map(str::to_owned)
            }
            None => serde_json::from_str::<Value>(&self.body).ok()?["Refused"]
                .as_str()
                .map(str::to_owned),
        }
    }

    /// The page's first heading, as text.
    ///
    /// # Panics
    /// If the page has none.
    #[must_use]
    pub fn heading(&self) -> String {
        let (_, rest) = self
            .body
            .split_once("<h1")
            .unwrap_or_else(|| panic!("a page without heading: {self:?}"));
        let (_, rest) = rest.split_once('>').expect("a tag ends");
        let (inner, _) = rest.split_once("</h1>").expect("a heading ends");
        plain(inner)
    }

    /// The page's text, without tags and scripts.
    #[must_use]
    pub fn words(&self) -> String {
        let mut text = String::new();
        let body = self
            .body
            .split_once("<body")
            .map_or(self.body.as_str(), |(_, body)| body);
        for (index, part) in body.split("<script").enumerate() {
            let part = match index {
                0 => part,
                _ => part.split_once("</script>").map_or("", |(_, rest)| rest),
            };
            text.push_str(&plain(part));
        }
        text
    }

    /// The value of a field in the page's forms.
    #[must_use]
    pub fn field_value(&self, name: &str) -> Option<String> {
        let tag = self
            .body
            .split("<input")
            .skip(1)
            .filter_map(|rest| rest.split('>').next());
        let mut of_name = tag.filter(|tag| tag.contains(&format!(" name=\"{name}\"")));
        let (_, rest) = of_name.next()?.split_once(" value=\"")?;
        rest.split('"').next().map(decoded)
    }

    /// The saved codes on the page.
    #[must_use]
    pub fn codes(&self) -> Vec<String> {
        let shown = self.body.split("<li class=\"codes__code\"><code>").skip(1);
        shown
            .filter_map(|rest| Some(rest.split_once('<')?.0.to_owned()))
            .collect()
    }

    /// Whether a box or choice with this value is ticked.
    #[must_use]
    pub fn is_ticked(&self, name: &str, value: &str) -> bool {
        let tags = self
            .body
            .split("<input")
            .skip(1)
            .filter_map(|rest| rest.split('>').next());
        let mut of_name = tags.filter(|tag| {
            tag.contains(&format!(" name=\"{name}\""))
                && tag.contains(&format!(" value=\"{value}\""))
        });
        of_name.next().is_some_and(|tag| tag.contains(" checked"))
    }
}

/// Text without tags.
fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for letter in html.chars() {
        match letter {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            _ => text.push(letter),
        }
    }
    decoded(&text)
}

fn decoded(html: &str) -> String {
    let quotes = html
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'");
    quotes
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}
