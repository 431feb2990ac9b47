//! The WebAssembly entry: takes over the page that the server rendered.

use leptos::mount::hydrate_body;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/js/take_over.js")]
extern "C" {
    /// Hydrates whole, or not at all.
    #[wasm_bindgen(js_name = takeOver)]
    fn take_over(hydrate: &mut dyn FnMut());

    /// Leaves the page to the browser, and leads on to `next`.
    #[wasm_bindgen(js_name = letGo)]
    fn let_go(next: Option<String>);
}

/// Called by the page once the bundle is loaded.
#[wasm_bindgen]
pub fn hydrate() {
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        let_go(regain_app::under_way());
    }));
    take_over(&mut || hydrate_body(regain_app::App));
}
