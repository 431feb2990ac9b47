//! Marks: short public digests of the recovery, sign-in, invitation, request or person that a page was made for.
//! Its forms carry them, and the server refuses to act if they differ from the browser's current cookies, because two
//! tabs share cookies.
//!
//! Without JavaScript a hidden field carries the marks. With it, each tab keeps its own, which only its own
//! exchanges change.

/// The hidden field.
pub const FIELD: &str = "shown";
/// The header that script sends instead of the field, and in which the answer brings the marks to use from now
/// on.
pub const HEADER: &str = "regain-shown";
/// The header by which script says that the previous answer set a cookie.
pub const GIVEN: &str = "regain-cookie-given";
/// The part of an answer's header that says it sets a cookie.
pub const BRINGS_COOKIE: &str = "+";
/// The attribute with the first page's marks.
#[cfg(feature = "hydrate")]
const ATTRIBUTE: &str = "data-shown";

/// The page's marks, separated by dots; empty if the page is about nobody.
pub(crate) fn present() -> String {
    kept::present()
}

#[cfg(feature = "hydrate")]
pub(crate) use kept::{take_given, take_header};

#[cfg(feature = "hydrate")]
mod kept {
    use leptos::prelude::document;
    use std::cell::{Cell, RefCell};

    thread_local! {
        static MARKS: RefCell<Vec<String>> = RefCell::new(of_the_page());
        static GIVEN: Cell<bool> = const { Cell::new(false) };
    }

    fn of_the_page() -> Vec<String> {
        let brand = document().query_selector(".brand__name").ok().flatten();
        let marks = brand
            .and_then(|brand| brand.get_attribute(super::ATTRIBUTE))
            .unwrap_or_default();
        marks
            .split('.')
            .filter(|mark| !mark.is_empty())
            .map(str::to_owned)
            .collect()
    }

    pub(crate) fn present() -> String {
        MARKS.with_borrow(|marks| marks.join("."))
    }

    /// Applies the marks of an answer: each replaces the one of its kind, and a kind alone removes it.
    pub(crate) fn take_header(value: &str) {
        for mark in value.split('.').filter(|mark| !mark.is_empty()) {
            if mark == super::BRINGS_COOKIE {
                GIVEN.set(true);
                continue;
            }

            let kind = mark.get(..1).unwrap_or(mark);
            MARKS.with_borrow_mut(|marks| {
                marks.retain(|known| !known.starts_with(kind));
                if mark.len() > kind.len() {
                    marks.push(mark.to_owned());
                }
            });
        }
    }

    /// Whether the previous answer set a cookie; true only once.
    pub(crate) fn take_given() -> bool {
        GIVEN.take()
    }
}

/// A request extension: the marks of the page.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct OfThePage(pub String);

#[cfg(feature = "ssr")]
mod kept {
    use axum::http::request::Parts;
    use leptos::prelude::use_context;

    pub(super) fn present() -> String {
        let parts = use_context::<Parts>();
        parts
            .and_then(|parts| {
                let marks = parts.extensions.get::<super::OfThePage>();
                marks.map(|marks| marks.0.clone())
            })
            .unwrap_or_default()
    }
}

#[cfg(not(any(feature = "hydrate", feature = "ssr")))]
mod kept {
    pub(super) const fn present() -> String {
        String::new()
    }
}
