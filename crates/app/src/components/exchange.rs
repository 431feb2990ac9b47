//! The one way in which script talks to server functions.

use gloo_net::http::Request;
use leptos::server_fn::redirect::call_redirect_hook;

/// Posts fields, and gives the answer as JSON; none if there was none. Where the server leads elsewhere, the router goes
/// there.
pub(crate) async fn exchange(address: &str, body: String) -> Option<String> {
    let request = Request::post(address)
        .header("Content-Type", "application/x-www-form-urlencoded")
        .header("Accept", "application/json")
        .body(body)
        .ok()?;
    // A change that needs a fresh proof first is answered too, with a way to it.
    let response = request.send().await.ok().filter(|response| response.ok() || response.status() == 403)?;
    let answer = response.text().await.ok()?;
    if let Some(path) = response.headers().get("location") {
        call_redirect_hook(&path);
    }
    Some(answer)
}
