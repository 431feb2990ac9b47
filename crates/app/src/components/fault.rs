//! The notice for a fault of the server.

use super::{Card, Notice, Tone};
use crate::language::{t, texts};
use leptos::prelude::*;

/// The server has a problem.
#[component]
pub(crate) fn Fault() -> impl IntoView {
    view! {
        <Card title=t(|t| t.common.fault.title)>
            <Notice tone=Tone::Error>{move || texts().common.fault.text}</Notice>
            <a class="button button--primary" rel="external" href="">{t(|t| t.common.try_again)}</a>
        </Card>
    }
}
