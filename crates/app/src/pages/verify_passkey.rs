//! A passkey in a recovery: it counts as both steps.

use super::Refresh;
use super::verify_parts::{OtherWay, Stop, TimeLimit, heading};
use crate::actions::passkeys::EnterPasskey;
use crate::components::{Card, Form, PasskeyForm, Shown, Submit, problem};
use crate::language::t;
use crate::screens::Limit;
use leptos::prelude::*;
use regain_domain::ProofClass;

/// A passkey.
#[component]
pub(super) fn Passkey(
    passed: Option<ProofClass>,
    day: bool,
    limit: Option<Limit>,
    refresh: Refresh,
) -> impl IntoView {
    let enter = Form::to::<EnterPasskey>();
    refresh.after(enter);
    let problem = problem(enter);
    view! {
        <Card title=t(|t| t.verify.passkey_heading) above=heading(passed)>
            <p class="card__lead">{t(|t| t.verify.passkey_lead)}</p>
            <p class="card__note without-script">{t(|t| t.verify.passkey_script)}</p>
            <Shown problem here=|_| true/>
            <PasskeyForm form=enter purpose="recover">
                <Submit text=t(|t| t.verify.passkey) busy_text=t(|t| t.verify.busy) busy=enter.pending()/>
            </PasskeyForm>
            <TimeLimit day limit/>
            <OtherWay refresh/>
            <Stop/>
        </Card>
    }
}
