//! Times by the reader's own clock: in the zone that the browser has reported or, with script, in the browser's
//! own. If neither is known, in UTC, labelled as such.

use crate::language::use_language;
use leptos::prelude::*;
use regain_domain::{Moment, Timestamp};

/// Shows a time: in machine form, and in the server's wording.
pub(crate) fn moment(machine: String, said: String) -> AnyView {
    let language = use_language();
    let runs = runs();
    let datetime = machine.clone();
    let shown = move || {
        let own = runs.get().then(|| parse(&machine)).flatten().map(own_clock);
        own.map_or_else(
            || said.clone(),
            |moment| moment.date_and_time(language.0.get()),
        )
    };

    view! { <time datetime=datetime>{shown}</time> }.into_any()
}

/// A time by the reader's clock, as far as known.
pub(crate) fn by_the_readers_clock(at: Timestamp) -> Signal<Moment> {
    let runs = runs();
    Signal::derive(move || {
        if runs.get() {
            own_clock(at)
        } else {
            as_the_page_came(at)
        }
    })
}

/// Whether script runs, and has taken over the page.
fn runs() -> RwSignal<bool> {
    let runs = RwSignal::new(false);
    Effect::new(move |_| runs.set(true));
    runs
}

#[cfg(feature = "ssr")]
fn as_the_page_came(at: Timestamp) -> Moment {
    crate::request::moment(at)
}

/// The server's wording isn't known here; it is replaced at once.
#[cfg(not(feature = "ssr"))]
const fn as_the_page_came(at: Timestamp) -> Moment {
    Moment::in_utc(at)
}

#[cfg(feature = "hydrate")]
fn parse(machine: &str) -> Option<Timestamp> {
    let millis = js_sys::Date::parse(machine);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of a date are whole and far below 2^53"
    )]
    millis
        .is_finite()
        .then_some(Timestamp::from_millis(millis as i64))
}

#[cfg(feature = "hydrate")]
fn own_clock(at: Timestamp) -> Moment {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds of a date are far below 2^53"
    )]
    let date = js_sys::Date::new(&(at.as_millis() as f64).into());
    #[expect(
        clippy::cast_possible_truncation,
        reason = "minutes of a day; what is no number becomes 0"
    )]
    let behind = date.get_timezone_offset() as i32;
    Moment::own(at, -behind)
}

#[cfg(not(feature = "hydrate"))]
const fn parse(_: &str) -> Option<Timestamp> {
    None
}

#[cfg(not(feature = "hydrate"))]
const fn own_clock(at: Timestamp) -> Moment {
    Moment::in_utc(at)
}
