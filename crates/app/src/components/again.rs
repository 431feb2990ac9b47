//! A button for repeating a request once that is possible.

use crate::language::texts;
use leptos::prelude::*;

/// The button, and the time to wait. Without JavaScript there is no countdown, and the server says if it is too
/// early.
#[component]
pub(crate) fn Again(
    /// Seconds to wait.
    seconds: u32,
    /// Whether it is the main action.
    #[prop(optional)]
    primary: bool,
    /// The button's text.
    children: Children,
) -> impl IntoView {
    let left = RwSignal::new(seconds);
    let counting = count_down(left);
    let said = Signal::derive(move || match left.get() {
        0 => texts().verify.resend_ready.to_owned(),
        seconds => (texts().verify.wait)(seconds),
    });
    view! {
        <p class="countdown" id="resend-wait">{said}</p>
        <button
            type="submit"
            class=if primary { "button button--primary" } else { "button button--quiet" }
            aria-describedby="resend-wait"
            aria-disabled=move || (counting.get() && left.get() > 0).then_some("true")
        >
            {children()}
        </button>
    }
}

/// Decrements `left` each second, down to zero. Returns whether it is counting, which it isn't without
/// JavaScript.
fn count_down(left: RwSignal<u32>) -> RwSignal<bool> {
    let counting = RwSignal::new(false);
    Effect::new(move |_| {
        counting.set(true);
        let every_second = set_interval_with_handle(
            move || left.update(|left| *left = left.saturating_sub(1)),
            std::time::Duration::from_secs(1),
        );
        on_cleanup(move || {
            if let Ok(handle) = every_second {
                handle.clear();
            }
        });
    });
    counting
}
