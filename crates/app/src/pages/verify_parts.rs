//! Parts shared by all steps of a recovery: the step's number, its time limit, and the ways out.

use super::Refresh;
use crate::actions::recovery::{ChooseAnotherWay, StopRecovery};
use crate::components::{Form, PostForm, Quiet, by_the_readers_clock};
use crate::figures::figured;
use crate::language::{t, texts, use_language};
use crate::paths;
use crate::screens::Limit;
use leptos::prelude::*;
use regain_domain::{Language, ProofClass, Timestamp, policy};

/// "Verification step 1 of 2", or of step 2.
pub(super) fn heading(passed: Option<ProofClass>) -> Signal<&'static str> {
    match passed {
        None => t(|t| t.verify.heading_first),
        Some(_) => t(|t| t.verify.heading_second),
    }
}

/// After the first gate, or while waiting for contacts: the time left and, after the gate, the end time by the
/// reader's clock. Shortly before the end, a warning and the way to start again.
#[component]
pub(super) fn TimeLimit(#[prop(optional)] day: bool, limit: Option<Limit>) -> impl IntoView {
    let until = limit.map(|limit| by_the_readers_clock(Timestamp::from_millis(limit.at)));
    let soon = limit.map(|limit| ends_soon(limit.seconds));
    let language = use_language();
    let said = move || {
        let words = &texts().verify;
        let language = language.0.get();
        let long = figured(if day {
            words.time_limit_day
        } else {
            words.time_limit
        });
        let Some(until) = until else {
            return long.to_owned();
        };

        let until = if day {
            until.get().date_and_time(language)
        } else {
            until.get().time(language)
        };

        let between = if language == Language::English {
            " "
        } else {
            ""
        };

        [long, between, &(words.until)(&until)].concat()
    };
    let warning = move || {
        soon.is_some_and(|soon| soon.get()).then(|| {
            view! {
                <div class="notice notice--warn">
                    <div class="notice__body">
                        <p>{t(|t| t.verify.ends_soon)}</p>
                        <p><a class="link" href=paths::RECOVER>{t(|t| t.verify.expired.action)}</a></p>
                    </div>
                </div>
            }
        })
    };

    (day || limit.is_some()).then(|| {
        view! {
            <p class="countdown">{said}</p>
            <div aria-live="polite">{warning}</div>
        }
    })
}

/// Whether the end is near: when the page was loaded or, with script, from then on.
fn ends_soon(seconds: u32) -> RwSignal<bool> {
    let before = u32::try_from(policy::FLOW_ENDS_SOON.as_secs()).unwrap_or(u32::MAX);
    let soon = RwSignal::new(seconds <= before);
    Effect::new(move |_| {
        let Some(wait) = seconds.checked_sub(before).filter(|wait| *wait > 0) else {
            return;
        };

        let wait = std::time::Duration::from_secs(wait.into());
        let waiting = set_timeout_with_handle(
            move || {
                let _ = soon.try_set(true);
            },
            wait,
        );
        on_cleanup(move || {
            if let Ok(waiting) = waiting {
                waiting.clear();
            }
        });
    });

    soon
}

/// "Stop and start again".
#[component]
pub(super) fn Stop() -> impl IntoView {
    let stop = Form::to::<StopRecovery>();
    view! {
        <div class="card__foot">
            <PostForm form=stop>
                <Quiet text=t(|t| t.verify.stop)/>
            </PostForm>
        </div>
    }
}

#[component]
pub(super) fn OtherWay(refresh: Refresh) -> impl IntoView {
    let other = Form::to::<ChooseAnotherWay>();
    refresh.after(other);
    view! {
        <PostForm form=other>
            <Quiet text=t(|t| t.verify.other_way)/>
        </PostForm>
    }
}
