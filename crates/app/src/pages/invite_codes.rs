//! Step 3 of an enrolment: the saved recovery codes, shown once.

use super::Refresh;
use crate::actions::invite::NewSavedCodes;
use crate::components::{Card, Form, PostForm, Shown, Submit, problem};
use crate::language::{t, texts};
use crate::paths;
use leptos::prelude::*;
use regain_domain::EnrolmentStep;

/// The codes, and the ways to keep them.
#[component]
pub(super) fn KeepCodes(
    codes: Vec<String>,
    user_name: String,
    organisation: String,
    steps: u32,
) -> impl IntoView {
    view! {
        <Card title=t(|t| t.invite.codes_heading) step=(EnrolmentStep::SaveCodes.number(), steps)>
            <p class="card__lead">{t(|t| t.invite.codes_why)}</p>
            <CodesToKeep codes user_name organisation/>
            <a class="button button--primary" href=format!("{}?step=confirm", paths::INVITE)>
                {t(|t| t.invite.codes_kept)}
            </a>
        </Card>
    }
}

/// The codes themselves: to copy, download or print.
#[component]
pub(super) fn CodesToKeep(
    codes: Vec<String>,
    user_name: String,
    organisation: String,
) -> impl IntoView {
    let plain = codes.join("\n");
    let file = move || {
        let t = texts();
        format!(
            "{}\n\n{plain}\n\n{}\n",
            (t.invite.file_title)(&user_name, &organisation),
            t.invite.file_note
        )
    };
    let said = RwSignal::new(None::<&'static str>);
    let copied = {
        let file = file.clone();
        move |_| keep::copy(file(), said)
    };

    let downloaded = move |_| keep::download(&file(), said);
    let list = codes
        .into_iter()
        .map(|code| view! { <li class="codes__code"><code>{code}</code></li> })
        .collect_view();
    view! {
        <p>{t(|t| t.invite.codes_once)} " " {t(|t| t.invite.codes_where)}</p>
        <ol class="codes" aria-label=t(|t| t.invite.codes_list)>{list}</ol>
        <div class="actions needs-script">
            <button type="button" class="button" on:click=copied>{t(|t| t.invite.copy)}</button>
            <button type="button" class="button" on:click=downloaded>{t(|t| t.invite.download)}</button>
            <button type="button" class="button" on:click=move |_| keep::print()>{t(|t| t.invite.print)}</button>
        </div>
        <p class="countdown" role="status">{move || said.get()}</p>
    }
}

/// The codes can't be shown here any more, but new ones can be created.
#[component]
pub(super) fn MakeCodes(refresh: Refresh, steps: u32) -> impl IntoView {
    let form = Form::to::<NewSavedCodes>();
    refresh.after(form);
    let problem = problem(form);
    view! {
        <Card title=t(|t| t.invite.codes_heading) step=(EnrolmentStep::SaveCodes.number(), steps)>
            <p class="card__lead">{t(|t| t.invite.new_codes_hint)}</p>
            <Shown problem here=|_| true/>
            <PostForm form>
                <Submit text=t(|t| t.invite.new_codes) busy=form.pending()/>
            </PostForm>
            <a class="button button--quiet" href=format!("{}?step=confirm", paths::INVITE)>
                {t(|t| t.invite.codes_kept)}
            </a>
        </Card>
    }
}

/// Copies, downloads and prints with the browser's own means.
#[cfg(feature = "hydrate")]
mod keep {
    use crate::language::texts;
    use leptos::prelude::*;
    use wasm_bindgen::JsCast;

    pub(super) fn copy(text: String, said: RwSignal<Option<&'static str>>) {
        let words = &texts().invite;
        leptos::task::spawn_local(async move {
            let written = wasm_bindgen_futures::JsFuture::from(
                window().navigator().clipboard().write_text(&text),
            )
            .await;
            said.set(Some(if written.is_ok() {
                words.copied
            } else {
                words.copy_failed
            }));
        });
    }

    pub(super) fn download(text: &str, said: RwSignal<Option<&'static str>>) {
        let words = &texts().invite;
        if save(text, words.file_name).is_some() {
            said.set(Some(words.downloaded));
        }
    }

    fn save(text: &str, name: &str) -> Option<()> {
        // Without this mark Windows reads the text in the country's code page; without CRLF older editors show it as
        // one line.
        let text = ["\u{feff}", &text.replace('\n', "\r\n")].concat();
        let parts = js_sys::Array::of1(&wasm_bindgen::JsValue::from_str(&text));
        let blob = web_sys::Blob::new_with_str_sequence(&parts).ok()?;
        let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
        let anchor: web_sys::HtmlAnchorElement =
            document().create_element("a").ok()?.dyn_into().ok()?;

        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();

        web_sys::Url::revoke_object_url(&url).ok()
    }

    pub(super) fn print() {
        let _ = window().print();
    }
}

/// On the server nothing is pressed.
#[cfg(not(feature = "hydrate"))]
mod keep {
    use leptos::prelude::*;

    pub(super) fn copy(_: String, _: RwSignal<Option<&'static str>>) {}
    pub(super) fn download(_: &str, _: RwSignal<Option<&'static str>>) {}
    pub(super) fn print() {}
}
