//! `/account/history`: what happened to one's own account, with a mark that really verifies.

use super::screened::{Ask, screened};
use super::{Refresh, parameter};
use crate::components::{Card, Loading, Notice, Tone};
use crate::language::{t, texts, use_language};
use crate::paths;
use crate::screens::{HistoryScreen, HistoryScreenLine};
use crate::texts::Texts;
use leptos::prelude::*;
use regain_domain::Timestamp;

/// The signed-in person's own history.
#[component]
pub(crate) fn HistoryPage() -> impl IntoView {
    let before = parameter("before");
    screened(
        move || Ask::History(before.get().unwrap_or_default()),
        Refresh::new(),
        |screen: Option<HistoryScreen>| match screen {
            Some(screen) => view! { <History screen/> }.into_any(),
            None => view! { <Loading/> }.into_any(),
        },
    )
}

#[component]
fn History(screen: HistoryScreen) -> impl IntoView {
    let HistoryScreen { lines, older, total, newest, verified } = screen;
    let language = use_language();
    let total = move || (Texts::of(language.0.get()).history.total)(total);
    view! {
        <Card title=t(|t| t.history.heading) wide=true>
            <p class="card__lead">{t(|t| t.history.lead)}</p>
            {match verified {
                true => view! { <Notice tone=Tone::Done>{move || texts().history.verified}</Notice> }.into_any(),
                false => view! { <Notice tone=Tone::Error>{move || texts().history.broken}</Notice> }.into_any(),
            }}
            <ol class="history" reversed=true>
                {lines.into_iter().map(|line| view! { <Line line/> }).collect_view()}
            </ol>
            <p>{total}</p>
            <nav class="card__foot" aria-label=t(|t| t.history.heading)>
                {(!newest).then(|| view! { <a class="link" href=paths::HISTORY>{t(|t| t.history.newest)}</a> })}
                {older.map(|older| {
                    let href = format!("{}?before={older}", paths::HISTORY);
                    view! { <a class="link" href=href>{t(|t| t.history.older)}</a> }
                })}
                <a class="link" href=paths::ACCOUNT>{t(|t| t.history.back)}</a>
            </nav>
        </Card>
    }
}

#[component]
fn Line(line: HistoryScreenLine) -> impl IntoView {
    let language = use_language();
    let genuine = line.genuine;
    let at = line.at;
    let what = {
        let line = line.clone();
        move || Texts::of(language.0.get()).history_line(&line)
    };
    let more = move || Texts::of(language.0.get()).history_facts(&line);
    view! {
        <li class="history__line">
            <p class="history__what">{what}</p>
            // On a line of its own: when script turns it into the reader's zone, nothing else moves.
            <p class="history__more"><When at/></p>
            <p class="history__more">{more}</p>
            {(!genuine).then(|| view! { <p class="field__error">{t(|t| t.history.changed)}</p> })}
        </li>
    }
}

/// A moment: in UTC at first, and in the browser's own zone where script runs.
#[component]
fn When(at: Timestamp) -> impl IntoView {
    let language = use_language();
    let local = RwSignal::new(false);
    Effect::new(move |_| local.set(true));
    let (year, month, day, hour, minute) = at.in_utc();
    let machine = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}Z");
    let shown = move || {
        let texts = Texts::of(language.0.get());
        match local.get().then(|| in_own_zone(at, texts.language.tag())).flatten() {
            Some(own) => own,
            None => (texts.history.moment)(at),
        }
    };
    view! { <time datetime=machine>{shown}</time> }
}

#[cfg(feature = "hydrate")]
fn in_own_zone(at: Timestamp, language: &str) -> Option<String> {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "long"), ("timeStyle", "short")] {
        js_sys::Reflect::set(&options, &name.into(), &value.into()).ok()?;
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of this era are far below 2⁵³")]
    let date = js_sys::Date::new(&(at.as_millis() as f64).into());
    date.to_locale_string(language, &options).as_string()
}

#[cfg(not(feature = "hydrate"))]
const fn in_own_zone(_: Timestamp, _: &str) -> Option<String> {
    None
}
