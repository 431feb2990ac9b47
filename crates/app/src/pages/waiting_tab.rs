//! The tab that waits for a mailed link.

use super::Refresh;
#[cfg(feature = "hydrate")]
use crate::paths;
#[cfg(feature = "hydrate")]
use leptos::prelude::*;
use regain_domain::ProofClass;

/// Checks every two seconds whether another tab of this browser has confirmed the link, and moves on when it has.
#[cfg(feature = "hydrate")]
pub(super) fn wait_for_link(passed: Option<ProofClass>, refresh: Refresh) {
    use crate::marks;
    use crate::screens::RecoveryProgress;

    let here = if passed.is_some() { 2 } else { 1 };
    let asking = StoredValue::new(false);
    let ask = move || {
        if asking.try_get_value() != Some(false) {
            return;
        }

        asking.set_value(true);
        leptos::task::spawn_local(async move {
            let answer = async {
                let request = gloo_net::http::Request::get(paths::RECOVER_PROGRESS);
                request
                    .header(marks::HEADER, &marks::present())
                    .send()
                    .await?
                    .json::<RecoveryProgress>()
                    .await
            };
            let moved = answer.await.is_ok_and(|progress| progress.step != here);
            if asking.try_get_value().is_some() {
                asking.set_value(moved);
                if moved {
                    refresh.now();
                }
            }
        });
    };
    Effect::new(move |_| {
        let asked = set_interval_with_handle(ask, std::time::Duration::from_secs(2));
        on_cleanup(move || {
            if let Ok(handle) = asked {
                handle.clear();
            }
        });
    });
}

#[cfg(not(feature = "hydrate"))]
pub(super) const fn wait_for_link(_: Option<ProofClass>, _: Refresh) {}
