//! What a page shows, as marks: short public digests of the recovery, sign-in, invitation, request or person that it was made
//! for. Its forms carry them, and the server does nothing for a page that shows something else than the browser's cookies say
//! by now: two tabs share them.
//!
//! Without script a hidden field carries the marks. A tab with script keeps its own, which only its own exchanges change.

/// The hidden field.
pub const FIELD: &str = "shown";
/// The header that script sends in place of the field, and that brings script the marks of what it shows from now on.
pub const HEADER: &str = "regain-shown";
/// The header by which script says that the answer before brought a cookie.
pub const GIVEN: &str = "regain-cookie-given";
/// The part of an answer's header that says that it brings a cookie.
pub const BRINGS_COOKIE: &str = "+";
/// Where the first page has its marks.
#[cfg(feature = "hydrate")]
const ATTRIBUTE: &str = "data-shown";

/// The marks of the page, parted by points; empty if it shows nothing of anybody.
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

    /// Takes what an answer brought: each mark replaces the one of its kind, and a kind alone ends it.
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

    /// Whether the answer before brought a cookie; asked once.
    pub(crate) fn take_given() -> bool {
        GIVEN.take()
    }
}

/// A request extension: the marks of what its page shows.
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
