//! Forms that post to a server function: by the browser itself, or, where script runs, without leaving the page.
//!
//! One implementation for all of them. Leptos' own `ActionForm` is compiled anew for every server function, which made
//! a third of the bundle; here a form is data: an address, whether it is under way, and its last answer.

use crate::answer::Answer;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The submissions of one form.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    path: StoredValue<String>,
    pending: RwSignal<bool>,
    proving: RwSignal<bool>,
    answer: RwSignal<Option<Answer>>,
    leads_away: RwSignal<bool>,
}

impl Form {
    /// A form of the server function `S`.
    pub(crate) fn to<S: ServerFn<Output = Answer>>() -> Self {
        Self::at(S::PATH)
    }

    /// A form of the server function with this address.
    pub(crate) fn at(path: impl Into<String>) -> Self {
        Self {
            path: StoredValue::new(path.into()),
            pending: RwSignal::new(false),
            proving: RwSignal::new(false),
            answer: RwSignal::new(None),
            leads_away: RwSignal::new(false),
        }
    }

    /// Whether a submission is under way.
    pub(crate) fn pending(self) -> Signal<bool> {
        self.pending.into()
    }

    /// Whether the browser is at work on what the server asked for under pressure.
    pub(crate) fn proving(self) -> Signal<bool> {
        self.proving.into()
    }

    /// Where it goes.
    pub(crate) fn path(self) -> String {
        self.path.get_value()
    }

    /// Whether it is done and this page, which stays, has to ask anew. Where it leads to another page, what this one shows
    /// is over, and asking for it would lead elsewhere again.
    pub(crate) fn is_done_here(self) -> bool {
        self.answer.get() == Some(Answer::Done) && !self.leads_away.get_untracked()
    }

    /// The answer to the last submission.
    pub(crate) fn answer(self) -> Option<Answer> {
        self.answer.get()
    }
}

/// A form; its content has the names of the server function's arguments.
#[component]
pub(crate) fn PostForm(
    /// Where it goes.
    form: Form,
    /// Its class.
    #[prop(default = "form")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    let send = browser::sender(form);
    view! {
        <form class=class method="post" action=form.path() novalidate=true on:submit=move |event| send(&event)>
            <MarkField/>
            {children()}
        </form>
    }
}

/// What the page of a form shows, for a form that the browser sends by itself.
#[component]
pub(crate) fn MarkField() -> impl IntoView {
    view! { <input type="hidden" name=crate::marks::FIELD value=crate::marks::present()/> }
}

/// Sends pairs to the form's server function by script alone.
pub(crate) fn sender(
    form: Form,
) -> impl Fn(&'static [(&'static str, &'static str)]) + Copy + 'static {
    browser::pairs_sender(form)
}

/// What a form that script takes over would send of these fields; none where it doesn't, and the browser sends it.
pub(crate) fn taken_over<S: AsRef<str>>(event: &SubmitEvent, fields: &[S]) -> Option<String> {
    browser::taken_over(event, &mut fields.iter().map(AsRef::as_ref))
}

#[cfg(feature = "hydrate")]
mod browser {
    use super::Form;
    use crate::answer::Answer;
    use crate::components::arrival::first_problem;
    use crate::components::exchange::{self, exchange};
    use crate::components::proven;
    use crate::fields::FIELDS;
    use leptos::ev::SubmitEvent;
    use leptos::prelude::*;
    use regain_domain::Refusal;
    use std::cell::Cell;
    use wasm_bindgen::JsCast;
    use web_sys::{FormData, HtmlFormElement, UrlSearchParams};

    pub(super) fn sender(form: Form) -> impl Fn(&SubmitEvent) + Clone + 'static {
        move |event: &SubmitEvent| {
            if let Some(body) = taken_over(event, &mut FIELDS.iter().copied()) {
                post(form, body);
            }
        }
    }

    pub(super) fn taken_over(
        event: &SubmitEvent,
        names: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let element: HtmlFormElement = event.target().and_then(|target| target.dyn_into().ok())?;
        let body = body(&element, event, names)?;
        event.prevent_default();
        Some(body)
    }

    pub(super) fn pairs_sender(
        form: Form,
    ) -> impl Fn(&'static [(&'static str, &'static str)]) + Copy + 'static {
        move |pairs| {
            if let Ok(body) = UrlSearchParams::new() {
                for (name, value) in pairs {
                    body.append(name, value);
                }
                post(form, body.to_string().into());
            }
        }
    }

    /// The fields as the browser would send them, the pressed button's value included; what others added to the form is
    /// left out.
    fn body(
        element: &HtmlFormElement,
        event: &SubmitEvent,
        names: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        let fields = FormData::new_with_form(element).ok()?;
        if let Some(button) = event.submitter()
            && let (Some(name), Some(value)) =
                (button.get_attribute("name"), button.get_attribute("value"))
        {
            fields.append_with_str(&name, &value).ok()?;
        }
        let given = UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?;
        let ours = UrlSearchParams::new().ok()?;
        for name in names {
            if let Some(value) = given.get(name) {
                ours.append(name, &value);
            }
        }
        Some(ours.to_string().into())
    }

    thread_local! {
        /// Whether the person went on filling something in since a form was sent; none before the first was.
        static WENT_ON: Cell<Option<bool>> = const { Cell::new(None) };
    }

    fn post(form: Form, body: String) {
        if form.is_busy() {
            return;
        }
        form.begin();
        leptos::task::spawn_local(form.go_on(body));
    }

    /// The page that is shown already is to show an answer. If script breaks over it, or a refusal has no place any more since
    /// something changed the page, the page that the server makes of it is gone to. Not so where the person went on meanwhile: what was
    /// said of what they have changed since then is over, and the page would forget it.
    fn shown_here(answer: Answer) {
        let at = window().location();
        let [path, query] = [at.pathname(), at.search()].map(Result::unwrap_or_default);
        let told = match answer.refusal() {
            Some(refusal) => {
                let joint = if query.is_empty() {
                    "?problem="
                } else {
                    "&problem="
                };
                [&*path, &*query, joint, refusal.code()].concat()
            }
            None => [path, query].concat(),
        };
        exchange::set_under_way(told.clone());
        let words = || {
            document()
                .query_selector("main")
                .ok()
                .flatten()
                .and_then(|main| main.text_content())
        };
        let before = words();
        // By then it is.
        request_animation_frame(move || {
            exchange::arrived();
            let went_on = WENT_ON.get() == Some(true);
            if answer.refusal().is_some()
                && first_problem().is_none()
                && words() == before
                && !went_on
            {
                let _ = window().location().assign(&told);
            }
        });
    }

    impl Form {
        /// Whether a submission is under way, asked once.
        pub(crate) fn is_busy(self) -> bool {
            self.pending.try_get_untracked() != Some(false)
        }

        /// A submission is under way.
        pub(crate) fn begin(self) {
            if WENT_ON.replace(Some(false)).is_none() {
                for event in ["input", "change"] {
                    // For as long as the page lives.
                    let _ = window_event_listener_untyped(event, |_| WENT_ON.set(Some(true)));
                }
            }
            self.pending.try_set(true);
        }

        /// It ended before anything was sent.
        pub(crate) fn end(self, refusal: Option<Refusal>) {
            // The page may be gone by now.
            self.pending.try_set(false);
            self.answer.try_set(refusal.map(Answer::Refused));
        }

        /// Sends, and takes the answer.
        pub(crate) async fn go_on(self, body: String) {
            let Some(path) = self.path.try_get_value() else {
                return;
            };
            let mut exchanged = exchange(&path, &body).await;
            if let Some(ticket) = exchanged
                .as_mut()
                .and_then(|exchanged| exchanged.work.take())
            {
                self.proving.try_set(true);
                if let Some(body) = proven(&body, &ticket).await {
                    exchanged = exchange(&path, &body).await;
                }
                self.proving.try_set(false);
            }
            let away = exchanged
                .as_ref()
                .is_some_and(|exchanged| exchanged.leads_away);
            let led = exchanged.as_ref().is_some_and(|exchanged| exchanged.leads);
            let answer =
                exchanged.and_then(|exchanged| serde_json::from_str(&exchanged.answer).ok());
            // The page may be gone by now.
            self.pending.try_set(false);
            self.leads_away.try_set(away);
            let answer = answer.unwrap_or(Answer::Refused(Refusal::NoAnswer));
            if !away {
                shown_here(answer);
            }
            // The page that a refusal leads to says why.
            self.answer
                .try_set(Some(answer).filter(|answer| !led || *answer == Answer::Done));
        }
    }
}

/// On the server nothing is pressed.
#[cfg(not(feature = "hydrate"))]
mod browser {
    use super::Form;
    use leptos::ev::SubmitEvent;

    pub(super) fn sender(_: Form) -> impl Fn(&SubmitEvent) + Clone + 'static {
        |_: &SubmitEvent| {}
    }

    pub(super) const fn taken_over(
        _: &SubmitEvent,
        _: &mut dyn Iterator<Item = &str>,
    ) -> Option<String> {
        None
    }

    pub(super) fn pairs_sender(
        _: Form,
    ) -> impl Fn(&'static [(&'static str, &'static str)]) + Copy + 'static {
        |_| {}
    }
}
