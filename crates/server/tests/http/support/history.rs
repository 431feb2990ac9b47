//! The page of the history.

use regain_testkit::Browser;

/// The page's entries, newest first; asserts that the page calls all of them genuine.
pub(crate) async fn entries(browser: &Browser) -> Vec<String> {
    let page = browser.get("/account/history").await;
    assert!(
        page.words()
            .contains("Verified: these entries are as they were written"),
        "{}",
        page.words()
    );
    let told = page.body.split("class=\"history__what\">").skip(1);
    told.map(|entry| {
        entry
            .split("</p>")
            .next()
            .unwrap_or_default()
            .replace("<!>", "")
    })
    .collect()
}
