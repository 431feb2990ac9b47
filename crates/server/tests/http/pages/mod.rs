//! Every page and every request as such: headers, forms, links, language, screens, cookies and
//! tabs.

mod answers;
mod forms;
mod headers;
mod language;
mod links;
mod no_cookies;
mod request_line;
mod screens;
mod two_tabs;
