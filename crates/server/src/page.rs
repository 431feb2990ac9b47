//! The plain page for responses that come from no handler: refusals by the middleware, panics, time-outs.
//!
//! The language isn't known yet at that point, so the page is in all three.

use askama::Template;
use axum::response::{Html, IntoResponse as _, Response};
use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};
use regain_app::ssr::{language_of, origin_answer, origin_words};
use regain_app::texts::Texts;

#[derive(Template)]
#[template(path = "plain.html")]
struct PlainPage<'a> {
    stylesheet: Option<&'a str>,
    english: &'static str,
    traditional: &'static str,
    simplified: &'static str,
}

/// Builds a page that says what happened and offers a way on.
#[must_use]
pub fn plain_page(status: StatusCode, stylesheet: Option<&str>) -> Response {
    let [english, traditional, simplified] = words(status);
    let page = PlainPage {
        stylesheet,
        english,
        traditional,
        simplified,
    };
    match page.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => (status, english).into_response(),
    }
}

#[derive(Template)]
#[template(path = "origin.html")]
struct OriginPage<'a> {
    stylesheet: Option<&'a str>,
    language: &'static str,
    heading: &'static str,
    text: &'static str,
    sign_in: &'static str,
    recover: &'static str,
}

/// Answers a form whose browser hides its origin (S87), in the person's language: starting again wouldn't help.
#[must_use]
pub fn origin_hidden(headers: &HeaderMap, stylesheet: Option<&str>) -> Response {
    let language = language_of(headers);
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    if !accept.is_some_and(|accept| accept.contains("text/html")) {
        return origin_answer(language);
    }

    let (heading, text) = origin_words(language);
    let actions = &Texts::of(language).actions;
    let sign_in = actions.sign_in;
    let recover = actions.recover;
    let page = OriginPage {
        stylesheet,
        language: language.tag(),
        heading,
        text,
        sign_in,
        recover,
    };

    match page.render() {
        Ok(html) => (StatusCode::FORBIDDEN, Html(html)).into_response(),
        Err(_) => (StatusCode::FORBIDDEN, text).into_response(),
    }
}

fn words(status: StatusCode) -> [&'static str; 3] {
    match status {
        StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => [
            "This is taking too long just now. Please try again in a moment.",
            "目前處理時間過長，請稍後再試一次。",
            "现在处理时间过长，请稍后再试一次。",
        ],
        StatusCode::BAD_REQUEST => [
            "What arrived isn't what our page sends. An extension of this browser may have changed it: please go back, turn it \
             off for this site, and try again.",
            "收到的內容與頁面送出的不同，可能是瀏覽器的擴充功能改動了。請返回上一頁，對此網站停用擴充功能後再試一次。",
            "收到的内容和页面发送的不一样，可能是浏览器的扩展改动了。请返回上一页，对此网站停用扩展后再试一次。",
        ],
        StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => [
            "There is nothing to do at this address. Please start again from the sign-in page.",
            "這個網址沒有可以使用的內容，請回到登入頁面重新開始。",
            "这个网址没有可用的内容，请回到登录页面重新开始。",
        ],
        StatusCode::PAYLOAD_TOO_LARGE | StatusCode::URI_TOO_LONG => [
            "That is more than we can take at once. Please go back and shorten it.",
            "內容太長，無法一次處理。請返回上一頁縮短後再試一次。",
            "内容太长，无法一次处理。请返回上一页缩短后再试一次。",
        ],
        status if status.is_server_error() => [
            "Something went wrong on our side. Please go back and try again.",
            "我們這邊發生了問題，請返回上一頁再試一次。",
            "我们这边出了问题，请返回上一页再试一次。",
        ],
        _ => [
            "We could not accept this request. Please start again from the sign-in page.",
            "我們無法受理這項要求，請回到登入頁面重新開始。",
            "我们无法受理这个请求，请回到登录页面重新开始。",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_page_speaks_three_languages_and_leads_on() {
        for status in [
            StatusCode::FORBIDDEN,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::INTERNAL_SERVER_ERROR,
        ] {
            let response = plain_page(status, Some("/pkg/regain.css"));
            assert_eq!(response.status(), status);
            let body = axum::body::to_bytes(response.into_body(), usize::MAX)
                .await
                .unwrap();
            let html = std::str::from_utf8(&body).unwrap();

            for part in [
                words(status)[0],
                "lang=\"zh-Hant\"",
                "lang=\"zh-Hans\"",
                "/sign-in",
                "/pkg/regain.css",
            ] {
                assert!(html.contains(part), "{part}");
            }
        }
    }
}
