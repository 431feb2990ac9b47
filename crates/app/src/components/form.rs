//! Forms that post to a server function: by the browser itself or, with script, without leaving the page.
//!
//! One implementation for all forms. Leptos' own `ActionForm` is compiled again for every server function, which
//! took up a third of the bundle; here a form is data: an address, whether a submission is under way, and its last
//! answer.

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

    /// Whether the browser is solving the puzzle that the server sets under pressure.
    pub(crate) fn proving(self) -> Signal<bool> {
        self.proving.into()
    }

    /// The form's target.
    pub(crate) fn path(self) -> String {
        self.path.get_value()
    }

    /// Whether it is done and this page stays, so that its data must be reloaded. If the form leads to another
    /// page, this one's data is out of date, and requesting it would lead elsewhere again.
    pub(crate) fn is_done_here(self) -> bool {
        self.answer.get() == Some(Answer::Done) && !self.leads_away.get_untracked()
    }

    /// The answer to the last submission.
    pub(crate) fn answer(self) -> Option<Answer> {
        self.answer.get()
    }
}

/// A form; the names of its fields are the arguments of the server function.
#[component]
pub(crate) fn PostForm(
    /// The form's state and target.
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

/// The page's marks, for a form that the browser sends by itself.
#[component]
pub(crate) fn MarkField() -> impl IntoView {
    view! { <input type="hidden" name=crate::marks::FIELD value=crate::marks::present()/> }
}

/// Sends pairs to the form's server function by script only.
pub(crate) fn sender(
    form: Form,
) -> impl Fn(&'static [(&'static str, &'static str)]) + Copy + 'static {
    browser::pairs_sender(form)
}

/// The body to send if script takes the form over; `None` if it doesn't, and the browser sends the form.
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

    /// The fields as the browser would send them, including the pressed button's value; fields that others added
    /// to the form are left out.
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
        /// Whether the person kept filling something in after a form was sent; `None` before the first was.
        static WENT_ON: Cell<Option<bool>> = const { Cell::new(None) };
    }

    fn post(form: Form, body: String) {
        if form.is_busy() {
            return;
        }

        form.begin();
        leptos::task::spawn_local(form.go_on(body));
    }

    /// The current page is about to show an answer. If script breaks over it, or a refusal can't be shown because
    /// something changed the page, loads the page that the server renders for it. Not if the person went on typing
    /// meanwhile: a refusal of what they have changed is out of date, and loading a page would lose what they typed.
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

        // By then it is shown.
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
        /// Whether a submission is under way, without tracking.
        pub(crate) fn is_busy(self) -> bool {
            self.pending.try_get_untracked() != Some(false)
        }

        /// Begins a submission.
        pub(crate) fn begin(self) {
            if WENT_ON.replace(Some(false)).is_none() {
                for event in ["input", "change"] {
                    // Kept for as long as the page lives.
                    let _ = window_event_listener_untyped(event, |_| WENT_ON.set(Some(true)));
                }
            }

            self.pending.try_set(true);
        }

        /// Ends before anything was sent.
        pub(crate) fn end(self, refusal: Option<Refusal>) {
            // The page may be gone by now.
            self.pending.try_set(false);
            self.answer.try_set(refusal.map(Answer::Refused));
        }

        /// Sends, and processes the answer.
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

            // The page that a refusal leads to gives the reason.
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
